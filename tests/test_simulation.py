"""Distances as honest writers print them, and as wrong ones would be: how often each is called contradicted."""

import math
import random
from collections.abc import Callable, Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest

import geo
from geo.earth.geodesy import destination
from geo.earth.notation.distance import parse_distance
from geo.judge.verdict.finding import judge_distance

UNITS_M = {"m": 1, "km": 1000, "miles": 1609.344, "nautical miles": 1852, "feet": 0.3048}
LEAST_M, MOST_M = 5, 300_000
Writer = Callable[[float, int], str]


def _unit(value: float, figures: int) -> Decimal:
    """What one in the last of so many figures of a number is worth."""
    return Decimal(10) ** (Decimal(value).adjusted() - figures + 1)


def rounded(value: float, figures: int) -> str:
    unit = _unit(value, figures)
    return f"{(Decimal(value) / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit:f}"


def cut_off(value: float, figures: int) -> str:
    unit = _unit(value, figures)
    return f"{(Decimal(value) / unit).quantize(Decimal(1), ROUND_DOWN) * unit:f}"


def in_fives(value: float, figures: int) -> str:
    unit = _unit(value, figures) * 5
    text = f"{(Decimal(value) / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cases(count: int = 120) -> Iterator[tuple[geo.Measurement, str, float]]:
    """Distances measured without error, evenly spread by their logarithm, each with every unit."""
    rng = random.Random(20210402)
    for _ in range(count):
        start = geo.Position(rng.uniform(-180, 180), rng.uniform(-70, 70), 0.0)
        apart = math.exp(rng.uniform(math.log(LEAST_M), math.log(MOST_M)))
        end = geo.Position(*destination(start.lon_deg, start.lat_deg, rng.uniform(0, 360), apart), 0.0)
        measured = geo.measure(start, end)
        for unit, metres in UNITS_M.items():
            yield measured, unit, measured.distance_m / metres


def verdict(measured: geo.Measurement, text: str) -> geo.Verdict:
    return judge_distance(measured, parse_distance(text, "en")).verdict


@pytest.mark.parametrize(
    ("writer", "figures"),
    [(rounded, 1), (rounded, 2), (rounded, 3), (cut_off, 2), (cut_off, 3), (in_fives, 2), (in_fives, 3)],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_no_honest_figure_is_contradicted(writer: Writer, figures: int) -> None:
    """A true distance printed to one to three figures by rounding, or to two or three by cutting off or in fives, stands."""
    texts = [(measured, f"{writer(value, figures)} {unit}") for measured, unit, value in cases()]
    assert [(text, one.distance_m) for one, text in texts if verdict(one, text) is geo.Verdict.CONTRADICTED] == []


@pytest.mark.parametrize("figures", [1, 2, 3])
def test_what_rounding_prints_agrees(figures: int) -> None:
    """A measurement without error agrees with its own distance as rounded."""
    texts = [(measured, f"{rounded(value, figures)} {unit}") for measured, unit, value in cases()]
    assert {verdict(one, text) for one, text in texts} == {geo.Verdict.AGREES}


@pytest.mark.parametrize(("figures", "least"), [(1, 0.85), (2, 0.98), (3, 0.98)])
def test_wrong_figures_are_found(figures: int, least: float) -> None:
    """Claims of twice or half of the distance are contradicted: 85 of a hundred with one figure, 98 with two or three."""
    texts = [
        (measured, f"{rounded(value * factor, figures)} {unit}") for measured, unit, value in cases() for factor in (2, 0.5)
    ]
    found = sum(verdict(one, text) is geo.Verdict.CONTRADICTED for one, text in texts)
    assert found >= least * len(texts)


def test_the_simulation_can_fail() -> None:
    """The old rule, half a unit to either side of the figure, would contradict more than a quarter of the figures that were cut off."""
    missed = 0
    texts = [(measured, f"{cut_off(value, 2)} {unit}") for measured, unit, value in cases(40)]
    for measured, text in texts:
        stated = parse_distance(text, "en")
        missed += stated.agrees_high_m is not None and measured.low_m > stated.agrees_high_m
    assert missed > len(texts) / 4

"""True claims about places whose true positions are known: none may be contradicted, however all of it was written down."""

import json
import math
import random
from collections.abc import Iterator
from typing import Any

import pytest

import geo
from geo.earth.datum import to_wgs84
from geo.earth.geodesy import destination, inverse
from geo.record.reading import read_data

Pair = tuple[float, float]
Feature = dict[str, Any]
WORDS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
UNITS_M = {"m": 1, "km": 1000, "miles": 1609.344, "nautical miles": 1852, "feet": 0.3048}
SHUSHA = 46.75, 39.76
FILES = 3
PAIRS = 48


class Writer:
    """Writes down what is true, in one of the many ways in which people do."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.features: list[Feature] = []

    def add(self, name: str, properties: dict[str, Any], geometry: dict[str, Any] | None = None) -> str:
        self.features.append({"type": "Feature", "id": name, "geometry": geometry, "properties": properties})
        return name

    def read(self) -> geo.Assessment:
        reading = read_data("f", json.dumps({"type": "FeatureCollection", "features": self.features}).encode())
        assert reading.errors == ()
        return geo.assess(reading.sites)

    # positions

    def why_any_direction(self, truth: Pair, most_m: float) -> Pair:
        return destination(*truth, self.rng.uniform(0, 360), self.rng.uniform(0, most_m))

    def printed(self, at: Pair) -> tuple[str, float]:
        """Coordinates in one of several forms, rounded or cut off, and the most that this may have moved them by, in metres."""
        parts, decimals = self.rng.choice([(1, 3), (1, 4), (1, 5), (1, 6), (2, 1), (2, 3), (3, 0), (3, 1), (3, 2)])
        per_degree = 60 ** (parts - 1) * 10**decimals
        is_cut_off = self.rng.random() < 0.5
        texts = []
        for value, letters in ((at[1], "NS"), (at[0], "EW")):
            units = int(abs(value) * per_degree) if is_cut_off else round(abs(value) * per_degree)
            last = units % (60 * 10**decimals) if parts > 1 else units
            figure = f"{last / 10**decimals:.{decimals}f}"
            rest = units // (60 * 10**decimals)
            whole = {1: "", 2: f"{rest}°", 3: f"{rest // 60}°{rest % 60}'"}[parts]
            texts.append(f"{whole}{figure}{('°', chr(39), chr(34))[parts - 1]}{letters[value < 0]}")
        return " ".join(texts), 160_000 / per_degree  # a degree each way is at most 157.9 km

    def site(self, name: str, truth: Pair, ways: tuple[str, ...]) -> str:  # noqa: PLR0911  # one for each way
        """A record of a place that is truly there."""
        kind = {"kind": self.rng.choice(["fragment_site", "place"])}
        way = self.rng.choice(ways)
        uncertainty = math.exp(self.rng.uniform(0, math.log(2000)))
        if way == "printed":
            return self.add(name, {**kind, "published_coordinates": self.printed(truth)[0]})
        if way == "uncertain":
            text, _ = self.printed(self.why_any_direction(truth, uncertainty))
            return self.add(name, {**kind, "published_coordinates": text, "uncertainty_m": uncertainty})
        if way == "all included":
            _, most = text_and_error = self.printed(truth)
            more = {"uncertainty_m": most, "uncertainty_includes_printing": True}
            return self.add(name, {**kind, "published_coordinates": text_and_error[0], **more})
        if way == "digits":
            at = self.why_any_direction(truth, 9.99)
            return self.add(name, kind, {"type": "Point", "coordinates": list(at)})
        if way == "few digits":
            decimals = self.rng.choice([2, 3, 4])
            return self.add(name, kind, {"type": "Point", "coordinates": [round(value, decimals) for value in truth]})
        if way == "uncertain digits":
            at = self.why_any_direction(truth, uncertainty)
            return self.add(name, {**kind, "uncertainty_m": uncertainty}, {"type": "Point", "coordinates": list(at)})
        if way == "polygon":
            return self.add(name, kind, self.outline(truth))
        if way == "datum":
            text, _ = self.printed(_in_pulkovo(truth))
            return self.add(name, {**kind, "published_coordinates": text, "geodetic_datum": "Pulkovo 1942"})
        assert way == "offset"
        away = math.exp(self.rng.uniform(math.log(10), math.log(20_000)))
        start = destination(*truth, self.rng.uniform(0, 360), away)
        base = self.add(f"{name}-base", {"kind": "place", "published_coordinates": self.printed(start)[0]})
        apart, azimuth, _ = inverse(*start, *truth)
        figure = {"offset_distance_m": round(apart, self.rng.choice([0, 1 - len(str(int(apart)))])) or round(apart, 1)}
        return self.add(name, {**kind, "offset_from": base, **figure, "offset_direction": self.direction(azimuth)})

    def outline(self, inside: Pair) -> dict[str, Any]:
        (west, south), (east, north) = (
            (inside[0] - sign * self.rng.uniform(1e-5, 1e-2), inside[1] - sign * self.rng.uniform(1e-5, 1e-2))
            for sign in (1, -1)
        )
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        return {"type": "Polygon", "coordinates": [[[round(value, 7) for value in pair] for pair in ring]]}

    # claims

    def direction(self, azimuth: float) -> str | int:
        """The nearest word of eight or sixteen, or whole degrees."""
        if self.rng.random() < 0.3:
            return round(azimuth) % 360
        points = self.rng.choice([8, 16])
        return WORDS[round(azimuth % 360 / 360 * points) % points * (16 // points)]

    def figure(self, value: float) -> str:
        """A number with one to three figures, rounded; with two or more it may be cut off, or counted in fives."""
        figures = self.rng.choice([1, 2, 3])
        unit = 10.0 ** (math.floor(math.log10(value)) - figures + 1)
        how = self.rng.choice(["round", "cut", "fives"]) if figures > 1 else "round"
        counted = {"round": round(value / unit), "cut": int(value / unit), "fives": round(value / unit / 5) * 5}[how]
        text = f"{counted * unit:.{max(0, -round(math.log10(unit)))}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def distances(self, apart: float) -> Iterator[dict[str, Any]]:
        """True claims of a distance in metres."""
        rng, unit = self.rng, self.rng.choice(list(UNITS_M))
        yield {"distance_m": float(self.figure(apart))}
        yield {"distance_m": float(self.figure(apart)), "modifier": "about"}
        yield {"distance_m": round(apart), "modifier": "exact"}
        yield {"distance_m": math.floor(apart * rng.uniform(0.5, 1)), "modifier": "at_least"}
        yield {"distance_m": math.ceil(apart * rng.uniform(1, 2)), "modifier": "at_most"}
        tolerance = round(apart * rng.uniform(0.01, 0.3), 3)
        yield {"distance_m": round(apart + tolerance * rng.uniform(-0.99, 0.99), 3), "tolerance_m": tolerance}
        yield {"published_distance": f"{self.figure(apart / UNITS_M[unit])} {unit}"}
        hedged = f"{apart * rng.uniform(0.84, 1.24):.0f}"
        yield {"published_distance": f"{rng.choice(['about', 'some', '~', 'approximately'])} {hedged} m"}
        yield {"published_distance": f"{math.floor(apart * 0.8)} to {math.ceil(apart * 1.2)} m"}
        yield {"published_distance": f"at least {math.floor(apart)} m"}
        yield {"published_distance": f"up to {math.ceil(apart)} m"}

    def pair(self, number: int, ways: tuple[str, ...], start: Pair, most_m: float) -> None:
        """Two places and all kinds of true claims about them."""
        rng = self.rng
        end = destination(*start, rng.uniform(0, 360), math.exp(rng.uniform(math.log(5), math.log(most_m))))
        a, b = self.site(f"a{number}", start, ways), self.site(f"b{number}", end, ways)
        ends = {"from": a, "to": b}
        apart, azimuth, _ = inverse(*start, *end)
        for index, claim in enumerate(self.distances(apart)):
            self.add(f"d{number}-{index}", {"kind": "distance_claim", **ends, **claim})
        self.add(f"w{number}", {"kind": "direction_claim", **ends, "direction": self.direction(azimuth)})
        tolerance, off = rng.uniform(0.5, 90), rng.uniform(-0.99, 0.99)
        stated: dict[str, Any] = {"direction": f"{(azimuth + tolerance * off) % 360:.3f}° true", "tolerance_deg": tolerance}
        self.add(f"v{number}", {"kind": "direction_claim", **ends, **stated})
        for index, said in enumerate((stated, {"direction": self.direction(azimuth)}, {"direction": self.direction(azimuth)})):
            origin = {"origin": b} if index < 2 else {}
            self.add(f"z{number}-{index}", {"kind": "arrival_claim", "at": a, **origin, **said})
        axis = {"direction": self.direction(azimuth + 180), "axis": True}
        self.add(f"x{number}", {"kind": "direction_claim", **ends, **axis})
        within = {"kind": "within_claim", "site": a, "of": b}
        self.add(f"n{number}", {**within, "distance_m": math.ceil(apart * rng.uniform(1, 3))})
        self.add(f"p{number}", {**within, "published_distance": f"within {math.ceil(apart)} m"})
        town = self.add(f"t{number}", {"kind": "place"}, self.outline(start))
        self.add(f"i{number}", {"kind": "within_claim", "site": a, "of": town})
        if apart > 5500:
            place = self.add(f"q{number}", {"kind": "place", "published_coordinates": self.printed(end)[0]})
            by_road = f"{apart * rng.uniform(1.05, 1.6) / 1000:.1f} km"
            self.add(f"r{number}", {"kind": "distance_claim", "from": a, "to": place, "published_distance": by_road})


def _in_pulkovo(at: Pair) -> Pair:
    """What was printed in Pulkovo 1942 for a place in WGS 84, to a millimetre: the shift changes by less over 100 m."""
    moved = to_wgs84(geo.parse_coordinates(f"{at[1]:.9f}, {at[0]:.9f}"), "4284")[0].position
    return 2 * at[0] - moved.lon_deg, 2 * at[1] - moved.lat_deg


ANYWHERE = "printed", "uncertain", "all included", "digits", "few digits", "uncertain digits", "polygon", "offset"


def written(seed: int) -> Writer:
    writer = Writer(seed)
    for number in range(PAIRS):
        if number % 6 == 5:
            start = (SHUSHA[0] + writer.rng.uniform(-1, 1), SHUSHA[1] + writer.rng.uniform(-0.3, 0.3))
            writer.pair(number, ("datum", "printed"), start, 20_000)
        else:
            start = (writer.rng.uniform(-170, 170), writer.rng.uniform(-75, 75))
            writer.pair(number, ANYWHERE, start, 300_000)
    return writer


@pytest.mark.parametrize("seed", range(FILES))
def test_no_true_claim_is_contradicted(seed: int) -> None:
    """Whatever widens positions and claims, and in whatever form they are printed, what is true stands."""
    assessment = written(seed).read()
    found = [one for one in assessment.findings if one.verdict is geo.Verdict.CONTRADICTED]
    assert [(one.claim, one.explanation) for one in found] == []
    counts = {verdict: sum(one.verdict is verdict for one in assessment.findings) for verdict in geo.Verdict}
    assert counts[geo.Verdict.AGREES] > 100
    assert counts[geo.Verdict.COMPATIBLE] > 100


def test_wrong_claims_are_found_among_them() -> None:
    """Were every place known as printed, and every distance three times what it is, more than half would be contradicted."""
    writer = Writer(1)
    distances = writer.distances
    writer.distances = lambda apart: distances(apart * 3)  # type: ignore[method-assign]
    for number in range(20):
        writer.pair(number, ("printed",), (writer.rng.uniform(-170, 170), writer.rng.uniform(-75, 75)), 300_000)
    judged = [one for one in writer.read().findings if one.claim.startswith("d")]
    assert sum(one.verdict is geo.Verdict.CONTRADICTED for one in judged) > len(judged) / 2

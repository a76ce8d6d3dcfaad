"""The figures of a finding in the page's words, in every language, beside Python's sentences."""

import json
import re
from functools import cache
from typing import Any

import pytest

from geo.judge.assessment import Assessment, assess
from geo.record.reading import read_data, sites_from
from geo.show.answers.report import describe_turnings
from geo.show.map.languages import LANGUAGES
from geo.show.map.payload import judged
from tests.conftest import DATA
from tests.javascript import run

POINTS = {"a": ("fragment_site", 46.0, 39.0), "b": ("fragment_site", 46.5, 39.3), "p": ("place", 46.1, 39.01)}
PRINTED = ["14 km", "about 50 km", "at least 60 km", "up to 12 km", "44242.4 m", "54.5 km", "30 miles", "up to 300 metres"]
NUMBERS = [780, 44_242.4, 50_000]
WORDS = """columns => columns.claim.map((_, row) => {
  const finding = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[row]]));
  if (!finding.measured || finding.claimed.low_m === null) return null;
  finding.number = row + 1;
  const [gap, claimed] = [words.gapText(finding), words.claimedFigure(finding)];
  const isBound = ["at_least", "at_most"].includes(finding.put) && finding.claimed.high_m !== 0;
  return { claim: finding.claim, figures: panel.figures(finding).text, gap, claimed, isBound, said: explain.explanation(finding).text };
}).filter(Boolean)"""


@cache
def made() -> Assessment:
    """Claims between the same points, put in many ways."""
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "id": name,
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"kind": kind, "uncertainty_m": 10},
        }
        for name, (kind, lon, lat) in POINTS.items()
    ]
    claims: list[dict[str, Any]] = [{"kind": "distance_claim", "published_distance": text} for text in PRINTED]
    claims += [
        {"kind": "distance_claim", "distance_m": number, **({"modifier": one} if one else {})}
        for number in NUMBERS
        for one in (None, "about", "exact", "at_least", "at_most")
    ]
    claims += [{"kind": "within_claim", "distance_m": number} for number in NUMBERS]
    claims += [{"kind": "within_claim", "published_distance": "within 5 km"}, {"kind": "within_claim"}]
    for number, claim in enumerate(claims):
        ends = {"site": "b", "of": "p"} if claim["kind"] == "within_claim" else {"from": "a", "to": "b"}
        features.append({"type": "Feature", "id": f"claim-{number}", "geometry": None, "properties": {**claim, **ends}})
    text = json.dumps({"type": "FeatureCollection", "features": features})
    reading = read_data("made.geojson", text.encode())
    assert not reading.errors
    return assess(reading.sites)


@cache
def real() -> Assessment:
    return assess(read_data("fifty.geojson", (DATA / "fifty-sites.geojson").read_bytes()).sites)


def squeezed(text: str) -> str:
    """A text without spaces and without marks of direction."""
    return re.sub(r"[\s\u2066-\u2069]", "", text)


def units(text: str) -> set[str]:
    """The units of lengths in a text, without what the claim's own words and the uncertainty of single positions have."""
    text = re.sub(r"the claim says .*? \(|the claim says .*?\. |This rests on .*|somewhere within .*? of that point", "(", text)
    return set(re.findall(r"\d (km|m)\b", text))


@pytest.mark.parametrize("assessment", [made, real])
def test_the_figures_of_a_finding_have_one_unit(assessment: Any) -> None:
    """Measured, its interval, the gap, the judge's sentences and what would turn the verdict never mix metres and kilometres."""
    found = run("panel words explain", WORDS, judged(assessment())["findings"])
    turnings = describe_turnings(assessment())
    claimed = re.compile(r"claimed.*", re.DOTALL)
    both = set()
    for one in found:
        further = [re.sub(r"Sources of uncertainty.*", "", line) for line in getattr(turnings.get(one["claim"]), "before", ())]
        said = " ".join([claimed.sub("", one["figures"]), one["gap"], one["said"], *further[:4]])
        assert len(units(said)) <= 1, said
        both |= units(said)
    assert both == ({"m", "km"} if assessment is made else {"m"})


def test_a_gap_reads_the_same_in_the_list_and_in_the_sentence() -> None:
    """The gap of a row is written with the digits that the explanation of the same finding has."""
    rows = [one for one in run("panel words explain", WORDS, judged(made())["findings"]) if one["gap"]]
    assert len(rows) > 10
    assert all(one["gap"].split(" beyond")[0] in one["said"] for one in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_figure_repeats_its_range(language: str) -> None:
    """A claim that is itself a bound ("up to 300 m") has no second "up to 300 m" beside it, in any language."""
    for assessment in (made(), real()):
        for one in run("panel words explain", WORDS, judged(assessment)["findings"], language):
            claimed, figures, said = (squeezed(one[name]) for name in ("claimed", "figures", "said"))
            assert figures.count(claimed) == 1, figures
            if one["isBound"]:
                assert figures.endswith(claimed), figures
            assert not re.search(rf"{re.escape(claimed)}\W[^.]*{re.escape(claimed)}", said), said


def test_an_opposed_arrival_says_what_contradicts_it() -> None:
    """A claim that only another one contradicts names it, and shows no measurement that leaves it open; degrees have a sign."""
    spots = {"a": (36.1, 49.9), "o": (36.6, 50.6)}
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "id": name,
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"kind": "strike_report", "uncertainty_m": 10},
        }
        for name, (lon, lat) in spots.items()
    ]
    claims: list[dict[str, Any]] = [
        {"direction": "NNE", "origin": "o"},
        {"direction": 210, "tolerance_deg": 5, "origin": "o", "name": "From the south"},
    ]
    features += [
        {"type": "Feature", "id": f"c{number}", "geometry": None, "properties": {"kind": "arrival_claim", "at": "a", **claim}}
        for number, claim in enumerate(claims)
    ]
    reading = read_data("made.geojson", json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert not reading.errors
    columns = judged(assess(reading.sites))["findings"]
    shown = """columns => columns.claim.map((_, row) => {
      const finding = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[row]]));
      return [finding.claim, words.gapText(finding), words.claimedFigure(finding), panel.figures(finding).text];
    })"""
    (second, gap, figure, _), (first, against, _, figures) = run("words panel", shown, columns)
    assert (first, second) == ("c0", "c1")
    assert (figure, "beyond" in gap) == ("210°", True)
    assert against == "against “From the south”"
    assert "measured" not in figures


def test_claims_without_names_are_called_as_in_python() -> None:
    """In English a claim without a name is called on the page as everywhere else; in Russian by the words of that language."""
    ends = {"from": "a", "to": "b"}
    claims: list[dict[str, Any]] = [
        {"kind": "distance_claim", **ends, "published_distance": "780 m"},
        {"kind": "direction_claim", **ends, "direction": "NE"},
        {"kind": "within_claim", "site": "a", "of": "b"},
        {"kind": "within_claim", "site": "a", "of": "b", "published_distance": "within 300 m"},
        {"kind": "arrival_claim", "at": "a", "direction": "NE"},
        {"kind": "attribute_claim", "about": ["a", "b"], "attribute": "range_km", "value": 280},
    ]
    records: list[dict[str, Any]] = [{"kind": "fragment_site", "name": "First piece"}, {"kind": "place", "name": "Shusha"}]
    features = [
        {"type": "Feature", "id": name, "geometry": None, "properties": said}
        for name, said in [*zip("ab", records, strict=True), *((f"c{number}", one) for number, one in enumerate(claims))]
    ]
    columns = judged(assess(sites_from({"type": "FeatureCollection", "features": features})))["findings"]
    assert not any(columns["named"])
    names = {"a": "First piece", "b": "Shusha"}
    shown = """({ columns, names }) => columns.claim.map((_, row) => {
      const finding = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[row]]));
      return words.claimLabel(finding, (id) => names[id]);
    })"""
    assert run("words", shown, {"columns": columns, "names": names}) == columns["label"]
    russian = dict(zip(columns["claim"], run("words", shown, {"columns": columns, "names": names}, "ru"), strict=True))
    assert russian["c1"] == "Направление от «First piece» к «Shusha»"

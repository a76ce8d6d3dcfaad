"""The static map: what is on it, where its labels stand, and that it can be drawn for any file."""

import json
import random
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import geo
from geo.show.report.chart.colours import inks
from geo.show.report.chart.draw import (
    _LINES,
    _LOCUS_LOOK,
    _RING_LOOK,
    _SPREAD_LOOK,
    _SYMBOLS,
    _ZONE_LOOK,
    MOST_NAMED,
    _Chart,
    _reaches,
    draw_chart,
)
from geo.show.report.chart.frame import frame_around
from geo.show.report.chart.sheet import NARROW, WIDE, Paper, settings


def drawn(assessment: geo.Assessment, paper: Paper = WIDE) -> _Chart:
    frame = frame_around(_reaches(assessment), paper.ratio)
    assert frame is not None
    with settings():
        return _Chart(assessment, frame, paper)


def assessed(
    folder: Path, places: list[tuple[float, float]], claim_m: float | None = None, name: str = "Site"
) -> geo.Assessment:
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "id": f"s{n}",
            "geometry": {"type": "Point", "coordinates": place},
            "properties": {"kind": "strike_report", "lethal_radius_m": 200, "name": f"{name} {n}"},
        }
        for n, place in enumerate(places)
    ]
    if claim_m:
        claim = {"kind": "distance_claim", "from": "s0", "to": "s1", "distance_m": claim_m}
        features.append({"type": "Feature", "id": "c", "geometry": None, "properties": claim})
    path = folder / "x.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return geo.assess(geo.read_sites(path))


@pytest.fixture(scope="module")
def chart(assessment: geo.Assessment) -> _Chart:
    return drawn(assessment)


def test_what_the_map_says(chart: _Chart) -> None:
    """The words of the interactive map, all of them, and each radius with its warning."""
    texts = chart.sheet.labels.texts
    assert sorted(texts) == sorted(
        [
            "1,275.6 m measured\n780 meters claimed\ncontradicted",
            "Fragment site 1\nAlleged missile strike 1",
            "Fragment site 2\nAlleged missile strike 2",
            "Shusha (Shushi)",
            "200 m reported lethal radius\nnot a safe distance",
            "200 m reported lethal radius\nnot a safe distance",
            "780 meters from Fragment site 1",
            "Shusha (Shushi): somewhere within 1,337.0 m, not a boundary",
        ]
    )
    assert list(chart.sheet.legend) == [
        "Place", "Strike report", "Fragment site", "Measured line: contradicted", "Reported lethal radius",
        "Where a claim would hold", "Where all would hold", "Uncertainty",
    ]  # fmt: skip


def test_a_narrow_screen_loses_nothing(chart: _Chart, assessment: geo.Assessment) -> None:
    """The same words on a sheet half as wide, with letters as high."""
    narrow = drawn(assessment, NARROW)
    assert sorted(narrow.sheet.labels.texts) == sorted(chart.sheet.labels.texts)
    sizes = [
        sorted(
            (text.get_text(), text.get_fontsize())
            for text in one.sheet._axes.texts
            if text.get_text() in one.sheet.labels.texts
        )
        for one in (narrow, chart)
    ]
    assert sizes[0] == sizes[1]
    assert [text for text, _ in sizes[0]] == sorted(chart.sheet.labels.texts)


@pytest.mark.parametrize("paper", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_label_covers_another(paper: Paper, assessment: geo.Assessment) -> None:
    """As drawn, to the pixel, and none leaves the map; nor does the legend leave the sheet."""
    chart = drawn(assessment, paper)
    axes = chart.sheet._axes
    legend = axes.get_legend().get_window_extent()
    assert chart.sheet._figure.bbox.x0 <= legend.x0
    assert legend.x1 <= chart.sheet._figure.bbox.x1
    assert chart.sheet._figure.bbox.y0 <= legend.y0
    labels = [one.get_window_extent() for one in axes.texts if one.get_text() in chart.sheet.labels.texts]
    assert len(labels) == len(chart.sheet.labels.texts)
    for box in labels:
        assert axes.bbox.x0 <= box.x0 < box.x1 <= axes.bbox.x1
        assert axes.bbox.y0 <= box.y0 < box.y1 <= axes.bbox.y1
    boxes = [one.get_window_extent() for one in axes.texts if one.get_text()]
    inside = [box for box in boxes if axes.bbox.containsx(box.x0) and axes.bbox.containsy(box.y0)]
    assert len(inside) > len(chart.sheet.labels.texts)
    assert not [pair for pair in combinations(inside, 2) if pair[0].overlaps(pair[1])]


def test_the_caption(chart: _Chart) -> None:
    """How the map was made, the warning, and what lies outside with distance and direction."""
    assert list(chart.sentences()) == [
        "Azimuthal equidistant projection of WGS 84 around latitude 39.7592, longitude 46.7489; lengths are distorted by at most 0.01 %.",
        "A radius at which fragments can kill is not a safe distance.",
        "Too wide to be drawn: claim-range around place-shusha (280,000 m); claim-range-m around place-shusha (400 to 500 km).",
        "Outside the frame: Shushakend (Shosh) (3.3 km ENE of the middle); Stepanakert (Khankendi) (6.2 km N of the middle).",
    ]


def test_black_and_white() -> None:
    """Without colour each symbol differs by its shape, and each line by its dashes or its width."""
    assert len({str(look["marker"]) for look in _SYMBOLS.values()}) == len(_SYMBOLS)
    looks = [*_LINES.values(), _ZONE_LOOK, _RING_LOOK, _SPREAD_LOOK]
    assert len({(str(look.get("linestyle", "-")), look["linewidth"]) for look in looks}) == len(looks)


def test_colours_are_those_of_the_map() -> None:
    """Each ink that the map uses is named in its style sheet."""
    looks = [*_LINES.values(), _ZONE_LOOK, _RING_LOOK, _SPREAD_LOOK]
    names = {str(look["color"]) for look in looks} | {
        look[part] for look in _SYMBOLS.values() for part in ("facecolors", "edgecolors")
    }
    assert names <= set(inks())
    assert inks()["contradiction"] == "#b01e2e"


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ([(46.7427501, 39.760583)], "Azimuthal equidistant"),
        ([(179.991201, -16.501201), (-179.981201, -16.511201)], "Azimuthal equidistant"),
        ([(0.0, 90.0), (120.001001, 89.961201)], "around latitude 89.9"),
        ([(0.0, -90.0), (120.001001, -89.961201)], "around latitude -89.9"),
        ([(0.001001, 0.001001), (179.991201, 0.001001), (-90.001001, 40.001001)], "too far apart for one scale"),
        ([(46.7427501, 39.760583)] * 9, "Azimuthal equidistant"),
    ],
    ids=["one", "180th meridian", "north pole", "south pole", "whole Earth", "nine at one place"],
)
def test_anywhere_on_earth(places: list[tuple[float, float]], words: str, tmp_path: Path) -> None:
    """It is drawn, says how, and has ink on it."""
    figure = draw_chart(assessed(tmp_path, places, 500 if len(places) > 1 and len(set(places)) > 1 else None))
    assert figure is not None
    assert words in figure.caption
    path = tmp_path / "x.png"
    path.write_bytes(figure.png())
    with Image.open(path) as picture:
        assert picture.size == (figure.width_px, figure.height_px)
        assert len(picture.convert("L").getcolors() or ()) > 10
    assert figure.svg().startswith(b"<?xml")


def test_without_positions_there_is_no_map(tmp_path: Path) -> None:
    """A file without positions gives no map and no error."""
    assert draw_chart(assessed(tmp_path, [])) is None


def test_thousands_are_symbols_alone(tmp_path: Path) -> None:
    """No names, the caption says so, and the picture does not grow with the file."""
    rng = random.Random(1)
    figure = draw_chart(assessed(tmp_path, [(rng.gauss(36, 1), rng.gauss(48, 1)) for _ in range(3000)]))
    assert figure is not None
    assert f"With more than {MOST_NAMED} positions the map shows only symbols" in figure.caption
    assert len(figure.svg()) < 1_000_000


def test_labels_without_room_are_counted(tmp_path: Path) -> None:
    """A hundred sites in one street: some names are left out, and the caption says how many."""
    rng = random.Random(1)
    chart = drawn(assessed(tmp_path, [(46.74 + rng.random() / 500, 39.76 + rng.random() / 500) for _ in range(100)]))
    left_out = chart.sheet.labels.left_out
    assert left_out > 50
    assert left_out + len(chart.sheet.labels.texts) == 200
    assert f"{left_out} labels did not fit." in " ".join(chart.sentences())


def test_hostile_names_are_drawn_as_they_are(tmp_path: Path) -> None:
    """No formula is set, no line breaks out, no letter vanishes, and the SVG has no element of theirs."""
    name = "$\\frac{1}{0}$ <script>x</script> ا 中 \x07"
    figure = draw_chart(assessed(tmp_path, [(46.7427501, 39.760583)], name=name))
    assert figure is not None
    assert "shown by its number" in figure.caption
    assert b"<script" not in figure.svg()
    assert (
        "$\\frac{1}{0}$ <script>x</script> ا [U+4E2D] \\u0007 0"
        in drawn(assessed(tmp_path, [(46.7427501, 39.760583)], name=name)).sheet.labels.texts
    )


def test_areas_keep_their_holes(tmp_path: Path) -> None:
    """Where all would hold is a ring, for a site that is only known to lie some distance from another: both edges are drawn."""
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "id": "a",
            "geometry": {"type": "Point", "coordinates": [46.750001, 39.750001]},
            "properties": {"kind": "fragment_site"},
        },
        {"type": "Feature", "id": "b", "geometry": None, "properties": {"kind": "fragment_site"}},
        {
            "type": "Feature",
            "id": "c",
            "geometry": None,
            "properties": {"kind": "distance_claim", "from": "a", "to": "b", "distance_m": 780},
        },
    ]
    path = tmp_path / "x.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    assessment = geo.assess(geo.read_sites(path))
    (locus,) = assessment.loci
    assert locus.geometry is not None
    assert locus.geometry.geom_type == "Polygon"
    assert len(locus.geometry.interiors) == 1
    assert sum(line.get_linewidth() == _LOCUS_LOOK["linewidth"] for line in drawn(assessment).sheet._axes.lines) == 2

"""Places of our own exports: given back as they were, followed where somebody moved them, and never claimed better."""

import pytest

from geo.record.import_table.own_places import restore_places
from geo.record.import_table.rows import InputTable, TableRow
from geo.record.json_file.layout import Node

OUTLINE = "POLYGON ((46.70 39.70, 46.7500 39.70, 46.75 39.73, 46.70 39.70))"


def _point(lon: str, lat: str) -> Node:
    return {'"type"': '"Point"', '"coordinates"': [lon, lat]}


def _polygon(*pairs: tuple[str, str]) -> Node:
    return {'"type"': '"Polygon"', '"coordinates"': [[[*pair] for pair in pairs]]}


def _restored(geometry: Node, **cells: str) -> tuple[TableRow, tuple[str, ...]]:
    row = {"id": "a", "kind": "fragment_site", "total_uncertainty_m": "14.1", **cells}
    table = restore_places(InputTable(tuple(row), [TableRow(1, row, geometry)]))
    return table.rows[0], table.notices


@pytest.mark.parametrize("geometry", [_point("46.75", "39.75"), "null"])
def test_a_point_has_its_digits(geometry: Node) -> None:
    """The noughts that a number loses come from the columns, in a map layer and in a spreadsheet, whose commas are points."""
    for lon in ("46.7500", "46,7500"):
        row, notices = _restored(geometry, latitude="39.7500", longitude=lon)
        assert (row.geometry, row.is_typed, notices) == (_point("46.7500", "39.7500"), True, ())


def test_an_outline_is_an_outline_again() -> None:
    """Of a site that an export shows as a point, with the digits and the heights that were typed."""
    row, _ = _restored(_point("46.72", "39.71"), latitude="39.71", longitude="46.72", wkt=OUTLINE)
    assert row.geometry == _polygon(("46.70", "39.70"), ("46.7500", "39.70"), ("46.75", "39.73"), ("46.70", "39.70"))
    row, _ = _restored("null", wkt="POLYGON Z ((46.70 39.70 1.50, 46.75 39.70 2, 46.75 39.73 3, 46.70 39.70 1.50))")
    assert isinstance(row.geometry, dict)
    assert "1.50" in str(row.geometry)


def test_an_offset_needs_no_geometry() -> None:
    """Its place follows from the other record, and a geometry beside it would be an error."""
    row, _ = _restored(_point("46.72", "39.71"), latitude="39.71", longitude="46.72", offset_from="p")
    assert row.geometry == "null"


@pytest.mark.parametrize(
    ("geometry", "cells"),
    [
        (_point("46.76", "39.75"), {"latitude": "39.7500", "longitude": "46.7500"}),
        (_point("46.76", "39.75"), {"latitude": "39.7500", "longitude": "46.7500", "offset_from": "p"}),
        (_point("46.72", "39.72"), {"latitude": "39.71", "longitude": "46.72", "wkt": OUTLINE}),
        (_polygon(("46.7", "39.7"), ("46.75", "39.7"), ("46.76", "39.73"), ("46.7", "39.7")), {"wkt": OUTLINE, "kind": "zone"}),
    ],
)
def test_what_was_moved_stays_where_it_was_moved_to(geometry: Node, cells: dict[str, str]) -> None:
    """Whoever moves a point or a corner in a map program means it, and the columns still have the old digits."""
    row, notices = _restored(geometry, **cells)
    assert (row.geometry, notices) == (
        geometry,
        ("1 place moved since the export: the new position is taken, and not the digits of the old one",),
    )
    assert "latitude" not in row.cells


@pytest.mark.parametrize(
    ("cells", "uncertainty"),
    [
        ({"wkt": ""}, "14.1"),
        ({"wkt": "POLYGON ((46.70 39.70, 46.7…", "uncertainty_m": "0"}, "14.1"),
        ({"wkt": OUTLINE, "uncertainty_m": "0"}, "0"),
        ({"published_coordinates": "39.7500, 46.7500"}, None),
        ({"uncertainty_m": "30"}, "30"),
        ({"total_uncertainty_m": "2"}, None),
        ({"total_uncertainty_m": "NaN"}, None),
    ],
)
def test_a_place_is_claimed_no_better_than_it_was(cells: dict[str, str], uncertainty: str | None) -> None:
    """Where what bounded a place is gone, an outline or an offset, the whole uncertainty of the export takes its place."""
    row, _ = _restored(_point("46.750000", "39.750000"), latitude="39.750000", longitude="46.750000", **cells)
    assert row.cells.get("uncertainty_m") == uncertainty


@pytest.mark.parametrize("digits", ["1e999999999", "--1", "٣٩", "=1+1", "9" * 5000, ""])
def test_hostile_digits_are_none(digits: str) -> None:
    """What is no plain number of degrees leaves the geometry as it is."""
    row, notices = _restored(_point("46.75", "39.75"), latitude=digits, longitude="46.7500")
    assert (row.geometry, notices) == (_point("46.75", "39.75"), ())


def test_other_tables_are_left_alone() -> None:
    """A table of somebody else's, with columns of the same names, and a row of no kind of ours, stay as they are."""
    row = TableRow(1, {"id": "a", "kind": "fragment_site", "latitude": "39.7500", "longitude": "46.7500"})
    table = InputTable(tuple(row.cells), [row])
    assert restore_places(table) is table
    row, _ = _restored("null", kind="cafe", latitude="39.7500", longitude="46.7500")
    assert row.geometry == "null"

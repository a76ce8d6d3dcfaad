"""Darwin Core of ours: what no term holds is read back from `dynamicProperties`."""

import json

import pytest

from geo.record.import_table.darwin_core import restore_records
from geo.record.import_table.rows import InputTable, TableRow


def _restored(**cells: str) -> InputTable:
    return restore_records(InputTable(tuple(cells), [TableRow(2, cells)]))


def test_terms_become_properties() -> None:
    """The day goes where its kind has it, numbers keep their digits, and ids of sources are divided by blanks."""
    row = _restored(
        eventID="a",
        eventDate="2021-03-15",
        verbatimCoordinates="39.7500, 46.7500",
        verbatimCoordinateSystem="decimal degrees",
        georeferenceSources="s | t",
        minimumDepthInMeters="0.50",
        dynamicProperties=json.dumps({"kind": "fragment_site", "x_flag": True, "x_number": 200.0, "name": "A"}),
    ).rows[0]
    assert {name: row.cells[name] for name in ("id", "found_on", "sources", "depth_m")} == {
        "id": "a", "found_on": "2021-03-15", "sources": "s t", "depth_m": "0.50",
    }  # fmt: skip
    assert (row.cells["published_coordinates"], row.cells["name"]) == ("39.7500, 46.7500", "A")
    assert (row.cells["x_flag"], row.cells["x_number"]) == ("true", "200")


@pytest.mark.parametrize("text", ["", "{", '{"kind": "animal"}', '{"kind": ["place"]}', "[" * 100_000, '["kind"]', "null"])
def test_tables_of_others_are_left_alone(text: str) -> None:
    """What is no JSON object with a kind of ours, however it is nested, changes nothing."""
    cells = {"eventID": "a", "dynamicProperties": text}
    table = InputTable(tuple(cells), [TableRow(2, cells)])
    assert restore_records(table) is table

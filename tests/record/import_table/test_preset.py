"""The exports of well-known tools, and tables of none, become what a person would have typed."""

import json
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.record.edit.edit import Original
from geo.record.import_table.guess_table import read_unknown_table
from geo.record.import_table.mapping import parse_mapping
from geo.record.import_table.preset import load_presets
from geo.record.import_table.propose_mapping import propose, propose_mapping
from geo.record.import_table.run import Import, import_rows
from geo.record.json_file.parse import parse
from geo.record.reading import read_data
from tests.conftest import DATA, ROOT, Run

SAMPLES = DATA / "imports"
EMPTY = '{"type": "FeatureCollection", "features": []}'


def import_sample(name: str) -> tuple[Import, dict[str, Any]]:
    """What a sample becomes by what is proposed, and its features by their ids."""
    path = SAMPLES / name
    table, dialect = read_unknown_table(path)
    mapping = parse_mapping(name, propose_mapping(name, table, dialect).encode())
    assert list(mapping.missing(table)) == []
    made = import_rows(name, table, mapping, Original("new.geojson", None, parse(EMPTY)))
    assert made.edit
    assert not read_data("new.geojson", made.edit.data).errors
    return made, {one["id"]: one for one in json.loads(made.edit.data)["features"]}


@dataclass
class Sample:
    """What a sample must become."""

    kinds: dict[str, int]
    """How many records of each kind."""
    record: str
    """One record, and some of its properties."""
    properties: dict[str, Any]
    positions: int
    dates: int
    left_out: int = 0
    looks_like: str | None = None
    said: list[str] = field(default_factory=list)
    """Pieces of the notices."""


STRIKE, FRAGMENT = "strike_report", "fragment_site"
EXPECTED = {
    "share-bellingcat-civharm.json": Sample(
        {STRIKE: 3, "source": 4},
        "CIV0001",
        {
            "struck_on": "2022-02-24",
            "published_coordinates": "48.120050, 37.659031",
            "sources": ["src_exists_CIV0001_1", "src_exists_CIV0001_2", "src_exists_CIV0001_3"],
        },
        3, 3, looks_like="Bellingcat",
    ),
    "share-bellingcat-civharm.csv": Sample(
        {STRIKE: 2, "source": 4}, "CIV0002", {"struck_on": "2022-03-13"}, 2, 2, looks_like="Bellingcat"
    ),
    "share-ucdp-ged.csv": Sample(
        {STRIKE: 2},
        "412701",
        {"struck_on": "2020-10-01/2020-10-05", "name": "Nagorno-Karabakh", "published_coordinates": None, "x_coordinates": "39.800000, 46.750000"},
        1, 2, looks_like="UCDP", said=['column "where_prec" says that the place is known roughly ("4")'],
    ),
    "share-osint-geo-extractor.geojson": Sample(
        {STRIKE: 2, "source": 3}, "CIV0001", {"struck_on": "2022-02-24"}, 2, 2, looks_like="osint-geo-extractor"
    ),
    "share-timemap-events.json": Sample(
        {STRIKE: 2},
        "CIV0001",
        {"struck_on": "2022-02-24T05:30", "x_time": None, "published_coordinates": "48.1200, 37.6590", "x_sources": "s1, s2"},
        2, 2, looks_like="timemap",
    ),
    "share-geoconfirmed.json": Sample(
        {STRIKE: 2, "source": 4},
        "a1b2",
        {"struck_on": "2022-10-10T16:20", "x_date": None, "published_coordinates": "48.441964, 37.4958"},
        2, 2, looks_like="GeoConfirmed", said=["without an offset, taken for local time: 1", "where only the day is known: 1"],
    ),
    "share-geoconfirmed.csv": Sample(
        {STRIKE: 2, "source": 2}, "abc", {"struck_on": "2026-09-17", "published_coordinates": "49.3717, 35.4497"}, 2, 1,
        looks_like="GeoConfirmed", said=["records without a date: 1 (row 3)"],
    ),
    "share-geoconfirmed.kml": Sample(
        {STRIKE: 2, "source": 3}, "placemark-1", {"struck_on": "2026-04-20", "published_coordinates": "48.44196, 37.49580"}, 2, 2,
        looks_like="GeoConfirmed", said=["taken once: 1"],
    ),
    "share-acled.csv": Sample(
        {STRIKE: 3},
        "XXX101",
        {"struck_on": "2023-10-31", "published_coordinates": "48.1234, 37.5678", "x_geo_precision": "1", "x_fatalities": "0"},
        1, 3, looks_like="ACLED", said=['"geo_precision" says that the place is known roughly ("2", "3")'],
    ),
    "share-kobo.csv": Sample(
        {FRAGMENT: 2}, "101", {"found_on": "2023-05-01", "published_coordinates": "48.1234, 37.5678", "uncertainty_m": 4.5, "elevation_m": 150},
        2, 2, looks_like="Kobo",
    ),
    "share-odk-central.csv": Sample(
        {FRAGMENT: 1},
        "uuid:1",
        {"found_on": "2023-05-01", "published_coordinates": "48.1234567, 37.5678901", "uncertainty_m": 4.52, "elevation_m": 150.2, "munition": "Rocket"},
        1, 1, looks_like="ODK",
    ),
    "share-survey123.csv": Sample(
        {FRAGMENT: 1}, "1", {"found_on": "2023-05-01", "published_coordinates": "48.123400, 37.567800", "depth_m": 0.3},
        1, 1, looks_like="Survey123", said=["in cm and were converted to metres"],
    ),
    "share-airwars.csv": Sample(
        {STRIKE: 2, "source": 2},
        "XX001",
        {"struck_on": "2017-03-17", "published_coordinates": "36.3405, 43.1102", "x_killed_min": "5", "x_killed_max": "9"},
        1, 2, looks_like="Airwars", said=['known roughly ("City")'],
    ),
    "share-imsma-hazard-points.csv": Sample(
        {"zone": 1, "place": 1}, "HA-001-1", {"name": "HA-001", "zone_type": "suspected_hazard"}, 2, 0, looks_like="IMSMA"
    ),
    "share-imsma-accidents-es.csv": Sample(
        {STRIKE: 1}, "accident-2",
        {"struck_on": "2012-07", "x_estado": "Herido", "x_coordinates": "6,2518 -75,5636", "accident": "mine_accident"}, 0, 1,
        looks_like="IMSMA", said=["until [uncertainty] in the mapping says that"],
    ),
    "share-hdx-hxl.csv": Sample(
        {STRIKE: 2}, "import-3", {"struck_on": "2023-05-01", "published_coordinates": "15.5527, 48.5164", "x_killed": "1"}, 2, 2,
        looks_like="HXL",
    ),
    "share-mymaps.kml": Sample(
        {STRIKE: 1, FRAGMENT: 1}, "placemark-1", {"name": "Crater 1", "published_coordinates": "48.1234, 37.5678"}, 2, 1,
        looks_like="My Maps",
    ),
    "share-title-rows.xlsx": Sample(
        {FRAGMENT: 2}, "1", {"found_on": "2023-05-01", "published_coordinates": "48.1234, 37.5678"}, 2, 2, left_out=1
    ),
    "share-wkt.csv": Sample({FRAGMENT: 3}, "import-3", {"name": "B", "published_coordinates": "48.12, 37.56", "elevation_m": 150}, 3, 0),
    "share-lat-lon-alt-acc.csv": Sample(
        {FRAGMENT: 2}, "import-2", {"found_on": "2023-05-01", "published_coordinates": "48.1234 37.5678", "uncertainty_m": 4.5, "elevation_m": 150.0}, 2, 2
    ),
    "share-atlos.csv": Sample(
        {STRIKE: 2, "source": 3},
        "A1B2C3",
        {"struck_on": "2023-05-01T13:20", "published_coordinates": "48.1234, 37.5678", "uncertainty_m": 10, "x_sensitive": "Not Sensitive"},
        2, 2, looks_like="Atlos",
    ),
    "share-auto-archiver.csv": Sample(
        {"source": 2},
        "archived-2",
        {"url": "https://example.org/post/1", "archive_url": "https://example.org/archive/1.html", "published_on": "2023-05-01T13:20+00:00", "sha256": "ab" * 32},
        0, 1, looks_like="auto-archiver",
    ),
    "share-proofmode.csv": Sample(
        {"photo": 1}, "photo-2", {"x_sha256": "ef" * 32, "taken_at": "2023-05-01T13:20:04Z", "published_coordinates": "48.1234, 37.5678", "position_basis": "camera", "position_error_m": 6.0, "uncertainty_m": None, "elevation_m": 150}, 1, 1,
        looks_like="ProofMode",
    ),
}  # fmt: skip
"""Of pictures the address or the hash is kept under x_: their files are not there."""


def test_every_sample_is_expected() -> None:
    """No sample is forgotten."""
    assert {path.name for path in SAMPLES.glob("share-*")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_becomes_what_a_person_would_have_typed(name: str) -> None:
    """Kinds, one record, positions, dates, what is left out, and what is said."""
    wanted = EXPECTED[name]
    made, features = import_sample(name)
    assert Counter(one["properties"]["kind"] for one in features.values()) == wanted.kinds
    said = features[wanted.record]["properties"]
    assert {key: said.get(key) for key in wanted.properties} == wanted.properties
    properties = [one["properties"] for one in features.values()]
    assert sum(one["geometry"] is not None for one in features.values()) == wanted.positions
    days = ("struck_on", "found_on", "taken_at", "published_on")
    assert sum(any(day in one for day in days) for one in properties) == wanted.dates
    assert made.rows - made.written == wanted.left_out == len(made.left_out)
    for piece in wanted.said:
        assert any(piece in one for one in made.notices), made.notices
    table, dialect = read_unknown_table(SAMPLES / name)
    preset = propose(name, table, dialect).preset
    assert (preset.name if preset else "").count(wanted.looks_like or "?") == bool(wanted.looks_like)
    assert bool(preset) == bool(wanted.looks_like)


CHANGED = {
    "date",
    "Date",
    "Date of report",
    "survey-found",
    "Depth (cm)",
    "ano",
    "mes",
    "Name",
    "WKT",
    "gps",
    "time",
    "SHA",
    "path",
    "id",
    "description",
}
"""Columns whose cells are read as something else, and words that are names and no values."""
OF_CORNERS = {
    "pointno",
    "pointlocal_id",
    "pointtypeenum",
    "shapeenum",
    "bearing",
    "distance",
    "frompointinput",
    "user_entered_x",
    "user_entered_y",
    "latitude",
    "longitude",
}
NOT_MEASURED = ("_Location of item_precision", "0")


@pytest.mark.parametrize("name", EXPECTED)
def test_nothing_of_a_sample_is_lost(name: str) -> None:
    """Each word of a cell is in a record or in a row that is left out, unless the preset never takes its column."""
    table, dialect = read_unknown_table(SAMPLES / name)
    preset = propose(name, table, dialect).preset
    skipped = {one.casefold() for one in (preset.mapping.get("skip", []) if preset else [])}
    made, features = import_sample(name)
    texts = json.dumps(list(features.values()), ensure_ascii=False) + json.dumps([row.cells for row in made.left_out])
    for row in table.rows:
        for column, text in row.cells.items():
            if (
                column.casefold() in skipped
                or column in CHANGED
                or (column in OF_CORNERS and "pointno" in row.cells)
                or (column, text) == NOT_MEASURED
            ):
                continue
            assert [word for word in re.findall(r"\w+", text) if word not in texts and word not in CHANGED] == [], column


def test_a_receivers_own_figure_is_no_maximum() -> None:
    """Wherever a phone's accuracy becomes uncertainty_m the import says so; where it becomes a camera's error it need not."""
    told = {
        name: any("it holds 68 % of its errors" in one for one in import_sample(name)[0].notices)
        for name in ("share-kobo.csv", "share-odk-central.csv", "share-survey123.csv", "share-proofmode.csv", "share-imsma.csv")
        if name in EXPECTED
    }
    wanted = {name: "uncertainty_m" in EXPECTED[name].properties and name != "share-proofmode.csv" for name in told}
    assert told == wanted
    assert sum(told.values()) >= 2


def test_what_identifies_a_device_is_never_taken() -> None:
    """Device and network ids of ProofMode are in no record."""
    text = json.dumps(import_sample("share-proofmode.csv")[1])
    assert not [one for one in ("secret-device", "02:00:00:00:00:00", "10.0.0.7") if one in text]


def test_corners_become_a_closed_outline() -> None:
    """Four corners, ordered by their numbers, counterclockwise, with the digits as typed; the benchmark is a point beside it."""
    made, features = import_sample("share-imsma-hazard-points.csv")
    assert features["HA-001-1"]["geometry"]["type"] == "Polygon"
    assert len(features["HA-001-1"]["geometry"]["coordinates"][0]) == 5
    assert made.edit
    assert b"[37.56800, 48.12350]" in made.edit.data
    assert features["HA-001-0"]["properties"]["published_coordinates"] == "48.12340, 37.56780"


def test_a_preset_is_named_and_used_without_a_mapping(folder: Path, run: Run) -> None:
    """An export that is known is imported as it is, and what it looks like is said; a mapping beats it."""
    status, out, _ = run("import", str(SAMPLES / "share-acled.csv"), "-o", "n.geojson")
    assert (status, "looks like an ACLED export; --propose prints the mapping, and --mapping beats it" in out) == (0, True)
    (folder / "m.toml").write_text('kind = "place"\nid = "p-{row}"\n[columns]\nname = "location"\n')
    assert run("import", str(SAMPLES / "share-acled.csv"), "--mapping", "m.toml", "-o", "o.geojson")[0] == 0
    assert {one["properties"]["kind"] for one in json.loads((folder / "o.geojson").read_text())["features"]} == {"place"}


def test_a_table_of_no_known_tool_needs_a_mapping(folder: Path, run: Run) -> None:
    """Nothing is imported by a guess; the message says how to get a mapping."""
    status, _, err = run("import", str(SAMPLES / "share-lat-lon-alt-acc.csv"), "-o", "n.geojson")
    assert (status, (folder / "n.geojson").exists()) == (2, False)
    assert "looks like no export that is known" in err
    assert "--propose" in err


def test_the_kind_can_be_named(run: Run) -> None:
    """With --kind the day becomes that of the kind."""
    out = run("import", str(SAMPLES / "share-lat-lon-alt-acc.csv"), "--propose", "--kind", "strike_report")[1]
    found = tomllib.loads(out)
    assert (found["kind"], found["columns"]["struck_on"]) == ("strike_report", "date")
    assert run("import", str(SAMPLES / "share-acled.csv"), "--propose", "--kind", "ship")[0] == 2


@pytest.mark.parametrize("preset", load_presets(), ids=lambda one: one.name)
def test_presets_are_mappings(preset: Any) -> None:
    """Each preset, with a kind where it leaves that to the headings, is a mapping that can be read."""
    given = preset.mapping_for([*preset.headings, "layer"])
    assert given["id"]
    assert preset.name.split()[0] in ("a", "an", "the", "IMSMA's", "Colombia's")


HABITS = {
    "one habit": ("15.03.2021|16.04.2021", "%d.%m.%Y"),
    "two habits": ("02/24/2022|2022-10-10|03.04.2022", ["%d.%m.%Y", "%m/%d/%Y"]),
    "day first shown": ("03/04/2022|24/02/2022", "%d/%m/%Y"),
    "nothing shows it": ("03/04/2022|05/06/2022", None),
    "both shown": ("24/02/2022|02/24/2022|03/04/2022", None),
    "words": ("24 FEB 2022|3 March 2022", ["%d %b %Y", "%d %B %Y"]),
}


@pytest.mark.parametrize(("days", "form"), HABITS.values(), ids=HABITS.keys())
def test_habits_of_dates(tmp_path: Path, days: str, form: object) -> None:
    """Each day is read by its own form; where day and month may be exchanged, a person is asked."""
    path = tmp_path / "t.csv"
    path.write_text("id;date\n" + "\n".join(f"{number};{day}" for number, day in enumerate(days.split("|"))), "utf-8")
    table, dialect = read_unknown_table(path)
    text = propose_mapping("t.csv", table, dialect)
    assert tomllib.loads(text).get("dates") == form
    assert ("say which" in text) == (form is None)


def test_a_time_in_utc_is_said(folder: Path, run: Run) -> None:
    """The day of a waypoint at 21:30 UTC may be the next one there: the zone is named, and no offset moves a day."""
    text = run("import", str(SAMPLES / "t.gpx"), "--propose")[1]
    (folder / "m.toml").write_text(text)
    status, out, _ = run("import", str(SAMPLES / "t.gpx"), "--mapping", "m.toml", "-o", "n.geojson")
    assert (status, "in UTC, where the day may be another one than at the place: 1" in out) == (0, True)
    found = [one["properties"]["found_on"] for one in json.loads((folder / "n.geojson").read_text())["features"]]
    assert found == ["2021-03-15T21:30Z", "2021-03-15T20:30+04:00"]
    assert '"elevation_m": 1368.2' in (folder / "n.geojson").read_text()


def test_a_serial_number_is_no_latitude() -> None:
    """A heading of one letter is the last choice."""
    table, dialect = read_unknown_table(SAMPLES / "v_n.csv")
    found = tomllib.loads(propose_mapping("v_n.csv", table, dialect))
    assert found["columns"]["published_coordinates"] == "{Широта} {Долгота}"
    assert found["decimal"] == ","


def test_a_delimiter_that_excel_states_is_used() -> None:
    """`sep=;` is no heading, and lines keep their numbers."""
    table, dialect = read_unknown_table(SAMPLES / "sep_line.csv")
    assert table.columns == ("Ref", "Date", "Lat", "Lon")
    assert (table.rows[0].number, dialect.delimiter) == (3, None)


def test_null_island_is_a_warning_of_its_own() -> None:
    """0, 0 is written, and doubted."""
    made, _ = import_sample("null-island.csv")
    assert [one.line for one in made.problems if one.code == "GEO070"] == [3, 4]


def test_json_lines_and_lists_of_features(tmp_path: Path) -> None:
    """Each shape gives the same rows; what is no object is a row that cannot be read."""
    row = '{"id": "a", "latitude": 39.760, "longitude": 46.70, "place": {"name": "P"}, "dead": null}'
    feature = '{"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [46.70, 39.760]}, "properties": {"name": "P"}}'
    shapes = {"l.json": f"[{row}, 7]", "n.jsonl": f"{row}\n7\n", "o.json": f'{{"events": [{row}, 7]}}'}
    for name, text in shapes.items():
        (tmp_path / name).write_text(text)
        table, _ = read_unknown_table(tmp_path / name)
        assert table.rows[0].cells == {"id": "a", "latitude": "39.760", "longitude": "46.70", "place.name": "P", "dead": ""}
        assert [one.fault for one in table.rows] == [None, "it is no object"]
    (tmp_path / "f.json").write_text(f"[{feature}]")
    table, _ = read_unknown_table(tmp_path / "f.json")
    assert table.rows[0].geometry == {'"type"': '"Point"', '"coordinates"': ["46.70", "39.760"]}


@pytest.mark.parametrize("text", ["[" * 200_000, '[{"a": 1}', "[1, 2]", "{}" * 3, '[{"a": NaN}, {"b"}]'])
def test_json_that_is_no_table_is_one_sentence(tmp_path: Path, text: str) -> None:
    """Nested, cut off or empty JSON is refused."""
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(ValueError, match=r"x\.json"):
        read_unknown_table(tmp_path / "x.json")


def test_digits_that_a_spreadsheet_lost() -> None:
    """They are noticed by the other rows, said once, and put back by `decimals`."""
    made, _ = import_sample("share-title-rows.xlsx")
    assert sum("decimals = 4 in the mapping puts them back" in one for one in made.notices) == 1
    table, dialect = read_unknown_table(SAMPLES / "share-title-rows.xlsx")
    text = "decimals = 4\n" + propose_mapping("t.xlsx", table, dialect)
    made = import_rows("t.xlsx", table, parse_mapping("m", text.encode()), Original("n", None, parse(EMPTY)))
    assert made.edit
    assert b'"published_coordinates": "48.1200, 37.5700"' in made.edit.data
    assert not any("decimals" in one for one in made.notices)


def test_messages_name_the_row_that_a_spreadsheet_shows() -> None:
    """The row "Total" is the sixth."""
    made, _ = import_sample("share-title-rows.xlsx")
    assert [one.line for one in made.problems if one.severity == "error"] == [6]


def test_another_kind_for_outlines(folder: Path, run: Run) -> None:
    """With --kind the outlines are not zones, and nothing that only zones have is said of them."""
    sample = str(SAMPLES / "share-imsma-hazard-points.csv")
    mapping = run("import", sample, "--propose", "--kind", "place")[1]
    lines = [line for line in mapping.splitlines() if not line.startswith("#")]
    assert not [line for line in lines if line.startswith(("kind_column", "zone_type"))]
    (folder / "m.toml").write_text(mapping)
    assert run("import", sample, "--mapping", "m.toml", "-o", "n.geojson")[0] == 0
    kinds = {one["properties"]["kind"] for one in json.loads((folder / "n.geojson").read_text("utf-8"))["features"]}
    assert kinds == {"place"}


@pytest.mark.parametrize("ending", [".gpx", ".kml", ".gpkg", ".geojson"])
def test_an_export_of_ours_needs_no_mapping(folder: Path, run: Run, ending: str) -> None:
    """It is recognized, imported as it is, and the records are those of the file that was exported."""
    run("export", str(ROOT / "sites.geojson"), "-o", f"x{ending}")
    status, out, _ = run("import", f"x{ending}", "-o", "back.geojson")
    assert (status, "looks like an export of geo" in out) == (0, True)
    before, after = geo.read_sites(ROOT / "sites.geojson"), geo.read_sites(folder / "back.geojson")
    assert {one.id: dict(one) for one in after} == {one.id: dict(one) for one in before}


def test_a_table_of_others_with_kinds_still_needs_one(folder: Path, run: Run) -> None:
    """A column `kind` with words that are kinds of ours may be anybody's, so a mapping has to say what it means."""
    (folder / "t.csv").write_text("id,kind,lat,lon\na,place,39.76,46.74\n")
    status, _, err = run("import", "t.csv", "-o", "back.geojson")
    assert (status, "looks like no export that is known" in err) == (2, True)

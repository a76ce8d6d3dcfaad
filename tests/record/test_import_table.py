import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo.record.edit.edit import Original, read_original, reformat
from geo.record.escape import escape_csv_cell, unescape_csv_cell
from geo.record.import_table import table
from geo.record.import_table.guess_table import read_unknown_table
from geo.record.import_table.mapping import Mapping, read_mapping
from geo.record.import_table.propose_mapping import propose_mapping
from geo.record.import_table.run import Import, import_rows
from geo.record.import_table.table import layers_of, read_table
from geo.record.json_file.layout import quote_string
from geo.record.json_file.parse import parse
from geo.record.kinds import Located, Source
from geo.record.memory import Room
from geo.record.reading import read
from geo.show.exports.writing import write_export
from tests.conftest import ROOT

EMPTY = '{"type": "FeatureCollection", "features": []}'
MAPPING = """
kind = "fragment_site"
id = "report-{Ref}"
[place]
longitude = "lon"
latitude = "lat"
[columns]
name = "Title"
found_on = "Date"
uncertainty_m = "Radius"
"""
HEADER = "Ref,Title,lon,lat,Date,Radius\n"
Run = Callable[..., Import]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Import the text of a table, by the text of a mapping, and write it to `new.geojson`."""

    def runs(table: str, mapping: str = MAPPING, name: str = "reports.csv") -> Import:
        (tmp_path / name).write_text(table, "utf-8")
        (tmp_path / "map.toml").write_text(mapping, "utf-8")
        read_by = read_mapping(tmp_path / "map.toml")
        rows = read_table(tmp_path / name, delimiter=read_by.delimiter, encoding=read_by.encoding)
        made = import_rows(name, rows, read_by, Original(str(tmp_path / "new.geojson"), None, parse(EMPTY)))
        if made.edit:
            made.edit.save()
        return made

    return runs


def test_rows_become_records(run: Run, tmp_path: Path) -> None:
    """Numbers keep their digits, the file is laid out and has no problems."""
    made = run(HEADER + '7,"A, ""quoted"" title",46.742750,39.7605830,2021-03-15,10.0\n8,,46.8,39.7,2021-03,\n')
    assert (made.rows, made.written, made.problems) == (2, 2, ())
    text = (tmp_path / "new.geojson").read_text("utf-8")
    assert '"coordinates": [46.742750, 39.7605830]' in text
    assert '"uncertainty_m": 10.0\n' in text
    assert not read(tmp_path / "new.geojson").problems
    assert not reformat(read_original(tmp_path / "new.geojson")).changed
    first, second = geo.read_sites(tmp_path / "new.geojson")
    assert (first.id, first.name, second.id, second.name) == ("report-7", 'A, "quoted" title', "report-8", None)


BAD = {
    "latitude": ("1,a,46.7,95.5,,", '2:1: error: report-1: column "lat": latitude 95.5 is outside -90..90; longitude and latitude may be swapped: [95.5, 46.7]? [GEO041]'),
    "comma": (
        '1,a,46.7,"39,7",,',
        '2:1: error: column "lat": wanted decimal degrees with a point, such as 39.760583, not "39,7"; decimal = "," in the mapping reads it [GEO040]',
    ),
    "half": ("1,a,46.7,,,", '2:1: error: column "lat": wanted decimal degrees with a point, such as 39.760583, not "" [GEO040]'),
    "degrees": (
        "1,a,46.7,39°45'N,,",
        '2:1: error: column "lat": wanted decimal degrees with a point, such as 39.760583, not "39°45\'N"; published_coordinates = "{lat} {lon}" instead of [place] reads other forms [GEO040]',
    ),
    "day": (
        "1,a,46.7,39.7,15.03.2021,",
        '2:1: error: report-1: column "Date": found_on: wanted a date such as "2021-03-15", "2021-03" or "2021-03-15T13:20+04:00", or an interval such as "2021-03-31/2021-04-01", not "15.03.2021"; dates = "%d.%m.%Y" in the mapping, or another format, says how the table writes them [GEO036]',
    ),
    "metres": ('1,a,46.7,39.7,,"10,5"', '2:1: error: column "Radius": uncertainty_m: wanted a number with a point and without a unit, such as 780 or 1275.6, not "10,5"; decimal = "," in the mapping reads it [GEO034]'),
    "date": ("1,a,46.7,39.7,2021-02-30,", '2:1: error: report-1: column "Date": found_on: there is no day 2021-02-30 in the calendar [GEO036]'),
    "number": ("1,a,46.7,39.7,,10 x", '2:1: error: column "Radius": uncertainty_m: wanted a number with a point and without a unit, such as 780 or 1275.6, not "10 x" [GEO034]'),
    "range": ("1,a,46.7,39.7,,-1", '2:1: error: report-1: column "Radius": uncertainty_m: wanted metres from 0 to 20,003,931 (no two places on Earth lie farther apart), not -1 [GEO035]'),
    "no id": (",a,46.7,39.7,,", '2:1: error: column "Ref": it is empty, and the id is made from it [GEO022]'),
    "comma inside": ("1,a,46.7,39,7,,", '2:1: error: the row has 7 cells, and the header 6; a cell with "," in it stands in quotation marks [GEO020]'),
    "cells": ("1,a,46.7", "2:1: error: the row has 3 cells, and the header 6 [GEO020]"),
}  # fmt: skip


@pytest.mark.parametrize(("row", "problem"), BAD.values(), ids=BAD.keys())
def test_a_bad_row(run: Run, tmp_path: Path, row: str, problem: str) -> None:
    """Is said with its line and its column, and not written; the good one is."""
    made = run(f"{HEADER}{row}\n9,good,46.7,39.7,,\n")
    assert [str(one) for one in made.problems if one.severity == "error"] == [f"reports.csv:{problem}"]
    assert (made.rows, made.written) == (2, 1)
    assert [record.id for record in geo.read_sites(tmp_path / "new.geojson")] == ["report-9"]


def test_all_problems_at_once(run: Run, tmp_path: Path) -> None:
    """Of all rows, in their order, each on the line where its row begins; nothing is written if none is fit."""
    made = run(f'{HEADER}1,"two\nlines",46.7,95,2021-13,\n\n1,a,200,39,,x\n')
    assert [(one.line, one.code) for one in made.problems] == [(2, "GEO041"), (2, "GEO036"), (5, "GEO034")]
    assert (made.edit, made.written, (tmp_path / "new.geojson").exists()) == (None, 0, False)


EUROPEAN = f'decimal = ","\ndelimiter = ";"\ndates = "%d.%m.%Y"\n{MAPPING}'


def test_commas_for_decimals_and_days_first(run: Run, tmp_path: Path) -> None:
    """Numbers keep their digits; a whole number, a month and a day of ISO 8601 are what they are."""
    made = run("Ref;Title;lon;lat;Date;Radius\n1;a;46,742750;39,7600;15.03.2021;10,50\n2;b;46;39,76;2021-03;7\n", EUROPEAN)
    assert (made.written, made.problems) == (2, ())
    text = (tmp_path / "new.geojson").read_text("utf-8")
    for line in ("[46.742750, 39.7600]", '"found_on": "2021-03-15"', '"uncertainty_m": 10.50\n', "[46, 39.76]", '"2021-03",'):
        assert line in text


EUROPEAN_BAD = {
    "point": (
        "1;a;46,7;39.7;;",
        'column "lat": wanted decimal degrees with a comma, such as 39,760583, not "39.7"; published_coordinates = "{lat} {lon}" instead of [place] reads other forms [GEO040]',
    ),
    "thousands": (
        "1;a;46,7;39,7;;1.275",
        (
            'column "Radius": uncertainty_m: wanted a number with a comma and without a unit, such as 780 or 1275,6, not "1.275";'
            " it may be 1275, with a thousands separator, or 1,275: write the one that is meant [GEO034]"
        ),
    ),
    "month first": (
        "1;a;46,7;39,7;03/15/2021;",
        'column "Date": found_on: wanted a day such as 15.03.2021, as dates = "%d.%m.%Y" says, not "03/15/2021" [GEO036]',
    ),
    "no such day": (
        "1;a;46,7;39,7;30.02.2021;",
        'column "Date": found_on: wanted a day such as 15.03.2021, as dates = "%d.%m.%Y" says, not "30.02.2021" [GEO036]',
    ),
}


DIVIDED = {
    (".", "1,200"): (
        "it may be 1200, with a thousands separator, or 1.2: write the one that is meant;"
        ' decimal = "," in the mapping reads the second [GEO034]'
    ),
    (".", "1.200"): "it may be 1200, with a thousands separator, or 1.2: write the one that is meant [GEO076]",
    (".", "1 200"): "write 1200 [GEO034]",
    (".", "1'200"): "write 1200 [GEO034]",
    (".", "1.200,5"): "write 1200.5 [GEO034]",
    (".", "1,200.5"): "write 1200.5 [GEO034]",
    (".", "1,5"): 'decimal = "," in the mapping reads it [GEO034]',
    (",", "1,200"): "it may be 1200, with a thousands separator, or 1.2: write the one that is meant [GEO076]",
    (",", "1.200"): "it may be 1200, with a thousands separator, or 1,2: write the one that is meant [GEO034]",
    (",", "1 200"): "write 1200 [GEO034]",
    (",", "1.200,5"): "write 1200,5 [GEO034]",
    (",", "1.200.000"): "write 1200000 [GEO034]",
}


@pytest.mark.parametrize(("decimal", "cell"), DIVIDED)
def test_a_number_with_its_thousands_divided_is_never_cured_into_another(run: Run, decimal: str, cell: str) -> None:
    """Where a cell may be 1200 or 1.2, the problem names both; where it can be one number alone, it names that."""
    mapping = EUROPEAN.replace('decimal = ","', f'decimal = "{decimal}"')
    said = [
        str(one) for one in run(f"Ref;Title;lon;lat;Date;Radius\n1;a;46;39;;{cell}\n", mapping).problems if cell[0] in str(one)
    ]
    assert any(one.endswith(f"; {DIVIDED[decimal, cell]}") for one in said), said


@pytest.mark.parametrize(("row", "problem"), EUROPEAN_BAD.values(), ids=EUROPEAN_BAD.keys())
def test_what_is_not_written_as_the_mapping_says(run: Run, row: str, problem: str) -> None:
    """Is a problem of its row: a point may divide thousands, and nothing is guessed."""
    made = run(f"Ref;Title;lon;lat;Date;Radius\n{row}\n9;good;46,7;39,7;;\n", EUROPEAN)
    assert [str(one) for one in made.problems if one.severity == "error"] == [f"reports.csv:2:1: error: {problem}"]
    assert made.written == 1


@pytest.mark.parametrize(
    ("form", "cell", "day"),
    [
        ("%m/%d/%Y", "03/15/2021", "2021-03-15"),
        ("%Y-%m-%dT%H:%M:%S%z", "2021-03-15T23:30:00Z", "2021-03-15T23:30Z"),
        ("%Y-%m-%dT%H:%M:%S%z", "2021-03-15T23:30:00+04:00", "2021-03-15T23:30+04:00"),
        ("%d.%m.%Y %Hh%M", "15.03.2021 23h30", "2021-03-15T23:30"),
        ("%d.%m.%Y %Hh%M", "15.03.2021 00h00", "2021-03-15"),
        ("%d/%m/%Y", "15/03/2021 1:05:09 PM", "2021-03-15T13:05:09"),
        ("%d/%m/%Y", "15/03/2021 1:05 - 2:10", "2021-03-15"),
        ("%d/%m/%Y", "15/03/2021 25:05", "2021-03-15"),
        ("%d/%m/%Y", "15/03/2021 23:30 UTC+3", "2021-03-15T23:30+03:00"),
        ("%d.%m.%y", "15.03.21", "2021-03-15"),
        ("%Y-%d-%m", "2021-05-03", "2021-03-05"),
        ("%Y-%d-%m", "2021-03-15", None),
    ],
)
def test_days_as_strptime_reads_them(run: Run, form: str, cell: str, day: str | None) -> None:
    """A time is kept with its offset, and leaves its day as it is written; a form that reads ISO 8601 in another way is not mixed with it."""
    made = run(
        f"when\n{cell}\n",
        f'kind = "place"\nid = "s"\ndates = "{form}"\n'.replace("place", "fragment_site") + '[columns]\nfound_on = "when"\n',
    )
    written = made.edit.data.decode() if made.edit else ""
    assert f'"found_on": "{day}"' in written if day else made.problems[0].code == "GEO036"


TEMPLATES = {
    "degrees": ('"{a} {b}"', "39.7605,46.7427", "39.7605 46.7427", "[46.7427, 39.7605]"),
    "commas": ('"{a} {b}"', '"39,7605","46,7427"', "39,7605 46,7427", "[46.7427, 39.7605]"),
    "marks": ('"{a} {b}"', '"39°45\'38.1""N","46°44\'33.9""E"', "39°45'38.1\"N 46°44'33.9\"E", "[46.74275, 39.76058]"),
    "parts": (
        """'{a}°{b}′{c}″N {d}°{e}′{f}″E'""",
        "39,45,38.1,46,44,33.9",
        "39°45′38.1″N 46°44′33.9″E",
        "[46.74275, 39.76058]",
    ),
}


@pytest.mark.parametrize(("template", "cells", "printed", "pair"), TEMPLATES.values(), ids=TEMPLATES.keys())
def test_coordinates_from_several_columns(run: Run, template: str, cells: str, printed: str, pair: str) -> None:
    """Are put together as a text says, and read as any printed ones; where all the columns are empty there are none."""
    mapping = f'kind = "place"\nid = "p-{{row}}"\n[columns]\npublished_coordinates = {template}\nname = "No. {{row}}"\n'
    width = template.count("{")
    table = f"{','.join('abcdef'[:width])},more\n{cells},\n{',' * width}x\n1{',' * width}\n"
    made = run(table, mapping)
    assert (made.rows, made.written, made.without_position) == (3, 2, 1)
    assert str(made.problems[0]).endswith(
        '4:1: error: column "b": it is empty, and published_coordinates is made from it [GEO031]'
    )
    assert made.edit
    text = made.edit.data.decode()
    assert pair in text
    assert f'"published_coordinates": {quote_string(printed)}' in text
    assert '"name": "No. 3"' in text


def test_a_problem_names_all_columns_of_a_text(run: Run) -> None:
    """Whether the printed coordinates cannot be read or another property is not fit."""
    mapping = """kind = "place"
id = "{b}"
[columns]
published_coordinates = "{a} {b}"
"""
    made = run("a,b\n95.5,46.7\n39.5,x\n", mapping)
    assert made.written == 0
    assert 'columns "a", "b": published_coordinates "95.5 46.7": at character 1, latitude 95.5' in str(made.problems[0])


def test_what_spreadsheets_leave_around_a_table(run: Run) -> None:
    """Columns without a name and rows of empty cells are no part of it."""
    made = run("Ref,,\n1,,\n,,\n2,,\n,,\n", 'kind = "place"\nid = "p-{Ref}"\n')
    assert (made.rows, made.written) == (2, 2)


def test_a_column_whose_name_has_braces(run: Run) -> None:
    """A column name with braces is that column, not a template."""
    made = run("{a},a\nx,y\n", 'kind = "place"\nid = "p"\n[columns]\nname = "{a}"\n')
    assert made.edit
    assert b'"name": "x"' in made.edit.data


def test_an_id_that_is_used_twice(run: Run) -> None:
    """Of two rows with the same id, the second is refused."""
    made = run(f"{HEADER}1,a,46.7,39.7,,\n1,b,46.8,39.8,,\n")
    assert [(one.line, one.code) for one in made.problems if one.severity == "error"] == [(3, "GEO024")]
    assert made.problems[0].message.startswith('column "Ref": ')
    assert made.written == 1


PRINTED = """
kind_column = "what"
id = "{row}"
delimiter = ";"
encoding = "cp1252"
[columns]
published_coordinates = "at"
found_on = "when"
[constants]
sources = ["agency"]
munition = "unknown"
[[sources]]
id = "agency"
title = "The agency's list"
"""


def test_coordinates_as_printed(tmp_path: Path) -> None:
    """Are kept as printed, and the geometry is computed from them; sources come along; the kind is in a column."""
    table = (
        "what;at;when\nfragment_site;39°45'38.10\"N 46°44'33.90\"E;2021\nplace;39.76 N 46.75 E;\nship;1 N 1 E;\nplace;39 N;\n"
    )
    (tmp_path / "reports.csv").write_bytes(table.encode("cp1252"))
    (tmp_path / "map.toml").write_text(PRINTED, "utf-8")
    mapping = read_mapping(tmp_path / "map.toml")
    rows = read_table(tmp_path / "reports.csv", delimiter=mapping.delimiter, encoding=mapping.encoding)
    made = import_rows("r", rows, mapping, Original(str(tmp_path / "new.geojson"), None, parse(EMPTY)))
    said = [str(one) for one in made.problems]
    assert len(said) == 3
    assert said[0].startswith('r:3:1: error: 3: constants: unknown property "munition" of a place')
    assert said[1].startswith('r:4:1: error: column "what": unknown kind "ship"; wanted one of fragment_site')
    assert said[2].startswith('r:5:1: error: column "at": published_coordinates "39 N"')
    assert made.edit
    made.edit.save()
    source, site = geo.read_sites(tmp_path / "new.geojson")
    assert (source.id, site.id, site.sources) == ("agency", "2", ("agency",))
    assert '"coordinates": [46.742750, 39.760583]' in (tmp_path / "new.geojson").read_text("utf-8")


def test_constants_as_toml_has_them(run: Run, tmp_path: Path) -> None:
    """A date without quotation marks, numbers with their digits, yes and no, a list."""
    constants = """
found_on = 2021-03-15
uncertainty_m = 10.0
uncertainty_includes_printing = true
depth_m = 0
"""
    assert run("Ref,at\n1,39.76 N 46.75 E\n", f"""kind = "fragment_site"
id = "{{Ref}}"
[columns]
published_coordinates = "at"
[constants]{constants}""").problems == ()  # fmt: skip
    text = (tmp_path / "new.geojson").read_text("utf-8")
    for line in ('"found_on": "2021-03-15"', '"uncertainty_m": 10.0', '"uncertainty_includes_printing": true', '"depth_m": 0'):
        assert line in text


def test_an_offset_is_a_position(run: Run) -> None:
    """A record that lies 500 m from another one is somewhere; the next one is not."""
    table = "at,from,m,to,more\n39.76 N 46.75 E,,,,\n,p-2,500,NE,\n,,,,x\n"
    columns = {"published_coordinates": "at", "offset_from": "from", "offset_distance_m": "m", "offset_direction": "to"}
    lines = "\n".join(f'{name} = "{column}"' for name, column in columns.items())
    made = run(table, f'kind = "place"\nid = "p-{{row}}"\n[columns]\n{lines}')
    assert (made.written, made.without_position) == (3, 1)


def test_a_source_that_cannot_be_written(run: Run) -> None:
    """A source in the mapping that lacks a title stops the import."""
    with pytest.raises(geo.SitesError, match="title: is missing"):
        run("Ref\n1\n", 'kind = "place"\nid = "{Ref}"\n[[sources]]\nid = "s"\n')


def test_appending_keeps_the_rest(tmp_path: Path) -> None:
    """Byte for byte; and a source that is there already is not brought along again."""
    path = tmp_path / "sites.geojson"
    before = (ROOT / "sites.geojson").read_bytes()
    path.write_bytes(before)
    (tmp_path / "r.csv").write_text("at\n39.9 N 46.9 E\n39.95 N 46.95 E\n")
    mapping = Mapping(
        kind="fragment_site",
        id="new-{row}",
        columns={"published_coordinates": "at"},
        constants={"sources": ["apa-2021-04-02"]},
        sources=[{"id": "apa-2021-04-02", "title": "t"}],
    )
    made = import_rows("r.csv", read_table(tmp_path / "r.csv"), mapping, read_original(path))
    assert made.edit
    made.edit.save()
    after, cut = path.read_bytes(), before.rindex(b"\n  ]\n}")
    assert (after[:cut], after[-len(before[cut:]) :]) == (before[:cut], before[cut:])
    assert [record.id for record in geo.read_sites(path)][-2:] == ["new-2", "new-3"]
    assert not reformat(read_original(path)).changed


@pytest.mark.parametrize("ending", [".kml", ".kmz", ".geojson", ".gpx"])
def test_an_id_that_is_shown_is_no_name(tmp_path: Path, ending: str) -> None:
    """A record without a name, of which an export shows the id, comes back without one, and a name comes back."""
    place = {"kind": "place", "published_coordinates": "39.7583, 46.7483"}
    file = tmp_path / "s.geojson"
    file.write_text(
        _collection(
            [
                {"type": "Feature", "id": "a", "geometry": None, "properties": place},
                {"type": "Feature", "id": "b", "geometry": None, "properties": {**place, "name": "B"}},
            ]
        ),
        "utf-8",
    )
    table = write_export(geo.assess(geo.read_sites(file)), tmp_path / f"t{ending}")
    mapping = read_mapping(_written(tmp_path, propose_mapping(table.name, *read_unknown_table(table))))
    file.write_text(_collection([]), "utf-8")
    made = import_rows(table.name, read_table(table, layers=mapping.layers), mapping, read_original(file))
    assert made.edit
    made.edit.save()
    assert [(one.id, one.name) for one in geo.read_sites(file).of_kind(Located)] == [("a", None), ("b", "B")]


def test_sources_come_back_too(sites: geo.Sites, assessment: geo.Assessment, tmp_path: Path) -> None:
    """From the layer that has no places; a list of ids is a list again."""
    table = read_table(write_export(assessment, tmp_path / "s.gpkg"), layers=["sources"])
    mapping = read_mapping(_written(tmp_path, propose_mapping("s.gpkg", table)))
    made = import_rows("s.gpkg", table, mapping, Original(str(tmp_path / "n.geojson"), None, parse(EMPTY)))
    assert made.edit
    assert made.without_position == 0  # a source has none to miss
    made.edit.save()
    assert list(geo.read_sites(tmp_path / "n.geojson")) == list(sites.of_kind(Source))


def _written(folder: Path, text: str) -> Path:
    path = folder / "map.toml"
    path.write_text(text, "utf-8")
    return path


def _features(path: Path) -> list[Any]:
    import json

    found: list[Any] = json.loads(path.read_text("utf-8"))["features"]
    return found


def _collection(features: list[Any]) -> str:
    import json

    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def test_digits_of_a_geometry_survive_csv(tmp_path: Path) -> None:
    """46.740 says more than 46.74, and is written as it was typed."""
    path = tmp_path / "s.geojson"
    path.write_text('{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [46.740, 39.7600]}, "properties": {"kind": "fragment_site"}}]}')  # fmt: skip
    assessment = geo.assess(geo.read_sites(path))
    table = write_export(assessment, tmp_path / "s.csv")
    mapping = read_mapping(_written(tmp_path, propose_mapping("s.csv", read_table(table))))
    made = import_rows("s.csv", read_table(table), mapping, Original(str(tmp_path / "n.geojson"), None, parse(EMPTY)))
    assert made.edit
    assert b"[46.740, 39.7600]" in made.edit.data


def _layer(path: Path, geometries: list[Any], crs: int | None, **columns: list[Any]) -> Path:
    gpd.GeoDataFrame(columns, geometry=geometries, crs=crs).to_file(path)
    return path


GEOMETRY = Mapping.model_validate({"kind": "place", "id": "p-{row}", "place": {"geometry": True}, "columns": {"name": "n"}})


def _imported(path: Path, mapping: Mapping = GEOMETRY) -> Import:
    return import_rows(path.name, read_table(path), mapping, Original(str(path.with_name("n.geojson")), None, parse(EMPTY)))


def test_other_coordinates_are_converted(tmp_path: Path) -> None:
    """To WGS 84, with no more decimals than a centimetre; heights are left out, and a collection of one is its one."""
    at = shapely.MultiPoint([[649283, 4402637, 1400]])
    made = _imported(_layer(tmp_path / "a.gpkg", [at], 32638, n=["x"]))
    assert made.edit
    (found,) = re.findall(rb'"Point", "coordinates": \[(\d+\.\d{7}), (\d+\.\d{7})\]', made.edit.data)
    at_wgs84 = geo.parse_coordinates("38 north 649283 E 4402637 N").position
    assert [float(one) for one in found] == pytest.approx([at_wgs84.lon_deg, at_wgs84.lat_deg], abs=1e-7)


def test_a_whole_degree_claims_no_decimals(tmp_path: Path) -> None:
    """A file of binary numbers does not say how 180 was typed; 180.0 would be ten times as well known."""
    made = _imported(_layer(tmp_path / "a.gpkg", [shapely.Point(-180, 10.5), shapely.Point(0, 90)], 4326, n=["x", "y"]))
    assert made.edit
    assert re.findall(rb'"Point", "coordinates": \[([^]]*)\]', made.edit.data) == [b"-180, 10.5", b"0, 90"]


def test_an_outline_is_a_place(tmp_path: Path) -> None:
    """A polygon becomes a place, and a line is refused with a message."""
    square, line = shapely.box(46, 39, 47, 40), shapely.LineString([(46, 39), (47, 40)])
    made = _imported(_layer(tmp_path / "a.geojson", [square, line], 4326, n=["x", "y"]))
    assert made.written == 1
    (problem,) = (one for one in made.problems if one.severity == "error")
    assert (problem.line, problem.message) == (2, 'a place has the geometry Point or Polygon or null, not "LineString"')


def test_values_as_gdal_gives_them(tmp_path: Path) -> None:
    """A whole number has no decimal point, which would imply more precision; midnight is its day; yes is true."""
    import pandas as pd

    columns: dict[str, list[Any]] = {
        "n": [780.0, None],
        "d": [pd.Timestamp("2021-03-15"), pd.NaT],
        "t": [pd.Timestamp("2021-03-15T10:30"), pd.NaT],
        "b": [True, False],
        "f": [0.1, 1e-7],
        "i": [3, 2**60 + 1],
        "s": [" x ", None],
    }
    path = _layer(tmp_path / "a.gpkg", [shapely.Point(46, 39)] * 2, 4326, **columns)
    first, second = read_table(path).rows
    assert first.cells == {
        "n": "780",
        "d": "2021-03-15",
        "t": "2021-03-15T10:30:00",
        "b": "true",
        "f": "0.1",
        "i": "3",
        "s": "x",
    }
    assert second.cells == {"n": "", "d": "", "t": "", "b": "false", "f": "1e-07", "i": "1152921504606846977", "s": ""}


@pytest.mark.parametrize("ending", [".parquet", ".geoparquet"])
def test_geoparquet(tmp_path: Path, ending: str) -> None:
    """Whatever its geometry is called and measured in; a row may have none."""
    at: Any = [shapely.Point(649283, 4402637), shapely.Point(), None]
    frame = gpd.GeoDataFrame({"n": ["x", None, "z"]}, geometry=at, crs=32638).rename_geometry("shape")
    frame.to_parquet(tmp_path / f"a{ending}", write_covering_bbox=True)
    table = read_table(tmp_path / f"a{ending}")
    assert (table.columns, table.layers, table.has_geometries) == (("n",), (), True)
    assert [(row.number, row.cells, row.geometry == "null") for row in table.rows] == [
        (1, {"n": "x"}, False),
        (2, {"n": ""}, True),
        (3, {"n": "z"}, True),
    ]
    frame.to_file(tmp_path / "a.gpkg")
    assert read_table(tmp_path / "a.gpkg").rows[0].geometry == table.rows[0].geometry


def test_parquet_without_a_geometry(tmp_path: Path) -> None:
    """Parquet without a geometry column is read like any other table."""
    import pandas as pd

    pd.DataFrame({"lon": [46.7, 46.8], "n": ["x", None]}).to_parquet(tmp_path / "a.parquet")
    assert [row.cells for row in read_table(tmp_path / "a.parquet").rows] == [
        {"lon": "46.7", "n": "x"},
        {"lon": "46.8", "n": ""},
    ]


TABLES: dict[str, tuple[bytes, str]] = {
    "a.csv": (b"", "is empty; its first line names the columns"),
    "c.csv": (b'x\n"a', "this is not CSV: unexpected end of data"),
    "d.csv": (b"\xff", "is not text in the encoding utf-8-sig"),
    "e.gpkg": (b"nothing", "is in none of the known formats"),
    "f.parquet": (b"nothing", "cannot be read as Parquet"),
}


@pytest.mark.parametrize("name", TABLES)
def test_what_is_no_table(tmp_path: Path, name: str) -> None:
    """A file that is not a table is refused with a sentence."""
    data, message = TABLES[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ValueError, match=re.escape(message)):
        read_table(tmp_path / name)


def test_layers_are_named(assessment: geo.Assessment, tmp_path: Path) -> None:
    """Of several layers, one must be named; none is guessed."""
    path = write_export(assessment, tmp_path / "s.gpkg")
    with pytest.raises(ValueError, match="several layers, so say which: records, claims, zones, uncertainty, sources"):
        read_table(path)
    with pytest.raises(ValueError, match='has no layer "x"; it has records'):
        read_table(path, layers=["x"])
    with pytest.raises(FileNotFoundError):
        read_table(tmp_path / "none.gpkg")
    with pytest.raises(FileNotFoundError):
        layers_of(tmp_path / "none.gpkg")
    with pytest.raises(FileNotFoundError):
        read_table(tmp_path / "none.parquet")


def test_coordinates_without_a_system_are_refused(tmp_path: Path) -> None:
    """Coordinates without a stated coordinate system are refused."""
    with pytest.warns(UserWarning, match="crs"):
        path = _layer(tmp_path / "a.shp", [shapely.Point(46, 39)], None, n=["x"])
    with pytest.raises(ValueError, match="does not state its coordinate system"):
        read_table(path)


MAPPINGS = {
    "toml": ("kind = ", "this is not TOML"),
    "no kind": ('id = "a"', "wanted either kind or kind_column"),
    "both": ('id = "a"\nkind = "place"\nkind_column = "k"', "wanted either kind or kind_column"),
    "kind": ('id = "a"\nkind = "plaice"', 'unknown kind "plaice"; wanted one of fragment_site'),
    "no id": ('kind = "place"', "id: Field required"),
    "property": (
        'id = "a"\nkind = "place"\n[columns]\nfound_in = "x"',
        'no record has a property "found_in"; did you mean "found_on"?',
    ),
    "twice": (
        'id = "a"\nkind = "place"\n[columns]\nname = "x"\n[constants]\nname = "y"',
        "name is both a column and a constant",
    ),
    "words": (
        'id = "a"\nkind = "place"\n[columns]\nname = "x"\n[words.name]\ncolumn = "y"',
        "name is both in words and a column or a constant",
    ),
    "words of nothing": (
        'id = "a"\nkind = "place"\n[words.acident]\ncolumn = "y"',
        'no record has a property "acident"; did you mean "accident"?',
    ),
    "half": ('id = "a"\nkind = "place"\n[place]\nlatitude = "x"', "place: longitude and latitude go together"),
    "two ways": ('id = "a"\nkind = "place"\n[place]\nlatitude = "x"\nlongitude = "y"\ngeometry = true', "exclude each other"),
    "decimal": ('id = "a"\nkind = "place"\ndecimal = ";"', "decimal: Input should be '.' or ','"),
    "no year": ('id = "a"\nkind = "place"\ndates = "%d.%m"', "dates: wanted a day, a month and a year as strptime has them"),
    "no day": ('id = "a"\nkind = "place"\ndates = "%m"', 'such as "%d.%m.%Y", not "%m"'),
    "no form": ('id = "a"\nkind = "place"\ndates = "DD.MM.YYYY"', "dates: wanted a day, a month and a year"),
    "unknown form": ('id = "a"\nkind = "place"\ndates = "%d.%m.%Y %Q"', "dates: wanted a day, a month and a year"),
    "extra": ('id = "a"\nkind = "place"\nships = "x"', "ships: Extra inputs are not permitted"),
}


@pytest.mark.parametrize(("text", "message"), MAPPINGS.values(), ids=MAPPINGS.keys())
def test_what_is_no_mapping(tmp_path: Path, text: str, message: str) -> None:
    """A broken mapping is refused with the place in it and what is wanted."""
    with pytest.raises(ValueError, match=rf"map\.toml: .*{re.escape(message)}"):
        read_mapping(_written(tmp_path, text))


def test_columns_that_are_not_there(tmp_path: Path) -> None:
    """All missing columns are named, with suggestions."""
    (tmp_path / "a.csv").write_text("Title,Lon\n")
    mapping = Mapping.model_validate(
        {
            "kind": "place",
            "id": "{Nr}",
            "place": {"longitude": "Lon", "latitude": "Lat"},
            "columns": {"name": "Titel", "note": "{Lon}, {row}, {Rest}"},
        }
    )
    assert list(mapping.missing(read_table(tmp_path / "a.csv"))) == [
        'columns.name: the table has no column "Titel"; did you mean "Title"?',
        'columns.note: the table has no column "Rest"; it has Title, Lon',
        'place.latitude: the table has no column "Lat"; it has Title, Lon',
        'id: the table has no column "Nr"; it has Title, Lon',
    ]


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)


@given(st.lists(NAMES, min_size=1, max_size=4, unique=True), NAMES)
def test_a_proposal_is_a_mapping(names: list[str], cell: str) -> None:
    """Whatever the columns are called, and however hostile what stands in them."""
    import tomllib

    from geo.record.import_table.rows import InputTable, TableRow

    table = InputTable(tuple(names), [TableRow(1, dict.fromkeys(names, cell))], tuple(names))
    mapping = Mapping.model_validate(tomllib.loads(propose_mapping("a\nb", table)))
    assert list(mapping.missing(table)) == []
    assert mapping.layer == names[0] or len(names) == 1


@given(st.text())
def test_a_guarded_text_comes_back(text: str) -> None:
    """A text guarded against spreadsheets begins with no sign of a formula and is read back unchanged."""
    assert unescape_csv_cell(escape_csv_cell(text)) == text
    assert not escape_csv_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_lengths_with_units_become_metres(run: Run) -> None:
    """A cell "1.5 km" or "30 cm" is read in its own unit; one that is hedged is refused, not sharpened."""
    made = run(HEADER + "1,A,46.7427,39.7606,2021-03-15,1.5 km\n2,B,46.8437,39.7606,2021-03-15,30 cm\n")
    assert made.edit
    assert re.findall(r'"uncertainty_m": ([\d.]+)', made.edit.data.decode()) == ["1500", "0.3"]
    assert [one.code for one in run(HEADER + "1,A,46.7427,39.7606,2021-03-15,about 1.5 km\n").problems] == ["GEO034"]


def test_distances_are_kept_as_printed(run: Run) -> None:
    """A text in a column of `published_distance` is read as such; where it was meant for the number, the cure names that property."""
    mapping = 'kind = "distance_claim"\nid = "c-{Ref}"\n[columns]\nPROPERTY = "How far"\n[constants]\nfrom = "a"\nto = "b"\n'
    table = "Ref,How far\n1,800 m\n2,1.5 km\n3,at least 2 miles\n"
    texts = run(table, mapping.replace("PROPERTY", "published_distance"))
    assert {one.code for one in texts.problems} == {"GEO047", "GEO056"}  # only the ends and the sources are missing
    numbers = run(table, mapping.replace("PROPERTY", "distance_m"))
    assert all("published_distance instead of distance_m keeps it as printed" in one.message for one in numbers.problems)


TIMES = """id,lat,lon,found_on,hour
a,39.7606,46.7428,2021-03-15T13:20:05+04:00,
b,39.7706,46.7428,2021-03-15T13:20/2021-03-16T10:00,
c,39.7806,46.7428,2021-03-15T00:00+04:00,
d,39.7906,46.7428,2021-03-15T00:00:00Z,
"""


def test_times_of_our_own_are_given_back(run: Run) -> None:
    """A time, an interval and a midnight that somebody typed come back as they were; a midnight that software made is a day."""
    made = run(
        TIMES,
        'kind = "fragment_site"\nid = "{id}"\n[place]\nlongitude = "lon"\nlatitude = "lat"\n[columns]\nfound_on = "found_on"\n',
    )
    assert made.edit
    assert [one["properties"]["found_on"] for one in json.loads(made.edit.data)["features"]] == [
        "2021-03-15T13:20:05+04:00",
        "2021-03-15T13:20/2021-03-16T10:00",
        "2021-03-15T00:00+04:00",
        "2021-03-15",
    ]


APART = """id,lat,lon,date,time
a,39.7606,46.7428,15.03.2021,13:20
b,39.7706,46.7428,16.03.2021,
c,39.7806,46.7428,17.03.2021,morning
d,39.7906,46.7428,17.03.2021,0:00
"""


def test_a_time_in_a_column_of_its_own(run: Run, tmp_path: Path) -> None:
    """It joins its day; a row without one, or with one that nobody can read, keeps its day, and that is said."""
    (tmp_path / "t.csv").write_text(APART)
    table = read_table(tmp_path / "t.csv")
    proposed = propose_mapping("t.csv", table)
    assert 'found_on = "{date} {time}"' in proposed
    assert 'x_time = "time"' in proposed
    made = run(APART, proposed)
    assert made.edit
    said = [one["properties"] for one in json.loads(made.edit.data)["features"]]
    assert [one["found_on"] for one in said] == ["2021-03-15T13:20", "2021-03-16", "2021-03-17", "2021-03-17"]
    assert said[2]["x_time"] == "morning"
    (notice,) = (one for one in made.notices if "times of day" in one)
    assert notice.startswith('columns "date", "time": times of day ')
    assert "taken for local time: 1" in notice
    assert "cannot be read: 1" in notice
    assert "only the day is known: 1" in notice


@pytest.mark.parametrize(
    ("more", "days"),
    [("", ["2021-03-15", "2021-03-16"]), ("no_time = []\n", ["2021-03-15T00:00", "2021-03-16T00:00"])],
)
def test_a_column_of_midnights_is_one_of_days(run: Run, more: str, days: list[str]) -> None:
    """Days that software wrote as time stamps have no time, and nothing is said, unless the mapping says that midnight is one."""
    rows = "id,when\na,2021-03-15T00:00:00\nb,2021-03-16 00:00\n"
    made = run(rows, f'{more}kind = "strike_report"\nid = "{{id}}"\n[columns]\nstruck_on = "when"\n')
    assert made.edit
    assert [one["properties"]["struck_on"] for one in json.loads(made.edit.data)["features"]] == days
    assert any("times of day" in one for one in made.notices) is bool(more)


def test_offsets_of_one_column_stay_apart(tmp_path: Path) -> None:
    """No time stamp of GeoJSON is moved into the zone of another."""
    stamps = ["2021-03-15T23:20-04:00", "2021-03-15T14:20Z", "2021-03-15T13:20"]
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [46.7, 39.7]}, "properties": {"when": one}}
        for one in stamps
    ]
    (tmp_path / "t.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assert [row.cells["when"] for row in read_table(tmp_path / "t.geojson").rows] == stamps


ACCIDENTS = """
kind = "strike_report"
id = "a-{row}"
[words.accident]
column = "{Event}; {Activity}"
"*; humanitarian demining" = "demining_accident"
"accident*" = "mine_accident"
"*near miss*" = "mine_incident"
[columns]
category = "Event"
"""


def test_a_property_by_what_stands_in_columns(run: Run, tmp_path: Path) -> None:
    """The first of the texts that fits decides, and a star at an end is any text; what fits none says nothing."""
    rows = ["Accident with mine,Humanitarian demining", "ACCIDENT with mine,Herding", "A near miss there,", "Strike,Herding"]
    run("\n".join(["Event,Activity", *rows, "accident,humanitarian demining at night"]), ACCIDENTS)
    said = [one["properties"].get("accident") for one in _features(tmp_path / "new.geojson")]
    assert said == ["demining_accident", "mine_accident", "mine_incident", None, "mine_accident"]


@pytest.mark.parametrize("cell", ["Mine accident", "mine_accident", "MINE-ACCIDENT", "mine  accident"])
def test_a_word_of_ours_in_other_letters(run: Run, tmp_path: Path, cell: str) -> None:
    """A cell with the name of one of the words that a property allows is that word; another word is an error."""
    mapping = 'kind = "strike_report"\nid = "a-{row}"\n[columns]\naccident = "Sort"\nname = "N"'
    assert run(f"N,Sort\na,{cell}\n", mapping).problems == ()
    assert _features(tmp_path / "new.geojson")[0]["properties"]["accident"] == "mine_accident"
    (problem,) = run("N,Sort\na,mishap\n", mapping).problems
    assert problem.code == "GEO033"


@pytest.mark.parametrize(
    "wkt",
    [
        "POLYGON ((46.70 39.70, 46.71 39.70, 46.71 39.71, 46.70 39.70), (46.705 39.701, 46.709 39.701, 46.709 39.705, 46.705 39.701))",
        "POLYGON ((46.70 39.70, 46.71 39.71, 46.71 39.70, 46.70 39.70), (46.705 39.701, 46.709 39.705, 46.709 39.701, 46.705 39.701))",
    ],
)
def test_rings_run_as_rfc_7946_says(run: Run, wkt: str) -> None:
    """An outer ring runs counterclockwise and a hole clockwise, whichever way the table has them, with their digits."""
    made = run(f'id,area\na,"{wkt}"\n', 'kind = "place"\nid = "{id}"\n[place]\nwkt = "area"\n')
    assert made.edit
    text = made.edit.data.decode()
    rings = json.loads(text)["features"][0]["geometry"]["coordinates"]
    assert [shapely.LinearRing(ring).is_ccw for ring in rings] == [True, False]
    assert "46.70, 39.70" in text


def test_heights_of_outlines_are_kept(run: Run, tmp_path: Path) -> None:
    """A third coordinate of a polygon stays, from text and from a map layer; one that is 0 everywhere says nothing."""
    rows = [
        "POLYGON Z ((46.7 39.7 1200.50, 46.8 39.7 1210, 46.8 39.8 0, 46.7 39.7 1200.50))",
        "POLYGON M ((1 2 9, 2 2 9, 2 3 9, 1 2 9))",
    ]
    made = run(
        "id,area\n" + "".join(f'r{number},"{wkt}"\n' for number, wkt in enumerate(rows)),
        'kind = "place"\nid = "{id}"\n[place]\nwkt = "area"\n',
    )
    assert made.edit
    assert "1200.50" in made.edit.data.decode()
    assert [len(one["geometry"]["coordinates"][0][0]) for one in json.loads(made.edit.data)["features"]] == [3, 2]
    flat = shapely.from_wkt("POLYGON Z ((46.7 39.7 0, 46.8 39.7 0, 46.8 39.8 0, 46.7 39.7 0))")
    high = shapely.from_wkt(rows[0])
    gpd.GeoDataFrame({"n": [1, 2]}, geometry=[flat, high], crs=4326).to_file(tmp_path / "h.gpkg")
    sizes = [{len(pair) for pair in row.geometry['"coordinates"'][0]} for row in read_table(tmp_path / "h.gpkg").rows]  # type: ignore[index,call-overload]
    assert sizes == [{2}, {3}]


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        ("151320DMAR21,", "2021-03-15T13:20+04:00"),
        ("160900Z MAR 2021,", "2021-03-16T09:00Z"),
        ("311200ZFEB21,", None),
        ("44270,", "2021-03-15"),
        ("44270,0.5", "2021-03-15T12:00"),
        ("44270.5,", "2021-03-15T12:00"),
        ("1646217000,", "2022-03-02T10:30Z"),
        ("1646217000000,", "2022-03-02T10:30Z"),
        ("12345,", None),
        ("9999999999,", None),
    ],
)
def test_days_as_groups_and_numbers(run: Run, cells: str, day: str | None) -> None:
    """A date-time group keeps its zone, a number its meaning; what is neither is an error of its row, and no day."""
    made = run(
        f"id,day,time\na,{cells}\n",
        'kind = "fragment_site"\nid = "{id}"\n[columns]\nfound_on = "{day} {time}"\n',
    )
    found = made.edit and json.loads(made.edit.data)["features"][0]["properties"]["found_on"]
    assert found == day
    assert (made.edit is None) == (day is None)
    numbered = [one for one in made.notices if "days written as numbers: 1" in one]
    assert bool(numbered) == (day is not None and cells[2].isdigit() and "MAR" not in cells)


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        ("2020-10-01 00:00:00.000,2020-10-05 00:00:00.000", "2020-10-01/2020-10-05"),
        ("2020-10-08,2020-10-08", "2020-10-08"),
        ("2020-10-08,", "2020-10-08"),
        (",2020-10-08", "2020-10-08"),
    ],
)
def test_a_first_and_a_last_day(run: Run, cells: str, days: str) -> None:
    """Two columns are an interval; one of them alone, or both with one day, is that day."""
    made = run(f"id,a,b\nx,{cells}\n", 'kind = "strike_report"\nid = "{id}"\n[columns]\nstruck_on = "{a}/{b}"\n')
    assert made.edit
    assert json.loads(made.edit.data)["features"][0]["properties"]["struck_on"] == days


@pytest.mark.parametrize(("name", "text"), [("t.csv", "id\na\nb\nc\nd\n"), ("t.json", '[{"id": "a"}, {"id": "b"}]')])
def test_a_table_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    """A sentence names the file and what memory allows, before anything is made of its rows."""
    path = tmp_path / name
    path.write_text(text)
    monkeypatch.setattr(table, "find_room", lambda _: Room(5, 2**30))
    with pytest.raises(
        ValueError, match=re.escape(f"{path}: the file is larger than 0 MiB, the most that is read at once with")
    ):
        read_table(path)


def test_a_table_of_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Short rows are refused by their number, since their records take as much memory as those of long ones."""
    path = tmp_path / "t.csv"
    path.write_text("id\na\nb\nc\nd\n")
    monkeypatch.setattr(table, "find_room", lambda *_: Room(2**20, 4 * table.BYTES_A_ROW))
    assert len(read_table(path).rows) == 4
    monkeypatch.setattr(table, "find_room", lambda *_: Room(2**20, 3 * table.BYTES_A_ROW))
    with pytest.raises(
        ValueError, match=re.escape(f"{path}: the table has 4 rows, more than 3, the most that there is room for")
    ):
        read_table(path)

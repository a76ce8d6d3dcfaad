import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import geo.cli
from geo.record.import_table.csv_dialect import guess_delimiter, guess_dialect, guess_encodings
from geo.record.import_table.heading_row import find_heading_row
from geo.record.import_table.propose_mapping import propose_mapping
from geo.record.import_table.rows import InputTable, TableRow
from geo.record.import_table.table import read_table
from tests.conftest import Run


def _table(text: str) -> InputTable:
    """A table of cells that blanks do not divide, but strokes."""
    header, *rows = [line.split("|") for line in text.split("\n")]
    return InputTable(
        tuple(header), [TableRow(number, dict(zip(header, row, strict=True))) for number, row in enumerate(rows, 2)]
    )


def _proposed(text: str) -> dict[str, Any]:
    return tomllib.loads(propose_mapping("t.csv", _table(text)))


TABLES = {
    "English": (
        "Ref|Lat|Long|Date found|Remarks|Title\n7|39.76|46.74|15.03.2021|by the pond|A",
        {},
        {"published_coordinates": "{Lat}, {Long}", "found_on": "Date found", "note": "Remarks", "name": "Title"},
    ),
    "Russian": (
        "№|Широта|Долгота|Дата обнаружения|Примечание|Название\n1|39,76|46,74|15.03.2021|у пруда|Обломок",
        {},
        {
            "published_coordinates": "{Широта} {Долгота}",
            "found_on": "Дата обнаружения",
            "note": "Примечание",
            "name": "Название",
        },
    ),
    "Turkish": (
        "Sıra No|ENLEM|BOYLAM|Buluntu tarihi|AÇIKLAMA|Mühimmat\n1|39,76|46,74|15.03.2021|gölün yanında|Toçka",
        {},
        {"published_coordinates": "{ENLEM} {BOYLAM}", "found_on": "Buluntu tarihi", "note": "AÇIKLAMA", "munition": "Mühimmat"},
    ),
    "Azerbaijani": (
        "kod|En dairəsi|Uzunluq dairəsi|Tapılma tarixi|Qeyd|Ad\na|39,76|46,74|15.03.2021|x|y",
        {},
        {"published_coordinates": "{En dairəsi} {Uzunluq dairəsi}", "found_on": "Tapılma tarixi", "note": "Qeyd", "name": "Ad"},
    ),
    "Armenian": (
        "Համար|Լայնություն|Երկայնություն|Ամսաթիվ|Նշում|Անվանում\n1|39,76|46,74|15.03.2021|x|y",
        {},
        {"published_coordinates": "{Լայնություն} {Երկայնություն}", "found_on": "Ամսաթիվ", "note": "Նշում", "name": "Անվանում"},
    ),
    "MGRS": ("id|MGRS\na|38SNJ4928302637", {}, {"published_coordinates": "MGRS"}),
    "values": ("id|where|no\na|39°45'38\"N 46°44'33\"E|x", {}, {"published_coordinates": "where"}),
    "two of marks": ("Latitude|Longitude\n39°45'38\"N|46°44'33\"E", {}, {"published_coordinates": "{Latitude} {Longitude}"}),
    "parts": (
        "lat_deg|lat_min|lat_sec|Lon deg|Lon min|Lon sec\n39|45|38|46|44|33",
        {},
        {"published_coordinates": "{lat_deg}°{lat_min}'{lat_sec}\" {Lon deg}°{Lon min}'{Lon sec}\""},
    ),
    "minutes with hemispheres": (
        "lat d|lat m|lat ns|lon d|lon m|lon ew\n39|45,6|N|46|44,5|E",
        {},
        {"published_coordinates": "{lat d}°{lat m}'{lat ns} {lon d}°{lon m}'{lon ew}"},
    ),
    "N and E": ("Nr|N|E\n1|39.76|46.74", {}, {"published_coordinates": "{N}, {E}"}),
    "metres": ("x|y\n649283|4402637", {}, {}),
    "no coordinates": ("MGRS|position\nnone|leader", {}, {}),
    "Darwin Core": (
        "decimalLatitude|decimalLongitude|verbatimCoordinates|coordinateUncertaintyInMeters\n39.76|46.74|39.76 N 46.74 E|10",
        {},
        {"published_coordinates": "verbatimCoordinates", "uncertainty_m": "coordinateUncertaintyInMeters"},
    ),
    "both": ("lat|lon|MGRS\n39.76|46.74|38SNJ4928302637", {}, {"published_coordinates": "{lat}, {lon}"}),
    "lengths without a unit": ("depth|Depth (m)|uncertainty\n10|1|2", {}, {"depth_m": "Depth (m)"}),
    "empty columns": ("Remarks|Notes\n|x", {}, {"note": "Notes"}),
    "braces": ("lat{|lon\n39°45'38\"N|46°44'33\"E", {"longitude": "lon", "latitude": "lat{"}, {}),
}


@pytest.mark.parametrize(("text", "place", "columns"), TABLES.values(), ids=TABLES.keys())
def test_what_columns_are_called(text: str, place: dict[str, str], columns: dict[str, str]) -> None:
    """In five languages; what only might be meant is left to a person."""
    found = _proposed(text)
    assert (found["place"], {name: given for name, given in found["columns"].items() if name[:2] != "x_"}) == (place, columns)


ENDINGS = {
    "Kobo": (
        "_GPS_latitude|_GPS_longitude|_GPS_precision\n39.76|46.74|4.5",
        "{_GPS_latitude}, {_GPS_longitude}",
        "_GPS_precision",
    ),
    "ODK": (
        "a-site-Latitude|a-site-Longitude|a-site-Accuracy\n39.76|46.74|4.5",
        "{a-site-Latitude}, {a-site-Longitude}",
        "a-site-Accuracy",
    ),
    "camels": ("siteLatitude|siteLongitude\n39.76|46.74", "{siteLatitude}, {siteLongitude}", None),
    "two of them": ("from_lat|from_lon|to_lat|to_lon\n39.76|46.74|39.77|46.75", "{from_lat}, {from_lon}", None),
    "of two": ("from_lat|to_lon\n39.76|46.74", None, None),
    "whole first": ("a_lat|a_lon|lat|lon\n1|2|39.76|46.74", "{lat}, {lon}", None),
}


@pytest.mark.parametrize(("text", "printed", "accuracy"), ENDINGS.values(), ids=ENDINGS.keys())
def test_how_headings_end(text: str, printed: str | None, accuracy: str | None) -> None:
    """Two headings that end in the axes and begin alike are a pair; the accuracy beside them is that of the place, and 0 is none."""
    found = _proposed(text)
    assert found["columns"].get("published_coordinates") == printed
    assert found["columns"].get("uncertainty_m") == accuracy
    assert found.get("empty", {}) == ({accuracy: ["0", "0.0"]} if accuracy else {})


KINDS_OF_TABLES = {
    "strikes": ("date|lat|lon|killed\n2021|39.7|46.7|1", "strike_report"),
    "finds": ("date|lat|lon|depth\n2021|39.7|46.7|1", "fragment_site"),
    "links": ("link|title\nhttps://example.org/1|A", "source"),
    "neither": ("lat|lon|team\n39.7|46.7|x", "fragment_site"),
    "Spanish": ("fecha|latitud|longitud|víctimas\n2021|39.7|46.7|2", "strike_report"),
}


@pytest.mark.parametrize(("text", "kind"), KINDS_OF_TABLES.values(), ids=KINDS_OF_TABLES.keys())
def test_the_kind_is_proposed(text: str, kind: str) -> None:
    """Headings tell it; a table of links without places holds sources."""
    assert _proposed(text)["kind"] == kind


def test_what_fits_no_property_is_kept() -> None:
    """Each other column has a property of its own, whatever it is called; an empty one has none."""
    columns = _proposed("lat|lon|Team A|team a|№ 1|-|empty\n39.7|46.7|x|y|z|w|")["columns"]
    own = {name: given for name, given in columns.items() if name.startswith("x_")}
    assert own == {"x_team_a": "Team A", "x_team_a_2": "team a", "x_1": "№ 1", "x_column": "-"}


DAYS = {
    "uploads": ("created|date\n2021-01-01|2021-01-02", "date"),
    "seconds": ("timestamp|event_date\n1675712345|2021-01-02", "event_date"),
    "none but uploads": ("inserted_at|CreationDate|edit date\n2021-01-01|2021-01-02|2021-01-03", None),
    "a word": ("Date of report|x\n2021-01-02|1", "Date of report"),
    "no day": ("date|x\nin spring|1", None),
}


@pytest.mark.parametrize(("text", "day"), DAYS.values(), ids=DAYS.keys())
def test_the_day_is_that_of_the_event(text: str, day: str | None) -> None:
    """Never that on which a row was written, and never a column whose cells are no days."""
    assert _proposed(text)["columns"].get("found_on", _proposed(text)["columns"].get("struck_on")) == day


IDS = {
    "own": ("id\na\nb", "{id}"),
    "number": ("№\n1\n2", "{№}"),
    "id before others": ("Ref|id\n1|a\n2|b", "{id}"),
    "one empty": ("id\na\n", "import-{row}"),
    "empty where the place is": ("id|lat|lon\na|39.7|46.7\n||", "{id}"),
    "one twice": ("id\na\na", "import-{row}"),
    "another that is whole": ("id|Ref\n|1\n|2", "{Ref}"),
    "none": ("x\n1", "import-{row}"),
}


@pytest.mark.parametrize(("text", "wanted"), IDS.values(), ids=IDS.keys())
def test_an_id_is_in_every_row_and_in_one_alone(text: str, wanted: str) -> None:
    """A column is proposed as the id only if its values are complete and unique; otherwise the row number is used."""
    assert _proposed(text)["id"] == wanted


DATES = {
    "days first": (["15.03.2021", "1.4.2021", "2021-03"], "%d.%m.%Y"),
    "short": (["15.03.21"], "%d.%m.%y"),
    "months first": (["03/04/2021", "03/15/2021"], "%m/%d/%Y"),
    "times": (["2021-03-15T10:00:00Z"], None),
    "one that is another": (["15.03.2021", "16.03.2021", "17/03/2021"], ["%d.%m.%Y", "%d/%m/%Y"]),
    "ISO": (["2021-03-15", "2021"], None),
    "either first": (["03/04/2021"], None),
    "words": (["in spring"], None),
}


@pytest.mark.parametrize(("days", "form"), DATES.values(), ids=DATES.keys())
def test_how_days_are_written(days: list[str], form: object) -> None:
    """Where a day and a month may be exchanged in all of them, a person has to say which is first."""
    text = propose_mapping("t.csv", _table("\n".join(["date", *days])))
    assert tomllib.loads(text).get("dates") == form
    assert ('# dates = "%d/%m/%Y"  # or "%m/%d/%Y": say which; "03/04/2021"' in text) == (days == ["03/04/2021"])


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("lat|lon\n39,76|46,74", ","),
        ("lat|lon\n39.76|46.74", None),
        ("lat|lon\n39,76|46,74\n39,77|46,75\n39.76|46.74", ","),
        ("lat|lon\n39|46", None),
        ("Depth (m)\n0,5", ","),
        ("name\n0,5", None),
    ],
)
def test_what_stands_before_decimals(text: str, decimal: str | None) -> None:
    """The decimal mark is inferred from columns of numbers alone."""
    assert _proposed(text).get("decimal") == decimal


ENCODED = {
    "UTF-8": ("№;Широта\n1;39,7\n", "utf-8"),
    "with its mark": ("№;Широта\n1;39,7\n", "utf-8-sig"),
    "Unicode text": ("№;Широта\n1;39,7\n", "utf-16"),
    "Russian": ("№;Широта;Долгота\n1;39,7;46,7\n", "cp1251"),
    "Russian of Unix": ("Широта;Долгота;Место\n39,7;46,7;у дороги\n", "koi8-r"),
    "Russian of DOS": ("Широта;Долгота;Место\n39,7;46,7;у дороги\n", "cp866"),
    "Turkish": ("Enlem;Boylam;Açıklama\n39,7;46,7;Gölün yanında, Şuşa\n", "cp1254"),
    "French": ("Latitude;Longitude;Été\n39,7;46,7;débris près de la forêt, à côté de l’école\n", "cp1252"),
    "Greek": ("Πλάτος;Μήκος;Τόπος\n39,7;46,7;κοντά στο σχολείο\n", "cp1253"),
    "Hebrew": ("קו רוחב;קו אורך;מקום\n39,7;46,7;בצד הדרך\n", "cp1255"),
    "Arabic": ("خط العرض;خط الطول\n39,7;46,7\n", "cp1256"),
    "Japanese": ("緯度;経度;備考\n39,7;46,7;学校の近く\n", "cp932"),
}


@pytest.mark.parametrize(("text", "written"), ENCODED.values(), ids=ENCODED.keys())
def test_how_a_csv_file_is_written(tmp_path: Path, text: str, written: str) -> None:
    """The likeliest encoding reads the text as it was written; each other one that is named would read other letters."""
    data = text.encode(written)
    (tmp_path / "a.csv").write_bytes(data)
    found = guess_dialect(tmp_path / "a.csv")
    assert found.delimiter == ";"
    assert (found.encoding is None) is written.startswith("utf-8")
    assert data.decode(found.encoding or "utf-8-sig") == text
    assert text not in [data.decode(other) for other in found.others]
    table = read_table(tmp_path / "a.csv", delimiter=found.delimiter, encoding=found.encoding)
    assert table.columns == tuple(text.partition("\n")[0].split(";"))
    named = tomllib.loads(propose_mapping("a.csv", table, found))
    assert (named["delimiter"], named.get("encoding")) == (";", found.encoding)


def test_other_encodings_are_named(tmp_path: Path) -> None:
    """A few letters can be those of several alphabets: the proposal says which other encodings would read them."""
    (tmp_path / "a.csv").write_bytes("Ort;Länge\nx;39,7\n".encode("cp1252"))
    found = guess_dialect(tmp_path / "a.csv")
    assert found.others
    table = read_table(tmp_path / "a.csv", delimiter=found.delimiter, encoding=found.encoding)
    assert f"{' and '.join(found.others)} would read it too, with other letters" in propose_mapping("a.csv", table, found)


@pytest.mark.parametrize(
    ("text", "usual", "delimiter"),
    [
        ("a,b\n1,2\n", ",", ","),
        ("a\n1\n", ",", ","),
        ('a;b\n"1;2";3,5\n', ",", ";"),
        ("a\tb\n1,5\t2,5\n", ",", "\t"),
        ("a;b\n1;2\n", "\t", ";"),
        ("a|b\n1,5|2,5\n", ",", "|"),
        ("name;lat,dec;lon\na;39,7;46,7\n", ",", ";"),
        ('a,b\n"x;y",2\n', ",", ","),
        ("", ",", ","),
        ("\x00" + "x" * 200_000, ",", ","),
    ],
)
def test_what_divides_cells(text: str, usual: str, delimiter: str) -> None:
    """The delimiter is the one that gives the header and the first rows the same number of columns."""
    assert guess_delimiter(text, usual) == delimiter


def test_a_file_that_is_no_csv_has_no_dialect(tmp_path: Path) -> None:
    """A file whose name is not that of a CSV file is given no dialect and is not opened."""
    assert guess_dialect(tmp_path / "none.gpkg") == (None, None, (), None)


def test_without_them_an_error_names_the_option(tmp_path: Path) -> None:
    """And what to write; a header of one cell is believed where the mapping says what divides."""
    path = tmp_path / "a.csv"
    path.write_bytes("№;Широта\n1;39,7\n".encode("cp1251"))
    with pytest.raises(
        ValueError, match=r'not text in the encoding utf-8-sig: .*; encoding = "cp1251" in the mapping may read it'
    ):
        read_table(path)
    said = 'a.csv:1: the cells seem to be separated by ";", not by ","; delimiter = ";" in the mapping, or delimiter = ",", says which'
    with pytest.raises(ValueError, match=said):
        read_table(path, encoding="cp1251")
    assert read_table(path, encoding="cp1251", delimiter=",").columns == ("№;Широта",)


def test_what_is_no_text_has_no_other_encoding() -> None:
    """Bytes that no encoding reads as text are proposed as nothing else than UTF-8, whose error then says so."""
    assert guess_encodings(bytes(range(256)) * 8) == ["utf-8-sig"]


def test_an_encoding_is_guessed_from_letters_wherever_they_stand() -> None:
    """Letters beyond ASCII decide that come only after a megabyte of figures."""
    figures = b"39,7;46,7;road\n" * 70_000
    text = "39,7;46,7;у дороги, обломок ракеты\n".encode("cp1251")
    assert guess_encodings(figures + text)[0] == "cp1251"
    assert guess_encodings(figures + text + figures)[0] == "cp1251"


def test_a_table_from_a_turkish_spreadsheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Becomes records through what is proposed, as it is: semicolons, decimal commas, its own letters, days first."""
    monkeypatch.chdir(tmp_path)
    table = (
        "Sıra No;Enlem;Boylam;Tarih;Açıklama\r\n1;39,760583;46,742750;15.03.2021;Gölün yanında\r\n2;39,7577;46,7572;;Şuşa\r\n"
    )
    Path("t.csv").write_bytes(table.encode("cp1254"))
    run = CliRunner().invoke
    Path("m.toml").write_bytes(run(geo.cli.geo, ["import", "t.csv", "--propose"]).stdout_bytes)
    done = run(geo.cli.geo, ["import", "t.csv", "--mapping", "m.toml", "-o", "n.geojson"])
    assert (done.exit_code, done.stdout) == (0, "n.geojson: 2 of 2 rows written\nrecords without a date: 1 (row 3)\n")
    first, second = json.loads(Path("n.geojson").read_text("utf-8"))["features"]
    assert (first["id"], first["geometry"]["coordinates"]) == ("1", [46.742750, 39.760583])
    assert first["properties"]["found_on"] == "2021-03-15"
    assert second["properties"]["note"] == "Şuşa"


SHAPES = {
    "lists": [["id", "lat", "lon"], ["a1", 48.1234, 37.5678], ["a2", 48.2234, 37.6678]],
    "columns and rows": {"columns": ["id", "lat", "lon"], "rows": [["a1", 48.1234, 37.5678], ["a2", 48.2234, 37.6678]]},
    "by key": {"a1": {"lat": 48.1234, "lon": 37.5678}, "a2": {"lat": 48.2234, "lon": 37.6678}},
    "deep": {
        "status": "ok",
        "data": {
            "count": 2,
            "results": [
                {"id": "a1", "at": {"lat": 48.1234, "lon": 37.5678}},
                {"id": "a2", "at": {"lat": 48.2234, "lon": 37.6678}},
            ],
        },
    },
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_json_of_other_shapes(tmp_path: Path, run: Run, shape: Any) -> None:
    """Lists of lists, columns with rows, objects by their ids and lists deep inside give the same two records."""
    table, output = tmp_path / "t.json", tmp_path / "out.geojson"
    table.write_text(json.dumps(shape), "utf-8")
    (tmp_path / "m.toml").write_text(run("import", str(table), "--propose")[1], "utf-8")
    status, out, err = run("import", str(table), "--mapping", str(tmp_path / "m.toml"), "-o", str(output))
    assert status == 0, out + err
    features = json.loads(output.read_text("utf-8"))["features"]
    assert [(one["id"], one["geometry"]["coordinates"]) for one in features] == [
        ("a1", [37.5678, 48.1234]),
        ("a2", [37.6678, 48.2234]),
    ]


@pytest.mark.parametrize(
    "shape",
    [
        {"place": {"lat": 48.1, "name": "a"}, "when": {"day": "2023-05-01", "hour": 3}},
        {"id": "a", "tags": ["x", "y"], "at": [48.1, 37.5]},
    ],
)
def test_one_object_stays_one_record(tmp_path: Path, shape: Any) -> None:
    """An object whose parts are unlike each other is one row."""
    (tmp_path / "t.json").write_text(json.dumps(shape), "utf-8")
    assert len(read_table(tmp_path / "t.json").rows) == 1


def test_a_row_of_another_length_is_no_object(tmp_path: Path) -> None:
    """In a list of lists a row with too few values is listed as an error, and the others are read."""
    (tmp_path / "t.json").write_text(json.dumps([["id", "lat"], [1, 2], [3]]), "utf-8")
    assert [row.fault for row in read_table(tmp_path / "t.json").rows] == [None, "it is no object"]


@pytest.mark.parametrize("ending", ["csv", "txt", "tab"])
def test_headings_that_come_twice(tmp_path: Path, ending: str) -> None:
    """The second has a number behind it, which is said; no cell is lost, and none takes another's place."""
    text = "id,date,date,date (2),,\n1,2023-05-01,2023-06-01,x,y,z\n".replace(",", "," if ending == "csv" else "\t")
    (tmp_path / f"t.{ending}").write_text(text, "utf-8")
    table = read_table(tmp_path / f"t.{ending}")
    assert table.columns[:4] == ("id", "date", "date (3)", "date (2)")
    assert [table.rows[0].cells[name] for name in table.columns[:4]] == ["1", "2023-05-01", "2023-06-01", "x"]
    assert '2 columns have the heading "date"' in table.notices[0]


def test_dates_in_the_digits_of_a_script(tmp_path: Path, run: Run) -> None:
    """A day in Arabic digits is the day, beside one in others."""
    table, output = tmp_path / "t.csv", tmp_path / "out.geojson"
    table.write_text("الرقم,التاريخ,خط العرض,خط الطول\n١,٢٠٢٣-٠٥-٠١,٣٦٫٣٤٠٥,٤٣٫١١٠٢\n٢,2023-05-02,36.4405,43.2102\n", "utf-8")
    (tmp_path / "m.toml").write_text(run("import", str(table), "--propose")[1], "utf-8")
    status, out, err = run("import", str(table), "--mapping", str(tmp_path / "m.toml"), "-o", str(output))
    assert status == 0, out + err
    said = [one["properties"] for one in json.loads(output.read_text("utf-8"))["features"]]
    assert [one["found_on"] for one in said] == ["2023-05-01", "2023-05-02"]


@pytest.mark.parametrize("word", ["unknown", "N/A", "—", "?", "неизвестно", "Inconnu"])
def test_a_position_that_is_said_to_be_unknown(tmp_path: Path, run: Run, word: str) -> None:
    """A row with a word for nothing in place of coordinates is a record without a position, not an error."""
    table, output = tmp_path / "t.csv", tmp_path / "out.geojson"
    table.write_text(
        f'id,LatLong,found\n1,"48.1234, 37.5678",2023-05-01\n2,"48.2234, 37.6678",2023-05-02\n3,{word},2023-05-03\n', "utf-8"
    )
    (tmp_path / "m.toml").write_text(run("import", str(table), "--propose")[1], "utf-8")
    status, out, err = run("import", str(table), "--mapping", str(tmp_path / "m.toml"), "-o", str(output))
    assert status == 0, out + err
    assert [one["geometry"] is None for one in json.loads(output.read_text("utf-8"))["features"]] == [False, False, True]


def test_a_note_with_a_link_is_a_note() -> None:
    """Where one note of several has a link, the column is the note, links and all, and the link a source too."""
    made = _proposed(
        "id|lat|lon|note|post\n1|48.1|37.5|seen at https://example.org/a|https://example.org/b\n2|48.2|37.6|by the pond|https://example.org/c"
    )
    assert made["columns"]["note"] == "note"
    assert made["links"] == ["note", "post"]
    assert "post" not in made["columns"].values()


def test_links_among_words_make_no_list_of_sources() -> None:
    """Rows without a readable place are sources only where a column holds nothing but links."""
    assert (
        _proposed("Lieu|Lien\nBois|voir https://example.org/a et https://example.org/b\nPré|page https://example.org/c")["kind"]
        == "fragment_site"
    )
    assert _proposed("Lieu|Lien\nBois|https://example.org/a\nPré|https://example.org/c")["kind"] == "source"


@pytest.mark.parametrize(
    ("given", "position"),
    [
        ({"location": {"type": "Point", "coordinates": [37.5678, 48.1234]}}, "48.1234, 37.5678"),
        ({"a": {"geo": {"type": "Point", "coordinates": [37.5678, 48.1234, 90]}}}, "48.1234, 37.5678"),
        ({"coordinates": [137.5678, 48.1234]}, "48.1234, 137.5678"),
        ({"coordinates": [48.1234, 137.5678]}, "48.1234, 137.5678"),
        ({"latlng": [48.1234, 37.5678]}, "48.1234, 37.5678"),
        ({"lonlat": [37.5678, 48.1234]}, "48.1234, 37.5678"),
        ({"coordinates": [37.5678, 48.1234]}, None),
    ],
)
def test_which_number_of_a_list_is_the_latitude(tmp_path: Path, run: Run, given: dict[str, Any], position: str | None) -> None:
    """A list of two numbers is a position where its type, its name or its numbers show the order, and else a person is asked."""
    path = tmp_path / "data.json"
    path.write_text(json.dumps([{"id": "a", "date": "2023-05-01", **given}]))
    proposed = run("import", str(path), "--propose")[1]
    assert ("nothing shows which number is the latitude" in proposed) == (position is None)
    (tmp_path / "mapping.toml").write_text(proposed)
    mapping, new = tmp_path / "mapping.toml", tmp_path / "new.geojson"
    assert run("import", str(path), "--mapping", str(mapping), "-o", str(new))[0] == 0
    (record,) = json.loads((tmp_path / "new.geojson").read_text())["features"]
    assert record["properties"].get("published_coordinates") == position
    assert position or record["properties"]["x_coordinates"] == "37.5678, 48.1234"


def _imported(tmp_path: Path, run: Run, text: str) -> list[dict[str, Any]]:
    """The features that an import with the proposed mapping makes of a CSV file."""
    path, mapping, new = tmp_path / "t.csv", tmp_path / "m.toml", tmp_path / "new.geojson"
    path.write_text(text, "utf-8")
    mapping.write_text(run("import", str(path), "--propose")[1], "utf-8")
    status, out, err = run("import", str(path), "--mapping", str(mapping), "-o", str(new))
    assert status == 0, out + err
    return list(json.loads(new.read_text("utf-8"))["features"])


CORNERS = (
    "Task,Polygon ID,Vertex,Lat,Long,Hazard type\nT-1,P1,3,33.1010,44.1020,SHA\nT-1,P1,1,33.1000,44.1000,SHA\n"
    "T-1,P1,2,33.1010,44.1000,SHA\nT-2,P1,1,33.2000,44.2000,CHA\nT-2,P1,2,33.2010,44.2000,CHA\nT-2,P1,3,33.2010,44.2020,CHA\n"
)


def test_numbered_corners_are_outlines(tmp_path: Path, run: Run) -> None:
    """Rows that number the corners of areas become one zone for each area, of the sort that a column says."""
    found = _imported(tmp_path, run, CORNERS)
    assert [(one["id"], one["properties"]["zone_type"], len(one["geometry"]["coordinates"][0])) for one in found] == [
        ("T-1-P1", "suspected_hazard", 4),
        ("T-2-P1", "confirmed_hazard", 4),
    ]
    assert found[0]["geometry"]["coordinates"][0][0] == [44.1, 33.1]


def test_numbers_that_do_not_tell_corners_apart_make_no_outline() -> None:
    """Rows of an area whose numbers repeat, or of which an area has fewer than three, stay records of their own."""
    text = "Area,Vertex,Lat,Long\nA,1,33.1,44.1\nA,1,33.2,44.1\nA,1,33.2,44.2\nB,1,33.2,44.2\n"
    assert "corners" not in _proposed(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gefunden am,Genauigkeit (m),Lat,Lon\n1.5.2023,5,50.4501,30.5234\n", {"found_on": "2023-05-01", "uncertainty_m": 5}),
        ("Date,Time (local),Lat,Lon\n2023-05-13,14:05,50.4501,30.5234\n", {"found_on": "2023-05-13T14:05"}),
        ("Date,Lat,Lon\nMay 13 2023,50.4501,30.5234\n", {"found_on": "2023-05-13"}),
        ("التاريخ,خط العرض,خط الطول\n١٣/٠٥/٢٠٢٣,36.2021,37.1343\n", {"found_on": "2023-05-13"}),
        ("Населённый пункт,Широта,Долгота\nОрехов,47.5671,35.7851\n", {"name": "Орехов"}),
    ],
)
def test_what_a_person_would_have_typed(tmp_path: Path, run: Run, text: str, expected: dict[str, Any]) -> None:
    """Headings and days of further languages and habits become the property that they say."""
    (record,) = _imported(tmp_path, run, text)
    assert record["properties"].items() >= expected.items()


def test_the_link_of_a_position_is_no_source(tmp_path: Path, run: Run) -> None:
    """A link to a map gives the position, and no source record is made of it."""
    text = "name,map,link\nA,https://www.openstreetmap.org/?mlat=48.5123&mlon=37.9123,https://example.org/post\n"
    assert [one["properties"].get("url") for one in _imported(tmp_path, run, text)] == ["https://example.org/post", None]


@pytest.mark.parametrize(
    ("text", "kind", "given"),
    [
        ("DTG|Grid\n151320DMAR21|38SPK4928302637", "fragment_site", "DTG"),
        ("Incident_Date|lat|lon\n1646217000000|49.98|36.31", "strike_report", "Incident_Date"),
        ("timestamp_unix|lat|lng|text\n1646217000|49.98|36.31|обстрел", "strike_report", "timestamp_unix"),
        ("date_start|date_end|lat|lon|event\n2020-10-01|2020-10-05|39.8|46.7|x", "strike_report", "{date_start}/{date_end}"),
        ("Date from|Date to|lat|lon|find\n01.10.2020|13.10.2020|39.8|46.7|x", "fragment_site", "{Date from}/{Date to}"),
        ("source_date|lat|lon|find\n2020-10-08|39.8|46.7|x", "fragment_site", None),
        ("start|end|lat|lon|find\n2020-10-08|2020-10-08|39.8|46.7|x", "fragment_site", None),
        ("Number|lat|lon|find\n44272|39.8|46.7|x", "fragment_site", None),
    ],
)
def test_days_that_headings_promise(text: str, kind: str, given: str | None) -> None:
    """Groups, numbers and two columns are days where the heading says so; a number under another heading is none."""
    proposed = _proposed(text)
    day = "struck_on" if kind == "strike_report" else "found_on"
    assert (proposed["kind"], proposed["columns"].get(day)) == (kind, given)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("lat|lon|text\n49.98|36.31|обстріл міста", "strike_report"),
        ("lat|lon|text\n49.98|36.31|rocket debris, fragments", "fragment_site"),
        ("lat|lon|text\n49.98|36.31|x", "fragment_site"),
        ("lat|lon|find\n49.98|36.31|after the strike", "fragment_site"),
    ],
)
def test_cells_tell_the_kind_where_headings_do_not(text: str, kind: str) -> None:
    """Words of the cells count only if no heading tells the kind."""
    assert _proposed(text)["kind"] == kind


TWO_ROWS = [
    ["ID", "Location", "", "Item", ""],
    ["", "Lat", "Lon", "Type", "Marking"],
    ["A-1", "48.1201", "37.5602", "9M79", "0417"],
]


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (TWO_ROWS, 1),
        ([["Register", "", "", "", ""], *TWO_ROWS], 2),
        ([["ID", "Lat", "Lon", ""], ["a", "48.1", "37.5", "x"], ["b", "48.2", "37.6", "y"]], 0),
        ([["ID", "Place", ""], ["a", "Town", "north"], ["b", "Village", "south"]], 0),
        ([["ID", "Place"], ["Lat", "Lon"], ["a", "48.1"]], 0),
    ],
)
def test_headings_in_two_rows(rows: list[list[str]], index: int) -> None:
    """The lower row counts where it heads what the upper one leaves empty; a row of words above words is data."""
    assert find_heading_row(rows) == index


def test_a_heading_above_a_group_heads_its_column_alone(tmp_path: Path) -> None:
    """A column without a heading of its own has that of the row above, so that no column is lost."""
    (tmp_path / "t.csv").write_text("\n".join(",".join(row) for row in TWO_ROWS))
    table = read_table(tmp_path / "t.csv", header=guess_dialect(tmp_path / "t.csv").header)
    assert table.columns == ("ID", "Lat", "Lon", "Type", "Marking")
    assert table.rows[0].cells["ID"] == "A-1"

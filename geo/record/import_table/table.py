"""Rows of somebody else's table: CSV as it is typed, Parquet, and the layers of vector files."""

from __future__ import annotations

import codecs
import csv
import io
import re
import zlib
from collections import Counter
from itertools import count
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from geo.earth.quantities import count_text
from geo.record.did_you_mean import join_names
from geo.record.escape import printable, unescape_csv_cell
from geo.record.import_table.csv_dialect import (
    DELIMITERS,
    UTF_8,
    guess_delimiter,
    guess_encodings,
    split_stated_delimiter,
)
from geo.record.import_table.darwin_core import restore_records
from geo.record.import_table.gpx_records import read_gpx_records
from geo.record.import_table.html_text import html_to_text
from geo.record.import_table.json_table import is_json_table, read_json_rows
from geo.record.import_table.own_places import restore_places
from geo.record.import_table.rows import InputTable, TableRow
from geo.record.json_file.layout import is_number, quote_string
from geo.record.kinds import KINDS, Source
from geo.record.memory import BYTES_A_BYTE_OF_TABLE, find_room
from geo.record.progress import track_progress
from geo.record.read_bytes import read_file
from geo.record.vector_file.crs import to_wgs84
from geo.record.vector_file.formats import SPREADSHEETS, Format
from geo.record.vector_file.gdal import open_vector_file
from geo.record.vector_file.parquet import is_parquet, read_parquet

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

    from geo.record.json_file.layout import Node
    from geo.record.vector_file.gdal import VectorFile

_FOR_NAMES_OF_HOSTS = ("punycode", "idna")
"""Python encodings that no table uses, and that take quadratic time."""


WHY = "why_left_out"
"""The column of a file of ours that says why a row was left out of an import; no mapping takes it."""


def read_table(
    path: str | os.PathLike[str],
    *,
    layers: Sequence[str] = (),
    delimiter: str | None = None,
    encoding: str | None = None,
    header: int | None = None,
) -> InputTable:
    """Read a CSV file, JSON, a Parquet file, or layers of a vector file, one after the other.

    Args:
        path: The file.
        layers: Its layers that are read; all of a KML file, and the waypoints of GPX, where none is named.
        delimiter: Of a CSV file.
        encoding: Of a CSV file.
        header: The row of a CSV file or a spreadsheet with the headings, counted from 1; without it the first.

    Raises:
        ValueError: if it cannot be read as a table, does not state its coordinate system, or a layer is missing.
        OSError: if there is no such file.
    """
    found = _read_table(Path(path), layers, delimiter, encoding, header)
    _refuse_too_many_rows(path, len(found.rows))
    return restore_places(restore_records(found))


BYTES_A_ROW = 11 * 2**10
"""Memory for each row of a table, with the record that is made of it: `geo import` takes so much for eight cells."""


def _refuse_too_many_rows(path: str | os.PathLike[str], rows: int) -> None:
    """Refuse more rows than their records have memory for, which short rows have long before the file is too large."""
    memory = find_room().memory_bytes
    if rows > (most := memory // BYTES_A_ROW):
        room = f"{count_text(most)}, the most that there is room for with {memory / 2**30:.1f} GiB of memory"
        raise ValueError(f"{path}: the table has {count_text(rows)} rows, more than {room}; split it")


def _read_table(
    file: Path, layers: Sequence[str], delimiter: str | None, encoding: str | None, header: int | None
) -> InputTable:
    if file.suffix.lower() in DELIMITERS:
        return _without_tags(_csv(file, delimiter, encoding or UTF_8, header))
    if is_json_table(file):
        return _json(file)
    if is_parquet(file):
        return _framed(file, [("", read_parquet(file))], ())
    return _gdal(file, layers, header)


def _json(file: Path) -> InputTable:
    data = _whole(file)
    found = read_json_rows(file, data)
    columns = tuple(dict.fromkeys(name for row in found for name in row.cells))
    pairs = frozenset(name for row in found for name in row.pairs)
    return InputTable(columns, [TableRow(number, *row[:3]) for number, row in enumerate(found, 1)], pairs=pairs)


def _whole(file: Path) -> bytes:
    room = find_room(BYTES_A_BYTE_OF_TABLE)
    data = read_file(file, room.most_bytes)
    if len(data) > room.most_bytes:
        raise ValueError(f"{file}: {room.refusal()}")
    return data


def _csv(file: Path, named: str | None, encoding: str, header: int | None) -> InputTable:
    data, usual = _whole(file), DELIMITERS[file.suffix.lower()]
    try:
        text = _decode(data, encoding)
        text.encode()  # UTF-7 and the like can produce lone surrogates
    except (ValueError, LookupError) as error:
        cure = f'encoding = "{guess_encodings(data)[0]}" in the mapping may read it'
        raise ValueError(f"{file} is not text in the encoding {encoding}: {error}; {cure}") from None
    stated, text = split_stated_delimiter(text)
    delimiter = named or stated or usual
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # a cell may be as long as the file
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lines = list(_lines(reader, 2 if stated else 1))
    except csv.Error as error:
        raise ValueError(f"{file}:{reader.line_num + bool(stated)}: this is not CSV: {error}") from None
    above = [line for line in lines if header is not None and line[0] < header]
    lines = lines[len(above) :]
    if not lines:
        raise ValueError(f"{file} is empty; its first line names the columns")
    start, names = lines[0]
    if named is None and stated is None and (other := guess_delimiter(text, usual)) != usual:
        cure = f"delimiter = {quote_string(other)} in the mapping, or delimiter = {quote_string(usual)}, says which it is"
        raise ValueError(
            f"{file}:1: the cells seem to be separated by {quote_string(other)}, not by {quote_string(usual)}; {cure}"
        )
    names, notices = _told_apart(_with_groups(names, above[-1][1] if above else []))
    divider = quote_string(delimiter)
    rows = [_row(number, names, cells, divider) for number, cells in track_progress(lines[1:], "Reading the table")]
    preface: list[tuple[str, ...]] = [()] * (start - 1) if above else []
    for number, cells in above:
        preface[number - 1] = tuple(cells)
    return InputTable(tuple(names), rows, notices=tuple(notices), preface=tuple(preface))


def _with_groups(names: Sequence[str], above: Sequence[str]) -> list[str]:
    """Headings, where one is empty that of the row above it, which heads groups of columns or a column alone."""
    return [name or (above[at] if at < len(above) else "") for at, name in enumerate(names)]


def _told_apart(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The names of columns with a number behind each that was there before, and a sentence for each name of several."""
    taken, times = set(names), Counter[str]()
    made: list[str] = []
    for name in names:
        times[name] += 1
        if not name or times[name] == 1:
            made.append(name)
            continue
        own = next(one for number in count(times[name]) if (one := f"{name} ({number})") not in taken)
        taken.add(own)
        made.append(own)
    notices = [
        f"{count_text(many)} columns have the heading {quote_string(name)}; from the second on they are called "
        f"{quote_string(f'{name} (2)')} and so on here"
        for name, many in times.items()
        if name and many > 1
    ]
    return made, notices


_TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+[a-z0-9_]+)*")


def _without_tags(table: InputTable) -> InputTable:
    """A table without the row of HXL tags below its headings, which it then knows."""
    cells = table.rows[0].cells if table.rows else {}
    said = [text for text in cells.values() if text]
    if not said or not all(_TAG.fullmatch(text) for text in said):
        return table
    return table._replace(rows=table.rows[1:], tags={name: text for name, text in cells.items() if text})


def _decode(data: bytes, encoding: str) -> str:
    if codecs.lookup(encoding).name in _FOR_NAMES_OF_HOSTS:
        raise LookupError("it is for host names")
    return data.decode(encoding)


def _lines(reader: Any, first: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins; empty ones are skipped."""
    start = first
    for line in reader:
        if any(cells := [unescape_csv_cell(cell).strip() for cell in line]):
            yield start, cells
        start = reader.line_num + first


def _row(number: int, names: list[str], cells: list[str], divider: str) -> TableRow:
    fault = None
    if len(cells) != len(names):
        cure = f"; a cell with {divider} in it stands in quotation marks" if len(cells) > len(names) else ""
        fault = f"the row has {len(cells)} cells, and the header {len(names)}{cure}"
    return TableRow(number, dict(zip(names, cells, strict=False)), fault=fault, extra=tuple(cells[len(names) :]))


def _gdal(path: Path, layers: Sequence[str], header: int | None) -> InputTable:
    with open_vector_file(path) as file:
        known = file.layers
        if file.format is Format.GPX and (own := _own_waypoints(path, known)):
            return own
        chosen = _chosen_layers(file, layers)
        frames = [(layer, file.table(layer)) for layer in chosen]
        left = [layer for layer in known if layer not in chosen and file.describe(layer, count=True).features > 0]
        form = file.format
    notices = [f"layers that are not read: {join_names(left)}; layer in the mapping names those that are"] if left else []
    if form in SPREADSHEETS:
        return _without_tags(_sheet(path, frames, known, header, notices))
    if form is Format.ZIPPED_SHAPEFILE:
        names = _whole_names(path)
        frames = [(layer, frame.rename(columns=names.get(layer, {}))) for layer, frame in frames]
    table = _framed(path, frames, known, notices=notices)
    if form is Format.GEOJSON:
        table = _without_folders(table)
    table = _without_shown_ids(table, form)
    if form not in (Format.KML, Format.KMZ):
        return table
    table = _as_text(table)
    return without_repeats(with_typed_digits(table, path) if form is Format.KML else table)


def _chosen_layers(file: VectorFile, layers: Sequence[str]) -> Sequence[str]:
    """The layers that are named; all of a KML file, and the waypoints of GPX, where none is.

    Raises:
        ValueError: if one is not there, or several are and none is named.
    """
    known = file.layers
    if file.format is Format.GEOJSON or (len(known) == 1 and not layers):
        return known  # GeoJSON has only one, whatever it is called
    for layer in layers:
        if layer not in known:
            raise ValueError(printable(f'{file.path} has no layer "{layer}"; it has {join_names(known)}'))
    if layers or file.format in (Format.KML, Format.KMZ):
        return layers or known
    if file.format is Format.GPX:
        return [_gpx_layer(file)]
    raise ValueError(printable(f"{file.path} has several layers, so say which: {join_names(known)}"))


def _own_waypoints(path: Path, known: tuple[str, ...]) -> InputTable | None:
    """The records of a GPX file of ours; None of another file, whose waypoints are read."""
    found = read_gpx_records(path, _whole(path))
    if not found.records:
        return None
    rows = []
    for number, (cells, point) in enumerate(zip(found.records, found.points, strict=True), 1):
        geometry: Node = "null"
        if point is not None and all(map(is_number, point)):
            geometry = {'"type"': quote_string("Point"), '"coordinates"': [*point]}
        rows.append(TableRow(number, {name: text.strip() for name, text in cells.items()}, geometry))
    notices = []
    if found.others:
        notices.append(f"waypoints that are no records of ours, and are not read: {count_text(found.others)}")
    columns = tuple(dict.fromkeys(name for row in rows for name in row.cells))
    return InputTable(columns, rows, known, (), tuple(notices))


_NAMES_FILE, _MOST_NAMES_BYTES = "fields.txt", 2**20


def _whole_names(path: Path) -> dict[str, dict[str, str]]:
    """The names of columns that a Shapefile of ours has cut, by layer and cut name: `fields.txt` in its zip lists them."""
    try:
        with ZipFile(path) as archive, archive.open(_NAMES_FILE) as file:
            lines = file.read(_MOST_NAMES_BYTES).decode("utf-8", "replace").splitlines()
    except (KeyError, BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error):
        return {}
    names: dict[str, dict[str, str]] = {}
    for line in lines:
        cells = line.split("\t")
        if len(cells) == 3 and cells[2] not in names.get(cells[0], {}).values():
            names.setdefault(cells[0], {})[cells[1]] = cells[2]
    return names


def _without_folders(table: InputTable) -> InputTable:
    """A table of GeoJSON with styles of ours, whose ids have their folder before them, with the ids alone."""
    if not {"id", "kind", "folder"} <= set(table.columns):
        return table
    rows = []
    for row in table.rows:
        own = row.cells["id"].removeprefix(f"{row.cells['folder']}/")
        rows.append(row._replace(cells={**row.cells, "id": own}))
    return table._replace(rows=rows)


_SHOWN = {Format.GEOJSON: "title", Format.KML: "Name", Format.KMZ: "Name"}
"""The columns of exports of ours with what is shown of a record: its name; or its title, or its id, where it has none."""


def _without_shown_ids(table: InputTable, form: Format) -> InputTable:
    """A table of an export of ours without what is shown in place of a name."""
    shown = _SHOWN.get(form, "")
    if not {"id", "kind", shown, *(["folder"] if form is Format.GEOJSON else [])} <= set(table.columns):
        return table
    rows = []
    for row in table.rows:
        cells = dict(row.cells)
        if cells.get("kind") in KINDS:
            text = cells[shown]
            cells[shown] = "" if text in (cells.get("id"), cells.get("title")) else text
            is_source = cells["kind"] == Source.kind  # of which alone a title is a property
            if form is Format.GEOJSON:
                cells |= {"name": cells.get("name", ""), "title": text if is_source else ""}
            elif "title" in cells and not is_source:
                cells["title"] = ""
        rows.append(row._replace(cells=cells))
    return table._replace(rows=rows)


_OF_STYLE = frozenset({"altitudeMode", "tessellate", "extrude", "visibility", "drawOrder"})
"""Columns of each KML file, of how it is drawn."""


def _as_text(table: InputTable) -> InputTable:
    """The table of a KML file without how it is drawn, its descriptions as text."""
    columns = tuple(name for name in table.columns if name not in _OF_STYLE)
    rows = []
    for row in table.rows:
        cells = {name: text for name, text in row.cells.items() if name not in _OF_STYLE}
        if "<" in cells.get(_DESCRIPTION, ""):
            cells[_DESCRIPTION] = html_to_text(cells[_DESCRIPTION])
        rows.append(row._replace(cells=cells))
    return table._replace(columns=columns, rows=rows)


_DESCRIPTION = "description"


def _gpx_layer(file: VectorFile) -> str:
    """The layer of waypoints, or the first that has anything."""
    return next((one for one in file.layers if file.describe(one, count=True).features > 0), file.layers[0])


def _framed(path: Path, frames: Sequence[tuple[str, Any]], known: tuple[str, ...], notices: Sequence[str] = ()) -> InputTable:
    columns = dict.fromkeys(str(name) for _, frame in frames for name in frame.columns if name != "geometry")
    rows: list[TableRow] = []
    for layer, frame in frames:
        found = list(_frame_rows(path, frame, len(rows)))
        if len(frames) > 1 and LAYER not in columns:
            found = [row._replace(cells={**row.cells, LAYER: layer}) for row in found]
        rows += found
    if len(frames) > 1:
        columns.setdefault(LAYER)
    return InputTable(tuple(columns), rows, known, tuple(layer for layer, _ in frames), tuple(notices))


LAYER = "layer"
"""The column with the layer, or the folder, that a row of several comes from."""


def _sheet(
    path: Path, frames: Sequence[tuple[str, Any]], known: tuple[str, ...], header: int | None, notices: Sequence[str]
) -> InputTable:
    """A spreadsheet: its rows have the numbers that it shows, and its headings may stand below a title."""
    if header is None or len(frames) > 1:
        table = _framed(path, frames, known, notices)
        rows = [row._replace(number=row.number + 1) for row in table.rows if any(row.cells.values())]
        return table._replace(rows=rows, is_spreadsheet=True)
    grid = sheet_grid(frames[0][1])
    if header > len(grid):
        raise ValueError(f"{path} has {count_text(len(grid))} rows, and header = {header} in the mapping names another")
    headings, doubled = _told_apart(_with_groups(grid[header - 1], grid[header - 2] if header > 1 else []))
    names, notices = [name for name in headings if name], [*notices, *doubled]
    rows = [
        TableRow(number, {name: cell for name, cell in zip(headings, cells, strict=True) if name})
        for number, cells in enumerate(grid[header:], header + 1)
        if any(cells)
    ]
    preface = tuple(map(tuple, grid[: header - 1]))
    return InputTable(tuple(names), rows, known, (frames[0][0],), tuple(notices), preface, is_spreadsheet=True)


_MADE_NAME = re.compile(r"Field\d+")
"""What GDAL calls a column without a heading."""


def sheet_grid(frame: Any) -> list[list[str]]:
    """All cells of a sheet, the row that GDAL takes for headings first."""
    names = [str(name) for name in frame.columns]
    columns = [[_shortest(_text(value)) for value in frame[name]] for name in names]
    first = ["" if _MADE_NAME.fullmatch(name) else name for name in names]
    return [first, *([column[index] for column in columns] for index in range(len(frame)))]


_SLASHED = re.compile(r"(\d{4})/(\d{2})/(\d{2})( \d{2}:\d{2}:\d{2})?")
_LONG = re.compile(r"-?\d+\.\d{15,17}")


def _shortest(text: str) -> str:
    """A cell of a mixed column, which GDAL gives as text: a date as ISO 8601, a number with the fewest digits that give it."""
    if _LONG.fullmatch(text):
        return repr(float(text))
    return f"{match[1]}-{match[2]}-{match[3]}{match[4] or ''}" if (match := _SLASHED.fullmatch(text)) else text


_KML_NUMBER = r"[-+]?\d{1,3}(?:\.\d{1,20})?"
_KML_PAIR = re.compile(rf"(?<![\d.])({_KML_NUMBER}),({_KML_NUMBER})(?![\d.])")
_KML_COORDINATES = re.compile(r"<coordinates>([^<]*)</coordinates>")
LATITUDE, LONGITUDE = "latitude", "longitude"
"""The columns with the degrees of a KML file as typed."""


def with_typed_digits(table: InputTable, path: Path) -> InputTable:
    """A table of a KML file whose points have their digits as typed, in columns of their own too."""
    text = _whole(path).decode("utf-8", "replace")
    typed: dict[tuple[float, float], tuple[str, str]] = {}
    for match in _KML_COORDINATES.finditer(text):
        for lon, lat in _KML_PAIR.findall(match[1]):
            typed.setdefault((float(lon), float(lat)), (lon, lat))
    rows = []
    for row in table.rows:
        pair = row.geometry.get('"coordinates"') if isinstance(row.geometry, dict) else None
        if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) and isinstance(pair[1], str):
            lon, lat = typed.get((float(pair[0]), float(pair[1])), (pair[0], pair[1]))
            place: Node = {'"type"': quote_string("Point"), '"coordinates"': [lon, lat]}
            cells = row.cells if "kind" in row.cells else {LATITUDE: lat, LONGITUDE: lon, **row.cells}
            rows.append(row._replace(geometry=place, cells=cells))
        else:
            rows.append(row)
    columns = dict.fromkeys((*table.columns, *(name for row in rows for name in (LATITUDE, LONGITUDE) if name in row.cells)))
    return table._replace(columns=tuple(columns), rows=rows)


def without_repeats(table: InputTable) -> InputTable:
    """A table in which a placemark that stands in several folders stands once."""
    seen: dict[object, TableRow] = {}
    repeated = 0
    for row in table.rows:
        key = (tuple((name, text) for name, text in row.cells.items() if name != LAYER), repr(row.geometry))
        repeated += seen.setdefault(key, row) is not row
    if not repeated:
        return table
    said = f"placemarks that stand in another folder too, and are taken once: {count_text(repeated)}"
    return table._replace(rows=list(seen.values()), notices=(*table.notices, said))


def _frame_rows(file: Path, frame: Any, before: int) -> Iterator[TableRow]:
    geometries: list[Node] = ["null"] * len(frame)
    heights = [""] * len(frame)
    if "geometry" in frame and frame.geometry.geom_type.notna().any():
        if frame.crs is None:
            raise ValueError(f"{file} does not state its coordinate system")
        same = frame.crs.equals("EPSG:4326", ignore_axis_order=True) or frame.crs.equals("OGC:CRS84", ignore_axis_order=True)
        at = frame.geometry if same else to_wgs84(file, frame.geometry)
        geometries = [_geometry(one, None if same else _DECIMALS) for one in at]
        heights = list(map(_height, frame.geometry))
    names = [str(name) for name in frame.columns if name != "geometry"]
    columns = [[_text(value) for value in frame[name]] for name in names]
    for index, geometry in enumerate(track_progress(geometries, "Reading the table")):
        cells = {name: column[index] for name, column in zip(names, columns, strict=True)}
        yield TableRow(before + index + 1, cells, geometry, height=heights[index])


def _height(geometry: Any) -> str:
    """The height of a point, with the fewest digits that give it; nothing where it has none."""
    while len(getattr(geometry, "geoms", ())) == 1:
        geometry = geometry.geoms[0]
    if geometry is None or geometry.geom_type != "Point" or geometry.is_empty or not geometry.has_z:
        return ""
    return repr(float(geometry.z)).removesuffix(".0") if geometry.z and isfinite(geometry.z) else ""


_DECIMALS = 7
"""Decimals of a degree, a centimetre, that a position keeps when it was turned into WGS 84 from other coordinates."""


def _geometry(geometry: Any, decimals: int | None) -> Node:
    """A geometry out of a collection of one, a point without its height; the digits are the fewest that give the number.

    So a whole number has no decimal point, which would imply more precision.
    """
    if geometry is None or geometry.is_empty:
        return "null"
    while len(getattr(geometry, "geoms", ())) == 1:
        geometry = geometry.geoms[0]
    from shapely.geometry import mapping

    drawn = mapping(geometry)
    size = 3 if drawn["type"] != "Point" and _has_heights(geometry) else 2
    return {'"type"': quote_string(drawn["type"]), '"coordinates"': _coordinates(drawn.get("coordinates", ()), decimals, size)}


def _has_heights(geometry: Any) -> bool:
    """Whether third coordinates say something: programs write 0 where they know none."""
    import shapely  # whoever made the geometry has loaded it

    heights = shapely.get_coordinates(geometry, include_z=True)[:, 2]
    return bool(geometry.has_z and all(map(isfinite, heights)) and heights.any())


def _coordinates(value: Any, decimals: int | None, size: int) -> Node:
    if value and isinstance(value[0], float):
        digits = [repr(float(one)).removesuffix(".0") if decimals is None else f"{one:.{decimals}f}" for one in value[:2]]
        return [*digits, *(repr(round(float(one), 3)).removesuffix(".0") for one in value[2:size])]
    return [_coordinates(one, decimals, size) for one in value]


def _text(value: Any) -> str:
    """A value as text: a whole number without a decimal point, which would imply more precision, and midnight as its day."""
    import pandas as pd

    if isinstance(value, str):
        text = value.strip()
    elif hasattr(value, "__len__"):
        text = " ".join(map(str, value))
    elif pd.isna(value):
        text = ""
    elif isinstance(value, pd.Timestamp):
        text = str(value.date()) if value == value.normalize() else value.isoformat()
    elif str(value) in ("True", "False"):
        text = str(value).lower()
    elif hasattr(value, "is_integer") and value.is_integer():
        text = str(int(value))
    else:
        text = str(value)
    return text


def layers_of(path: str | os.PathLike[str]) -> tuple[str, ...]:
    """The layers of a file, in its order; none for CSV and Parquet.

    Raises:
        ValueError: if it cannot be read.
        OSError: if there is no such file.
    """
    file = Path(path)
    if file.suffix.lower() in DELIMITERS or is_json_table(file) or is_parquet(file):
        return ()
    with open_vector_file(file) as opened:
        return opened.layers

"""Rows of somebody else's table: CSV as it is typed, Parquet, and the layers of vector files."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.record.did_you_mean import join_names
from geo.record.escape import printable, unescape_csv_cell
from geo.record.import_table.csv_dialect import DELIMITERS, MAX_TABLE_BYTES, UTF_8, guess_delimiter, guess_encodings
from geo.record.json_file.layout import quote_string
from geo.record.progress import track_progress
from geo.record.read_bytes import read_file
from geo.record.vector_file.crs import to_wgs84
from geo.record.vector_file.gdal import open_vector_file
from geo.record.vector_file.parquet import is_parquet, read_parquet

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

    from geo.record.json_file.layout import Node

_FOR_NAMES_OF_HOSTS = ("punycode", "idna")
"""Python encodings that no table uses, and that take quadratic time."""


class TableRow(NamedTuple):
    """A row, every cell as text; a number of a CSV file has its digits as typed."""

    number: int
    """The line on which it begins in a CSV file, otherwise the number of the row; counted from 1."""
    cells: dict[str, str]
    geometry: Node = "null"
    """Its geometry as the file that people edit has it."""
    fault: str | None = None
    """Why it cannot be read."""


class InputTable(NamedTuple):
    """Columns in their order, and rows."""

    columns: tuple[str, ...]
    rows: list[TableRow]
    layers: tuple[str, ...] = ()
    """The layers of the file, for a file that has layers."""

    @property
    def has_geometries(self) -> bool:
        """Whether any row has one."""
        return any(row.geometry != "null" for row in self.rows)


def read_table(
    path: str | os.PathLike[str],
    *,
    layers: Sequence[str] = (),
    delimiter: str | None = None,
    encoding: str | None = None,
) -> InputTable:
    """Read a CSV file, a Parquet file, or layers of a vector file, one after the other.

    Raises:
        ValueError: if it cannot be read as a table, does not state its coordinate system, or a layer is missing.
        OSError: if there is no such file.
    """
    file = Path(path)
    if file.suffix.lower() in DELIMITERS:
        return _csv(file, delimiter, encoding or UTF_8)
    frames, known = ([read_parquet(file)], ()) if is_parquet(file) else _gdal(file, layers)
    columns = dict.fromkeys(str(name) for frame in frames for name in frame.columns if name != "geometry")
    rows: list[TableRow] = []
    for frame in frames:
        rows += _frame_rows(file, frame, len(rows))
    return InputTable(tuple(columns), rows, known)


def _csv(file: Path, named: str | None, encoding: str) -> InputTable:
    data, usual = read_file(file, MAX_TABLE_BYTES), DELIMITERS[file.suffix.lower()]
    if len(data) > MAX_TABLE_BYTES:
        raise ValueError(f"{file} is larger than {MAX_TABLE_BYTES >> 20} MiB, the most that is read at once; split it")
    try:
        text = _decode(data, encoding)
        text.encode()  # UTF-7 and the like can produce lone surrogates
    except (ValueError, LookupError) as error:
        cure = f'encoding = "{guess_encodings(data)[0]}" in the mapping may read it'
        raise ValueError(f"{file} is not text in the encoding {encoding}: {error}; {cure}") from None
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # a cell may be as long as the file
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=named or usual, strict=True)
    try:
        lines = list(_lines(reader))
    except csv.Error as error:
        raise ValueError(f"{file}:{reader.line_num}: this is not CSV: {error}") from None
    if not lines:
        raise ValueError(f"{file} is empty; its first line names the columns")
    names = lines[0][1]
    if named is None and (other := guess_delimiter(text, usual)) != usual:
        cure = f"delimiter = {quote_string(other)} in the mapping, or delimiter = {quote_string(usual)}, says which it is"
        raise ValueError(
            f"{file}:1: the cells seem to be separated by {quote_string(other)}, not by {quote_string(usual)}; {cure}"
        )
    twice = sorted(name for name, times in Counter(names).items() if name and times > 1)
    if twice:
        raise ValueError(f"{file}:1: two columns have the name {quote_string(twice[0])}")
    divider = quote_string(named or usual)
    return InputTable(
        tuple(names), [_row(number, names, cells, divider) for number, cells in track_progress(lines[1:], "Reading the table")]
    )


def _decode(data: bytes, encoding: str) -> str:
    if codecs.lookup(encoding).name in _FOR_NAMES_OF_HOSTS:
        raise LookupError("it is for host names")
    return data.decode(encoding)


def _lines(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins; empty ones are skipped."""
    start = 1
    for line in reader:
        if any(cells := [unescape_csv_cell(cell).strip() for cell in line]):
            yield start, cells
        start = reader.line_num + 1


def _row(number: int, names: list[str], cells: list[str], divider: str) -> TableRow:
    fault = None
    if len(cells) != len(names):
        cure = f"; a cell with {divider} in it stands in quotation marks" if len(cells) > len(names) else ""
        fault = f"the row has {len(cells)} cells, and the header {len(names)}{cure}"
    return TableRow(number, dict(zip(names, cells, strict=False)), fault=fault)


def _gdal(path: Path, layers: Sequence[str]) -> tuple[list[Any], tuple[str, ...]]:
    with open_vector_file(path) as file:
        for layer in layers:
            if layer not in file.layers:
                raise ValueError(printable(f'{path} has no layer "{layer}"; it has {join_names(file.layers)}'))
        if not layers and len(file.layers) > 1:
            raise ValueError(printable(f"{path} has several layers, so say which: {join_names(file.layers)}"))
        return [file.table(layer) for layer in layers or file.layers], file.layers


def _frame_rows(file: Path, frame: Any, before: int) -> Iterator[TableRow]:
    geometries: list[Node] = ["null"] * len(frame)
    if "geometry" in frame and frame.geometry.geom_type.notna().any():
        if frame.crs is None:
            raise ValueError(f"{file} does not state its coordinate system")
        same = frame.crs.equals("EPSG:4326", ignore_axis_order=True) or frame.crs.equals("OGC:CRS84", ignore_axis_order=True)
        at = frame.geometry if same else to_wgs84(file, frame.geometry)
        geometries = [_geometry(one, None if same else _DECIMALS) for one in at]
    names = [str(name) for name in frame.columns if name != "geometry"]
    columns = [[_text(value) for value in frame[name]] for name in names]
    for index, geometry in enumerate(track_progress(geometries, "Reading the table")):
        cells = {name: column[index] for name, column in zip(names, columns, strict=True)}
        yield TableRow(before + index + 1, cells, geometry)


_DECIMALS = 7
"""Decimals of a degree, a centimetre, that a position keeps when it was turned into WGS 84 from other coordinates."""


def _geometry(geometry: Any, decimals: int | None) -> Node:
    """A geometry without heights, and out of a collection of one; the digits are the fewest that give the number.

    So a whole number has no decimal point, which would imply more precision.
    """
    if geometry is None or geometry.is_empty:
        return "null"
    while len(getattr(geometry, "geoms", ())) == 1:
        geometry = geometry.geoms[0]
    from shapely.geometry import mapping

    drawn = mapping(geometry)
    return {'"type"': quote_string(drawn["type"]), '"coordinates"': _coordinates(drawn.get("coordinates", ()), decimals)}


def _coordinates(value: Any, decimals: int | None) -> Node:
    if value and isinstance(value[0], float):
        return [repr(float(one)).removesuffix(".0") if decimals is None else f"{one:.{decimals}f}" for one in value[:2]]
    return [_coordinates(one, decimals) for one in value]


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
    if file.suffix.lower() in DELIMITERS or is_parquet(file):
        return ()
    with open_vector_file(file) as opened:
        return opened.layers

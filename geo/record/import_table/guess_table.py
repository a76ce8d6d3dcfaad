"""Reads a table of which nobody has said how it is written: its dialect, its heading row and its layers are guessed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo.record.import_table.csv_dialect import DELIMITERS, USUAL, guess_dialect
from geo.record.import_table.heading_row import find_heading_row
from geo.record.import_table.json_table import is_json_table
from geo.record.import_table.rows import InputTable
from geo.record.import_table.table import read_table, sheet_grid
from geo.record.vector_file.formats import SPREADSHEETS, Format
from geo.record.vector_file.gdal import open_vector_file
from geo.record.vector_file.parquet import is_parquet

if TYPE_CHECKING:
    import os

    from geo.record.import_table.csv_dialect import Dialect


_OF_SEVERAL = (Format.KML, Format.KMZ, Format.GEOPACKAGE, Format.ZIPPED_SHAPEFILE)
"""Formats in which exports of ours have several layers of records."""


def read_unknown_table(path: str | os.PathLike[str]) -> tuple[InputTable, Dialect]:
    """A table, and how it seems to be written; of several layers of a file those that seem to hold records.

    Raises:
        ValueError: if it cannot be read as a table.
        OSError: if there is no such file.
    """
    file = Path(path)
    if file.suffix.lower() in DELIMITERS:
        dialect = guess_dialect(path)
        table = read_table(path, header=dialect.header, delimiter=dialect.delimiter, encoding=dialect.encoding)
        return table, dialect
    if is_json_table(file) or is_parquet(file):
        return read_table(path), USUAL
    layers, header = _guess_layers(file)
    return read_table(path, layers=layers, header=header), USUAL._replace(header=header)


def _guess_layers(file: Path) -> tuple[list[str], int | None]:
    """The layers to read, none for the reader's own choice; and the row of a sheet's headings where it is not the first."""
    with open_vector_file(file) as opened:
        filled = [one for one in opened.layers if len(opened.layers) == 1 or opened.describe(one, count=True).features > 0]
        layers = filled or list(opened.layers[:1])
        if opened.format in SPREADSHEETS:
            index = find_heading_row(sheet_grid(opened.table(layers[0])))
            return layers[:1], index + 1 if index else None
        if opened.format in _OF_SEVERAL and len(layers) > 1:
            own = [one for one in layers if "kind" in opened.describe(one).columns]
            if own:
                return own, None
        if opened.format in (Format.KML, Format.KMZ):
            return (layers if len(layers) > 1 else []), None
        return ([] if opened.format is Format.GPX else layers[:1]), None

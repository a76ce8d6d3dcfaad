"""CSV for spreadsheets, in which no text of the file can become a formula."""

from __future__ import annotations

import math
from typing import IO, TYPE_CHECKING

from geo.earth.notation.format import mgrs_text, seconds_text
from geo.record.escape import escape_csv_cell
from geo.record.kinds import Located
from geo.show.exports.packing import write_csv
from geo.show.exports.shapes import in_words, trim_geometry, typed_degrees
from geo.show.exports.tables import columns_of, rows_of

if TYPE_CHECKING:
    from geo.judge.assessment import Assessment
    from geo.record.kinds import Record
    from geo.show.exports.shapes import Shape

_SECOND_M = 30.9
"""Metres in a second of latitude."""
_PLACE = ("latitude", "longitude", "dms", "mgrs")
_ADDED = {"records": _PLACE, "areas": ("wkt",)}
"""The columns that say where the rows of a layer are."""


def write_spreadsheet(assessment: Assessment, file: IO[bytes], layer: str) -> None:
    """One layer; records with their position in decimal degrees, in degrees, minutes and seconds, and as MGRS; areas as well-known text.

    Decimal degrees keep their digits as typed; the other two have only the digits that the uncertainty makes meaningful.
    """
    names = columns_of(assessment, layer)
    shown = [*names[:3], *_ADDED.get(layer, ()), *names[3:]]
    write_csv(file, shown, (_row(assessment, shape, names, layer) for shape in rows_of(assessment, layer)))


def _row(assessment: Assessment, shape: Shape, names: list[str], layer: str) -> list[str]:
    values = {"id": shape.id, "name": shape.name, **shape.properties}
    cells = [_cell(values.get(name)) for name in names]
    if layer == "areas":
        return [*cells[:3], "" if shape.geometry is None else trim_geometry(shape.geometry).wkt, *cells[3:]]
    return cells if layer != "records" else [*cells[:3], *_describe_place(assessment.sites[shape.id]), *cells[3:]]


def _cell(value: object) -> str:
    """A value as a cell: numbers stay numbers, with their sign; texts are escaped."""
    text = in_words(value)
    return escape_csv_cell(text) if isinstance(value, str) else text


def _describe_place(record: Record) -> tuple[str, ...]:
    degrees = typed_degrees(record) if isinstance(record, Located) else None
    if degrees is None or not isinstance(record, Located) or record.drawn is None:
        return ("",) * len(_PLACE)
    (lon, lat), at = degrees, record.drawn
    sure_m = max(at.uncertainty_m, 0.01)
    decimals = min(3, max(0, math.ceil(math.log10(_SECOND_M / sure_m))))
    digits = min(5, max(0, 5 - math.ceil(math.log10(sure_m))))
    return lat, lon, seconds_text(at.lat_deg, at.lon_deg, decimals=decimals), mgrs_text(at.lat_deg, at.lon_deg, digits=digits)

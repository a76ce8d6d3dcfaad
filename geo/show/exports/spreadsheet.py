"""CSV for spreadsheets, in which no text of the file can become a formula, a number or a day."""

from __future__ import annotations

import math
from typing import IO, TYPE_CHECKING

from geo.earth.notation.format import mgrs_text, seconds_text
from geo.record.edit.fields import FieldType, properties_with
from geo.record.escape import escape_csv_cell, escape_csv_text
from geo.record.kinds import Located
from geo.show.exports.packing import write_csv
from geo.show.exports.shapes import PLACE, in_words
from geo.show.exports.tables import columns_of, rows_of

if TYPE_CHECKING:
    from geo.judge.assessment import Assessment
    from geo.record.kinds import Record
    from geo.show.exports.shapes import Shape

_SECOND_M = 30.9
"""Metres in a second of latitude."""
_ADDED = {"records": ("dms", "mgrs")}
"""The columns that only a spreadsheet has, in which geometries have no place."""


def write_spreadsheet(assessment: Assessment, file: IO[bytes], layer: str) -> None:
    """One layer; records with their position in decimal degrees, in degrees, minutes and seconds, and as MGRS; areas as well-known text.

    Decimal degrees keep their digits as typed; the other two have only the digits that the uncertainty makes meaningful.
    """
    names = columns_of(assessment, layer)
    added = names.index(PLACE[-1]) if layer in _ADDED else len(names)
    shown = [*names[:added], *_ADDED.get(layer, ()), *names[added:]]
    write_csv(file, shown, (_row(assessment, shape, names, added) for shape in rows_of(assessment, layer)))


def _row(assessment: Assessment, shape: Shape, names: list[str], added: int) -> list[str]:
    values = {"id": shape.id, "name": shape.name, **shape.properties}
    cells = [_cell(name, values.get(name)) for name in names]
    return [*cells[:added], *_other_forms(assessment.sites[shape.id]), *cells[added:]] if added < len(names) else cells


def _cell(name: str, value: object) -> str:
    """A value as a cell: numbers stay numbers, with their sign, and days are days; other texts stay as they are."""
    text = in_words(value)
    if not isinstance(value, str) or name in PLACE:
        return text
    return escape_csv_cell(text) if name in properties_with(FieldType.DATE) else escape_csv_text(text)


def _other_forms(record: Record) -> tuple[str, ...]:
    """A position in degrees, minutes and seconds, and as MGRS."""
    if not isinstance(record, Located) or record.drawn is None:
        return ("",) * len(_ADDED["records"])
    at = record.drawn
    sure_m = max(at.uncertainty_m, 0.01)
    decimals = min(3, max(0, math.ceil(math.log10(_SECOND_M / sure_m))))
    digits = min(5, max(0, 5 - math.ceil(math.log10(sure_m))))
    return seconds_text(at.lat_deg, at.lon_deg, decimals=decimals), mgrs_text(at.lat_deg, at.lon_deg, digits=digits)

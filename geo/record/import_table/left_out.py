"""Writes the rows that an import left out to a file beside the output, so that they can be mended and appended."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

from geo.record.escape import escape_csv_cell, json_escaped
from geo.record.import_table.csv_dialect import UTF_8
from geo.record.import_table.table import WHY
from geo.record.json_file.layout import format_compact, quote_string
from geo.record.json_file.save import replace_whole

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping as Dict

    from geo.record.import_table.mapping import Mapping
    from geo.record.import_table.rows import InputTable, TableRow
    from geo.record.import_table.run import Import


def write_left_out(output: str | os.PathLike[str], table: InputTable, mapping: Mapping, made: Import) -> Path | None:
    """Write the rows that are left out, with the headings of the table, so that the same mapping reads them; None without any.

    Raises:
        OSError: if it cannot be written.
    """
    if not made.left_out:
        return None
    why: dict[int, str] = {}
    for problem in made.problems:
        if problem.severity == "error":
            why.setdefault(problem.line, problem.message)
    drawn = any(row.geometry != "null" for row in made.left_out)
    path = _free_path(Path(output), ".geojson" if drawn else ".csv")
    data = _geojson(table, made.left_out, why) if drawn else _csv(table, mapping, made.left_out, why)
    replace_whole(path, data, old=None)
    return path


def _free_path(output: Path, ending: str) -> Path:
    number, path = 1, output.with_name(f"{output.stem}.left-out{ending}")
    while path.exists():
        number += 1
        path = output.with_name(f"{output.stem}.left-out-{number}{ending}")
    return path


def _csv(table: InputTable, mapping: Mapping, rows: tuple[TableRow, ...], why: Dict[int, str]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=mapping.delimiter or ",", lineterminator="\r\n")
    for line in table.preface:
        writer.writerow([escape_csv_cell(cell) for cell in line] or [""])
    names = [one for one in table.columns if one != WHY]
    writer.writerow([WHY, *map(escape_csv_cell, names)])
    if table.tags:
        writer.writerow(["", *(escape_csv_cell(table.tags.get(name, "")) for name in names)])
    for row in rows:
        cells = [row.cells[name] for name in names if name in row.cells]
        writer.writerow(escape_csv_cell(cell) for cell in (why.get(row.number, ""), *cells, *row.extra))
    return text.getvalue().encode(mapping.encoding or UTF_8, "backslashreplace")


def _geojson(table: InputTable, rows: tuple[TableRow, ...], why: Dict[int, str]) -> bytes:
    features = []
    for row in rows:
        cells = {WHY: why.get(row.number, ""), **row.cells}
        said = json_escaped(json.dumps(cells, ensure_ascii=False))
        features.append(f'{{"type": "Feature", "geometry": {format_compact(row.geometry)}, "properties": {said}}}')
    name = f'"name": {quote_string(table.layers[0])}, ' if table.layers else ""
    listed = ",\n".join(features)
    return f'{{"type": "FeatureCollection", {name}"features": [\n{listed}\n]}}\n'.encode("utf-8", "backslashreplace")

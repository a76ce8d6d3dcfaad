"""Tables as files of geographic information systems: GeoPackage, GeoParquet and Shapefile."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any
from zipfile import ZipFile

from geo.record.vector_file.gdal import gdal_options, write_frame
from geo.record.vector_file.parquet import load_pyarrow
from geo.show.exports.packing import pack
from geo.show.exports.tables import LONGEST_IN_DBASE, columns_of, layers_of, make_tables

if TYPE_CHECKING:
    from geo.judge.assessment import Assessment

EPOCH = "1970-01-01T00:00:00.000Z"
"""What a GeoPackage says of when it was written: never the clock, so that one record gives one file."""
_SHORTEST = 10
"""Characters of a field's name in a Shapefile's dBASE table."""


def write_geopackage(assessment: Assessment, file: IO[bytes]) -> None:
    """All layers in one GeoPackage."""
    with TemporaryDirectory() as folder, gdal_options(OGR_CURRENT_DATE=EPOCH):
        path = Path(folder) / "sites.gpkg"
        for layer in layers_of(assessment):
            kind = _GEOMETRY.get(layer)
            more = {"geometry_type": kind, "promote_to_multi": kind.startswith("Multi")} if kind else {}
            for frame in make_tables(assessment, layer):
                write_frame(frame, path, layer=layer, driver="GPKG", append=path.exists(), **more)
        with path.open("rb") as made:
            shutil.copyfileobj(made, file)


_GEOMETRY = {
    "records": "Point",
    "claims": "MultiLineString",
    "zones": "MultiPolygon",
    "areas": "Polygon",
    "uncertainty": "MultiPolygon",
}


def write_geoparquet(assessment: Assessment, file: IO[bytes], layer: str) -> None:
    """One layer as GeoParquet; `sources`, which has no geometries, as plain Parquet.

    Raises:
        ValueError: if pyarrow is not installed; the message names what to install.
    """
    load_pyarrow()
    (table,) = make_tables(assessment, layer, sys.maxsize)  # its box stands at the end of the file, and is that of all rows
    table.to_parquet(file, index=False)


def write_shapefile(assessment: Assessment, file: IO[bytes]) -> None:
    """All layers as Shapefiles in one zip, which GDAL opens as it is, with `fields.txt` for the names that were cut.

    A text of more than 254 bytes ends in "…".
    """
    told = ["Names of fields as they are in this Shapefile and in full. Texts of more than 254 bytes are cut.\r\n"]
    with TemporaryDirectory() as folder, gdal_options(OGR_CURRENT_DATE=EPOCH):
        for layer in layers_of(assessment):
            names = _short(columns_of(assessment, layer))
            told += [f"{layer}\t{short}\t{name}\r\n" for name, short in names.items()]
            path = Path(folder) / f"{layer}.{'shp' if layer in _GEOMETRY else 'dbf'}"
            more: Any = {"geometry_type": _GEOMETRY[layer].removeprefix("Multi")} if layer in _GEOMETRY else {}
            for frame in make_tables(assessment, layer):
                plain = _plain(frame).rename(columns=names)
                write_frame(plain, path, driver="ESRI Shapefile", encoding="UTF-8", append=path.exists(), **more)
        (Path(folder) / "fields.txt").write_bytes("".join(told).encode())
        with ZipFile(file, "w") as archive:
            for path in sorted(Path(folder).iterdir(), key=lambda one: (one.suffix == ".txt", one.name)):
                with path.open("rb") as made:
                    pack(archive, path.name, made)


def _plain(frame: Any) -> Any:
    """A table with what dBASE can hold."""
    for name in frame.columns:
        if frame[name].dtype == "string":
            frame[name] = frame[name].map(_cut, na_action="ignore").astype("string")  # with whatever holds the texts
        elif frame[name].dtype == "boolean":
            frame[name] = frame[name].astype("Int32")
    return frame


def _short(names: list[str]) -> dict[str, str]:
    """Unique names of at most ten letters: truncated, and numbered where two would be the same."""
    taken: dict[str, str] = {}
    for name in names:
        plain = name.replace(":", "_")
        short, number = plain[:_SHORTEST], 1
        while short in taken.values():
            short = f"{plain[: _SHORTEST - 2]}_{number}"
            number += 1
        taken[name] = short
    return taken


def _cut(text: str) -> str:
    data = text.encode("utf-8", "replace")
    if len(data) <= LONGEST_IN_DBASE:
        return text
    return data[: LONGEST_IN_DBASE - len("…".encode())].decode("utf-8", "ignore") + "…"

"""Tables as files of geographic information systems: GeoPackage, GeoParquet and Shapefile."""

from __future__ import annotations

import io
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from geo.show.exports.packing import zipped
from geo.show.exports.tables import LAYERS, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.judge.assessment import Assessment

EPOCH = "1970-01-01T00:00:00.000Z"
"""What a GeoPackage says of when it was written: never the clock, so that one record gives one file."""
_SHORTEST = 10
_LONGEST = 254
"""Characters of a field's name and bytes of a text that a Shapefile's dBASE table holds."""


def geopackage(assessment: Assessment) -> bytes:
    """All layers in one GeoPackage."""
    import pyogrio  # noqa: PLC0415  # GDAL takes long to load

    with TemporaryDirectory() as folder, _gdal(OGR_CURRENT_DATE=EPOCH):
        path = Path(folder) / "sites.gpkg"
        for layer in LAYERS:
            frame, kind = table(assessment, layer), _GEOMETRY.get(layer)
            more = {"geometry_type": kind, "promote_to_multi": kind.startswith("Multi")} if kind else {}
            pyogrio.write_dataframe(frame, path, layer=layer, driver="GPKG", append=path.exists(), **more)
        return path.read_bytes()


_GEOMETRY = {"records": "Point", "claims": "MultiLineString", "zones": "MultiPolygon", "uncertainty": "MultiPolygon"}


def geoparquet(assessment: Assessment, layer: str) -> bytes:
    """One layer as GeoParquet; `sources`, which has no geometries, as plain Parquet."""
    made = io.BytesIO()
    table(assessment, layer).to_parquet(made, index=False)
    return made.getvalue()


def shapefile(assessment: Assessment) -> bytes:
    """All layers as Shapefiles in one zip, which GDAL opens as it is, with `fields.txt` for the names that were cut.

    A text of more than 254 bytes ends in "…".
    """
    import pyogrio  # noqa: PLC0415  # as above

    parts: dict[str, bytes] = {}
    told = ["Names of fields as they are in this Shapefile and in full. Texts of more than 254 bytes are cut.\r\n"]
    with TemporaryDirectory() as folder, _gdal(OGR_CURRENT_DATE=EPOCH):
        for layer in LAYERS:
            frame: Any = table(assessment, layer)
            names = _short([str(name) for name in frame.columns if name != "geometry"])
            told += [f"{layer}\t{short}\t{name}\r\n" for name, short in names.items()]
            for name in names:
                if frame[name].dtype == "string":
                    frame[name] = frame[name].map(_cut, na_action="ignore")
                elif frame[name].dtype == "boolean":
                    frame[name] = frame[name].astype("Int32")
            file = Path(folder) / f"{layer}.{'shp' if layer in _GEOMETRY else 'dbf'}"
            kind = {"geometry_type": _GEOMETRY[layer].removeprefix("Multi")} if layer in _GEOMETRY else {}
            pyogrio.write_dataframe(frame.rename(columns=names), file, driver="ESRI Shapefile", encoding="UTF-8", **kind)
        parts |= {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}
    return zipped({**parts, "fields.txt": "".join(told).encode()})


def _short(names: list[str]) -> dict[str, str]:
    """Names of at most ten letters, each once: cut, and numbered where that makes two the same."""
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
    if len(data) <= _LONGEST:
        return text
    return data[: _LONGEST - len("…".encode())].decode("utf-8", "ignore") + "…"


@contextmanager
def _gdal(**options: str) -> Iterator[None]:
    import pyogrio  # noqa: PLC0415  # as above

    before = {name: pyogrio.get_gdal_config_option(name) for name in options}
    pyogrio.set_gdal_config_options(options)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)

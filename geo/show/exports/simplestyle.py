"""GeoJSON for display, with the colours that geojson.io, GitHub and others draw.

Source: Mapbox, simplestyle-spec 1.1.0.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from geo.record.json_file.parse import Number
from geo.show.exports import shapes
from geo.show.exports.packing import write_json
from geo.show.exports.styles import COLOURS, FILL_OPACITY

if TYPE_CHECKING:
    from geo.judge.assessment import Assessment
    from geo.show.exports.shapes import Shape


def write_simplestyle(assessment: Assessment, file: IO[bytes]) -> None:
    """All shapes as a feature collection; it is for looking at, and `geo check` does not read it.

    A record without a place is a feature without a geometry, as RFC 7946, section 3.2, has it.
    """
    write_json(file, {"type": "FeatureCollection"}, "features", map(_feature, shapes.all_shapes(assessment)))


def _feature(shape: Shape) -> dict[str, Any]:
    from shapely.geometry import mapping  # shapely takes long to load

    geometry: dict[str, Any] | None = mapping(shapes.trim_geometry(shape.geometry)) if shape.geometry else None
    height = shape.properties.get("elevation_m")
    if geometry and geometry["type"] == "Point" and height is not None:
        geometry = {**geometry, "coordinates": [*geometry["coordinates"], _number(height)]}
    known = {name: _number(value) for name, value in shape.properties.items() if value is not None and value != ""}
    style = _style(geometry["type"].removeprefix("Multi"), COLOURS[shape.style]) if geometry else {}
    told = {"title": shape.name, "description": shape.text, "folder": shape.folder}
    return {"type": "Feature", "id": f"{shape.folder}/{shape.id}", "geometry": geometry, "properties": told | style | known}


def _number(value: object) -> object:
    return int(value) if isinstance(value, Number) and value.is_integer() else value


def _style(geometry: str, colour: str) -> dict[str, Any]:
    if geometry == "Point":
        return {"marker-color": colour, "marker-size": "medium"}
    line = {"stroke": colour, "stroke-width": 2, "stroke-opacity": 1}
    return line if geometry == "LineString" else line | {"fill": colour, "fill-opacity": FILL_OPACITY}

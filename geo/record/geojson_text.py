"""Writes a GeoJSON mapping or a GeoDataFrame as the text of a file, so that it is checked as a file is."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from geo.record.escape import unescape_csv_cell
from geo.record.json_file.layout import format_compact, is_number
from geo.record.kept_place import DERIVED, TOTAL, is_own, restore_place
from geo.record.kinds import KINDS, is_custom
from geo.record.language_names import is_language_name
from geo.record.text_list import split_texts, unquote_cell
from geo.record.values import TRUTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.record.json_file.layout import Node

WANTED = 'wanted a GeoDataFrame or a GeoJSON mapping such as {"type": "FeatureCollection", "features": [...]}'
_DECIMALS = 9
"""Of degrees that come out of another coordinate system: a tenth of a millimetre, beyond which digits are its arithmetic."""
_MIDNIGHT = re.compile(r"T00:00:00(\.0+)?$")


def write_geojson(given: object) -> bytes:
    """Write a frame or a mapping as GeoJSON in UTF-8: the n-th line holds the n-th feature, or the n-th row.

    Raises:
        TypeError: if it is neither, or holds a value that JSON has no form for.
        ValueError: if a frame has no coordinate system, or a mapping contains itself.
    """
    collection = _collection(given)
    if not isinstance(features := collection.get("features"), list | tuple):
        return _json(collection, "it").encode()
    others = {name: value for name, value in collection.items() if name not in ("type", "features")}
    lines = ",\n".join(_feature_json(feature, f"feature {number}") for number, feature in enumerate(features, 1))
    start = f'"type": {_json(collection["type"], "type")}, ' if "type" in collection else ""
    end = "".join(f",\n{json.dumps(str(name))}: {_json(value, str(name))}" for name, value in others.items())
    return f'{{{start}"features": [{lines}]{end}}}\n'.encode()


def _collection(given: object) -> Mapping[str, Any]:
    """A feature collection, of whatever stands for one."""
    if isinstance(given, Mapping):
        return {"type": "FeatureCollection", "features": [given]} if given.get("type") == "Feature" else given
    if hasattr(given, "columns") and hasattr(given, "itertuples"):
        return {"type": "FeatureCollection", "features": list(_rows(given))}
    if isinstance(given, Sequence) and not isinstance(given, str | bytes) and all(isinstance(one, Mapping) for one in given):
        return {"type": "FeatureCollection", "features": [_listed(one) for one in given]}
    if isinstance(interface := getattr(given, "__geo_interface__", None), Mapping):
        return _collection(interface)
    raise TypeError(f"{WANTED}, not {type(given).__name__}")


def _listed(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """A feature of a list; a row, as `frame.to_dict("records")` gives it, becomes one."""
    if "kind" not in given or {"type", "properties"} & set(given):
        return given
    return _feature({name: value for name, value in given.items() if name != "geometry"}, given.get("geometry"))


_DIGITS = "digits of the geometry"
"""The member of a feature, taken out again, with its geometry as JSON that has the digits that were typed."""


def _feature_json(feature: object, what: str) -> str:
    if not isinstance(feature, dict) or _DIGITS not in feature:
        return _json(feature, what)
    text = _json({**{name: value for name, value in feature.items() if name != _DIGITS}, "geometry": None}, what)
    return text.replace('"geometry": null', f'"geometry": {feature[_DIGITS]}', 1)  # no text has these quotation marks


def _json(value: object, what: str) -> str:
    try:
        return json.dumps(value, default=_plain)
    except (TypeError, ValueError, RecursionError) as error:  # a mapping that contains itself is a ValueError
        raise type(error)(f"{what} cannot be written as JSON: {error}") from None


def _plain(value: Any) -> object:
    """What JSON has no form for: days, and the numbers, arrays and gaps of NumPy and pandas."""
    if _is_missing(value):
        return None
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "tolist"):  # a number or an array of NumPy
        return value.tolist()
    if hasattr(value, "__geo_interface__"):
        return value.__geo_interface__
    raise TypeError(f"a {type(value).__name__} is neither text, number, true, false, null, list nor mapping")


def _day(value: date) -> str:
    """A day; of a time stamp at midnight too, since a column of time stamps is how pandas keeps days."""
    text = value.isoformat()
    return _MIDNIGHT.sub("", text) if isinstance(value, datetime) else text


def _rows(frame: Any) -> Iterator[dict[str, Any]]:
    """A feature for each row of a frame; what is missing in a row is left out, and what follows from a record too."""
    shapes = _shapes(frame)
    aside = [str(name) for name in frame.columns if name in DERIVED]
    if aside:
        warnings.warn(f"columns left aside, since they follow from the records: {', '.join(aside)}", stacklevel=5)
    columns = [name for name in frame.columns if name != getattr(frame, "_geometry_column_name", None)]
    table = frame[columns] if "id" in columns or frame.index.name != "id" else frame[columns].reset_index()
    names = list(map(str, table.columns))
    for values, shape in zip(table.itertuples(index=False, name=None), shapes, strict=True):
        cells = dict(zip(names, values, strict=True))
        yield _own_feature(cells, shape) if is_own(names) else _feature(cells, shape)


def _own_feature(cells: Mapping[str, Any], shape: Any) -> dict[str, Any]:
    """A feature of the cells of a row of an export of ours, with the place that they keep."""
    texts = {name: _own_text(value) for name, value in cells.items() if not _is_missing(value)}
    geometry: Node = "null"
    if shape is not None and shape["type"] in ("Point", "Polygon"):
        geometry = {'"type"': f'"{shape["type"]}"', '"coordinates"': _digits_of(shape["coordinates"])}
    found = restore_place(texts, geometry)
    changed = {"uncertainty_m": float(text)} if is_number(text := found.cells.get("uncertainty_m", "")) else {}
    is_bare = not any(texts.get(name) for name in ("published_coordinates", "uncertainty_m", "wkt"))
    if is_bare and isinstance(cells.get("latitude"), float) and found.geometry != "null":  # which has lost its noughts
        changed = {"uncertainty_m": cells[TOTAL]}
    made = _feature({name: _own_cell(name, value) for name, value in {**cells, **changed}.items()}, None)
    return {**made, _DIGITS: format_compact(found.geometry)}


def _own_text(value: Any) -> str:
    return value if isinstance(value, str) else repr(float(value)) if isinstance(value, float) else str(value)


def _own_cell(name: str, value: Any) -> Any:
    """A cell of an export of ours: lists are texts there, and so are numbers in a column with other texts."""
    if not isinstance(value, str):
        return value
    text = unescape_csv_cell(value)
    if name in _LISTS:
        return split_texts(text) if name == "marking" else text.split()
    if is_custom(name) and not is_language_name(name):
        if is_number(text):
            return float(text)
        return text.lower() == "true" if text.lower() in ("true", "false") else unquote_cell(text) or text
    return text


_LISTS = ("marking", "about", "relies_on", "shows")


def _digits_of(value: Any) -> Any:
    return repr(float(value)).removesuffix(".0") if isinstance(value, float | int) else [_digits_of(one) for one in value]


def _feature(cells: Mapping[str, Any], shape: object) -> dict[str, Any]:
    """A feature of the cells of a row; what is missing in it is left out."""
    said = {name: _cell(name, value) for name, value in cells.items() if not _is_missing(value) and name not in DERIVED}
    top = {"id": said.pop("id")} if "id" in said else {}
    return {"type": "Feature", **top, "geometry": shape, "properties": said}


def _shapes(frame: Any) -> list[object]:
    """The geometry of each row in WGS 84, None where it has none."""
    if getattr(frame, "_geometry_column_name", None) not in frame.columns:
        return [None] * len(frame)
    if frame.crs is None and not frame.geometry.isna().all():
        raise ValueError("the coordinate system of the table is not stated; frame.set_crs(4326) says that it is WGS 84")
    geometry = frame.geometry
    if frame.crs is not None and frame.crs != "EPSG:4326":
        import shapely  # whoever has such a frame has loaded it

        geometry = shapely.transform(geometry.to_crs(4326).to_numpy(), lambda degrees: degrees.round(_DECIMALS))
    return [None if one is None or one.is_empty else one.__geo_interface__ for one in geometry]


def _is_missing(value: Any) -> bool:
    return value is None or type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and value != value)  # noqa: PLR0124  # NaN


def _cell(name: str, value: Any) -> object:
    """A cell as it would be typed: a column with gaps makes numbers of whole numbers and of true and false."""
    if isinstance(value, str) and name in ("sources", "published_corners"):  # lists, for which a table has no cells
        return value.replace(",", " ").replace(";", " ").split() if name == "sources" else split_texts(value)
    number = value.item() if type(value).__module__ == "numpy" and getattr(value, "ndim", 1) == 0 else value
    if isinstance(number, float | int) and name in _truths() and number in (0, 1):
        return bool(number)
    if isinstance(number, float) and number.is_integer() and abs(number) < 2**53:
        return int(number)
    return number


@cache
def _truths() -> frozenset[str]:
    """The properties that are true or false."""
    return frozenset(name for kind in KINDS.values() for name, one in kind.properties.items() if one.reader is TRUTH)

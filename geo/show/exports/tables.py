"""The layers of an assessment as tables: records, claims, zones, areas, uncertainty and sources.

Zones that are given as polygons are records as others are, and have a layer of their own, `areas`; `zones` has the three
edges of all zones, as they are drawn.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from geo.record.edit.fields import FieldType, properties_with
from geo.record.kinds import KINDS, Claim, Located, ReportedZone, Source, is_custom
from geo.show.exports import shapes
from geo.show.exports.shapes import Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geopandas import GeoDataFrame
    from pandas import DataFrame, Series

    from geo.judge.assessment import Assessment
    from geo.record.kinds import Record

LAYERS = ("records", "claims", "zones", "areas", "uncertainty", "sources")
_NUMBERS = ("_m", "_m2", "_deg")
_FINDING = ("verdict", "measured_m", "gap_m", "gap_deg", "independent", "explanation", "sources_in_full")


def make_tables(assessment: Assessment, layer: str, rows: int = 5_000) -> Iterator[DataFrame | GeoDataFrame]:
    """One layer in parts of a given number of rows, at least one part, in WGS 84 (EPSG:4326) where it has geometries; `sources` has none.

    Columns are `id`, `name`, then the properties by their names in the file, the same whatever the file holds; last the user's own, `x_…`.
    Records have `latitude` and `longitude` in degrees as texts, with the digits that are known, and `wkt`, the outline of a
    record that is given as one. `uncertainty_m` is what the file states; `total_uncertainty_m` is the radius in metres that
    holds the place, printing and outline included.

    Raises:
        KeyError: if there is no such layer.
    """
    columns, found = columns_of(assessment, layer), iter(rows_of(assessment, layer))
    yield _framed(columns, list(islice(found, rows)))
    while part := list(islice(found, rows)):
        yield _framed(columns, part)


def columns_of(assessment: Assessment, layer: str) -> list[str]:
    """The columns of a layer, except its geometries."""
    own = {
        "records": ["kind", *shapes.PLACE, *_columns(Located), "total_uncertainty_m", "sources_in_full"],
        "areas": ["kind", *shapes.PLACE, *_columns(Located), "total_uncertainty_m", "sources_in_full"],
        "claims": ["kind", *_columns(Claim), *_FINDING],
        "zones": [
            "zone",
            "around",
            "claim",
            "edge",
            "radius_m",
            "area_m2",
            *("basis", "status", "valid", "sources", "warning", "sources_in_full"),
        ],
        "uncertainty": ["total_uncertainty_m"],
        "sources": ["kind", *_columns(Source)],
    }
    bases: dict[str, type[Record]] = {"records": Located, "areas": Located, "claims": Claim, "sources": Source}
    records: Sequence[Record] = assessment.sites.of_kind(bases[layer]) if layer in bases else ()
    return ["id", "name", *own[layer], *dict.fromkeys(name for record in records for name, _ in record.custom)]


def rows_of(assessment: Assessment, layer: str) -> Iterable[Shape]:
    """The rows of a layer as shapes."""
    made = {
        "records": _points,
        "areas": _areas,
        "claims": shapes.claims,
        "zones": shapes.zones,
        "uncertainty": shapes.uncertainty,
        "sources": shapes.sources,
    }
    return made[layer](assessment)


def layers_of(assessment: Assessment) -> tuple[str, ...]:
    """The layers of a file with several: `areas` only where there are any."""
    has_areas = any(map(shapes.is_area, assessment.sites.of_kind(ReportedZone)))
    return tuple(layer for layer in LAYERS if layer != "areas" or has_areas)


LONGEST_IN_DBASE = 254
"""Bytes of a text that a Shapefile's dBASE table holds."""


def count_cut_texts(assessment: Assessment) -> int:
    """How many texts of the layers are too long for a Shapefile."""
    return sum(
        isinstance(value, str)
        and len(value) * 4 > LONGEST_IN_DBASE
        and len(value.encode("utf-8", "replace")) > LONGEST_IN_DBASE
        for layer in layers_of(assessment)
        for shape in rows_of(assessment, layer)
        for value in (shape.id, shape.name, *shape.properties.values())
    )


def _points(assessment: Assessment) -> Iterator[Shape]:
    return (one for one in shapes.records(assessment) if not shapes.is_area(assessment.sites[one.id]))


def _areas(assessment: Assessment) -> Iterator[Shape]:
    return (one for one in shapes.records(assessment, ReportedZone) if shapes.is_area(assessment.sites[one.id]))


def _columns(base: type[Record]) -> list[str]:
    """The properties of all kinds of one sort, each once, `sources` last."""
    kinds = [kind for kind in KINDS.values() if issubclass(kind, base)]
    names = dict.fromkeys(name for kind in kinds for name in kind.properties if name not in ("name", "sources"))
    return [*names, "sources"]


def _framed(columns: list[str], found: Sequence[Shape]) -> DataFrame | GeoDataFrame:
    import geopandas as gpd  # pandas takes long to load
    import numpy as np
    import pandas as pd
    import shapely

    rows = [{"id": one.id, "name": one.name, **one.properties} for one in found]
    frame = _typed(pd.DataFrame(rows, columns=columns, dtype=object))  # else whole numbers become 2.0
    if "title" in columns:  # sources are nowhere
        return frame
    geometries = np.array([one.geometry for one in found] + [None], dtype=object)[:-1]  # else numpy looks into them
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapely.orient_polygons(geometries), crs=4326))


def _typed(frame: DataFrame) -> DataFrame:
    """Numbers as floats, truth values as such, all else as text, whether or not a row has one."""
    import pandas as pd

    for name in frame.columns:
        if is_custom(name):
            frame[name] = _typed_custom(frame[name])
        elif name.endswith(_NUMBERS):
            frame[name] = frame[name].astype(float)
        elif name == "independent" or name in properties_with(FieldType.YES_NO):
            frame[name] = frame[name].astype("boolean")
        else:
            frame[name] = pd.array([None if _missing(value) else str(value) for value in frame[name]], dtype="string")
    return frame


def _typed_custom(column: Series[Any]) -> Any:
    """A property of the user's own: truth values or numbers where all are, else text."""
    import pandas as pd

    values = [None if _missing(value) else value for value in column]
    said = [value for value in values if value is not None]
    if said and all(isinstance(value, bool) for value in said):
        return pd.array(values, dtype="boolean")
    if said and all(isinstance(value, int | float) and not isinstance(value, bool) for value in said):
        return pd.array(values, dtype="float64")
    return pd.array([None if value is None else shapes.in_words(value) for value in values], dtype="string")


def _missing(value: object) -> bool:
    return value is None or value != value  # noqa: PLR0124  # NaN, which pandas puts where a row has nothing

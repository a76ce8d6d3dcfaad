"""A file's records, all together."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from geo.earth.quantities import plural
from geo.record.kinds import FragmentSite, Located, Record, StrikeReport
from geo.record.notebook import html_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geopandas import GeoDataFrame

    from geo.record.dates import Dates
    from geo.record.problems import Problem

    Kind = TypeVar("Kind", bound=Record)

MOST_CONTENT = 2_000_000
"""Bytes up to which a file is kept as it was read."""


@dataclass(frozen=True)
class Sites:
    """The records of one file, in file order; `sites["fragment-site-1"]` looks one up by id."""

    path: str
    """The file as it was named."""
    sha256: str
    """Hash of the bytes that were read."""
    records: tuple[Record, ...]
    name: str | None = None
    """What the file calls itself."""
    warnings: tuple[Problem, ...] = field(default=(), repr=False)
    """Warnings from reading it; none for records that were not read from a file."""
    warnings_left_out: int = field(default=0, repr=False)
    """How many more warnings there are than are kept."""
    content: bytes | None = field(default=None, repr=False, compare=False)
    """The bytes that were read, of a file of up to `MOST_CONTENT` bytes, for whoever passes them on."""
    _by_id: dict[str, Record] = field(init=False, repr=False, compare=False)
    _by_type: dict[type[Record], tuple[Record, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {record.id: record for record in self.records})
        by_type: dict[type[Record], list[Record]] = {}
        for record in self.records:
            by_type.setdefault(type(record), []).append(record)
        object.__setattr__(self, "_by_type", {kind: tuple(records) for kind, records in by_type.items()})

    @property
    def title(self) -> str:
        """The name of the collection, or of the file where it has none."""
        return self.name or PurePath(self.path).stem

    def __getitem__(self, record_id: str) -> Record:
        """Raise `KeyError` where no record has that id."""
        return self._by_id[record_id]

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._by_id

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def _repr_html_(self) -> str:
        rows = ((one.id, one.kind, one.name) for one in self)
        return html_table(
            rows, caption=f"{self.title}: {plural(len(self), 'record')}", head=("id", "kind", "name"), count=len(self)
        )

    def to_geodataframe(self) -> GeoDataFrame:
        """One row for each record with a place: points and areas in WGS 84 (EPSG:4326), and what is known of each.

        Columns: `id`, `kind` (categorical), `name`, `munition`, `published_coordinates`, `uncertainty_m` (metres, printing
        included), `lethal_radius_m`, `first_day` and `last_day` (days on which fragments were found or a strike took
        place, as datetime64), `sources` (ids, joined by spaces) and `geometry`; a record without a position has none.
        """
        import geopandas as gpd  # pandas takes long to load, and only notebooks need it
        import numpy as np
        from shapely import Point, Polygon

        types = {
            **dict.fromkeys(("id", "name", "munition", "published_coordinates", "sources"), "string"),
            **dict.fromkeys(("uncertainty_m", "lethal_radius_m"), "float"),
            **dict.fromkeys(("first_day", "last_day"), "datetime64[s]"),
            "kind": "category",
        }

        located = self.of_kind(Located)
        rows = [
            {
                "id": record.id,
                "kind": record.kind,
                "name": record.label,
                "munition": getattr(record, "munition", None),
                "published_coordinates": getattr(record, "published_coordinates", None),
                "uncertainty_m": record.position and record.position.uncertainty_m,
                "lethal_radius_m": getattr(record, "lethal_radius_m", None),
                "first_day": getattr(event_dates(record), "first", None),
                "last_day": getattr(event_dates(record), "last", None),
                "sources": " ".join(record.sources),
            }
            for record in located
        ]
        columns = [
            *("id", "kind", "name", "munition", "published_coordinates", "uncertainty_m", "lethal_radius_m"),
            *("first_day", "last_day", "sources"),
        ]
        frame = gpd.GeoDataFrame(rows, columns=columns)
        shapes = [
            Polygon(one.polygon[0], one.polygon[1:])
            if one.polygon
            else one.position and Point(one.position.lon_deg, one.position.lat_deg)
            for one in located
        ]
        return frame.astype(types).set_geometry(gpd.GeoSeries(np.array(shapes, dtype=object), crs=4326))

    def of_kind(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """The records of one class, such as `FragmentSite`, in the order of the file."""
        found = [one for one in self._by_type if issubclass(one, kind)]
        if len(found) < 2:
            return self._by_type[found[0]] if found else ()  # type: ignore[return-value]  # records of that very type
        return tuple(record for record in self.records if isinstance(record, kind))


def event_dates(record: Record) -> Dates | None:
    """When a site's fragments were found, or a strike took place."""
    if isinstance(record, FragmentSite):
        return record.found_on
    return record.struck_on if isinstance(record, StrikeReport) else None

"""A file's records, all together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from geo.earth.quantities import count_text, plural
from geo.record.attributes import attribute_words
from geo.record.kinds import (
    ArrivalClaim,
    AttributeClaim,
    Claim,
    DirectionClaim,
    Located,
    PairClaim,
    Record,
    WithinClaim,
    event_dates,
)
from geo.record.notebook import html_table, short_repr
from geo.record.selection import LeftOutRecord, describe_conditions, select_records

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from geopandas import GeoDataFrame

    from geo.record.problems import Problem
    from geo.record.selection import Days, Names, Sides

    Kind = TypeVar("Kind", bound=Record)

MOST_TOLD = 3
"""Records that the label of a claim names."""
MOST_CONTENT = 2_000_000
"""Bytes up to which a file is kept as it was read."""


@dataclass(frozen=True)
class Sites:
    """The records of one file, in file order; `sites["fragment-site-1"]` looks one up by id.

    Next: `geo.assess(sites)` judges the claims, `sites.select(kind="fragment_site")` narrows the records down,
    `sites.to_geodataframe()` gives a table for GeoPandas.
    """

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
    left_out: tuple[LeftOutRecord, ...] = ()
    """What `select` left out because something is missing: claims that lose an end, records without a position or a date."""
    _by_type: dict[type[Record], tuple[Record, ...]] = field(init=False, repr=False, compare=False)
    _by_class: dict[type[Record], tuple[Record, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)
    """Those that were asked for: of classes that others derive from, too."""

    def __post_init__(self) -> None:
        by_type: dict[type[Record], list[Record]] = {}
        for record in self.records:
            by_type.setdefault(type(record), []).append(record)
        object.__setattr__(self, "_by_type", {kind: tuple(records) for kind, records in by_type.items()})

    @cached_property
    def _by_id(self) -> dict[str, Record]:
        return {record.id: record for record in self.records}

    @cached_property
    def name_counts(self) -> Counter[str]:
        """How many records have each name."""
        return Counter(one.name for one in self.records if one.name)

    @property
    def title(self) -> str:
        """The name of the collection, or of the file where it has none."""
        return self.name or PurePath(self.path).stem

    def label(self, record: Record) -> str:
        """What a record is called: its name, else its id; a claim without a name by what it is about, "First piece to second piece"."""
        if record.name or not isinstance(record, Claim):
            return record.label
        called = {one: self[one].label if one in self else one for ids in record.references().values() for one in ids}
        if isinstance(record, PairClaim):
            ends = f"{called[record.from_]} to {called[record.to]}"
            return f"Direction from {ends}" if isinstance(record, DirectionClaim) else ends
        if isinstance(record, WithinClaim):
            return f"{called[record.site]} {'in' if record.is_in else 'near'} {called[record.of]}"
        if isinstance(record, AttributeClaim):
            names, words = list(dict.fromkeys(called.values())), attribute_words(record.attribute)[0]
            more = f" and {count_text(len(names) - MOST_TOLD)} more" if len(names) > MOST_TOLD else ""
            return f"{words[:1].upper()}{words[1:]} of {', '.join(names[:MOST_TOLD])}{more}"
        return f"Direction of arrival at {called[record.at]}" if isinstance(record, ArrivalClaim) else record.id

    def __getitem__(self, record_id: str) -> Record:
        """Raise `KeyError` where no record has that id."""
        return self._by_id[record_id]

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._by_id

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def __repr__(self) -> str:
        counts = Counter(one.kind for one in self)
        warnings = len(self.warnings) + self.warnings_left_out
        return short_repr(
            f"Sites {self.path!r}",
            plural(len(self), "record"),
            *(f"{count_text(count)} {kind}" for kind, count in counts.items()),
            plural(warnings, "warning") if warnings else "",
            f"{count_text(len(self.left_out))} left out, see left_out" if self.left_out else "",
        )

    def _repr_html_(self) -> str:
        rows = ((one.id, one.kind, one.name) for one in self)
        caption = f"{self.title}: {plural(len(self), 'record')}"
        table = html_table(rows, caption=caption, head=("id", "kind", "name"), count=len(self))
        if not self.left_out:
            return table
        caption = f"{plural(len(self.left_out), 'record')} left out"
        return table + html_table(self.left_out, caption=caption, head=("id", "why"), count=len(self.left_out))

    def select(  # the ways to select
        self,
        *,
        kind: Names | None = None,
        ids: Names | None = None,
        box: Sides | None = None,
        days: Days | None = None,
        verdict: Names | None = None,
    ) -> Sites:
        """Select records, and what they need to stand on their own, as `Sites` that can be assessed and drawn.

        All arguments narrow the selection; `kind`, `ids` and `verdict` take one name or several. Where places are selected
        (by kind, id, box or days), claims between them come along, and claims that lose an end are left out and named
        in `left_out`. Where claims alone are selected, what they refer to comes along. The sources that records name
        always come along.

        >>> sites = read_sites("sites.geojson")  # doctest: +SKIP
        >>> geo.write_map(sites.select(box=(46.7, 39.7, 46.8, 39.8), verdict="contradicted"))  # doctest: +SKIP

        Args:
            kind: Kinds of records, such as "fragment_site"; a kind of claim narrows the claims alone.
            ids: Ids of records, names that no other record has, or the records themselves.
            box: West, south, east and north in degrees, in this order, around the published positions. Where west is greater
                than east, the box crosses the 180th meridian. Records without a position are left out and named.
            days: A day, month or year, a pair of days, or an interval such as "2020-11-07/2021-03-15". Fragments found and
                strikes that may have taken place then are selected; those without a date are left out and named.
            verdict: Verdicts, such as "contradicted": claims with another one are not selected. This judges all claims;
                `Assessment.select` uses the verdicts that it has.

        Raises:
            ValueError: if there is no such kind, id or verdict, or the box or the days cannot be read.
        """
        if verdict is not None:  # the public name, looked up while running: records do not depend on how they are judged
            assessed: Sites = import_module("geo").assess(self).select(kind=kind, ids=ids, box=box, days=days, verdict=verdict)
            return assessed
        return self.select_claims(None, kind=kind, ids=ids, box=box, days=days)

    def select_claims(  # noqa: PLR0913  # the ways to select
        self,
        claims: Collection[str] | None,
        *,
        kind: Names | None = None,
        ids: Names | None = None,
        box: Sides | None = None,
        days: Days | None = None,
        verdict: Names | None = None,
    ) -> Sites:
        """Select as `select` does, where the claims with the wanted verdicts are known by their ids.

        The title says how many records are left, and by which conditions.
        """
        records, left_out = select_records(self.records, kind=kind, ids=ids, box=box, days=days, claims=claims)
        if len(records) == len(self):
            return self
        kept = {one.id for one in records}
        warnings = tuple(one for one in self.warnings if one.id in kept)
        asked = describe_conditions(kind=kind, ids=ids, box=box, days=days, verdict=verdict)
        name = f"{self.title} (selection of {plural(len(self), 'record')}: {count_text(len(records))}; {asked})"
        return replace(
            self, records=records, name=name, warnings=warnings, warnings_left_out=0, content=None, left_out=left_out
        )

    def to_geodataframe(self) -> GeoDataFrame:
        """One row for each record with a place: points and areas in WGS 84 (EPSG:4326), and what is known of each.

        Columns: `id`, `kind` (categorical), `name`, `munition`, `published_coordinates`, `uncertainty_m` (metres, printing
        included), `lethal_radius_m`, `first_day` and `last_day` (days on which fragments were found, a strike took
        place or a photograph was taken, as datetime64), `sources` (ids, joined by spaces) and `geometry`; a record without a position has none.
        It is a summary: `geo.write_export` writes all that a file says, and `geo.sites_from` reads records out of a table.
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
            else one.drawn and Point(one.drawn.lon_deg, one.drawn.lat_deg)
            for one in located
        ]
        return frame.astype(types).set_geometry(gpd.GeoSeries(np.array(shapes, dtype=object), crs=4326))

    def of_kind(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """The records of one class, such as `FragmentSite`, in the order of the file."""
        if kind not in self._by_class:
            types = [one for one in self._by_type if issubclass(one, kind)]
            if len(types) > 1:
                self._by_class[kind] = tuple(record for record in self.records if type(record) in types)
            else:
                self._by_class[kind] = self._by_type[types[0]] if types else ()
        return self._by_class[kind]  # type: ignore[return-value]  # records of that class

"""Judges whether the claims and offsets of a published copy together reveal where its sites are.

The reader of the copy is assumed to know more than the copy says: exactly where each named place is, and which grid was
used. A record is protected if it is a site or a strike, or a place without a name. Everything that its claims and
offsets exclude, given what is known about the other records, is removed from its published circle and from the cell of
the grid that contains it. **The copy reveals a record if less than half of its circle, or less than half of its cell,
is left.** A record with an offset has no cell: it is revealed if the offset from a named place leaves less room than
half a cell, or if claims take away more than half of what the offset leaves.

Figures are read as sharply as rounding would have printed them; where the circles contradict that reading, as loosely
as a verdict reads them. Circles and cells are sampled. A claim that no sample satisfies contradicts the published
circles, and reveals nothing. Between protected records the claims of one pair count together, and what they exclude is
passed on along chains. Where chains form a ring, or there are more pairs than `MOST_PAIRS`, nothing is decided, which
counts as revealed. An area counts as the place somewhere in its outline to which the claims refer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.earth.area.local_plane import Plane
from geo.earth.geodesy import destination, inverse
from geo.earth.uncertainty import metres_per_degree
from geo.judge.solve.constraints import LEAST_APART_M, make_links
from geo.judge.verdict.bearing import turn_to_true_north
from geo.record.kinds import ArrivalClaim, Claim, DirectionClaim, DistanceClaim, Event, Located, Place
from geo.record.publish.coarsen import is_known_to_all
from geo.record.stated_distance import distance_of_number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import numpy.typing as npt

    from geo.earth.area.shapes import Ring
    from geo.earth.notation.distance import Distance
    from geo.earth.position import FloatArray
    from geo.record.publish.precision import Precision
    from geo.record.sites import Sites

    Flags = npt.NDArray[np.bool_]

LEAST_SHARE = 0.5
"""The share of a circle or a cell that must stay possible."""
MOST_PAIRS = 1_000
"""Pairs of protected records that are compared in one file, which takes some ten seconds."""
_ACROSS = 16
"""Samples across a circle or a cell."""
_ROUNDS = 50
_FLAT_M, _FLAT_REACH_M, _FLAT_LAT_DEG = 2_000_000, 20_000, 80
"""Up to this far from the middle of an area of this reach, the plane around it gives distances to within a few metres:
they are off by reach² · distance / 6 R² (the second variation of the length of a geodesic)."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A record whose place follows from the copy more closely than its published position says."""

    record: str
    relations: tuple[str, ...]
    """Ids of the claims, and of the records whose offsets, reveal it together."""
    share: float
    """Of its published circle or cell that stays possible, 0 to 1."""
    is_decided: bool = True
    """False where there were too many relations, or rings of them, to tell."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A place that the reader knows."""

    lon_deg: float
    lat_deg: float
    extent_m: float = 0.0
    """The point referred to lies within this many metres of there."""
    rings: tuple[Ring, ...] | None = None
    """Its outline, where that is what is meant."""


@dataclass(frozen=True, slots=True)
class _Area:
    """Samples of where a record may be."""

    least: float
    """The share of them below which too little is left."""
    lon_deg: FloatArray
    lat_deg: FloatArray
    spacing_m: float
    """No point of the area is farther from the nearest sample."""
    middle: tuple[float, float]
    reach_m: float


@dataclass(frozen=True, slots=True)
class _Relation:
    """What a claim or an offset says of two records, of which the reader may know one."""

    id: str
    start: str
    end: str
    low_m: float
    high_m: float
    sectors: tuple[tuple[float, float], ...]
    known: _Known | None = None
    """Where the other end is, if the reader knows that."""
    is_offset: bool = False
    is_sharp: bool = False
    """Whether its figure is read as sharply as it can be."""

    @property
    def ends(self) -> tuple[str, ...]:
        """The protected records that it ties."""
        return tuple(one for one in (self.start, self.end) if one)


def find_disclosures(original: Sites, copy: Sites, precision: Precision, coarsened: Collection[str]) -> tuple[Disclosure, ...]:
    """The records that a published copy reveals, with the claims and offsets to blame.

    Args:
        original: The file with its true positions, of which only those of named places, which anyone can look up, are used.
        copy: The copy.
        precision: Its grid.
        coarsened: Ids of the records whose position was put on the grid.
    """
    protected = [one.id for one in copy.of_kind(Located) if _is_protected(one)]
    relations = _relations(original, copy, set(protected))
    tied = {end for relation in relations for end in relation.ends}
    if not tied:
        return ()
    found = [*_too_near(relations, copy, precision)]
    named = {id_ for one in found for id_ in one.relations}
    circles = {one: area for one in protected if one in tied and (area := _circle(copy[one], relations, copy, precision))}
    cells = circles | {one: _cell(copy[one], precision) for one in circles if one in coarsened and _has_cell(copy[one])}
    for areas in (cells, circles):
        for one in _revealed(areas, [relation for relation in relations if relation.id not in named]):
            found.append(one)
            named.update(one.relations)
    return tuple(found)


def _is_protected(record: Located) -> bool:
    return isinstance(record, Event) or not is_known_to_all(record)


def _relations(original: Sites, copy: Sites, protected: set[str]) -> list[_Relation]:
    """The claims and offsets of the copy that tie a protected record to another or to a place."""
    found: list[_Relation] = []
    for claim in copy.of_kind(Claim):
        ends = tuple(dict.fromkeys(ids[0] for ids in claim.references().values()))
        if len(ends) == 2 and protected.intersection(ends):
            loose = _Relation(claim.id, ends[0], ends[1], *_allowed(claim, copy))
            for reading in (_sharpened(loose, claim, original), loose):
                found += _tied(reading, original, protected)
    for record in copy.of_kind(Located):
        if record.offset_from and protected.intersection((record.id, record.offset_from)):
            low, high, sectors = _offset(record)
            relation = _Relation(record.id, record.offset_from, record.id, low, high, sectors, is_offset=True, is_sharp=True)
            found += _tied(relation, original, protected)
    return found


def _allowed(claim: Claim, copy: Sites) -> tuple[float, float, tuple[tuple[float, float], ...]]:
    """The least and the greatest distance, and the directions, that a claim allows.

    A direction of arrival with a stated origin says where its record lies as seen from there; nothing else is made of it.
    """
    if isinstance(claim, ArrivalClaim):
        said, turn = claim.stated or claim.direction, turn_to_true_north(claim, copy[claim.at])
        sector = (said.azimuth_deg + turn.middle_deg, said.limit_deg + turn.half_width_deg)
        return LEAST_APART_M, math.inf, (sector,) if turn.is_known else ()
    links = make_links([claim], copy)
    return (links[0].low_m, links[0].high_m, links[0].sectors) if links else (0.0, 0.0, ())


def _offset(record: Located) -> tuple[float, float, tuple[tuple[float, float], ...]]:
    """The least and the greatest distance, and the directions, of an offset."""
    printed = record.published_offset
    if printed is not None:
        distance, direction = printed.distance, printed.direction
    elif record.offset_distance_m is not None and record.offset_direction is not None:
        distance, direction = distance_of_number(record.offset_distance_m, None), record.offset_direction
    else:
        return 0.0, 0.0, ()
    return *_sharply(distance), ((direction.azimuth_deg, direction.half_width_deg),)


def _sharpened(loose: _Relation, claim: Claim, original: Sites) -> _Relation:
    """A claim in the reading that reveals most: what rounding would have printed, and the half sector of a compass word."""
    if isinstance(claim, DistanceClaim):
        low, high = _sharply(claim.stated)
        return replace(loose, low_m=low, high_m=high, is_sharp=True)
    if isinstance(claim, DirectionClaim | ArrivalClaim):
        stated = claim.stated or claim.direction
        is_axis = isinstance(claim, DirectionClaim) and claim.axis
        ways = [stated.azimuth_deg, (stated.azimuth_deg + 180) % 360] if is_axis else [stated.azimuth_deg]
        spread = 180.0  # from a north that nobody knows: someone might
        if loose.sectors:
            ways, spread = [way for way, _ in loose.sectors], max(0.0, loose.sectors[0][1] - stated.limit_deg)
        azimuth = _azimuth(original[loose.start], original[loose.end])
        if azimuth is not None:  # which north is meant, someone knows who asks the source
            ways = [way + max(-spread, min(spread, (azimuth - way + 180) % 360 - 180)) for way in ways]
        return replace(loose, high_m=math.inf, sectors=tuple((way, stated.half_width_deg) for way in ways), is_sharp=True)
    return loose


def _azimuth(start: object, end: object) -> float | None:
    """The true azimuth between two records, where both have a position."""
    places = [one.position for one in (start, end) if isinstance(one, Located) and one.position]
    if len(places) < 2:
        return None
    here, there = places
    return inverse(here.lon_deg, here.lat_deg, there.lon_deg, there.lat_deg)[1]


def _sharply(stated: Distance) -> tuple[float, float]:
    low = stated.low_m if stated.agrees_low_m is None else stated.agrees_low_m
    high = stated.high_m if stated.agrees_high_m is None else stated.agrees_high_m
    return low, high


def _tied(relation: _Relation, original: Sites, protected: set[str]) -> Iterable[_Relation]:
    """A relation, seen from each protected end; places count as known from the other."""
    start, end = original[relation.start], original[relation.end]
    if not (isinstance(start, Located) and isinstance(end, Located)):
        return
    places = [one for one in (start, end) if isinstance(one, Place)]
    if not places or (len(places) == 1 and places[0].id in protected):
        yield relation
    for place, other, is_start in ((start, end, True), (end, start, False)):
        if (
            isinstance(place, Place)
            and other.id in protected
            and (known := _locate_known(relation, place, other, is_start=is_start))
        ):
            yield replace(relation, known=known, start="") if is_start else replace(relation, known=known, end="")


def _locate_known(relation: _Relation, place: Place, other: Located, *, is_start: bool) -> _Known | None:
    """Where a place is: of all points that the record allows, the one from which the relation holds, if there is one.

    A reader who knows the place knows more than the record. What a record is within, without a distance, is the whole place.
    """
    at, there = place.position, other.position
    if at is None:
        return None
    if relation.high_m == 0 and not relation.sectors:
        if place.polygon:
            return _Known(at.lon_deg, at.lat_deg, 0.0, place.polygon)
        if place.uncertainty_m:
            return _Known(at.lon_deg, at.lat_deg, float(place.uncertainty_m))
    if place.polygon and not relation.sectors:
        return _Known(at.lon_deg, at.lat_deg, 0.0, place.polygon)
    if there is None:
        return _Known(at.lon_deg, at.lat_deg)
    distance, azimuth, back = inverse(at.lon_deg, at.lat_deg, there.lon_deg, there.lat_deg)
    wanted = min(max(distance, relation.low_m), relation.high_m)
    turn = _turn(azimuth if is_start else back, relation.sectors)
    lon, lat = destination(there.lon_deg, there.lat_deg, back + turn, wanted)
    moved, _, _ = inverse(at.lon_deg, at.lat_deg, lon, lat)
    return _Known(lon, lat) if moved <= at.uncertainty_m + there.uncertainty_m else _Known(at.lon_deg, at.lat_deg)


def _turn(azimuth_deg: float, sectors: Sequence[tuple[float, float]]) -> float:
    """How many degrees an azimuth must turn to lie in the nearest of some sectors."""
    turns = [((way - azimuth_deg + 180) % 360 - 180, width) for way, width in sectors]
    return min((math.copysign(max(0.0, abs(off) - width), off) for off, width in turns), key=abs, default=0.0)


def _too_near(relations: Iterable[_Relation], copy: Sites, precision: Precision) -> Iterable[Disclosure]:
    """What places a record that has no position of its own: an offset from a place, or claims alone."""
    found: dict[tuple[str, str], Disclosure] = {}
    for relation in relations:
        (one,) = relation.ends if relation.known and len(relation.ends) == 1 else ("",)
        record = copy[one] if one else None
        if not isinstance(record, Located) or relation.known is None or (record.position and not relation.is_offset):
            continue
        least_m = LEAST_SHARE * min(_cell_m(precision, relation.known.lat_deg))
        widest = sum(min(180.0, 2 * width) for _, width in relation.sectors) or 360.0
        breadth_m = (
            2 * relation.high_m * math.sin(math.radians(min(90.0, widest / 2))) if relation.high_m < math.inf else math.inf
        )
        room_m = 2 * relation.known.extent_m + _width_m(relation.known)
        depth_m = relation.high_m - relation.low_m if relation.low_m else 2 * relation.high_m
        if min(depth_m, breadth_m) + room_m < least_m:
            found.setdefault(
                (one, relation.id),
                Disclosure(one, (relation.id,), min(1.0, (min(depth_m, breadth_m) + room_m) / (2 * least_m))),
            )
    return found.values()


def _width_m(known: _Known) -> float:
    if known.rings is None:
        return 0.0
    lat_m, lon_m = metres_per_degree(known.lat_deg)
    west, south, east, north = shapely.Polygon(known.rings[0]).bounds
    return min((east - west) * lon_m, (north - south) * lat_m)


def _has_cell(record: object) -> bool:
    return isinstance(record, Located) and not record.offset_from and not record.polygon


def _cell(record: object, precision: Precision) -> _Area:
    assert isinstance(record, Located)  # noqa: S101  # as asked before
    assert record.position  # noqa: S101  # as above
    return _sampled((precision.cell(record.position.lon_deg, record.position.lat_deg),))


def _cell_m(precision: Precision, lat_deg: float) -> tuple[float, float]:
    """The sides of a cell in metres."""
    steps, sides = precision.steps_deg(lat_deg), metres_per_degree(lat_deg)
    return steps[0] * sides[0], steps[1] * sides[1]


def _circle(record: object, relations: Iterable[_Relation], copy: Sites, precision: Precision) -> _Area | None:
    """The published circle or outline; of a record without a position, where the shortest of its claims puts it."""
    if not isinstance(record, Located):
        return None
    if record.polygon:
        return _sampled(record.polygon)
    if record.position:
        return _disc(record.position.lon_deg, record.position.lat_deg, max(record.position.uncertainty_m, 0.01))
    around: list[tuple[float, float, float]] = []
    for relation in relations:
        if record.id in relation.ends and relation.high_m < 5_000_000:
            other = copy[next((one for one in relation.ends if one != record.id), record.id)]
            if relation.known and relation.known.rings is None:
                around.append((relation.high_m + relation.known.extent_m, relation.known.lon_deg, relation.known.lat_deg))
            elif isinstance(other, Located) and (at := other.position):
                around.append((relation.high_m + at.uncertainty_m, at.lon_deg, at.lat_deg))
    if not around:
        return None
    radius, lon, lat = min(around)
    least = math.prod(_cell_m(precision, lat)) / (math.pi * max(radius, 0.01) ** 2)  # nothing was published but its claims
    return _disc(lon, lat, max(radius, 0.01), LEAST_SHARE * min(1.0, least))


def _disc(lon_deg: float, lat_deg: float, radius_m: float, least: float = LEAST_SHARE) -> _Area:
    radius_m = min(radius_m, 10_000_000.0)
    steps = (np.arange(_ACROSS) + 0.5) * (2 / _ACROSS) - 1
    x, y = (axis.ravel() for axis in np.meshgrid(steps, steps))
    inside = np.hypot(x, y) <= 1
    lon, lat = Plane(lon_deg, lat_deg).to_earth(radius_m * np.column_stack((x, y))[inside]).T
    return _Area(least, lon, lat, 2 * math.sqrt(2) * radius_m / _ACROSS, (lon_deg, lat_deg), radius_m)


def _sampled(rings: Sequence[Ring]) -> _Area:
    """Samples of an outline, or of a cell; where it is too thin for them, its corners."""
    shape = shapely.Polygon(rings[0], rings[1:])
    west, south, east, north = shape.bounds
    steps = (np.arange(_ACROSS) + 0.5) / _ACROSS
    lon, lat = (axis.ravel() for axis in np.meshgrid(west + steps * (east - west), south + steps * (north - south)))
    inside = shapely.contains_xy(shape, lon, lat)
    lon, lat = (lon[inside], lat[inside]) if inside.any() else np.array(rings[0]).T
    lat_m, lon_m = metres_per_degree(min((south, north), key=abs))
    size_m = math.hypot((east - west) * lon_m, (north - south) * lat_m)
    return _Area(LEAST_SHARE, lon, lat, size_m / _ACROSS, ((west + east) / 2, (south + north) / 2), size_m / 2)


@dataclass(frozen=True)
class _Pair:
    """What some relations between two protected records leave of each pair of samples."""

    ends: tuple[str, str]
    relations: tuple[_Relation, ...]
    fits: tuple[Flags, Flags]
    """Of shape (samples of the first, of the second): what fits to within the spacing of the second, and of the first."""

    def allowed(self, one: str, open_there: Flags) -> Flags:
        """Samples of one end that fit some sample that is open at the other."""
        matrix = self.fits[0] if one == self.ends[0] else self.fits[1].T
        return np.asarray(matrix[:, open_there].any(axis=1))


class _Shares:
    """How much of each area some relations allow; each relation is measured once."""

    def __init__(self, areas: Mapping[str, _Area], relations: Sequence[_Relation]) -> None:
        self.areas = areas
        self.alone: dict[tuple[str, str], float] = {}
        """The share of a record's area that a relation leaves by itself, where that is less than all."""
        self._misses: dict[tuple[str, str], FloatArray] = {}
        self._pairs: list[_Pair] = []
        self._offsets: list[_Pair] = []
        self._compared: dict[tuple[_Relation, ...], _Pair | None] = {}
        self.undecided: set[str] = set()
        """Ids of relations that were not compared."""
        self._relations = [one for one in relations if all(end in areas for end in one.ends)]
        for relation in self._relations:
            if relation.known:
                self._measure_known(relation)
        self.compare()

    def _measure_known(self, relation: _Relation) -> None:
        (one,) = relation.ends
        if (relation.id, one) in self._misses:
            return  # its sharp reading, which comes first, counts
        area = self.areas[one]
        miss = _missed(relation, area)
        if (miss <= area.spacing_m).any() and (miss > 0).any():  # else it contradicts the circle, or excludes nothing
            self._misses[relation.id, one] = miss
            self.alone[relation.id, one] = float((miss <= 0).mean())

    def compare(self, without: Collection[str] = ()) -> None:
        """Compare the pairs of protected records again, with some relations left out."""
        tied: dict[frozenset[str], list[_Relation]] = {}
        for relation in self._relations:
            if not relation.known and relation.id not in without and not self._is_vacuous(relation):
                tied.setdefault(frozenset(relation.ends), []).append(relation)
        self._pairs, self._offsets, self.undecided = [], [], set()
        for number, relations in enumerate(tied.values()):
            if number >= MOST_PAIRS:
                self.undecided.update(one.id for one in relations)
                continue
            offsets = [one for one in relations if one.is_offset]
            sharp = dict(reversed([(one.id, one) for one in relations]))  # of two readings the first, which is the sharper
            loose = {one.id: one for one in relations}
            if pair := self._pair(tuple(sharp.values())) or self._pair(tuple(loose.values())):
                self._pairs.append(pair)
            if offsets and (pair := self._pair(tuple(offsets))):
                self._offsets.append(pair)

    def _pair(self, relations: tuple[_Relation, ...]) -> _Pair | None:
        """What relations between two records leave; None if they exclude nothing, or contradict the two circles."""
        ids = tuple(one.id for one in relations)
        if relations not in self._compared:
            ends = relations[0].start, relations[0].end
            one, other = (self.areas[end] for end in ends)
            miss = np.max([_missed_between(relation, self.areas, ends) for relation in relations], axis=0)
            pair = None
            if (miss <= one.spacing_m + other.spacing_m).any() and (miss > 0).any():
                pair = _Pair(ends, relations, (miss <= other.spacing_m, miss <= one.spacing_m))
                for end, there in (ends, ends[::-1]):
                    left = float(pair.allowed(end, np.ones(len(self.areas[there].lon_deg), bool)).mean())
                    for id_ in ids:
                        self.alone[id_, end] = min(left, self.alone.get((id_, end), 1.0))
            self._compared[relations] = pair
        return self._compared[relations]

    def _is_vacuous(self, relation: _Relation) -> bool:
        one, other = (self.areas[end] for end in relation.ends)
        apart, _, _ = inverse(*one.middle, *other.middle)
        reach = one.reach_m + other.reach_m
        return not relation.sectors and relation.low_m <= apart - reach and apart + reach <= relation.high_m

    def rings(self) -> set[str]:
        """Ids of the relations that close a ring of protected records, with all that hang together with them."""
        leader: dict[str, str] = {}

        def lead(name: str) -> str:
            while leader.setdefault(name, name) != name:
                name = leader[name]
            return name

        closed: set[str] = set()
        for pair in self._pairs:
            one, other = map(lead, pair.ends)
            if one == other:
                closed.add(one)
            leader[one] = other
        closed = set(map(lead, closed))
        return {relation.id for pair in self._pairs if lead(pair.ends[0]) in closed for relation in pair.relations}

    def left(self, without: Collection[str], *, offsets_alone: bool = False) -> dict[str, float]:
        """The share of each area that is left open."""
        near = {one: np.ones(len(area.lon_deg), bool) for one, area in self.areas.items()}
        open_ = {one: flags.copy() for one, flags in near.items()}
        kept = {one.id for one in self._relations if one.id not in without and (one.is_offset or not offsets_alone)}
        for (relation, one), miss in self._misses.items():
            if relation in kept:
                near[one] &= miss <= self.areas[one].spacing_m
                open_[one] &= miss <= 0
        pairs = self._offsets if offsets_alone else self._pairs
        fresh = set(self.areas)
        for _ in range(_ROUNDS):
            changed: set[str] = set()
            for pair in pairs:
                for one, other in (pair.ends, pair.ends[::-1]):
                    if other not in fresh and other not in changed:
                        continue  # it allows what it allowed before
                    allowed = pair.allowed(one, near[other])
                    if (near[one] & ~allowed).any():
                        changed.add(one)
                    near[one] &= allowed
                    open_[one] &= allowed
            if not changed:
                break
            fresh = changed
        return {one: float(flags.mean()) for one, flags in open_.items()}


def _revealed(areas: Mapping[str, _Area], relations: Sequence[_Relation]) -> Iterable[Disclosure]:
    """The records of whose area relations leave too little, with those to blame: first those that do so by themselves."""
    shares = _Shares(areas, relations)
    touching: dict[str, list[str]] = {}
    for relation in relations:
        for end in relation.ends:
            if relation.id not in touching.setdefault(end, []):
                touching[end].append(relation.id)
    base = shares.left((), offsets_alone=True)
    named: set[str] = set()

    def own(one: str) -> list[str]:
        """The relations of a record that are not yet blamed."""
        return [id_ for id_ in touching.get(one, ()) if id_ not in named]

    while True:
        if doubtful := (shares.rings() | shares.undecided) - named:
            ids = tuple(one.id for one in relations if one.id in doubtful)
            ends = dict.fromkeys(end for one in relations if one.id in doubtful for end in one.ends)
            yield from (
                Disclosure(end, tuple(one for one in ids if one in touching[end]), 0.0, is_decided=False) for end in ends
            )
            named |= doubtful
            shares.compare(named)
            continue
        left = shares.left(named)
        short = [one for one, area in areas.items() if left[one] < area.least * base[one] or left[one] == 0 < len(own(one))]
        blame = {
            one: [id_ for id_ in own(one) if shares.alone.get((id_, one), 1.0) < areas[one].least * base[one]] for one in short
        }
        if not any(blame.values()):  # no relation does it by itself
            blame = {one: [id_ for id_ in own(one) if shares.alone.get((id_, one), 1.0) < 1] or own(one) for one in short}
        if not any(blame.values()):
            return
        yield from (Disclosure(one, tuple(ids), left[one]) for one, ids in blame.items() if ids)
        named.update(id_ for ids in blame.values() for id_ in ids)
        shares.compare(named)


def _missed(relation: _Relation, area: _Area) -> FloatArray:
    """How many metres each sample misses what a relation to a known place allows."""
    known = relation.known
    assert known  # noqa: S101  # as asked before
    full = np.ones(len(area.lon_deg))
    place, samples = (known.lon_deg * full, known.lat_deg * full), (area.lon_deg, area.lat_deg)
    distance, azimuth, _ = inverse(*place, *samples) if relation.end else inverse(*samples, *place)
    if known.rings:
        plane = Plane(known.lon_deg, known.lat_deg)
        shape = shapely.transform(shapely.Polygon(known.rings[0], known.rings[1:]), lambda xy: plane.to_plane(*xy.T))
        distance = np.asarray(shapely.distance(shape, shapely.points(plane.to_plane(*samples))))
    return _miss(relation, distance, azimuth, known.extent_m)


def _missed_between(relation: _Relation, areas: Mapping[str, _Area], ends: tuple[str, str]) -> FloatArray:
    """How many metres each pair of samples misses what a relation allows, of shape (first end, second end)."""
    start, end = areas[relation.start], areas[relation.end]
    distance, azimuth = _flat(start, end, needs_azimuth=bool(relation.sectors)) or _geodesic(start, end)
    miss = _miss(relation, distance, azimuth)
    return miss if (relation.start, relation.end) == ends else miss.T


def _geodesic(start: _Area, end: _Area) -> tuple[FloatArray, FloatArray]:
    """Distance and azimuth from each sample of one area to each of another."""
    rows, columns = len(start.lon_deg), len(end.lon_deg)
    here = np.repeat(start.lon_deg, columns), np.repeat(start.lat_deg, columns)
    there = np.tile(end.lon_deg, rows), np.tile(end.lat_deg, rows)
    distance, azimuth, _ = inverse(*here, *there)
    return distance.reshape(rows, columns), azimuth.reshape(rows, columns)


def _flat(start: _Area, end: _Area, *, needs_azimuth: bool) -> tuple[FloatArray, FloatArray] | None:
    """The same in the plane around the first, far faster; None where the Earth is too round for that.

    Azimuths take most of the time: where they are not needed they are all 0.
    """
    apart, _, _ = inverse(*start.middle, *end.middle)
    if apart + end.reach_m + start.reach_m > _FLAT_M or start.reach_m > _FLAT_REACH_M or abs(start.middle[1]) > _FLAT_LAT_DEG:
        return None
    plane = Plane(*start.middle)
    here, there = plane.to_plane(start.lon_deg, start.lat_deg), plane.to_plane(end.lon_deg, end.lat_deg)
    east, north = (there[None, :, axis] - here[:, None, axis] for axis in (0, 1))
    distance = np.hypot(east, north)
    if not needs_azimuth:
        return distance, np.zeros((1, 1))
    turned = plane.north_deg(here)[:, None]
    return distance, (np.degrees(np.arctan2(east, north)) - turned) % 360


def _miss(relation: _Relation, distance_m: FloatArray, azimuth_deg: FloatArray, extent_m: float = 0.0) -> FloatArray:
    along = np.maximum(relation.low_m - distance_m, distance_m - relation.high_m) - extent_m
    if not relation.sectors:
        return np.maximum(0.0, along)
    off = np.min([np.abs((azimuth_deg - way + 180) % 360 - 180) - width for way, width in relation.sectors], axis=0)
    across = distance_m * np.sin(np.radians(np.clip(off, 0.0, 90.0))) - extent_m
    return np.asarray(np.hypot(np.maximum(0.0, along), np.maximum(0.0, across)))

"""Zones: around records, and those that are reported as a whole; what lies inside surely, possibly, or not.

A radius at which fragments can kill is not a safe distance, and no zone is ever called one; a reported range does
not say where anything was launched.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from geo.earth.position import Position
from geo.earth.quantities import metres, stated
from geo.judge.verdict.measurement import Measurement, measure
from geo.record.facts import LETHAL_RADIUS_WARNING, ZONE_SENTENCES
from geo.record.kinds import Located
from geo.record.notebook import short_repr

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon

    from geo.earth.area.edges import Drawn, Edges
    from geo.earth.position import Place


class ZoneKind(StrEnum):
    """What a zone is: what its radius is a radius of, or what sort of zone was reported."""

    LETHAL = "reported lethal radius"
    """`lethal_radius_m` of a strike report."""
    RANGE = "reported range"
    """An attribute claim on `range_m` or `range_km`."""
    SUSPECTED_HAZARD = "suspected hazardous area"
    CONFIRMED_HAZARD = "confirmed hazardous area"
    CLEARED = "cleared area"
    CORDON = "cordon"
    EVACUATION = "evacuation zone"
    AIRSPACE = "restricted airspace"
    SEA = "restricted waters"
    DEBRIS_FIELD = "debris field"
    SEARCH = "search area"

    @property
    def is_around(self) -> bool:
        """Whether it is drawn around a record of another kind, and not reported as a zone."""
        return self in (ZoneKind.LETHAL, ZoneKind.RANGE)


WARNING = LETHAL_RADIUS_WARNING
WARNINGS = {
    ZoneKind.LETHAL: WARNING,
    ZoneKind.RANGE: (
        "A launch from within this ring would have been within the reported range; the ring does not say where "
        "anything was launched. For documentation, never for aiming."
    ),
    **{ZoneKind[zone_type.name]: sentence for zone_type, sentence in ZONE_SENTENCES.items()},
}


_SMALLEST_M = 0.001
"""Circles below a millimetre are no area: their corners would coincide in degrees."""
FARTHEST_EDGE_M = 10_000_000
"""Beyond this from its centre a zone may hold both poles; no such area is drawn."""


class Edge(StrEnum):
    """One of the three edges of a zone."""

    CERTAIN = "certain"
    """What lies within is inside, wherever in its uncertainty the centre is and the radius ends."""
    NOMINAL = "nominal"
    """The radius as reported, around the position as given."""
    POSSIBLE = "possible"
    """What lies beyond is outside."""


class Membership(StrEnum):
    """Where a position lies with respect to a zone."""

    INSIDE = "inside"
    POSSIBLY = "possibly inside"
    OUTSIDE = "outside"


class Overlap(StrEnum):
    """How two zones lie to each other."""

    OVERLAP = "overlap"
    POSSIBLE = "may overlap"
    APART = "lie apart"


@dataclass(frozen=True, slots=True)
class Zone:
    """A geodesic circle of a reported radius around a record, or an area of another shape.

    Next: `Zone.membership` says whether a place lies in it, `Zone.polygon` draws it, `count_exposure` counts what it holds.
    """

    around: str
    """Id of the record at its centre; of a reported zone, its own."""
    center: Position
    radius_m: float
    """The radius as reported, in metres; of an area of another shape, that of a circle which holds it."""
    basis: str | None
    """Who gives the radius, and for what."""
    sources: tuple[str, ...]
    kind: ZoneKind = ZoneKind.LETHAL
    claim: str | None = None
    """Id of the claim that a reported range comes from."""
    radius_off_m: float = 0.0
    """How far the true range may be from the figure, in metres; a lethal radius is taken as it stands."""
    text: str | None = None
    """The radius as it was put, where it is no single number: "400 to 500 km", of which `radius_m` is the middle; or the shape."""
    radius_short_m: float | None = None
    """How far the true radius may be below the figure, where that is not `radius_off_m`."""
    shape: Edges | None = None
    """The three edges of an area that is no circle; `center` and `radius_m` are then those of a circle that holds it."""

    turns: bool = False
    """Whether it is a rectangle of unknown direction; its circles are those that it turns in, and that it always holds."""

    def __repr__(self) -> str:
        off = self.center.uncertainty_m + self.radius_off_m
        return short_repr(f"Zone {self.name!r}", self.kind.value, self.radius_text, f"give or take {metres(off)}")

    @property
    def name(self) -> str:
        """What to call it: the record at its centre, after the claim if it comes from one."""
        return f"{self.claim} around {self.around}" if self.claim else self.around

    @property
    def radius_text(self) -> str:
        """The radius as it was reported, or the shape."""
        return self.text or stated(self.radius_m)

    @property
    def least_m(self) -> float:
        """The least that the true radius may be, in metres."""
        return self.radius_m - (self.radius_off_m if self.radius_short_m is None else self.radius_short_m)

    @property
    def most_m(self) -> float:
        """The most that the true radius may be, in metres."""
        return self.radius_m + self.radius_off_m

    @property
    def strike(self) -> str | None:
        """Id of the strike report that a lethal radius belongs to; None for a range."""
        return self.around if self.kind is ZoneKind.LETHAL else None

    @property
    def warning(self) -> str:
        """What the zone does not mean; shown wherever the zone is."""
        return WARNINGS[self.kind]

    @property
    def certain_m(self) -> float:
        """Metres from the published position within which a place is inside, wherever the centre really is; 0 if it is no circle."""
        if self.shape:
            return 0.0
        return max(0.0, self.least_m - self.center.uncertainty_m)

    @property
    def possible_m(self) -> float:
        """Metres from the published position beyond which a place is outside, wherever the centre really is."""
        if self.shape:
            return self.shape.possible.reach_m
        return self.most_m + self.center.uncertainty_m

    @property
    def area_m2(self) -> float:
        """Square metres on the ellipsoid at the reported radius, to a millionth, or of the area as reported."""
        if self.shape:
            return self.shape.nominal.area_m2
        from geo.earth.area.shapes import disc_area_m2  # shapely takes long to load, and verdicts do without it

        return disc_area_m2(self.center.lon_deg, self.center.lat_deg, self.radius_m)

    def edge_m(self, edge: Edge) -> float:
        """Metres from the published position to one of the three edges; of another shape, to the farthest point of it."""
        if self.shape:
            return self._drawn(edge).reach_m
        return {Edge.CERTAIN: self.certain_m, Edge.NOMINAL: self.radius_m, Edge.POSSIBLE: self.possible_m}[edge]

    def _drawn(self, edge: Edge) -> Drawn:
        assert self.shape is not None  # noqa: S101  # as asked before
        return {Edge.CERTAIN: self.shape.certain, Edge.NOMINAL: self.shape.nominal, Edge.POSSIBLE: self.shape.possible}[edge]

    def area(self, edge: Edge = Edge.NOMINAL, off: float | None = None) -> Polygon | MultiPolygon:
        """What lies within one of the edges, in longitude and latitude; empty where nothing is certain.

        `off` is how far a circle may be drawn off, as a part of its radius.
        """
        if self.shape:
            return self._drawn(edge).on_earth
        import shapely  # it takes long to load, and verdicts do without it

        from geo.earth.area.shapes import EDGE_OFF, make_disc

        radius = self.edge_m(edge)
        if radius < _SMALLEST_M:
            return shapely.MultiPolygon()
        return make_disc(self.center.lon_deg, self.center.lat_deg, radius, off=off or EDGE_OFF)

    def polygon(self, radius_m: float | None = None) -> Polygon | MultiPolygon:
        """A circular zone as a geodesic polygon in longitude and latitude: at the reported radius, or at another in metres.

        Give `certain_m` or `possible_m` for those edges; `area` gives them for zones of any shape.

        Raises:
            ValueError: if the radius is 0 (nothing is certain then) or 10,000 km and more.
        """
        from geo.earth.area.shapes import make_disc  # shapely takes long to load, and verdicts do without it

        return make_disc(self.center.lon_deg, self.center.lat_deg, self.radius_m if radius_m is None else radius_m)

    def membership(self, place: Place | Located) -> Membership:
        """Whether a position, a record or a tuple (longitude, latitude), uncertain as it is, lies in the zone.

        A record with an outline is inside if its farthest point surely is, outside if its nearest point surely is; one
        that reaches over the edge is possibly inside.

        Raises:
            ValueError: if the record has no position.
        """
        if self.shape:
            return _decide(self.shape, place)
        low_m, high_m = self._away_m(place)
        if high_m <= self.least_m:
            return Membership.INSIDE
        return Membership.OUTSIDE if low_m > self.most_m else Membership.POSSIBLY

    def _away_m(self, place: Place | Located) -> tuple[float, float]:
        """Metres from the centre to the nearest and the farthest that a position or a record may be or reach."""
        if not (isinstance(place, Located) and place.polygon):
            measured = measure(self.center, place)
            return measured.low_m, measured.high_m
        from geo.earth.area.shapes import reach_m  # shapely takes long to load, and few files have polygons

        nearest, farthest = reach_m(self.center.lon_deg, self.center.lat_deg, place.polygon)
        off = self.center.uncertainty_m + place.edge_m
        return nearest - off, farthest + off


def _decide(shape: Edges, place: Place | Located) -> Membership:
    """Whether a place lies in an area whose edge is uncertain: surely if all that it may be lies within the certain edge."""
    at = Position.of(place)
    rings = place.polygon if isinstance(place, Located) else None
    if rings is None:
        least, _ = shape.certain.depth_m(at.lon_deg, at.lat_deg)
        _, most = shape.possible.depth_m(at.lon_deg, at.lat_deg)
        if least >= at.uncertainty_m:
            return Membership.INSIDE
        return Membership.OUTSIDE if most < -at.uncertainty_m else Membership.POSSIBLY
    import shapely  # it takes long to load, and few records are areas

    from geo.earth.area.edges import draw_polygon_edges

    reach = draw_polygon_edges(rings, place.edge_errors_m if isinstance(place, Located) else 0.0).possible.on_earth
    if shapely.covers(shape.certain.on_earth, reach):
        return Membership.INSIDE
    return Membership.POSSIBLY if shapely.intersects(shape.possible.on_earth, reach) else Membership.OUTSIDE


@dataclass(frozen=True, slots=True)
class ZonePair:
    """Two zones and what lies between them."""

    zones: tuple[Zone, Zone]
    measured: Measurement
    """Between the centres."""
    gap_m: float
    """Metres from edge to edge as reported; negative where circles overlap, 0 where other shapes do."""
    overlap: Overlap
    nested: bool
    """Whether one lies wholly within the other as reported."""

    @property
    def strikes(self) -> tuple[str | None, str | None]:
        """Ids of the strike reports; None for a reported range."""
        one, other = self.zones
        return one.strike, other.strike


def measure_pair(one: Zone, other: Zone) -> ZonePair:
    """Measure two zones against each other."""
    measured = measure(one.center, other.center)
    if one.shape or other.shape:
        return _measure_shapes(one, other, measured)
    reach = one.radius_m + other.radius_m
    within = measured.high_m <= one.least_m + other.least_m, measured.low_m <= one.most_m + other.most_m
    overlap = {(True, True): Overlap.OVERLAP, (False, True): Overlap.POSSIBLE, (False, False): Overlap.APART}[within]
    gap = measured.distance_m - reach
    return ZonePair((one, other), measured, gap, overlap, nested=gap <= -2 * min(one.radius_m, other.radius_m))


def _measure_shapes(one: Zone, other: Zone, measured: Measurement) -> ZonePair:
    """Two zones of which one is no circle: they surely overlap if what is certain of both does."""
    areas = {edge: (one.area(edge), other.area(edge)) for edge in Edge}
    first, second = areas[Edge.NOMINAL]
    gap = 0.0 if first.intersects(second) else _gap_m(one.center, first, second)
    if areas[Edge.CERTAIN][0].intersects(areas[Edge.CERTAIN][1]):
        overlap = Overlap.OVERLAP
    else:
        overlap = Overlap.POSSIBLE if areas[Edge.POSSIBLE][0].intersects(areas[Edge.POSSIBLE][1]) else Overlap.APART
    return ZonePair((one, other), measured, gap, overlap, nested=first.covers(second) or second.covers(first))


def _gap_m(center: Position, one: Polygon | MultiPolygon, other: Polygon | MultiPolygon) -> float:
    """Metres between two areas in degrees that do not meet: the geodesic between the points that are nearest in a plane."""
    import shapely  # it takes long to load, and verdicts do without it

    from geo.earth.area.local_plane import Plane
    from geo.earth.geodesy import inverse

    plane = Plane(center.lon_deg, center.lat_deg)
    flat = [shapely.transform(area, lambda degrees: plane.to_plane(*degrees.T)) for area in (one, other)]
    here, there = plane.to_earth(shapely.get_coordinates(shapely.shortest_line(*flat)))
    return inverse(float(here[0]), float(here[1]), float(there[0]), float(there[1]))[0]

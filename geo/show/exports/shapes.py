"""Builds the shapes that all exports share: each record, zone, uncertainty circle and claim, with a name and a text."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.earth.notation.coordinates import parse_coordinates
from geo.earth.quantities import metres, square_metres
from geo.judge.verdict.finding import Finding
from geo.judge.zones.zone import FARTHEST_EDGE_M, Edge
from geo.record.check.geometry import round_degrees
from geo.record.dates import Dates
from geo.record.edit.fields import FieldType, properties_with
from geo.record.escape import printable
from geo.record.facts import UNKNOWN_ERROR, Slot, fact_lines, facts_of
from geo.record.json_file.parse import Number
from geo.record.kinds import Claim, FragmentSite, Located, Photo, Place, Record, ReportedZone, Source, StrikeReport, event_dates
from geo.record.progress import track_progress
from geo.record.text_list import join_texts, quote_cell
from geo.show.answers.citations import Citations
from geo.show.answers.distance import independence_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shapely.geometry.base import BaseGeometry

    from geo.judge.assessment import Assessment
    from geo.judge.zones.zone import Zone

FOLDERS: dict[type[Located], str] = {
    FragmentSite: "Sites",
    StrikeReport: "Strikes",
    Place: "Places",
    ReportedZone: "Reported zones",
    Photo: "Photographs",
}
"""The folder of each kind of record that has a place."""
PLACE = ("latitude", "longitude", "wkt")
"""The properties of shapes that keep the digits of a place: degrees as texts; of an outline, or a point with a height, all of it."""
Rings = tuple[tuple[tuple[float, float], ...], ...]
_CIRCLE_OFF = 0.002
"""How far the edge of a drawn circle of uncertainty lies inside it, as a part of its radius: a third of the corners of a zone."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Something that can be drawn."""

    folder: str
    """Sites, Strikes, Places, Reported zones, Photographs, Zones, Uncertainty or Claims."""
    id: str
    name: str
    text: str
    """What a reader should know, as plain text of several lines."""
    style: str
    """The kind of a record, of which zones have `reported_zone`; `zone` or `uncertainty`; or a claim's verdict."""
    geometry: BaseGeometry | None
    """In longitude and latitude on WGS 84; None where there is no position."""
    properties: dict[str, Any]
    """What else is known, as texts, numbers and truth values; the names are those of the file."""
    dates: Dates | None = None


def records(assessment: Assessment, kind: type[Located] = Located) -> Iterator[Shape]:
    """Each fragment site, strike report, place, reported zone and photograph, or those of one kind, in the order of the file.

    They are points, except zones that are given as polygons, since all of a zone is meant.
    """
    from shapely import Point, Polygon  # shapely takes long to load

    cited = Citations(assessment.sites)
    for record in track_progress(assessment.sites.of_kind(kind), "Writing records"):
        at, degrees = record.position, None if is_area(record) else typed_degrees(record)
        properties: dict[str, Any] = {"kind": record.kind, **dict.fromkeys(PLACE), **_plain(record)}
        properties |= dict(zip(PLACE, (*reversed(degrees or (None, None)), record.wkt), strict=True))
        properties["total_uncertainty_m"] = at and _enough(at.uncertainty_m)
        properties["sources_in_full"] = _in_full(record.sources, cited)
        outline = Polygon(record.polygon[0], record.polygon[1:]) if record.polygon else None
        if record.polygon and not record.wkt:
            properties["wkt"] = outline_wkt(record.polygon)
        drawn: BaseGeometry | None = Point(record.drawn.lon_deg, record.drawn.lat_deg) if record.drawn else None
        if is_area(record):
            drawn = outline
        folder, text = FOLDERS[type(record)], "\n".join(_popup_lines(record, cited))
        yield Shape(folder, record.id, record.label, text, _style_of(record), drawn, properties, _dates_of(record))


def _style_of(record: Located) -> str:
    return "reported_zone" if isinstance(record, ReportedZone) else record.kind


def _dates_of(record: Located) -> Dates | None:
    return record.valid if isinstance(record, ReportedZone) else event_dates(record)


def is_area(record: Record) -> bool:
    """Whether a record is a zone that is given as a polygon, all of which is meant."""
    return isinstance(record, ReportedZone) and record.polygon is not None


def zones(assessment: Assessment) -> Iterator[Shape]:
    """Each zone as polygons, the largest first: possibly inside, at the reported radius, and surely inside."""
    cited = Citations(assessment.sites)
    for zone in track_progress(assessment.zones, "Writing zones"):
        for edge in (Edge.POSSIBLE, Edge.NOMINAL, Edge.CERTAIN):
            if 0 < zone.edge_m(edge) < FARTHEST_EDGE_M:  # nothing may be certain
                yield _zone(assessment, zone, edge, cited)


def _zone(assessment: Assessment, zone: Zone, edge: Edge, cited: Citations) -> Shape:
    from geo.earth.area.shapes import area_m2, disc_area_m2  # it loads shapely

    radius_m, area, record = zone.edge_m(edge), zone.area(edge), assessment.sites[zone.around]
    size_m2 = area_m2(area) if zone.shape else disc_area_m2(zone.center.lon_deg, zone.center.lat_deg, radius_m)
    size = square_metres(size_m2) if zone.shape else metres(radius_m)
    properties = {
        "zone": zone.kind.value,
        "around": zone.around,
        "claim": zone.claim,
        "edge": edge.value,
        "radius_m": None if zone.shape else _to_mm(radius_m),
        "area_m2": _to_mm(size_m2),
        "basis": zone.basis,
        "status": record.status if isinstance(record, ReportedZone) else None,
        "valid": record.valid.text if isinstance(record, ReportedZone) and record.valid else None,
        "sources": " ".join(zone.sources),
        "warning": zone.warning,
        "sources_in_full": _in_full(zone.sources, cited),
    }
    said = f"{zone.kind.capitalize()}{',' if zone.shape else ''} {zone.radius_text}; {edge} edge {'of' if zone.shape else 'at'} {size}."
    text = f"{said} {zone.basis or 'No basis is given'}.\n{zone.warning}"
    name = f"{record.label}: {zone.kind}, {edge} {size}"
    style = "zone" if zone.kind.is_around else "reported_zone"
    return Shape("Zones", f"{zone.name} {edge}", name, text, style, area, properties)


def uncertainty(assessment: Assessment) -> Iterator[Shape]:
    """For each record with a position the circle that contains the true place, or its outline."""
    from shapely import Polygon

    from geo.earth.area.shapes import make_disc

    for record in track_progress(assessment.sites.of_kind(Located), "Writing uncertainty"):
        at = record.position
        if isinstance(record, ReportedZone):
            continue  # its edges are among the zones
        if record.polygon:
            outline = Polygon(record.polygon[0], record.polygon[1:])
            text = "The outline as recorded."
            yield Shape("Uncertainty", record.id, f"{record.label}: outline", text, "uncertainty", outline, {})
        elif at and 0 < at.uncertainty_m < FARTHEST_EDGE_M:
            name = f"{record.label}: ± {metres(at.uncertainty_m)}"
            text = "The circle that contains the true place, printed precision included."
            circle = make_disc(at.lon_deg, at.lat_deg, at.uncertainty_m, off=_CIRCLE_OFF)
            properties = {"total_uncertainty_m": _enough(at.uncertainty_m)}
            yield Shape("Uncertainty", record.id, name, text, "uncertainty", circle, properties)


def claims(assessment: Assessment) -> Iterator[Shape]:
    """Each claim with its verdict, as the geodesic between its ends where it has two with positions."""
    cited = Citations(assessment.sites)
    for finding in track_progress(assessment.findings, "Writing claims"):
        claim = assessment.sites[finding.claim]
        figures = {"verdict": finding.verdict.value, "gap_m": _to_mm(finding.gap_m), "gap_deg": _to_mm(finding.gap_deg)}
        measured = {
            "measured_m": _to_mm(finding.measured.distance_m if finding.measured else None),
            "independent": finding.independent,
        }
        why = {"explanation": finding.explanation, "sources_in_full": _in_full(claim.sources, cited)}
        properties = {"kind": claim.kind, **_plain(claim), **figures, **measured, **why}
        dates = claim.claimed_on if isinstance(claim, Claim) else None
        said = _said_lines(claim, Slot.CLAIMANT, Slot.FACT, Slot.QUOTE, Slot.NOTE)
        verdict = f"{finding.verdict}: {finding.explanation}{independence_note(finding)}"
        text = "\n".join((verdict, *said, *_source_lines(claim.sources, cited)))
        line = _line(assessment, finding)
        yield Shape("Claims", claim.id, assessment.sites.label(claim), text, finding.verdict.value, line, properties, dates)


def sources(assessment: Assessment) -> Iterator[Shape]:
    """Each source, which has a name, its title, but no place."""
    for source in assessment.sites.of_kind(Source):
        said = _said_lines(source, Slot.TITLE, Slot.FACT, Slot.LINK, Slot.QUOTE, Slot.NOTE)
        properties, name = {"kind": source.kind, **_plain(source)}, source.name or source.title
        yield Shape("Sources", source.id, name, "\n".join(said), source.kind, None, properties, source.published_on)


def all_shapes(assessment: Assessment) -> Iterator[Shape]:
    """All shapes, those with a geometry from the lowest to the highest, then those without one, sources among them."""
    drawn: list[Shape] = []
    others: list[Shape] = []
    for shapes in (zones, uncertainty, claims, records, sources):
        for shape in shapes(assessment):
            (others if shape.geometry is None else drawn).append(shape)
    yield from (*drawn, *others)


def trim_geometry(geometry: BaseGeometry) -> BaseGeometry:
    """A geometry to a billionth of a degree, a tenth of a millimetre: in a file of texts more would only take room.

    Outer rings run counterclockwise, as RFC 7946 (3.1.6) and KML 2.2 have them.
    """
    import shapely  # it takes long to load

    return shapely.orient_polygons(shapely.transform(geometry, lambda pairs: pairs.round(9)))


def outline_wkt(rings: Rings) -> str:
    """Rings of which no digits were typed, those of printed corners, as well-known text."""
    from shapely import Polygon

    return str(trim_geometry(Polygon(rings[0], rings[1:])).wkt)


def typed_degrees(record: Located) -> tuple[str, str] | None:
    """Longitude and latitude with the digits that are known: as typed, or as what was printed fills them."""
    if record.typed or record.drawn is None:
        return record.typed
    at = record.drawn
    if record.published_coordinates is None:
        return f"{at.lon_deg:.6f}", f"{at.lat_deg:.6f}"  # the centre of an outline
    printed = parse_coordinates(record.published_coordinates)
    return round_degrees(at.lon_deg, printed.lon_unit_deg), round_degrees(at.lat_deg, printed.lat_unit_deg)


def _line(assessment: Assessment, finding: Finding) -> BaseGeometry | None:
    claim = assessment.sites[finding.claim]
    ends = [assessment.sites[one] for one in claim.ends if one] if isinstance(claim, Claim) else []
    at = [one.position for one in ends if isinstance(one, Located) and one.position]
    if finding.measured is None or len(at) != 2:
        return None
    from geo.earth.area.shapes import geodesic_line  # shapely takes long to load

    return geodesic_line(at[0].lon_deg, at[0].lat_deg, at[1].lon_deg, at[1].lat_deg)


def _plain(record: Record) -> dict[str, Any]:
    """The properties of a record by their names in the file, as texts, numbers and truth values; None where it says nothing."""
    own = {
        fact.name: plain(fact.name, getattr(record, fact.attribute)) if fact.is_said(record) else None
        for fact in facts_of(type(record))
    }
    return own | custom_cells(record)


def custom_cells(record: Record) -> dict[str, Any]:
    """The properties whose names the file chooses; a text that a reader would take for a number or for true is in quotation marks."""
    return {name: quote_cell(value) if isinstance(value, str) else value for name, value in record.custom}


def plain(name: str, value: Any) -> Any:
    """A property's value as a table can hold it: a number that knows its digits, or a text; ids are joined by spaces."""
    if isinstance(value, tuple):
        return join_texts(value) if name in properties_with(FieldType.TEXTS) else " ".join(value)
    return getattr(value, "text", value)  # dates, directions and distances as printed keep their text


def _to_mm(value: float | None) -> float | None:
    """What was worked out, to three decimals: more digits would claim more than is known."""
    return None if value is None else round(value, 3)


def _enough(value: float) -> float:
    """An uncertainty to a millimetre, never rounded down."""
    return math.ceil(value * 1000) / 1000


def in_words(value: object) -> str:
    """A value of a shape as text, a number with its digits as typed."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Number):
        return value.digits
    return "" if value is None else str(value)


def _popup_lines(record: Located, cited: Citations) -> Iterator[str]:
    if record.position:
        yield f"To within {metres(record.position.uncertainty_m)}."
    elif record.unjudged:
        yield UNKNOWN_ERROR
    yield from _said_lines(record, Slot.POSITION, Slot.FACT, Slot.QUOTE, Slot.NOTE)
    yield from _source_lines(record.sources, cited)


def _in_full(ids: Iterable[str], cited: Citations) -> str | None:
    """Each source as one text, for a cell of a table."""
    return " | ".join(printable(" ".join(one.line.split())) for one in cited.of(ids)) or None


def _source_lines(ids: Iterable[str], cited: Citations) -> Iterator[str]:
    """A line for each source: who published what and when, its grade and its addresses."""
    yield from (printable(f"Source {one.id}: {' '.join(one.line.split())}") for one in cited.of(ids))


def _said_lines(record: Record, *slots: Slot) -> Iterator[str]:
    """What a record says, a labelled line for each property, and another for each further line of its text."""
    for label, text in fact_lines(record, *slots):
        yield from map(printable, f"{label}: {text}".splitlines())

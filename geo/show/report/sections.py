"""The sections of the report on zones, records and sources: each a function from the material to blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.earth.quantities import count_text, metres, plural, square_metres
from geo.judge.limits import Limited
from geo.judge.zones.zone import WARNING, Overlap
from geo.record.facts import UNKNOWN_ERROR, Slot, custom_label, fact_lines, facts_of, in_words
from geo.record.kinds import KIND_NAMES, Located, ReportedZone, Source
from geo.record.progress import track_progress
from geo.show.answers.check import counts
from geo.show.answers.distance import origin_text, pair_text
from geo.show.report.blocks import Block, Cited, Heading, Item, Items, Paragraph, Photograph, Table, Tone
from geo.show.report.findings import highlights
from geo.show.report.left_out import left_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.judge.photos import PhotoDistance
    from geo.judge.zones.zone import Zone
    from geo.show.report.material import Material

_CITED = ("publisher", "published_on")
"""What a citation says of a source, besides its title and its grade."""
APART = 5
"""Pairs of zones that lie apart and are listed, the nearest ones."""


def summary_section(material: Material) -> Iterator[Block]:
    """What stands out, and counts."""
    yield Heading("Summary")
    yield Paragraph(" ".join(highlights(material)), Tone.LEAD)
    doubted = len(material.sites.warnings) + material.sites.warnings_left_out
    doubts = f" Worth a second look: {plural(doubted, 'thing')} about the record, listed below." if doubted else ""
    yield Paragraph(f"On record: {counts(material.assessment)}{doubts}")


def zones_section(material: Material) -> Iterator[Block]:
    """Reported radii and zones, each with its basis and warning, and how they lie relative to each other."""
    zones = material.assessment.zones
    if not zones:
        return
    yield Heading("Zones")
    yield Paragraph(" ".join(dict.fromkeys([WARNING, *(zone.warning for zone in zones)])), Tone.WARNING)
    most = material.assessment.limits.described
    rows = tuple(_zone(material, one) for one in track_progress(zones[:most], "Measuring zones"))
    yield Table(("Zone", "As reported", "At least", "At most", "Area"), rows, (0.36, 0.16, 0.16, 0.16, 0.16))
    if len(zones) > most:
        yield Paragraph(f"A report describes {count_text(most)} zones, not {count_text(len(zones) - most)} more.")
    turning = (
        " Of a rectangle of unknown direction it is the circle that it may turn in." if any(one.turns for one in zones) else ""
    )
    yield Paragraph(
        f"Areas are those as reported, on the ellipsoid.{turning} Each basis stands with its record or claim.", Tone.QUIET
    )
    yield from _pairs(material)


def _zone(material: Material, one: Zone) -> tuple[str, ...]:
    least, most = (
        (square_metres(one.shape.certain.area_m2), square_metres(one.shape.possible.area_m2))
        if one.shape
        else (metres(one.certain_m), metres(one.possible_m))
    )
    return (
        f"{one.name}, {one.kind.value}: {material.cited.numbers(one.sources)}",
        one.radius_text,
        least,
        most,
        square_metres(one.area_m2),
    )


def _pairs(material: Material) -> Iterator[Block]:
    """The pairs of zones that overlap or may; of those that lie apart the nearest, and a count."""
    pairs = material.assessment.zone_pairs
    apart = sorted((one for one in pairs if one.overlap is Overlap.APART), key=lambda one: one.gap_m)
    listed = [one for one in pairs if one.overlap is not Overlap.APART and not one.nested] + apart[:APART]
    nested = [f"{one.zones[0].name} and {one.zones[1].name}" for one in pairs if one.nested]
    items = [Item(f"One lies within the other: {'; '.join(nested)}.")] if nested else []
    if items or listed:
        yield Items((*items, *(Item(pair_text(pair)) for pair in listed)))
    if (more := len(apart) - APART) > 0:
        yield Paragraph(
            f"Farther apart: {plural(more, 'more pair')}, {metres(apart[APART].gap_m)} or more between their edges."
        )
    yield from left_out(material.assessment, Limited.ZONE_PAIRS)


def places_section(material: Material) -> Iterator[Block]:
    """Coordinates as printed and in decimal degrees, and what is known of each record."""
    has_zones = bool(material.sites.of_kind(ReportedZone))
    records = material.sites.of_kind(Located)
    if not records:
        return
    yield Heading("Sites, strikes, places and zones" if has_zones else "Sites, strikes and places")
    yield Paragraph(
        "WGS 84; decimal degrees follow from the coordinates as printed where there are any, else from the geometry in the "
        "file. A place lies within the stated distance of them, printing included"
        f"{'; of a zone, the edge or the middle' if has_zones else ''}.",
        Tone.QUIET,
    )
    most = material.assessment.limits.described
    for name in dict.fromkeys(KIND_NAMES.values()):
        shown = [one for one in records[:most] if KIND_NAMES[type(one)] == name]
        if shown:
            yield Heading(plural(len(shown), name.lower()), 3)
        for record in shown:
            yield from _record(material, record)
    if len(records) > most:
        yield Paragraph(
            f"A report describes {count_text(most)} of these, not {count_text(len(records) - most)} more; `geo export` writes all."
        )


def _record(material: Material, record: Located) -> Iterator[Block]:
    yield Heading(record.label, 4, KIND_NAMES[type(record)], record.id, f"record {record.id}")
    if picture := material.thumbnails.shown.get(record.id):
        yield Photograph(picture.data, picture.width, picture.height, f"Photograph: {record.label}")
    elif reason := material.thumbnails.left_out.get(record.id):
        yield Paragraph(reason, Tone.QUIET)
    far = (_distance(material, one) for one in material.assessment.photo_distances if one.photo == record.id)
    yield from material.said(record, " ".join((_position(record), *far)))
    yield Cited("Sources", tuple(material.cited.of(record.sources)))


def _distance(material: Material, one: PhotoDistance) -> str:
    """How far from what it is said to show a photograph was taken."""
    interval = f" ({metres(one.low_m)} to {metres(one.high_m)})" if one.low_m is not None and one.high_m is not None else ""
    return f"It was taken {metres(one.distance_m)}{interval} from {material.names(one.shown)}, which it is said to show."


def _position(record: Located) -> str:
    """Where a record lies, as printed and in degrees, and how well that is known."""
    at = record.drawn
    if at is None:
        printed = f"{record.printed_place}. " if record.printed_place else ""
        return f"{printed}No position was published, so it is not on the map."
    known = record.known_m if isinstance(record, ReportedZone) else None
    within = f", to within {metres(at.uncertainty_m if known is None else known)}."
    shown = f"{at.lat_deg:.6f}, {at.lon_deg:.6f}{f'. {UNKNOWN_ERROR}' if record.unjudged else within}"
    if record.shift or record.offset_from:
        return f"Position: {origin_text(record)}. {shown}"
    return f"{record.printed_place}, as printed: {shown}" if record.printed_place else shown


def sources_section(material: Material) -> Iterator[Block]:
    """Each source with its number and its grades."""
    sources = material.sites.of_kind(Source)
    if not sources:
        return
    yield Heading("Sources")
    graded = sum(bool(source.reliability or source.credibility) for source in sources)
    yield Paragraph(
        f"{count_text(graded)} of {count_text(len(sources))} are graded: reliability of the source from A (reliable) to E (unreliable), F where it "
        "cannot be judged; credibility of the statement from 1 (confirmed) to 5 (improbable), 6 where it cannot be judged.",
        Tone.QUIET,
    )
    most = material.assessment.limits.described
    yield Items(tuple(_source(material, source) for source in sources[:most]))
    if len(sources) > most:
        yield Paragraph(
            f"A report describes {count_text(most)} sources, not {count_text(len(sources) - most)} more; `geo export` writes all."
        )


def _source(material: Material, source: Source) -> Item:
    cited = material.cited[source.id]
    name = [source.name] if source.name else []
    facts = [
        f"{fact.label}: {fact.in_words(source)}"
        for fact in facts_of(Source)
        if fact.slot is Slot.FACT and fact.is_said(source) and fact.name not in _CITED
    ]
    own = [f"{custom_label(label)}: {in_words(value)}" for label, value in source.custom]
    graded = [] if source.reliability or source.credibility else ["Not graded"]
    quoted = f"“{source.quote}”" if source.quote else None
    further = "\n".join(filter(None, (quoted, source.note))) or None
    links = [text for _, text in fact_lines(source, Slot.LINK)]
    return Item(
        f"{'. '.join((*name, cited.ungraded, *facts, *graded, *own))}.", f"[{cited.number}] {source.id}", tuple(links), further
    )

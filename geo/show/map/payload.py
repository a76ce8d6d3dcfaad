"""An assessment as the plain columns that the page's scripts read."""

from __future__ import annotations

import math
import zlib
from base64 import b64encode
from dataclasses import asdict
from functools import cache, partial
from importlib.metadata import version
from itertools import chain
from operator import attrgetter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely

from geo.earth.direction import Direction
from geo.earth.longitudes import near
from geo.earth.notation.distance import Distance
from geo.earth.notation.offset import PrintedOffset
from geo.earth.notation.reach import Bound
from geo.judge.assessment import METHOD
from geo.judge.limits import Limited
from geo.judge.photos import NO_NORTH, NO_WIDTH, view_of
from geo.judge.verdict.bearing import Turn
from geo.judge.verdict.ranking import gap_multiple, rank_findings
from geo.judge.zones.zone import WARNING, WARNINGS, Edge, Zone, ZoneKind
from geo.record.dates import Dates
from geo.record.edit.fields import FieldType, properties_with
from geo.record.facts import CHOICE_NAMES, ZONE_NAMES, ZONE_SENTENCES, Fact, Slot, custom_label, facts_of, in_words
from geo.record.json_file.parse import Number
from geo.record.kinds import (
    Accident,
    ArrivalClaim,
    AttributeClaim,
    Claim,
    DistanceClaim,
    FragmentSite,
    Located,
    Modifier,
    Photo,
    Place,
    PositionBasis,
    Record,
    ReportedZone,
    Source,
    StrikeReport,
    TimeBasis,
    WithinClaim,
)
from geo.record.language_names import NAME_PREFIX
from geo.record.sites import MOST_CONTENT
from geo.record.values import TRUTH
from geo.show.answers import json_form as wire
from geo.show.answers.claim_words import Names
from geo.show.answers.limits import limit_sentences
from geo.show.answers.locus import locus_sentences
from geo.show.answers.markings import marking_notes, marking_statements
from geo.show.answers.report import describe_turnings, together_statements
from geo.show.thumbnails import REASONS, Thumbnails

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geo.judge.assessment import Assessment
    from geo.judge.solve.locate import Locus
    from geo.judge.verdict.finding import Finding
    from geo.judge.verdict.rule import VerdictRule
    from geo.record.sites import Sites

MOST_ZONES = 300
"""Reported zones that are drawn."""
Columns = dict[str, list[Any]]
"""A table as lists of one length, by name."""
PackedColumns = dict[str, list[Any] | dict[str, Any]]
"""The same, with texts in pieces where there are many."""


def build_payload(
    assessment: Assessment, middle: float = 0.0, *, record: bool = True, thumbnails: Thumbnails | None = None
) -> dict[str, Any]:
    """Everything that the page shows; numbers in metres and degrees, as their names say.

    Positions of records have longitudes from -180 to 180; what is only drawn lies within 180 degrees of `middle`. With
    `record`, the file itself is part of it, unless it is too large to be kept.
    """
    thumbnails = thumbnails or Thumbnails()
    sites = assessment.sites
    names = Names(sites)
    kinds: list[type[Located]] = [FragmentSite, StrikeReport, Place]
    zones = [zone for zone in assessment.zones if not zone.kind.is_around]
    kinds += [kind for kind in (ReportedZone, Photo) if sites.of_kind(kind)]
    limits = assessment.limits_reached()

    def left_out(*what: Limited) -> list[str]:
        return list(limit_sentences(one for one in limits if one.what in what))

    return {
        "file": PurePath(sites.path).name,  # not its folder, which is the private matter of one machine
        "sha256": sites.sha256,
        "record": _record(sites.content if record else None, is_wanted=record),
        "version": version("debris-sites"),
        "method": METHOD,
        "warning": WARNING,
        "range_warning": WARNINGS[ZoneKind.RANGE],
        "dates": _dates(sites),
        "records": {kind.kind: _located(sites.of_kind(kind)) for kind in kinds},
        **judged(assessment),
        "further": {claim: asdict(words) for claim, words in describe_turnings(assessment).items()},
        "together": [one._asdict() for one in together_statements(assessment)],
        "left_out": {
            "findings": left_out(*_OF_FINDINGS),
            "together": left_out(*_OF_CLAIMS_TOGETHER),
            "markings": [*marking_notes(assessment), *left_out(Limited.MARKINGS)],
        },
        "markings": [one._asdict() for one in marking_statements(assessment)],
        "loci": [_locus(one, middle, names) for one in assessment.loci if one.geometry and len(one.claims) > 1],
        "ranges": [_range(zone, sites, middle) for zone in assessment.zones if zone.kind is ZoneKind.RANGE],
        "zones": [_zone(zone, sites, middle) for zone in zones[:MOST_ZONES]],
        "zones_left_out": max(0, len(zones) - MOST_ZONES),
        "photos": _photos(assessment, thumbnails),
        "facts": {kind.kind: _listed(kind, sites.of_kind(kind), names) for kind in kinds},
        "sources": _sources(sites.of_kind(Source), names),
        "bodies": [asdict(one) for one in assessment.bodies],
    }


def judged(assessment: Assessment) -> dict[str, Any]:
    """The findings, and what it takes to judge them again for other positions."""
    sites = assessment.sites
    names = Names(sites)
    return {
        "findings": _table([_finding(finding, sites, names) for finding in rank_findings(assessment.findings)]),
        "rules": {claim: words for claim, rule in assessment.rules.items() if (words := _rule(rule))},
    }


def _record(content: bytes | None, *, is_wanted: bool) -> dict[str, Any]:
    """The file as it was read, deflated and written in base64, or why it is not here."""
    if content is None:
        return {"text": None, "most": MOST_CONTENT if is_wanted else None}
    return {"text": b64encode(zlib.compress(content, 9)).decode(), "most": None}


def _rule(rule: VerdictRule) -> dict[str, Any]:
    """What a rule says beyond the claimed interval or sector, and beyond what is so of most claims."""
    said: dict[str, Any] = {
        "areas": rule.areas or None,
        "roads": rule.roads,
        "turn": None if rule.turn == Turn() else [rule.turn.middle_deg, rule.turn.half_width_deg, rule.turn.is_known],
        "bound": None if rule.bound is Bound.POINT else rule.bound.value,
        "hedged": rule.is_hedged or None,
        "tolerance_m": rule.tolerance_m,
    }
    return {name: value for name, value in said.items() if value is not None}


_OF_FINDINGS = (Limited.MARGINS, Limited.SLIPS)
"""The limits that concern single findings."""
_OF_CLAIMS_TOGETHER = (Limited.LOCI, Limited.SETS, Limited.UNDECIDED)
"""Those that concern claims taken together; others concern what the page does not show."""


def _locus(one: Locus, middle: float, names: Names) -> dict[str, Any]:
    """The area as lists of polygons, each of rings of (latitude, longitude) to a centimetre."""
    assert one.geometry is not None  # noqa: S101  # only those with an area are shown
    polygons = _parts(one.geometry, middle)
    return {
        "site": one.site,
        "claims": one.claims,
        "bounded": one.is_bounded,
        "sentences": list(locus_sentences(one, names)),
        "polygons": [[_flipped(ring) for ring in _rings(part)] for part in polygons],
    }


def _turned(geometry: Any, middle: float) -> Any:
    """The geometry with each part within 180 degrees of the middle; halves that the 180th meridian had cut are joined."""
    parts = shapely.get_parts(geometry)
    west, _, east, _ = shapely.bounds(parts).T
    turns = [near(lon, middle) - lon for lon in (west + east) / 2]
    if not any(turns):
        return geometry
    moved = [shapely.transform(part, partial(np.add, (turn, 0))) for part, turn in zip(parts, turns, strict=True)]
    return shapely.union_all(moved)


def _flipped(ring: Any) -> list[tuple[float, float]]:
    return [(round(lat, 7), round(lon, 7)) for lon, lat in ring.coords]


def _range(zone: Zone, sites: Sites, middle: float) -> dict[str, Any]:
    """A ring; zones of strikes are drawn from the columns of the strikes, of which there may be a million."""
    edges = {name: round(getattr(zone, name), 1) for name in ("certain_m", "radius_m", "possible_m")}
    label, at = sites[zone.around].label, (zone.center.lat_deg, near(zone.center.lon_deg, middle))
    return {"claim": zone.claim, "around": zone.around, "label": label, "at": at, "text": zone.text, **edges}


def _zone(zone: Zone, sites: Sites, middle: float) -> dict[str, Any]:
    """A reported zone: circles by their radii, other shapes as lists of polygons, each of rings of (latitude, longitude)."""
    record = sites[zone.around]
    assert isinstance(record, ReportedZone)  # noqa: S101  # as asked before
    drawn = areas = None
    if zone.shape:
        drawn = {
            edge.value: [[_flipped(ring) for ring in _rings(part)] for part in _parts(zone.area(edge), middle)] for edge in Edge
        }
        made = (zone.shape.certain, zone.shape.nominal, zone.shape.possible)
        areas = {edge.value: round(one.area_m2) for edge, one in zip(Edge, made, strict=True)}
    edges = {name: round(getattr(zone, name), 1) for name in ("certain_m", "radius_m", "possible_m")}
    at = zone.center.lat_deg, near(zone.center.lon_deg, middle)
    said = {
        "id": record.id,
        "label": record.label,
        "type": record.zone_type,
        "called": ZONE_NAMES[record.zone_type],
        "warning": zone.warning,
    }
    return {**said, "at": at, **edges, "text": zone.text, "polygons": drawn, "areas_m2": areas}


def _photos(assessment: Assessment, thumbnails: Thumbnails) -> dict[str, dict[str, Any]]:
    """By photograph what its card shows beside its facts: the picture or why there is none, the view, and how far off it was taken."""
    far: dict[str, list[list[Any]]] = {}
    for one in assessment.photo_distances:
        figures = (None if metres is None else round(metres, 2) for metres in (one.distance_m, one.low_m, one.high_m))
        far.setdefault(one.photo, []).append([one.shown, *figures])
    found: dict[str, dict[str, Any]] = {}
    for photo in assessment.sites.of_kind(Photo):
        picture, view = thumbnails.shown.get(photo.id), view_of(photo)
        said: dict[str, Any] = {
            "picture": picture and [picture.address, picture.width, picture.height],
            "without": thumbnails.left_out.get(photo.id),
            "view": view and [round(view.azimuth_deg, 1), view.half_width_deg],
            "assumed": view and view.assumed,
            "distances": far.get(photo.id),
        }
        found[photo.id] = {name: value for name, value in said.items() if value}
    return found


def _parts(area: Any, middle: float) -> Any:
    return [] if area.is_empty else shapely.get_parts(_turned(area, middle))


def _rings(polygon: Any) -> list[Any]:
    return [polygon.exterior, *polygon.interiors]


_DATED: dict[type[Record], str] = {
    FragmentSite: "found_on",
    StrikeReport: "struck_on",
    ReportedZone: "valid",
    Photo: "taken_at",
    Claim: "claimed_on",
    Source: "published_on",
}


def _dates(sites: Sites) -> list[str] | None:
    """First and last day that the records' dates allow."""
    texts = {one.text: one for kind, name in _DATED.items() for one in map(attrgetter(name), sites.of_kind(kind)) if one}
    dates = texts.values()  # many records share few dates
    return [min(one.first for one in dates).isoformat(), max(one.last for one in dates).isoformat()] if dates else None


def _table(rows: Sequence[dict[str, Any]]) -> Columns:
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


def _fill_columns(kind: type[Record], records: Sequence[Record]) -> Columns:
    """The properties of records as they stand in the file; a column in which nothing stands is left out."""
    columns: Columns = {"id": [record.id for record in records]}
    said = set(chain.from_iterable(map(vars, records)))
    for fact in facts_of(kind):
        if fact.attribute not in said:
            continue
        column = list(map(attrgetter(fact.attribute), records))
        if kind.properties[fact.name].reader is TRUTH:
            column = [value if fact.is_said(one) else None for one, value in zip(records, column, strict=True)]
        if not column or (column[0] in (None, ()) and column.count(column[0]) == len(column)):
            continue
        plain = _PLAIN.get(type(next(value for value in column if value is not None)))
        columns[fact.name] = [value if value is None else plain(value) for value in column] if plain else column
    for name in _own_names(records):
        own = [dict(one.custom).get(name) for one in records]
        columns[name] = [_PLAIN[Number](value) if isinstance(value, Number) else value for value in own]
    return columns


def _own_names(records: Sequence[Record]) -> list[str]:
    """The names of the user's own properties, in the order in which they come."""
    return list(dict.fromkeys(name for one in records if one.custom for name, _ in one.custom))


def _listed(kind: type[Record], records: Sequence[Record], names: Callable[[str], str]) -> list[dict[str, Any]]:
    """The facts of a kind in the order in which they are shown; last the properties of the user's own."""
    listed: list[dict[str, Any]] = [
        {"name": fact.name, "label": fact.label, "unit": fact.unit, "remark": fact.remark} for fact in _facts_of(kind)
    ]
    for one in listed:
        if one["name"] == "zone_type":
            one["words"] = {zone_type.value: [name, ZONE_SENTENCES[zone_type]] for zone_type, name in ZONE_NAMES.items()}
        if one["name"] in properties_with(FieldType.DATE):
            one["dated"] = True
        if one["name"] in _CHOICES:
            one["words"] = {choice.value: [name, None] for choice, name in CHOICE_NAMES[_CHOICES[one["name"]]].items()}
        if one["name"] == "offset_from":
            origins = dict.fromkeys(one.offset_from for one in records if isinstance(one, Located) and one.offset_from)
            one["names"] = {origin: names(origin) for origin in origins}
        if one["name"] == "shows":
            shown = dict.fromkeys(target for one in records if isinstance(one, Photo) for target in one.shows)
            one["names"] = {target: names(target) for target in shown}
    own = ({"name": name, "label": custom_label(name), "unit": "", "remark": ""} for name in _own_names(records))
    return [*listed, *own]


@cache
def _facts_of(kind: type[Record]) -> tuple[Fact, ...]:
    """The properties of a kind that are listed with their labels."""
    return tuple(fact for fact in facts_of(kind) if fact.slot is Slot.FACT)


@cache
def texts_of(kind: type[Record]) -> frozenset[str]:
    """The page's own words for a kind: the labels and remarks of its properties, and what their values are called."""
    listed = _listed(kind, (), str)
    found = {text for one in listed for text in (one["label"], one["remark"])}
    found |= {text for one in listed for words in one.get("words", {}).values() for text in words if text}
    return frozenset(found | ({*REASONS, NO_NORTH, NO_WIDTH} if kind is Photo else set()))


_CHOICES = {"accident": Accident, "taken_at_basis": TimeBasis, "position_basis": PositionBasis}
"""The properties whose value is one of a few words, each with a name."""
_PLAIN: dict[type, Callable[[Any], Any]] = {
    Number: lambda number: int(number) if number.is_integer() else float(number),
    Dates: lambda dates: dates.text,
    Direction: lambda direction: direction.text,
    Distance: lambda distance: distance.text,
    PrintedOffset: lambda offset: offset.text,
}
"""How the values of a column become JSON; a column holds values of one type."""


def _located(records: Sequence[Located]) -> PackedColumns:
    """The columns of records with a place, and where each was judged to be."""
    if not records:
        return {"id": []}
    columns = _fill_columns(type(records[0]), records)
    positions = [record.drawn for record in records]
    columns["lat_deg"] = [position and position.lat_deg for position in positions]
    columns["lon_deg"] = [position and position.lon_deg for position in positions]
    known = list(map(_known_m, records))
    rounded = {metres: None if metres is None else round(metres, 4) for metres in set(known)}  # many share few figures
    columns["known_m"] = [rounded[metres] for metres in known]
    polygons = [record.polygon for record in records]
    if any(polygons):
        columns["polygon"] = polygons
    return {name: _packed(values) if len(values) >= _PACKED_FROM else values for name, values in columns.items()}


_PACKED_FROM, _PIECE = 1_000, 1_000
"""Tables with so many rows have their texts in pieces of so many, which the page need not parse before it is used."""
_NEXT, _ALSO = "\x7f", "\x80"
"""Stand between the texts of a piece, and between those of a list: signs that JSON writes as they are."""


def _packed(values: list[Any]) -> list[Any] | dict[str, Any]:
    """A column of texts, or of lists of texts, in pieces; as it is if its values are others, empty, or hold those signs."""
    types = {type(value) for value in values} - {type(None)}
    lists = types == {tuple}
    texts = list(chain.from_iterable(filter(None, values))) if lists else [value for value in values if value is not None]
    if not all(issubclass(one, str) for one in ({type(text) for text in texts} if lists else types)) or not all(texts):
        return values
    joined = "".join(texts)
    if _NEXT in joined or _ALSO in joined:
        return values
    rows = [_ALSO.join(value or ()) for value in values] if lists else [value or "" for value in values]
    pieces = [_NEXT.join(rows[start : start + _PIECE]) for start in range(0, len(rows), _PIECE)]
    return {"pieces": pieces, "rows": _PIECE, "length": len(values), "lists": lists}


def _known_m(record: Located) -> float | None:
    if isinstance(record, ReportedZone):
        return record.known_m
    return None if record.position is None else record.position.uncertainty_m


def _sources(sources: Sequence[Source], names: Names) -> Columns:
    columns = _fill_columns(Source, sources)
    columns["facts"] = [_said(source, names) for source in sources]
    return columns


_FactText = tuple[str, str | bool | float, bool | Literal["dates"] | dict[str, str], str]
"""A label, what is said, whether that is a word of ours, which has a translation, a date, or a name in a language, and the
name of the property in the file."""


def _said(record: Record, names: Names) -> list[_FactText]:
    """The facts of a record with their labels; what is true or false, and metres, are put into the reader's language there."""
    references = record.references()
    said = [_said_of(fact, record, references, names) for fact in _facts_of(type(record)) if fact.is_said(record)]
    own = [_said_of_custom(name, value) for name, value in record.custom]
    return [*said, *own]


def _said_of_custom(name: str, value: Any) -> _FactText:
    if name.startswith(NAME_PREFIX):
        return custom_label(name), str(value), {"lang": name.removeprefix(NAME_PREFIX)}, name
    return custom_label(name), value if isinstance(value, bool) else in_words(value), False, name


def _said_of(fact: Fact, record: Record, references: Mapping[str, tuple[str, ...]], names: Names) -> _FactText:
    value = getattr(record, fact.attribute)
    if ids := references.get(fact.name):
        return fact.label, ", ".join(map(names, ids)), False, fact.name
    if fact.name == "attribute":
        return fact.label, value.replace("_", " "), False, fact.name
    if isinstance(value, bool):
        return fact.label, value, False, fact.name
    if isinstance(value, Number) and fact.unit == "m" and not fact.remark:
        return fact.label, float(value), False, fact.name
    if isinstance(value, Dates):
        return fact.label, value.text, "dates", fact.name
    return fact.label, fact.in_words(record), isinstance(value, Modifier), fact.name


def _put(claim: Claim) -> str | None:
    """How the words around a claimed number of metres come about that no source printed; None where they were typed."""
    if not isinstance(claim, DistanceClaim | WithinClaim) or claim.published_distance or claim.distance_m is None:
        return None
    if isinstance(claim, WithinClaim):
        return Modifier.AT_MOST.value
    return claim.modifier.value if claim.modifier else "plain"


def _finding(finding: Finding, sites: Sites, names: Names) -> dict[str, Any]:
    claim = sites[finding.claim]
    assert isinstance(claim, Claim)  # noqa: S101  # findings are made from claims alone
    ends, about = claim.ends, [sites[one] for ids in claim.references().values() for one in ids]
    multiple = gap_multiple(finding)
    return {
        **wire.finding(finding),
        "label": sites.label(claim),
        "named": claim.name is not None,
        "multiple": None if multiple is None or math.isinf(multiple) else multiple,
        "claimed_by": claim.claimed_by,
        "claimed_on": claim.claimed_on and claim.claimed_on.text,
        "quote": claim.quote,
        "language": claim.language,
        "unit": finding.claimed.unit,
        "note": claim.note,
        "claim_sources": claim.sources,
        "position_sources": finding.provenance.positions,
        "only_sources": _only_sources(finding, about),
        "ties": finding.provenance.sentence if finding.independent is False else None,
        "from": ends[0],
        "to": ends[1],
        "about": [one.id for one in about] if isinstance(claim, ArrivalClaim | AttributeClaim) else None,
        "opposed": [names(one) for one in finding.opposed] or None,
        "attribute": claim.attribute if isinstance(claim, AttributeClaim) else None,
        "facts": _said(claim, names),
        "put": _put(claim),
    }


def _only_sources(finding: Finding, about: Sequence[Record]) -> list[str]:
    """The sources that are the only one of a position that was measured."""
    if finding.measured is None:
        return []
    return list(dict.fromkeys(record.sources[0] for record in about if len(record.sources) == 1))

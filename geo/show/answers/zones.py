"""The zones of a file as a list, for people and for programs: how large, where they overlap, what lies inside."""

from __future__ import annotations

from functools import partial
from textwrap import fill
from typing import TYPE_CHECKING

from geo.earth.quantities import count_text, plural, square_metres
from geo.judge.zones.combined_area import Covered, intersect_zones, unite_zones
from geo.judge.zones.membership import MOST_HELD
from geo.judge.zones.zone import Edge, Overlap, Zone, ZoneKind, ZonePair
from geo.record.escape import printable
from geo.record.kinds import Located
from geo.show.answers import json_form as wire
from geo.show.answers.distance import describe_extent, pair_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.judge.assessment import Assessment
    from geo.judge.zones.membership import Members

WIDTH = 100
MOST_NAMED = 10
_AREAS = "at least {certain}, as reported {nominal}, at most {possible}"


def zones_json(assessment: Assessment) -> wire.Json:
    """What `geo zones --format json` gives; areas are square metres on the ellipsoid, at each of the three edges."""
    held = [_held(members) for members in assessment.memberships()]
    left_out = len(assessment.zones) - len(held)
    return {
        "file": assessment.sites.path,
        "sha256": assessment.sites.sha256,
        "zones": held,
        **({"zones_left_out": left_out} if left_out else {}),
        **({"not_compared": list(unknown)} if (unknown := _of_unknown_error(assessment)) else {}),
        "zone_pairs": [
            {**wire.zone_pair(pair), "overlap_area_m2": _areas_m2(partial(intersect_zones, *pair.zones))}
            for pair in assessment.zone_pairs
        ],
        "unions": [
            {"kind": kind.value, "zones": len(zones), "area_m2": _areas_m2(partial(unite_zones, zones))}
            for kind, zones in _by_kind(assessment)
        ],
    }


def zones_text(assessment: Assessment) -> str:
    """What `geo zones` prints, wrapped at 100 columns, with a final newline."""
    return "".join(f"{line}\n" for line in _lines(assessment))


def _lines(assessment: Assessment) -> Iterator[str]:
    count = len(assessment.zones)
    yield _line(f"{assessment.sites.path}: {plural(count, 'zone')}.", "", "")
    looked_into = 0
    for looked_into, members in enumerate(assessment.memberships(), 1):  # noqa: B007  # how many there were
        yield from _zone(members)
    if left_out := count - looked_into:
        yield _line(
            f"Not checked: {plural(left_out, 'more zone')}, since those above hold {count_text(MOST_HELD)} records in total.",
            "",
            "",
        )
    if count and (unknown := _of_unknown_error(assessment)):
        why = "nothing says how far off the cameras are that give their positions"
        yield from ("", _line(f"Not compared with any zone, since {why}: {_named(unknown)}.", "", ""))
    if assessment.zone_pairs:
        yield from ("", "Between zones")
        yield from map(_pair, assessment.zone_pairs)
    elif count > assessment.limits.zones_paired:
        yield from ("", f"Between zones: not measured, since there are more than {assessment.limits.zones_paired}.")
    together = [(kind, zones) for kind, zones in _by_kind(assessment) if len(zones) > 1]
    if together:
        yield from ("", "Together")
    for kind, zones in together:
        yield _line(f"{count_text(len(zones))} zones ({kind}) cover {_format_areas(partial(unite_zones, zones))}.", "* ")


def _of_unknown_error(assessment: Assessment) -> tuple[str, ...]:
    """Ids of the records that are drawn at a place, and are in no zone and outside of none."""
    return tuple(one.id for one in assessment.sites.of_kind(Located) if one.unjudged)


def _zone(members: Members) -> Iterator[str]:
    zone = members.zone
    yield ""
    yield _line(f"{zone.name}: {describe_extent(zone)}", "* ")
    what = "as reported" if zone.shape else "in the circle that it may turn in" if zone.turns else "at the reported radius"
    yield _line(f"{square_metres(zone.area_m2)} {what}. {zone.warning}")
    yield _line(f"Basis: {zone.basis or 'none given'}. Sources: {', '.join(zone.sources) or 'none given'}.")
    others = "the 1 other" if members.outside == 1 else f"all {count_text(members.outside)} others"
    rest = f"{others} with a position" if members.outside else "none"
    yield _line(f"Inside: {_named(members.inside)}. Possibly inside: {_named(members.possibly)}. Outside: {rest}.")


def _pair(pair: ZonePair) -> str:
    text = pair_text(pair)
    if pair.overlap is not Overlap.APART:
        text += f" In common: {_format_areas(partial(intersect_zones, *pair.zones))}."
    return _line(text, "* ")


def _by_kind(assessment: Assessment) -> list[tuple[ZoneKind, list[Zone]]]:
    """Zones of one kind, since the combined area of a lethal radius and a range means nothing."""
    groups = [(kind, [zone for zone in assessment.zones if zone.kind is kind]) for kind in ZoneKind]
    return [(kind, zones) for kind, zones in groups if zones]


def _held(members: Members) -> wire.Json:
    return {
        **wire.zone(members.zone),
        "area_m2": members.zone.area_m2,
        "inside": list(members.inside),
        "possibly_inside": list(members.possibly),
        "outside_count": members.outside,
    }


def _areas_m2(covered: Callable[[Edge], Covered]) -> dict[str, float]:
    return {edge.value: covered(edge).area_m2 for edge in Edge}


def _format_areas(covered: Callable[[Edge], Covered]) -> str:
    return _AREAS.format(**{edge: square_metres(area) for edge, area in _areas_m2(covered).items()})


def _named(ids: tuple[str, ...]) -> str:
    more = f" and {count_text(len(ids) - MOST_NAMED)} more" if len(ids) > MOST_NAMED else ""
    return f"{', '.join(ids[:MOST_NAMED])}{more}" if ids else "none"


def _line(text: str, first: str = "  ", then: str = "  ") -> str:
    return fill(
        printable(text), WIDTH, initial_indent=first, subsequent_indent=then, break_on_hyphens=False, break_long_words=False
    )

"""What an investigator asks next of a claim or a site, as the JSON that others build on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.judge.conflict import Conflicts
    from geo.judge.locus import Locus
    from geo.judge.margin import Margin, Term
    from geo.judge.slip import Slip, Slips
    from geo.show.wire import Json


def slips(found: Slips, *, every: bool = False) -> Json:
    """What `geo slips` gives; with `every`, all that were tried, those first that leave least unexplained."""
    return {
        "claim": found.claim,
        "explaining": [_slip(one) for one in found.explaining],
        "nearest": found.nearest and _slip(found.nearest),
        "tried": len(found.candidates),
        **({"candidates": [_slip(one) for one in found.candidates]} if every else {}),
    }


def _slip(one: Slip) -> Json:
    return {
        "record": one.record,
        "text": one.text,
        "change": one.change.value,
        "distance_m": one.distance_m,
        "gap_m": one.gap_m,
    }


def margin(one: Margin) -> Json:
    """What `geo margin` gives."""
    return {
        "claim": one.claim,
        "verdict": one.verdict.value,
        "joint_m": one.joint_m,
        "each_m": one.each_m,
        "one_m": one.one_m,
        "north_turns": one.north_turns,
        "to_figure_m": one.to_figure_m,
        "unexplained_m": one.unexplained_m,
        "spare_m": one.spare_m,
        "decided_below_m": one.decided_below_m,
        "decided_as": one.decided_as and one.decided_as.value,
        "printed": one.printed,
        "dominates": one.terms[0].what if one.terms else None,
        "terms": [_term(term) for term in one.terms],
    }


def _term(one: Term) -> Json:
    return {"record": one.record, "what": one.what, "size_m": one.size_m}


def locus(one: Locus) -> Json:
    """What `geo locate` gives."""
    return {
        "site": one.site,
        "feasible": one.is_feasible,
        "area_m2": one.area_m2,
        "bbox": one.bbox and list(one.bbox),
        "geometry": one.geometry and one.geometry.__geo_interface__,
        "claims": list(one.claims),
        "answer": one.answer.value,
        "bounded": one.is_bounded,
        "off_m": one.off_m,
    }


def locus_feature(one: Locus) -> Json:
    """The area as a GeoJSON feature, for other tools."""
    found = locus(one)
    return {
        "type": "Feature",
        "id": one.site,
        "bbox": found.pop("bbox"),
        "geometry": found.pop("geometry"),
        "properties": found,
    }


def conflicts(found: Conflicts) -> Json:
    """What `geo conflicts` gives."""
    return {
        "sets": [list(ids) for ids in found.sets],
        "undecided": [{"claims": list(one.claims), "limit": one.limit.value} for one in found.undecided],
        **({"not_smallest": [list(ids) for ids in found.sets if ids in found.not_smallest]} if found.not_smallest else {}),
    }

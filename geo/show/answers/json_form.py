"""The JSON that other programs build on: stable names, one function for each thing."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from geo.earth.direction import compass_word
from geo.record.escape import json_escaped
from geo.record.json_file.parse import Number
from geo.record.kinds import ArrivalClaim

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.earth.datum import Shift
    from geo.earth.notation.printed_box import BoxDistance
    from geo.earth.position import Position
    from geo.judge.diff import Difference, FindingChange, Move, RecordChange, Value
    from geo.judge.verdict.finding import Finding
    from geo.judge.verdict.measurement import Measurement
    from geo.judge.zones.zone import Zone, ZonePair
    from geo.record.edit.edit import Edit
    from geo.record.kinds import Record
    from geo.record.problems import Problem

Json = dict[str, Any]


def to_text(value: Json) -> str:
    """JSON text with a final newline; what steers a terminal, and lone surrogates, are escaped."""
    return json_escaped(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)) + "\n"


def problem(one: Problem) -> Json:
    """A problem."""
    return {
        "file": one.file,
        "line": one.line,
        "column": one.column,
        "severity": one.severity.value,
        "id": one.id,
        "message": one.message,
        "code": one.code,
    }


def measurement(one: Measurement) -> Json:
    """A measurement, as `geo distance` gives it."""
    return {
        "distance_m": one.distance_m,
        "low_m": one.low_m,
        "high_m": one.high_m,
        "forward_azimuth_deg": one.forward_azimuth_deg,
        "back_azimuth_deg": one.back_azimuth_deg,
        "azimuth_half_width_deg": one.azimuth_half_width_deg,
    }


def boxes(one: BoxDistance | None) -> Json:
    """What the printed digits alone allow; null where an end has no such box."""
    return {"box_low_m": one and one.low_m, "box_high_m": one and one.high_m}


def shifts(ways: Sequence[Shift]) -> Json:
    """How positions were converted from other datums to WGS 84; nothing where none were."""
    said = [{"datum": one.datum, "operation": one.operation, "accuracy_m": one.accuracy_m} for one in ways]
    return {"datums": said} if said else {}


def finding(one: Finding) -> Json:
    """A finding; `null` stands for a figure that it does not have, and for "at least" as an upper end."""
    measured, claimed = one.measured, one.claimed
    return {
        "claim": one.claim,
        "kind": one.kind,
        "verdict": one.verdict.value,
        "measured": measured
        and {
            "distance_m": measured.distance_m,
            "low_m": measured.low_m,
            "high_m": measured.high_m,
            "azimuth_deg": measured.forward_azimuth_deg,
            "azimuth_half_width_deg": measured.azimuth_half_width_deg,
        },
        "claimed": {
            "text": claimed.text,
            "distance_m": claimed.distance_m,
            "low_m": claimed.low_m,
            "agrees_low_m": claimed.agrees_low_m,
            "agrees_high_m": _finite(claimed.agrees_high_m),
            "high_m": _finite(claimed.high_m),
            "azimuth_deg": claimed.azimuth_deg,
            "azimuth_half_width_deg": claimed.half_width_deg,
            "azimuth_limit_deg": claimed.limit_deg,
            "axis": claimed.axis,
            "value": claimed.value,
        },
        "gap_m": one.gap_m,
        "gap_deg": one.gap_deg,
        **({"opposed": list(one.opposed)} if one.kind == ArrivalClaim.kind else {}),
        "explanation": one.explanation,
        "sources": list(one.sources),
        "independent": one.independent,
    }


def _finite(value: float | None) -> float | None:
    return None if value is None or math.isinf(value) else value


def zone(one: Zone) -> Json:
    """A zone; its strike is `null` if it does not belong to a strike report, and so are radii of what is no circle."""
    return {
        "kind": one.kind.value,
        "around": one.around,
        "name": one.name,
        "strike": one.strike,
        "claim": one.claim,
        "longitude_deg": one.center.lon_deg,
        "latitude_deg": one.center.lat_deg,
        "radius_m": None if one.shape else one.radius_m,
        "certain_m": None if one.shape else one.certain_m,
        "possible_m": None if one.shape else one.possible_m,
        "extent": one.radius_text,
        "basis": one.basis,
        "warning": one.warning,
        "sources": list(one.sources),
    }


def zone_pair(one: ZonePair) -> Json:
    """Two zones and the gap between them."""
    return {
        "zones": [each.name for each in one.zones],
        "strikes": list(one.strikes),
        "gap_m": one.gap_m,
        "overlap": one.overlap.value,
    }


def difference(one: Difference) -> Json:
    """What `geo diff` gives; a number is given by its digits as typed, which say how well it is known."""
    sides = {"old": one.old.sites, "new": one.new.sites}
    return {
        **{side: {"file": sites.path, "sha256": sites.sha256, "name": sites.name} for side, sites in sides.items()},
        "added": [_record(record) for record in one.added],
        "removed": [_record(record) for record in one.removed],
        "changed": [_changed(change) for change in one.changed],
        "reordered": list(one.reordered),
        "verdicts": [_found(pair) for pair in one.verdicts],
        "figures": [_found(pair) for pair in one.figures],
    }


def _record(record: Record) -> Json:
    return {"id": record.id, "kind": record.kind, "name": record.name}


def _changed(change: RecordChange) -> Json:
    return {
        **_record(change.new),
        "properties": [{"property": one.name, "old": _typed(one.old), "new": _typed(one.new)} for one in change.properties],
        "moved": change.move and _moved(change.move),
        "outline_changed": change.outline_changed,
    }


def _typed(value: Value) -> object:
    if isinstance(value, Number):
        return value.digits
    return list(value) if isinstance(value, tuple) else value


def _moved(move: Move) -> Json:
    measured = move.measured
    azimuth = measured.forward_azimuth_deg if measured and measured.distance_m else None  # none where it stayed
    return {
        "distance_m": measured and measured.distance_m,
        "azimuth_deg": azimuth,
        "direction": None if azimuth is None else compass_word(azimuth),
        "within_uncertainty": measured and measured.azimuth_half_width_deg is None,
        "old": move.old and _position(move.old),
        "new": move.new and _position(move.new),
    }


def _position(one: Position) -> Json:
    return {"longitude_deg": one.lon_deg, "latitude_deg": one.lat_deg, "uncertainty_m": one.uncertainty_m}


def _found(pair: FindingChange) -> Json:
    return {
        "claim": pair.claim,
        "old": pair.old and pair.old.verdict.value,
        "new": pair.new and pair.new.verdict.value,
        "old_explanation": pair.old and pair.old.explanation,
        "new_explanation": pair.new and pair.new.explanation,
    }


def edit(one: Edit, *, written: bool) -> Json:
    """What `geo fmt` does to a file, or would do."""
    return {
        "file": one.original.path,
        "changed": one.changed,
        "written": written,
        "repairs": list(one.repairs),
        "problems": [problem(each) for each in one.problems],
    }


def refused(file: str, problems: Iterable[Problem]) -> Json:
    """A file that `geo fmt` or `geo add` leaves unchanged, and why."""
    return {"file": file, "changed": False, "written": False, "repairs": [], "problems": [problem(one) for one in problems]}

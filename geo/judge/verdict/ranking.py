"""Orders findings for readers: contradicted claims first, the widest gap for its uncertainty first."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geo.judge.verdict.interval import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.judge.verdict.finding import Finding

_ORDER = (Verdict.CONTRADICTED, Verdict.COMPATIBLE, Verdict.AGREES, Verdict.UNTESTABLE)


def gap_multiple(finding: Finding) -> float | None:
    """How many times as wide as all uncertainty the gap of a contradicted claim is.

    The uncertainty is half of what was measured and half of what the claim allows: in metres the halves of both
    intervals (none for a bound such as "at most 300 m"), in degrees both half-widths. None where the claim is not
    contradicted; infinite where nothing is uncertain.
    """
    measured, claimed = finding.measured, finding.claimed
    if finding.verdict is not Verdict.CONTRADICTED or measured is None:
        return None
    if finding.gap_m is not None:
        low, high = claimed.low_m or 0.0, claimed.high_m
        allowed = 0.0 if high is None or low == 0 or math.isinf(high) else (high - low) / 2
        gap, room = finding.gap_m, (measured.high_m - measured.low_m) / 2 + allowed
    else:
        gap, room = finding.gap_deg or 0.0, (measured.azimuth_half_width_deg or 0.0) + (claimed.limit_deg or 0.0)
    return gap / room if room > 0 else math.inf


def rank_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Put contradicted claims first, by `gap_multiple`; then what may hold, what agrees and what cannot be tested.

    Findings that nothing else parts stay in the order of the file.
    """
    return sorted(findings, key=lambda one: (_ORDER.index(one.verdict), -(gap_multiple(one) or 0.0)))

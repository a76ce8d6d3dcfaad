"""The figures of a finding as cells of a table: measured, claimed, and the gap between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.earth.quantities import degrees, stated_interval
from geo.record.attributes import append_unit, attribute_words
from geo.record.kinds import AttributeClaim
from geo.show.answers.claim_words import NONE, claimed_distance
from geo.show.report.blocks import Table

if TYPE_CHECKING:
    from geo.judge.verdict.finding import Claimed, Finding
    from geo.judge.verdict.measurement import Measurement
    from geo.record.sites import Sites


def make_figures_table(sites: Sites, finding: Finding) -> Table:
    """Measured and claimed figures, each with its interval, and the gap between the intervals."""
    claim, claimed, measured = sites[finding.claim], finding.claimed, finding.measured
    distance, azimuth = _measured(measured, finding) if measured else ((NONE, NONE), (NONE, NONE))
    if isinstance(claim, AttributeClaim):
        value = append_unit(claimed.value, claim.attribute) if claimed.value else NONE
        row = ("Claimed", value, f"{attribute_words(claim.attribute)[0]} of {', '.join(claim.about)}")
        return Table(("", "Value", "What it is about"), (row,), (0.3, 0.3, 0.4))
    rows: list[tuple[str, str, str]] = []
    if claimed.azimuth_deg is not None:
        rows.append(("Measured azimuth", *azimuth))
        rows.append(("Claimed azimuth", _azimuths(claimed), _sector(claimed)))
    else:
        rows.append(("Measured distance", *distance))
        rows.append(("Claimed distance", claimed_distance(claimed), _span(claimed)))
    if finding.gap_m is not None:
        rows.append(("Gap", finding.scale.length(finding.gap_m), "beyond what the claimed figure allows"))
    if finding.gap_deg is not None:
        rows.append(("Gap", degrees(finding.gap_deg), "beyond what the claimed direction allows"))
    if measured and claimed.azimuth_deg is not None:
        rows.append(("Distance apart", *distance))
    elif measured and measured.azimuth_half_width_deg is not None:
        rows.append(("Azimuth, first to second", *azimuth))
    return Table(("", "Value", "Interval"), tuple(rows), (0.28, 0.2, 0.52))


def key_figures(sites: Sites, finding: Finding) -> tuple[str, str, str]:
    """What was measured, what was claimed, and the gap, each as a cell."""
    claim, claimed, measured = sites[finding.claim], finding.claimed, finding.measured
    gap = finding.scale.length(finding.gap_m) if finding.gap_m is not None else NONE
    gap = degrees(finding.gap_deg) if finding.gap_deg is not None else gap
    if isinstance(claim, AttributeClaim):
        return NONE, append_unit(claimed.value, claim.attribute) if claimed.value else NONE, gap
    (distance, _), (azimuth, _) = _measured(measured, finding) if measured else ((NONE, NONE), (NONE, NONE))
    return (distance, claimed_distance(claimed), gap) if claimed.azimuth_deg is None else (azimuth, _azimuths(claimed), gap)


def _azimuths(claimed: Claimed) -> str:
    """The claimed azimuth, and the opposite one where that may be meant too."""
    azimuth = claimed.azimuth_deg or 0.0
    ends = [azimuth, (azimuth + 180) % 360] if claimed.axis else [azimuth]
    return " or ".join(f"{one:g}°" for one in ends)


def _sector(claimed: Claimed) -> str:
    if claimed.half_width_deg is None or claimed.limit_deg is None:
        return "no tolerance stated"
    return f"± {claimed.half_width_deg:g}°, contradicted beyond ± {claimed.limit_deg:g}°"


def _measured(one: Measurement, finding: Finding) -> tuple[tuple[str, str], tuple[str, str]]:
    """Distance and azimuth, each with its interval."""
    width = one.azimuth_half_width_deg
    turn = "any direction is possible" if width is None else f"± {degrees(width)}"
    scale = finding.scale
    return (scale.length(one.distance_m), scale.interval(one.low_m, one.high_m)), (f"{one.forward_azimuth_deg:.1f}°", turn)


def _span(claimed: Claimed) -> str:
    if claimed.low_m is None or not claimed.high_m:
        return NONE
    return stated_interval(claimed.low_m, claimed.high_m, claimed.unit)

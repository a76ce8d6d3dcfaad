"""The static map: positions on paper, true to shape and scale, with what was measured and claimed between them."""

from __future__ import annotations

import math
from itertools import compress
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.earth.direction import compass_word
from geo.earth.geodesy import inverse
from geo.earth.quantities import count_text, metres, plural
from geo.judge.verdict.finding import Finding
from geo.judge.verdict.interval import Verdict
from geo.judge.zones.zone import Edge, ZoneKind
from geo.record.kinds import KIND_NAMES, Claim, FragmentSite, Located, PairClaim, Photo, Place, ReportedZone, StrikeReport
from geo.show.answers.claim_words import claimed_distance
from geo.show.report.blocks import Picture
from geo.show.report.chart.frame import CircleToShow, Frame, frame_around
from geo.show.report.chart.sheet import DPI, NARROW, WIDE, Curve, Paper, Sheet, settings
from geo.show.report.fonts import DEJAVU, SERIF, Fonts
from geo.show.report.letters import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.earth.position import Position
    from geo.judge.assessment import Assessment
    from geo.judge.zones.zone import Zone

MOST_NAMED = 150
"""Beyond this many positions the map shows symbols alone."""
FARTHEST_M = 50_000
"""A zone wider than this, such as a reported range, would make all else a speck: it is named and not drawn."""
_LONGEST_NAME = 60
_MOST_AT_ONE_PLACE = 4
_SYMBOLS: dict[type[Located], dict[str, Any]] = {
    Place: {"marker": "s", "s": 26, "facecolors": "sheet", "edgecolors": "place", "linewidths": 1.5},
    ReportedZone: {"marker": "h", "s": 34, "facecolors": "sheet", "edgecolors": "zone", "linewidths": 1.5},
    Photo: {"marker": "^", "s": 34, "facecolors": "sheet", "edgecolors": "photo", "linewidths": 1.5},
    StrikeReport: {"marker": (8, 1, 0), "s": 190, "facecolors": "sheet", "edgecolors": "strike", "linewidths": 1.2},
    FragmentSite: {"marker": "D", "s": 26, "facecolors": "fragment", "edgecolors": "sheet", "linewidths": 0.8},
}
"""Each kind by a shape and a colour, in the order in which they are drawn."""
_LINES = {
    Verdict.CONTRADICTED: {"color": "contradiction", "linewidth": 1.8},
    Verdict.COMPATIBLE: {"color": "ink", "linewidth": 1.2, "linestyle": (0, (6, 2))},
    Verdict.AGREES: {"color": "ink", "linewidth": 1.2},
}
_ZONE_LOOK = {"color": "strike", "linewidth": 0.9, "linestyle": (0, (5, 3))}
_REPORTED_LOOK = {"color": "zone", "linewidth": 1.2}
_REPORTED_EDGE_LOOK = {"color": "zone", "linewidth": 0.6, "linestyle": (0, (3, 3))}
_RING_LOOK = {"color": "contradiction", "linewidth": 0.9, "linestyle": (0, (1.2, 1.8))}
_LOCUS_LOOK = {"color": "contradiction", "linewidth": 3.2}
_SPREAD_LOOK = {"color": "place", "linewidth": 0.8, "linestyle": (0, (0.8, 3))}
_OUTLINE_LOOK = {"color": "place", "linewidth": 0.8}


def draw_chart(assessment: Assessment, paper: Paper = WIDE, fonts: Fonts = DEJAVU) -> Picture | None:
    """The map of an assessment, with its caption; None where no record has a position."""
    frame = frame_of(assessment, paper)
    if frame is None:
        return None
    with settings():
        chart = _Chart(assessment, frame, paper, fonts)
    return Picture(
        f"Map of {assessment.sites.title}. It shows {chart.content()}.",
        " ".join(chart.sentences()),
        lambda: chart.sheet.saved("svg"),
        lambda: chart.sheet.saved("png"),
        round(paper.width_in * DPI),
        round(paper.height_in * DPI),
        lambda: draw_chart(assessment, NARROW, fonts),
    )


def frame_of(assessment: Assessment, paper: Paper = WIDE) -> Frame | None:
    """What part of the Earth the map shows; None where no record has a position."""
    return frame_around(_reaches(assessment), paper.ratio)


def _reaches(assessment: Assessment) -> list[CircleToShow]:
    """What the map is about: sites and strikes, what claims tie to them, zones, and rings; else the places."""
    sites = assessment.sites
    tied = {one for claim in sites.of_kind(Claim) for ids in claim.references().values() for one in ids}
    placed = [record for record in sites.of_kind(Located) if record.drawn]
    zones = {zone.around for zone in assessment.zones if not zone.kind.is_around}  # whose reach is counted below
    placed = [record for record in placed if record.id not in zones] or placed
    shown = [record for record in placed if not isinstance(record, Place) or record.id in tied] or placed
    reaches = [CircleToShow(record.drawn, record.drawn.uncertainty_m) for record in shown if record.drawn]
    reaches += [CircleToShow(zone.center, zone.possible_m) for zone in assessment.zones if zone.radius_m <= FARTHEST_M]
    return reaches + [CircleToShow(at, high) for _, _, at, _, high in _rings(assessment)]


def _rings(assessment: Assessment) -> Iterator[tuple[Finding, Located, Position, float, float]]:
    """The ring for the other end of a contradicted or untestable distance claim: from and to in metres."""
    for finding in assessment.findings:
        claim, high = assessment.sites[finding.claim], finding.claimed.high_m
        if not isinstance(claim, PairClaim) or high is None or math.isinf(high):
            continue
        if finding.verdict in (Verdict.CONTRADICTED, Verdict.UNTESTABLE):
            for anchor in (assessment.sites[claim.from_], assessment.sites[claim.to]):
                if isinstance(anchor, Located) and anchor.position:
                    known = anchor.position.uncertainty_m
                    yield finding, anchor, anchor.position, max(0.0, (finding.claimed.low_m or 0.0) - known), high + known
                    break


class _Chart:
    """What an assessment puts on a sheet."""

    def __init__(self, assessment: Assessment, frame: Frame, paper: Paper = WIDE, fonts: Fonts = DEJAVU) -> None:
        self.assessment, self.frame, self.fonts = assessment, frame, fonts
        self.sheet = Sheet(frame, paper, fonts)
        placed = [(record, record.drawn) for record in assessment.sites.of_kind(Located) if record.drawn]
        held = frame.holds(np.array([at.lon_deg for _, at in placed]), np.array([at.lat_deg for _, at in placed]))
        self.shown = list(compress(placed, held))
        self.outside = list(compress(placed, ~held))
        self.named = len(self.shown) <= MOST_NAMED
        self._symbols()
        if self.named:
            self._names()
            if frame.local:
                self._lines()
                self._zones()
                self._claimed_rings()
                self._loci()
                self._spreads()
        self.sheet.finish()

    def content(self) -> str:
        """How many records of each kind the map shows."""
        counts = ((sum(isinstance(one, kind) for one, _ in self.shown), KIND_NAMES[kind]) for kind in reversed(_SYMBOLS))
        return ", ".join(plural(count, name.lower()) for count, name in counts if count)

    def sentences(self) -> Iterator[str]:
        """The caption: how the map was made, and what is not on it."""
        frame, left_out = self.frame, self.sheet.labels.left_out
        if frame.local:
            yield (
                f"Azimuthal equidistant projection of WGS 84 around latitude {frame.lat_deg:.4f}, longitude {frame.lon_deg:.4f}; "
                f"lengths are distorted by at most {max(frame.stretch * 100, 0.01):.2g} %."
            )
        else:
            yield "The positions lie too far apart for one scale: plain longitude and latitude, without circles and lines."
        if frame.local and self.named:
            yield from dict.fromkeys(zone.warning for zone in self.assessment.zones if zone.radius_m <= FARTHEST_M)
        wide = [f"{_short(zone.name)} ({zone.radius_text})" for zone in self.assessment.zones if zone.radius_m > FARTHEST_M]
        if wide:
            yield f"Too wide to be drawn: {'; '.join(wide[:5])}{f', and {count_text(len(wide) - 5)} more' if len(wide) > 5 else ''}."
        if self.outside:
            named = "; ".join(self._away(record, at) for record, at in self.outside[:5])
            yield f"Outside the frame: {named}{f', and {count_text(len(self.outside) - 5)} more' if len(self.outside) > 5 else ''}."
        if not self.named:
            yield f"With more than {MOST_NAMED} positions the map shows only symbols, without names, circles and lines."
        elif left_out:
            yield f"{plural(left_out, 'label')} did not fit."
        if any("[U+" in text for text in self.sheet.labels.texts):
            yield "A letter that no font has is shown by its number."

    def _away(self, record: Located, at: Position) -> str:
        distance, azimuth, _ = inverse(self.frame.lon_deg, self.frame.lat_deg, at.lon_deg, at.lat_deg)
        far = f"{distance / 1000:,.1f} km" if distance >= 1000 else metres(distance)
        return f"{_short(record.label)} ({far} {compass_word(azimuth)} of the middle)"

    def _symbols(self) -> None:
        for order, (kind, look) in enumerate(_SYMBOLS.items()):
            here = [at for record, at in self.shown if isinstance(record, kind)]
            if here:
                points = self.frame.project(np.array([at.lon_deg for at in here]), np.array([at.lat_deg for at in here]))
                self.sheet.symbols(KIND_NAMES[kind], points, look, order, small=not self.named)

    def _names(self) -> None:
        """One label for the records at one position, a line each; places first, whose symbols are small."""
        there: dict[tuple[float, float], list[Located]] = {}
        for record, at in self.shown:
            there.setdefault(self.frame.at(at), []).append(record)
        for point, records in sorted(there.items(), key=lambda item: not isinstance(item[1][-1], Place)):
            lines = [_short(record.label) for record in records[:_MOST_AT_ONE_PLACE]]
            if len(records) > _MOST_AT_ONE_PLACE:
                lines.append(f"and {count_text(len(records) - _MOST_AT_ONE_PLACE)} more")
            self.sheet.want(1, "\n".join(lines), [point], "ink", reaches_pt=(7, 12, 18), font=SERIF)

    def _lines(self) -> None:
        """Measured lines; claims of one pair share one."""
        pairs: dict[frozenset[str], list[Finding]] = {}
        for finding in self.assessment.findings:
            claim = self.assessment.sites[finding.claim]
            if isinstance(claim, PairClaim) and finding.measured and finding.claimed.high_m is not None:
                pairs.setdefault(frozenset((claim.from_, claim.to)), []).append(finding)
        for ids, findings in pairs.items():
            ends = [self.assessment.sites[one] for one in sorted(ids)]
            start, end = (one.position for one in ends if isinstance(one, Located) and one.position)
            worst = next(verdict for verdict in _LINES if any(one.verdict is verdict for one in findings))
            x, y = self.frame.line(start, end)
            self.sheet.curve(f"Measured line: {worst}", (x, y), _LINES[worst])
            measured = findings[0].measured
            words = [f"{findings[0].scale.length(measured.distance_m)} measured"] if measured else []
            for one in findings:
                words += [f"{claimed_distance(one.claimed)} claimed", one.verdict.value]
            ink = str(_LINES[worst]["color"])
            box = {"boxstyle": "square,pad=0.4", "facecolor": "white", "edgecolor": self.sheet.inks[ink], "linewidth": 0.8}
            look = {"reaches_pt": (10, 18, 30, 45), "bbox": box, "size": 7.4, "multialignment": "center"}
            self.sheet.want(0, "\n".join(words), _beside((x, y), 16, 15, 17, 12, 20, 8, 24), ink, **look)

    def _zones(self) -> None:
        for zone in self.assessment.zones:
            if zone.radius_m > FARTHEST_M:
                continue
            if not zone.kind.is_around:
                self._reported(zone)
                continue
            edge = self.frame.circle(zone.center, zone.radius_m)
            self.sheet.curve(zone.kind.value.capitalize(), edge, _ZONE_LOOK)
            words = f"{zone.radius_text} {zone.kind}" + ("\nnot a safe distance" if zone.kind is ZoneKind.LETHAL else "")
            anchors = _beside(edge, 0, 90, 45, 135, 67, 112, 22, 157)
            self.sheet.want(2, words, anchors, "strike", reaches_pt=(5, 10, 20, 32), size=6.6)

    def _reported(self, zone: Zone) -> None:
        """A reported zone at its three edges; what it does not mean stands in the caption."""
        for edge in Edge:
            for part in shapely.get_parts(zone.area(edge)):
                for ring in (part.exterior, *part.interiors):
                    lon, lat = np.array(ring.coords).T
                    curve = self.frame.project(lon, lat)
                    name, look = (
                        ("Zone as reported", _REPORTED_LOOK)
                        if edge is Edge.NOMINAL
                        else ("Its uncertainty", _REPORTED_EDGE_LOOK)
                    )
                    self.sheet.curve(name, curve, look)
        rings = [part.exterior for part in shapely.get_parts(zone.area())]
        if rings:
            lon, lat = np.array(rings[0].coords).T
            curve = self.frame.project(lon, lat)
            corners = [round(share * (len(lon) - 1) / 8) for share in range(8)]
            self.sheet.want(2, zone.kind.value.capitalize(), _beside(curve, *corners), "zone", reaches_pt=(5, 10, 20), size=6.6)

    def _loci(self) -> None:
        """Draw where sites lie if all their claims are true; unbounded areas are left to the text."""
        for locus in self.assessment.loci:
            if locus.geometry and locus.is_bounded:
                for part in shapely.get_parts(locus.geometry):
                    for ring in (part.exterior, *part.interiors):
                        lon, lat = np.array(ring.coords).T
                        self.sheet.curve("Where all would hold", self.frame.project(lon, lat), _LOCUS_LOOK)

    def _claimed_rings(self) -> None:
        for finding, anchor, at, low, high in _rings(self.assessment):
            for radius in filter(None, (low, high)):
                self.sheet.curve("Where a claim would hold", self.frame.circle(at, radius), _RING_LOOK)
            words = f"{claimed_distance(finding.claimed)} from {_short(anchor.label)}"
            anchors = _beside(self.frame.circle(at, high), 90, 120, 150, 60, 0, 30)
            self.sheet.want(3, words, anchors, "contradiction", reaches_pt=(5, 10), size=6.6)

    def _spreads(self) -> None:
        """Outlines of places, and around other positions the circles that hold them."""
        for record, at in self.shown:
            if isinstance(record, ReportedZone) or record.unjudged:
                continue  # its edges are drawn, or nothing says how wide a circle would be
            if record.polygon:
                for ring in record.polygon:
                    lon, lat = np.array(ring).T
                    self.sheet.curve("Outline", self.frame.project(lon, lat), _OUTLINE_LOOK)
            elif at.uncertainty_m:
                edge = self.frame.circle(at, at.uncertainty_m)
                self.sheet.curve("Uncertainty", edge, _SPREAD_LOOK)
                if isinstance(record, Place) and record.uncertainty_m:
                    words = f"{_short(record.label)}: somewhere within {metres(at.uncertainty_m)}, not a boundary"
                    anchors = _beside(edge, 90, 0, 75, 105, 120, 150)
                    self.sheet.want(4, words, anchors, "place", reaches_pt=(5, 10), size=6.6)


def _beside(curve: Curve, *corners: int) -> list[tuple[float, float]]:
    """Some corners of a curve, as places for a label."""
    x, y = curve
    return [(float(x[n]), float(y[n])) for n in corners]


def _short(name: str) -> str:
    return cut(name, _LONGEST_NAME)

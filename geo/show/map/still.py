"""Draws the page that stands without scripts: the view as a small SVG, and the findings in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from geo.earth.quantities import count_text, plural
from geo.earth.tiles import MERCATOR_LIMIT_DEG, Bounds, fraction_of
from geo.judge.verdict.interval import Verdict
from geo.judge.verdict.ranking import rank_findings
from geo.record.escape import escape_html, mark_unseen
from geo.record.kinds import Claim, FragmentSite, Located, StrikeReport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.judge.assessment import Assessment
    from geo.judge.verdict.finding import Finding

WIDTH, HEIGHT, EDGE = 720, 440, 24
"""Of the drawing, in its own units; nothing but names is drawn in the edge."""
MOST_RECORDS = 400
"""Records that are drawn, and named while there is room."""
MOST_FINDINGS = 200
"""Findings that are written out."""
_LETTER, _LINE = 6.2, 13
"""About how wide a letter is, and how high a line of names."""
_SHAPES = {
    FragmentSite: '<path d="M{x} {top}l5 5-5 5-5-5Z" fill="#0b4f8a"/>',
    StrikeReport: '<path d="M{left} {top}l10 10m0-10l-10 10M{x} {high}v14M{far} {y}h14" stroke="#8a4b00" fill="none"/>',
}
_OTHER = '<path d="M{left} {top}h10v10h-10Z" fill="none" stroke="#4a5a4f" stroke-width="2"/>'


@dataclass(frozen=True, slots=True)
class Still:
    """What a reader without scripts sees."""

    summary: str
    drawing: str
    """An SVG element; all text in it is escaped."""
    left_out: tuple[str, ...]
    findings: tuple[tuple[str, str, str], ...]
    """Verdict, name and explanation, in the order of the page's list."""


def draw_still(assessment: Assessment, bounds: Bounds) -> Still:
    """The findings in words, and the records within `bounds` with the lines of contradicted claims."""
    ranked = rank_findings(assessment.findings)
    drawing = _Drawing(assessment, bounds)
    lines = list(drawing.lines(ranked))
    records = list(drawing.records())
    left_out = list(drawing.left_out())
    if (more := len(ranked) - MOST_FINDINGS) > 0:
        left_out.append(f"Not listed here: {plural(more, 'more finding')}; `geo report` lists all.")
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Map of the records and of the lines of contradicted claims"'
    return Still(
        _summary(assessment),
        f"<svg {box}>{''.join(lines)}{''.join(records)}</svg>" if records else "",
        tuple(left_out),
        tuple(
            (one.verdict.value, mark_unseen(assessment.sites[one.claim].label), mark_unseen(one.explanation))
            for one in ranked[:MOST_FINDINGS]
        ),
    )


_WORDS = {
    Verdict.CONTRADICTED: ("is contradicted", "are contradicted"),
    Verdict.COMPATIBLE: ("may hold", "may hold"),
    Verdict.AGREES: ("agrees", "agree"),
    Verdict.UNTESTABLE: ("cannot be tested", "cannot be tested"),
}


def _summary(assessment: Assessment) -> str:
    """The sentence with which the page begins."""
    tally = Counter(finding.verdict for finding in assessment.findings)
    if not tally:
        return "This file holds no claims to check."
    parts = [f"{count_text(tally[verdict])} {words[tally[verdict] > 1]}" for verdict, words in _WORDS.items() if tally[verdict]]
    return f"Of {plural(len(assessment.findings), 'claim')}, {', '.join(parts)}."


class _Drawing:
    """A view of Mercator's map, fitted into the drawing."""

    def __init__(self, assessment: Assessment, bounds: Bounds) -> None:
        self._sites = assessment.sites
        self._bounds = bounds
        west, north = fraction_of(bounds.west, bounds.north)
        east, south = fraction_of(bounds.east, bounds.south)
        self._scale = min((WIDTH - 2 * EDGE) / max(east - west, 1e-9), (HEIGHT - 2 * EDGE) / max(south - north, 1e-9))
        self._middle = (west + east) / 2, (north + south) / 2
        self._boxes: list[tuple[float, float, float, float]] = []
        self._undrawn = self._unnamed = 0

    def _at(self, record: object) -> tuple[float, float] | None:
        """Where a record is drawn, or None outside of the view or without a position."""
        position = record.position if isinstance(record, Located) else None
        if position is None or abs(position.lat_deg) > MERCATOR_LIMIT_DEG:
            return None
        lon = position.lon_deg + 360 * round(((self._bounds.west + self._bounds.east) / 2 - position.lon_deg) / 360)
        x, y = fraction_of(lon, position.lat_deg)
        left = WIDTH / 2 + (x - self._middle[0]) * self._scale
        top = HEIGHT / 2 + (y - self._middle[1]) * self._scale
        return (left, top) if 0 <= left <= WIDTH and 0 <= top <= HEIGHT else None

    def lines(self, ranked: list[Finding]) -> Iterator[str]:
        """The line of each contradicted claim both ends of which are in view, with its number."""
        for number, finding in enumerate(ranked, 1):
            if finding.verdict is not Verdict.CONTRADICTED:
                return
            claim = self._sites[finding.claim]
            ends = claim.ends if isinstance(claim, Claim) else (None, None)
            start, end = (self._at(self._sites[one]) if one else None for one in ends)
            if not start or not end:
                continue
            (x1, y1), (x2, y2) = start, end
            yield f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="#b01e2e" stroke-width="1.5"/>'
            x, y = (x1 + x2) / 2, (y1 + y2) / 2 - 4
            if self._is_free(x, y, len(str(number))):
                yield f'<text class="number" x="{x:.1f}" y="{y:.1f}">{number}</text>'

    def records(self) -> Iterator[str]:
        """Symbols and, where there is room, names."""
        seen = [(record, at) for record in self._sites.of_kind(Located) if (at := self._at(record))]
        self._undrawn = max(0, len(seen) - MOST_RECORDS)
        for record, (x, y) in islice(seen, MOST_RECORDS):
            shape = _SHAPES.get(type(record), _OTHER)
            marks = {"x": x, "y": y, "left": x - 5, "top": y - 5, "high": y - 7, "far": x - 7}
            yield shape.format(**{name: f"{value:.1f}" for name, value in marks.items()})
        for record, (x, y) in islice(seen, MOST_RECORDS):
            name = record.label if len(record.label) <= 28 else f"{record.label[:27].rstrip()}…"
            if self._is_free(x + 9, y + 4, len(name)):
                yield f'<text x="{x + 9:.1f}" y="{y + 4:.1f}">{escape_html(mark_unseen(name))}</text>'
            else:
                self._unnamed += 1

    def _is_free(self, x: float, y: float, letters: int) -> bool:
        """Whether a text has room, which it then takes."""
        box = x, y - _LINE, x + letters * _LETTER, y
        if box[2] > WIDTH or any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in self._boxes
        ):
            return False
        self._boxes.append(box)
        return True

    def left_out(self) -> Iterator[str]:
        """What the drawing does not show."""
        if self._undrawn:
            yield f"Not drawn here: {plural(self._undrawn, 'more record')}."
        if self._unnamed:
            yield f"Not shown here for want of room: {plural(self._unnamed, 'name')}."

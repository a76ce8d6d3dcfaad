"""Draws the page that stands without scripts: the view as a small SVG, and the findings in words."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import shapely
from markupsafe import Markup

from geo.earth.tiles import MERCATOR_LIMIT_DEG, Bounds, fraction_of
from geo.judge.verdict.interval import Verdict
from geo.judge.verdict.ranking import rank_findings
from geo.judge.zones.zone import Edge
from geo.record.escape import escape_html, mark_unseen
from geo.record.facts import ZONE_NAMES
from geo.record.kinds import Claim, FragmentSite, Located, Record, ReportedZone, StrikeReport
from geo.show.answers.reading_order import ReadingOrder
from geo.show.map.languages import CONTEXT_END, ENGLISH, PageSentence, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

    from geo.earth.position import FloatArray
    from geo.judge.assessment import Assessment
    from geo.judge.verdict.finding import Finding
    from geo.judge.zones.zone import Zone

WIDTH, HEIGHT, EDGE = 720, 440, 24
"""Of the drawing, in its own units; nothing but names is drawn in the edge."""
MOST_RECORDS = 400
"""Records that are drawn, and named while there is room."""
MOST_ZONES = 100
"""Reported zones that are drawn."""
MOST_FINDINGS = 200
"""Findings that are written out."""
_LETTER, _LINE = 6.2, 13
"""About how wide a letter is, and how high a line of names."""
DRAWING = "Map of the records and of the lines of contradicted claims"
NO_CLAIMS = "This file holds no claims to check."
OF_CLAIMS = "Of {count} claim", "Of {count} claims"
NOT_LISTED = (
    "Not listed here: {count} more finding; geo report lists all.",
    "Not listed here: {count} more findings; geo report lists all.",
)
ZONES_NOT_DRAWN = "Not drawn here: {count} more zone.", "Not drawn here: {count} more zones."
RECORDS_NOT_DRAWN = "Not drawn here: {count} more record.", "Not drawn here: {count} more records."
NAMES_NOT_SHOWN = "Not shown here for want of room: {count} name.", "Not shown here for want of room: {count} names."
TEXTS = DRAWING, NO_CLAIMS, NOT_LISTED, ZONES_NOT_DRAWN, RECORDS_NOT_DRAWN, NAMES_NOT_SHOWN
"""What the message files have of this page besides what the page with scripts says too."""
_SHAPES: dict[type[Record], str] = {
    FragmentSite: '<path d="M{x} {top}l5 5-5 5-5-5Z" fill="#0b4f8a"/>',
    StrikeReport: '<path d="M{left} {top}l10 10m0-10l-10 10M{x} {high}v14M{far} {y}h14" stroke="#8a4b00" fill="none"/>',
}
_SHAPES[ReportedZone] = '<path d="M{left} {y}l3-5h4l3 5-3 5h-4Z" fill="#fff" stroke="#6a3d8f" stroke-width="2"/>'
_OTHER = '<path d="M{left} {top}h10v10h-10Z" fill="none" stroke="#4a5a4f" stroke-width="2"/>'


_EDGES = {
    Edge.POSSIBLE: 'fill="none" stroke="#6a3d8f" stroke-width="0.7" stroke-dasharray="3 3"',
    Edge.NOMINAL: 'fill="#6a3d8f" fill-opacity="0.06" stroke="#6a3d8f" stroke-width="1.5"',
    Edge.CERTAIN: 'fill="none" stroke="#6a3d8f" stroke-width="0.7" stroke-dasharray="3 3"',
}


def _shown(text: str) -> Markup:
    """A text in which what cannot be seen stands as what it is; beside Arabic, 2021-03-04 would read 04-03-2021."""
    return Markup(ReadingOrder(()).html(mark_unseen(text)))  # noqa: S704  # all but its own elements is escaped


def _path(part: object) -> str:
    """A polygon as the path of an SVG element; nothing for what is no area."""
    rings = [part.exterior, *part.interiors] if isinstance(part, shapely.Polygon) else []
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring.coords[:-1]) + "Z" for ring in rings)


@dataclass(frozen=True, slots=True)
class Still:
    """What a reader without scripts sees."""

    summary: str
    drawing: str
    """An SVG element; all text in it is escaped."""
    left_out: tuple[str, ...]
    findings: tuple[tuple[str, Markup, Markup], ...]
    """Verdict, name and explanation, the latter two as HTML, in the order of the page's list."""


def draw_still(assessment: Assessment, bounds: Bounds, language: str = ENGLISH) -> Still:
    """The findings in words, and the records within `bounds` with the lines of contradicted claims."""
    ranked = rank_findings(assessment.findings)
    drawing = _Drawing(assessment, bounds, language)
    zones, lines = list(drawing.zones()), list(drawing.lines(ranked))
    records = list(drawing.records())
    left_out = list(drawing.left_out())
    if (more := len(ranked) - MOST_FINDINGS) > 0:
        left_out.append(PageSentence(*NOT_LISTED, more).said(language))
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape_html(translate(language, DRAWING))}"'
    return Still(
        _summary(assessment, language),
        f"<svg {box}>{''.join(zones)}{''.join(lines)}{''.join(records)}</svg>" if records or zones else "",
        tuple(left_out),
        tuple(
            (one.verdict.value, _shown(assessment.sites.label(assessment.sites[one.claim])), _shown(one.explanation))
            for one in ranked[:MOST_FINDINGS]
        ),
    )


COUNTED = {
    Verdict.CONTRADICTED: ("{count} is contradicted", "{count} are contradicted"),
    Verdict.COMPATIBLE: ("{count} may hold", "{count} may hold"),
    Verdict.AGREES: ("{count} agrees", "{count} agree"),
    Verdict.UNTESTABLE: ("{count} cannot be tested", "{count} cannot be tested"),
}


def _summary(assessment: Assessment, language: str) -> str:
    """The sentence with which the page begins."""
    tally = Counter(finding.verdict for finding in assessment.findings)
    if not tally:
        return translate(language, NO_CLAIMS)
    parts = [PageSentence(*words, tally[verdict]).said(language) for verdict, words in COUNTED.items() if tally[verdict]]
    comma = translate(language, f"between names{CONTEXT_END}, ").removeprefix(f"between names{CONTEXT_END}")
    return f"{comma.join([PageSentence(*OF_CLAIMS, len(assessment.findings)).said(language), *parts])}."


class _Drawing:
    """A view of Mercator's map, fitted into the drawing."""

    def __init__(self, assessment: Assessment, bounds: Bounds, language: str) -> None:
        self._sites = assessment.sites
        self._language = language
        self._zones = [zone for zone in assessment.zones if not zone.kind.is_around]
        self._bounds = bounds
        west, north = fraction_of(bounds.west, bounds.north)
        east, south = fraction_of(bounds.east, bounds.south)
        self._scale = min((WIDTH - 2 * EDGE) / max(east - west, 1e-9), (HEIGHT - 2 * EDGE) / max(south - north, 1e-9))
        self._middle = (west + east) / 2, (north + south) / 2
        self._boxes: defaultdict[int, list[tuple[float, float, float, float]]] = defaultdict(list)
        """What is taken, by the lines of names that it touches."""
        self._undrawn = self._unnamed = self._undrawn_zones = 0

    def _at(self, record: object) -> tuple[float, float] | None:
        """Where a record is drawn, or None outside of the view or without a position."""
        position = record.drawn if isinstance(record, Located) else None
        if position is None or abs(position.lat_deg) > MERCATOR_LIMIT_DEG:
            return None
        left, top = self._drawn_at(self._near(position.lon_deg), position.lat_deg)
        return (left, top) if 0 <= left <= WIDTH and 0 <= top <= HEIGHT else None

    def _near(self, lon_deg: float) -> float:
        """The longitude, or one that is whole turns away, on the side of the Earth that is drawn."""
        return lon_deg + 360 * round(((self._bounds.west + self._bounds.east) / 2 - lon_deg) / 360)

    def _drawn_at(self, lon_deg: float, lat_deg: float) -> tuple[float, float]:
        x, y = fraction_of(lon_deg, max(-MERCATOR_LIMIT_DEG, min(MERCATOR_LIMIT_DEG, lat_deg)))
        return WIDTH / 2 + (x - self._middle[0]) * self._scale, HEIGHT / 2 + (y - self._middle[1]) * self._scale

    def _flat(self, part: BaseGeometry) -> BaseGeometry:
        """A shape in degrees as it is drawn."""
        turn = self._near(part.centroid.x) - part.centroid.x

        def draw(pairs: FloatArray) -> FloatArray:
            return np.array([self._drawn_at(lon + turn, lat) for lon, lat in pairs])

        return shapely.transform(part, draw)

    def zones(self) -> Iterator[str]:
        """The reported zones at their three edges, each with its name and what it does not mean as a title."""
        view = shapely.box(-WIDTH, -HEIGHT, 2 * WIDTH, 2 * HEIGHT)
        self._undrawn_zones = max(0, len(self._zones) - MOST_ZONES)
        for zone in self._zones[:MOST_ZONES]:
            for edge in (Edge.POSSIBLE, Edge.NOMINAL, Edge.CERTAIN):
                for part in shapely.get_parts(zone.area(edge)):
                    flat = self._flat(part)
                    path = "".join(map(_path, shapely.get_parts(shapely.make_valid(flat).intersection(view))))
                    if path:
                        title = escape_html(
                            mark_unseen(
                                f"{self._sites[zone.around].label}: {self._called(zone)}. {self._translated(zone.warning)}"
                            )
                        )
                        yield f'<path d="{path}" {_EDGES[edge]}><title>{title}</title></path>'

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
            way = f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"
            if abs(x2 - x1) > self._scale / 2:  # the short way leaves the drawing at one side and comes in at the other
                world = self._scale if x1 > x2 else -self._scale
                way = f"M{x1:.1f} {y1:.1f}L{x2 + world:.1f} {y2:.1f}M{x1 - world:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"
            yield f'<path d="{way}" stroke="#b01e2e" stroke-width="1.5"/>'
            x, y = (x1 + x2) / 2, (y1 + y2) / 2 - 4
            if self._is_free(x, y, len(str(number))):
                yield f'<text class="number" x="{x:.1f}" y="{y:.1f}">{number}</text>'

    def records(self) -> Iterator[str]:
        """Symbols and, where there is room, names."""
        located = self._sites.of_kind(Located)
        seen = list(islice(((record, at) for record in located if (at := self._at(record))), MOST_RECORDS))
        self._undrawn = sum(record.drawn is not None for record in located) - len(seen)
        for record, (x, y) in sorted(seen, key=lambda one: not isinstance(one[0], ReportedZone)):
            shape = _SHAPES.get(type(record), _OTHER)
            marks = {"x": x, "y": y, "left": x - 5, "top": y - 5, "high": y - 7, "far": x - 7}
            yield shape.format(**{name: f"{value:.1f}" for name, value in marks.items()})
        for record, (x, y) in seen:
            name = record.label if len(record.label) <= 28 else f"{record.label[:27].rstrip()}…"
            if self._is_free(x + 9, y + 4, len(name)):
                yield f'<text x="{x + 9:.1f}" y="{y + 4:.1f}">{escape_html(mark_unseen(name))}</text>'
            else:
                self._unnamed += 1

    def _is_free(self, x: float, y: float, letters: int) -> bool:
        """Whether a text has room, which it then takes."""
        left, top, right, low = x, y - _LINE, x + letters * _LETTER, y
        touched = range(int(top // _LINE), int(low // _LINE) + 1)
        if right > WIDTH or any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < low
            for line in touched
            for other in self._boxes[line]
        ):
            return False
        for line in touched:
            self._boxes[line].append((left, top, right, low))
        return True

    def left_out(self) -> Iterator[str]:
        """What the zones mean and do not mean, and what the drawing does not show."""
        for called, warning in dict.fromkeys((self._called(zone), zone.warning) for zone in self._zones):
            yield f"{called}: {self._translated(warning)}"
        said = [(ZONES_NOT_DRAWN, self._undrawn_zones), (RECORDS_NOT_DRAWN, self._undrawn), (NAMES_NOT_SHOWN, self._unnamed)]
        yield from (PageSentence(*words, count).said(self._language) for words, count in said if count)

    def _called(self, zone: Zone) -> str:
        """What a zone is, by the name that the page has for its sort."""
        record = self._sites[zone.around]
        return self._translated(ZONE_NAMES[record.zone_type]) if isinstance(record, ReportedZone) else zone.kind.capitalize()

    def _translated(self, text: str) -> str:
        return translate(self._language, text)

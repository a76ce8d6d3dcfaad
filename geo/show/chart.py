"""The static map: positions on paper, true to shape and scale, with what was measured and claimed between them.

Matplotlib without pyplot: nothing here depends on a screen, on a person's settings, or on what was drawn before.
"""

from __future__ import annotations

import logging
import math
from contextlib import contextmanager
from io import BytesIO
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.earth.direction import compass_word
from geo.earth.geodesy import inverse
from geo.judge.finding import Finding, metres
from geo.judge.interval import Verdict
from geo.judge.zone import WARNING
from geo.record.kinds import Claim, FragmentSite, Located, PairClaim, Place, StrikeReport
from geo.show import letters
from geo.show.blocks import Figure
from geo.show.frame import Frame, Reach, frame_around, round_length_m
from geo.show.inks import inks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Sheet

    from geo.earth.position import Position
    from geo.judge.assessment import Assessment
    from geo.show.labels import Labels

WIDTH_IN, HEIGHT_IN = 7.1, 5.4
_BOX = (0.042, 0.128, 0.952, 0.865)
"""Left, bottom, width and height of the map on its sheet, as shares."""
DPI = 220
MOST_NAMED = 150
"""Beyond this many positions the map shows symbols alone."""
_MARKS: dict[type[Located], dict[str, Any]] = {
    Place: {"marker": "s", "s": 26, "facecolors": "sheet", "edgecolors": "place", "linewidths": 1.5, "label": "Place"},
    StrikeReport: {"marker": (8, 1, 0), "s": 190, "facecolors": "sheet", "edgecolors": "strike", "linewidths": 1.2, "label": "Strike report"},
    FragmentSite: {"marker": "D", "s": 26, "facecolors": "fragment", "edgecolors": "sheet", "linewidths": 0.8, "label": "Fragment site"},
}
_LINES = {
    Verdict.CONTRADICTED: {"color": "contradiction", "linewidth": 1.8, "linestyle": "-"},
    Verdict.COMPATIBLE: {"color": "ink", "linewidth": 1.2, "linestyle": (0, (6, 2))},
    Verdict.AGREES: {"color": "ink", "linewidth": 1.2, "linestyle": "-"},
}


def draw_chart(assessment: Assessment) -> Figure | None:
    """The map of an assessment, with its caption; None where no record has a position."""
    frame = frame_around(_reaches(assessment), WIDTH_IN * _BOX[2] / (HEIGHT_IN * _BOX[3]))
    if frame is None:
        return None
    with _settings():
        return _Drawing(assessment, frame).figure()


def _reaches(assessment: Assessment) -> list[Reach]:
    """What the map is about: sites and strikes, what claims tie them to, zones, and rings; else the places."""
    sites = assessment.sites
    tied = {one for claim in sites.of_kind(Claim) for ids in claim.references().values() for one in ids}
    placed = [record for record in sites.of_kind(Located) if record.position]
    shown = [record for record in placed if not isinstance(record, Place) or record.id in tied] or placed
    reaches = [Reach(record.position, record.position.uncertainty_m) for record in shown if record.position]
    reaches += [Reach(zone.center, zone.possible_m) for zone in assessment.zones]
    return reaches + [Reach(anchor.position, high) for _, anchor, _, high in _rings(assessment) if anchor.position]


def _rings(assessment: Assessment) -> Iterator[tuple[Finding, Located, float, float]]:
    """Where the other end of a claimed distance would lie that was contradicted, or could not be tested: from, to."""
    for finding in assessment.findings:
        claim, high = assessment.sites[finding.claim], finding.claimed.high_m
        if not isinstance(claim, PairClaim) or high is None or math.isinf(high):
            continue
        if finding.verdict in (Verdict.CONTRADICTED, Verdict.UNTESTABLE):
            ends = (assessment.sites[one] for one in (claim.from_, claim.to))
            anchor = next((end for end in ends if isinstance(end, Located) and end.position), None)
            if anchor and anchor.position:
                known = anchor.position.uncertainty_m
                yield finding, anchor, max(0.0, (finding.claimed.low_m or 0.0) - known), high + known


@contextmanager
def _settings() -> Iterator[None]:
    """Matplotlib's own settings with names that do not change from run to run, and no word on caches of fonts."""
    log = logging.getLogger("matplotlib")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        import matplotlib as mpl  # noqa: PLC0415  # takes long to load

        with mpl.rc_context():
            mpl.rcdefaults()
            mpl.rcParams.update({"svg.hashsalt": "debris-sites", "svg.fonttype": "path"})
            yield
    finally:
        log.setLevel(level)


class _Drawing:
    """One map on one sheet."""

    def __init__(self, assessment: Assessment, frame: Frame) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
        from matplotlib.figure import Figure as NewSheet  # noqa: PLC0415

        from geo.show.labels import Labels  # noqa: PLC0415

        self.assessment, self.frame, self.inks = assessment, frame, inks()
        self.sheet: Sheet = NewSheet(figsize=(WIDTH_IN, HEIGHT_IN), dpi=DPI, facecolor="white")
        FigureCanvasAgg(self.sheet)
        self.axes: Axes = self.sheet.add_axes(_BOX, facecolor="white")
        self.axes.set(xlim=(frame.left, frame.right), ylim=(frame.bottom, frame.top), xticks=[], yticks=[])
        self.labels: Labels = Labels(self.axes)
        placed = [record for record in assessment.sites.of_kind(Located) if record.position]
        self.shown = [record for record in placed if record.position and frame.holds(record.position)]
        self.outside = [record for record in placed if record not in self.shown] if len(placed) <= MOST_NAMED else []
        self.named = len(self.shown) <= MOST_NAMED
        self.legend: dict[str, Any] = {}
        self.wanted: list[tuple[int, tuple[Any, ...], dict[str, Any]]] = []
        """Labels to be put once everything is drawn: how important, and what `Labels.put` takes."""

    def figure(self) -> Figure:
        """The finished map."""
        self._graticule()
        if self.frame.local:
            self._scale()
        self._symbols()
        if self.named:
            self._names()
            if self.frame.local:
                self._lines()
                self._circles()
        for _, arguments, style in sorted(self.wanted, key=itemgetter(0)):
            self.labels.put(*arguments, **style)
        if self.legend:
            font = self._font(7)
            entries = list(self.legend.values()), list(self.legend)
            below = {"loc": "upper left", "bbox_to_anchor": (0, -0.035), "borderaxespad": 0, "frameon": False}
            self.axes.legend(*entries, ncols=4, prop=font, columnspacing=1.8, handletextpad=0.7, labelspacing=0.7, **below)
        return Figure(
            f"Map of {self.assessment.sites.title}. {self._content()}",
            self._caption(),
            lambda: self._saved("svg", metadata={"Date": None, "Creator": None}),
            lambda: self._saved("png", metadata={"Software": None}, dpi=DPI),
            round(WIDTH_IN * DPI),
            round(HEIGHT_IN * DPI),
        )

    def _saved(self, form: str, **options: Any) -> bytes:
        file = BytesIO()
        with _settings():
            self.sheet.savefig(file, format=form, **options)
        return file.getvalue()

    def _font(self, size: float, name: str = letters.SANS) -> Any:
        from matplotlib.font_manager import FontProperties  # noqa: PLC0415

        return FontProperties(fname=str(letters.font_file(name)), size=size)

    def _graticule(self) -> None:
        frame, quiet = self.frame, self.inks["quiet"]
        style = {"fontproperties": self._font(6.2), "color": quiet, "clip_on": False, "parse_math": False}
        for line in frame.graticule():
            self.axes.plot(line.x, line.y, color=self.inks["rule"], linewidth=0.6, zorder=0.5)
            along, across, edge = (line.x, line.y, frame.bottom) if line.meridian else (line.y, line.x, frame.left)
            crossing = _crossing(along, across, edge)
            low, high = (frame.left, frame.right) if line.meridian else (frame.bottom, frame.top)
            if crossing is None or not low + 0.04 * (high - low) < crossing < high - 0.04 * (high - low):
                continue
            at, turn, offset = ((crossing, edge), 0, (0, -3)) if line.meridian else ((edge, crossing), 90, (-3, 0))
            sides = ("center", "top") if line.meridian else ("right", "center")
            self.axes.annotate(
                line.text, at, offset, textcoords="offset points", rotation=turn, ha=sides[0], va=sides[1], **style
            )

    def _scale(self) -> None:
        """A bar of a round length in two halves, black and white; and an arrow, unless north is not one direction here."""
        frame, ink = self.frame, self.inks["ink"]
        width, height = frame.right - frame.left, frame.top - frame.bottom
        long = round_length_m(0.22 * width)
        x, y, thick = frame.left + 0.025 * width, frame.bottom + 0.035 * height, 0.011 * height
        for part, fill in enumerate((ink, "white")):
            xs = [x + part * long / 2, x + (part + 1) * long / 2]
            self.axes.fill_between(xs, y, y + thick, facecolor=fill, edgecolor=ink, linewidth=0.7, zorder=8)
        text = f"{long:,.12g} m" if long < 10_000 else f"{long / 1000:,.12g} km"
        style = {"ha": "center", "va": "bottom", "color": ink, "zorder": 8, "fontproperties": self._font(7)}
        for at, words in ((0.0, "0"), (1.0, text)):
            self.axes.annotate(words, (x + at * long, y + thick), (0, 2), textcoords="offset points", **style)
        from matplotlib.transforms import Bbox  # noqa: PLC0415

        corners = self.axes.transData.transform([(frame.left, frame.bottom), (x + 1.12 * long, y + 5 * thick)])
        self.labels.keep_box(Bbox(corners))
        if frame.pole:
            return
        top = (frame.right - 0.03 * width, frame.top - 0.03 * height)
        arrow = {"arrowstyle": "-|>,head_width=0.3,head_length=0.7", "color": ink, "linewidth": 1, "shrinkA": 0, "shrinkB": 0}
        self.axes.annotate("", top, (0, -24), textcoords="offset points", arrowprops=arrow, zorder=8)
        style |= {"va": "top", "fontproperties": self._font(9, letters.SERIF)}
        self.axes.annotate("N", top, (0, -25), textcoords="offset points", **style)
        self.labels.keep_box(Bbox(self.axes.transData.transform([(top[0] - 0.02 * width, top[1] - 0.13 * height), (frame.right, frame.top)])))

    def _symbols(self) -> None:
        for order, (kind, look) in enumerate(_MARKS.items()):
            records = [record.position for record in self.shown if isinstance(record, kind) and record.position]
            if not records:
                continue
            coloured = {name: self.inks.get(value, value) if isinstance(value, str) else value for name, value in look.items()}
            if not self.named:
                coloured |= {"s": look["s"] / 4, "linewidths": 0.5, "rasterized": True}
            lon, lat = (np.array([getattr(one, name) for one in records]) for name in ("lon_deg", "lat_deg"))
            x, y = self.frame.project(lon, lat)
            self.axes.scatter(x, y, zorder=5 + order, **coloured)
            key = {**coloured, "rasterized": False, "s": min(look["s"], 60), "linewidths": min(look["linewidths"], 1)}
            self.legend[look["label"]] = self.axes.scatter([], [], **key)
            if self.named:
                self.labels.keep_free(zip(x, y, strict=True), math.sqrt(look["s"]) / 2 * DPI / 72)

    def _circles(self) -> None:
        """Uncertainties, zones and rings, each with its words; the labels of the smallest things come first."""
        inks, circle = self.inks, self.frame.circle
        for zone in self.assessment.zones:
            self._edge(zone.center, zone.radius_m, "Reported lethal radius", color=inks["strike"], linewidth=0.9, linestyle=(0, (5, 3)))
            x, y = circle(zone.center, zone.radius_m)
            words = f"{zone.radius_m:,.12g} m reported lethal radius\nnot a safe distance"
            self._want(2, words, [(x[n], y[n]) for n in (0, 90, 45, 135, 67, 112, 22, 157)], (5, 10), color=inks["strike"], size=6.6)
        for finding, anchor, low, high in _rings(self.assessment):
            if not anchor.position:
                continue
            style = {"color": inks["contradiction"], "linewidth": 0.9, "linestyle": (0, (1.2, 1.8))}
            for radius in filter(None, (low, high)):
                x, y = self._edge(anchor.position, radius, "Where the claim would hold", **style)
            words = f"{finding.claimed.distance_m:,.12g} m from {anchor.label}"
            anchors = [(x[n], y[n]) for n in (90, 120, 150, 60, 0, 30)]
            self._want(3, words, anchors, (5, 10), color=inks["contradiction"], size=6.6)
        for record in self.shown:
            if not record.position or not self.frame.holds(record.position) or not record.position.uncertainty_m:
                continue
            style = {"color": inks["place"], "linewidth": 0.8, "linestyle": (0, (0.8, 3))}
            if isinstance(record, Place) and record.polygon:
                for ring in record.polygon:
                    x, y = self.frame.project(*np.array(ring).T)
                    self.legend["Outline of a place"] = self.axes.plot(x, y, color=inks["place"], linewidth=0.8, zorder=1)[0]
                continue
            x, y = self._edge(record.position, record.position.uncertainty_m, "Uncertainty", **style)
            if isinstance(record, Place) and record.uncertainty_m:
                words = f"{record.label}: somewhere within {metres(record.position.uncertainty_m)}, not a boundary"
                self._want(4, words, [(x[n], y[n]) for n in (90, 0, 75, 105, 120, 150)], (5, 10), color=inks["place"], size=6.6)

    def _want(self, rank: int, *arguments: Any, **style: Any) -> None:
        self.wanted.append((rank, arguments, style))

    def _edge(self, position: Position, radius_m: float, name: str, **style: Any) -> tuple[Any, Any]:
        x, y = self.frame.circle(position, radius_m)
        self.legend[name] = self.axes.plot(x, y, zorder=2, **style)[0]
        self.labels.avoid(x, y)
        return x, y

    def _lines(self) -> None:
        """Measured lines; claims of one pair share one."""
        pairs: dict[frozenset[str], list[Finding]] = {}
        for finding in self.assessment.findings:
            claim = self.assessment.sites[finding.claim]
            if isinstance(claim, PairClaim) and finding.measured and finding.claimed.distance_m is not None:
                pairs.setdefault(frozenset((claim.from_, claim.to)), []).append(finding)
        for ids, findings in pairs.items():
            ends = [self.assessment.sites[one] for one in sorted(ids)]
            at = [self.frame.at(end.position) for end in ends if isinstance(end, Located) and end.position]
            worst = next(verdict for verdict in _LINES if any(one.verdict is verdict for one in findings))
            style = {**_LINES[worst], "color": self.inks[str(_LINES[worst]["color"])]}
            x, y = (np.linspace(*one, 20) for one in zip(*at, strict=True))
            self.legend[f"Measured line: {worst}"] = self.axes.plot(x, y, zorder=4, solid_capstyle="butt", **style)[0]
            self.labels.avoid(x, y)
            measured = findings[0].measured
            claimed = [f"{one.claimed.distance_m:,.12g} m claimed\n{one.verdict}" for one in findings]
            words = "\n".join((f"{metres(measured.distance_m)} measured" if measured else "", *claimed))
            box = {"boxstyle": "square,pad=0.4", "facecolor": "white", "edgecolor": style["color"], "linewidth": 0.8}
            anchors = [(x[n], y[n]) for n in (10, 9, 11, 7, 13, 5, 15)]
            self._want(0, words, anchors, (10, 18, 30, 45), color=style["color"], bbox=box, size=7.4, multialignment="center")

    def _names(self) -> None:
        """One label for the records at one position: a line each."""
        there: dict[tuple[float, float], list[Located]] = {}
        for record in self.shown:
            if record.position:
                there.setdefault((round(record.position.lon_deg, 7), round(record.position.lat_deg, 7)), []).append(record)
        for records in sorted(there.values(), key=lambda group: not isinstance(group[-1], Place)):  # beside its small symbol
            if records[0].position:
                words = "\n".join(record.label if len(record.label) <= 60 else f"{record.label[:59]}…" for record in records[:4])
                self._want(1, words, [self.frame.at(records[0].position)], (7, 12, 20, 30), letters.SERIF, color=self.inks["ink"])

    def _content(self) -> str:
        kinds = [(sum(isinstance(one, kind) for one in self.shown), str(look["label"]).lower()) for kind, look in _MARKS.items()]
        return f"It shows {', '.join(f'{n:,} {name}' + 's' * (n != 1) for n, name in reversed(kinds) if n)}."

    def _caption(self) -> str:
        return " ".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        frame, strips = self.frame, self.labels
        if frame.local:
            off = f"{max(frame.stretch * 100, 0.01):.1g} %"
            yield (
                f"Azimuthal equidistant projection of WGS 84 around latitude {frame.lat_deg:.4f}, longitude {frame.lon_deg:.4f}; "
                f"no length is drawn wrong by more than {off}."
            )
        else:
            yield "The positions lie too far apart for one scale: longitude and latitude as they are, without circles and lines."
        if "Reported lethal radius" in self.legend:
            yield WARNING
        if self.outside:
            named = [self._away(record) for record in self.outside[:5]]
            more = f", and {len(self.outside) - 5:,} more" if len(self.outside) > 5 else ""
            yield f"Outside the frame: {'; '.join(named)}{more}."
        if not self.named:
            yield f"With more than {MOST_NAMED} positions the map shows symbols alone, without names, circles and lines."
        elif strips.left_out:
            yield f"{strips.left_out:,} label{'s' if strips.left_out > 1 else ''} found no room and {'were' if strips.left_out > 1 else 'was'} left out."
        if any("[U+" in text for text in strips.texts):
            yield letters.ESCAPED

    def _away(self, record: Located) -> str:
        at = record.position
        assert at  # noqa: S101  # only records with a position lie outside
        distance, azimuth, _ = inverse(self.frame.lon_deg, self.frame.lat_deg, at.lon_deg, at.lat_deg)
        far = f"{distance / 1000:,.1f} km" if distance >= 1000 else metres(distance)
        return f"{record.label} ({far} {compass_word(azimuth)} of the middle)"


def _crossing(along: Any, across: Any, edge: float) -> float | None:
    """Where a line first crosses an edge of the frame, along that edge."""
    above = np.flatnonzero(np.diff(np.sign(across - edge)))
    if not above.size:
        return None
    n = int(above[0])
    share = (edge - across[n]) / (across[n + 1] - across[n])
    return float(along[n] + share * (along[n + 1] - along[n]))

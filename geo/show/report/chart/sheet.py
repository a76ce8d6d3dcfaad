"""The paper of the static map: graticule, scale bar, north arrow, symbols, curves, labels and legend.

Matplotlib without pyplot: nothing here depends on a screen, on a person's settings, or on what was drawn before.
"""

from __future__ import annotations

import logging
import math
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.show.report.chart.colours import inks
from geo.show.report.chart.frame import Frame, round_length_m
from geo.show.report.fonts import DEJAVU, SANS, SERIF, Fonts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.earth.position import FloatArray

DPI = 220


@dataclass(frozen=True, slots=True)
class Paper:
    """How large a sheet is, and where on it the map lies."""

    width_in: float
    height_in: float
    box: tuple[float, float, float, float]
    """Left, bottom, width and height of the map, as shares of the sheet."""
    columns: int
    """Of the legend."""

    @property
    def ratio(self) -> float:
        """How many times as wide as high the map is."""
        return self.width_in * self.box[2] / (self.height_in * self.box[3])


WIDE = Paper(7.1, 4.25, (0.042, 0.162, 0.952, 0.83), 4)
NARROW = Paper(3.6, 4.7, (0.072, 0.215, 0.92, 0.78), 2)
"""For a telephone, on which the letters of the other would be half as high."""
Curve = tuple["FloatArray", "FloatArray"]


@contextmanager
def settings() -> Iterator[None]:
    """Matplotlib's own settings, names that do not change from run to run, and no word on its caches on stderr."""
    log = logging.getLogger("matplotlib")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        import matplotlib as mpl  # takes long to load

        with mpl.rc_context():
            mpl.rcdefaults()
            mpl.rcParams.update({"svg.hashsalt": "debris-sites", "svg.fonttype": "path"})
            yield
    finally:
        log.setLevel(level)


class Sheet:
    """One map on one sheet; used within `settings()`."""

    def __init__(self, frame: Frame, paper: Paper, fonts: Fonts = DEJAVU) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        from geo.show.report.chart.labels import Labels

        self.frame, self.paper, self.inks = frame, paper, inks()
        self._figure = Figure(figsize=(paper.width_in, paper.height_in), dpi=DPI, facecolor="white")
        FigureCanvasAgg(self._figure)
        self._axes: Any = self._figure.add_axes(paper.box, facecolor="white")
        self._axes.set(xlim=(frame.left, frame.right), ylim=(frame.bottom, frame.top), xticks=[], yticks=[])
        self.labels = Labels(self._axes, fonts)
        self.legend: dict[str, Any] = {}
        self._wanted: list[tuple[int, tuple[Any, ...], dict[str, Any]]] = []
        self._graticule()
        if frame.local:
            self._scale_bar()
            if not frame.pole:
                self._north_arrow()

    def symbols(self, name: str, points: Curve, look: dict[str, Any], order: int, *, small: bool) -> None:
        """Put a symbol at each point: small ones for many points, of which the SVG then holds a picture."""
        style = {key: self.inks.get(value, value) if isinstance(value, str) else value for key, value in look.items()}
        x, y = points
        more = {"s": look["s"] / 4, "linewidths": 0.5, "rasterized": True} if small else {}
        self._axes.scatter(x, y, zorder=5 + order, **{**style, **more})
        self.legend[name] = self._axes.scatter([], [], **{**style, "s": min(look["s"], 60)})
        if not small:
            self.labels.keep_free(zip(x, y, strict=True), math.sqrt(look["s"]) / 2 * DPI / 72)

    def curve(self, name: str, points: Curve, look: dict[str, Any]) -> None:
        """Draw a line or the edge of an area."""
        x, y = points
        style = {**look, "color": self.inks[look["color"]]}
        self.legend[name] = self._axes.plot(x, y, zorder=2, solid_capstyle="butt", **style)[0]
        self.labels.avoid(x, y)

    def want(self, rank: int, text: str, anchors: Sequence[tuple[float, float]], ink: str, **style: Any) -> None:
        """Ask for a label beside one of the anchors, once all is drawn; a low rank comes first."""
        self._wanted.append((rank, (text, anchors), {"color": self.inks[ink], **style}))

    def finish(self) -> None:
        """Put the labels that were asked for, and the legend."""
        for _, arguments, style in sorted(self._wanted, key=itemgetter(0)):
            self.labels.put(*arguments, **style)
        if self.legend:
            self._axes.legend(
                list(self.legend.values()), list(self.legend), loc="upper left", bbox_to_anchor=(0, -0.045), borderaxespad=0,
                frameon=False, ncols=self.paper.columns, prop=self._font(7), columnspacing=1.6, handletextpad=0.7, labelspacing=0.7,
                handlelength=1.8,
            )  # fmt: skip

    def saved(self, form: str) -> bytes:
        """The sheet as the bytes of an "svg" or a "png", the same each time."""
        file = BytesIO()
        unnamed = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
        with settings():
            self._figure.savefig(file, format=form, dpi=DPI, metadata=unnamed)
        return file.getvalue()

    @staticmethod
    def _font(size: float, name: str = SANS) -> Any:
        return Fonts().properties(name, size)

    def _note(self, text: str, at: tuple[float, float], offset: tuple[float, float], **style: Any) -> None:
        self._axes.annotate(text, at, offset, textcoords="offset points", annotation_clip=False, parse_math=False, **style)

    def _graticule(self) -> None:
        """The lines, and their angles at the bottom and on the left, outside the map."""
        frame = self.frame
        style = {"fontproperties": self._font(6.2), "color": self.inks["quiet"]}
        for line in frame.graticule():
            self._axes.plot(line.x, line.y, color=self.inks["rule"], linewidth=0.6, zorder=0.5)
            along, across, edge = (line.x, line.y, frame.bottom) if line.meridian else (line.y, line.x, frame.left)
            low, high = (frame.left, frame.right) if line.meridian else (frame.bottom, frame.top)
            crossing = _crossing(along, across, edge)
            if crossing is None or not 0.04 < (crossing - low) / (high - low) < 0.96:
                continue
            if line.meridian:
                self._note(line.text, (crossing, edge), (0, -3), ha="center", va="top", **style)
            else:
                self._note(line.text, (edge, crossing), (-3, 0), ha="right", va="center", rotation=90, **style)

    def _scale_bar(self) -> None:
        """A bar of a round length in two halves, black and white."""
        frame, ink = self.frame, self.inks["ink"]
        width, height = frame.right - frame.left, frame.top - frame.bottom
        long = round_length_m(0.22 * width)
        x, y, thick = frame.left + 0.025 * width, frame.bottom + 0.04 * height, 0.013 * height
        for part, fill in enumerate((ink, "white")):
            ends = [x + part * long / 2, x + (part + 1) * long / 2]
            self._axes.fill_between(ends, y, y + thick, facecolor=fill, edgecolor=ink, linewidth=0.7, zorder=8)
        text = f"{long:,.12g} m" if long < 10_000 else f"{long / 1000:,.12g} km"
        for at, words in ((x, "0"), (x + long, text)):
            self._note(
                words, (at, y + thick), (0, 2), ha="center", va="bottom", zorder=8, color=ink, fontproperties=self._font(7)
            )
        self.labels.keep_box((frame.left, frame.bottom), (x + long + 0.04 * width, y + 6 * thick))

    def _north_arrow(self) -> None:
        frame, ink = self.frame, self.inks["ink"]
        width, height = frame.right - frame.left, frame.top - frame.bottom
        tip = (frame.right - 0.03 * width, frame.top - 0.03 * height)
        arrow = {"arrowstyle": "-|>,head_width=0.3,head_length=0.7", "color": ink, "linewidth": 1, "shrinkA": 0, "shrinkB": 0}
        self._note("", tip, (0, -24), arrowprops=arrow, zorder=8)
        self._note("N", tip, (0, -25), ha="center", va="top", color=ink, zorder=8, fontproperties=self._font(9, SERIF))
        self.labels.keep_box((tip[0] - 0.02 * width, tip[1] - 0.16 * height), (frame.right, frame.top))


def _crossing(along: FloatArray, across: FloatArray, edge: float) -> float | None:
    """Where a line first crosses an edge of the map, along that edge."""
    crossed = np.flatnonzero(np.diff(np.sign(across - edge)))
    if not crossed.size:
        return None
    n = int(crossed[0])
    share = (edge - across[n]) / (across[n + 1] - across[n])
    return float(along[n] + share * (along[n + 1] - along[n]))

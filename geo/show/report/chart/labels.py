"""Names on a picture, each where it covers no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from matplotlib.text import Annotation

from geo.show.report.fonts import SANS, Fonts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

    from geo.earth.position import FloatArray

Point = tuple[float, float]
_AROUND = [(1, 0), (-1, 0), (0, -1), (0, 1), (1, 1), (-1, 1), (1, -1), (-1, -1)]
_ACROSS: dict[int, Literal["right", "center", "left"]] = {-1: "right", 0: "center", 1: "left"}
_ALONG: dict[int, Literal["top", "center", "bottom"]] = {-1: "top", 0: "center", 1: "bottom"}


class Labels:
    """Puts labels on axes one after another, the most important first, and counts those for which there is no room."""

    def __init__(self, axes: Axes, fonts: Fonts) -> None:
        self._axes, self._fonts = axes, fonts
        self._taken: list[FloatArray] = []
        self._lines = np.empty((0, 2))
        self.left_out = 0
        self.texts: list[str] = []
        """Those that were put, as they stand on the picture."""

    def keep_free(self, points: Iterable[Point], around_px: float) -> None:
        """Keep labels at least this many pixels away from these points."""
        for x, y in self._axes.transData.transform(np.array(list(points)).reshape(-1, 2)):
            self._taken.append(np.array([x - around_px, y - around_px, x + around_px, y + around_px]))

    def keep_box(self, low: Point, high: Point) -> None:
        """Let no label lie in the box between two corners."""
        (west, south), (east, north) = self._axes.transData.transform([low, high])
        self._taken.append(np.array([west, south, east, north]))

    def avoid(self, x: FloatArray, y: FloatArray) -> None:
        """Rather not cover this line."""
        steps = np.linspace(0, len(x) - 1, 4 * len(x))
        points = np.column_stack([np.interp(steps, np.arange(len(x)), one) for one in (x, y)])
        self._lines = np.vstack((self._lines, self._axes.transData.transform(points)))

    def put(
        self, text: str, anchors: Sequence[Point], reaches_pt: Sequence[float] = (9, 14, 24), font: str = SANS, **style: Any
    ) -> None:
        """Put a text beside the first of the anchors where it covers nothing, and as few lines as can be."""
        shown = "\n".join(map(self._fonts.legible, text.split("\n")))
        box = {"boxstyle": "square,pad=0.1", "facecolor": "white", "alpha": 0.85, "edgecolor": "none"}
        label = Annotation(
            shown, anchors[0], (0, 0), textcoords="offset points", parse_math=False, linespacing=1.25, zorder=9,
            fontproperties=self._fonts.properties(font, style.pop("size", 7), shown),
            **{"bbox": box, **style},
        )  # fmt: skip
        self._axes.add_artist(label)
        px = self._axes.figure.dpi / 72
        margin = (4.5 if "bbox" in style else 1) * px
        size = label.get_window_extent()  # laying out letters takes long: once
        places = [
            (at, corner, reach, way)
            for reach in reaches_pt
            for at, corner in zip(anchors, self._axes.transData.transform(anchors), strict=True)
            for way in _AROUND
        ]
        reaches = np.array([reach for _, _, reach, _ in places])
        sides = np.array(size.size)
        middles = np.array([corner for _, corner, _, _ in places])
        middles += np.array([way for *_, way in places]) * (reaches[:, None] * px + sides / 2)
        boxes = np.hstack((middles - sides / 2 - margin, middles + sides / 2 + margin))
        costs = self._costs(boxes) + reaches + 0.01 * np.arange(len(places))
        best = int(np.argmin(costs))
        if costs[best] == np.inf:
            label.remove()
            self.left_out += 1
            return
        label.xy, _, reach, way = places[best]
        label.set_position((way[0] * reach, way[1] * reach))
        label.set_horizontalalignment(_ACROSS[way[0]])
        label.set_verticalalignment(_ALONG[way[1]])
        self._taken.append(boxes[best])
        self.texts.append(shown)

    def _costs(self, boxes: FloatArray) -> FloatArray:
        """How much of the lines each of some boxes would cover; infinite where it would cover a label or leave the map.

        A box is the west, south, east and north of its sides, in pixels.
        """
        west, south, east, north = boxes.T
        frame = self._axes.bbox
        inside = (frame.x0 <= west) & (east <= frame.x1) & (frame.y0 <= south) & (north <= frame.y1)
        taken_west, taken_south, taken_east, taken_north = np.array(self._taken).reshape(-1, 4).T[:, None]
        beside = (west[:, None] > taken_east) | (east[:, None] < taken_west)
        is_free = np.all(beside | (south[:, None] > taken_north) | (north[:, None] < taken_south), axis=1)
        costs = np.full(len(boxes), np.inf)
        x, y = self._lines.T
        for at in np.flatnonzero(inside & is_free):
            covered = (x > west[at]) & (x < east[at]) & (y > south[at]) & (y < north[at])
            costs[at] = 0.15 * np.count_nonzero(covered)
        return costs

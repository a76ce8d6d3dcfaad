"""One colour for each thing, as on the map (`webmap.css`)."""

from __future__ import annotations

COLOURS = {
    "fragment_site": "#0b4f8a",
    "strike_report": "#8a4b00",
    "place": "#4a5a4f",
    "reported_zone": "#6a3d8f",
    "photo": "#00695c",
    "zone": "#b01e2e",
    "uncertainty": "#5d5a52",
    "contradicted": "#b01e2e",
    "compatible": "#5d5a52",
    "agrees": "#0b4f8a",
    "untestable": "#5d5a52",
}
"""Red, green and blue as two hexadecimal digits each, by a shape's style."""
FILL_OPACITY = 0.12

"""Layers of one's own that were added to the map with Folium: what the page can show offline, and what it has to refuse.

Folium loads scripts, pictures and tiles from elsewhere while the page is looked at. This page loads nothing, so what
needs that is refused with a sentence, before a page is written on which it would be missing without a word.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import folium
from branca.colormap import ColorMap
from branca.element import Element, IFrame
from folium.elements import JSCSSMixin
from folium.raster_layers import ImageOverlay, VideoOverlay, WmsTileLayer

from geo.show.map.bundle import bundle

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

WORKS = (
    "Marker, CircleMarker, Circle, PolyLine, Polygon, Rectangle, GeoJson, DivIcon, Icon, Popup, Tooltip, FeatureGroup and "
    "LayerControl work"
)
_PICTURES = {"iconUrl": "marker-icon.png", "iconRetinaUrl": "marker-icon-2x.png", "shadowUrl": "marker-shadow.png"}
_IMAGES = resources.files("js_lib_leaflet") / "static" / "js_lib_leaflet" / "images"


def own_layers(chart: folium.Map, ours: Collection[str]) -> list[Element]:
    """What was added to a map, and everything in it; `ours` names what the map began with."""
    added = [child for name, child in chart._children.items() if name not in ours]  # noqa: SLF001  # branca has no other way
    return [element for child in added for element in _within(child)]


def _within(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():  # noqa: SLF001  # as above
        yield from _within(child)
    for name in ("icon", "marker", "html"):  # what Folium keeps beside its children
        if isinstance(part := getattr(element, name, None), Element):
            yield from _within(part)


def refuse_loading(elements: list[Element]) -> None:
    """Refuse layers that load something while the page is looked at.

    Raises:
        ValueError: if one does; the message says what to do instead.
    """
    for element in elements:
        if why := _why_refused(element):
            raise ValueError(f"the page loads nothing, so {why}")


def _why_refused(element: Any) -> str:  # noqa: PLR0911  # an answer for each sort of layer
    """What an element would load, and what to do instead; empty where it loads nothing."""
    name = type(element).__name__
    if isinstance(element, folium.TileLayer):
        return f"{name} cannot be added: pass its address, or a file of tiles, as tiles= to draw_map or write_map"
    if isinstance(element, ColorMap):
        return (
            "the legend of a Choropleth or a colour map cannot be drawn, for which branca loads d3: "
            "add choropleth.geojson to the map instead of the Choropleth, or style a GeoJson by a style_function"
        )
    if isinstance(element, WmsTileLayer | VideoOverlay | IFrame):
        return f"{name} cannot be added; {WORKS}"
    if isinstance(element, folium.CustomIcon):
        loaded = [str(element.options.get(one) or "") for one in ("icon_url", "shadow_url")]
        return _why_picture(next((one for one in loaded if _is_elsewhere(one)), ""))
    if isinstance(element, ImageOverlay):
        return _why_picture(element.url if _is_elsewhere(element.url) else "")
    if isinstance(element, folium.GeoJson) and not element.embed:
        return f"a GeoJson cannot be read from {element.embed_link}: leave embed=True, which puts its data into the page"
    if isinstance(element, JSCSSMixin) and (links := [url for _, url in (*element.default_js, *element.default_css)]):
        return f"{name} cannot be added, which needs {links[0]}; {WORKS}"
    return ""


def _why_picture(url: str) -> str:
    return url and f"the picture {url[:200]} cannot be shown: give the file itself, which is put into the page"


def _is_elsewhere(url: str) -> bool:
    return bool(url) and not url.startswith("data:")


def preparing_script() -> str:
    """The script that makes ready for layers of one's own; it runs before that of the map."""
    return f"{bundle('own_layers')}own_layers.prepare(L, {json.dumps(_read_pictures())});\n"


@cache
def _read_pictures() -> dict[str, str]:
    """Leaflet's pictures of a marker, as text."""
    files = {name: (_IMAGES / file).read_bytes() for name, file in _PICTURES.items()}
    return {name: f"data:image/png;base64,{b64encode(data).decode()}" for name, data in files.items()}


def escape_tags(script: str) -> str:
    """A script whose texts cannot end the block that it stands in, or open another: there, `<` is written as an escape."""
    return re.sub(r"<(?=/script|script|!--)", r"\\x3c", script, flags=re.IGNORECASE)

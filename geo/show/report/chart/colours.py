"""The colours of the map, as its style sheet names them: paper has the same."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources


@cache
def inks() -> dict[str, str]:
    """Colours by their names, such as `contradiction`, as they are in daylight."""
    sheet = (resources.files("geo.show.map") / "web" / "webmap.css").read_text("utf-8")
    root = re.search(r":root \{(.*?)\}", sheet, re.DOTALL)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", root[1] if root else ""))

"""The letters of the fonts that Matplotlib ships, DejaVu: Latin, Cyrillic and Armenian among them.

A letter that they lack would vanish or become a box, and one that runs from right to left would stand in the wrong
order: both are shown by their number instead, such as [U+0627].
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from geo.record.escape import printable

SANS, BOLD, ITALIC, SERIF = "DejaVuSans", "DejaVuSans-Bold", "DejaVuSerif-Italic", "DejaVuSerif-Bold"
FONTS = (SANS, BOLD, ITALIC, SERIF)
ESCAPED = "A letter that the fonts lack, or that runs from right to left, is shown by its number, such as [U+0627]."


def font_file(name: str) -> Path:
    """The file of one of the fonts."""
    import matplotlib as mpl  # only pictures and pages need it

    return Path(mpl.get_data_path()) / "fonts" / "ttf" / f"{name}.ttf"


def make_legible(text: str) -> str:
    """Text that each of the fonts can show as it stands.

    >>> make_legible("Şuşa, Шуша, Շուշի: ا")
    'Şuşa, Шуша, Շուշի: [U+0627]'
    """
    safe = printable(unicodedata.normalize("NFC", text))
    return safe if safe.isascii() else "".join(map(_shown, safe))


@cache
def _shown(letter: str) -> str:
    from_right = unicodedata.bidirectional(letter) in ("R", "AL", "AN")
    # a mark that joins the letter before it has no place of its own; nor has what nobody sees
    joins = unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Me", "Mn", "Cn", "Co")
    return f"[U+{ord(letter):04X}]" if from_right or joins or ord(letter) not in _held() else letter


@cache
def _held() -> frozenset[int]:
    """The letters that all the fonts have."""
    from matplotlib.ft2font import FT2Font

    return frozenset.intersection(*(frozenset(FT2Font(str(font_file(name))).get_charmap()) for name in FONTS))

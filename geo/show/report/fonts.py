"""The fonts of a report: DejaVu, which Matplotlib ships, and for letters that it lacks, fonts named or found on the machine.

A letter that no font has would vanish or become a box; it is shown by its number instead, such as [U+0915].
"""

from __future__ import annotations

import shutil
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from geo.earth.quantities import count_text, plural
from geo.record.escape import printable
from geo.show.report.letters import with_few_signs

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    import typst
    from matplotlib.font_manager import FontProperties
    from matplotlib.ft2font import FT2Font

SANS, SERIF = "DejaVu Sans", "DejaVu Serif"
_FILES = {SANS: "DejaVuSans.ttf", SERIF: "DejaVuSerif-Bold.ttf"}
_UPRIGHT, _SLANTED = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"), "DejaVuSans-Oblique.ttf"
_JOINERS = "\u200c\u200d"
_MOST_LETTERS = 5_000
"""Different letters that fonts are searched for."""
_NOT_FOR_TEXT = ("emoji", "color", "last resort", "lastresort", "symbol", "mono", "barcode")
_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")


@dataclass(frozen=True, slots=True)
class Font:
    """A font file, or one of the fonts in it."""

    family: str
    path: Path
    index: int = 0

    def has(self, letters: Iterable[str]) -> set[str]:
        """Those of the letters that it has."""
        face = self._face()
        return {letter for letter in letters if face.get_char_index(ord(letter))} if face else set()

    def opens(self) -> bool:
        """Whether the map can be drawn with it too."""
        return self._face() is not None

    @property
    def map_family(self) -> str:
        """What Matplotlib calls its family."""
        face = self._face()
        return face.family_name if face else self.family

    def _face(self) -> FT2Font | None:
        from matplotlib.ft2font import FT2Font

        try:
            return FT2Font(str(self.path), face_index=self.index)
        except (OSError, RuntimeError, ValueError):  # a damaged file on the machine is no reason to stop
            return None


@dataclass(frozen=True, slots=True)
class Fonts:
    """What one report is set in."""

    named: tuple[Font, ...] = ()
    """Those that were asked for, which come after DejaVu."""
    found: tuple[Font, ...] = ()
    """Those of the machine, each for letters that those before it lack."""
    letters: frozenset[str] = frozenset()
    """Letters of the report that one of these has."""
    missing: tuple[str, ...] = ()
    """Letters of the report that none has, in the order of their numbers."""

    @property
    def further(self) -> tuple[Font, ...]:
        """All but DejaVu."""
        return (*self.named, *self.found)

    @property
    def families(self) -> tuple[str, ...]:
        """What to set a text in without serifs, the first that has a letter first."""
        return (SANS, *(one.family for one in self.further))

    def legible(self, text: str) -> str:
        """Text that can be shown as it stands.

        >>> Fonts().legible("Şuşa, Шуша, Շուշի, شوشا: 舒")
        'Şuşa, Шуша, Շուշի, شوشا: [U+8212]'
        """
        safe = _safe(text)
        if safe.isascii():
            return safe
        return "".join(one if _is_held(one) or one in self.letters else f"[U+{ord(one):04X}]" for one in safe)

    def properties(self, family: str, size: float, text: str = "") -> FontProperties:
        """How Matplotlib sets a text of the map in DejaVu's sans or bold serif; names that neither has fall back on the others."""
        from matplotlib.font_manager import FontProperties, fontManager

        if all(one.isspace() or ord(one) in _held_by(_FILES[family]) for one in text):
            return FontProperties(fname=str(dejavu_folder() / _FILES[family]), size=size)
        registered = {one.fname for one in fontManager.ttflist}
        for font in self.further:
            if str(font.path) not in registered:
                fontManager.addfont(str(font.path))
        weight = "bold" if family == SERIF else "normal"
        return FontProperties(family=[family, SANS, *(one.map_family for one in self.further)], weight=weight, size=size)

    def sentence(self) -> str:
        """Which letters no font has; nothing where there are none."""
        if not self.missing:
            return ""
        scripts = dict.fromkeys(unicodedata.name(one, "unassigned").split()[0].capitalize() for one in self.missing)
        named = ", ".join(list(scripts)[:5]) + (f" and {count_text(len(scripts) - 5)} more" if len(scripts) > 5 else "")
        return (
            f"No font was found for {plural(len(self.missing), 'letter')} ({named}); each is shown by its number, such as "
            f"[U+{ord(self.missing[0]):04X}]. A font that has them can be named with --font."
        )


DEJAVU = Fonts()
"""What a text is set in that needs no more."""


def find_fonts(texts: Iterable[str], named: Sequence[str | os.PathLike[str]] = ()) -> Fonts:
    """The fonts for some texts: DejaVu, then those named, then those of the machine, as far as letters need them.

    Raises:
        ValueError: if a file that is named is no font.
    """
    chosen = tuple(map(read_font_file, named))
    lacking = {one for text in texts for one in set(_safe(text)) if not _is_held(one) and not _is_hidden(one)}
    wanted, held = set(sorted(lacking)[:_MOST_LETTERS]), set[str]()
    for font in chosen:
        held |= font.has(wanted)
    found = list[Font]()
    if wanted - held:
        coverage = {font: font.has(wanted - held) for font in machine_fonts()}
        while best := max(coverage, key=lambda one: (len(coverage[one] - held), _rank(one)), default=None):
            if not coverage[best] - held:
                break
            found.append(best)
            held |= coverage[best]
    return Fonts(chosen, tuple(found), frozenset(held), tuple(sorted(lacking - held)))


def read_font_file(path: str | os.PathLike[str]) -> Font:
    """The font in a file, the first of several.

    Raises:
        ValueError: if it is no font.
    """
    file = Path(path)
    if file.suffix.lower() in _ENDINGS and file.is_file():  # a pipe would be waited for
        with TemporaryDirectory() as folder:
            shutil.copy(file, folder)
            for one in typeset_fonts([Path(folder)]).fonts():
                if one.path and Font(one.family, file, one.index).opens():
                    return Font(one.family, file, one.index)
    raise ValueError(f"{path}: wanted a font file, one of {', '.join(_ENDINGS)}")


def load_typst() -> Any:
    """Load Typst, which sets the pages of a PDF and is an extra of an installation.

    Raises:
        ValueError: if it is not installed; the message names what to install.
    """
    try:
        import typst  # takes long to load
    except ImportError:
        what = 'a PDF needs Typst: pip install typst, or "debris-sites[pdf]"; .html and .md hold the same report'
        raise ValueError(what) from None
    return typst


def typeset_fonts(folders: Iterable[Path], *, with_machine: bool = False) -> typst.Fonts:
    """The fonts of some folders and of those below them, and of the machine, as Typst knows them."""
    fonts: typst.Fonts = load_typst().Fonts(
        include_system_fonts=with_machine, include_embedded_fonts=True, font_paths=[str(folder) for folder in folders]
    )
    return fonts


@cache
def machine_fonts() -> tuple[Font, ...]:
    """The upright fonts of the machine of ordinary weight that are for text, by family and file."""
    found = typeset_fonts([], with_machine=True).fonts()
    upright = (one for one in found if (one.style, one.weight) == ("normal", 400) and not _is_not_for_text(one.family))
    fonts = (Font(one.family, Path(one.path), one.index) for one in upright if one.path)
    return tuple(sorted(fonts, key=lambda one: (one.family, str(one.path), one.index)))


def dejavu_folder() -> Path:
    """Where the files of DejaVu are."""
    import matplotlib as mpl  # only pictures and pages need it

    return Path(mpl.get_data_path()) / "fonts" / "ttf"


def _is_not_for_text(family: str) -> bool:
    return any(word in family.lower() for word in _NOT_FOR_TEXT)


def _rank(font: Font) -> tuple[bool, bool, str]:
    """Of fonts that have as many letters, sans serif ones come first, and those of Noto."""
    return "Sans" in font.family, font.family.startswith("Noto"), font.family


def _safe(text: str) -> str:
    safe = printable(unicodedata.normalize("NFC", text))
    return safe if safe.isascii() else "".join(map(_or_number, with_few_signs(safe)))


@cache
def _or_number(letter: str) -> str:
    """A letter, or its number where nothing would be seen of it."""
    category = unicodedata.category(letter)
    return f"[U+{ord(letter):04X}]" if category in ("Cn", "Co") or (category == "Cf" and letter not in _JOINERS) else letter


def _is_hidden(letter: str) -> bool:
    return letter in _JOINERS or letter.isspace()


@cache
def _is_held(letter: str) -> bool:
    """Whether DejaVu has a letter, upright and bold."""
    return letter.isascii() or letter in _JOINERS or all(ord(letter) in _held_by(one) for one in _UPRIGHT)


def has_italics(text: str) -> bool:
    """Whether DejaVu has all letters of a text slanted, as it has those of no script that runs from right to left."""
    return all(one.isspace() or ord(one) in _held_by(_SLANTED) for one in text)


@cache
def _held_by(file: str) -> frozenset[int]:
    """The letters of a file of DejaVu."""
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(dejavu_folder() / file)).get_charmap())

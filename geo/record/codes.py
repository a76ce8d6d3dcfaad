"""The codes of problems: `GEO001` and so on, each for one kind of problem. Codes are permanent.

A number that falls out of use is never reused; a new code takes the next free number. What each one means,
with an example and the cure, is in `stories.toml`, which is read only when someone asks.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.record.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Code:
    """One thing that can be wrong."""

    id: str
    title: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Story:
    """What a code means: why it matters, what it looks like, and how to correct it."""

    code: Code
    story: str
    wrong: str
    """An example: a whole file, or features as they stand in one."""
    cure: str
    right: str
    """The example, corrected."""
    whole: bool = False
    """Whether the examples are whole files."""
    encoding: str = "utf-8"
    """The encoding in which the wrong example is saved."""
    region: str | None = None
    """What `geo check --region` is given."""
    companions: str = ""
    """Features that the example refers to."""


class UnfitError(ValueError):
    """A value that does not fit, with the code of that problem."""

    def __init__(self, code: Code, message: str, at: tuple[int, ...] = (), others: Sequence[UnfitError] = ()) -> None:
        """Keep which part of the value does not fit, such as (0,) for the first of a list, and what else does not."""
        super().__init__(message)
        self.code, self.at, self.others = code, at, others


CODES: dict[str, Code] = {}
"""All codes by their id, in order."""


def _register_code(number: int, title: str, severity: Severity = Severity.ERROR) -> Code:
    code = Code(f"GEO{number:03}", title, severity)
    if code.id in CODES:
        raise ValueError(f"{code.id} is taken; a new code takes the next free number")
    CODES[code.id] = code
    return code


# the text of the file
TOO_LARGE = _register_code(1, "The file is too large")
NOT_UTF8 = _register_code(2, "The file is not UTF-8")
EMPTY_FILE = _register_code(3, "The file is empty")
NOT_JSON = _register_code(4, "JSON expects a value or a key here")
EXTRA_COMMA = _register_code(5, "An extra comma")
MISSING_COMMA = _register_code(6, "A comma is missing")
COMMENT = _register_code(7, "A comment, which JSON does not allow")
QUOTES = _register_code(8, "Quotation marks that are not plain")
OPEN_TEXT = _register_code(9, "A text that is not closed on its line")
BACKSLASH = _register_code(10, "A single backslash in a text")
OPEN_END = _register_code(11, "The file ends too early")
TEXT_AFTER = _register_code(12, "Text after the end")
REPEATED_KEY = _register_code(13, "A duplicate key in an object")
NOT_A_NUMBER = _register_code(14, "NaN or Infinity")
TOO_DEEP = _register_code(15, "Brackets nested too deeply")
# the collection
NOT_A_COLLECTION = _register_code(16, "The file is not a FeatureCollection")
NO_FEATURES = _register_code(17, "The list of features is missing")
UNREAD_MEMBER = _register_code(18, "A member of the file that is not read", Severity.WARNING)
OLD_CRS = _register_code(19, "An old crs member")
# the feature
NOT_A_FEATURE = _register_code(20, "A list entry that is not a feature")
STRAY_MEMBER = _register_code(21, "A member where it does not belong")
NO_ID = _register_code(22, "A record without an id")
ID_BLANKS = _register_code(23, "Spaces around an id")
REPEATED_ID = _register_code(24, "An id that is already used")
NO_GEOMETRY = _register_code(25, "A feature without a geometry")
NO_PROPERTIES = _register_code(26, "A feature without properties")
UNKNOWN_KIND = _register_code(27, "A kind that is missing or unknown")
# its properties
UNKNOWN_PROPERTY = _register_code(28, "A property that the kind does not have")
MISSING_PROPERTY = _register_code(29, "A property that the kind must have")
WRONG_TYPE = _register_code(30, "A value of the wrong type")
EMPTY_TEXT = _register_code(31, "An empty text")
HALF_CHARACTER = _register_code(32, "A lone surrogate")
UNKNOWN_WORD = _register_code(33, "A word that is not one of those allowed")
NUMBER = _register_code(34, "A number with a unit, in quotation marks, or not finite")
OUT_OF_RANGE = _register_code(35, "A number out of range")
DATE = _register_code(36, "A date that cannot be read")
DIRECTION = _register_code(37, "A direction that cannot be read")
WRONG_FORM = _register_code(38, "A malformed address or hash")
# its place
WRONG_GEOMETRY = _register_code(39, "A geometry that the kind does not have")
NOT_A_PAIR = _register_code(40, "Coordinates that are not a pair of numbers")
OFF_THE_EARTH = _register_code(41, "A longitude or latitude out of range")
RINGS = _register_code(42, "A polygon that bounds no area")
UNREADABLE = _register_code(43, "Published coordinates that cannot be read")
DISAGREES = _register_code(44, "The geometry is not where the published coordinates are")
SWAPPED_PUBLISHED = _register_code(45, "Longitude and latitude swapped, as the published coordinates show")
SWAPPED = _register_code(46, "Longitude and latitude swapped, as the rest of the file or the region shows")
# one record and another
NO_SUCH_ID = _register_code(47, "An id that no record has")
WRONG_KIND = _register_code(48, "A reference to a record of the wrong kind")
SAME_ENDS = _register_code(49, "A claim with the same record at both ends")
# what is possible, but worth a second look
OUTSIDE = _register_code(50, "A record outside the region", Severity.WARNING)
FALSE_PRECISION = _register_code(51, "A geometry more precise than the printed coordinates", Severity.WARNING)
FAR = _register_code(52, "A site far from all others", Severity.WARNING)
DATES_ORDER = _register_code(53, "Dates out of order", Severity.WARNING)
MAY_BE_ONE = _register_code(54, "Two records that may be duplicates", Severity.WARNING)
UNUSED_SOURCE = _register_code(55, "A source that nothing uses", Severity.WARNING)
NO_SOURCE = _register_code(56, "A claim without a source", Severity.WARNING)
# what came later
UNSOUND_NUMBER = _register_code(57, "A number that cannot be a measurement")
QUOTE_INSIDE = _register_code(58, "A quotation mark inside a text")
UNCLOSED = _register_code(59, "A bracket that is not closed")
# offsets and datums
OFFSET_INCOMPLETE = _register_code(60, "An incomplete offset")
OFFSET_AND_PLACE = _register_code(61, "An offset and a position of its own")
OFFSET_CIRCLE = _register_code(62, "Offsets that form a circle")
UNKNOWN_DATUM = _register_code(64, "An unknown datum")
NO_TRANSFORMATION = _register_code(65, "A datum without a transformation to WGS 84")
DATUM_OF_NOTHING = _register_code(66, "A datum without printed degrees")
OLD_WITHOUT_DATUM = _register_code(67, "Old coordinates without a datum", Severity.WARNING)
RELIES_ON_ITSELF = _register_code(68, "A source that relies on itself")
NO_RANGE = _register_code(69, "A range that produces no zone", Severity.WARNING)
NULL_ISLAND = _register_code(70, "A position of 0, 0", Severity.WARNING)
FUTURE_DATE = _register_code(71, "A date in the future", Severity.WARNING)
# figures as printed
PRINTED_FIGURE = _register_code(72, "A printed distance or offset that cannot be read")
NUMBER_DISAGREES = _register_code(73, "A number that disagrees with the text printed beside it")
UNPRINTED_DIGITS = _register_code(74, "Position digits added by software", Severity.WARNING)
CONVERTED = _register_code(75, "Metres that were converted from another unit", Severity.WARNING)
DIVIDED_THOUSANDS = _register_code(76, "Metres with a possible thousands separator", Severity.WARNING)
# zones
EXTENT = _register_code(77, "A zone whose extent is missing, incomplete, given twice or too wide")
# photographs
FILE_NAME = _register_code(78, "A photograph's file that is not in the folder of the record")
PHOTO_CHANGED = _register_code(79, "A photograph whose file is not the one that was recorded")
PHOTO_MISSING = _register_code(80, "A photograph whose file is not there", Severity.WARNING)
PHOTO_UNREAD = _register_code(81, "A photograph whose file is not read", Severity.WARNING)
CAMERA_DISAGREES = _register_code(82, "A photograph's record that disagrees with its camera", Severity.WARNING)
ONE_PICTURE = _register_code(83, "Two photographs that may be one picture", Severity.WARNING)


@cache
def load_stories() -> dict[str, Story]:
    """The story of each code, by its id."""
    stories_read = _read_stories()
    context = stories_read["context"]["features"].splitlines()
    return {
        name: Story(CODES[name], **{key: _trimmed(value, context) for key, value in one.items()})
        for name, one in stories_read.items()
        if name != "context"
    }


def example_file(example: str, *, whole: bool = False) -> str:
    """The whole text of a file for an example: features stand among a few others, so that they have what they need."""
    if whole:
        return example
    context = _read_stories()["context"]["features"].strip()
    return f'{{"type": "FeatureCollection", "features": [\n{example},\n{context}\n]}}\n'


@cache
def _read_stories() -> dict[str, dict[str, Any]]:
    with Path(__file__).with_name("stories.toml").open("rb") as file:
        return tomllib.load(file)


def _trimmed(value: Any, context: list[str]) -> Any:
    if isinstance(value, list):  # ids
        return "\n".join(line for line in context if any(f'"id": "{one}"' in line for one in value))
    return value.rstrip("\n") if isinstance(value, str) else value

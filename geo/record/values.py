"""Reads and checks the values of properties: numbers that keep their digits, dates, directions, texts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeGuard

from geo.earth.direction import Direction
from geo.earth.geodesy import LONGEST_GEODESIC_M
from geo.earth.notation.direction import DirectionError, parse_direction
from geo.earth.notation.distance import Distance, parse_distance
from geo.earth.notation.offset import PrintedOffset, parse_offset
from geo.earth.notation.reach import read_figure
from geo.earth.quantities import count_text
from geo.earth.uncertainty import strip_noise
from geo.record import codes
from geo.record.codes import UnfitError
from geo.record.dates import DATES_PATTERN, Dates, parse_dates
from geo.record.json_file.parse import Number
from geo.record.language_names import TAG_PATTERN, is_language_tag, suggest_language_tag
from geo.record.thousands import suggest_cure

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ValueReader:
    """How the value of a property is read, and what an editor is told of it."""

    read: Callable[..., Any]
    """Takes a value of the file, and the language of what the record prints if it is needed; raises `UnfitError`."""
    schema: Schema
    """The JSON Schema of a value."""
    needs_language: bool = False


WIDEST_TOLERANCE_DEG = 90
"""A direction that may be off by more than this to either side says less than which half of the horizon is meant."""


def number_of(value: object) -> Number:
    """A number as typed in the file.

    Raises:
        UnfitError: if it is none, or not finite.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        wanted = f"wanted a number without quotation marks and without a unit, not {show_value(value)}"
        raise UnfitError(codes.NUMBER, wanted + (suggest_cure(value) if isinstance(value, str) else ""))
    number = value if isinstance(value, Number) else Number(repr(value))
    if not abs(number) < float("inf"):
        raise UnfitError(codes.NUMBER, f"wanted a finite number, not {number.digits}")
    return number


_LEAST = 1e-30
"""What is smaller may have more decimals than figures are read with."""


def metres_of(value: object) -> Number:
    """A length in metres that fits on the Earth.

    Raises:
        UnfitError: if it is no number, or out of range.
    """
    number = number_of(value)
    if not 0 <= number <= LONGEST_GEODESIC_M:
        limits = "from 0 to 20,003,931 (no two places on Earth lie farther apart)"
        raise UnfitError(codes.OUT_OF_RANGE, f"wanted metres {limits}, not {number.digits}")
    if 0 < number < _LEAST:
        try:
            read_figure(number.digits)
        except ValueError as error:
            raise UnfitError(codes.OUT_OF_RANGE, str(error)) from None
    return number


WIDEST_RADIUS_M = 1_000_000
LOWEST_M, HIGHEST_M = -12_000, 9_000
"""Heights that no ground on Earth exceeds, below and above sea level."""


def _height_of(value: object) -> Number:
    number = number_of(value)
    if not LOWEST_M <= number <= HIGHEST_M:
        wanted = f"wanted metres above sea level from {count_text(LOWEST_M)} to {count_text(HIGHEST_M)}, below it negative, not {number.digits}"
        raise UnfitError(codes.OUT_OF_RANGE, wanted)
    return number


def tolerance_of(value: object) -> Number:
    """A tolerance in degrees to either side of a direction.

    Raises:
        UnfitError: if it is no number, or out of range.
    """
    number = number_of(value)
    if not 0 < number <= WIDEST_TOLERANCE_DEG:
        limits = f"above 0 and up to {WIDEST_TOLERANCE_DEG}"
        raise UnfitError(codes.OUT_OF_RANGE, f"wanted degrees to either side {limits}, not {number.digits}")
    return number


def _radius_of(value: object) -> Number:
    number = metres_of(value)
    if not 0 < number <= WIDEST_RADIUS_M:
        raise UnfitError(codes.OUT_OF_RANGE, f"wanted a radius in metres above 0 and up to 1,000,000, not {number.digits}")
    return number


def _azimuth_of(value: object) -> Number:
    number = number_of(value)
    if not 0 <= number <= 360:
        wanted = "wanted degrees clockwise from north, from 0 to 360"
        raise UnfitError(codes.OUT_OF_RANGE, f"{wanted}, not {number.digits}")
    return number


def _width_of(value: object) -> Number:
    number = number_of(value)
    if not 0 < number <= 360:
        raise UnfitError(codes.OUT_OF_RANGE, f"wanted degrees above 0 and up to 360, not {number.digits}")
    return number


def _camera_error_of(value: object) -> Number:
    number = metres_of(value)
    if not number:
        raise UnfitError(
            codes.OUT_OF_RANGE, "wanted metres above 0: no camera knows its position exactly; leave it out if unknown"
        )
    return number


def _grade_of(value: object) -> int:
    if type(value) is not int:
        raise UnfitError(codes.WRONG_TYPE, f"wanted a whole number, not {show_value(value)}")
    if value < 1:
        raise UnfitError(codes.OUT_OF_RANGE, f"wanted 1 or more, not {value}")
    if value > 6:
        raise UnfitError(codes.OUT_OF_RANGE, f"wanted 6 or less, not {value}")
    return value


def _truth_of(value: object) -> bool:
    if not isinstance(value, bool):
        raise UnfitError(codes.WRONG_TYPE, f"wanted true or false, not {show_value(value)}")
    return value


def _text_of(value: object) -> str:
    if not isinstance(value, str):
        return _id_of(value)
    if not value or value.isspace():
        raise UnfitError(codes.EMPTY_TEXT, "is empty; take it out or fill it")
    return value


def _id_of(value: object) -> str:
    if not isinstance(value, str):
        raise UnfitError(codes.WRONG_TYPE, f"wanted text in quotation marks, not {show_value(value)}")
    return value


def _texts_of(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    texts = tuple(one for one in listed if isinstance(one, str))
    if len(texts) < len(listed):
        wanted = 'wanted text in quotation marks or a list of texts such as ["9M79-1", "0417"]'
        raise UnfitError(codes.WRONG_TYPE, f"{wanted}, not {show_value(value)}")
    if not any(one.strip() for one in texts):
        raise UnfitError(codes.EMPTY_TEXT, "is empty; take it out or fill it")
    if not all(one.strip() for one in texts):
        raise UnfitError(codes.EMPTY_TEXT, f"has an empty text in {show_value(value)}; take that out or fill it")
    return texts


def _id_list_of(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise UnfitError(codes.WRONG_TYPE, f'wanted a list of ids such as ["apa-2021-04-02"], not {show_value(value)}')
    if not all(isinstance(one, str) for one in value):
        why = "wanted text in quotation marks, not"
        unfit = [(index, one) for index, one in enumerate(value) if not isinstance(one, str)]
        first, *others = [UnfitError(codes.WRONG_TYPE, f"{why} {show_value(one)}", (index,)) for index, one in unfit]
        raise UnfitError(codes.WRONG_TYPE, str(first), first.at, others)
    return tuple(value)


def _ids_of(value: object) -> tuple[str, ...]:
    ids = [value] if isinstance(value, str) else value
    if not isinstance(ids, list) or not ids or not all(isinstance(one, str) for one in ids):
        raise UnfitError(
            codes.WRONG_TYPE, f'wanted one id or a list of ids such as ["strike-1", "strike-2"], not {show_value(value)}'
        )
    return tuple(ids)


FEWEST_CORNERS = 3
"""An area has at least so many corners."""


def are_corners(value: object) -> TypeGuard[list[str]]:
    """Whether a value of the file is a list of texts that may be the corners of an area."""
    listed = value if isinstance(value, list) else []
    return len(listed) >= FEWEST_CORNERS and all(isinstance(one, str) and one.strip() for one in listed)


def _corners_of(value: object) -> tuple[str, ...]:
    if not are_corners(value):
        wanted = f"wanted a list of at least {FEWEST_CORNERS} texts, one for each corner, in their order around the area"
        raise UnfitError(codes.WRONG_TYPE, f"{wanted}, not {show_value(value)}")
    return tuple(value)


_PATH_BELOW = re.compile(r"(?![~/]|[A-Za-z]:)(?:(?!\.\.?/)[^/\x00-\x1f\x7f\\]+/)*(?!\.\.?$)[^/\x00-\x1f\x7f\\]+")


def _file_name_of(value: object) -> str:
    name = _id_of(value)
    if not _PATH_BELOW.fullmatch(name):
        wanted = 'wanted the name of a file in the folder of this file or below it, with / between folders, such as "photos/IMG_0417.jpg"'
        raise UnfitError(codes.FILE_NAME, f"{wanted}, not {show_value(value)}")
    return name


def _figure_or_text_of(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value
    return number_of(value).digits


def _language_of(value: object) -> str:
    if not isinstance(value, str) or not is_language_tag(value):
        hint = suggest_language_tag(value) if isinstance(value, str) else ""
        wanted = "wanted the tag of a language (BCP 47), such as az or zh-Hant"
        raise UnfitError(codes.WRONG_TYPE, f"{wanted}, not {show_value(value)}{hint}")
    return value


def _direction_of(value: object, language: str | None) -> Direction:
    if isinstance(value, str):
        text = printed = value
    else:
        text = number_of(value).digits
        printed = re.sub(r"\.0+$", "", strip_noise(text))  # software writes 45.0 for 45
    try:
        return replace(parse_direction(printed, language), text=text)
    except DirectionError as error:
        raise UnfitError(codes.DIRECTION, str(error)) from None


def _distance_of(value: object, language: str | None) -> Distance:
    if not isinstance(value, str):
        raise UnfitError(codes.PRINTED_FIGURE, f'wanted a distance as printed, such as "about 6 km", not {show_value(value)}')
    try:
        return parse_distance(value, language)
    except ValueError as error:
        raise UnfitError(codes.PRINTED_FIGURE, str(error)) from None


def _offset_of(value: object, language: str | None) -> PrintedOffset:
    if not isinstance(value, str):
        raise UnfitError(
            codes.PRINTED_FIGURE, f'wanted an offset as printed, such as "5 km north-west", not {show_value(value)}'
        )
    try:
        return parse_offset(value, language)
    except ValueError as error:
        raise UnfitError(codes.PRINTED_FIGURE, str(error)) from None


def _dates_of(value: object) -> Dates:
    if not isinstance(value, str):
        raise UnfitError(codes.DATE, f'wanted a date in quotation marks such as "2021-03-15", not {show_value(value)}')
    try:
        return parse_dates(value)
    except ValueError as error:
        raise UnfitError(codes.DATE, str(error)) from None


def show_value(value: object) -> str:
    """A value from the file as it can stand in a message: as typed, on one line, and not too long."""
    text = value.digits if isinstance(value, Number) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else f"{text[:77]}…"


_SOME_TEXT: Schema = {"minLength": 1, "pattern": r"\S", "type": "string"}
_ID: Schema = {"type": "string"}


def _list_of(schema: Schema, **limits: int) -> Schema:
    return {"items": schema, **limits, "type": "array"}


TEXT = ValueReader(_text_of, _SOME_TEXT)
"""A text in which something stands."""
TEXTS = ValueReader(_texts_of, {"anyOf": [_SOME_TEXT, _list_of(_SOME_TEXT, minItems=1)]})
"""A text, or a list of several."""
FIGURE_OR_TEXT = ValueReader(_figure_or_text_of, {"anyOf": [_SOME_TEXT, {"type": "number"}]})
"""A text, or a number, which becomes its digits."""
CORNERS = ValueReader(_corners_of, _list_of(_SOME_TEXT, minItems=FEWEST_CORNERS))
"""The corners of an area as printed."""
ID = ValueReader(_id_of, _ID)
"""The id of a record."""
IDS = ValueReader(_ids_of, {"anyOf": [_ID, _list_of(_ID, minItems=1)]})
"""An id, or a list of several."""
SOURCE_IDS = ValueReader(_id_list_of, _list_of(_ID))
"""A list of ids."""
TRUTH = ValueReader(_truth_of, {"type": "boolean"})
GRADE = ValueReader(_grade_of, {"maximum": 6, "minimum": 1, "type": "integer"})
"""A whole number from 1 to 6."""
METRES = ValueReader(metres_of, {"maximum": LONGEST_GEODESIC_M, "minimum": 0, "type": "number"})
"""A length in metres that remembers its digits."""
RADIUS = ValueReader(_radius_of, {"exclusiveMinimum": 0, "maximum": WIDEST_RADIUS_M, "type": "number"})
"""A radius in metres."""
CAMERA_ERROR = ValueReader(_camera_error_of, {"exclusiveMinimum": 0, "maximum": LONGEST_GEODESIC_M, "type": "number"})
ELEVATION = ValueReader(_height_of, {"maximum": HIGHEST_M, "minimum": LOWEST_M, "type": "number"})
"""A height above sea level in metres, below it negative, that remembers its digits."""
TOLERANCE = ValueReader(tolerance_of, {"exclusiveMinimum": 0, "maximum": WIDEST_TOLERANCE_DEG, "type": "number"})
"""Degrees to either side of a direction."""
AZIMUTH = ValueReader(_azimuth_of, {"maximum": 360, "minimum": 0, "type": "number"})
WIDTH = ValueReader(_width_of, {"exclusiveMinimum": 0, "maximum": 360, "type": "number"})
"""Degrees that a view is wide."""
DATES = ValueReader(_dates_of, {"pattern": DATES_PATTERN, "type": "string"})
"""An ISO 8601 date, time or interval."""
DIRECTION = ValueReader(
    _direction_of, {"anyOf": [_SOME_TEXT, {"maximum": 360, "minimum": 0, "type": "number"}]}, needs_language=True
)
"""A compass word or degrees."""
PRINTED_DISTANCE = ValueReader(_distance_of, {"minLength": 1, "type": "string"}, needs_language=True)
"""A distance as printed."""
PRINTED_OFFSET = ValueReader(_offset_of, {"minLength": 1, "type": "string"}, needs_language=True)
"""A distance and a direction as printed."""
LANGUAGE = ValueReader(_language_of, {"pattern": TAG_PATTERN, "type": "string"})
"""The tag of a language."""
FILE_NAME = ValueReader(_file_name_of, {"pattern": f"^{_PATH_BELOW.pattern}$", "type": "string"})
"""The name of a file in the folder of the record or below it."""


def formed(pattern: str, wanted: str) -> ValueReader:
    """How a text of a form is read; `wanted` is what to say where it has another."""
    form = re.compile(pattern)

    def read(value: object) -> str:
        text = _id_of(value)
        if not form.fullmatch(text):
            raise UnfitError(codes.WRONG_FORM, f"wanted {wanted}, not {show_value(value)}")
        return text

    return ValueReader(read, {"pattern": f"^{pattern}$", "type": "string"})


URL = formed(r'https?://[^\s<>"]+', "an address that begins with http:// or https://")
SHA256 = formed("[0-9a-f]{64}", "64 hexadecimal digits in lower case")
"""A hash as 64 small hexadecimal digits."""


def one_of(*words: str, kind: type[StrEnum] | None = None) -> ValueReader:
    """How one of a few words is read, as a member of an enumeration if there is one."""
    words = words or tuple(one.value for one in kind or ())
    quoted = [f"'{one}'" for one in words]
    wanted = f"wanted {', '.join(quoted[:-1])} or {quoted[-1]}"

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in words:
            raise UnfitError(codes.UNKNOWN_WORD, f"{wanted}, not {show_value(value)}")
        return kind(value) if kind else value

    return ValueReader(read, {"enum": [*words], "type": "string"})

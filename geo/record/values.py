"""Defines and checks the values of properties: numbers that keep their digits, dates, directions, texts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Annotated

from pydantic import Field, PlainValidator, ValidationInfo

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


def metres_of(value: object) -> Number:
    """A length in metres that fits on the Earth.

    Raises:
        UnfitError: if it is no number, or out of range.
    """
    number = number_of(value)
    if not 0 <= number <= LONGEST_GEODESIC_M:
        limits = "from 0 to 20,003,931 (no two places on Earth lie farther apart)"
        raise UnfitError(codes.OUT_OF_RANGE, f"wanted metres {limits}, not {number.digits}")
    try:
        read_figure(number.digits)
    except ValueError as error:
        raise UnfitError(codes.OUT_OF_RANGE, str(error)) from None
    return number


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


def _check_language(value: object) -> str:
    if not isinstance(value, str) or not is_language_tag(value):
        hint = suggest_language_tag(value) if isinstance(value, str) else ""
        wanted = "wanted the tag of a language (BCP 47), such as az or zh-Hant"
        raise UnfitError(codes.WRONG_TYPE, f"{wanted}, not {show_value(value)}{hint}")
    return value


def _language(info: ValidationInfo) -> str | None:
    """The language of what the record prints, which is read before its figures."""
    return info.data.get("language")


def _direction(value: object, info: ValidationInfo) -> Direction:
    if isinstance(value, str):
        text = printed = value
    else:
        text = number_of(value).digits
        printed = re.sub(r"\.0+$", "", strip_noise(text))  # software writes 45.0 for 45
    try:
        return replace(parse_direction(printed, _language(info)), text=text)
    except DirectionError as error:
        raise UnfitError(codes.DIRECTION, str(error)) from None


def _distance(value: object, info: ValidationInfo) -> Distance | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise UnfitError(codes.PRINTED_FIGURE, f'wanted a distance as printed, such as "about 6 km", not {show_value(value)}')
    try:
        return parse_distance(value, _language(info))
    except ValueError as error:
        raise UnfitError(codes.PRINTED_FIGURE, str(error)) from None


def _offset(value: object, info: ValidationInfo) -> PrintedOffset | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise UnfitError(
            codes.PRINTED_FIGURE, f'wanted an offset as printed, such as "5 km north-west", not {show_value(value)}'
        )
    try:
        return parse_offset(value, _language(info))
    except ValueError as error:
        raise UnfitError(codes.PRINTED_FIGURE, str(error)) from None


def _read_texts(value: object) -> tuple[str, ...]:
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


def _dates(value: object) -> Dates:
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


Metres = Annotated[
    Number, PlainValidator(metres_of, json_schema_input_type=Annotated[float, Field(ge=0, le=LONGEST_GEODESIC_M)])
]
"""A length in metres that remembers its digits."""
Elevation = Annotated[
    Number, PlainValidator(_height_of, json_schema_input_type=Annotated[float, Field(ge=LOWEST_M, le=HIGHEST_M)])
]
"""A height above sea level in metres, below it negative, that remembers its digits."""
ToleranceDeg = Annotated[
    Number,
    PlainValidator(tolerance_of, json_schema_input_type=Annotated[float, Field(gt=0, le=WIDEST_TOLERANCE_DEG)]),
]
"""Degrees to either side of a direction."""
When = Annotated[Dates, PlainValidator(_dates, json_schema_input_type=Annotated[str, Field(pattern=DATES_PATTERN)])]
"""An ISO 8601 date, time or interval."""
Stated = Annotated[
    Direction,
    PlainValidator(
        _direction,
        json_schema_input_type=Annotated[str, Field(min_length=1, pattern=r"\S")] | Annotated[float, Field(ge=0, le=360)],
    ),
]
"""A compass word or degrees."""
PublishedDistance = Annotated[Distance, PlainValidator(_distance, json_schema_input_type=Annotated[str, Field(min_length=1)])]
"""A distance as printed."""
PublishedOffset = Annotated[PrintedOffset, PlainValidator(_offset, json_schema_input_type=Annotated[str, Field(min_length=1)])]
"""A distance and a direction as printed."""
Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Texts = Annotated[
    tuple[str, ...], PlainValidator(_read_texts, json_schema_input_type=Text | Annotated[list[Text], Field(min_length=1)])
]
"""A text, or a list of several."""
LanguageTag = Annotated[str, PlainValidator(_check_language, json_schema_input_type=Annotated[str, Field(pattern=TAG_PATTERN)])]
"""The tag of a language."""
Url = Annotated[str, Field(pattern=r'^https?://[^\s<>"]+$')]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
"""A hash as 64 small hexadecimal digits."""

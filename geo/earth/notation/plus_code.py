"""Plus Codes: cells of a grid in degrees, each named by a code."""

from __future__ import annotations

import re

from geo.earth.notation.printed_pair import Form, Pair, refusal

DIGITS = "23456789CFGHJMPQRVWX"
"""Of which Plus Codes are made: from nothing to nineteen."""
_CODE = re.compile(
    r"\s*(?:(?:PLUS\s?CODES?|OLC)[\s:]{1,3})?([0-9A-Z]{2,8})\+([0-9A-Z]{0,7})\s*(?:[,\s][^0-9+]*)?", re.IGNORECASE | re.ASCII
)
_PAIRED, _ROWS, _COLUMNS = 10, 5, 4
_LAT_CELLS, _LON_CELLS = 20**3 * _ROWS**5, 20**3 * _COLUMNS**5
"""The smallest cells, of 15 digits, in a degree of latitude and of longitude."""


def read_plus_code(text: str, marks: str) -> Pair | None:
    """The centre of the cell that a full Plus Code names, with the cell as its unit; None if the text is of another kind.

    The place lies in the cell by definition, so half of the cell's diagonal is its uncertainty.

    Source: Open Location Code, specification (Google, Apache-2.0): ten digits in pairs to the base 20, latitude first;
    then each digit divides the cell into 5 rows and 4 columns.

    Raises:
        CoordinatesError: if the code is short, that is, says only where in some town, or is not a code.
    """
    match = _CODE.fullmatch(marks)
    if match is None:
        return None
    before, after = match[1].upper(), match[2].upper()
    if len(before) < 8:
        why = f"{before}+{after} is a short Plus Code, which repeats every few dozen kilometres; wanted the full code"
        raise refusal(text, match.start(1), why)
    padding = len(before) - len(before.rstrip("0"))
    digits = before.rstrip("0") + after
    if (padding and (after or padding % 2)) or len(after) == 1 or any(digit not in DIGITS for digit in digits):
        raise refusal(text, match.start(1), f"{before}+{after} is not a Plus Code; its digits are {DIGITS}")
    lat = lon = 0  # in the smallest cells, whole numbers, so that nothing is lost to rounding
    height, width = 400 * _LAT_CELLS, 400 * _LON_CELLS
    values = [DIGITS.index(digit) for digit in digits]
    for place in range(0, min(len(values), _PAIRED), 2):
        height, width = height // 20, width // 20
        lat, lon = lat + values[place] * height, lon + values[place + 1] * width
    for value in values[_PAIRED:]:
        height, width = height // _ROWS, width // _COLUMNS
        lat, lon = lat + value // _COLUMNS * height, lon + value % _COLUMNS * width
    if lat >= 180 * _LAT_CELLS or lon >= 360 * _LON_CELLS:
        raise refusal(text, match.start(1), f"{before}+{after} lies beyond a pole or the 180th meridian")
    lat_deg = (2 * lat + height - 180 * _LAT_CELLS) / (2 * _LAT_CELLS)
    lon_deg = (2 * lon + width - 360 * _LON_CELLS) / (2 * _LON_CELLS)
    return Pair(lat_deg, lon_deg, height / _LAT_CELLS, width / _LON_CELLS, Form.PLUS_CODE, share=0.5)


def encode_plus_code(lat_deg: float, lon_deg: float) -> str:
    """The Plus Code of ten digits of a place, a cell of 1/8000 of a degree.

    Source: as for reading them.
    """
    lat, lon = (int(min((value + half) * 8000, 16000 * half - 1)) for value, half in ((lat_deg, 90), (lon_deg, 180)))
    code = ""
    for _ in range(5):
        lat, row = divmod(lat, 20)
        lon, column = divmod(lon, 20)
        code = f"{DIGITS[row]}{DIGITS[column]}{code}"
    return f"{code[:8]}+{code[8:]}"

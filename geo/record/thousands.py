"""Lists the possible readings of a number with thousands separators or a decimal comma."""

from __future__ import annotations

import re

_DIVIDED = re.compile(
    r"(?P<sign>[+-]?)(?P<first>[0-9]{1,3})(?P<mark>[., '’_\u00a0\u2009\u202f])(?P<rest>[0-9]{3}(?:(?P=mark)[0-9]{3}){0,5})"
    r"(?:(?P<point>[.,])(?P<decimals>[0-9]{1,15}))?"
)
_COMMA = re.compile(r"(?P<whole>[+-]?[0-9]{1,20}),(?P<decimals>[0-9]{1,15})")
_EITHER = (".", ",")
"""Marks that separate thousands in some countries and decimals in others."""


def find_readings(text: str) -> tuple[str, ...]:
    """Each number, as JSON writes it, that a text may stand for; none if it is not a number, or has only one reading.

    >>> find_readings("1,200"), find_readings("1.200,5"), find_readings("1 200"), find_readings("0,5")
    (('1200', '1.2'), ('1200.5',), ('1200',), ('0.5',))
    """
    text = text.strip()
    found: list[str] = []
    if (match := _DIVIDED.fullmatch(text)) and match["point"] != match["mark"] and match["first"].lstrip("0"):
        digits = re.sub(r"[^0-9]", "", match["first"] + match["rest"])
        found.append(_number(match["sign"] + digits, match["decimals"] or ""))
        alone = match["mark"] in _EITHER and len(match["rest"]) == 3 and not match["decimals"]
        if alone:
            found.append(_number(match["sign"] + match["first"], match["rest"]))
    elif match := _COMMA.fullmatch(text):
        found.append(_number(match["whole"], match["decimals"]))
    return tuple(found)


def suggest_cure(text: str) -> str:
    """What to say about a number that is no number of JSON; nothing if it is not clear that it is one."""
    found = find_readings(text)
    if not found:
        return ""
    return f"; write {found[0]}" if len(found) == 1 else f"; it may be {join_readings(found)}: write the one that is meant"


def join_readings(found: tuple[str, ...]) -> str:
    """Two readings, for a message."""
    return f"{found[0]}, with a thousands separator, or {found[1]}"


def _number(whole: str, decimals: str) -> str:
    digits = whole.lstrip("+-").lstrip("0") or "0"
    decimals = decimals.rstrip("0")
    return f"{'-' if whole.startswith('-') else ''}{digits}{'.' if decimals else ''}{decimals}"

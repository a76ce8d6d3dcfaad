"""Texts as they stand in the cells of a CSV file, where a spreadsheet would run some of them as formulas."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a formula can begin with, in full width too. Source: OWASP, CSV Injection."""


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe is put before one that it would.

    >>> guarded("=1+1"), guarded("780 m"), guarded("'=1")
    ("'=1+1", '780 m', "''=1")
    """
    return f"'{text}" if _is_formula(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text.startswith("'") and _is_formula(text) else text


def _is_formula(text: str) -> bool:
    return text.lstrip("'").startswith(_FORMULA)

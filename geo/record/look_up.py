"""Looks a record up by its id, or by a name that no other record has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.earth.quantities import count_text
from geo.record.did_you_mean import did_you_mean, fold

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_LISTED = 10
"""Ids of records of one name that a message lists."""


class LookUpError(ValueError):
    """No record matches, or more than one."""


class UnknownRecordError(LookUpError):
    """There is no record of that id or name."""


class SharedNameError(LookUpError):
    """Several records have that name."""


def look_up(word: str, names: Mapping[str, str | None], what: str) -> str:
    """Return the id of the record that a word refers to.

    Args:
        word: What was typed: an id, or a name without regard to case.
        names: The records' names by their ids; None for those without.
        what: What the word should have been, as in `what` is no record of a file: "record of sites.geojson".

    Raises:
        UnknownRecordError: if no record has that id or name; the message names the nearest.
        SharedNameError: if several records have that name; the message lists their ids.
    """
    if word in names:
        return word
    folded = fold(word)
    found = [record_id for record_id, name in names.items() if name is not None and fold(name) == folded]
    if len(found) == 1:
        return found[0]
    if not found:
        known = [*names, *(name for name in names.values() if name)]
        raise UnknownRecordError(f'"{word}" is no {what}{did_you_mean(word, known)}')
    more = f" and {count_text(len(found) - MOST_LISTED)} more" if len(found) > MOST_LISTED else ""
    raise SharedNameError(
        f'"{word}" is the name of {count_text(len(found))} records; give one of the ids {", ".join(found[:MOST_LISTED])}{more}'
    )

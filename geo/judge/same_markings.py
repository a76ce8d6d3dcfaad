"""Finds markings that are reported on fragments far apart. Why they are is not judged.

A number on a fragment names one munition, or one lot of them. Where it is reported in two places, either two pieces of a
munition lie far apart, or two munitions of a lot came down, or one piece was recorded twice, or somebody misread it. A
reader has to know; nothing here decides between them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

from geo.earth.geodesy import inverse
from geo.earth.notation.characters import LOOK_ALIKES
from geo.record.kinds import FragmentSite, Photo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.record.sites import Sites

REACH_M = 100.0
"""Pieces of one munition commonly lie this far apart, beside their uncertainties, so that one marking on them tells nothing.

A convention of ours: wide enough for what breaks up on impact, and narrow beside what separates two impacts.
"""
MOST_BEARERS = 20
"""A marking on more records than this is that of a type or a lot, and no pair of its records is compared."""
MOST_SIGNS_COMPARED = 100_000_000
"""Signs of markings compared for the sake of those that cannot be read in full: about a second."""
MOST_PAIRS = 1_000_000
"""Pairs of records whose distance is measured because their markings can be read alike."""

_LEAST_KNOWN, _LEAST_OF_NUMBER, _LEAST_DIGITS = 5, 4, 3
"""Known signs of a marking, signs of its number, and known digits of that."""
_UNREAD = "?"
_TRANSLITERATED = dict(zip(map(ord, "АБВГДЕЗИЙКЛМНОПРСТУФХЫЭ"), "ABVGDEZIYKLMNOPRSTUFHYE", strict=True)) | {
    ord("Ж"): "ZH",
    ord("Ц"): "TS",
    ord("Ч"): "CH",
    ord("Ш"): "SH",
    ord("Щ"): "SHCH",
    ord("Ю"): "YU",
    ord("Я"): "YA",
}
_AS_DIGITS = str.maketrans({"O": "0", "I": "1", "З": "3"})
_NO_NUMBER = re.compile(
    r"\d{1,2}[A-Z]{1,2}\d{1,4}[A-Z]?\d?"  # a type: 9M723, an index of the Soviet and Russian artillery directorate
    r"|[^\W\d_]{1,5}\d{1,3}[^\W\d_]{0,2}\d?"  # a type: OF540, BM21, M26A1
    r"|\d+(?:MM|CM|M|KG|G|LB|IN|V|HZ|A|W|S|KГ)"  # a measure
    r"|(?:19|20)\d\d"  # a year
)
"""Words that name no piece and no lot."""
_DIGIT, _NO_SIGN, _DIVIDER = re.compile(r"[0-9]"), re.compile(r"[^\w?]|_"), re.compile(r"[\s/,;|]+")
_NUMBER_SIGN = re.compile(r"(?<![^\W_])(?:NO|NR|N|S/?N)[.:°]*\s+(?=[0-9?])")


@dataclass(frozen=True, slots=True)
class SameMarking:
    """A marking, or several that can be read alike, on fragments that lie far apart."""

    markings: tuple[str, ...]
    """As typed, each way of writing once."""
    records: tuple[str, ...]
    """Ids of those that bear it and have a position, in the order of the file."""
    apart: tuple[str, str]
    """The two of them that lie farthest apart."""
    distance_m: float
    """How far, in metres."""
    reach_m: float
    """The uncertainties of these two together, in metres."""
    unplaced: tuple[str, ...] = ()
    """Ids of those that bear it and have no position."""


@dataclass(frozen=True, slots=True)
class SameMarkings:
    """All markings that are reported far apart, in the order of the file, and what was not compared."""

    found: tuple[SameMarking, ...] = ()
    common: tuple[tuple[str, int], ...] = ()
    """Markings on more than 20 records, each as first typed with the number of records."""
    not_compared: int = 0
    """How many markings with signs that cannot be read were not compared with all others, to bound the work."""


@dataclass(slots=True)
class _Bearers:
    """Who bears a marking, by what it is compared as."""

    key: str
    typed: dict[int, str]
    """The marking as typed, by the number of its record."""
    others: set[str]
    """What else the same texts are compared as: Cyrillic ones have two forms, others only this."""


def find_same_markings(sites: Sites) -> SameMarkings:
    """Find the markings that two records share although they lie farther apart than their uncertainties and 100 m.

    Records are fragment sites, with what is read on photographs that show them, and photographs that show no fragment site.

    What is compared is `fold_marking`; "?" stands for one sign, whatever it is. Markings in which `has_number` finds no
    number of a piece or a lot, such as "Made in …", a type, a year or a few signs, are not compared.
    """
    bearing = _bearing(sites)
    records = [record for record, _ in bearing]
    bearers = _group(bearing)
    common = [one for one in bearers.values() if len(one.typed) > MOST_BEARERS and not _is_part_of_another(one, bearers)]
    rest = {key: one for key, one in bearers.items() if len(one.typed) <= MOST_BEARERS}
    alike, left_out = _read_alike(list(rest.values()))
    shared = [(one, one) for one in rest.values() if len(one.typed) > 1 and not _is_part_of_another(one, rest)] + alike
    found = dict.fromkeys(_far_apart(shared, records))
    told = ((min(one.typed.items())[1], len(one.typed)) for one in common)
    return SameMarkings(tuple(found), tuple(told), left_out)


def fold_marking(text: str) -> tuple[str, ...]:
    """What a marking is compared as: letters and digits alone, in capitals; O, I and З count as 0, 1 and 3.

    Cyrillic and Greek letters count as the Latin ones that they look like; Cyrillic ones also, in a second form, as those
    by which they are transliterated. A sign for "number" is left out.

    >>> fold_marking("KS 1O1/07?2"), fold_marking("кс-101 № 0732")
    (('KS10107?2',), ('KC1010732', 'KS1010732'))
    """
    forms = [_words(text, LOOK_ALIKES)]
    if not text.isascii():
        forms.append(_words(text, _TRANSLITERATED))
    return tuple(dict.fromkeys("".join(words).translate(_AS_DIGITS) for words in forms))


def _words(text: str, letters: dict[int, str]) -> list[str]:
    """The words of a marking: letters, digits and unreadable signs, in capitals of one alphabet."""
    if not text.isascii():
        plain = unicodedata.normalize("NFKC", text.replace("№", " ").replace("؟", _UNREAD)).upper()
        plain = plain.translate(letters).translate(LOOK_ALIKES)
        text = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in plain)
    return [word for part in _DIVIDER.split(_NUMBER_SIGN.sub(" ", text.upper())) if (word := _NO_SIGN.sub("", part))]


def has_number(text: str) -> bool:
    """Whether a marking has a number that can be that of a piece or a lot, and not only a type, a year or a measure.

    >>> [has_number(one) for one in ("KS-101 / 0732", "9M79-1", "Made in USA 1987", "0417", "04???", "155 mm")]
    [True, False, False, False, False, False]
    """
    words = _words(text, LOOK_ALIKES)
    known = sum(len(one) - one.count(_UNREAD) for one in words)
    return known >= _LEAST_KNOWN and any(map(_is_number, words))


def _is_number(word: str) -> bool:
    return len(word) >= _LEAST_OF_NUMBER and len(_DIGIT.findall(word)) >= _LEAST_DIGITS and _NO_NUMBER.fullmatch(word) is None


def can_be_one(one: str, other: str) -> bool:
    """Whether two markings with numbers can be read as the same one, in which "?" is any sign.

    >>> can_be_one("KS-101 / 07?2", "КС 101/0732"), can_be_one("KS-101 / 0732", "KS-101 / 0733")
    (True, False)
    """
    if not (has_number(one) and has_number(other)):
        return False
    return any(_matches(here, there) for here in fold_marking(one) for there in fold_marking(other))


def _matches(here: str, there: str) -> bool:
    if here == there or len(here) != len(there):
        return here == there
    known = [(a, b) for a, b in zip(here, there, strict=True) if _UNREAD not in (a, b)]
    return all(a == b for a, b in known) and _is_enough(len(known), len(here))


def _is_enough(known: Any, signs: int) -> Any:
    """Whether so many known signs make two markings of a length alike: five, and three quarters of it."""
    return (known >= _LEAST_KNOWN) & (4 * known >= 3 * signs)


def _bearing(sites: Sites) -> list[tuple[FragmentSite | Photo, tuple[str, ...]]]:
    """The records that bear markings, with these; what is read on a photograph is on the fragments that it shows."""
    read: defaultdict[str, list[str]] = defaultdict(list)
    alone: list[tuple[FragmentSite | Photo, tuple[str, ...]]] = []
    for photo in sites.of_kind(Photo):
        if not photo.marking:
            continue
        shown = [one for one in photo.shows if one in sites and isinstance(sites[one], FragmentSite)]
        for one in shown:
            read[one].extend(photo.marking)
        if not shown:
            alone.append((photo, photo.marking))
    bearers = (one for one in sites.of_kind(FragmentSite) if one.marking or one.id in read)
    return [*((one, (*(one.marking or ()), *read.get(one.id, ()))) for one in bearers), *alone]


def _group(bearing: Sequence[tuple[FragmentSite | Photo, tuple[str, ...]]]) -> dict[str, _Bearers]:
    """Who bears each marking that has a number, by what it is compared as, in the order of the file."""
    bearers: dict[str, _Bearers] = {}
    for number, (_, markings) in enumerate(bearing):
        for text in markings:
            if has_number(text):
                keys = fold_marking(text)
                for key, other in zip(keys, reversed(keys), strict=True):
                    one = bearers.setdefault(key, _Bearers(key, {}, set()))
                    one.typed.setdefault(number, text)
                    one.others.add(other)
    return bearers


def _is_part_of_another(one: _Bearers, bearers: dict[str, _Bearers]) -> bool:
    """Whether another marking can be read on all of its records too, of which one finding is enough."""
    other = bearers.get(next(iter(one.others)))
    return len(one.others) == 1 and other is not None and (len(other.typed), other.key) > (len(one.typed), one.key)


def _read_alike(bearers: Sequence[_Bearers]) -> tuple[list[tuple[_Bearers, _Bearers]], int]:
    """Pairs of different markings that can be read alike, and how many markings were left out to bound the work."""
    of_length: defaultdict[int, list[_Bearers]] = defaultdict(list)
    for one in bearers:
        of_length[len(one.key)].append(one)
    pairs: list[tuple[_Bearers, _Bearers]] = []
    left_out, signs, measured = 0, 0, 0
    for length, group in of_length.items():
        unread = [number for number, one in enumerate(group) if _UNREAD in one.key]
        if not unread or len(group) < 2:
            continue
        import numpy as np  # judging claims does without it

        table = np.array([list(map(ord, one.key)) for one in group], dtype=np.uint32)
        is_unread = table == ord(_UNREAD)
        for place, number in enumerate(unread):
            signs += len(group) * length
            if signs > MOST_SIGNS_COMPARED or measured > MOST_PAIRS:
                left_out += len(unread) - place
                break
            both = ~is_unread & ~is_unread[number]
            alike = ((table == table[number]) | ~both).all(axis=1)
            alike &= _is_enough(both.sum(axis=1), length)
            for other in np.flatnonzero(alike).tolist():
                if other > number or (other != number and not is_unread[other].any()):  # two with such signs pair once
                    pairs.append((group[number], group[other]))
                    measured += len(group[number].typed) * len(group[other].typed)
    return pairs, left_out


def _far_apart(shared: Sequence[tuple[_Bearers, _Bearers]], records: Sequence[FragmentSite | Photo]) -> list[SameMarking]:
    """The markings of which two bearers lie far apart, with the two that lie farthest apart."""
    owners: list[int] = []
    ends: list[tuple[int, int]] = []
    for number, (one, other) in enumerate(shared):
        pairs = combinations(one.typed, 2) if one is other else product(one.typed, other.typed)
        placed = [(a, b) for a, b in pairs if a != b and records[a].position and records[b].position]
        ends += placed
        owners += [number] * len(placed)
    if not ends:
        return []
    import numpy as np

    at = [
        (one.position.lon_deg, one.position.lat_deg, one.position.uncertainty_m) if one.position else (0.0, 0.0, 0.0)
        for one in records
    ]
    lon, lat, known = np.array(at).T
    a, b = np.array(ends).T
    distance, reach = inverse(lon[a], lat[a], lon[b], lat[b])[0], known[a] + known[b]
    farthest: dict[int, int] = {}
    for pair in np.flatnonzero(distance > reach + REACH_M).tolist():
        owner = owners[pair]
        if owner not in farthest or distance[pair] > distance[farthest[owner]]:
            farthest[owner] = pair
    found = [
        _same(shared[owner], records, ends[pair], float(distance[pair]), float(reach[pair])) for owner, pair in farthest.items()
    ]
    order = {record.id: number for number, record in enumerate(records)}
    return sorted(found, key=lambda one: [order[record] for record in one.records])


def _same(
    shared: tuple[_Bearers, _Bearers],
    records: Sequence[FragmentSite | Photo],
    ends: tuple[int, int],
    distance_m: float,
    reach_m: float,
) -> SameMarking:
    numbers = sorted({number for one in shared for number in one.typed})
    first, last = sorted(ends)
    return SameMarking(
        tuple(dict.fromkeys(text for one in shared for _, text in sorted(one.typed.items()))),
        tuple(records[number].id for number in numbers if records[number].position),
        (records[first].id, records[last].id),
        distance_m,
        reach_m,
        tuple(records[number].id for number in numbers if not records[number].position),
    )

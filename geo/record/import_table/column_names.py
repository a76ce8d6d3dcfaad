"""Recognizes common column names in English, Russian, Turkish, Azerbaijani and Armenian."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGITUDE = "longitude lon long lng decimallongitude x e долгота boylam uzunluq երկայնություն"
LATITUDE = "latitude lat decimallatitude y n широта enlem enlik en լայնություն"
_DEGREES = ("", "n", "e", "deg", "degrees", "dd", "decimal", "wgs84", "град", "градусы", "derece", "dərəcə", "dairəsi")
_PARTS = (
    ("deg", "degree", "degrees", "d", "град", "градусы", "derece", "dərəcə", "աստիճան"),
    ("min", "minute", "minutes", "m", "мин", "минуты", "dakika", "dk", "dəqiqə", "րոպե"),
    ("sec", "second", "seconds", "s", "сек", "секунды", "saniye", "sn", "saniyə", "վայրկյան"),
    ("hem", "hemisphere", "dir", "direction", "ns", "ew", "полушарие"),
)
IDS = "id, occurrenceid, №, no, nr, number, ref, reference, code, uuid, fid, номер, идентификатор, код, sıra no, numara, kod, nömrə, համար"
PRINTED = (
    "coordinates, coords, position, location, mgrs, utm, grid, grid reference, "
    "координаты, koordinatlar, koordinat, kordinat, կոորդինատներ"
)
PROPERTIES = {
    "name": "title, название, наименование, ad, adı, isim, անուն, անվանում",
    "published_coordinates": "verbatim coordinates, verbatimcoordinates",
    "found_on": "found, date found, date, time, timestamp, when, eventdate, дата обнаружения, дата находки, дата, buluntu tarihi, bulunma tarihi, "
    "tarih, tapılma tarixi, tarix, հայտնաբերման ամսաթիվ, ամսաթիվ",
    "uncertainty_m": "accuracy m, radius m, coordinateuncertaintyinmeters, погрешность м, точность м",
    "munition": "ammunition, weapon, боеприпас, mühimmat, sursat, զինամթերք",
    "category": "категория, kategori, kateqoriya, կատեգորիա",
    "marking": "markings, serial number, маркировка, markalama, markirovka, մակնշում",
    "condition": "состояние, durum, vəziyyət, վիճակ",
    "depth_m": "глубина м, derinlik m, dərinlik m, խորություն մ",
    "note": "notes, remark, remarks, comment, comments, description, desc, cmt, примечание, примечания, комментарий, описание, not, "
    "notlar, açıklama, qeyd, qeydlər, նշում, ծանոթագրություն",
}
"""A property of a fragment site = what others call it; lengths only with their unit."""


def plain(name: str) -> str:
    """The name of a column without capitals, marks and the dots that Turkish has on an i.

    >>> plain("Date_found"), plain("AÇIKLAMA") == plain("Açıklama"), plain("depth (m)")
    ('date found', True, 'depth m')
    """
    folded = name.casefold().replace("ı", "i").replace("\u0307", "").replace("_", " ")
    return " ".join(re.findall(r"\w+|№", folded))


def called_one_of(columns: Iterable[str], names: str) -> list[str]:
    """The columns with one of some names, which are separated by commas; in the order of the names."""
    known = {plain(name): rank for rank, name in enumerate(names.split(","))}
    return sorted((one for one in columns if plain(one) in known), key=lambda one: known[plain(one)])


def of_axis(columns: Iterable[str], stems: str) -> str | None:
    """The column of a longitude or a latitude."""
    names = ",".join(f"{stem} {unit}" for stem in stems.split() for unit in _DEGREES)
    return next(iter(called_one_of(columns, names)), None)


def parts_of_axis(columns: Iterable[str], stems: str) -> list[str | None]:
    """The columns of degrees, minutes, seconds and hemisphere, None for one that is not there; nothing without minutes."""
    squeezed = {plain(column).replace(" ", ""): column for column in reversed(list(columns))}
    for stem in stems.split():
        parts = [next((squeezed[stem + unit] for unit in units if stem + unit in squeezed), None) for units in _PARTS]
        if parts[0] and parts[1]:
            return parts
    return []

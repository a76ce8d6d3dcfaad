"""Recognizes common column names in English, Russian, Turkish, Azerbaijani and Armenian."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONGITUDE = "longitude lon long lng decimallongitude долгота довгота boylam uzunluq երկայնություն longitud länge laengengrad längengrad طول الطول خط_الطول"
LATITUDE = "latitude lat decimallatitude широта enlem en լայնություն latitud breite breitengrad عرض العرض خط_العرض"
CORNERS = (
    "pointno, point no, point number, vertex, vertex no, vertex id, vertex number, corner, corner no, corner number, turning point, node, "
    "вершина, номер вершины, номер точки, № точки, угол, köşe, köşe no, künc, vértice, sommet, eckpunkt, eckpunkt nr"
)
"""What the number of a corner of an outline is called."""
AREAS = (
    "polygon, polygon id, polygon no, shape id, area, area id, hazard, hazard id, hazard localid, sha id, cha id, minefield, minefield id, "
    "task, task id, zone, zone id, участок, полигон, зона, район, poligon, sahə, polígono, polygone, zona, fläche"
)
"""What the outline is called of which a row is a corner."""
LETTERS = {"lon": "x e", "lat": "y n"}
"""Stems of one letter are the last choice: N may as well be a number."""
_DEGREES = ("", "n", "e", "deg", "degrees", "dd", "decimal", "wgs84", "град", "градусы", "derece", "dərəcə", "dairəsi")
_PARTS = (
    ("deg", "degree", "degrees", "d", "град", "градусы", "derece", "dərəcə", "աստիճան"),
    ("min", "minute", "minutes", "m", "мин", "минуты", "dakika", "dk", "dəqiqə", "րոպե"),
    ("sec", "second", "seconds", "s", "сек", "секунды", "saniye", "sn", "saniyə", "վայրկյան"),
    ("hem", "hemisphere", "dir", "direction", "ns", "ew", "полушарие"),
)
IDS = "id, occurrenceid, event id, incident id, record id, objectid, globalid, slug, instanceid, key, №, no, nr, number, ref, reference, code, uuid, fid, case, case id, case no, uid, identifiant, identificador, kennung, nummer, رقم, الرقم, номер, идентификатор, код, sıra no, numara, kod, nömrə, համար"
PRINTED = (
    "coordinates, coords, position, location, mgrs, utm, grid, grid reference, "
    "latlong, lat long, latlng, lat lng, latitude longitude, lat lon, coordonnées, coordenadas, koordinaten, współrzędne, الاحداثيات, الإحداثيات, مختصات, "
    "координати, კოორდინატები, координаты, koordinatlar, koordinat, kordinat, կոորդինատներ"
)
DAYS = (
    "gefunden am, date de la frappe, date de l'événement, fecha del ataque, ereignisdatum, event date, eventdate, date of event, date occurred, incident date, strike date, date of strike, date found, date of find, found, found on, "
    "дата обнаружения, дата находки, дата события, дата удара, дата, buluntu tarihi, bulunma tarihi, olay tarihi, tarih, "
    "tapılma tarixi, hadisə tarixi, tarix, հայտնաբերման ամսաթիվ, ամսաթիվ, дата знахідки, дата події, fecha del hallazgo, fecha del accidente, fecha, "
    "dtg, date time group, date time group dtg, timestamp unix, unix timestamp, unix time, epoch, "
    "datum, funddatum, fundtag, date de découverte, التاريخ, تاريخ, تاریخ, date, day, when, time, timestamp, begin"
)
"""What the day of an event is called, the surest first."""
TIMES = "time, time of day, event time, incident time, local time, time local, hour, время, час, saat, vaxt, ժամ, hora, heure, uhrzeit, zeit, ora, godzina, الوقت, ساعت, שעה"
"""What a time of day in a column of its own is called."""
DAY_WORDS = frozenset(
    ["date", "дата", "tarih", "tarihi", "tarix", "tarixi", "fecha", "datum", "ամսաթիվ", "التاريخ", "تاريخ", "تاریخ", "day"]
)
OTHER_DAYS = frozenset(
    [
        "created",
        "creation",
        "creationdate",
        "edit",
        "edited",
        "editdate",
        "updated",
        "update",
        "modified",
        "upload",
        "uploaded",
        "inserted",
        "submission",
        "submissiondate",
        "submitted",
        "archived",
        "archive",
        "start",
        "end",
        "exported",
        "entry",
        "birth",
        "publication",
        "published",
        "posted",
        "source",
        "retrieved",
        "accessed",
    ]
)
"""Words of days on which a row was written."""
_LENGTH_UNITS = ("m", "cm", "mm", "км", "м", "см", "sm", "ft", "in")
PROPERTIES = {
    "name": "title, location name, location, town, village, settlement, населённый пункт, населенный пункт, населений пункт, place name, site name, название, наименование, назва, ad, adı, isim, անուն, անվանում, nombre, nom, bezeichnung, الاسم, site, place, locality, lieu, lugar, ort, fundort, место, місце, yer, المكان, الموقع",
    "published_coordinates": "verbatim coordinates, verbatimcoordinates",
    "uncertainty_m": "radius m, coordinateuncertaintyinmeters, "
    + ", ".join(
        f"{stem} {unit}"
        for stem in (
            *("accuracy", "precision", "uncertainty", "погрешность", "точность", "похибка", "точність", "doğruluk", "dəqiqlik"),
            *("genauigkeit", "précision", "precisión"),
        )
        for unit in ("m", "meters", "metres", "м")
    ),
    "munition": "ammunition, weapon, weapon system, ordnance, item, type of eo, type of hazard, hazard type, munition type, weapon type, "
    "боеприпас, боєприпас, тип боеприпаса, тип боєприпасу, вид боеприпаса, вид боєприпасу, mühimmat, sursat, զինամթերք, munición, ذخيرة",
    "category": "категория, kategori, kateqoriya, կատեգորիա, categoría, catégorie",
    "marking": "markings, serial number, маркировка, маркування, markalama, markirovka, մակնշում",
    "condition": "состояние, стан, durum, vəziyyət, վիճակ, estado del artefacto",
    "depth_m": ", ".join(
        f"{stem} {unit}"
        for stem in ("depth", "глубина", "глибина", "derinlik", "dərinlik", "profundidad", "profondeur", "tiefe")
        for unit in _LENGTH_UNITS
    )
    + ", խորություն մ",
    "elevation_m": ", ".join(
        f"{stem} {unit}"
        for stem in (
            *(
                "elevation",
                "altitude",
                "ele",
                "alt",
                "elev",
                "height above sea level",
                "high asl",
                "высота",
                "висота",
                "rakım",
                "yükseklik",
            ),
            *(
                "hündürlük",
                "բարձրություն",
                "altitud",
                "elevación",
                "höhe",
                "altitude asl",
                "elevation asl",
                "الارتفاع",
                "ارتفاع",
            ),
        )
        for unit in ("", *_LENGTH_UNITS, "feet", "masl", "meters", "metres")
    ),
    "status": "статус, statut, estado, durum, vəziyyət",
    "note": "notes, remark, remarks, comment, comments, description, desc, cmt, примечание, примечания, комментарий, описание, опис, примітка, not, "
    "notlar, açıklama, qeyd, qeydlər, նշում, ծանոթագրություն, observaciones, descripción, descripcion, bemerkung, bemerkungen, remarques, ملاحظات",
}
"""A property = what others call it; lengths only with their unit."""


NOTHING = frozenset(
    (
        *("", "unknown", "not known", "n a", "na", "none", "null", "nan", "nil", "tbd", "tbc", "no data", "withheld"),
        *("not available", "неизвестно", "неизвестны", "не указано", "нет", "нет данных", "невідомо", "немає", "немає даних"),
        *("bilinmiyor", "yok", "məlum deyil", "naməlum", "yoxdur", "անհայտ", "inconnu", "inconnue", "inconnues", "desconocido"),
        *("desconocida", "sin datos", "unbekannt", "keine angabe", "nieznane", "غير معروف", "نامعلوم"),
    )
)
"""What people write in a cell of which nothing is known, without capitals and punctuation; a dash is nothing too."""


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


def axes_of(columns: Sequence[str]) -> tuple[str, str] | None:
    """The columns of a longitude and of a latitude that belong together: by their whole name, by how it ends, by one letter."""
    for stems in ((LONGITUDE, LATITUDE), (LETTERS["lon"], LETTERS["lat"])):
        lon, lat = (_of_axis(columns, one) for one in stems)
        if lon and lat:
            return lon, lat
        if stems[0] is LONGITUDE and (pair := _by_ending(columns)):
            return pair
    return None


def _of_axis(columns: Iterable[str], stems: str) -> str | None:
    names = ",".join(f"{stem.replace('_', ' ')} {unit}" for stem in stems.split() for unit in _DEGREES)
    return next(iter(called_one_of(columns, names)), None)


def _by_ending(columns: Sequence[str]) -> tuple[str, str] | None:
    """Two columns such as "_GPS_latitude" and "_GPS_longitude": what stands before is the same."""
    ends = [{stem for stem in stems.split() if len(stem) > 2} for stems in (LONGITUDE, LATITUDE)]
    lons: dict[str, str] = {}
    lats: dict[str, str] = {}
    for column in columns:
        *before, last = _words(column) or [""]
        for found, stems in ((lons, ends[0]), (lats, ends[1])):
            if before and last in stems:
                found.setdefault(" ".join(before), column)
    return next(((lons[before], lat) for before, lat in lats.items() if before in lons), None)


def _words(column: str) -> list[str]:
    return plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column)).split()


def beside(columns: Iterable[str], axis: str, *words: str) -> str | None:
    """The column that is called as that of an axis is, with another last word: "_GPS_precision" beside "_GPS_latitude"."""
    before = _words(axis)[:-1]
    return next(
        (one for one in columns if before and _words(one)[:-1] == before and _words(one)[-1:] and _words(one)[-1] in words),
        None,
    )


def days_of(columns: Sequence[str]) -> list[str]:
    """The columns that may have the day of the event, the surest first; never those of days on which a row was written."""
    fit = [one for one in columns if not OTHER_DAYS & set(_words(one))]
    named = called_one_of(fit, DAYS)
    ending = [
        one
        for one in fit
        if one not in named and _words(one)[-1:] and _words(one)[-1] in {"found", "date", "дата", "fecha", "tarih", "tarix"}
    ]
    within = [one for one in fit if one not in (*named, *ending) and DAY_WORDS & set(_words(one))]
    sure = [
        one
        for one in named
        if plain(one) not in ("time", "timestamp", "timestamp unix", "unix timestamp", "unix time", "epoch", "when", "begin")
    ]
    return [*sure, *ending, *within, *(one for one in named if one not in sure)]


_SPANS = (("start", "end"), ("begin", "end"), ("from", "to"), ("first", "last"))


def spans_of(columns: Sequence[str]) -> list[tuple[str, str]]:
    """The columns of a first and a last day that are called alike but for a word: "date_start" and "date_end".

    Columns called "start" and "end" alone are when a form was filled in.
    """
    known = {tuple(_words(one)): one for one in reversed(columns)}
    found = []
    for words, column in known.items():
        for first, last in _SPANS:
            other = tuple(last if word == first else word for word in words)
            if len(words) > 1 and DAY_WORDS & {*words} and other != words and other in known:
                found.append((column, known[other]))
    return found


_KIND_WORDS = {
    "strike_report": "strike strikes struck attack attacks airstrike airstrikes shelling impact impacts incident incidents event events crater craters killed "
    "fatalities injured casualties victims explosion explosions accident accidents bombing missiles rockets удар удары удара ударов обстрел обстрелы обстрела взрыв взрывы взрыва атака атаки воронка воронки "
    "прилет прилёт прилета погибшие удару обстріл обстріли обстрілу вибух вибухи вибуху влучання приліт прильоти saldırı vuruş hücum zərbə հարված ataque ataques impacto accidente víctimas هجوم غارة",
    "fragment_site": "fragment fragments debris find finds found remnant remnants item items eo uxo munition ordnance depth marking markings condition "
    "hazard piece pieces обломок обломки осколок осколки фрагмент фрагменты находка находки глубина уламок уламки parça fraqment hallazgo fragmento "
    "բեկոր شظية",
}
"""Words that tell the kind of a record."""


def kind_of_words(texts: Iterable[str]) -> str | None:
    """The kind that most words of some headings tell; None if none does."""
    words = [word for text in texts for word in _words(text)]
    counts = {kind: sum(word in known.split() for word in words) for kind, known in _KIND_WORDS.items()}
    best = max(counts, key=lambda kind: (counts[kind], kind == "fragment_site"))
    return best if counts[best] else None


def parts_of_axis(columns: Iterable[str], stems: str) -> list[str | None]:
    """The columns of degrees, minutes, seconds and hemisphere, None for one that is not there; nothing without minutes."""
    squeezed = {plain(column).replace(" ", ""): column for column in reversed(list(columns))}
    for stem in (*stems.split(), *LETTERS["lon" if stems is LONGITUDE else "lat"].split()):
        parts = [next((squeezed[stem + unit] for unit in units if stem + unit in squeezed), None) for units in _PARTS]
        if parts[0] and parts[1]:
            return parts
    return []

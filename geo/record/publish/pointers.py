"""Finds texts that point to a place without printing it: links that lead to it, and distances from something else.

A link is found where it is known to lead to one place: short links of map services and of link shorteners, addresses of three
words, ids of map objects. What they lead to is not looked up, so each counts. Shorteners that wrap every link of a site
(t.co, t.me) are left out.

A distance is found where a number with a unit of length stands beside a word that relates it to something ("within 20 m of the
well", "в 20 м от колодца"), in English, French, German, Russian, Spanish, Turkish and Ukrainian, or where a property is named
as one ("x_distance_to_church_m"). It counts if it was stated more finely than half a cell of the grid. A distance claim's own
figure is left out: what follows from it is judged with all other claims.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from geo.earth.uncertainty import metres_per_degree
from geo.record.json_file.parse import Number
from geo.record.kinds import Claim, DistanceClaim, Located, Source, WithinClaim
from geo.record.stated_distance import distance_of_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.record.kinds import Record
    from geo.record.publish.precision import Precision
    from geo.record.sites import Sites

_LINKS = re.compile(
    r"(?<![\w.-])(?:(?:www|m|web)\.)?(?:"
    r"maps\.app\.goo\.gl/|goo\.gl/|g\.co/(?:maps|kgs)|(?:maps\.)?google\.[a-z.]{2,6}/[^\s\"<>]{0,300}"
    r"(?:[?&](?:cid|ftid|place_id|mid)=|query_place_id=|destination_place_id=|!1s0x[0-9a-f]+)"
    r"|(?:maps\.)?yandex\.[a-z.]{2,6}/(?:maps/)?(?:[^\s\"<>]{0,80}/)?(?:-/|org/)|ya\.ru/maps/|ya\.cc/|clck\.ru/"
    r"|w3w\.co/|(?:map\.)?what3words\.com/|(?:go\.)?2gis\.[a-z.]{2,6}/[^\s\"<>]{0,80}(?:geo|firm|gallery)/|go\.2gis\.com/"
    r"|maps\.apple(?:\.com)?/(?:p/|place\?|[^\s\"<>]{0,80}(?:auid|place-id)=)|binged\.it/|bing\.com/maps[^\s\"<>]{0,80}[?&](?:ss|sty|poi|s)="
    r"|j\.map\.baidu\.com/|surl\.amap\.com/|(?:share\.)?here\.com/|her\.is/|mapy\.(?:cz|com)/s/|wikimapia\.org/\d"
    r"|(?:openstreetmap\.org|osm\.org)/(?:node|way|relation|note|changeset|user/[^/\s]+/traces)/\d|mapillary\.com/|kartaview\.org/"
    r"|(?:ge0\.me|omaps\.app|comaps\.at)/|mapcode\.com/|waze\.com/ul/|coord\.info/|geocaching\.com/|geohack\.toolforge\.org/"
    r"|bit\.ly/|tinyurl\.com/|is\.gd/|v\.gd/|ow\.ly/|cutt\.ly/|vk\.cc/|rb\.gy/|t\.ly/|shorturl\.at/|kutt\.it/|rebrand\.ly/|buff\.ly/|s\.id/"
    r")[^\s\"<>]*|\b(?:ge0|om|w3w|what3words)://\S+|(?<![\w/:])///?[^\W\d_]{2,30}(?:[.·・。][^\W\d_]{2,30}){2}(?![\w./])"
    r"|[?&](?:pano|panoid|cbp|pKey|place_id|placeid|ftid|cid)=[^\s&]+|\b0x[0-9a-f]{8,16}:0x[0-9a-f]{8,16}\b"
    r"|(?<![0-9a-z])8[0-9a-f]{14}(?![0-9a-z])|\bChIJ[\w-]{20,30}"
    r"|\b(?:osm|openstreetmap)\W{1,3}(?:node|way|relation)\W{0,3}\d{4,}"
    r"|\b(?:w3w|what\s?3\s?words)\W{1,3}[^\W\d_]{2,30}(?:\.[^\W\d_]{2,30}){2}",
    re.IGNORECASE,
)
_UNITS = {
    r"(?:m|metres?|meters?|metern?|m[eè]tres|metros?|metre|м|метр\w{0,3})": 1.0,
    r"(?:km|kilomet(?:re|er|ern|ro|re)s?|kilom[eè]tres?|kil[oó]metros?|км|километр\w{0,3}|кілометр\w{0,3})": 1000.0,
    r"(?:ft|feet|foot|фут\w{0,2})": 0.3048,
    r"(?:yds?|yards?|ярд\w{0,2}|steps|paces|шаг\w{0,2}|крок\w{0,2}|Schritte?n?|pas|pasos|adım)": 0.9144,
    r"(?:mi|miles?|миль|мили)": 1609.344,
    r"(?:nm|nautical miles?|морск\w+ мил\w+)": 1852.0,
}
_WORDS = {
    "a few": 3, "few": 3, "several": 5, "some": 10, "dozens of": 24, "a hundred": 100, "hundred": 100, "half a": 0.5,
    **{word: number for number, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1)},
    **{word: 10 * number for number, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)},
    "fifteen": 15, "twenty-five": 25, "a": 1, "несколько": 3, "двадцать": 20, "двадцати": 20, "сто": 100, "пятьдесят": 50,
    "пятидесяти": 50, "десяти": 10, "тридцати": 30, "ста": 100,
}  # fmt: skip
_NUMBER = rf"\d{{1,3}}(?:[,  ]\d{{3}})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?|(?:{'|'.join(sorted(map(re.escape, _WORDS), key=len, reverse=True))})\b"
_AFTER = (
    r"(?:from|of|off|away|apart|to the|into|inside|outside|behind|beyond|past|before|above|below|along|down|up|opposite|"
    r"near|beside|next to|north|south|east|west|(?-i:(?<![’'])[NSEW]{1,3})|"
    r"от|до|за|перед|к северу|к югу|к востоку|к западу|север\w*|юг\w*|южн\w*|восто\w*|запад\w*|"
    r"від|на північ|на південь|на схід|на захід|du|de|des|d[’']|au (?:nord|sud)|à l[’']|del|al|von|vom|nördlich|südlich|östlich|"
    r"westlich|hinter|neben|entfernt|uzakl\w+|kuzey\w*|güney\w*|doğu\w*|batı\w*|məsafə\w*)"
)
_OF_ITSELF = re.compile(
    r"(?:from|of|off|away from|apart from)\s+(?:(?:the|this|that|its|an?|each)\s+)?"
    r"(?:(?:place|point|site|cent(?:re|er)|spot|epicent(?:re|er))\s+of\s+(?:the\s+|an?\s+)?)?"
    r"(?:explosion|blast|impact|detonation|crater|strike|missile|munition|fragments?|other|one another|bomb|depth|height|altitude)",
    re.IGNORECASE,
)
_DISTANCE = re.compile(
    rf"(?<![\w.,])(?P<number>{_NUMBER})[\s\u00a0-]{{0,2}}(?:{'|'.join(f'(?P<u{n}>{unit})' for n, unit in enumerate(_UNITS))})"
    rf"(?!\w)(?P<after>[^.;:!?\n]{{0,25}}?(?<!\w){_AFTER}(?!\w))?",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"(?:within|less than|under|not (?:more|further|farther) than|at most|up to)\s*(?:about\s*)?\Z", re.IGNORECASE
)
_NAMED = re.compile(r"distance|bearing|azimuth|offset|away|metres_from|meters_from|_from_|_to_", re.IGNORECASE)
_READ = {
    "distance_m",
    "tolerance_m",
    "offset_from",
    "offset_distance_m",
    "offset_direction",
    "published_distance",
    "published_offset",
}
"""Properties that are judged with all claims, not as texts."""


class Pointers:
    """What points to the records of a file."""

    def __init__(self, sites: Sites, precision: Precision) -> None:
        self._sites, self._precision = sites, precision
        self._about: dict[str, list[str]] = {}
        for record in sites:
            for one in self._places(record):
                for source in record.sources:
                    self._about.setdefault(source, []).append(one)
        self._first = next((one.id for one in sites.of_kind(Located) if one.position), None)

    def in_property(self, record_id: str | None, name: str, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Each piece of a property's texts that points to a record, with the id of that record."""
        tells = self._tells(record_id)
        if tells is None:
            return
        for text in texts:
            for match in _LINKS.finditer(unquote(text)):
                yield match[0], tells
            if name not in _READ:
                yield from ((piece, tells) for piece in self._distances(record_id, tells, text))
        value = " ".join(texts)
        attribute = getattr(self._record(record_id), "attribute", "") if name == "value" else name
        if name not in _READ and name != "attribute" and _NAMED.search(str(attribute)) and re.search(r"\d", value):
            yield f"{attribute}: {value}", tells

    def _tells(self, record_id: str | None) -> str | None:
        """The record to which a text of another one is likely to point; the first of several."""
        record = self._record(record_id)
        if record is None:
            return self._first
        found = self._about.get(record.id, []) if isinstance(record, Source) else self._places(record)
        return found[0] if found else None

    def _record(self, record_id: str | None) -> Record | None:
        return self._sites[record_id] if record_id is not None and record_id in self._sites else None

    def _places(self, record: Record) -> list[str]:
        """Ids of the records with a place that one is or speaks of."""
        if isinstance(record, Located):
            return [record.id]
        ids = [one for some in record.references().values() for one in some] if isinstance(record, Claim) else []
        return [one for one in ids if one in self._sites and isinstance(self._sites[one], Located)]

    def _distances(self, record_id: str | None, tells: str, text: str) -> Iterator[str]:
        least_m = self._half_cell_m(tells)
        own_m, own_half_m = self._own_figure_m(record_id)
        for match in _DISTANCE.finditer(text):
            itself = _OF_ITSELF.search(text, match.start(), match.end() + 80)
            if not match["after"] or (itself and itself.start() <= match.end()):
                continue
            limit = _LIMIT.search(text, max(0, match.start() - 40), match.start())
            size_m, half_m = _read(match)
            is_own = own_m is not None and abs(size_m - own_m) <= 0.01 * own_m and half_m >= own_half_m / 5
            if not is_own and (size_m if limit else half_m) < least_m:
                yield text[limit.start() if limit else match.start() : match.end()]

    def _own_figure_m(self, record_id: str | None) -> tuple[float | None, float]:
        """A claim's own figure, and half of what rounding to it leaves open: finer words for it say more than the claim."""
        record = self._record(record_id)
        if not isinstance(record, DistanceClaim | WithinClaim):
            return None, 0.0
        stated = record.stated
        low, high = stated.agrees_low_m, stated.agrees_high_m
        return stated.nominal_m, 0.0 if low is None or high is None or stated.is_bound else (high - low) / 2

    def _half_cell_m(self, record_id: str) -> float:
        record = self._sites[record_id]
        lat = record.position.lat_deg if isinstance(record, Located) and record.position else 45.0
        return min(step * side for step, side in zip(self._precision.steps_deg(lat), metres_per_degree(lat), strict=True)) / 2


def _read(match: re.Match[str]) -> tuple[float, float]:
    """Metres, and half of the step in which they were counted."""
    unit = next(size for number, size in enumerate(_UNITS.values()) if match[f"u{number}"])
    digits = match["number"].lower()
    if digits in _WORDS:
        return _WORDS[digits] * unit, _WORDS[digits] * unit / 10
    digits = re.sub(r"(?<=\d)[,\s\u00a0\u202f](?=\d{3}(?!\d))", "", digits).replace(",", ".")
    stated = distance_of_number(Number(digits), None)
    low, high = stated.agrees_low_m, stated.agrees_high_m
    half = float(digits) / 10 if low is None or high is None else (high - low) / 2
    return float(digits) * unit, half * unit

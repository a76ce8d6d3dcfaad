"""Finds texts that point to a place without printing it: links that lead to it, photographs, and distances from something else.

A link is found where it is known to lead to one place: short links of map services and of link shorteners, addresses of three
words, ids of map objects. What they lead to is not looked up, so each counts. Shorteners that wrap every link of a site
(t.co, t.me) are left out.

The name of a photograph's file, its hash, and the address that it was copied from lead to the picture, in which the camera's
position may stand; they are left out of its own record, and found in every other text.

A distance or a bearing is found as `geo.record.publish.stated_figures` tells, or where a property or an attribute is named as one
("x_distance_to_church_m") in any of its languages and has a number. It counts if it was stated more finely than half a cell of
the grid. A record's own figure is left out: what follows from it is judged with all other claims.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from geo.earth.notation.folding import fold
from geo.earth.uncertainty import metres_per_degree
from geo.record.kinds import Claim, DistanceClaim, Located, Photo, Source, WithinClaim
from geo.record.publish.stated_figures import find_stated_figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.earth.notation.distance import Distance
    from geo.record.kinds import Record
    from geo.record.publish.precision import Precision
    from geo.record.publish.stated_figures import StatedFigure
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
_OF_ITSELF = re.compile(
    r"(?:from|of|off|away from|apart from)\s+(?:(?:the|this|that|its|an?|each)\s+)?"
    r"(?:(?:place|point|site|cent(?:re|er)|spot|epicent(?:re|er))\s+of\s+(?:the\s+|an?\s+)?)?"
    r"(?:explosion|blast|impact|detonation|crater|strike|missile|munition|fragments?|other|one another|bomb|depth|height|altitude)",
    re.IGNORECASE,
)
_TO_ITSELF = 20
"""Characters between a distance and what it is measured from: "780 m apart from each other"."""
_NAMED = re.compile(
    r"distan|bearing|azimut|azymut|acimut|offset|away|heading|how far|proximity|nearest|latitud|longitud|\b(?:lat|lon|lng|long)\b|coord|"
    r"easting|northing|metres from|meters from|entfern|abstand|peilung|breitengrad|längengrad|geogr|koordinat|eloign|relevement|rumbo|"
    r"rumo\b|odleg|namiar|wspolrz|uzakl|kerteriz|enlem|boylam|mesafe|məsafə|uzaqliq|enlik|uzunluq|"
    r"расстоян|дистанц|удален|азимут|пеленг|\bкурс|широт[аы]|долгот|координат|відстан|віддал|довгот|"
    r"հեռավոր|ազիմուտ|լայնություն|երկայն|կոորդ|მანძილ|დაშორ|აზიმუტ|განედ|გრძედ|კოორდ|"
    r"مساف|البعد|سمت|احداث|خط العرض|خط الطول|فاصل|ازيموت|مختصات|מרחק|אזימוט|קו רוחב|קו אורך|"
    r"距|离|離|方位|坐标|座標|经度|纬度|經度|緯度|"
    r"\b(?:from|to|od|do|от|до|від|von|vom|zur|zum|du|desde|из|من|از)\b \w"
)
_PARTS = re.compile(r"\b(?:x|y|n|e|s|w|min|mins|minutes?|sec|secs|seconds?|deg|degs|degrees?|минут\w?|секунд\w?|градус\w*)\b")
"""Names of parts of coordinates; they count with a number that has decimals."""
_READ = {
    "distance_m",
    "tolerance_m",
    "tolerance_deg",
    "offset_from",
    "offset_distance_m",
    "offset_direction",
    "published_distance",
    "published_offset",
    "from",
    "to",
    "of",
    "site",
    "at",
    "origin",
    "place",
    "about",
    *("radius_m", "length_m", "width_m", "azimuth"),
}
"""Properties that are judged with all claims, not as texts, or that say how large a zone is and not where."""
_PRINTED = {"published_distance", "published_offset"}
"""Those of them that may hold more than the figure that is judged."""
_PROSE = {
    "name",
    "note",
    "quote",
    "title",
    "type",
    "id",
    "kind",
    "url",
    "archive_url",
    "sha256",
    "sources",
    "published_coordinates",
    "published_corners",
}
"""Properties whose names say nothing of their values."""


class Pointers:
    """What points to the records of a file."""

    def __init__(self, sites: Sites, precision: Precision) -> None:
        self._sites, self._precision = sites, precision
        self._about: dict[str, list[str]] = {}
        for record in sites:
            for one in self._places(record):
                for source in record.sources:
                    self._about.setdefault(source, []).append(one)
        self._pictures = dict(_pictures(sites))
        self._first = next((one.id for one in sites.of_kind(Located) if one.position), None)

    def in_property(self, record_id: str | None, name: str, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Each piece of a property's texts that points to a record, with the id of that record."""
        tells = self.tells(record_id)
        if tells is None:
            return
        attribute = str(getattr(self._record(record_id), "attribute", "")) if name == "value" else name
        for text in texts:
            for match in _LINKS.finditer(unquote(text)):
                yield match[0], tells
            yield from self._named_pictures(text)
            if name in _PRINTED or name not in _READ:
                before = "" if name in _PRINTED or name in _PROSE else f"{_spoken(attribute)}: "
                seen = unescape(unquote(text))
                yield from ((piece, tells) for piece in self._distances(record_id, name, tells, seen, before))
        value = " ".join(texts)
        if name not in _READ and name not in _PROSE and name != "attribute" and re.search(r"\d", value):
            spoken = fold(_spoken(attribute))[0]
            if _NAMED.search(spoken) or (_PARTS.search(spoken) and re.search(r"\d[.,]\d", value)):
                yield f"{attribute}: {value}", tells

    def _named_pictures(self, text: str) -> Iterator[tuple[str, str]]:
        """The pieces of a text that name the file of a photograph, with the id of that."""
        if not self._pictures:
            return
        for word in dict.fromkeys(_WORDS.findall(unquote(text).casefold())):
            photo = self._pictures.get(word) or self._pictures.get(word.rpartition("/")[2])
            if photo:
                yield word, photo

    def tells(self, record_id: str | None) -> str | None:
        """The record to which a text of another one is likely to point; the first of several."""
        record = self._record(record_id)
        if record is None:
            return self._first
        found = self._about.get(record.id, []) if isinstance(record, Source) else self._places(record)
        return found[0] if found else None

    def _record(self, record_id: str | None) -> Record | None:
        return self._sites[record_id] if record_id is not None and record_id in self._sites else None

    def _places(self, record: Record) -> list[str]:
        """Ids of the records with a place that one is or refers to."""
        if isinstance(record, Located):
            return [record.id]
        ids = [one for some in record.references().values() for one in some] if isinstance(record, Claim) else []
        return [one for one in ids if one in self._sites and isinstance(self._sites[one], Located)]

    def _distances(self, record_id: str | None, name: str, tells: str, text: str, before: str) -> Iterator[str]:
        """Pieces of a text, read behind the name of what it is a value of, that state a distance or a bearing too finely."""
        figures = list(find_stated_figures(before + text))
        if not figures:
            return
        least_m, own = self._half_cell_m(tells), self._own_figure(record_id)
        for figure in figures:
            start, end = max(0, figure.start - len(before)), figure.end - len(before)
            itself = _OF_ITSELF.search(text, max(0, end), max(0, end) + _TO_ITSELF + 80)
            is_tolerance = name in _PRINTED and text[:start].rstrip().endswith(("±", "+/-", "+-"))
            if (
                end <= 0
                or is_tolerance
                or (itself and itself.start() <= end + _TO_ITSELF and not set(".;!?\n") & set(text[end : itself.start()]))
            ):
                continue
            if (figure.size_m if figure.is_limit else figure.half_m) < least_m and not _repeats(figure, own, name):
                yield text[start:end]

    def _own_figure(self, record_id: str | None) -> Distance | None:
        """A claim's or an offset's own figure, which is judged with all claims."""
        record = self._record(record_id)
        if isinstance(record, DistanceClaim | WithinClaim):
            return record.stated
        return record.published_offset.distance if isinstance(record, Located) and record.published_offset else None

    def _half_cell_m(self, record_id: str) -> float:
        record = self._sites[record_id]
        lat = record.position.lat_deg if isinstance(record, Located) and record.position else 45.0
        return min(step * side for step, side in zip(self._precision.steps_deg(lat), metres_per_degree(lat), strict=True)) / 2


_WORDS = re.compile(r"[^\s\"'<>()\[\],;]{6,}")
"""What may be the name of a file, a hash or an address: shorter ones say too little."""


def _pictures(sites: Sites) -> Iterator[tuple[str, str]]:
    """What names the files of photographs, folded, with the ids of these."""
    for photo in sites.of_kind(Photo):
        for name in (photo.file and photo.file.rpartition("/")[2], photo.sha256, photo.copied_from):
            if name and len(name) >= 6:
                yield name.casefold(), photo.id


def _repeats(figure: StatedFigure, own: Distance | None, name: str) -> bool:
    """Whether a figure says no more than a record's own; finer words for it say more."""
    if own is None or (not figure.half_m and not figure.size_m):
        return False
    low, high = own.agrees_low_m, own.agrees_high_m
    is_open = low is None or high is None or own.is_bound
    half_m = 0.0 if low is None or high is None or is_open else (high - low) / 2
    if own.nominal_m is not None and abs(figure.size_m - own.nominal_m) <= 0.01 * own.nominal_m:
        return figure.half_m >= half_m / 5
    ends = (low, high) if name in _PRINTED else ()
    return any(end is not None and abs(figure.size_m - end) <= 0.01 * end for end in ends)


def _spoken(name: str) -> str:
    """A name of a property as words: distance_to_church_m and distanceToChurch."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removeprefix("x_").replace("_", " ").replace("-", " "))

"""Makes records from the figures of a story that a person keeps, and from what the person says about it."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.earth.notation.coordinates import Coordinates, CoordinatesError, parse_coordinates
from geo.earth.notation.distance import DistanceError, find_distance
from geo.earth.notation.offset import PrintedOffset, parse_offset
from geo.record.edit.edit import find_free_id, make_feature
from geo.record.edit.fields import FieldType, fields_of, format_answer
from geo.record.json_file.layout import is_number, quote_string
from geo.record.kinds import (
    AttributeClaim,
    DirectionClaim,
    DistanceClaim,
    FragmentSite,
    Located,
    Place,
    Record,
    Source,
    StrikeReport,
    WithinClaim,
)
from geo.record.look_up import LookUpError, look_up
from geo.record.news_story.find_figures import EITHER_END

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.record.json_file.layout import Node
    from geo.record.json_file.parse import JsonDocument
    from geo.record.news_story.find_figures import ProposedFigure

ABOUT: dict[str, type[Located]] = {"fragments": FragmentSite, "strike": StrikeReport, "place": Place}
"""What a story can be about, and the kind of record for that."""
_MOST_QUOTED = 28
"""Words of a quotation."""
_ON_EVERY_SITE = frozenset({"lethal_radius_m"})
"""Properties that a story states of a weapon, and so of each place that it reports."""


@dataclass(frozen=True, slots=True)
class Offset:
    """Where something lies from a named place, as printed."""

    text: str
    """The distance and the direction."""
    place: str | None
    """The name of the place."""

    def parts(self, language: str | None = None) -> tuple[str, str]:
        """The texts of the distance and of the direction."""
        _, start, end = find_distance(self.text, language)
        rest = f"{self.text[:start]} {self.text[end:]}"
        return self.text[start:end].strip(), re.sub(r"\s+(?:of|from)?\s*$", "", " ".join(rest.split()))


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person says about a story."""

    kind: type[Located] = FragmentSite
    title: str | None = None
    url: str | None = None
    where: Coordinates | Offset | None = None
    place_at: Coordinates | None = None
    """Where the place of an offset is."""
    language: str | None = None


def parse_where(text: str, language: str | None = None) -> Coordinates | Offset:
    """Read where something is: coordinates, a link, or an offset such as "6 km NE of P".

    Raises:
        ValueError: if it is neither; the message says why.
    """
    try:
        return parse_coordinates(text)
    except CoordinatesError as error:
        unread = error
    try:
        find_distance(text, language)
    except DistanceError:
        raise ValueError(f'{unread}; or "6 km NE of P", or "unknown"') from None
    return _as_offset(parse_offset(text, language), language)


def _as_offset(offset: PrintedOffset, language: str | None) -> Offset:
    """The offset without the name of the place behind it."""
    words = offset.text.split()
    for count in range(2, len(words) + 1):
        with suppress(ValueError):
            short = " ".join(words[:count])
            if parse_offset(short, language).direction.azimuth_deg == offset.direction.azimuth_deg:
                rest = words[count:]
                name = rest[1:] if rest[:1] in (["of"], ["from"]) else rest
                return Offset(short, " ".join(name) or None)
    return Offset(offset.text, None)


def choose(proposals: Sequence[ProposedFigure], text: str) -> list[ProposedFigure]:
    """The proposals that a person names: "1, 3-5", "all" or "none".

    Raises:
        ValueError: if it is none of these, or there is no such number.
    """
    word = text.strip().lower()
    if word in ("", "none", "no"):
        return []
    if word == "all":
        return list(proposals)
    numbers: set[int] = set()
    for part in re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*", "-", word)):
        match = re.fullmatch(r"(\d{1,4})(?:-(\d{1,4}))?", part, re.ASCII)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last <= len(proposals):
            raise ValueError(f'wanted numbers from 1 to {len(proposals)} such as "1, 3-5", "all" or "none", not "{part}"')
        numbers.update(range(first, last + 1))
    return [proposals[number - 1] for number in sorted(numbers)]


def make_records(document: JsonDocument, answers: Answers, kept: Sequence[ProposedFigure]) -> list[dict[str, Node]]:
    """The records of a story as features: its source, what it is about, the places that it names, and its claims.

    A figure becomes a property of the record that the story is about where the kind has that property and the story states
    one value for one place; otherwise it becomes a claim.
    """
    return _Maker(document, answers, kept).features()


def place_of_offset(answers: Answers, kept: Sequence[ProposedFigure]) -> Offset | None:
    """The offset by which the one site of a story is placed; None if there is none."""
    stated = [Offset(one.value, one.place) for one in kept if one.property == "published_offset"]
    if isinstance(answers.where, Coordinates) or any(one.property == "published_coordinates" for one in kept):
        return None
    if any(one.is_between for one in kept):
        return None
    offsets = [answers.where] if answers.where else stated
    return offsets[0] if len(offsets) == 1 else None


class _Maker:
    """Makes the records of one story."""

    def __init__(self, document: JsonDocument, answers: Answers, kept: Sequence[ProposedFigure]) -> None:
        self.document, self.answers, self.kept = document, answers, kept
        self.made: list[dict[str, Node]] = []
        self.counts: dict[str, int] = {}
        self.places: dict[str, str] = {}
        self.sources: list[str] = []
        self.sites: list[str] = []

    def features(self) -> list[dict[str, Node]]:
        self._source()
        rest = self._make_sites()
        for one in rest:
            self._claim(one)
        return sorted(self.made, key=_rank)

    def _next_id(self, kind: type[Record]) -> str:
        stem, _, number = find_free_id(self.document, kind).rpartition("-")
        taken = self.counts.get(kind.kind, 0)
        self.counts[kind.kind] = taken + 1
        return f"{stem}-{int(number) + taken}"

    def _add(self, kind: type[Record], properties: dict[str, Node], at: Coordinates | None = None) -> str:
        record_id = self._next_id(kind)
        if self.sources:
            properties["sources"] = [quote_string(one) for one in self.sources]
        self.made.append(make_feature(kind, record_id, at, properties))
        return record_id

    def _source(self) -> None:
        title = self.answers.title or self.answers.url
        if title is None:
            return
        properties: dict[str, Node] = {"title": quote_string(title)}
        if self.answers.url:
            properties["url"] = quote_string(self.answers.url)
        published = [one.value for one in self.kept if one.property == "published_on"]
        if len(published) == 1:
            properties["published_on"] = quote_string(published[0])
        if self.answers.language:
            properties["language"] = quote_string(self.answers.language)
        self.sources = [self._add(Source, properties)]

    def _make_sites(self) -> list[ProposedFigure]:
        """Make what the story is about; the figures that have no room there are left for claims."""
        answers = self.answers
        at: list[Coordinates | None] = [
            parse_coordinates(one.value) for one in self.kept if one.property == "published_coordinates"
        ]
        if isinstance(answers.where, Coordinates):
            at.append(answers.where)
        count = max(1, len(at), 2 if any(one.is_between for one in self.kept) else 1)
        at += [None] * (count - len(at))
        own, rest = self._own_properties(count)
        offset = place_of_offset(answers, self.kept)
        if offset:
            origin = self._place(offset.place, offset.text)
            own |= {"offset_from": quote_string(origin), "published_offset": quote_string(offset.text)}
            if language := self.answers.language or next((one.language for one in self.kept if one.value == offset.text), None):
                own["language"] = quote_string(language)
            rest = [one for one in rest if one.property != "published_offset"]
        self.sites = [self._add(answers.kind, dict(own), one) for one in at]
        if isinstance(answers.where, Offset) and "published_offset" not in own:
            self._offset_claims(answers.where, None)
        return rest

    def _own_properties(self, count: int) -> tuple[dict[str, Node], list[ProposedFigure]]:
        """The properties of every site, and the figures that are none."""
        fields = {field.name: field for field in fields_of(self.answers.kind)}
        own: dict[str, Node] = {}
        notes, rest = [], []
        for one in self.kept:
            alike = [other.value for other in self.kept if other.property == one.property]
            if one.property in ("published_coordinates", "published_on"):
                continue
            field = fields.get(one.property)
            is_listed = field is not None and field.form is FieldType.TEXTS
            has_room = (len(alike) == 1 or is_listed) and (count == 1 or one.property in _ON_EVERY_SITE)
            if field is None or one.property == "published_offset" or not has_room:
                rest.append(one)
            else:
                own[one.property] = format_answer(field, list(dict.fromkeys(alike)) if is_listed else one.value)
                if one.property == "lethal_radius_m":
                    own["lethal_radius_basis"] = quote_string(_quoted(one))
                elif one.remark:
                    notes.append(f"{one.property}: {one.remark}")
        if notes:
            own["note"] = quote_string("; ".join(notes))
        return own, rest

    def _known(self, wanted: str | None) -> str | None:
        """The id of the record of the file that has a name."""
        names: dict[str, str | None] = {}
        for element in self.document.members.get("features") or ():
            value = element.value if isinstance(element.value, dict) else {}
            said = value.get("properties")
            if (
                isinstance(record_id := value.get("id"), str)
                and isinstance(said, dict)
                and said.get("kind") in ("place", "fragment_site", "strike_report")
            ):
                names[record_id] = said.get("name") if isinstance(said.get("name"), str) else None
        for known in (names, {one: name and name.partition(" (")[0] for one, name in names.items()}):  # Shusha (Shushi)
            with suppress(LookUpError):
                return look_up(wanted, known, "record") if wanted else None
        return None

    def _place(self, name: str | None, text: str = "") -> str:
        """The id of a place that the story names, made if it is new."""
        key = (name or f"\n{text}").casefold()
        if key in self.places:
            return self.places[key]
        known = self._known(name)
        if known is None:
            offset = place_of_offset(self.answers, self.kept)
            at = self.answers.place_at if offset and offset.place == name else None
            properties: dict[str, Node] = {"name": quote_string(name)} if name else {"note": quote_string(f"From here: {text}")}
            known = self._add(Place, properties, at)
        self.places[key] = known
        return known

    def _claim(self, one: ProposedFigure) -> None:
        if one.property == "published_offset":
            self._offset_claims(Offset(one.value, one.place), one)
            return
        extra = self._extra(one)
        if one.property == "direction":
            direction: dict[str, Node] = {**self._ends(one), "direction": quote_string(one.value), **extra}
            self._add(DirectionClaim, direction | ({"axis": "true"} if one.remark == EITHER_END else {}))
        elif one.kind == "within_claim":
            within: dict[str, Node] = {
                "site": quote_string(self.sites[0]),
                "of": quote_string(self._place(one.place, one.text)),
            }
            self._add(WithinClaim, {**within, one.property: quote_string(one.value), **extra})
        elif one.kind == "distance_claim":
            self._add(DistanceClaim, {**self._ends(one), one.property: quote_string(one.value), **extra})
        else:
            value = one.value if is_number(one.value) else quote_string(one.value)
            about: Node = [quote_string(site) for site in self.sites]
            self._add(AttributeClaim, {"about": about, "attribute": quote_string(one.property), "value": value, **extra})

    def _offset_claims(self, offset: Offset, one: ProposedFigure | None) -> None:
        """A distance and a direction from a place, where the site has a position of its own or there are several."""
        language = (one and one.language) or self.answers.language
        distance, direction = offset.parts(language)
        if one:
            ends, extra = self._ends(one), self._extra(one)
        else:
            origin = self._place(offset.place, offset.text)
            ends, extra = {"from": quote_string(origin), "to": quote_string(self.sites[0])}, {}
            if language:
                extra["language"] = quote_string(language)
        self._add(DistanceClaim, {**ends, "published_distance": quote_string(distance), **extra})
        self._add(DirectionClaim, {**ends, "direction": quote_string(direction), **extra})

    def _ends(self, one: ProposedFigure) -> dict[str, Node]:
        if one.is_between:
            return {"from": quote_string(self.sites[0]), "to": quote_string(self.sites[1])}
        return {"from": quote_string(self._place(one.place, one.text)), "to": quote_string(self.sites[0])}

    def _extra(self, one: ProposedFigure) -> dict[str, Node]:
        """The quotation, what the value does not say, and the language."""
        extra: dict[str, Node] = {"quote": quote_string(_quoted(one))}
        if one.remark and one.remark != EITHER_END:
            extra["note"] = quote_string(one.remark[:1].upper() + one.remark[1:])
        if language := one.language or self.answers.language:
            extra["language"] = quote_string(language)
        return extra


def _rank(feature: dict[str, Node]) -> int:
    """Sites first, then places, claims and sources, as a reader expects them."""
    kind = str(feature['"properties"']['"kind"']).strip('"')  # type: ignore[index,call-overload]
    return {"place": 1, "source": 3}.get(kind, 2 if kind.endswith("_claim") else 0)


def _quoted(one: ProposedFigure) -> str:
    """The sentence of a figure in quotation marks, at most so many words of it around the figure."""
    words = one.sentence.split()
    if len(words) <= _MOST_QUOTED:
        return f"“{one.sentence}”"
    printed = " ".join(one.text.split())
    at = len(one.sentence[: max(0, one.sentence.find(printed))].split())
    first = max(0, min(at - _MOST_QUOTED // 2, len(words) - _MOST_QUOTED))
    shown = " ".join(words[first : first + _MOST_QUOTED])
    return f"“{'… ' if first else ''}{shown}{' …' if first + _MOST_QUOTED < len(words) else ''}”"

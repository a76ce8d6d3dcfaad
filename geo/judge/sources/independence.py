"""Checks whether the two sides of a finding, claim and positions, rest on independent sources.

A side consists of the sources that the claim names, or that the records it refers to name, and of all sources on which
these rely, directly or through others. Each of these rules ties two sides:

* source: both sides name one source;
* reliance: a source that one side names relies on one that the other names, or two of them rely on a third;
* publisher: two different sources, one on each side, have one publisher;
* picture: a source on one side and another on the other bring one file of a photograph, by its hash;
* attribution: both sides are attributed to one body, or one side is attributed to a publisher on the other side. A
  source says to whom its statement is attributed; the claimant counts as the body behind all sources that the claim names.

Names are compared without regard to case and to spaces around them, and count where two different sources carry them.
Sides that no rule ties are independent as far as the record shows. Independence is unknown where a side names no
source, or where nothing ties them but a source leads to more than 200 references, of which only the nearest are
followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from geo.record.kinds import Photo, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.record.kinds import Claim, Record
    from geo.record.sites import Sites

MOST_FOLLOWED = 200
"""References that are followed from one source: else a long chain would cost its length for each of its links."""
MOST_NAMED = 5


class Independence(StrEnum):
    """Whether agreement between two sides would corroborate anything."""

    INDEPENDENT = "independent"
    """No rule ties the two sides."""
    TIED = "not independent"
    """At least one does."""
    UNKNOWN = "unknown"
    """A side names no source, or relies on too many to follow."""


class Rule(StrEnum):
    """What ties two sides."""

    SOURCE = "source"
    RELIANCE = "reliance"
    PUBLISHER = "publisher"
    PICTURE = "picture"
    ATTRIBUTION = "attribution"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that ties two sides."""

    rule: Rule
    text: str
    """In words, without a capital and a full stop."""
    claim: tuple[str, ...]
    """Ids of the sources concerned on the claim's side."""
    positions: tuple[str, ...]
    """Ids of the sources concerned on the other side."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """The sources on both sides of a finding, and whether anything ties them."""

    independence: Independence = Independence.UNKNOWN
    reasons: tuple[Reason, ...] = ()
    claim: tuple[str, ...] = ()
    """Ids of the sources that the claim names."""
    positions: tuple[str, ...] = ()
    """Ids of the sources that the records it refers to name."""

    @property
    def sentence(self) -> str:
        """What follows for a reader."""
        if self.independence is Independence.TIED:
            *others, last = [reason.text for reason in self.reasons]
            ties = f"{'; '.join(others)}, and {last}" if others else last
            return f"{ties[0].upper()}{ties[1:]}, so agreement would be consistency, not corroboration."
        if self.independence is Independence.INDEPENDENT:
            return "Nothing in the file ties the sources of claim and positions to each other."
        missing = [side for side, named in (("claim", self.claim), ("positions", self.positions)) if not named]
        if missing:
            name = "names" if missing == ["claim"] else "name"
            return f"The {' and the '.join(missing)} {name} no source, so it is unknown whether the two sides are independent."
        return "A source relies on too many others to follow, so it is unknown whether the two sides are independent."


@dataclass(frozen=True, slots=True)
class _SideSources:
    named: dict[str, None]
    relied: dict[str, list[str]]
    """Ids that are relied on, each with those of the named that do."""
    publishers: dict[str, list[str]]
    """Folded names, each with the ids of the sources that carry it."""
    bodies: dict[str, list[str]]
    pictures: dict[str, list[str]]
    """Ids of the first record of each file of a photograph, each with the ids of the sources that bring that file."""
    cut: bool


class Origins:
    """The sources of a file, each followed once however many claims name it."""

    def __init__(self, sites: Sites) -> None:
        self._sources = {source.id: source for source in sites.of_kind(Source)}
        self._relied: dict[str, tuple[dict[str, None], bool]] = {}
        self._sides: dict[tuple[str, ...], _SideSources] = {}
        self._known: dict[tuple[tuple[str, ...], tuple[str, ...], str], Provenance] = {}
        self._pictures: dict[str, list[str]] = {}
        """The files of photographs that a source brings, each by the id of the first record that has it."""
        first: dict[str, str] = {}
        for photo in sites.of_kind(Photo):
            for one in photo.sources if photo.sha256 else ():
                self._pictures.setdefault(one, []).append(first.setdefault(photo.sha256 or "", photo.id))
        self._spelt: dict[str, str] = {}
        """Names as they were first typed, by their folded forms."""
        for source in self._sources.values():
            for name in filter(None, (source.publisher, source.attributed_to)):
                self._spelt.setdefault(fold_name(name), name.strip())

    def of(self, claim: Claim, about: Sequence[Record]) -> Provenance:
        """The two sides of a claim and of the records that it refers to."""
        theirs = tuple(dict.fromkeys(source for record in about for source in record.sources))
        if not claim.sources or not theirs:
            return Provenance(claim=claim.sources, positions=theirs)
        positions = self._side(theirs)
        by = fold_name(claim.claimed_by or "")
        key = claim.sources, theirs, by if by in positions.bodies or by in positions.publishers else ""
        if key not in self._known:
            side = self._side(claim.sources)
            reasons = tuple(self._reasons(side, positions, key[2]))
            free = Independence.UNKNOWN if side.cut or positions.cut else Independence.INDEPENDENT
            self._known[key] = Provenance(Independence.TIED if reasons else free, reasons, claim.sources, theirs)
        return self._known[key]

    def _side(self, ids: tuple[str, ...]) -> _SideSources:
        if ids not in self._sides:
            side = _SideSources(dict.fromkeys(ids), {}, {}, {}, {}, any(self._followed(one)[1] for one in ids))
            for one in side.named:
                for other in self._followed(one)[0]:
                    side.relied.setdefault(other, []).append(one)
            for source in filter(None, map(self._sources.get, side.named | dict.fromkeys(side.relied))):
                for picture in self._pictures.get(source.id, ()):
                    side.pictures.setdefault(picture, []).append(source.id)
                if source.publisher:
                    side.publishers.setdefault(fold_name(source.publisher), []).append(source.id)
                if source.attributed_to:
                    side.bodies.setdefault(fold_name(source.attributed_to), []).append(source.id)
            self._sides[ids] = side
        return self._sides[ids]

    def _followed(self, start: str) -> tuple[dict[str, None], bool]:
        """What a source relies on, the nearest first, and whether there may be more."""
        if start not in self._relied:
            found: dict[str, None] = {}
            waiting = [start]  # which grows as it is walked
            known = (self._sources[one] for one in waiting if one in self._sources)
            references = (other for source in known for other in source.relies_on)
            for other in islice(references, MOST_FOLLOWED):
                if other not in found:
                    found[other] = None
                    waiting.append(other)
            self._relied[start] = found, next(references, None) is not None
        return self._relied[start]

    def _reasons(self, claim: _SideSources, positions: _SideSources, by: str) -> Iterator[Reason]:
        if shared := tuple(one for one in claim.named if one in positions.named):
            yield Reason(Rule.SOURCE, "claim and positions share a source", shared, shared)
        for one, other, text in (
            (claim, positions, "a source of the claim relies on one of the positions"),
            (positions, claim, "a source of the positions relies on one of the claim"),
        ):
            relying = {end: one.relied[end] for end in other.named if end in one.relied and one.relied[end] != [end]}
            if relying:
                ends = tuple(dict.fromkeys(root for roots in relying.values() for root in roots)), tuple(relying)
                yield Reason(Rule.RELIANCE, text, *(ends if one is claim else reversed(ends)))
        third = {one: roots for one, roots in claim.relied.items() if one not in claim.named and one not in positions.named}
        yield from self._named(Rule.RELIANCE, "sources on both sides rely on {}", third, positions.relied)
        yield from self._named(
            Rule.PUBLISHER, "sources on both sides are published by {}", claim.publishers, positions.publishers
        )
        yield from self._named(Rule.PICTURE, "sources on both sides bring one picture, {}", claim.pictures, positions.pictures)
        bodies = claim.bodies | ({by: [*claim.bodies.get(by, ()), *claim.named]} if by else {})
        for text, ours, theirs in (
            ("both sides are attributed to {}", bodies, positions.bodies),
            ("the claim is attributed to {}, who published a source of the positions", bodies, positions.publishers),
            ("the positions are attributed to {}, who published a source of the claim", claim.publishers, positions.bodies),
        ):
            yield from self._named(Rule.ATTRIBUTION, text, ours, theirs)

    def _named(
        self, rule: Rule, text: str, claim: Mapping[str, Sequence[str]], positions: Mapping[str, Sequence[str]]
    ) -> Iterator[Reason]:
        """A reason for all names that both have, if two different sources carry them."""
        common = [name for name in claim if name in positions and len({*claim[name], *positions[name]}) > 1]
        if common:
            words = [name if rule in (Rule.RELIANCE, Rule.PICTURE) else self._spelt[name] for name in common[:MOST_NAMED]]
            more = " and others" if len(common) > MOST_NAMED else ""
            ends = (tuple(sorted({one for name in common for one in side[name]})) for side in (claim, positions))
            yield Reason(rule, text.format(f"{', '.join(words)}{more}"), *ends)


def fold_name(name: str) -> str:
    """The name of a publisher or a body as it is compared: without regard to case and to spaces around it."""
    return name.strip().casefold()

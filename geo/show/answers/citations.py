"""Cites sources wherever a record or a claim rests on them: who published what and when, its grade, and its address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.record.kinds import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.record.sites import Sites

NOT_GRADED = "not graded"
NO_SOURCE = "none given"


@dataclass(frozen=True, slots=True)
class Citation:
    """A source, as it is cited."""

    id: str
    number: int
    """In the list of sources, which is in the order of the file."""
    title: str
    publisher: str | None
    when: str | None
    grade: str
    """Reliability and credibility side by side, such as "B2", or that there is none."""
    url: str | None
    """Its address, else that of the archived copy."""
    archive: str | None = None
    """The address of the archived copy."""

    @property
    def named(self) -> str:
        """Its number, and who published it, or its title."""
        return f"[{self.number}] {self.publisher or self.title}"

    @property
    def graded(self) -> str:
        """The same with its grade, if it has one."""
        return self.named if self.grade == NOT_GRADED else f"{self.named}, {self.grade}"

    @property
    def ungraded(self) -> str:
        """Who published what and when."""
        return ", ".join(filter(None, (self.publisher, f"“{self.title}”", self.when)))

    @property
    def text(self) -> str:
        """All but the address, as one line.

        >>> Citation("s", 1, "Fragments found", "City Gazette", "2023-03-01", "B2", None).text
        'City Gazette, “Fragments found”, 2023-03-01, B2'
        """
        return f"{self.ungraded}, {self.grade}"

    @property
    def line(self) -> str:
        """The same with the addresses."""
        return ", ".join(filter(None, (self.text, self.url, self.archive if self.archive != self.url else None)))


class Citations:
    """The sources of a file, by their ids."""

    def __init__(self, sites: Sites) -> None:
        self._known = {one.id: _cite(number, one) for number, one in enumerate(sites.of_kind(Source), 1)}

    def __getitem__(self, source_id: str) -> Citation:
        """Raise `KeyError` where the file has no such source."""
        return self._known[source_id]

    def __contains__(self, source_id: object) -> bool:
        return source_id in self._known

    def of(self, ids: Iterable[str]) -> Iterator[Citation]:
        """The sources with these ids, each once; a copy of a part of a file may lack some."""
        return (self._known[one] for one in dict.fromkeys(ids) if one in self._known)

    def numbers(self, ids: Iterable[str]) -> str:
        """Their numbers in the list of sources, such as "[1, 4]"."""
        numbers = ", ".join(str(one.number) for one in self.of(ids))
        return f"[{numbers}]" if numbers else NO_SOURCE


def grade_of(source: Source) -> str:
    """The grade of a source as it is usually written, reliability first.

    Source: the grading of NATO's intelligence doctrine (AJP-2.1), reliability A to F and credibility 1 to 6.
    """
    return "".join(str(one) for one in (source.reliability, source.credibility) if one is not None) or NOT_GRADED


def _cite(number: int, source: Source) -> Citation:
    when = source.published_on.words if source.published_on else None
    return Citation(
        source.id,
        number,
        source.title,
        source.publisher,
        when,
        grade_of(source),
        source.url or source.archive_url,
        source.archive_url,
    )

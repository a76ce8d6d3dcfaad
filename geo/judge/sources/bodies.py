"""Groups the sources of a file by the body that stands behind them, so that many sources of one origin are seen as one.

The body behind a source is the one to which its statement is attributed. Where the source names none, it is that of the
sources on which it relies, directly or through others; where it relies on none either, its publisher. Names are
compared without regard to case and to spaces around them, as in `independence`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from geo.judge.sources.independence import MOST_FOLLOWED, fold_name
from geo.record.kinds import Claim, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.record.sites import Sites


@dataclass(frozen=True, slots=True)
class Body:
    """Sources behind which the same body stands, or the same bodies."""

    names: tuple[str, ...]
    """As first typed; several where a source relies on sources of several bodies, none where the file names no body."""
    sources: tuple[str, ...]
    """Ids of the sources, in the order of the file."""
    claims: tuple[str, ...]
    """Ids of the claims all of whose sources are among them, in the order of the file."""


def group_by_body(sites: Sites) -> tuple[Body, ...]:
    """The sources of a file by the body behind them, the one with the most claims first, then the one with the most sources."""
    known = {one.id: one for one in sites.of_kind(Source)}
    spelt: dict[str, str] = {}
    groups: dict[tuple[str, ...], list[str]] = {}
    group_of: dict[str, tuple[str, ...]] = {}
    for source in known.values():
        names = dict.fromkeys(_bodies(source, known))
        for name in names:
            spelt.setdefault(fold_name(name), name.strip())
        key = tuple(sorted({fold_name(name) for name in names}))
        groups.setdefault(key, []).append(source.id)
        group_of[source.id] = key
    claims: dict[tuple[str, ...], list[str]] = {key: [] for key in groups}
    for claim in sites.of_kind(Claim):
        behind = {group_of.get(one, ()) for one in claim.sources}
        if len(behind) == 1 and (key := behind.pop()):
            claims[key].append(claim.id)
    bodies = [Body(tuple(spelt[one] for one in key), tuple(ids), tuple(claims[key])) for key, ids in groups.items()]
    return tuple(sorted(bodies, key=lambda one: (not one.names, -len(one.claims), -len(one.sources))))


def _bodies(start: Source, known: Mapping[str, Source]) -> Iterator[str]:
    """Names of the bodies behind a source; of its references the nearest 200 are followed."""
    if start.attributed_to:
        yield start.attributed_to
        return
    seen, waiting, found = {start.id}, [start], False
    references = (other for source in waiting for other in source.relies_on)  # which grows as it is walked
    for reference in islice(references, MOST_FOLLOWED):
        other = known.get(reference)
        if other is None or other.id in seen:
            continue
        seen.add(other.id)
        if other.attributed_to:
            found = True
            yield other.attributed_to
        elif other.relies_on:
            waiting.append(other)
        elif other.publisher:
            found = True
            yield other.publisher
    if not found and start.publisher:
        yield start.publisher

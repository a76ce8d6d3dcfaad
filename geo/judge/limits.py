"""Limits how much an assessment computes and lists: one set of limits for every output."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one assessment."""

    zones_paired: int = 50
    """Beyond this many zones no pair of them is measured: the number of pairs grows with the square."""
    margins: int = 100
    """Contradicted and compatible claims for which the change needed for another verdict is worked out."""
    slips: int = 10
    """Contradicted distance claims for which single slips of the pen are tried; each takes a tenth of a second."""
    loci: int = 20
    """Sites whose area is worked out; each takes some tenths of a second."""
    loci_effort: int = 60_000
    """Effort spent on all these areas together, a few seconds."""
    sets_listed: int = 100
    """Sets of claims that cannot all hold, and undecided groups, that are put into words; JSON has them all."""
    timeline_listed: int = 500
    """Entries of the timeline that a report lists; `geo sources` lists them all."""
    warnings_listed: int = 100
    """Warnings that a report lists; `geo check` lists or counts them all."""
    markings_listed: int = 100
    """Markings reported far apart that are put into words; JSON has them all."""
    glance: int = 30
    """Findings in the table on the first page of a report; all follow in detail."""
    slips_listed: int = 5
    """Slips that a report lists for one claim; `geo why CLAIM` lists them all."""
    described: int = 1_000
    """Findings, records and sources that a report describes, each; `geo export` writes them all."""
    findings_listed: int = 200
    """Findings that a terminal lists; the report and JSON have them all."""


class Limited(StrEnum):
    """What a limit cut short."""

    ZONE_PAIRS = "zone_pairs"
    MARGINS = "margins"
    SLIPS = "slips"
    LOCI = "loci"
    SETS = "sets"
    UNDECIDED = "undecided"
    TIMELINE = "timeline"
    WARNINGS = "warnings"
    MARKINGS = "markings"


@dataclass(frozen=True, slots=True)
class LimitReached:
    """A limit that was reached, and how much was left out."""

    what: Limited
    most: int
    """The limit, or how many were worked out before the effort for them was spent."""
    left_out: int
    """How many are missing: pairs of zones, claims, sites, sets, groups, entries, warnings or markings."""

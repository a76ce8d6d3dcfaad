"""Check what was reported about missile and munition debris against published coordinates, and map it.

    sites = geo.read_sites("sites.geojson")   # file -> records, or every problem with its line and column
    assessment = geo.assess(sites)            # records -> findings and zones
    geo.write_map(assessment, "map.html")     # assessment -> one self-contained page

Data flows one way: `earth` (what is true of the Earth), `record` (what was said), `judge` (what follows), `show`
(how people see it), `cli` (how people ask). Names below are loaded on first use, so that `geo distance` does not
wait for the map.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.earth.coordinates import CoordinatesError, parse_coordinates
    from geo.earth.nearness import iter_pairs_within, pairs_within
    from geo.earth.position import Position, Positions
    from geo.judge.assessment import Assessment, assess
    from geo.judge.finding import Finding, judge_claim
    from geo.judge.grouping import Groups, groups
    from geo.judge.interval import Verdict
    from geo.judge.measurement import Measurement, distance, measure
    from geo.judge.zone import Zone
    from geo.record.problems import Problem, SitesError
    from geo.record.reading import read_sites
    from geo.record.sites import Sites
    from geo.show.report import report_text
    from geo.show.webmap import draw_map, write_map

_HOMES = {
    "Assessment": "geo.judge.assessment",
    "CoordinatesError": "geo.earth.coordinates",
    "Finding": "geo.judge.finding",
    "Groups": "geo.judge.grouping",
    "Measurement": "geo.judge.measurement",
    "Position": "geo.earth.position",
    "Positions": "geo.earth.position",
    "Problem": "geo.record.problems",
    "Sites": "geo.record.sites",
    "SitesError": "geo.record.problems",
    "Verdict": "geo.judge.interval",
    "Zone": "geo.judge.zone",
    "assess": "geo.judge.assessment",
    "distance": "geo.judge.measurement",
    "draw_map": "geo.show.webmap",
    "groups": "geo.judge.grouping",
    "iter_pairs_within": "geo.earth.nearness",
    "judge_claim": "geo.judge.finding",
    "measure": "geo.judge.measurement",
    "pairs_within": "geo.earth.nearness",
    "parse_coordinates": "geo.earth.coordinates",
    "read_sites": "geo.record.reading",
    "report_text": "geo.show.report",
    "write_map": "geo.show.webmap",
}

__all__ = [
    "Assessment",
    "CoordinatesError",
    "Finding",
    "Groups",
    "Measurement",
    "Position",
    "Positions",
    "Problem",
    "Sites",
    "SitesError",
    "Verdict",
    "Zone",
    "assess",
    "distance",
    "draw_map",
    "groups",
    "iter_pairs_within",
    "judge_claim",
    "measure",
    "pairs_within",
    "parse_coordinates",
    "read_sites",
    "report_text",
    "write_map",
]


def __getattr__(name: str) -> object:
    """Load a public name on first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)

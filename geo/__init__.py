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
    from geo.earth.direction import Direction
    from geo.earth.notation.coordinates import CoordinatesError, parse_coordinates
    from geo.earth.notation.direction import DirectionError, parse_direction
    from geo.earth.notation.distance import Distance, DistanceError, parse_distance
    from geo.earth.position import Position, Positions
    from geo.earth.search.pairs_within import find_pairs_within, iter_pairs_within
    from geo.judge.assessment import Assessment, assess
    from geo.judge.duplicates import Groups, group_duplicates
    from geo.judge.limits import LimitReached, Limits
    from geo.judge.solve.conflicts import Conflicts, find_conflicts
    from geo.judge.solve.locate import Locus, locate
    from geo.judge.verdict.finding import Finding, judge_claim
    from geo.judge.verdict.interval import Verdict
    from geo.judge.verdict.margin import Margin, measure_margin
    from geo.judge.verdict.measurement import Measurement, measure, measure_boxes
    from geo.judge.verdict.slips import Slips, find_slips
    from geo.judge.why import ClaimReasons, SiteReasons, explain_claim, explain_site
    from geo.judge.zones.combined_area import intersect_zones, unite_zones
    from geo.judge.zones.exposure import Exposure, count_exposure
    from geo.judge.zones.zone import Zone
    from geo.record.problems import Problem, SitesError
    from geo.record.reading import read_sites, sites_from
    from geo.record.sites import Sites
    from geo.show.exports.writing import write_export
    from geo.show.map.draw import draw_map, write_map
    from geo.show.report.text import format_report
    from geo.show.report.write import write_report

_HOMES = {
    "Assessment": "geo.judge.assessment",
    "ClaimReasons": "geo.judge.why",
    "Conflicts": "geo.judge.solve.conflicts",
    "CoordinatesError": "geo.earth.notation.coordinates",
    "Direction": "geo.earth.direction",
    "DirectionError": "geo.earth.notation.direction",
    "Distance": "geo.earth.notation.distance",
    "DistanceError": "geo.earth.notation.distance",
    "Exposure": "geo.judge.zones.exposure",
    "Finding": "geo.judge.verdict.finding",
    "Groups": "geo.judge.duplicates",
    "LimitReached": "geo.judge.limits",
    "Limits": "geo.judge.limits",
    "Locus": "geo.judge.solve.locate",
    "Margin": "geo.judge.verdict.margin",
    "Measurement": "geo.judge.verdict.measurement",
    "Position": "geo.earth.position",
    "Positions": "geo.earth.position",
    "Problem": "geo.record.problems",
    "SiteReasons": "geo.judge.why",
    "Sites": "geo.record.sites",
    "SitesError": "geo.record.problems",
    "Slips": "geo.judge.verdict.slips",
    "Verdict": "geo.judge.verdict.interval",
    "Zone": "geo.judge.zones.zone",
    "assess": "geo.judge.assessment",
    "count_exposure": "geo.judge.zones.exposure",
    "draw_map": "geo.show.map.draw",
    "explain_claim": "geo.judge.why",
    "explain_site": "geo.judge.why",
    "find_conflicts": "geo.judge.solve.conflicts",
    "find_pairs_within": "geo.earth.search.pairs_within",
    "find_slips": "geo.judge.verdict.slips",
    "format_report": "geo.show.report.text",
    "group_duplicates": "geo.judge.duplicates",
    "intersect_zones": "geo.judge.zones.combined_area",
    "iter_pairs_within": "geo.earth.search.pairs_within",
    "judge_claim": "geo.judge.verdict.finding",
    "locate": "geo.judge.solve.locate",
    "measure": "geo.judge.verdict.measurement",
    "measure_boxes": "geo.judge.verdict.measurement",
    "measure_margin": "geo.judge.verdict.margin",
    "parse_coordinates": "geo.earth.notation.coordinates",
    "parse_direction": "geo.earth.notation.direction",
    "parse_distance": "geo.earth.notation.distance",
    "read_sites": "geo.record.reading",
    "sites_from": "geo.record.reading",
    "unite_zones": "geo.judge.zones.combined_area",
    "write_export": "geo.show.exports.writing",
    "write_map": "geo.show.map.draw",
    "write_report": "geo.show.report.write",
}

__all__ = [
    "Assessment",
    "ClaimReasons",
    "Conflicts",
    "CoordinatesError",
    "Direction",
    "DirectionError",
    "Distance",
    "DistanceError",
    "Exposure",
    "Finding",
    "Groups",
    "LimitReached",
    "Limits",
    "Locus",
    "Margin",
    "Measurement",
    "Position",
    "Positions",
    "Problem",
    "SiteReasons",
    "Sites",
    "SitesError",
    "Slips",
    "Verdict",
    "Zone",
    "assess",
    "count_exposure",
    "draw_map",
    "explain_claim",
    "explain_site",
    "find_conflicts",
    "find_pairs_within",
    "find_slips",
    "format_report",
    "group_duplicates",
    "intersect_zones",
    "iter_pairs_within",
    "judge_claim",
    "locate",
    "measure",
    "measure_boxes",
    "measure_margin",
    "parse_coordinates",
    "parse_direction",
    "parse_distance",
    "read_sites",
    "sites_from",
    "unite_zones",
    "write_export",
    "write_map",
    "write_report",
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

"""Findings and zones as tables for GeoPandas: typed columns, and a geometry in WGS 84 (EPSG:4326)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.earth.area.shapes import make_line
from geo.judge.verdict.interval import Verdict
from geo.record.kinds import Claim, Located

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pandas.api.extensions import ExtensionArray
    from shapely.geometry.base import BaseGeometry

    from geo.earth.position import FloatArray
    from geo.judge.verdict.finding import Finding
    from geo.judge.zones.zone import Zone
    from geo.record.sites import Sites


def findings_table(findings: Sequence[Finding], sites: Sites) -> gpd.GeoDataFrame:
    """One row for each finding; see `Assessment.findings_frame`."""
    measured = [one.measured for one in findings]
    claimed = [one.claimed for one in findings]
    columns = {
        "claim": _texts(one.claim for one in findings),
        "kind": pd.Categorical([one.kind for one in findings]),
        "verdict": pd.Categorical([one.verdict.value for one in findings], categories=[one.value for one in Verdict]),
        "measured_m": _floats(measured, "distance_m"),
        "measured_low_m": _floats(measured, "low_m"),
        "measured_high_m": _floats(measured, "high_m"),
        "measured_azimuth_deg": _floats(measured, "forward_azimuth_deg"),
        "claimed_m": _floats(claimed, "distance_m"),
        "claimed_text": _texts(one.text for one in claimed),
        "claimed_low_m": _floats(claimed, "low_m"),
        "claimed_agrees_low_m": _floats(claimed, "agrees_low_m"),
        "claimed_agrees_high_m": _floats(claimed, "agrees_high_m"),
        "claimed_high_m": _floats(claimed, "high_m"),
        "claimed_azimuth_deg": _floats(claimed, "azimuth_deg"),
        "claimed_value": _texts(one.value for one in claimed),
        "gap_m": _floats(findings, "gap_m"),
        "gap_deg": _floats(findings, "gap_deg"),
        "independent": pd.array([one.independent for one in findings], dtype="boolean"),
        "explanation": _texts(one.explanation for one in findings),
        "sources": _texts(" ".join(one.sources) for one in findings),
    }
    return _with_geometry(columns, [_shape(one, sites) for one in findings])


def zones_table(zones: Sequence[Zone]) -> gpd.GeoDataFrame:
    """One row for each zone; see `Assessment.zones_frame`."""
    columns = {
        "strike": _texts(zone.strike for zone in zones),
        "around": _texts(zone.around for zone in zones),
        "kind": pd.Categorical([zone.kind.value for zone in zones]),
        "radius_m": _floats([None if zone.shape else zone for zone in zones], "radius_m"),
        "certain_m": _floats([None if zone.shape else zone for zone in zones], "certain_m"),
        "possible_m": _floats([None if zone.shape else zone for zone in zones], "possible_m"),
        "area_m2": _floats(zones, "area_m2"),
        "warning": _texts(zone.warning for zone in zones),
        "basis": _texts(zone.basis for zone in zones),
        "sources": _texts(" ".join(zone.sources) for zone in zones),
    }
    return _with_geometry(columns, [zone.area() for zone in zones])


def _floats(things: Iterable[object], name: str) -> FloatArray:
    """One figure of each; NaN where there is none."""
    return np.array([getattr(one, name, None) for one in things], dtype=float)


def _texts(texts: Iterable[str | None]) -> ExtensionArray:
    return pd.array(list(texts), dtype="string")


def _with_geometry(columns: Mapping[str, object], shapes: Sequence[BaseGeometry | None]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(np.array([*shapes, None], dtype=object)[:-1], crs=4326))


def _shape(finding: Finding, sites: Sites) -> BaseGeometry | None:
    """The geodesic between the two ends of a measured claim, else the points that it refers to; None where none is known.

    No line is drawn for a direction of arrival.
    """
    claim = sites[finding.claim]
    ends = [sites[one] for ids in claim.references().values() for one in ids]
    known = [end.position for end in ends if isinstance(end, Located) and end.position]
    if finding.measured and isinstance(claim, Claim) and all(claim.ends):
        start, end = known
        if path := make_line(start.lon_deg, start.lat_deg, end.lon_deg, end.lat_deg):
            return path
    points = shapely.MultiPoint([(one.lon_deg, one.lat_deg) for one in known])
    return None if points.is_empty else points

"""Darwin Core: records as a CSV file whose columns are its terms, for those who record places of finds with these tools.

A fragment site or a strike is an event, something that occurs at a place and a time; a place is a location. None is an
occurrence, which concerns an organism, so there is no `occurrenceID`. What no term holds stands in `dynamicProperties`, by
the names of the file, from which `geo import` gives the records back.

Source: Darwin Core Maintenance Group, List of Darwin Core terms, TDWG, http://rs.tdwg.org/dwc/doc/list/;
https://dwc.tdwg.org/terms/
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING

from geo.earth.notation.coordinates import parse_coordinates
from geo.earth.notation.printed_pair import Form
from geo.earth.uncertainty import printed_unit, strip_noise
from geo.record.escape import escape_csv_cell, json_escaped
from geo.record.facts import facts_of
from geo.record.kinds import Event, FragmentSite, Located, Photo, ReportedZone, event_dates
from geo.record.progress import track_progress
from geo.show.exports.packing import write_csv
from geo.show.exports.shapes import custom_cells, outline_wkt, plain, typed_degrees

if TYPE_CHECKING:
    from geo.judge.assessment import Assessment

TERMS = (
    *("eventID", "locationID", "eventDate", "eventRemarks", "locality"),
    *("decimalLatitude", "decimalLongitude", "geodeticDatum", "coordinateUncertaintyInMeters", "coordinatePrecision"),
    *(
        "footprintWKT",
        "verbatimCoordinates",
        "verbatimCoordinateSystem",
        "verbatimSRS",
        "georeferenceSources",
        "locationRemarks",
    ),
    *("minimumElevationInMeters", "maximumElevationInMeters", "minimumDepthInMeters", "maximumDepthInMeters"),
    *("dynamicProperties",),
)
_SYSTEMS = {
    Form.DEGREES: "decimal degrees",
    Form.MINUTES: "degrees decimal minutes",
    Form.SECONDS: "degrees minutes seconds",
    Form.UTM: "UTM",
    Form.MGRS: "MGRS",
}
_TERMS_OF_FACTS = ("found_on", "struck_on", "geodetic_datum", "elevation_m", "depth_m", "published_coordinates", "sources")
"""Properties that a term of their own holds, whole."""
_NUMBERS = (
    "minimumElevationInMeters",
    "maximumElevationInMeters",
    "minimumDepthInMeters",
    "maximumDepthInMeters",
    "decimalLatitude",
    "decimalLongitude",
    "coordinateUncertaintyInMeters",
    "coordinatePrecision",
)


def write_darwin_core(assessment: Assessment, file: IO[bytes]) -> None:
    """One row for each fragment site, strike report and place; left out are zones, which are no points, and photographs."""
    points = [one for one in assessment.sites.of_kind(Located) if not isinstance(one, Photo | ReportedZone)]
    rows = map(_fill_terms, track_progress(points, "Writing records"))
    cells = ([row.get(term, "") if term in _NUMBERS else escape_csv_cell(row.get(term, "")) for term in TERMS] for row in rows)
    write_csv(file, TERMS, cells)


def _fill_terms(record: Located) -> dict[str, str]:
    told = ". ".join(text for text in (record.name, record.note) if text)
    dates = event_dates(record)
    terms = {"georeferenceSources": " | ".join(record.sources), "verbatimSRS": record.geodetic_datum or ""}
    if record.elevation_m is not None:
        terms |= dict.fromkeys(("minimumElevationInMeters", "maximumElevationInMeters"), record.elevation_m.digits)
    if isinstance(record, FragmentSite) and record.depth_m is not None:
        terms |= dict.fromkeys(("minimumDepthInMeters", "maximumDepthInMeters"), record.depth_m.digits)
    terms["dynamicProperties"] = _others(record)
    if isinstance(record, Event):
        terms |= {"eventID": record.id, "eventRemarks": told, "eventDate": dates.text if dates else ""}
    else:
        terms |= {"locationID": record.id, "locality": record.label, "locationRemarks": record.note or ""}
    return terms | _position(record)


def _others(record: Located) -> str:
    """What has no term of its own, as the JSON object that `dynamicProperties` asks for, by the names of the file."""
    others = {"kind": record.kind}
    others |= {
        fact.name: plain(fact.name, getattr(record, fact.attribute))
        for fact in facts_of(type(record))
        if fact.name not in _TERMS_OF_FACTS and fact.is_said(record)
    }
    others |= custom_cells(record)
    if record.wkt and record.polygon is None:
        others["wkt"] = record.wkt
    return json_escaped(json.dumps(others, ensure_ascii=False))


def _position(record: Located) -> dict[str, str]:
    degrees = typed_degrees(record)
    if degrees is None or record.position is None:
        return {}
    lon, lat = degrees
    terms = {"decimalLatitude": lat, "decimalLongitude": lon, "geodeticDatum": "EPSG:4326"}
    if record.polygon:
        terms["footprintWKT"] = record.wkt or outline_wkt(record.polygon)
    if record.position.uncertainty_m > 0:  # zero is not a valid value of the term
        terms["coordinateUncertaintyInMeters"] = f"{record.position.uncertainty_m:.3f}"
    if record.published_coordinates is None:
        unit = max(printed_unit(strip_noise(lon)), printed_unit(strip_noise(lat)))
        terms |= {"coordinatePrecision": f"{unit:.10f}".rstrip("0").rstrip(".")}
        return terms | ({"verbatimCoordinates": record.printed_place} if record.printed_place else {})
    printed = parse_coordinates(record.published_coordinates)
    unit = max(printed.lat_unit_deg, printed.lon_unit_deg)
    terms |= {"coordinatePrecision": f"{unit:.10f}".rstrip("0").rstrip("."), "verbatimCoordinates": printed.text}
    return terms | {"verbatimCoordinateSystem": _SYSTEMS.get(printed.form, "")}

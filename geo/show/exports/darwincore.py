"""Darwin Core: records as a CSV file whose columns are its terms, for those who keep places of finds with these tools.

A fragment site or a strike is an event, something that occurs at a place and a time; a place is a location. None is an
occurrence, which is of an organism, so that there is no `occurrenceID`.

Source: Darwin Core Maintenance Group, List of Darwin Core terms, TDWG, http://rs.tdwg.org/dwc/doc/list/;
https://dwc.tdwg.org/terms/
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from geo.earth.notation.coordinates import parse_coordinates
from geo.earth.notation.printed_pair import Form
from geo.earth.uncertainty import printed_unit
from geo.record.csv_formula_guard import guarded
from geo.record.kinds import Event, Located
from geo.record.progress import paced
from geo.record.sites import happened
from geo.show.exports.packing import write_csv
from geo.show.exports.shapes import typed_degrees

if TYPE_CHECKING:
    from geo.judge.assessment import Assessment

TERMS = (
    *("eventID", "locationID", "eventDate", "eventRemarks", "locality"),
    *("decimalLatitude", "decimalLongitude", "geodeticDatum", "coordinateUncertaintyInMeters", "coordinatePrecision"),
    *("verbatimCoordinates", "verbatimCoordinateSystem", "georeferenceSources", "locationRemarks"),
)
_SYSTEMS = {
    Form.DEGREES: "decimal degrees",
    Form.MINUTES: "degrees decimal minutes",
    Form.SECONDS: "degrees minutes seconds",
    Form.UTM: "UTM",
    Form.MGRS: "MGRS",
}
_NUMBERS = ("decimalLatitude", "decimalLongitude", "coordinateUncertaintyInMeters", "coordinatePrecision")


def darwin_core(assessment: Assessment, file: IO[bytes]) -> None:
    """One row for each fragment site, strike report and place."""
    rows = map(_terms, paced(assessment.sites.of_kind(Located), "Writing records"))
    cells = ([row.get(term, "") if term in _NUMBERS else guarded(row.get(term, "")) for term in TERMS] for row in rows)
    write_csv(file, TERMS, cells)


def _terms(record: Located) -> dict[str, str]:
    told = ". ".join(text for text in (record.name, record.note) if text)
    dates = happened(record)
    terms = {"georeferenceSources": " | ".join(record.sources)}
    if isinstance(record, Event):
        terms |= {"eventID": record.id, "eventRemarks": told, "eventDate": dates.text if dates else ""}
    else:
        terms |= {"locationID": record.id, "locality": record.label, "locationRemarks": record.note or ""}
    return terms | _position(record)


def _position(record: Located) -> dict[str, str]:
    degrees = typed_degrees(record)
    if degrees is None or record.position is None:
        return {}
    lon, lat = degrees
    terms = {"decimalLatitude": lat, "decimalLongitude": lon, "geodeticDatum": "EPSG:4326"}
    if record.position.uncertainty_m > 0:  # zero is not a valid value of the term
        terms["coordinateUncertaintyInMeters"] = f"{record.position.uncertainty_m:.3f}"
    if record.published_coordinates is None:
        unit = max(printed_unit(lon), printed_unit(lat))
        return terms | {"coordinatePrecision": f"{unit:.10f}".rstrip("0").rstrip(".")}
    printed = parse_coordinates(record.published_coordinates)
    unit = max(printed.lat_unit_deg, printed.lon_unit_deg)
    terms |= {"coordinatePrecision": f"{unit:.10f}".rstrip("0").rstrip("."), "verbatimCoordinates": printed.text}
    return terms | {"verbatimCoordinateSystem": _SYSTEMS.get(printed.form, "")}

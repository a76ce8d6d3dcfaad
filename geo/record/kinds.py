"""The records: one class for each `kind` of feature in `sites.geojson`, field by field.

A field's description is for the person who edits the file; its unit is in its name.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import Annotated, ClassVar, Literal, TypeGuard

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, SkipValidation

from geo.earth.datum import Shift
from geo.earth.direction import Direction
from geo.earth.notation.distance import Distance
from geo.earth.notation.printed_box import PrintedBox
from geo.earth.position import Position
from geo.record import codes
from geo.record.codes import UnfitError
from geo.record.dates import Dates
from geo.record.escape import printable
from geo.record.json_file.parse import Number
from geo.record.language_names import NAME_PREFIX, is_language_name
from geo.record.notebook import record_html, shorten
from geo.record.stated_distance import as_greatest, distance_of_number, with_tolerance
from geo.record.values import (
    Elevation,
    LanguageTag,
    Metres,
    PublishedDistance,
    PublishedOffset,
    Sha256,
    Stated,
    Text,
    Texts,
    ToleranceDeg,
    Url,
    When,
    metres_of,
    number_of,
    show_value,
)


def _radius(value: object) -> Number:
    number = metres_of(value)
    if not 0 < number <= 1_000_000:
        raise UnfitError(codes.OUT_OF_RANGE, f"wanted a radius in metres above 0 and up to 1,000,000, not {number.digits}")
    return number


def _ids(value: object) -> tuple[str, ...]:
    ids = [value] if isinstance(value, str) else value
    if not isinstance(ids, list) or not ids or not all(isinstance(one, str) for one in ids):
        raise UnfitError(
            codes.WRONG_TYPE, f'wanted one id or a list of ids such as ["strike-1", "strike-2"], not {show_value(value)}'
        )
    return tuple(ids)


def are_corners(value: object) -> TypeGuard[list[str]]:
    """Whether a value of the file is a list of texts that may be the corners of an area."""
    listed = value if isinstance(value, list) else []
    return len(listed) >= FEWEST_CORNERS and all(isinstance(one, str) and one.strip() for one in listed)


def _corners(value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not are_corners(value):
        wanted = f"wanted a list of at least {FEWEST_CORNERS} texts, one for each corner, in their order around the area"
        raise UnfitError(codes.WRONG_TYPE, f"{wanted}, not {show_value(value)}")
    return tuple(value)


def _azimuth(value: object) -> Number:
    number = number_of(value)
    if not 0 <= number <= 360:
        wanted = "wanted degrees clockwise from north, from 0 to 360"
        raise UnfitError(codes.OUT_OF_RANGE, f"{wanted}, not {number.digits}")
    return number


def _width(value: object) -> Number:
    number = number_of(value)
    if not 0 < number <= 360:
        raise UnfitError(codes.OUT_OF_RANGE, f"wanted degrees above 0 and up to 360, not {number.digits}")
    return number


_PATH_BELOW = re.compile(r"(?![~/]|[A-Za-z]:)(?:(?!\.\.?/)[^/\x00-\x1f\x7f\\]+/)*(?!\.\.?$)[^/\x00-\x1f\x7f\\]+")


def _file_name(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise UnfitError(codes.WRONG_TYPE, f"wanted text in quotation marks, not {show_value(value)}")
    if not _PATH_BELOW.fullmatch(value):
        wanted = 'wanted the name of a file in the folder of this file or below it, with / between folders, such as "photos/IMG_0417.jpg"'
        raise UnfitError(codes.FILE_NAME, f"{wanted}, not {show_value(value)}")
    return value


def _attribute_value(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value
    return number_of(value).digits


FEWEST_CORNERS = 3
"""An area has at least so many corners."""


class ZoneType(StrEnum):
    """What sort of zone a record of kind `zone` reports."""

    SUSPECTED_HAZARD = "suspected_hazard"
    CONFIRMED_HAZARD = "confirmed_hazard"
    CLEARED = "cleared"
    CORDON = "cordon"
    EVACUATION = "evacuation"
    AIRSPACE = "airspace"
    SEA = "sea"
    DEBRIS_FIELD = "debris_field"
    SEARCH = "search"


class Accident(StrEnum):
    """Whether a strike report is one of mine action's accidents or incidents.

    Source: GICHD, Minimum Data Requirements, "Accident", which asks for "demining or mine accident"; IMAS 04.10, Glossary,
    and IMAS 10.60, Investigation and reporting of accidents and incidents, for the four terms: an accident does harm, an
    incident could have; "demining" is at a demining workplace, "mine" away from one, involving mines or other explosive
    remnants of war.
    """

    DEMINING_ACCIDENT = "demining_accident"
    DEMINING_INCIDENT = "demining_incident"
    MINE_ACCIDENT = "mine_accident"
    MINE_INCIDENT = "mine_incident"
    NEITHER = "neither"


class TimeBasis(StrEnum):
    """How it is known when a photograph was taken."""

    CAMERA = "camera"
    SOURCE = "source"
    CHRONOLOCATION = "chronolocation"


class PositionBasis(StrEnum):
    """How it is known where a photograph was taken."""

    CAMERA = "camera"
    SOURCE = "source"
    GEOLOCATION = "geolocation"


class Modifier(StrEnum):
    """How a claim qualifies its number."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Record(BaseModel):
    """The properties that all records have.

    `record.name`, `record.position` and so on read them, `dict(record)` gives all of them; `repr` names the record.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False, arbitrary_types_allowed=True)
    kind: ClassVar[str]

    id: str = Field(title="Id", description="A name of your choice, unique in the file.")
    name: Text | None = Field(None, title="Name", description="What to call it in lists and on the map.")
    note: Text | None = Field(None, title="Note", description="Anything a reader should know.")
    quote: Text | None = Field(None, title="Quote", description="A short quotation from the source.")
    language: LanguageTag | None = Field(
        None,
        title="Language of what is printed",
        description="Language tag of the printed text, such as en or az (BCP 47), if a figure needs it.",
    )
    sources: Annotated[tuple[str, ...], Field(strict=False)] = Field((), title="Sources", description="Ids of source records.")

    custom: SkipValidation[tuple[tuple[str, str | bool | float], ...]] = ()
    """Properties whose names the file chooses, with their values: `name:<language>`, and the user's own, `x_…`.

    They are shown and never judged.
    """

    @property
    def label(self) -> str:
        """Its name, or its id where it has none."""
        return self.name or self.id

    def references(self) -> dict[str, tuple[str, ...]]:
        """Ids of the records that this one refers to, by property."""
        return {}

    def __repr__(self) -> str:
        name = f" {shorten(self.name)!r}" if self.name else ""
        return printable(f"<{type(self).__name__} {self.id!r}{name}>")

    def __str__(self) -> str:
        return repr(self)

    def _repr_html_(self) -> str:
        fields = type(self).model_fields.items()
        said = [(info.alias or name, getattr(self, name)) for name, info in fields if name != "custom"]
        return record_html([*said, *self.custom], self.kind)


class Located(Record):
    """The properties of records with a place."""

    position: Position | None = None
    """Where it is and how far off that may be; from `published_coordinates` or an offset if given, else from the geometry."""
    polygon: tuple[tuple[tuple[float, float], ...], ...] | None = None
    """Rings of (longitude, latitude) in degrees, the outer one first, if the geometry is a polygon."""
    box: PrintedBox | None = None
    """The box that the printed digits allow, tighter than the circle; None where they do not bound the place."""
    shift: Shift | None = None
    """How the printed coordinates were brought to WGS 84, where they are in another datum."""
    typed: tuple[str, str] | None = None
    """Longitude and latitude in degrees, digits as typed, if the geometry is a point."""
    wkt: str | None = None
    """The geometry as well-known text, digits as typed, if it is a polygon or has a height, a third coordinate."""
    edge_m: float = 0.0
    """How many metres the edge of the polygon may be off."""
    corners_m: tuple[float, ...] = ()
    """How many metres each corner of the polygon may be off, the first one again at the end, if they were printed."""
    unjudged: Position | None = None
    """Where it is said to be, without anything that says how far off that may be: it is drawn, and judges nothing."""
    published_coordinates: Text | None = Field(
        None,
        title="Coordinates as printed",
        description="The coordinates exactly as the source prints them.",
        examples=["39°45'38.10\"N 46°44'33.90\"E", "39.7606, 46.7428", "38S NJ 12345 67890"],
    )
    published_corners: (
        Annotated[
            tuple[str, ...],
            PlainValidator(_corners, json_schema_input_type=Annotated[list[Text], Field(min_length=FEWEST_CORNERS)]),
        ]
        | None
    ) = Field(
        None,
        title="Corners as printed",
        description="The corners of an area, in their order around it, each exactly as the source prints it.",
        examples=[["59°14' N 69°47' E", "58°36' N 71°54' E", "58°04' N 71°16' E"]],
    )
    geodetic_datum: Text | None = Field(
        None,
        title="Datum of the printed coordinates",
        description="The datum of the printed coordinates, by its name or code in the EPSG register, if it is not WGS 84.",
        examples=["Pulkovo 1942", "EPSG:4284", "WGS 84"],
    )
    offset_from: Text | None = Field(
        None, title="Offset from", description="Id of the record from which the place is offset, if only that is known."
    )
    published_offset: PublishedOffset | None = Field(
        None,
        title="Offset as printed",
        description="How far and in which direction from there, exactly as the source prints it.",
        examples=["about 5 km north-west", "15 to 40 m east"],
    )
    offset_distance_m: Metres | None = Field(None, title="Offset by", description="How far from there, in metres.")
    offset_direction: Stated | None = Field(
        None,
        title="Offset towards",
        description='In which direction from there: compass word ("NE") or degrees clockwise from north.',
    )
    uncertainty_m: Metres | None = Field(
        None,
        title="Stated uncertainty",
        description="Radius in metres of the circle that contains the whole place; if no coordinates were printed, the total uncertainty.",
    )
    uncertainty_includes_printing: bool = Field(
        default=False,
        title="Stated uncertainty includes the printing",
        description="True if uncertainty_m already includes the printed precision.",
    )

    elevation_m: Elevation | None = Field(
        None,
        title="Elevation",
        description="Height of the place above sea level in metres, below it negative; shown and never judged.",
    )

    @property
    def is_known_by_digits_alone(self) -> bool:
        """Whether nothing but the digits of its geometry says how well the position is known."""
        return self.position is not None and not (
            self.published_coordinates or self.published_corners or self.offset_from or self.uncertainty_m is not None
        )

    @property
    def drawn(self) -> Position | None:
        """Where it is drawn: at its position, or where it is said to be although nothing says how far off that may be."""
        return self.position or self.unjudged

    @property
    def printed_place(self) -> str | None:
        """The coordinates, or the corners of an area, as the source prints them."""
        return self.published_coordinates or ("; ".join(self.published_corners) if self.published_corners else None)

    @property
    def edge_errors_m(self) -> float | tuple[tuple[float, ...], ...]:
        """How many metres the edge of the polygon may be off: one figure for all of it, or one for each corner of its ring."""
        return (self.corners_m,) if self.corners_m else self.edge_m


class Event(Located):
    """The properties of records of munitions."""

    munition: Text | None = Field(None, title="Munition", description="What the source says it was.")
    category: Text | None = Field(None, title="Category", description="What sort of munition: missile, mine, submunition.")


class FragmentSite(Event):
    """A place where fragments of a munition were found."""

    kind = "fragment_site"
    found_on: When | None = Field(None, title="Found on", description="Day or interval on which it was found.")
    marking: Texts | None = Field(
        None,
        title="Marking",
        description="What is written on the fragment, as it reads, with ? for a sign that cannot be read; a list for several markings.",
        examples=["KS-101 / 0732", ["9M79-1", "04?7"]],
    )
    condition: Text | None = Field(None, title="Condition", description="The state in which it was found.")
    depth_m: Metres | None = Field(None, title="Depth", description="Depth in metres at which it was found; 0 on the ground.")


class StrikeReport(Event):
    """A reported strike."""

    kind = "strike_report"
    struck_on: When | None = Field(None, title="Struck on", description="Day or interval of the strike.")
    accident: Annotated[Accident | None, Field(strict=False)] = Field(
        None,
        title="Accident",
        description="Whether it is an accident or incident in the sense of mine action, at a demining workplace or away from one, or neither.",
    )
    lethal_radius_m: (
        Annotated[Number, PlainValidator(_radius, json_schema_input_type=Annotated[float, Field(gt=0, le=1_000_000)])] | None
    ) = Field(
        None,
        title="Reported lethal radius",
        description="Reported radius in metres at which fragments can kill. Not a safe distance.",
    )
    lethal_radius_basis: Text | None = Field(
        None, title="Basis of that radius", description="Who gives that radius, and for what."
    )


class Place(Located):
    """A place for context: a town, a quarter."""

    kind = "place"


class ReportedZone(Located):
    """An area that is reported as a whole: a hazard, a cordon, a search. All of it is meant, not a place somewhere in it."""

    kind = "zone"
    zone_type: Annotated[ZoneType, Field(strict=False)] = Field(title="Sort of zone", description="What the zone is.")
    published_radius: PublishedDistance | None = Field(
        None,
        title="Radius as printed",
        description="Radius of a circular zone around its position, exactly as the source prints it.",
        examples=["2 NM", "about 300 m"],
    )
    radius_m: (
        Annotated[Number, PlainValidator(_radius, json_schema_input_type=Annotated[float, Field(gt=0, le=1_000_000)])] | None
    ) = Field(None, title="Radius", description="Radius in metres of a circular zone around its position.")
    length_m: Metres | None = Field(
        None, title="Length", description="Length in metres of a rectangular zone, whose middle is its position."
    )
    width_m: Metres | None = Field(None, title="Width", description="Width in metres of a rectangular zone.")
    azimuth: Stated | None = Field(
        None,
        title="Direction of the length",
        description='Compass word ("NE") or degrees clockwise from north in which a rectangle is long; leave it out if unknown.',
    )
    basis: Text | None = Field(
        None, title="Basis", description="On what ground the zone was set: an order, a survey, a report."
    )
    status: Text | None = Field(
        None, title="Status", description="What the source says of its status: in force, lifted, under way."
    )
    valid: When | None = Field(None, title="Valid", description="Day or interval for which the zone is reported.")

    @property
    def known_m(self) -> float | None:
        """How many metres its edge may be off, or its middle where it is no polygon; None without a position."""
        if self.polygon or self.position is None:
            return self.edge_m if self.polygon else None
        return self.position.uncertainty_m


class Photo(Located):
    """A photograph. Its position is where the camera stood, not what it shows."""

    kind = "photo"
    file: (
        Annotated[
            str, PlainValidator(_file_name, json_schema_input_type=Annotated[str, Field(pattern=f"^{_PATH_BELOW.pattern}$")])
        ]
        | None
    ) = Field(
        None,
        title="File",
        description="Name of the picture's file, from the folder of this file.",
        examples=["photos/IMG_0417.jpg"],
    )
    sha256: Sha256 | None = Field(None, title="SHA-256 of the file", description="Hash of the picture's file.")
    shows: Annotated[tuple[str, ...], PlainValidator(_ids, json_schema_input_type=str | list[str])] = Field(
        (), title="Shows", description="Ids of the records that it is said to show."
    )
    taken_at: When | None = Field(
        None, title="Taken", description="Day or time at which it was taken, such as 2021-03-15T13:20+04:00."
    )
    taken_at_basis: Annotated[TimeBasis | None, Field(strict=False)] = Field(
        None,
        title="Basis of that time",
        description="Who says so: the camera's clock, a source, or somebody who worked it out from what the picture shows.",
    )
    position_basis: Annotated[PositionBasis | None, Field(strict=False)] = Field(
        None,
        title="Basis of the position",
        description="Who says where the camera stood: the camera, a source, or somebody who worked it out from what the picture shows.",
    )
    position_error_m: Metres | None = Field(
        None,
        title="Camera's error of the position",
        description="The camera's own figure in metres for the error of its position: a radius that holds 68 % of them, never a maximum.",
    )
    view_direction_deg: (
        Annotated[Number, PlainValidator(_azimuth, json_schema_input_type=Annotated[float, Field(ge=0, le=360)])] | None
    ) = Field(None, title="View towards", description="Direction in which the camera looked, in degrees clockwise from north.")
    view_north: Literal["true", "magnetic"] | None = Field(
        None, title="North of that direction", description="From which north that direction counts: true or magnetic."
    )
    view_width_deg: (
        Annotated[Number, PlainValidator(_width, json_schema_input_type=Annotated[float, Field(gt=0, le=360)])] | None
    ) = Field(None, title="Width of the view", description="How many degrees the picture is wide.")
    marking: Texts | None = Field(
        None,
        title="Marking",
        description="What can be read in it on a fragment, with ? for a sign that cannot be read; a list for several markings.",
        examples=["KS-101 / 07?2"],
    )
    scale: Text | None = Field(None, title="Scale", description="What in the picture shows how large things are.")
    taken_by: Text | None = Field(None, title="Taken by", description="Who took it.")
    credit: Text | None = Field(None, title="Credit", description="Whom to name beside it, as the rights holder asks.")
    licence: Text | None = Field(None, title="Licence", description="Under which terms it may be used.")
    copied_from: Url | None = Field(None, title="Copied from", description="Address from which this copy was taken.")
    changes: Text | None = Field(
        None, title="Changes", description="What was changed since it was taken: cropped, blurred, brightened."
    )
    sensitive: bool = Field(
        default=False,
        title="Sensitive",
        description="True if it must not be published: the dead, faces, number plates, someone's home.",
    )

    @property
    def is_known_by_digits_alone(self) -> bool:
        """Whether nothing but the digits of its geometry says how well the position is known."""
        return super().is_known_by_digits_alone and self.position_error_m is None

    @property
    def is_known_by_camera(self) -> bool:
        """Whether the camera's own figure says how far off the position may be."""
        return self.position_error_m is not None and self.uncertainty_m is None and not self.offset_from

    @property
    def is_error_unknown(self) -> bool:
        """Whether a camera alone says where it stood, and nothing says how far off that may be."""
        is_said = self.published_coordinates or self.published_corners or self.offset_from or self.uncertainty_m is not None
        return self.position_basis is PositionBasis.CAMERA and self.position_error_m is None and not is_said

    def references(self) -> dict[str, tuple[str, ...]]:
        """Ids of the records that it is said to show."""
        return {"shows": self.shows} if self.shows else {}


class Claim(Record):
    """The properties that all claims have."""

    claimed_by: Text | None = Field(None, title="Claimed by", description="Who made the claim.")
    claimed_on: When | None = Field(None, title="Claimed on", description="When it was made.")

    @property
    def ends(self) -> tuple[str | None, str | None]:
        """Ids of the two records between which it is measured, or None twice where nothing is measured."""
        return None, None


class PairClaim(Claim):
    """The properties of claims about two located records."""

    from_: str = Field(alias="from", title="From", description="Id of the record to measure from.")
    to: str = Field(title="To", description="Id of the record to measure to.")

    @property
    def ends(self) -> tuple[str, str]:
        """Ids of the two ends."""
        return self.from_, self.to

    def references(self) -> dict[str, tuple[str, ...]]:
        """Ids of the two ends."""
        return {"from": (self.from_,), "to": (self.to,)}


class DistanceClaim(PairClaim):
    """A claim of how far apart two records lie."""

    kind = "distance_claim"
    published_distance: PublishedDistance | None = Field(
        None,
        title="Distance as printed",
        description="The distance exactly as the source prints it.",
        examples=["780 metres", "about 6 km", "300 to 500 m"],
    )
    distance_m: Metres | None = Field(
        None, title="Distance", description="Claimed distance in metres; optional beside published_distance."
    )
    tolerance_m: Metres | None = Field(
        None, title="Stated tolerance", description="Stated tolerance in metres, if one is stated."
    )
    modifier: Annotated[Modifier | None, Field(strict=False)] = Field(
        None, title="How the distance is put", description="How the number is qualified, if no published_distance says so."
    )
    straight_line: bool = Field(
        default=False,
        title="In a straight line",
        description="True if the source says that the distance is a straight line, not by road.",
    )

    @property
    def stated(self) -> Distance:
        """What the claim says, from its text if it has one, else from its number; a stated tolerance decides."""
        distance = self.published_distance or distance_of_number(number_of(self.distance_m), self.modifier)
        return distance if self.tolerance_m is None else with_tolerance(distance, float(self.tolerance_m))


class DirectionClaim(PairClaim):
    """A claim of the direction from one record to another."""

    kind = "direction_claim"
    direction: Stated = Field(title="Direction", description='Compass word ("NE") or degrees clockwise from north.')
    tolerance_deg: ToleranceDeg | None = Field(
        None, title="Stated tolerance", description="Stated tolerance in degrees to either side, if one is stated."
    )
    axis: bool = Field(default=False, title="Either end may be meant", description="True if either end may be meant.")

    @property
    def stated(self) -> Direction:
        """What the claim says; a stated tolerance decides how far off it may be."""
        return self.direction if self.tolerance_deg is None else self.direction.within(float(self.tolerance_deg))


class WithinClaim(Claim):
    """A claim that a record lies in, or within a distance of, another."""

    kind = "within_claim"
    site: str = Field(title="Site", description="Id of the record that is said to lie there.")
    of: str = Field(title="In or near", description="Id of the place or record.")
    published_distance: PublishedDistance | None = Field(
        None,
        title="Maximum distance as printed",
        description="The maximum distance exactly as the source prints it.",
        examples=["within 300 m", "less than 2 km"],
    )
    distance_m: Metres | None = Field(
        None, title="Maximum distance", description="Claimed maximum distance in metres; not for 'in'."
    )

    @property
    def is_in(self) -> bool:
        """Whether the claim says "in", without a distance."""
        return self.published_distance is None and self.distance_m is None

    @property
    def stated(self) -> Distance:
        """The maximum distance of the record by the claim; a figure that is not a bound is read as one."""
        if self.published_distance is not None:
            return as_greatest(self.published_distance)
        return distance_of_number(self.distance_m or Number("0"), Modifier.AT_MOST)

    @property
    def ends(self) -> tuple[str, str]:
        """Ids of the site and the place."""
        return self.site, self.of

    def references(self) -> dict[str, tuple[str, ...]]:
        """Ids of the site and the place."""
        return {"site": (self.site,), "of": (self.of,)}


class ArrivalClaim(Claim):
    """A claim of the direction from which something arrived at a record. It documents; no place of firing follows from it."""

    kind = "arrival_claim"
    at: str = Field(title="Arrived at", description="Id of the record where it arrived: a strike report or a fragment site.")
    direction: Stated = Field(
        title="Direction from which it came",
        description='Compass word ("NE") or degrees clockwise from north, from there towards where it came from.',
    )
    tolerance_deg: ToleranceDeg | None = Field(
        None,
        title="Stated tolerance",
        description="Stated tolerance in degrees to either side; degrees are not tested without it.",
    )
    method: Text | None = Field(
        None, title="Method", description="How the direction was found, such as crater analysis.", examples=["crater analysis"]
    )
    origin: str | None = Field(
        None, title="Stated origin", description="Id of the record from which it is said to have come, if one is named."
    )

    @property
    def stated(self) -> Direction | None:
        """What the claim says; None for degrees without a stated tolerance, of which nothing says how far off they may be."""
        if self.tolerance_deg is not None:
            return self.direction.within(float(self.tolerance_deg))
        return None if self.direction.is_angle and not self.direction.is_range else self.direction

    def references(self) -> dict[str, tuple[str, ...]]:
        """Ids of the record where it arrived and of the stated origin. They are no `ends`: no line is drawn between them."""
        return {"at": (self.at,), **({"origin": (self.origin,)} if self.origin else {})}


class AttributeClaim(Claim):
    """A claim about a property of one or several records."""

    kind = "attribute_claim"
    about: Annotated[
        tuple[str, ...], PlainValidator(_ids, json_schema_input_type=str | Annotated[list[str], Field(min_length=1)])
    ] = Field(title="About", description="Id of the record, or a list of ids.")
    attribute: Text = Field(
        title="Attribute",
        description='What it is about, such as "model_variant"; a number for "range_km" or "range_m" gives a zone.',
    )
    value: Annotated[str, PlainValidator(_attribute_value, json_schema_input_type=Text | float)] = Field(
        title="Value", description="The claimed value."
    )

    def references(self) -> dict[str, tuple[str, ...]]:
        """Ids of the records that it is about."""
        return {"about": self.about}


class Source(Record):
    """Where a statement comes from."""

    kind = "source"
    title: Text = Field(title="Title", description="Title of the document.")
    publisher: Text | None = Field(None, title="Publisher", description="Who published it.")
    published_on: When | None = Field(None, title="Published on", description="When it was published.")
    url: Url | None = Field(None, title="Address", description="Its address.")
    archive_url: Url | None = Field(None, title="Archived copy", description="Address of an archived copy.")
    sha256: Sha256 | None = Field(None, title="SHA-256 of the copy read", description="Hash of the copy read.")
    language: LanguageTag | None = Field(
        None, title="Language", description="Language tag of the document, such as en or az (BCP 47)."
    )
    reliability: Literal["A", "B", "C", "D", "E", "F"] | None = Field(
        None,
        title="Reliability",
        description="Reliability of the source, A (reliable) to E (unreliable), F (cannot be judged).",
    )
    credibility: Annotated[int, Field(ge=1, le=6)] | None = Field(
        None,
        title="Credibility",
        description="Credibility of the statement, 1 (confirmed) to 5 (improbable), 6 (cannot be judged).",
    )
    attributed_to: Text | None = Field(
        None,
        title="Attributed to",
        description="The body outside the publisher that is said to have stated it, worded the same each time.",
    )
    relies_on: Annotated[tuple[str, ...], Field(strict=False)] = Field(
        (), title="Relies on", description="Ids of the source records that it quotes, reprints or follows."
    )

    def references(self) -> dict[str, tuple[str, ...]]:
        """Ids of the sources that it relies on."""
        return {"relies_on": self.relies_on}


KINDS: dict[str, type[Record]] = {
    kind.kind: kind
    for kind in (
        FragmentSite,
        StrikeReport,
        Place,
        ReportedZone,
        Photo,
        DistanceClaim,
        DirectionClaim,
        WithinClaim,
        ArrivalClaim,
        AttributeClaim,
        Source,
    )
}


COMPUTED = frozenset({"id", "custom", "position", "typed", "wkt", "polygon", "box", "shift", "edge_m", "corners_m", "unjudged"})
"""Fields of records that are not properties in the file."""


@cache
def properties_of(kind: type[Record]) -> dict[str, str]:
    """The properties that a kind has in the file, with their descriptions."""
    return {info.alias or name: info.description or "" for name, info in kind.model_fields.items() if name not in COMPUTED}


def kinds_with(name: str) -> list[str]:
    """The kinds that have a property of this name."""
    return [kind for kind, record in KINDS.items() if name in properties_of(record)]


def id_of(record: Record | str) -> str:
    """The id of a record, where either may be given."""
    return record.id if isinstance(record, Record) else record


def event_dates(record: Record) -> Dates | None:
    """When a site's fragments were found, a strike took place or a photograph was taken."""
    if isinstance(record, FragmentSite):
        return record.found_on
    if isinstance(record, Photo):
        return record.taken_at
    return record.struck_on if isinstance(record, StrikeReport) else None


KIND_NAMES = {
    FragmentSite: "Fragment site",
    StrikeReport: "Strike report",
    Place: "Place",
    ReportedZone: "Zone",
    Photo: "Photograph",
}


CUSTOM_PREFIX = "x_"
"""What the name of a property of the user's own begins with."""
_CUSTOM_NAME = re.compile(r"x_\w{1,98}")


def is_custom(name: str) -> bool:
    """Whether a property is one whose name the file chooses: `name:<language>`, or x_ and small letters, digits and underscores."""
    if not name.startswith((CUSTOM_PREFIX, NAME_PREFIX)):
        return False
    return is_language_name(name) or (_CUSTOM_NAME.fullmatch(name) is not None and name == name.lower())

"""The records: one class for each `kind` of feature in `sites.geojson`, field by field.

A field's description is for the person who edits the file; its unit is in its name.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Literal

from geo.record.escape import printable
from geo.record.json_file.parse import Number
from geo.record.language_names import NAME_PREFIX, is_language_name
from geo.record.notebook import record_html, shorten
from geo.record.properties import Tabled, read_as
from geo.record.stated_distance import as_greatest, distance_of_number, with_tolerance
from geo.record.values import (
    AZIMUTH,
    CAMERA_ERROR,
    CORNERS,
    DATES,
    DIRECTION,
    ELEVATION,
    FIGURE_OR_TEXT,
    FILE_NAME,
    GRADE,
    ID,
    IDS,
    LANGUAGE,
    METRES,
    PRINTED_DISTANCE,
    PRINTED_OFFSET,
    RADIUS,
    SHA256,
    SOURCE_IDS,
    TEXT,
    TEXTS,
    TOLERANCE,
    TRUTH,
    URL,
    WIDTH,
    number_of,
    one_of,
)

if TYPE_CHECKING:
    from geo.earth.datum import Shift
    from geo.earth.direction import Direction
    from geo.earth.notation.distance import Distance
    from geo.earth.notation.offset import PrintedOffset
    from geo.earth.notation.printed_box import PrintedBox
    from geo.earth.position import Position
    from geo.record.dates import Dates


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


class Record(Tabled):
    """The properties that all records have.

    `record.name`, `record.position` and so on read them, `dict(record)` gives all of them; `repr` names the record.
    """

    kind: ClassVar[str]

    id: str
    """A name of the user's choice, unique in the file."""
    name: str | None = read_as(TEXT, "Name", "What to call it in lists and on the map.")
    note: str | None = read_as(TEXT, "Note", "Anything a reader should know.")
    quote: str | None = read_as(TEXT, "Quote", "A short quotation from the source.")
    language: str | None = read_as(
        LANGUAGE,
        "Language of what is printed",
        "Language tag of the printed text, such as en or az (BCP 47), if a figure needs it.",
    )
    sources: tuple[str, ...] = read_as(SOURCE_IDS, "Sources", "Ids of source records.", default=())

    custom: tuple[tuple[str, str | bool | float], ...] = ()
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
        names = {one.attribute: name for name, one in self.properties.items()}
        said = [(names.get(name, name), value) for name, value in self if name != "custom"]
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
    published_coordinates: str | None = read_as(
        TEXT,
        "Coordinates as printed",
        "The coordinates exactly as the source prints them.",
        examples=["39°45'38.10\"N 46°44'33.90\"E", "39.7606, 46.7428", "38S NJ 12345 67890"],
    )
    published_corners: tuple[str, ...] | None = read_as(
        CORNERS,
        "Corners as printed",
        "The corners of an area, in their order around it, each exactly as the source prints it.",
        examples=[["59°14' N 69°47' E", "58°36' N 71°54' E", "58°04' N 71°16' E"]],
    )
    geodetic_datum: str | None = read_as(
        TEXT,
        "Datum of the printed coordinates",
        "The datum of the printed coordinates, by its name or code in the EPSG register, if it is not WGS 84.",
        examples=["Pulkovo 1942", "EPSG:4284", "WGS 84"],
    )
    offset_from: str | None = read_as(
        TEXT, "Offset from", "Id of the record from which the place is offset, if only that is known."
    )
    published_offset: PrintedOffset | None = read_as(
        PRINTED_OFFSET,
        "Offset as printed",
        "How far and in which direction from there, exactly as the source prints it.",
        examples=["about 5 km north-west", "15 to 40 m east"],
    )
    offset_distance_m: Number | None = read_as(METRES, "Offset by", "How far from there, in metres.")
    offset_direction: Direction | None = read_as(
        DIRECTION, "Offset towards", 'In which direction from there: compass word ("NE") or degrees clockwise from north.'
    )
    uncertainty_m: Number | None = read_as(
        METRES,
        "Stated uncertainty",
        "Radius in metres of the circle that contains the whole place; if no coordinates were printed, the total uncertainty.",
    )
    uncertainty_includes_printing: bool = read_as(
        TRUTH,
        "Stated uncertainty includes the printing",
        "True if uncertainty_m already includes the printed precision.",
        default=False,
    )

    elevation_m: Number | None = read_as(
        ELEVATION, "Elevation", "Height of the place above sea level in metres, below it negative; shown and never judged."
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

    munition: str | None = read_as(TEXT, "Munition", "What the source says it was.")
    category: str | None = read_as(TEXT, "Category", "What sort of munition: missile, mine, submunition.")


class FragmentSite(Event):
    """A place where fragments of a munition were found."""

    kind = "fragment_site"
    found_on: Dates | None = read_as(DATES, "Found on", "Day or interval on which it was found.")
    marking: tuple[str, ...] | None = read_as(
        TEXTS,
        "Marking",
        "What is written on the fragment, as it reads, with ? for a sign that cannot be read; a list for several markings.",
        examples=["KS-101 / 0732", ["9M79-1", "04?7"]],
    )
    condition: str | None = read_as(TEXT, "Condition", "The state in which it was found.")
    depth_m: Number | None = read_as(METRES, "Depth", "Depth in metres at which it was found; 0 on the ground.")


class StrikeReport(Event):
    """A reported strike."""

    kind = "strike_report"
    struck_on: Dates | None = read_as(DATES, "Struck on", "Day or interval of the strike.")
    accident: Accident | None = read_as(
        one_of(kind=Accident),
        "Accident",
        "Whether it is an accident or incident in the sense of mine action, at a demining workplace or away from one, or neither.",
    )
    lethal_radius_m: Number | None = read_as(
        RADIUS, "Reported lethal radius", "Reported radius in metres at which fragments can kill. Not a safe distance."
    )
    lethal_radius_basis: str | None = read_as(TEXT, "Basis of that radius", "Who gives that radius, and for what.")


class Place(Located):
    """A place for context: a town, a quarter."""

    kind = "place"


class ReportedZone(Located):
    """An area that is reported as a whole: a hazard, a cordon, a search. All of it is meant, not a place somewhere in it."""

    kind = "zone"
    zone_type: ZoneType = read_as(one_of(kind=ZoneType), "Sort of zone", "What the zone is.", is_required=True)
    published_radius: Distance | None = read_as(
        PRINTED_DISTANCE,
        "Radius as printed",
        "Radius of a circular zone around its position, exactly as the source prints it.",
        examples=["2 NM", "about 300 m"],
    )
    radius_m: Number | None = read_as(RADIUS, "Radius", "Radius in metres of a circular zone around its position.")
    length_m: Number | None = read_as(METRES, "Length", "Length in metres of a rectangular zone, whose middle is its position.")
    width_m: Number | None = read_as(METRES, "Width", "Width in metres of a rectangular zone.")
    azimuth: Direction | None = read_as(
        DIRECTION,
        "Direction of the length",
        'Compass word ("NE") or degrees clockwise from north in which a rectangle is long; leave it out if unknown.',
    )
    basis: str | None = read_as(TEXT, "Basis", "On what ground the zone was set: an order, a survey, a report.")
    status: str | None = read_as(TEXT, "Status", "What the source says of its status: in force, lifted, under way.")
    valid: Dates | None = read_as(DATES, "Valid", "Day or interval for which the zone is reported.")

    @property
    def known_m(self) -> float | None:
        """How many metres its edge may be off, or its middle where it is no polygon; None without a position."""
        if self.polygon or self.position is None:
            return self.edge_m if self.polygon else None
        return self.position.uncertainty_m


class Photo(Located):
    """A photograph. Its position is where the camera stood, not what it shows."""

    kind = "photo"
    file: str | None = read_as(
        FILE_NAME, "File", "Name of the picture's file, from the folder of this file.", examples=["photos/IMG_0417.jpg"]
    )
    sha256: str | None = read_as(SHA256, "SHA-256 of the file", "Hash of the picture's file.")
    shows: tuple[str, ...] = read_as(IDS, "Shows", "Ids of the records that it is said to show.", default=())
    taken_at: Dates | None = read_as(DATES, "Taken", "Day or time at which it was taken, such as 2021-03-15T13:20+04:00.")
    taken_at_basis: TimeBasis | None = read_as(
        one_of(kind=TimeBasis),
        "Basis of that time",
        "Who says so: the camera's clock, a source, or somebody who worked it out from what the picture shows.",
    )
    position_basis: PositionBasis | None = read_as(
        one_of(kind=PositionBasis),
        "Basis of the position",
        "Who says where the camera stood: the camera, a source, or somebody who worked it out from what the picture shows.",
    )
    position_error_m: Number | None = read_as(
        CAMERA_ERROR,
        "Camera's error of the position",
        "The camera's own figure in metres for the error of its position: a radius that holds 68 % of them, never a maximum.",
    )
    view_direction_deg: Number | None = read_as(
        AZIMUTH, "View towards", "Direction in which the camera looked, in degrees clockwise from north."
    )
    view_north: Literal["true", "magnetic"] | None = read_as(
        one_of("true", "magnetic"), "North of that direction", "From which north that direction counts: true or magnetic."
    )
    view_width_deg: Number | None = read_as(WIDTH, "Width of the view", "How many degrees the picture is wide.")
    marking: tuple[str, ...] | None = read_as(
        TEXTS,
        "Marking",
        "What can be read in it on a fragment, with ? for a sign that cannot be read; a list for several markings.",
        examples=["KS-101 / 07?2"],
    )
    scale: str | None = read_as(TEXT, "Scale", "What in the picture shows how large things are.")
    taken_by: str | None = read_as(TEXT, "Taken by", "Who took it.")
    credit: str | None = read_as(TEXT, "Credit", "Whom to name beside it, as the rights holder asks.")
    licence: str | None = read_as(TEXT, "Licence", "Under which terms it may be used.")
    copied_from: str | None = read_as(URL, "Copied from", "Address from which this copy was taken.")
    changes: str | None = read_as(TEXT, "Changes", "What was changed since it was taken: cropped, blurred, brightened.")
    sensitive: bool = read_as(
        TRUTH, "Sensitive", "True if it must not be published: the dead, faces, number plates, someone's home.", default=False
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
        """Whether a camera alone says where it stood, and nothing says how far off that may be; its digits, printed or not, do not."""
        is_said = self.published_corners or self.offset_from or self.uncertainty_m is not None
        return self.position_basis is PositionBasis.CAMERA and self.position_error_m is None and not is_said

    def references(self) -> dict[str, tuple[str, ...]]:
        """Ids of the records that it is said to show."""
        return {"shows": self.shows} if self.shows else {}


class Claim(Record):
    """The properties that all claims have."""

    claimed_by: str | None = read_as(TEXT, "Claimed by", "Who made the claim.")
    claimed_on: Dates | None = read_as(DATES, "Claimed on", "When it was made.")

    @property
    def ends(self) -> tuple[str | None, str | None]:
        """Ids of the two records between which it is measured, or None twice where nothing is measured."""
        return None, None


class PairClaim(Claim):
    """The properties of claims about two located records."""

    from_: str = read_as(ID, "From", "Id of the record to measure from.", name="from", is_required=True)
    to: str = read_as(ID, "To", "Id of the record to measure to.", is_required=True)

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
    published_distance: Distance | None = read_as(
        PRINTED_DISTANCE,
        "Distance as printed",
        "The distance exactly as the source prints it.",
        examples=["780 metres", "about 6 km", "300 to 500 m"],
    )
    distance_m: Number | None = read_as(METRES, "Distance", "Claimed distance in metres; optional beside published_distance.")
    tolerance_m: Number | None = read_as(METRES, "Stated tolerance", "Stated tolerance in metres, if one is stated.")
    modifier: Modifier | None = read_as(
        one_of(kind=Modifier), "How the distance is put", "How the number is qualified, if no published_distance says so."
    )
    straight_line: bool = read_as(
        TRUTH, "In a straight line", "True if the source says that the distance is a straight line, not by road.", default=False
    )

    @property
    def stated(self) -> Distance:
        """What the claim says, from its text if it has one, else from its number; a stated tolerance decides."""
        distance = self.published_distance or distance_of_number(number_of(self.distance_m), self.modifier)
        return distance if self.tolerance_m is None else with_tolerance(distance, float(self.tolerance_m))


class DirectionClaim(PairClaim):
    """A claim of the direction from one record to another."""

    kind = "direction_claim"
    direction: Direction = read_as(
        DIRECTION, "Direction", 'Compass word ("NE") or degrees clockwise from north.', is_required=True
    )
    tolerance_deg: Number | None = read_as(
        TOLERANCE, "Stated tolerance", "Stated tolerance in degrees to either side, if one is stated."
    )
    axis: bool = read_as(TRUTH, "Either end may be meant", "True if either end may be meant.", default=False)

    @property
    def stated(self) -> Direction:
        """What the claim says; a stated tolerance decides how far off it may be."""
        return self.direction if self.tolerance_deg is None else self.direction.within(float(self.tolerance_deg))


class WithinClaim(Claim):
    """A claim that a record lies in, or within a distance of, another."""

    kind = "within_claim"
    site: str = read_as(ID, "Site", "Id of the record that is said to lie there.", is_required=True)
    of: str = read_as(ID, "In or near", "Id of the place or record.", is_required=True)
    published_distance: Distance | None = read_as(
        PRINTED_DISTANCE,
        "Maximum distance as printed",
        "The maximum distance exactly as the source prints it.",
        examples=["within 300 m", "less than 2 km"],
    )
    distance_m: Number | None = read_as(METRES, "Maximum distance", "Claimed maximum distance in metres; not for 'in'.")

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
    at: str = read_as(
        ID, "Arrived at", "Id of the record where it arrived: a strike report or a fragment site.", is_required=True
    )
    direction: Direction = read_as(
        DIRECTION,
        "Direction from which it came",
        'Compass word ("NE") or degrees clockwise from north, from there towards where it came from.',
        is_required=True,
    )
    tolerance_deg: Number | None = read_as(
        TOLERANCE, "Stated tolerance", "Stated tolerance in degrees to either side; degrees are not tested without it."
    )
    method: str | None = read_as(
        TEXT, "Method", "How the direction was found, such as crater analysis.", examples=["crater analysis"]
    )
    origin: str | None = read_as(ID, "Stated origin", "Id of the record from which it is said to have come, if one is named.")

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
    about: tuple[str, ...] = read_as(IDS, "About", "Id of the record, or a list of ids.", is_required=True)
    attribute: str = read_as(
        TEXT,
        "Attribute",
        'What it is about, such as "model_variant"; a number for "range_km" or "range_m" gives a zone.',
        is_required=True,
    )
    value: str = read_as(FIGURE_OR_TEXT, "Value", "The claimed value.", is_required=True)

    def references(self) -> dict[str, tuple[str, ...]]:
        """Ids of the records that it is about."""
        return {"about": self.about}


class Source(Record):
    """Where a statement comes from."""

    kind = "source"
    title: str = read_as(TEXT, "Title", "Title of the document.", is_required=True)
    publisher: str | None = read_as(TEXT, "Publisher", "Who published it.")
    published_on: Dates | None = read_as(DATES, "Published on", "When it was published.")
    url: str | None = read_as(URL, "Address", "Its address.")
    archive_url: str | None = read_as(URL, "Archived copy", "Address of an archived copy.")
    sha256: str | None = read_as(SHA256, "SHA-256 of the copy read", "Hash of the copy read.")
    language: str | None = read_as(LANGUAGE, "Language", "Language tag of the document, such as en or az (BCP 47).")
    reliability: Literal["A", "B", "C", "D", "E", "F"] | None = read_as(
        one_of("A", "B", "C", "D", "E", "F"),
        "Reliability",
        "Reliability of the source, A (reliable) to E (unreliable), F (cannot be judged).",
    )
    credibility: int | None = read_as(
        GRADE, "Credibility", "Credibility of the statement, 1 (confirmed) to 5 (improbable), 6 (cannot be judged)."
    )
    attributed_to: str | None = read_as(
        TEXT, "Attributed to", "The body outside the publisher that is said to have stated it, worded the same each time."
    )
    relies_on: tuple[str, ...] = read_as(
        SOURCE_IDS, "Relies on", "Ids of the source records that it quotes, reprints or follows.", default=()
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


_NAMES = frozenset(name for kind in KINDS.values() for name in kind.properties)


def is_property(name: str) -> bool:
    """Whether any kind has a property of this name."""
    return name in _NAMES


def kinds_with(name: str) -> list[str]:
    """The kinds that have a property of this name."""
    return [kind for kind, record in KINDS.items() if name in record.properties]


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

"""Reads a file into records, or lists every problem in it."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import replace
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.earth.quantities import count_text
from geo.record import codes
from geo.record.check import references
from geo.record.check.entry import FeatureEntry, read_id, read_kind
from geo.record.check.feature_members import BBOX, OLD_CRS, check_feature, guess_kind, is_bbox
from geo.record.check.geometry import locate, with_position
from geo.record.check.offsets import check_offsets, resolve
from geo.record.check.placed import Placed
from geo.record.check.plausibility import check_plausibility, doubts_of_properties, latest_today
from geo.record.check.problem_list import Ledger
from geo.record.check.property_values import read_properties
from geo.record.check.questions import questions_of
from geo.record.did_you_mean import did_you_mean
from geo.record.geojson_text import write_geojson
from geo.record.json_file.parse import JsonDocument, decode, parse
from geo.record.json_file.parse_errors import TextError
from geo.record.kinds import Located, Photo
from geo.record.memory import find_room
from geo.record.problems import MOST_OF_A_CODE, Problem, Severity, SitesError
from geo.record.progress import stage
from geo.record.read_bytes import read_file
from geo.record.sites import MOST_CONTENT, Sites
from geo.record.values import show_value

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from geopandas import GeoDataFrame
    from pandas import DataFrame

    from geo.earth.bounding_box import Box
    from geo.record.check.entry import Fault
    from geo.record.check.questions import Questions
    from geo.record.kinds import Record


MOST_BROKEN = 20_000
"""The number of features with errors after which the rest are not checked."""


MOST_QUESTIONS, MOST_NAMES = 500, 100
"""Sets of names that are remembered while a file is read, and names in one of them."""
MOST_CUSTOM_NAMES = 500
"""How many different x_ and name: properties a file may have: each is a column of the exports."""


class Reading(NamedTuple):
    """The result of reading a file: the records without errors, and all problems in the order of the file."""

    sites: Sites
    problems: tuple[Problem, ...]
    text: str = ""
    """The text of the file, where it has problems to point at."""
    left_out: Mapping[str, int] = MappingProxyType({})
    """How many problems of each code are not listed because too many are."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the file from being used."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


def read_sites(path: str | os.PathLike[str]) -> Sites:
    """Read the records of a file.

    Next: `assess` judges what they claim, `Sites.select` narrows them down; `sites_from` takes records that are in memory.

    Raises:
        SitesError: if anything in the file is wrong; it lists every problem with its line and column.
        OSError: if the file cannot be read.
    """
    reading = read(path)
    if reading.errors:
        raise SitesError(reading.problems)
    return reading.sites


def sites_from(
    given: GeoDataFrame | DataFrame | Mapping[str, Any] | Sequence[Mapping[str, Any]], *, name: str | None = None
) -> Sites:
    """Take records from a GeoDataFrame or a GeoJSON mapping, with the checks and the messages of a file.

    A row of a frame is a record: its columns are the properties of the file, `id` and `kind` among them, and its geometry
    is brought to WGS 84. What is missing in a row is left out. A mapping is a FeatureCollection or a Feature, longitude
    before latitude, as `json.load` gives it; a list of features is taken too, and a list of rows as mappings. Lists in a cell
    may be written as text: the ids of `sources` divided by spaces or commas, `published_corners` by semicolons. Of a table
    that `write_export` has written, places have the digits that were typed, and columns that follow from the records, such
    as `total_uncertainty_m`, are left aside with a warning. The line of a problem is the number of the
    feature or row, counted from 1.

    Next: `assess` judges what the records claim.

    >>> sites_from({"type": "Feature", "id": "a", "geometry": None, "properties": {"kind": "fragment_site"}})["a"].kind
    'fragment_site'

    Args:
        given: The frame or the mapping.
        name: What to call the records; without it, the `name` of the mapping.

    Raises:
        SitesError: if anything in it is wrong; it lists every problem.
        TypeError: if it is something else, or holds a value that JSON has no form for.
        ValueError: if a frame has no coordinate system.
    """
    reading = read_data("records", write_geojson(given), most_of_a_code=MOST_OF_A_CODE)
    if reading.errors:
        raise SitesError(reading.problems)
    return reading.sites if name is None else replace(reading.sites, name=name)


def as_sites(given: object) -> Sites:
    """Records of whatever stands for them: `Sites`, an `Assessment`, the path of a file, a frame or a mapping.

    Raises:
        SitesError: if a file, a frame or a mapping has errors.
        OSError: if a file cannot be read.
        TypeError: if it is something else.
    """
    if isinstance(given, Sites):
        return given
    if isinstance(found := getattr(given, "sites", None), Sites):
        return found
    if isinstance(given, str | PathLike):
        return read_sites(given)
    try:
        return sites_from(given)  # type: ignore[arg-type]  # it refuses what it cannot take
    except TypeError as error:
        raise TypeError(f"wanted records as read_sites gives them, or the path of a file; {error}") from None


def read(
    path: str | os.PathLike[str],
    *,
    region: Box | None = None,
    photos: bool = False,
) -> Reading:
    """Read the records of a file and list its problems.

    Args:
        path: The file.
        region: Where the records should lie; what lies elsewhere is a problem.
        photos: Whether the files of photographs are opened and compared with the record.

    Raises:
        OSError: if the file cannot be read.
    """
    data = read_file(path, find_room().most_bytes)
    folder = Path(path).parent if photos else None
    return read_data(str(path), data, region=region, photos=folder, most_of_a_code=MOST_OF_A_CODE)


def read_data(
    name: str,
    data: bytes,
    *,
    region: Box | None = None,
    photos: Path | None = None,
    most_of_a_code: int | None = None,
) -> Reading:
    """Read the records of a file's bytes, as `read` does; `name` is what problems call the file.

    With the folder of the record as `photos`, its photographs are opened. All problems are listed, unless a maximum per code
    is given.
    """
    with pause_collector():
        return _read(name, data, region, photos, most_of_a_code)


@contextmanager
def pause_collector() -> Iterator[None]:
    """Everything created while reading stays in use; searching it for garbage doubled the time for 100,000 features.

    At the end it counts as old, so that the next search among what is young does not go through all of it.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # what was frozen is the oldest generation then
        if running:
            gc.enable()


def _read(
    name: str, data: bytes, region: Box | None = None, photos: Path | None = None, most_of_a_code: int | None = None
) -> Reading:
    if len(data) > (room := find_room()).most_bytes:
        return Reading(Sites(name, "", ()), (Problem(name, 1, 1, Severity.ERROR, None, room.refusal(), codes.TOO_LARGE.id),))
    digest = hashlib.sha256(data).hexdigest()
    content = data if len(data) <= MOST_CONTENT else None
    reader = _FeatureReader(len(data))
    try:
        text = decode(data)
        with stage("Checking") as reader.tell:
            document = parse(text, reader.keep)
    except TextError as fault:
        document = JsonDocument(data.decode("utf-8", "replace").removeprefix("\ufeff"), faults=[fault])
    del data
    ledger = Ledger(name, document, most_of_a_code)
    _outer(document, ledger)
    entries: list[FeatureEntry] = document.members["features"] if _has_features(document) else []
    broken = 0
    for entry in entries:
        if entry.faults:
            ledger.add(entry, entry.faults)
        if entry.record is None and (broken := broken + 1) == MOST_BROKEN:
            why = (
                f"{count_text(MOST_BROKEN)} features up to here have errors; what follows is not checked until these are fixed"
            )
            ledger.add_at(entry.start, codes.TOO_LARGE, why)
            break
    read = [entry for entry in entries if entry.record]
    _refuse_too_many_names(read, ledger)
    if reader.has_offsets:
        resolve(read, ledger)
    placed = reader.placed if reader.has_placed(entries) else Placed.among(read)
    references.check_ids(entries, ledger)
    named = set[str]()
    if document.is_whole:  # else what is referred to may stand where the file could not be read
        named = references.check_references(entries, ledger)
    drawn = Placed.among(read, is_drawn=True) if reader.has_unjudged else placed
    if region:
        references.check_region(drawn, region, ledger)
    else:
        references.check_axes(drawn, ledger)
    check_plausibility(read, placed, ledger, None if ledger.has_errors else named)
    if photos is not None and any(isinstance(entry.record, Photo) for entry in read):
        from geo.record.check.photos import check_photos  # only this opens pictures

        check_photos(read, photos, ledger)
    title = document.members.get("name")
    records = tuple(entry.record for entry in read if entry.record)
    problems = ledger.problems()
    warnings = tuple(problem for problem in problems if problem.severity is Severity.WARNING)
    unlisted = sum(count for code, count in ledger.left_out.items() if codes.CODES[code].severity is Severity.WARNING)
    sites = Sites(name, digest, records, title if isinstance(title, str) else None, warnings, unlisted, content)
    return Reading(sites, problems, document.text if problems else "", ledger.left_out)


def _has_features(document: JsonDocument) -> bool:
    return isinstance(document.members.get("features"), list)


def _outer(document: JsonDocument, ledger: Ledger) -> None:
    for fault in document.faults:
        ledger.add_at(fault.at, fault.code, fault.message)
    members, places = document.members, document.places
    if "crs" in members:
        ledger.add_at(places["crs"], codes.OLD_CRS, OLD_CRS)
    if not document.is_whole:
        return
    if members.get("type") != "FeatureCollection":
        found = f", not {show_value(members['type'])}" if "type" in members else "; it is missing"
        wanted = f'wanted "type": "FeatureCollection"{found}'
        ledger.add_at(places.get("type", 0), codes.NOT_A_COLLECTION, wanted)
        return
    if not _has_features(document):
        found = f", not {show_value(members['features'])}" if "features" in members else "; it is missing"
        ledger.add_at(places.get("features", 0), codes.NO_FEATURES, f'wanted "features": a list of features{found}')
    _named_and_bounded(members, places, ledger)
    for name, at in places.items():
        if name not in ("type", "features", "bbox", "crs", "name", "$schema"):
            hint = did_you_mean(name, ("type", "features"))
            ledger.add_at(at, codes.UNREAD_MEMBER, f'member "{name}" is not read{hint}')


def _named_and_bounded(members: dict[str, Any], places: dict[str, int], ledger: Ledger) -> None:
    if not isinstance(members.get("name", ""), str):
        ledger.add_at(
            places["name"], codes.WRONG_TYPE, f"name: wanted text in quotation marks, not {show_value(members['name'])}"
        )
    if "bbox" in members and not is_bbox(members["bbox"]):
        ledger.add_at(places["bbox"], codes.WRONG_TYPE, BBOX)


class _FeatureReader:
    """Turns one feature after the other into its entry, and forgets it, so that no more than one is in memory beside the records."""

    def __init__(self, size: int) -> None:
        """Take about how many characters the file has."""
        self._size, self._told = size, 0
        self.tell: Callable[[float], object]
        """What to tell which share of them was read."""
        self.count = 0
        """How many features were read."""
        self.placed = Placed()
        """The records that have a position by themselves."""
        self.has_offsets = self.has_unjudged = False
        """Whether a record has one only from another record, or one that judges nothing."""
        self._today = latest_today()
        self._broken = 0
        self._questions: dict[tuple[type[Record], tuple[str, ...]], Questions] = {}

    def keep(self, feature: Any, start: int, end: int) -> FeatureEntry:
        """The entry of a feature; beyond the most that may be broken, none is read."""
        if end > self._told:
            self._told = end + self._size // 1000
            self.tell(end / self._size)
        self.count += 1
        entry = FeatureEntry(feature, start, read_id(feature), read_kind(feature))
        if self._broken < MOST_BROKEN:
            self._read(entry)
            self._broken += entry.record is None
        return entry

    def has_placed(self, entries: list[FeatureEntry]) -> bool:
        """Whether `placed` are those of these entries: all that were read, none of which waited for another one's position."""
        return self.count == len(entries) and not self.has_offsets

    def _read(self, entry: FeatureEntry) -> None:
        feature = entry.feature
        faults = check_feature(feature, entry.kind)
        kind = entry.kind or guess_kind(feature)  # one that is misspelt hides nothing else
        if kind is not None:
            self._read_as(kind, entry, faults)
        if faults:
            entry.faults = faults

    def _questions_of(self, kind: type[Record], names: tuple[str, ...]) -> Questions:
        """What is asked of features with these properties, found out once for as many as a file may be expected to share."""
        if (known := self._questions.get((kind, names))) is None:
            known = questions_of(kind, names)
            if len(self._questions) < MOST_QUESTIONS and len(names) <= MOST_NAMES:
                self._questions[kind, names] = known
        return known

    def _read_as(self, kind: type[Record], entry: FeatureEntry, faults: list[Fault]) -> None:
        feature = entry.feature
        given, geometry = feature["properties"], feature.get("geometry")
        asked = self._questions_of(kind, tuple(given))
        if entry.kind:
            entry.references = asked.references
        said, unfit = read_properties(asked.readers, entry.id or "?", given, faults)
        place = locate(kind, geometry, given, faults)
        if asked.is_offset:
            faults += check_offsets(given, geometry)
        if unfit:
            faults += unfit
            return
        record = with_position(kind.made_of(said), place)
        for check in asked.figures:
            faults += check(record)
        if not faults or not any(fault.code.severity is Severity.ERROR for fault in faults):
            entry.record, entry.feature, entry.checks = record, None, asked.records
            if isinstance(record, Located) and record.position is not None:
                self.placed.add(entry, record, record.position)
            self.has_offsets = self.has_offsets or asked.is_offset
            self.has_unjudged = self.has_unjudged or "unjudged" in said
            if asked.doubtful and (doubts := doubts_of_properties(asked.doubtful, given, self._today)):
                entry.doubts = doubts


def _refuse_too_many_names(read: Iterable[FeatureEntry], ledger: Ledger) -> None:
    """Note a file with more properties of names of its own choice than tables have columns for."""
    names = {name for entry in read if entry.record for name, _ in entry.record.custom}
    if len(names) > MOST_CUSTOM_NAMES:
        why = f"the file has {count_text(len(names))} different x_ and name: properties, more than the {count_text(MOST_CUSTOM_NAMES)} that exports have columns for"
        ledger.add_at(0, codes.TOO_LARGE, why)

"""From a file to records, or to every problem that it has."""

from __future__ import annotations

import gc
import hashlib
from contextlib import contextmanager
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from geo.record import references
from geo.record.geometry import Fault, Whereabouts, locate
from geo.record.kinds import KINDS, Located, Place, Record, shown
from geo.record.ledger import Ledger
from geo.record.problems import Problem, Severity, SitesError
from geo.record.sites import Sites
from geo.record.syntax import MAX_BYTES, Document, Element, TextError, decode, parse
from geo.record.wording import OLD_CRS, did_you_mean, kinds_with, properties_of, sentence, unknown_property

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Sequence


class Reading(NamedTuple):
    """What a file gave: the records without errors, and all problems in the order of the file."""

    sites: Sites
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the file from being used."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


def read_sites(path: str | os.PathLike[str]) -> Sites:
    """Read the records of a file.

    Raises:
        SitesError: if anything in the file is wrong; it lists every problem with its line and column.
        OSError: if the file cannot be read.
    """
    reading = read(path)
    if reading.errors:
        raise SitesError(reading.problems)
    return reading.sites


def read(path: str | os.PathLike[str], *, track: Callable[[Sequence[Element]], Iterable[Element]] = iter) -> Reading:
    """Read the records of a file and list its problems.

    Args:
        path: The file.
        track: Is given the features before they are checked one by one, and gives them back: a progress bar's place.

    Raises:
        OSError: if the file cannot be read.
    """
    with FilePath(path).open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    with _collector_paused():
        return _read(str(path), data, track)


def read_data(name: str, data: bytes) -> Reading:
    """Read records from the bytes of a file, or of a file that is yet to be written; `name` stands in the problems."""
    with _collector_paused():
        return _read(name, data, iter)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """All that is made while reading stays: looking through it for garbage doubled the time for 100,000 features."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _read(name: str, data: bytes, track: Callable[[Sequence[Element]], Iterable[Element]]) -> Reading:
    if len(data) > MAX_BYTES:
        limit = f"the file is larger than {MAX_BYTES >> 20} MiB, the most that is read at once; split it"
        return Reading(Sites(name, "", ()), (Problem(name, 1, 1, Severity.ERROR, None, limit),))
    digest = hashlib.sha256(data).hexdigest()
    try:
        document = parse(decode(data))
    except TextError as fault:
        document = Document(data.decode("utf-8", "replace").removeprefix("\ufeff"), faults=[fault])
    del data
    ledger = Ledger(name, document)
    _outer(document, ledger)
    elements: list[Element] = document.members["features"] if _has_features(document) else []
    named = [(found, element) for element in elements if (found := _id(element.value)) is not None]
    read = [(record, element) for element in track(elements) if (record := _record(element, ledger)) is not None]
    references.duplicates(named, ledger)
    if not document.faults:  # else what is referred to may stand where the file could not be read
        references.missing(read, {found for found, _ in named}, ledger)
    references.swapped(read, ledger)
    title = document.members.get("name")
    records = tuple(record for record, _ in read)
    return Reading(Sites(name, digest, records, title if isinstance(title, str) else None), ledger.problems())


def _has_features(document: Document) -> bool:
    return isinstance(document.members.get("features"), list)


def _outer(document: Document, ledger: Ledger) -> None:
    for fault in document.faults:
        ledger.add_at(fault.at, fault.message)
    members, places = document.members, document.places
    if "crs" in members:
        ledger.add_at(places["crs"], OLD_CRS)
    if document.faults:
        return
    if members.get("type") != "FeatureCollection":
        wanted = f'wanted "type": "FeatureCollection", not {shown(members.get("type"))}'
        ledger.add_at(places.get("type", 0), wanted)
        return
    if not _has_features(document):
        ledger.add_at(places.get("features", 0), 'wanted "features": a list of features')
    for name, at in places.items():
        if name not in ("type", "features", "bbox", "crs", "name", "$schema"):
            hint = did_you_mean(name, ("type", "features"))
            ledger.add_at(at, f'member "{name}" is not read{hint}', severity=Severity.WARNING)


def _id(feature: Any) -> str | None:
    found = feature.get("id") if isinstance(feature, dict) else None
    return found if isinstance(found, str) else None


def _record(element: Element, ledger: Ledger) -> Record | None:
    """One record, or None after its problems were added to the ledger."""
    feature = element.value
    faults = list(_feature_faults(feature))
    kind = _kind(feature)
    record = None
    if kind is not None:
        properties, strays = _properties(kind, feature["properties"])
        faults.extend(strays)
        place = locate(kind, feature.get("geometry"), properties.get("published_coordinates"), faults)
        try:
            record = _placed(kind.model_validate({**properties, "id": _id(feature) or "?"}), place)
        except ValidationError as error:
            faults.extend(Fault(*sentence(kind, one)) for one in error.errors(include_url=False))
    if faults:
        ledger.add(element, faults)
        return None
    return record


def _kind(feature: Any) -> type[Record] | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    kind = properties.get("kind") if isinstance(properties, dict) else None
    return KINDS.get(kind) if isinstance(kind, str) else None


def _properties(kind: type[Record], given: dict[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """The properties that the kind has, and what is wrong with the names of the others.

    A null counts as absent: GDAL, and so QGIS, writes one for each property that any record in the file has.
    """
    known = properties_of(kind)
    properties: dict[str, Any] = {}
    strays: list[Fault] = []
    for name, value in given.items():
        if name == "kind" or (value is None and kinds_with(name)):
            continue
        if name in known:
            properties[name] = value
        else:
            strays.append(Fault(("properties", name), unknown_property(kind, name), on_key=True))
    return properties, strays


def _placed(record: Record, place: Whereabouts) -> Record:
    """Give the record the position that its text and its uncertainty make."""
    if not isinstance(record, Located) or place.position is None:
        return record
    position, stated = place.position, record.uncertainty_m
    if stated is not None:
        printing = 0.0 if record.uncertainty_includes_printing else position.uncertainty_m
        position = type(position)(position.lon_deg, position.lat_deg, stated + printing)
    update: dict[str, Any] = {"position": position}
    if isinstance(record, Place):
        update["polygon"] = place.polygon
    return record.model_copy(update=update)


def _feature_faults(feature: Any) -> Iterator[Fault]:
    if not isinstance(feature, dict):
        yield Fault((), f'wanted a feature, {{"type": "Feature", …}}, not {shown(feature)}')
        return
    if feature.get("type") != "Feature":
        yield Fault(("type",), f'wanted "type": "Feature", not {shown(feature.get("type"))}')
    for key in feature:
        if key not in ("type", "id", "geometry", "properties", "bbox"):
            yield Fault((key,), _stray_member(key), on_key=True)
    yield from _id_faults(feature.get("id"))
    if "geometry" not in feature:
        yield Fault((), '"geometry" is missing; wanted a geometry, or null where the place is not known')
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        yield Fault(("properties",), f'wanted "properties": {{"kind": …}}, not {shown(properties)}')
        return
    kind, kinds = properties.get("kind"), ", ".join(KINDS)
    if kind is None:
        yield Fault(("properties", "kind"), f"kind is missing; wanted one of {kinds}")
    elif _kind(feature) is None:
        hint = did_you_mean(kind, KINDS) if isinstance(kind, str) else ""
        yield Fault(("properties", "kind"), f"unknown kind {shown(kind)}{hint or f'; wanted one of {kinds}'}")


def _id_faults(record_id: Any) -> Iterator[Fault]:
    if not isinstance(record_id, str) or not record_id.strip():
        yield Fault(("id",), f'wanted "id": a text such as "fragment-site-3", not {shown(record_id)}')
    elif record_id != record_id.strip():
        yield Fault(("id",), f"the id {shown(record_id)} has blanks around it; take them out")


def _stray_member(key: str) -> str:
    if key == "crs":
        return OLD_CRS
    if kinds_with(key):
        return f'"{key}" stands beside "properties"; move it inside'
    return f'unknown member "{key}" of a feature{did_you_mean(key, ("type", "id", "geometry", "properties"))}'

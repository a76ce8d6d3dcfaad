"""Compares photographs with their files: whether they are there, are those that were recorded, and say what the record says.

Only this check opens the files of photographs; records are read without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geo.earth.geodesy import inverse
from geo.earth.quantities import count_text, metres
from geo.earth.uncertainty import BEST_UNPRINTED_M, CAMERA_FACTOR
from geo.record import codes
from geo.record.check.entry import Fault
from geo.record.dates import parse_dates
from geo.record.kinds import Photo, Source
from geo.record.photo.container import MOST_EFFORT, PhotoError
from geo.record.photo.exif import Exif
from geo.record.photo.photo_file import read_photo
from geo.record.photo.pixels import are_alike
from geo.record.progress import track_progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.record.check.entry import FeatureEntry
    from geo.record.check.problem_list import Ledger
    from geo.record.dates import Dates

MOST_PHOTOS = 1_000
"""Photographs of one file whose pictures are opened: about a minute, or fewer where they take longer to decode."""
_CLOCK_S = 60
"""Seconds by which a time may differ from the camera's, which people copy without the seconds."""
_FILE = ("properties", "file")


class _Seen(NamedTuple):
    """What a file gives, whichever photographs name it."""

    faults: tuple[Fault, ...]
    """Why it or its picture is not read."""
    sha256: str = ""
    exif: Exif = Exif()
    picture: int | None = None
    """None where it cannot be decoded, or has too little in it."""
    effort: int = 0


class _Picture(NamedTuple):
    """A photograph and what tells its picture from others."""

    photo: Photo
    entry: FeatureEntry
    sha256: str
    picture: int | None
    """None where it cannot be decoded, or has too little in it."""


def check_photos(read: list[FeatureEntry], folder: Path, ledger: Ledger) -> None:
    """Note each photograph whose file is not there, is not read, has changed or disagrees with the record, or is another's picture.

    Args:
        read: The features that have a record.
        folder: The folder of the record's file.
        ledger: What takes the problems.
    """
    photos = [(entry.record, entry) for entry in read if isinstance(entry.record, Photo) and entry.record.file]
    sources = {entry.record.id: entry.record for entry in read if isinstance(entry.record, Source)}
    pictures: list[_Picture] = []
    known: dict[str, _Seen] = {}
    effort = 0
    for number, (photo, entry) in enumerate(track_progress(photos, "Looking at photographs")):
        if number == MOST_PHOTOS or effort > MOST_EFFORT:
            why = f"file: not opened, nor those of the photographs after it, {count_text(len(photos) - number)} in all: {count_text(number)} are"
            ledger.add(entry, [Fault(codes.PHOTO_UNREAD, _FILE, why)])
            break
        name = photo.file or ""
        if name not in known:
            known[name] = _look_at(folder, name)
            effort += known[name].effort
        seen = known[name]
        faults = [*seen.faults]
        if seen.sha256:
            faults += _disagreements(photo, seen)
            pictures.append(_Picture(photo, entry, seen.sha256, seen.picture))
        if faults:
            ledger.add(entry, faults)
    for entry, fault in _one_picture(pictures, sources):
        ledger.add(entry, [fault])


def _look_at(folder: Path, name: str) -> _Seen:
    """What the file of a photograph gives."""
    try:
        found = read_photo(folder, name)
    except PhotoError as error:
        return _Seen((Fault(codes.PHOTO_UNREAD, _FILE, f"file: {name} {error}"),))
    except FileNotFoundError:
        why = f"file: there is no {name} in the folder of this file; put it there, or correct the name"
        return _Seen((Fault(codes.PHOTO_MISSING, _FILE, why),))
    except OSError as error:
        return _Seen((Fault(codes.PHOTO_UNREAD, _FILE, f"file: {name} cannot be read: {error.strerror or error}"),))
    said = found.sha256, found.exif
    try:
        picture = found.hash_picture()
    except PhotoError as error:
        return _Seen((Fault(codes.PHOTO_UNREAD, _FILE, f"file: the picture {error}"),), *said, None, found.container.effort)
    return _Seen((), *said, picture, found.container.effort)


def _disagreements(photo: Photo, seen: _Seen) -> Iterator[Fault]:
    """Where the file is not the one that was recorded, or the record says another position or time than the camera noted in it."""
    if photo.sha256 is not None and seen.sha256 != photo.sha256:
        why = f"sha256: {photo.file} is not the file that was recorded: its hash is {seen.sha256}"
        yield Fault(codes.PHOTO_CHANGED, ("properties", "sha256"), why)
    at, exif = photo.drawn, seen.exif
    if at is not None and exif.lon is not None and exif.lat is not None:
        error_m = CAMERA_FACTOR * float(exif.position_error_m) if exif.position_error_m else 0.0
        room_m = max(BEST_UNPRINTED_M, error_m) + (at.uncertainty_m if photo.position else 0.0)
        apart_m, _, _ = inverse(at.lon_deg, at.lat_deg, float(exif.lon), float(exif.lat))
        if apart_m > room_m:
            why = f"the camera notes {exif.lat}, {exif.lon} (latitude, longitude), {metres(apart_m)} from where the record puts it"
            yield Fault(codes.CAMERA_DISAGREES, ("geometry",), f"{why}; {_EITHER}")
    if photo.taken_at is not None and exif.taken_at is not None:
        noted = parse_dates(exif.taken_at)
        if _is_another_time(photo.taken_at, noted):
            why = f"taken_at: the camera notes {noted.words}; {_EITHER}"
            yield Fault(codes.CAMERA_DISAGREES, ("properties", "taken_at"), why)


_EITHER = "either may be wrong; say in note which, and why"


def _is_another_time(said: Dates, noted: Dates) -> bool:
    """Whether a record surely gives another time than a camera, whose clock may have been set to another zone where it names none."""
    if said.begins is None or said.ends is None or noted.begins is None:
        return said.last < noted.first or noted.last < said.first
    if (said.begins.tzinfo is None) != (noted.begins.tzinfo is None) or (said.ends.tzinfo is None) != (
        noted.begins.tzinfo is None
    ):
        return said.last < noted.first or noted.last < said.first
    early, late = (said.begins - noted.begins).total_seconds(), (noted.begins - said.ends).total_seconds()
    return max(early, late) >= _CLOCK_S


def _one_picture(pictures: list[_Picture], sources: dict[str, Source]) -> Iterator[tuple[FeatureEntry, Fault]]:
    """Photographs of different sources that are one picture, each told once."""
    for number, one in enumerate(pictures):
        for other in pictures[:number]:
            same_file = one.sha256 == other.sha256
            alike = one.picture is not None and other.picture is not None and are_alike(one.picture, other.picture)
            if (same_file or alike) and _are_of_others(one.photo, other.photo, sources):
                how = "is the same file as" if same_file else "looks like the same picture as"
                why = f'file: {how} that of "{other.photo.id}", which has other sources'
                cure = 'if it is, these are not independent: say so with "relies_on" on the source that took it over'
                yield one.entry, Fault(codes.ONE_PICTURE, _FILE, f"{why}; {cure}")
                break


def _are_of_others(one: Photo, other: Photo, sources: dict[str, Source]) -> bool:
    """Whether two photographs name different sources of which none is said to rely on one of the other, nor two on a third."""
    here, there = set(one.sources), set(other.sources)
    if not here or not there or here & there:
        return False
    return not _with_relied(here, sources) & _with_relied(there, sources)


def _with_relied(names: set[str], sources: dict[str, Source]) -> set[str]:
    """Sources and all that they rely on, directly or through others."""
    found, waiting = set(names), [*names]
    while waiting:
        one = sources.get(waiting.pop())
        new = set(one.relies_on) - found if one else set()
        found |= new
        waiting += new
    return found

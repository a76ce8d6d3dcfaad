"""What a photograph's file gives of its record: its name, its hash, and what the camera noted."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo.earth.quantities import metres
from geo.earth.uncertainty import CAMERA_FACTOR
from geo.record.json_file.layout import Node, quote_string
from geo.record.photo.container import PhotoError
from geo.record.photo.photo_file import folder_of, read_photo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.record.photo.exif import Exif

_PLACED = frozenset(("published_coordinates", "published_corners", "offset_from"))
"""With one of these a person has said where the camera stood; an uncertainty alone is one of what the camera says."""
_CAMERA = quote_string("camera")


@dataclass(frozen=True, slots=True)
class TakenPhoto:
    """A record's part that comes out of a photograph's file."""

    properties: dict[str, Node]
    """As they stand in the record's file."""
    degrees: tuple[str, str] | None
    """Longitude and latitude as the camera noted them, if they are taken."""
    taken: tuple[str, ...]
    """What was taken, for the person who adds it: a phrase each."""
    not_taken: tuple[str, ...]
    """What was not, and why: a sentence without a capital and a full stop each."""


def take_photo(sites: str | os.PathLike[str], picture: str | os.PathLike[str], said: Mapping[str, Node]) -> TakenPhoto:
    """Read a photograph's file for a record.

    Args:
        sites: The record's file, in whose folder, or below it, the picture has to lie.
        picture: The picture's file.
        said: The properties that a person gives, as they stand in the record's file: they are not taken from the picture's.

    Raises:
        PhotoError: if it is not there, lies elsewhere, or is not read, as a whole sentence.
    """
    folder = folder_of(sites)
    path = Path(os.path.abspath(picture))  # noqa: PTH100  # a link stays the link that was named
    try:
        name = path.relative_to(os.path.abspath(folder)).as_posix()  # noqa: PTH100  # as above
    except ValueError:
        where = f'"{folder.resolve()}", the folder of {Path(sites).name}, or below it'
        raise PhotoError(
            f"{picture}: a photograph lies in {where}, so that both can be handed on together; copy it there"
        ) from None
    try:
        found = read_photo(folder, name)
    except PhotoError as error:
        raise PhotoError(f"{picture} {error}") from None
    except OSError as error:
        raise PhotoError(f'"{picture}" cannot be read: {error.strerror or error}') from None
    exif = found.exif
    properties: dict[str, Node] = {"file": quote_string(name), "sha256": quote_string(found.sha256)}
    taken, not_taken = [f"SHA-256 {found.sha256}"], list(exif.refused)
    is_placed = bool(_PLACED.intersection(said)) or said.get("position_basis", _CAMERA) != _CAMERA
    for noted, is_given, what, words, own in _noted(exif, is_placed=is_placed, said=said):
        if not noted:
            continue
        if is_given:
            unit = "°" if what == "direction" else ""
            not_taken.append(f"its {what} {noted}{unit}, since another is given")
        else:
            properties |= own
            taken.append(words)
    if unread := (*exif.unused, *found.container.unread):
        not_taken.append(f"{', '.join(unread)} (left in the picture's file)")
    degrees = (exif.lon, exif.lat) if exif.lon is not None and exif.lat is not None and not is_placed else None
    return TakenPhoto(
        {one: node for one, node in properties.items() if one not in said}, degrees, tuple(taken), tuple(not_taken)
    )


def _noted(exif: Exif, *, is_placed: bool, said: Mapping[str, Node]) -> Iterator[tuple[str, bool, str, str, dict[str, Node]]]:
    """What the camera noted, whether a person gives another, what it is, and how it is told and written."""
    time = exif.taken_at or ""
    own: dict[str, Node] = {"taken_at": quote_string(time), "taken_at_basis": _CAMERA}
    yield time, "taken_at" in said, "time", f"taken {time} by the camera's clock", own
    where = f"{exif.lat}, {exif.lon}" if exif.lat is not None else ""
    own = {"position_basis": _CAMERA}
    if exif.position_error_m is not None:
        own["position_error_m"] = exif.position_error_m
    yield where, is_placed, "position", f"at {where}, {_known(exif.position_error_m, said)}", own
    direction = exif.view_direction_deg or ""
    own = {"view_direction_deg": direction}
    if exif.view_north is not None:
        own["view_north"] = quote_string(exif.view_north)
    north = f"from {exif.view_north} north" if exif.view_north else "from a north that it does not state"
    yield direction, "view_direction_deg" in said, "direction", f"looking {direction}° {north}", own


def _known(error_m: str | None, said: Mapping[str, Node]) -> str:
    if given := [name for name in ("uncertainty_m", "position_error_m") if name in said]:
        return f"with the {given[0]} that is given"
    if error_m is None:
        return "without a figure for the camera's error, so that nothing is judged by it"
    bound = metres(CAMERA_FACTOR * float(error_m))
    return f"known to within {bound}, three times the camera's own figure"

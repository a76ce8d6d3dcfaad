"""Small pictures of a record's photographs, as many and as large as an output has room for.

What goes into a page or a report is new pictures, of which nothing but the pixels comes from the files. A photograph that
is marked as sensitive, whose file is not the one that was recorded, or that cannot be read is left out with a sentence.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from geo.record.kinds import Photo
from geo.record.photo.container import MOST_EFFORT, PhotoError, open_container
from geo.record.photo.photo_file import folder_of, read_photo
from geo.record.photo.pixels import make_thumbnail
from geo.record.progress import track_progress

if TYPE_CHECKING:
    from pathlib import Path

    from geo.record.sites import Sites

SIDE_PX = 320
"""The longer side of a thumbnail, unless there are too many."""
SIDES_PX = (640, 320, 240, 160, 120, 80)
"""The sizes that are tried, until all fit."""
MOST_BYTES = 2 << 20
"""Room for the thumbnails of one output, as they stand in it: in base64."""
MOST_PHOTOS = 1_000
"""Photographs that are opened for one output."""
SENSITIVE = "Not shown: it is marked as sensitive."
CHANGED = "Not shown: its file is not the one that was recorded."
NO_ROOM = "Not shown: there is no room for so many pictures."
UNREAD = "Not shown: its file is missing or is not read; geo check says why."
NOT_WANTED = "Not shown: pictures were not asked for."
REASONS = (SENSITIVE, CHANGED, NO_ROOM, UNREAD, NOT_WANTED)
"""Why a picture is not shown."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small JPEG picture with nothing but pixels in it."""

    data: bytes
    width: int
    """Pixels."""
    height: int

    @property
    def address(self) -> str:
        """The picture as an address that asks no host: `data:`."""
        return f"data:image/jpeg;base64,{b64encode(self.data).decode()}"


@dataclass(frozen=True, slots=True)
class Thumbnails:
    """The pictures of photographs by their ids, and why others are not shown."""

    shown: dict[str, Thumbnail] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    """One of `REASONS` by the id of the photograph, if it has a file."""


def make_thumbnails(sites: Sites, side_px: int | None = SIDE_PX, most_bytes: int = MOST_BYTES) -> Thumbnails:
    """The pictures of all photographs of a record, at the largest size up to `side_px` at which they fit into `most_bytes`.

    Args:
        sites: The records; the files lie below the folder of their own file.
        side_px: The longer side in pixels, 320 or 640; None for no pictures.
        most_bytes: Room for all of them together, in base64.
    """
    photos = [photo for photo in sites.of_kind(Photo) if photo.file]
    if side_px is None:
        return Thumbnails({}, {photo.id: NOT_WANTED for photo in photos})
    left_out = {photo.id: NO_ROOM for photo in photos[MOST_PHOTOS:]}
    made: dict[str, Thumbnail] = {}
    opener = _Opener(folder_of(sites.path), side_px)
    for photo in track_progress(photos[:MOST_PHOTOS], "Looking at photographs"):
        found = opener.picture_of(photo)
        if isinstance(found, Thumbnail):
            made[photo.id] = found
        else:
            left_out[photo.id] = found
    for side in SIDES_PX:
        if side < side_px and _weight(made) > most_bytes:
            made = {name: _shrunk(one, side) for name, one in made.items()}
    while _weight(made) > most_bytes:
        name, _ = made.popitem()
        left_out[name] = NO_ROOM
    return Thumbnails(made, left_out)


def _weight(made: dict[str, Thumbnail]) -> int:
    return sum(4 * -(-len(one.data) // 3) for one in made.values())


class _Opener:
    """Opens each file once, however many photographs name it, and no more of them than can be decoded in some minutes."""

    def __init__(self, folder: Path, side_px: int) -> None:
        self._folder, self._side_px = folder, side_px
        self._known: dict[str, tuple[str, Thumbnail] | str] = {}
        """By name the hash and the picture, or why it is not shown."""
        self._effort = 0

    def picture_of(self, photo: Photo) -> Thumbnail | str:
        """The picture of a photograph, or why it is not shown."""
        if photo.sensitive:
            return SENSITIVE
        name = photo.file or ""
        if name not in self._known:
            self._known[name] = self._opened(name)
        found = self._known[name]
        if isinstance(found, str):
            return found
        sha256, picture = found
        return picture if photo.sha256 in (None, sha256) else CHANGED

    def _opened(self, name: str) -> tuple[str, Thumbnail] | str:
        if self._effort > MOST_EFFORT:
            return NO_ROOM
        try:
            found = read_photo(self._folder, name)
            self._effort += found.container.effort
            return found.sha256, _of(found.make_thumbnail(self._side_px))
        except (OSError, PhotoError):
            return UNREAD


def _shrunk(one: Thumbnail, side_px: int) -> Thumbnail:
    return _of(make_thumbnail(one.data, open_container(one.data), 1, side_px))


def _of(data: bytes) -> Thumbnail:
    from PIL import JpegImagePlugin

    image = JpegImagePlugin.JpegImageFile(BytesIO(data))
    return Thumbnail(data, *image.size)

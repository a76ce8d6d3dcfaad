"""The file of a photograph: found below the record's folder, read once, hashed, and taken apart."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo.record.photo.container import MAX_PHOTO_BYTES, Container, PhotoError, open_container
from geo.record.photo.exif import Exif, read_exif
from geo.record.photo.pixels import hash_picture, make_thumbnail
from geo.record.protected_inputs import target_of
from geo.record.read_bytes import read_file

if TYPE_CHECKING:
    import os


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """A photograph's file as it was read."""

    data: bytes
    sha256: str
    container: Container
    exif: Exif

    def make_thumbnail(self, most_px: int) -> bytes:
        """A small JPEG file of at most so many pixels on a side, with nothing but pixels in it.

        Raises:
            PhotoError: if the picture cannot be decoded.
        """
        return make_thumbnail(self.data, self.container, self.exif.orientation, most_px)

    def hash_picture(self) -> int | None:
        """The 144 bits that stay when the picture is scaled or compressed again; None where it has too little in it.

        Raises:
            PhotoError: if the picture cannot be decoded.
        """
        return hash_picture(self.data, self.container, self.exif.orientation)


def folder_of(sites: str | os.PathLike[str]) -> Path:
    """The folder of a record's file, below which its photographs lie."""
    return Path(sites).parent


def find_photo(folder: Path, name: str) -> Path:
    """The path of a photograph's file without links, by its name from the record's folder.

    Raises:
        PhotoError: if the name leads out of that folder, by itself or through a link.
        OSError: if that cannot be told.
    """
    path = target_of(folder / name)  # which is opened, so that a link that is exchanged meanwhile changes nothing
    if not path.is_relative_to(target_of(folder)):
        raise PhotoError("leads out of the folder of the record, through a link or by its name")
    return path


def read_photo(folder: Path, name: str) -> PhotoFile:
    """Read a photograph's file, by its name from the record's folder.

    Raises:
        PhotoError: if it leads out of that folder, or is none that is read.
        FileNotFoundError: if there is no such file.
        OSError: if it cannot be read, or is a pipe or a device.
    """
    data = read_file(find_photo(folder, name), MAX_PHOTO_BYTES)
    container = open_container(data)
    return PhotoFile(data, hashlib.sha256(data).hexdigest(), container, read_exif(container.exif))

"""Keeps an input file from being overwritten, under whatever name."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Name = str | os.PathLike[str]

_SIDECARS = frozenset(
    [
        ".shp",
        ".shx",
        ".dbf",
        ".prj",
        ".cpg",
        ".qix",
        ".sbn",
        ".sbx",
        ".qmd",
        ".shp.xml",
        ".tab",
        ".dat",
        ".map",
        ".id",
        ".ind",
        ".mif",
        ".mid",
        ".csvt",
        ".gfs",
        ".xsd",
        ".vrt",
    ]
)
"""Extensions of files that GDAL reads along with the file of the same name."""
_APPENDED = ("-wal", "-shm", "-journal", ".aux.xml")
"""And of those whose names continue that name."""


def refuse_input(path: Name, reads: Iterable[Name]) -> None:
    """Refuse to write over a file that is read, by whatever name, over what belongs to it, or over what lies in a folder that is read.

    Raises:
        ValueError: if that would happen.
        OSError: if the path cannot be looked at.
    """
    target = target_of(path)
    if any(_belongs(target, Path(one)) for one in reads):
        raise ValueError(f"{path} is an input file; give the output another name")


def _belongs(target: Path, read: Path) -> bool:
    if not target.exists() or not read.exists():
        return False
    if read.is_dir():
        return any(folder.samefile(read) for folder in target.parents)
    return target.samefile(read) or any(target.samefile(one) for one in _sidecar_files(read))


def _sidecar_files(read: Path) -> Iterator[Path]:
    """The files beside a file, and beside the one that it is a link to, that GDAL or SQLite read with it."""
    for one in {read, read.resolve()}:
        name, stem = one.name.casefold(), one.stem.casefold()
        names = {f"{name}{more}" for more in _APPENDED}
        if one.suffix.lower() in _SIDECARS | {".csv", ".gml"}:
            names |= {f"{stem}{ending}" for ending in _SIDECARS}
        with suppress(OSError):  # a folder that may not be listed
            yield from (other for other in one.parent.iterdir() if other.name.casefold() in names and other.exists())


def target_of(path: Name) -> Path:
    """The file itself: a link keeps pointing to the file that it points to."""
    try:
        return Path(path).resolve()
    except RuntimeError:  # what Python 3.11 and 3.12 make of such a link
        raise OSError(f"{path} is a link that leads back to itself") from None

"""Recognizes the format of a vector file by its content, whatever it is called, and refuses all but a few."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from contextlib import closing
from enum import Enum
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from geo.earth.quantities import count_text
from geo.record.escape import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zipfile import ZipInfo


class Format(Enum):
    """A format that is read, and the GDAL drivers that may read it; no other driver is loaded."""

    GEOJSON = ("GeoJSON", "GeoJSON", "GeoJSONSeq")
    GEOPACKAGE = ("GeoPackage", "GPKG")
    KML = ("KML", "LIBKML")
    KMZ = ("KMZ", "LIBKML")
    GPX = ("GPX", "GPX")
    FLATGEOBUF = ("FlatGeobuf", "FlatGeobuf")
    SHAPEFILE = ("Shapefile", "ESRI Shapefile")
    ZIPPED_SHAPEFILE = ("zipped Shapefile", "ESRI Shapefile")
    XLSX = ("Excel workbook (.xlsx)", "XLSX")
    ODS = ("OpenDocument spreadsheet (.ods)", "ODS")

    def __init__(self, label: str, *drivers: str) -> None:
        self.label = label
        """What messages call it."""
        self.drivers = drivers


SPREADSHEETS = (Format.XLSX, Format.ODS)
MAP_LAYERS = tuple(one for one in Format if one not in SPREADSHEETS)
MAX_UNPACKED_BYTES = 2**30
"""How large the content of a zip may be."""
_FREE_UNPACKED_BYTES, _MOST_TIMES_UNPACKED = 2**26, 100
"""And how much larger than the zip: texts become ten to thirty times smaller."""
_MOST_FILES = 1_000
"""Of a zip: a folder of Shapefiles has some hundreds."""
CURE = "geo import turns a table with longitudes and latitudes into records with positions"
SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix")
_HEAD_BYTES = 2**16
_GEOPACKAGE_IDS = (b"GPKG", b"GP10", b"GP11")
_SIGNATURES: dict[bytes, Format | str] = {
    b"fgb\x03": Format.FLATGEOBUF,
    b"\x00\x00\x27\x0a": Format.SHAPEFILE,
    b"PMTiles": "a PMTiles archive",
    b"II*\x00": "a TIFF image",
    b"MM\x00*": "a TIFF image",
    b"%PDF": "a PDF document",
    b"PAR1": "a Parquet file, whose name has to end in .parquet",
    b"\xd0\xcf\x11\xe0": "an old Office document; save it as .xlsx",
    b"\x1f\x8b": "gzip data; unpack it first",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
}
_NO_GEOJSON = re.compile(rb'"type"\s*:\s*"(gdal_streamed_alg|Topology|Tileset)"')
_SECONDS = 5


def recognize(path: str | os.PathLike[str], accepted: Sequence[Format] = tuple(Format)) -> Format:
    """The format of a file, one of those that are accepted.

    Raises:
        OSError: if there is no such file, or it cannot be opened.
        ValueError: if it is not a regular file, or of another format; the message names that and those that are accepted.
    """
    if not stat.S_ISREG(Path(path).stat().st_mode):
        raise ValueError(printable(f"{path} is not a regular file"))
    with Path(path).open("rb") as file:
        head = file.read(_HEAD_BYTES)
    found = _found(path, head)
    if isinstance(found, str) or found not in accepted:
        text = head.decode("utf-8", "replace").strip()
        if found in SPREADSHEETS or (isinstance(found, str) and Path(path).suffix.lower() in (".csv", ".tsv", ".txt") and text):
            raise ValueError(printable(f"{path} has no geometry: it is a table, not a map layer; {CURE}"))
        what = found if isinstance(found, str) else f"a file in the format {found.label}"
        raise ValueError(printable(f"{path} is {what}; what is read here: {formats_text(accepted)}"))
    if found is Format.GEOPACKAGE:
        geopackage_layers(path)
    if found is Format.SHAPEFILE:
        _refuse_odd_parts(Path(path))
    return found


def _refuse_odd_parts(path: Path) -> None:
    """Refuse a Shapefile with a part that is no file: GDAL would wait for a pipe, and read a device."""
    for one in {path.with_suffix(ending) for part in SHAPEFILE_PARTS for ending in (part, part.upper())}:
        if one.exists() and not one.is_file():
            raise ValueError(printable(f"{one}, a part of {path}, is not a regular file"))


def formats_text(accepted: Sequence[Format]) -> str:
    """The names of formats, for a message."""
    return ", ".join([*(one.label for one in accepted), "GeoParquet (.parquet)"])


def _found(path: str | os.PathLike[str], head: bytes) -> Format | str:
    """The format, or a description of the content, for a message."""
    known = next((form for signature, form in _SIGNATURES.items() if head.startswith(signature)), None)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\x1e")
    found: Format | str
    if known:
        found = known
    elif head.startswith(b"SQLite format 3\x00"):
        found = Format.GEOPACKAGE if head[68:72] in _GEOPACKAGE_IDS else "an SQLite database that is not a GeoPackage"
    elif head.startswith(b"PK"):
        found = _of_zip(path)
    elif text.startswith(b"{"):
        other = _NO_GEOJSON.search(text)
        found = Format.GEOJSON if other is None else f'JSON of the type "{other[1].decode()}"'
    elif text.startswith(b"<") or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        found = _of_xml(head)
    else:
        beginning = head[:16].decode("ascii", "backslashreplace")
        found = f'in none of the known formats (it begins with "{beginning}")' if head else "empty"
    return found


def _of_xml(head: bytes) -> Format | str:
    roots: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def doctype(*_: object) -> None:
        roots.append("!DOCTYPE")

    def start(name: str, _: object) -> None:
        roots.append(name.rpartition(" ")[2])

    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, doctype
    try:
        parser.Parse(head, False)  # noqa: FBT003  # expat takes no keywords
    except expat.ExpatError as error:
        if not roots:
            return f"not well-formed XML: {error}"
    if not roots:
        return "XML without an element near its beginning"
    known = {"kml": Format.KML, "gpx": Format.GPX}
    if roots[0] == "!DOCTYPE":
        return "XML with a document type declaration"
    return known.get(roots[0], f"XML with the root element <{roots[0]}>")


def _of_zip(path: str | os.PathLike[str]) -> Format | str:
    try:
        with ZipFile(path) as archive:
            files = archive.infolist()
            names = {one.filename for one in files}
            if too_much := _too_much(path, files):
                return too_much
            if "xl/workbook.xml" in names:
                return Format.XLSX
            if "content.xml" in names and "mimetype" in names:
                with archive.open("mimetype") as file:
                    return Format.ODS if b"spreadsheet" in file.read(100) else "an OpenDocument file that is not a spreadsheet"
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        return f"a zip that cannot be read: {error}"
    endings = {Path(name).suffix.lower() for name in names}
    if ".shp" in endings:
        return Format.ZIPPED_SHAPEFILE
    return Format.KMZ if ".kml" in endings else "a zip with neither a KML file nor a Shapefile in it"


def _too_much(path: str | os.PathLike[str], files: Sequence[ZipInfo]) -> str:
    """Why a zip is not unpacked; nothing if it may be."""
    if len(files) > _MOST_FILES:
        return f"a zip of {count_text(len(files))} files, more than the {count_text(_MOST_FILES)} that are read"
    most = min(MAX_UNPACKED_BYTES, _FREE_UNPACKED_BYTES + _MOST_TIMES_UNPACKED * Path(path).stat().st_size)
    if sum(one.file_size for one in files) > most:
        return f"a zip of more than {count_text(most // 2**20)} MiB when unpacked, more than one of its size should be"
    return ""


def geopackage_layers(path: str | os.PathLike[str]) -> tuple[str, ...]:
    """The layers of a GeoPackage, all of which are plain tables.

    A view, a virtual table or a computed column is a program that its author wrote: it could run without end.

    Raises:
        ValueError: if something that is read is another thing than a plain table, or the file cannot be read.
    """
    for ending in ("-wal", "-journal"):
        companion = Path(f"{os.fspath(path)}{ending}")
        if companion.exists() and companion.stat().st_size:
            raise ValueError(
                printable(f"{companion} holds changes that are not in {path} yet; close the program that made them")
            )
    started = monotonic()
    try:
        with closing(sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            base.execute("PRAGMA trusted_schema = 0")
            base.set_progress_handler(lambda: monotonic() - started > _SECONDS, 10_000)
            kinds = {str(row[1]).lower(): str(row[2]) for row in base.execute("PRAGMA table_list") if row[0] == "main"}
            used = [name for name in kinds if name.startswith(("gpkg_", "sqlite_"))]
            _refuse_views(path, kinds, ["gpkg_contents", *used])
            query = "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes') ORDER BY rowid"
            layers = tuple(str(name) for (name,) in base.execute(query))
            _refuse_views(path, kinds, layers)
            for name in [*used, *layers]:
                if any(column[6] in (2, 3) for column in base.execute("SELECT * FROM pragma_table_xinfo(?)", (name,))):
                    raise ValueError(printable(f'{path}: "{name}" has computed columns, which are not read'))
    except (sqlite3.Error, UnicodeError) as error:
        raise ValueError(printable(f"{path} cannot be read as a GeoPackage: {error}")) from None
    return layers


def _refuse_views(path: str | os.PathLike[str], kinds: dict[str, str], names: Sequence[str]) -> None:
    for name in names:
        kind = kinds.get(name.lower(), "missing")
        if kind not in ("table", "shadow"):
            why = (
                "is missing" if kind == "missing" else f"is a {kind}{' table' if kind == 'virtual' else ''}, not a plain table"
            )
            raise ValueError(printable(f'{path}: "{name}" {why}; save the layer itself in a new GeoPackage'))

"""The only way to GDAL. Reading happens in a process of its own, in which no driver is loaded but those for one format.

A stranger's file can make GDAL do nearly anything: its drivers follow paths, send requests, run pipelines that delete folders. So
the format is recognized here, by content; GDAL is started with the driver for it and no other; and what it reads comes through a
pipe. That also holds where a program has loaded GDAL already, and a file on which GDAL crashes or never ends is one sentence.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from zipfile import BadZipFile, ZipFile

from geo.earth.quantities import count_text
from geo.record.did_you_mean import join_names
from geo.record.escape import printable
from geo.record.vector_file.crs import coordinate_system
from geo.record.vector_file.formats import MAX_UNPACKED_BYTES, Format, geopackage_layers, recognize
from geo.record.vector_file.record_batches import count_bytes, join_frames, read_batches, to_frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geopandas import GeoDataFrame
    from pandas import DataFrame

BATCH_ROWS = 2**17
_WORKER_SCRIPT = Path(__file__).with_name("worker.py")
_SECONDS = 60
"""How long a step may take, and a second more for each of these bytes."""
_BYTES_A_SECOND = 2 * 2**20
_TIMEOUT = 1
"""The exit status of Python's watchdog."""
_MOST_TIMES = 200
"""How many times larger than the file what is read of it may be, beyond `_FREE_BYTES`."""
_FREE_BYTES = 2**28
_SETTINGS = ("GDAL", "OGR", "CPL", "VSI", "LIBKML", "SHAPE", "SQLITE", "AWS", "PYTHON")
_ENVIRONMENT = {
    "GDAL_CONFIG_FILE": os.devnull,
    "GDAL_DRIVER_PATH": "disable",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PROJ_NETWORK": "OFF",
}
_OPTIONS = {
    Format.GEOPACKAGE: {"IMMUTABLE": "YES", "LIST_ALL_TABLES": "NO"},
    Format.GEOJSON: {"DATE_AS_STRING": "YES"},  # else a column of different offsets loses them
}
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


class LayerInfo(NamedTuple):
    """How a layer describes itself."""

    columns: tuple[str, ...]
    crs: str | None
    """Its coordinate system, as WKT or a code."""
    features: int
    """How many features it has; -1 where that was not counted."""
    has_geometry: bool


class Rows(NamedTuple):
    """Features of a layer, as they come."""

    geometry: str
    """The name of the column that holds the geometries as WKB; there need not be one."""
    crs: str | None
    times: tuple[str, ...]
    """Columns with times, which come as ISO 8601 texts."""
    names: tuple[str, ...]
    """Its columns, with that of the geometries."""
    frames: Iterator[DataFrame]
    """Its features batch by batch."""


class VectorFile:
    """A vector file that is open for reading."""

    def __init__(self, path: str | os.PathLike[str], form: Format, worker: _Worker, layers: tuple[str, ...] | None) -> None:
        self.path = path
        self.format = form
        self.layers: tuple[str, ...] = tuple(worker.ask({"do": "layers"})["layers"]) if layers is None else layers
        self._worker = worker
        if not self.layers:
            raise ValueError(printable(f"{path} cannot be read as {form.label}: it has no layers, or is cut off"))

    def layer_named(self, layer: str | None) -> str:
        """The layer of that name, or the only one.

        Raises:
            ValueError: if there is no such layer, or none was named of several.
        """
        if layer is None and len(self.layers) == 1:
            return self.layers[0]
        if layer is None or layer not in self.layers:
            what = f"{len(self.layers)} layers, so name one of them" if layer is None else f'no layer "{layer}"'
            raise ValueError(printable(f"{self.path} has {what}; it has {join_names(self.layers) or 'none at all'}"))
        return layer

    def describe(self, layer: str, *, count: bool = False) -> LayerInfo:
        """How a layer describes itself.

        Raises:
            ValueError: if it cannot be read.
        """
        told = self._worker.ask({"do": "describe", "layer": layer, "count": count})
        return LayerInfo(tuple(told["columns"]), told["crs"], told["count"], told["has_geometry"])

    def rows(self, layer: str, columns: Sequence[str] | None = None, batch_rows: int = BATCH_ROWS) -> Rows:
        """The features of a layer with some or all of its columns, in batches of a given size.

        Raises:
            ValueError: if it cannot be read, also while the batches are.
        """
        wanted = None if columns is None else list(columns)
        told = self._worker.ask({"do": "rows", "layer": layer, "columns": wanted, "batch": batch_rows})
        return Rows(told["geometry"], told["crs"], tuple(told["times"]), *self._worker.stream())

    def table(self, layer: str, columns: Sequence[str] | None = None) -> GeoDataFrame | Any:
        """A layer as a GeoDataFrame whose geometry has this name; as a DataFrame where it has no geometry.

        Raises:
            ValueError: if it cannot be read, or its coordinate system does not place things on Earth.
        """
        rows = self.rows(layer, columns)
        return self._placed(join_frames(list(rows.frames), rows.names), rows)

    def tables(self, layer: str, columns: Sequence[str] | None = None) -> Iterator[GeoDataFrame | Any]:
        """The same in parts of 131,072 features; at least one.

        Raises:
            ValueError: as `table` does.
        """
        rows = self.rows(layer, columns)
        first = next(rows.frames, join_frames([], rows.names))
        for frame in chain([first], rows.frames):
            yield self._placed(frame, rows)

    def _placed(self, frame: DataFrame, rows: Rows) -> GeoDataFrame | Any:
        import geopandas as gpd  # takes long to load

        for name in rows.times:
            frame[name] = _times(frame[name])
        if rows.geometry not in frame:
            return frame
        shapes = gpd.GeoSeries(read_wkb(f"{self.path}: a geometry", frame.pop(rows.geometry)), index=frame.index)
        crs = coordinate_system(self.path, rows.crs) if rows.crs else None
        return gpd.GeoDataFrame(frame, geometry=shapes if crs is None else shapes.set_crs(crs))


def read_wkb(what: str, data: Any) -> Any:
    """Geometries of WKB; `what` is what messages call them.

    Raises:
        ValueError: if something is no WKB.
    """
    import shapely  # takes long to load

    try:
        return shapely.from_wkb(data)
    except (shapely.errors.ShapelyError, TypeError) as error:
        raise ValueError(printable(f"{what} is not WKB: {error}")) from None


def _times(texts: Any) -> Any:
    """Time stamps of texts; the texts where their offsets differ, since one for all would move days, or pandas cannot count so far."""
    import pandas as pd

    try:
        return pd.to_datetime(texts, format="ISO8601")
    except ValueError:
        return texts


@contextmanager
def open_vector_file(path: str | os.PathLike[str], accepted: Sequence[Format] = tuple(Format)) -> Iterator[VectorFile]:
    """A vector file, open for reading by the driver for its format.

    Raises:
        OSError: if there is no such file.
        ValueError: if it is of another format than those, or cannot be read.
    """
    form = recognize(path, accepted)
    with ExitStack() as stack:
        source = Path(path).resolve()
        layers = geopackage_layers(path) if form is Format.GEOPACKAGE else None
        if form in (Format.KMZ, Format.ZIPPED_SHAPEFILE):
            source = _unpacked(path, form, Path(stack.enter_context(TemporaryDirectory(prefix="geo-"))))
        yield VectorFile(path, form, stack.enter_context(_Worker(path, source, form)), layers)


def _unpacked(path: str | os.PathLike[str], form: Format, folder: Path) -> Path:
    """What GDAL is given of a zip: its first KML file, or a folder with the parts of its Shapefiles."""
    room = MAX_UNPACKED_BYTES
    try:
        with ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir() and not one.filename.startswith("__MACOSX/")]
            if form is Format.KMZ:
                maps = [one for one in members if one.filename.lower().endswith(".kml")]
                main = next((one for one in maps if one.filename == "doc.kml"), maps[0])
                _unpack(archive, main, folder / "doc.kml", room)
                recognize(folder / "doc.kml", (Format.KML,))
                return folder / "doc.kml"
            for one in members:
                name = PurePosixPath(one.filename.replace("\\", "/")).name
                if name.lower().endswith(_PARTS):
                    room -= _unpack(archive, one, folder / name, room)
            return folder
    except FileExistsError as error:
        name = Path(error.filename).name
        raise ValueError(printable(f"{path} has two files named {name}; unpack it and name one of them")) from None
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:  # a password is a RuntimeError
        raise ValueError(printable(f"{path} cannot be unpacked: {error}")) from None


def _unpack(archive: ZipFile, member: Any, target: Path, most: int) -> int:
    with archive.open(member) as packed, target.open("xb") as file:
        while part := packed.read(2**20):
            if file.tell() + len(part) > most:
                raise ValueError(f"it is larger than {count_text(MAX_UNPACKED_BYTES // 2**20)} MiB when unpacked")
            file.write(part)
        return file.tell()


class _Worker:
    """A process that reads one file, and what it says."""

    def __init__(self, path: str | os.PathLike[str], source: Path, form: Format) -> None:
        self._path, self._form = path, form
        self._folders = {f"{folder}{os.sep}" for folder in (source.parent, source.parent.resolve()) if folder != Path()}
        size = Path(path).stat().st_size
        self._seconds = _SECONDS + size // _BYTES_A_SECOND
        self._most_bytes = _FREE_BYTES + _MOST_TIMES * size
        self._ready = False
        asked = {"path": str(source), "drivers": form.drivers, "options": _OPTIONS.get(form, {}), "seconds": self._seconds}
        self._process = subprocess.Popen(  # noqa: S603  # this Python, this package's script
            [sys.executable, "-B", "-P", str(_WORKER_SCRIPT), json.dumps(asked)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_make_environment(),
        )

    def __enter__(self) -> Self:
        try:
            self._answer()
            self._ready = True
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream:
                with suppress(BrokenPipeError):
                    stream.close()
        self._process.wait()

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """What it answers.

        Raises:
            ValueError: if it cannot, or ends.
        """
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")  # type: ignore[union-attr]
            self._process.stdin.flush()  # type: ignore[union-attr]
        except BrokenPipeError:
            raise self._ended() from None
        return self._answer()

    def stream(self) -> tuple[tuple[str, ...], Iterator[DataFrame]]:
        """The columns of the rows that it was asked for, and their tables.

        Raises:
            ValueError: if it cannot read on, or ends.
        """
        try:
            names, batches = read_batches(self._process.stdout)
        except RuntimeError:
            raise self._ended() from None
        return names, self._frames(batches)

    def _frames(self, batches: Iterator[Any]) -> Iterator[DataFrame]:
        room = self._most_bytes
        try:
            for batch in batches:
                room -= count_bytes(batch)
                if room < 0:
                    raise self._cannot("it becomes far larger when read than a file of its size should")
                yield to_frame(batch)
        except UnicodeDecodeError:
            cure = "; a Shapefile names its encoding in a .cpg file" if "Shapefile" in self._form.label else ""
            raise self._cannot(f"it has a text that is not UTF-8{cure}") from None
        except RuntimeError:
            raise self._ended() from None
        self._answer()

    def _answer(self) -> dict[str, Any]:
        line = self._process.stdout.readline()  # type: ignore[union-attr]
        if not line:
            raise self._ended()
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            why = answer["error"]
            raise self._cannot(
                "GDAL does not recognize it; does its name have the usual extension?"
                if "not recognized as being" in why
                else why
            )
        return answer

    def _cannot(self, why: str) -> ValueError:
        """What went wrong, without the folder in which GDAL has read: that is the private matter of one machine."""
        for folder in sorted(self._folders, key=len, reverse=True):
            why = why.replace(folder, "")
        return ValueError(printable(f"{self._path} cannot be read as {self._form.label}: {why}"))

    def _ended(self) -> ValueError:
        status = self._process.wait()
        if self._ready and status == _TIMEOUT:
            return self._cannot(f"it did not finish within {count_text(self._seconds)} seconds")
        log = self._process.stderr.read().decode("utf-8", "replace").strip()  # type: ignore[union-attr]
        why = log.splitlines()[-1] if log else f"exit status {status}"
        return self._cannot(f"GDAL stopped ({why}); the file is broken, or needs more memory than is allowed")


def _make_environment() -> dict[str, str]:
    """This process's environment, without settings for GDAL; modules are looked for where they were found here."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(_SETTINGS) or name == "GDAL_DATA"}
    return {**kept, **_ENVIRONMENT, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def write_frame(frame: Any, path: Path, *, driver: str, **options: Any) -> None:
    """Write a table of ours as a layer, in a file of its own or one of ours.

    Raises:
        OSError: if it cannot be written.
    """
    import pyogrio  # GDAL takes long to load

    pyogrio.write_dataframe(frame, _plain_path(path), driver=driver, **options)


def write_stream(stream: Any, path: Path, *, driver: str, **options: Any) -> None:
    """Write an Arrow stream of ours as a layer of a new file.

    Raises:
        RuntimeError: as all errors of pyogrio's are.
        OSError: if GDAL would take its name for the name of another file.
    """
    import pyogrio

    pyogrio.write_arrow(stream, _plain_path(path), driver=driver, **options)


def _plain_path(path: Path) -> Path:
    from pyogrio.util import vsi_path

    if vsi_path(path) != str(path):  # "a!b.gpkg" would be b.gpkg
        raise OSError(22, "GDAL would take this name for the name of another file", str(path))
    return path


@contextmanager
def gdal_options(**options: str) -> Iterator[None]:
    """Set options of GDAL for a while."""
    import pyogrio

    before = {name: pyogrio.get_gdal_config_option(name) for name in options}
    pyogrio.set_gdal_config_options(options)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)

"""Reads one vector file with GDAL in a process of its own, in which no driver is loaded but those for its format.

It runs as a script: its one argument, and each line that it is sent, is JSON; it answers each with a line of JSON, and a request
for rows with an Arrow IPC stream after that. Nothing that happens to GDAL here, a crash or an endless loop, happens to `geo`.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

_MEMORY_BYTES = 4 * 2**30
_UNNEEDED = ("geopandas", "pandas", "pyarrow", "pyproj", "shapely")
"""What pyogrio loads where it is installed, and needs for tables alone: more than half of the time that this process takes to start."""


def _limit() -> None:
    """Let the process write no file, and take no more memory than most machines have; where the system can do that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this ends it
    with contextlib.suppress(ImportError):
        import resource  # not on Windows

        for limit, most in ((resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, _MEMORY_BYTES)):
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(limit, (most, most))


def _allow(drivers: list[str]) -> None:
    """Unload all drivers of GDAL but some.

    Raises:
        RuntimeError: if others are left.
    """
    for name in _UNNEEDED:
        sys.modules[name] = None  # type: ignore[assignment]  # as if it were not installed
    import pyogrio  # after the limits are set
    from pyogrio._ogr import _register_drivers

    skipped = [name for name in pyogrio.list_drivers() if name not in drivers]
    pyogrio.set_gdal_config_options({
        "GDAL_SKIP": ",".join(skipped),
        "OGR_SQLITE_PRAGMA": "trusted_schema=0",  # no function runs because a file says so
        "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": False,
        "LIBKML_RESOLVE_STYLE": False,
        "OGR_ODS_HEADERS": "FORCE",  # else a sheet of texts alone has no headings
        "OGR_XLSX_HEADERS": "FORCE",
        "CPL_VSIL_CURL_ALLOWED_FILENAME": ":",  # no address has this name
        "GDAL_HTTP_PROXY": "127.0.0.1:9",
        "GDAL_HTTP_MAX_RETRY": 0,
        "GDAL_PAM_ENABLED": False,
    })  # fmt: skip
    _register_drivers()
    left = set(pyogrio.list_drivers()) - set(drivers)
    if left:
        raise RuntimeError(f"these drivers of GDAL could not be unloaded: {', '.join(sorted(left))}")


def _serve(path: str, options: dict[str, str], seconds: float, out: Any) -> None:
    import pyogrio
    from nanoarrow.c_array_stream import CArrayStream, c_array_stream
    from nanoarrow.ipc import StreamWriter
    from pyogrio.util import vsi_path

    def answer(value: dict[str, Any]) -> None:
        out.write(json.dumps(value).encode() + b"\n")
        out.flush()

    if vsi_path(path) != path:  # "a!b.kml" would be b.kml
        answer({"error": "GDAL would take its name for the name of another file; rename it"})
        return
    answer({"ready": True})
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        faulthandler.dump_traceback_later(seconds, exit=True, file=sys.stderr)
        try:
            if asked["do"] == "layers":
                answer({"layers": [str(name) for name, _ in pyogrio.list_layers(path)]})
            elif asked["do"] == "describe":
                info = pyogrio.read_info(path, layer=asked["layer"], force_feature_count=asked["count"], **options)
                columns = [str(name) for name in info["fields"]]
                told = {"columns": columns, "crs": info["crs"], "count": int(info["features"])}
                answer({**told, "has_geometry": info["geometry_type"] is not None})
            else:
                form: dict[str, Any] = {"datetime_as_string": True, "batch_size": asked["batch"], **options}
                with pyogrio.open_arrow(path, layer=asked["layer"], columns=asked["columns"], **form) as (meta, reader):
                    kinds = dict(zip(meta["fields"].tolist(), meta["dtypes"], strict=True)) if "dtypes" in meta else {}
                    times = [
                        name for name, kind in kinds.items() if str(kind).startswith("datetime") and kind != "datetime64[D]"
                    ]
                    answer({"geometry": meta["geometry_name"] or "wkb_geometry", "crs": meta["crs"], "times": times})
                    with c_array_stream(reader) as batches, StreamWriter.from_writable(out) as stream:
                        stream.write_stream(CArrayStream.from_c_arrays([], batches.get_schema()))
                        for batch in batches:
                            faulthandler.cancel_dump_traceback_later()
                            stream.write_stream(batch)
                            faulthandler.dump_traceback_later(seconds, exit=True, file=sys.stderr)
                answer({"done": True})
        except Exception as error:  # noqa: BLE001  # whatever GDAL, pyogrio or nanoarrow raise is said on the other side
            answer({"error": str(error) or type(error).__name__})
        finally:
            faulthandler.cancel_dump_traceback_later()


def _main() -> None:
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        asked = json.loads(sys.argv[1])
        faulthandler.dump_traceback_later(asked["seconds"] + 60, exit=True, file=sys.stderr)
        _limit()
        _allow(asked["drivers"])
        faulthandler.cancel_dump_traceback_later()
        with Path(os.devnull).open("wb") as nowhere:  # what GDAL may print is no answer
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        with contextlib.suppress(BrokenPipeError):
            _serve(asked["path"], asked["options"], asked["seconds"], out)


if __name__ == "__main__":
    _main()

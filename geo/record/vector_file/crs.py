"""Reads the coordinate systems that files describe; only those that place things on Earth and name no other file."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from geo.record.escape import printable
from geo.record.vector_file.formats import CURE

if TYPE_CHECKING:
    import os

    from geopandas import GeoSeries
    from pyproj import CRS

_FILES = re.compile(r"grids\s*=\s*(?!@null\b)|parameter_?file|\+?\binit\s*=|\+file\s*=|\+geoid\w*\s*=|/vsi", re.IGNORECASE)
"""What a description says that has PROJ open a file. Web Mercator has `nadgrids=@null`: no file."""


def coordinate_system(path: str | os.PathLike[str], described: Any) -> CRS:
    """The coordinate system that a file describes, as WKT, PROJJSON or a code.

    Raises:
        ValueError: if there is none, it is local or of another planet, it names files, or it cannot be understood.
    """
    from pyproj import CRS  # takes long to load
    from pyproj.exceptions import CRSError

    if not described:
        raise ValueError(printable(f"{path}: its coordinate system is not stated; {CURE}"))
    text = described if isinstance(described, str) else json.dumps(described)
    if _FILES.search(text):
        raise ValueError(printable(f"{path}: its coordinate system names other files, which are not opened"))
    try:
        system = CRS.from_user_input(described)
    except (CRSError, TypeError, ValueError) as error:
        raise ValueError(printable(f"{path}: its coordinate system cannot be understood: {error}")) from None
    if system.geodetic_crs is None:
        raise ValueError(
            printable(f'{path}: its coordinate system "{system.name}" is local: it does not say where on Earth that is')
        )
    return system


def to_wgs84(path: str | os.PathLike[str], shapes: GeoSeries) -> GeoSeries:
    """Shapes on WGS 84.

    Raises:
        ValueError: if there is no way from their coordinate system to WGS 84.
    """
    from pyproj.exceptions import CRSError, ProjError

    try:
        return shapes.to_crs(4326)
    except (CRSError, ProjError) as error:
        raise ValueError(printable(f"{path}: its coordinates cannot be turned into WGS 84: {error}")) from None

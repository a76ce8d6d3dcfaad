"""Writes an assessment as a file for other programs; the extension or the name of a format says which."""

from __future__ import annotations

import os
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING

from geo.earth.quantities import count_text, plural
from geo.judge.assessment import as_assessment
from geo.record.json_file.save import stream_whole
from geo.record.kinds import Claim, Located, Photo, ReportedZone, Source
from geo.show.exports.tables import LAYERS, count_cut_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.judge.assessment import Assessment
    from geo.record.sites import Sites

FORMS = {
    "kml": (".kml",),
    "kmz": (".kmz",),
    "gpx": (".gpx",),
    "csv": (".csv",),
    "dwc": (".dwc.csv",),
    "gpkg": (".gpkg",),
    "parquet": (".parquet", ".geoparquet"),
    "shp": (".shp.zip",),
    "claimreview": (".jsonld",),
    "simplestyle": (".geojson", ".json"),
}
"""The export formats and their extensions."""
_MAKERS = {
    "kml": ("kml", "write_kml"),
    "kmz": ("kml", "write_kmz"),
    "gpx": ("gpx", "write_gpx"),
    "csv": ("spreadsheet", "write_spreadsheet"),
    "dwc": ("darwincore", "write_darwin_core"),
    "gpkg": ("layers", "write_geopackage"),
    "parquet": ("layers", "write_geoparquet"),
    "shp": ("layers", "write_shapefile"),
    "claimreview": ("claimreview", "write_claim_reviews"),
    "simplestyle": ("simplestyle", "write_simplestyle"),
}
ONE_LAYER = ("csv", "parquet")
"""Formats whose files hold one layer."""


def form_of(path: str | os.PathLike[str]) -> str:
    """The format for a file name, by its longest matching extension.

    Raises:
        ValueError: if there is none.
    """
    name = os.fspath(path).lower()
    fitting = [(len(ending), form) for form, endings in FORMS.items() for ending in endings if name.endswith(ending)]
    if not fitting:
        known = ", ".join(ending for endings in FORMS.values() for ending in endings)
        raise ValueError(f"{path}: the extension sets the format, one of {known}; or name a format")
    return max(fitting)[1]


def write_export(
    assessment: Assessment | Sites | str | os.PathLike[str],
    path: str | os.PathLike[str],
    form: str | None = None,
    *,
    layer: str = "records",
) -> Path:
    """Write an assessment for other programs; the same assessment gives the same bytes.

    Next: open it in QGIS, Google Earth or a spreadsheet; `geo import` reads its own exports back.

    Args:
        assessment: What is written: what `assess` returns, or records or the path of their file, which are judged first.
        path: Where to. The extension sets the format unless `form` does.
        form: One of `FORMS`.
        layer: Which of records, claims, zones, areas, uncertainty and sources a file has that holds one of them: CSV, GeoParquet.

    Returns:
        The file's absolute path.

    Raises:
        ValueError: if there is no such form or layer, or the path is that of the file that was read.
        OSError: if it cannot be written; the path then holds what it held before.
    """
    form = form or form_of(path)
    make = _maker(form, layer)
    assessment = as_assessment(assessment)
    with stream_whole(path, reads=(assessment.sites.path,)) as file:
        make(assessment, file)
    return Path(path).resolve()


def export_to(assessment: Assessment, file: IO[bytes], form: str, *, layer: str = "records") -> None:
    """Write an assessment in one of `FORMS` into an open file, as `write_export` does.

    Raises:
        ValueError: if there is no such form or layer.
    """
    _maker(form, layer)(assessment, file)


def find_left_out(assessment: Assessment, form: str, *, layer: str = "records") -> Iterator[str]:
    """What a file of a format lacks of the records, or holds where other programs do not look: a sentence each."""
    if form != "kmz" and (pictures := sum(photo.file is not None for photo in assessment.sites.of_kind(Photo))):
        yield f"{plural(pictures, 'picture')} left out; KMZ has them, small, and the page and the report."
    zones = assessment.sites.of_kind(ReportedZone)
    points = [one for one in assessment.sites.of_kind(Located) if not isinstance(one, ReportedZone)]
    unplaced = [one for one in points if one.drawn is None]
    counts = {
        "zone": len(zones),
        "unplaced record": len(unplaced),
        "claim": len(assessment.sites.of_kind(Claim)),
        "source": len(assessment.sites.of_kind(Source)),
    }
    if form == "gpx" and (named := _list_counts(counts)):
        yield f"No waypoints: {named}. Other programs do not show them; geo import reads them back."
    photos = len(assessment.sites.of_kind(Photo))
    if form == "dwc" and (named := _list_counts({**counts, "unplaced record": 0, "photograph": photos})):
        yield f"Left out, since Darwin Core has finds and places alone: {named}."
    if form == "claimreview" and (named := _list_counts({"record": len(points) + len(zones), "source": counts["source"]})):
        yield f"Left out, since ClaimReview has findings alone, and geo import does not read them back: {named}."
    if form in ONE_LAYER:
        yield from _in_other_layers(assessment, layer)
    if form == "shp" and (cut := count_cut_texts(assessment)):
        yield f"{plural(cut, 'text')} of more than 254 bytes cut, the most that a Shapefile holds; a GeoPackage has them whole."


def _in_other_layers(assessment: Assessment, layer: str) -> Iterator[str]:
    """What a file of one layer has no room for."""
    areas = [zone for zone in assessment.sites.of_kind(ReportedZone) if zone.polygon is not None]
    sizes = {
        "records": len(assessment.sites.of_kind(Located)) - len(areas),
        "areas": len(areas),
        "claims": len(assessment.sites.of_kind(Claim)),
        "sources": len(assessment.sites.of_kind(Source)),
    }
    others = [f"{name} ({count_text(size)})" for name, size in sizes.items() if size and name != layer]
    if others:
        yield f"The file has the layer {layer} alone; --layer writes the others: {', '.join(others)}."


def _list_counts(counts: dict[str, int]) -> str:
    return ", ".join(plural(count, what) for what, count in counts.items() if count)


def _maker(form: str, layer: str) -> Callable[[Assessment, IO[bytes]], None]:
    if form not in FORMS:
        raise ValueError(f'there is no format "{form}"; wanted one of {", ".join(FORMS)}')
    if layer not in LAYERS:
        raise ValueError(f'there is no layer "{layer}"; wanted one of {", ".join(LAYERS)}')
    if layer != "records" and form not in ONE_LAYER:
        raise ValueError(f"the format {form} has no choice of layers; csv and parquet have")
    module, function = _MAKERS[form]
    make = getattr(import_module(f"geo.show.exports.{module}"), function)  # each form loads what it needs
    return partial(make, layer=layer) if form in ONE_LAYER else make

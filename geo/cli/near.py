"""`geo near`."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli.options import format_option, refuse_to_overwrite
from geo.cli.output import echo, echo_json_part

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.judge.near import Pairs


@click.command("near")
@click.argument("a", type=click.Path())
@click.argument("b", type=click.Path())
@click.option(
    "--within", "within_m", type=float, required=True, metavar="METRES", help="Maximum distance, a geodesic on WGS 84."
)
@click.option("--layer-a", metavar="NAME", help="Layer of A, if it has several.")
@click.option("--layer-b", metavar="NAME", help="Layer of B, if it has several.")
@click.option("-o", "--output", type=click.Path(), help="Write all pairs to a .csv, .parquet, .gpkg or .geojson file.")
@format_option
def near_command(a: str, b: str, within_m: float, output: str | None, form: str, **layers: str | None) -> None:
    """List all pairs of a point in A and a point in B that lie within a given distance of each other.

    A and B are files of points: GeoJSON, GeoPackage, KML, KMZ, GPX, Shapefile, FlatGeobuf, GeoParquet, or sites.geojson. If
    both are the same file, each pair is listed once. The list is complete and exact anywhere on Earth. It is sorted by the
    rows of A, then of B; rows are counted from 0. Where a file dates its points, each pair names both dates and how many
    days apart they are: records by found_on or struck_on, another file by its column of that name, or date, event_date, time,
    timestamp or begin.

    The points are held in memory (0.3 GiB for a million). The pairs are not: they are written as they are found. Only the
    index of a .gpkg is built in memory.

    \b
    Example:
      geo near sites.geojson buildings.gpkg --within 200 -o pairs.csv
    """
    from geo.judge.near import measure_nearby
    from geo.record.problems import SitesError
    from geo.record.progress import stage
    from geo.record.vector_file.points import read_points
    from geo.show.answers.near import nearby_text, pairs_file, pairs_json
    from geo.show.answers.row_files import FORMS

    if output and Path(output).suffix.lower() not in FORMS:
        raise click.UsageError(f"-o {output}: wanted a name that ends in {' or '.join(FORMS)}")
    refuse_to_overwrite(output, a, b)
    try:
        files = read_points(a, layer=layers["layer_a"]), read_points(b, layer=layers["layer_b"])
        with ExitStack() as stack:
            keeps: list[Callable[[Pairs], object]] = []
            if output:
                keeps.append(stack.enter_context(pairs_file(output, *files)))
            if form == "json":
                keeps.append(stack.enter_context(pairs_json(echo_json_part, *files, within_m)))
            progress = stack.enter_context(stage("Comparing"))
            near = measure_nearby(*files, within_m, keep=lambda pairs: [keep(pairs) for keep in keeps], progress=progress)
    except SitesError as error:
        echo(error, err=True)
        sys.exit(1)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if form == "text":
        echo(nearby_text(near), nl=False)
        if output:
            echo(f"The pairs are in {Path(output).resolve()}")

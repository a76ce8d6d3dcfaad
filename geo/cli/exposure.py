"""`geo exposure`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from geo.cli.options import assessed, format_option, not_the_input
from geo.cli.output import echo, echo_json


@click.command("exposure")
@click.argument("file", type=click.Path())
@click.argument("features", type=click.Path())
@click.option("--by", metavar="COLUMN", help="Count each kind of feature that this column tells apart.")
@click.option("--people", metavar="COLUMN", help="Add up this column: people in each feature.")
@click.option("--layer", metavar="NAME", help="Which layer of FEATURES, where it has several.")
@click.option(
    "-o", "--output", type=click.Path(), help="List which feature lies in which zone: a .csv, .parquet, .gpkg or .geojson file."
)
@click.option(
    "--scheduler", metavar="tcp://HOST:PORT", help="Count on a Dask cluster, which reads FEATURES, GeoParquet, itself."
)
@format_option
def exposure_command(file: str, features: str, output: str | None, scheduler: str | None, form: str, **asked: Any) -> None:
    """Count the features that lie inside of the zones of FILE (sites.geojson): certainly, nominally, possibly.

    FEATURES is GeoJSON, GeoPackage, KML, KMZ, GPX, Shapefile, FlatGeobuf or GeoParquet. A line or polygon is inside by its
    nearest point; lines are measured, too. Features lie where they are drawn, edges straight in degrees: what is
    certain is so of the zones alone. A list is in the order of the features, then of the zones; rows are counted from 0.

    Memory does not grow with FEATURES, which is read in parts of 131,072 rows: 10 million points take 0.34 GiB; listed in a
    .gpkg 0.94, for its index. A list from a cluster holds what eight partitions have inside.

    \b
    Example:
      geo exposure sites.geojson buildings.parquet --by kind -o inside.parquet
    """  # noqa: D301
    from geo.judge.zones.exposure import count_exposure
    from geo.record.progress import stage
    from geo.record.vector_file.dask_cluster import partitions_on
    from geo.show.answers.exposure import exposure_json, exposure_text, hits_file
    from geo.show.answers.row_files import FORMS

    if output and Path(output).suffix.lower() not in FORMS:
        raise click.UsageError(f"-o {output}: wanted a name that ends in {' or '.join(FORMS)}")
    not_the_input(output, file, features)
    assessment = assessed(file, form)
    try:
        with ExitStack() as stack:
            keep = stack.enter_context(hits_file(output, assessment.zones, reads=(file, features))) if output else None
            parts = stack.enter_context(partitions_on(scheduler, features)) if scheduler else features
            progress = stack.enter_context(stage("Counting"))
            result = count_exposure(assessment, parts, **asked, keep=keep, progress=progress)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if form == "json":
        echo_json(exposure_json(result))
        return
    echo(exposure_text(result), nl=False)
    if output:
        echo(f"What lies in which zone is in {Path(output).resolve()}")

"""`geo exposure`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from geo.cli.options import format_option, read_and_assess, refuse_to_overwrite
from geo.cli.output import echo, echo_json


@click.command("exposure")
@click.argument("file", type=click.Path())
@click.argument("features", type=click.Path())
@click.option("--by", metavar="COLUMN", help="Count separately for each value of this column.")
@click.option("--people", metavar="COLUMN", help="Sum this column: the number of people in each feature.")
@click.option("--layer", metavar="NAME", help="Layer of FEATURES, if it has several.")
@click.option(
    "-o", "--output", type=click.Path(), help="List the features in each zone: a .csv, .parquet, .gpkg or .geojson file."
)
@click.option(
    "--scheduler", metavar="tcp://HOST:PORT", help="Count on a Dask cluster, which reads FEATURES (GeoParquet) itself."
)
@format_option
def exposure_command(file: str, features: str, output: str | None, scheduler: str | None, form: str, **asked: Any) -> None:
    """Count the features that lie inside the zones of FILE (sites.geojson): certainly, nominally, possibly.

    FEATURES is GeoJSON, GeoPackage, KML, KMZ, GPX, Shapefile, FlatGeobuf or GeoParquet. A line or polygon is inside if its
    nearest point is; lines are also measured. Features are taken to lie where they are drawn, with edges straight in
    degrees: "certainly" refers to the zones only. Lists are sorted by feature, then by zone; rows are counted from 0.

    FEATURES is read in parts of 131,072 rows, so memory does not grow with it: 10 million points take 0.34 GiB, or 0.94 GiB
    if listed in a .gpkg, for its index. A list from a cluster holds the results of eight partitions in memory.

    \b
    Example:
      geo exposure sites.geojson buildings.parquet --by kind -o inside.parquet
    """
    from geo.judge.zones.exposure import count_exposure
    from geo.record.progress import stage
    from geo.record.vector_file.dask_cluster import partitions_on
    from geo.show.answers.exposure import exposure_json, exposure_text, hits_file
    from geo.show.answers.row_files import FORMS

    if output and Path(output).suffix.lower() not in FORMS:
        raise click.UsageError(f"-o {output}: wanted a name that ends in {' or '.join(FORMS)}")
    refuse_to_overwrite(output, file, features)
    assessment = read_and_assess(file, form)
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

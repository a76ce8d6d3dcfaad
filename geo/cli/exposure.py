"""`geo exposure`."""

from __future__ import annotations

from pathlib import Path

import click

from geo.cli.options import assessed, echo_json, format_option, not_the_input


@click.command("exposure")
@click.argument("file", type=click.Path())
@click.argument("features", type=click.Path())
@click.option("--by", metavar="COLUMN", help="Count each kind of feature that this column tells apart.")
@click.option("--people", metavar="COLUMN", help="Add up this column: people in each feature.")
@click.option("-o", "--output", type=click.Path(), help="Write which feature lies in which zone to a .csv or .parquet file.")
@click.option(
    "--scheduler", metavar="tcp://HOST:PORT", help="Count on a Dask cluster, which reads FEATURES, GeoParquet, itself."
)
@format_option
def exposure_command(  # noqa: PLR0913, PLR0917  # one for each option
    file: str, features: str, by: str | None, people: str | None, output: str | None, scheduler: str | None, form: str
) -> None:
    """Count the features that lie inside of the zones of FILE (sites.geojson): certainly, nominally, possibly.

    FEATURES is any vector file that GDAL reads, or GeoParquet; it is read in parts, so that memory does not grow with it.
    A line or polygon is inside by its nearest point; lines are measured, too. Rows are counted from 0.

    \b
    Example:
      geo exposure sites.geojson buildings.parquet --by kind -o inside.parquet
    """  # noqa: D301
    from geo.judge.exposure import exposure  # noqa: PLC0415
    from geo.record.partitions import partitions_on  # noqa: PLC0415
    from geo.record.saving import write_stream  # noqa: PLC0415
    from geo.show.exposed import FORMS, exposure_json, exposure_text, hits_writer  # noqa: PLC0415
    from geo.show.terminal import gauge  # noqa: PLC0415

    ending = Path(output or "").suffix.lower()
    if output and ending not in FORMS:
        raise click.UsageError(f"-o {output}: wanted a name that ends in {' or '.join(FORMS)}")
    if output and scheduler:
        raise click.UsageError("-o lists features as one process reads them; leave it out with --scheduler")
    not_the_input(output, file)
    not_the_input(output, features)
    assessment = assessed(file, form)
    written = None
    try:
        with gauge("Counting") as progress:
            if output:
                results = []

                def counted(stream: object) -> None:
                    with hits_writer(stream, ending, assessment.zones) as keep:  # type: ignore[arg-type]
                        results.append(exposure(assessment, features, by=by, people=people, keep=keep, progress=progress))

                written = write_stream(output, counted)
                (result,) = results
            elif scheduler:
                with partitions_on(scheduler, features) as partitions:
                    result = exposure(assessment, partitions, by=by, people=people)
            else:
                result = exposure(assessment, features, by=by, people=people, progress=progress)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if form == "json":
        echo_json(exposure_json(result))
        return
    click.echo(exposure_text(result), nl=False)
    if written:
        click.echo(f"What lies in which zone is in {written}")

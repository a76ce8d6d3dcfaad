"""`geo exposure`."""

from __future__ import annotations

from pathlib import Path

import click

from geo.cli.options import assessed, echo_json, format_option, not_the_input


@click.command("exposure")
@click.argument("file", type=click.Path())
@click.argument("features", type=click.Path())
@click.option("--by", metavar="COLUMN", help="Tell features apart by a column.")
@click.option("--people", metavar="COLUMN", help="Sum the numbers of a column.")
@click.option("-o", "--output", type=click.Path(), help="Write which feature lies in which zone to a .csv or .parquet file.")
@format_option
def exposure_command(file: str, features: str, output: str | None, form: str, **columns: str | None) -> None:
    """Count what lies inside the zones of FILE (sites.geojson): FEATURES is any vector file, buildings or roads.

    Each zone has three edges: what is certainly inside, inside as reported, and possibly inside. A line or an area counts
    by its nearest point. GeoParquet is read a row group at a time, other files in batches.

    \b
    Example:
      geo exposure sites.geojson buildings.parquet --by kind -o inside.csv
    """  # noqa: D301
    from geo.judge.exposure import exposure  # noqa: PLC0415
    from geo.show import exposed  # noqa: PLC0415
    from geo.show.terminal import gauge  # noqa: PLC0415

    ending = Path(output or "").suffix.lower()
    if output and ending not in exposed.FORMS:
        raise click.UsageError(f"-o {output}: wanted a name that ends in {' or '.join(exposed.FORMS)}")
    for read in (file, features):
        not_the_input(output, read)
    assessment = assessed(file, form)
    try:
        with gauge("Counting") as progress:
            found = exposure(assessment, features, **columns, progress=progress)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    written = None
    if output:
        from geo.record.saving import write_bytes  # noqa: PLC0415

        written = write_bytes(output, exposed.FORMS[ending](found))
    if form == "json":
        echo_json(exposed.exposure_json(found))
        return
    click.echo(exposed.exposure_text(found, people=bool(columns["people"])), nl=False)
    if written:
        click.echo(f"The features are in {written}")

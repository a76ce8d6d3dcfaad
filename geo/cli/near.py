"""`geo near`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from geo.cli.options import echo_json, format_option


@click.command("near")
@click.argument("a", type=click.Path())
@click.argument("b", type=click.Path())
@click.option(
    "--within", "within_m", type=float, required=True, metavar="METRES", help="Greatest distance, a geodesic on WGS 84."
)
@click.option("-o", "--output", type=click.Path(), help="Write all pairs to a .csv, .parquet or .geojson file.")
@format_option
def near_command(a: str, b: str, within_m: float, output: str | None, form: str) -> None:
    """List all pairs of a point in A and a point in B that lie within a distance of each other.

    A and B are files of points that GDAL reads, or sites.geojson. Of a file with itself, each pair is listed once. Every
    pair is there and no other, anywhere on Earth. All pairs are held in memory.

    \b
    Example:
      geo near sites.geojson buildings.gpkg --within 200 -o pairs.csv
    """  # noqa: D301
    from geo.judge.nearby import measure_nearby  # noqa: PLC0415
    from geo.record.pointfile import read_points  # noqa: PLC0415
    from geo.record.problems import SitesError  # noqa: PLC0415
    from geo.show import nearby  # noqa: PLC0415
    from geo.show.terminal import gauge  # noqa: PLC0415

    ending = Path(output or "").suffix.lower()
    if output and ending not in nearby.FORMS:
        raise click.UsageError(f"-o {output}: wanted a name that ends in {' or '.join(nearby.FORMS)}")
    if output and any(Path(output).exists() and Path(one).exists() and Path(one).samefile(output) for one in (a, b)):
        raise click.UsageError(f"{output} is a file that is read; give the pairs another name")
    try:
        files = read_points(a), read_points(b)
        with gauge("Comparing") as progress:
            near = measure_nearby(*files, within_m, progress)
    except SitesError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    written = None
    if output:
        from geo.record.saving import write_bytes  # noqa: PLC0415

        written = write_bytes(output, nearby.FORMS[ending](near))
    if form == "json":
        echo_json(nearby.nearby_json(near))
        return
    click.echo(nearby.nearby_text(near), nl=False)
    if written:
        click.echo(f"The pairs are in {written}")

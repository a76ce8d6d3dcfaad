"""`geo publish`."""

from __future__ import annotations

import sys

import click

from geo.cli.options import DEFAULT_FILE, assessed, format_option, not_the_input
from geo.cli.output import echo, echo_json


@click.command("publish")
@click.argument("file", default=DEFAULT_FILE, type=click.Path())
@click.option("--precision", required=True, metavar="STEP", help="The grid: 0.01deg, 1min, 10sec; or 1km (MGRS).")
@click.option("-o", "--output", required=True, type=click.Path(), help="Where to write the copy.")
@click.option("--allow-leaks", is_flag=True, help="Write it even if its texts tell more; they are listed all the same.")
@format_option
def publish_command(file: str, precision: str, output: str, allow_leaks: bool, form: str) -> None:  # noqa: FBT001
    """Write a copy of FILE (sites.geojson) in which each position is put on a grid and its uncertainty widened.

    Nothing is drawn by lot, and each moved record's note says so. If a name, a note, a link or another text still tells a
    position more finely, nothing is written, and the exit status is 1. What the sources themselves print stays public.

    \b
    Example:
      geo publish sites.geojson --precision 0.01deg -o public.geojson
    """  # noqa: D301
    from geo.earth.coarse import parse_precision  # noqa: PLC0415
    from geo.record.editing import read_original  # noqa: PLC0415
    from geo.record.publishing import published  # noqa: PLC0415
    from geo.record.saving import write_whole  # noqa: PLC0415
    from geo.show import exchanged  # noqa: PLC0415

    not_the_input(output, file)
    sites = assessed(file, form).sites
    try:
        copy = published(read_original(file), sites, parse_precision(precision))
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    write = allow_leaks or not copy.leaks
    if write:
        write_whole(output, copy.text, reads=(file,))
    if form == "json":
        echo_json(exchanged.publication(copy, output if write else None))
    else:
        echo(exchanged.publication_text(copy, output if write else None), nl=False, err=not write)
    sys.exit(0 if write else 1)

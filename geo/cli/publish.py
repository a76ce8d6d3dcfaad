"""`geo publish`."""

from __future__ import annotations

import sys

import click

from geo.cli.options import DEFAULT_FILE, format_option, read_and_assess, refuse_to_overwrite
from geo.cli.output import echo, echo_json


@click.command("publish")
@click.argument("file", default=DEFAULT_FILE, type=click.Path())
@click.option("--precision", required=True, metavar="STEP", help="The grid: 0.01deg, 1min, 10sec; or 1km (MGRS).")
@click.option("-o", "--output", required=True, type=click.Path(), help="Output file.")
@click.option("--drop-claims", is_flag=True, help="Leave out claims that reveal a position; put revealing offsets on the grid.")
@click.option("--coarsen-claims", is_flag=True, help="The same, but keep distance claims with widened figures.")
@click.option("--allow-leaks", is_flag=True, help="Write the copy even if it reveals more; leaks are still listed.")
@format_option
def publish_command(
    file: str,
    precision: str,
    output: str,
    drop_claims: bool,
    coarsen_claims: bool,
    allow_leaks: bool,
    form: str,
) -> None:
    """Write a copy of FILE (sites.geojson) with each position moved to a grid and its uncertainty widened.

    Of photographs the file, the position and the direction are left out, and of those marked as sensitive everything. The
    result is deterministic, and each moved record's note says so. Nothing is written, and the exit status is 1, if the
    copy still reveals a more precise position: by a name, a note, a link or another text, or because claims and offsets,
    taken together with places that anyone can look up, leave less than half of a site's published circle or grid cell. What
    the sources themselves print stays public.

    Copies on grids that nest (1deg, 0.1deg, 0.01deg; 1deg, 1min, 10sec; 10km, 1km) reveal no more together than the finest
    one. Copies on other grids do.

    \b
    Example:
      geo publish sites.geojson --precision 0.01deg -o public.geojson --coarsen-claims
    """
    from geo.judge.publish.release import Remedy, prepare_release
    from geo.record.edit.edit import read_original
    from geo.record.json_file.save import write_whole
    from geo.record.publish.precision import parse_precision
    from geo.show.answers import publish as exchanged

    refuse_to_overwrite(output, file)
    if drop_claims and coarsen_claims:
        raise click.UsageError("--drop-claims and --coarsen-claims exclude each other; give only one")
    remedy = Remedy.DROP if drop_claims else Remedy.COARSEN if coarsen_claims else Remedy.NONE
    sites = read_and_assess(file, form).sites
    try:
        made = prepare_release(read_original(file), sites, parse_precision(precision), remedy)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    written = output if allow_leaks or not made.reveals else None
    if written:
        write_whole(output, made.copy.text, reads=(file,))
    if form == "json":
        echo_json(exchanged.publication(made, written))
    else:
        again = ("geo", "publish", file, "--precision", precision, "-o", output)
        echo(exchanged.publication_text(made, written, again), nl=False, err=not written)
    sys.exit(0 if written else 1)

"""`geo duplicates`."""

from __future__ import annotations

import click

from geo.cli.options import format_option, read_and_assess, sites_argument
from geo.cli.output import echo, echo_json


@click.command("duplicates")
@sites_argument
@click.option(
    "--within",
    "within_m",
    type=click.FloatRange(min=0),
    default=0.0,
    metavar="METRES",
    help="How far apart two records may lie, beside their uncertainties; without it, they may be one place.",
)
@click.option(
    "--days",
    type=click.IntRange(min=0),
    metavar="N",
    help="How many days apart their dates may be; without it, dates have to overlap.",
)
@format_option
def duplicates_command(file: str, within_m: float, days: int | None, form: str) -> None:
    """List records of FILE (sites.geojson) that may describe one event, with the evidence for and against.

    Such records lie within their uncertainties of each other, and their dates overlap; --within and --days widen that.
    A record without a date is compared by its place alone, and its pairs are marked as weaker. Records without a position
    are listed, since they cannot be compared. Nothing is merged: a person decides.

    The list ends with markings that are reported on fragments far apart: a number of a piece or a lot, compared without
    regard to capitals, spaces and look-alike letters, with ? for a sign that cannot be read.

    \b
    Example:
      geo duplicates sites.geojson --within 200 --days 1
    """
    from geo.judge.duplicates import group_duplicates
    from geo.show.answers import duplicates

    assessment = read_and_assess(file, form)
    try:
        found = group_duplicates(assessment.sites, within_m=within_m, days=days)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if form == "json":
        echo_json(duplicates.groups_json(assessment, found))
    else:
        echo(duplicates.groups_text(assessment, found), nl=False)

"""`geo duplicates`."""

from __future__ import annotations

import click

from geo.cli.options import format_option, read_and_assess, sites_argument
from geo.cli.output import echo, echo_json


@click.command("duplicates")
@sites_argument
@format_option
def duplicates_command(file: str, form: str) -> None:
    """List records of FILE (sites.geojson) that may describe one event, with the evidence for and against.

    Such records lie within their uncertainties of each other, and their dates agree. Nothing is merged: a person decides.

    \b
    Example:
      geo duplicates sites.geojson
    """
    from geo.judge.duplicates import group_duplicates
    from geo.show.answers import duplicates

    try:
        found = group_duplicates(read_and_assess(file, form).sites)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if form == "json":
        echo_json(duplicates.groups_json(file, found))
    else:
        echo(duplicates.groups_text(file, found), nl=False)

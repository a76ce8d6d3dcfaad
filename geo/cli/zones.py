"""`geo zones`."""

from __future__ import annotations

import click

from geo.cli.options import format_option, read_and_assess, sites_argument
from geo.cli.output import echo, echo_json


@click.command("zones")
@sites_argument
@format_option
def zones_command(file: str, form: str) -> None:
    """Show how large the zones of FILE (sites.geojson) are, where they overlap, and which records lie inside.

    \b
    Example:
      geo zones sites.geojson
    """
    from geo.show.answers.zones import zones_json, zones_text

    assessment = read_and_assess(file, form)
    if form == "json":
        echo_json(zones_json(assessment))
    else:
        echo(zones_text(assessment), nl=False)

"""`geo sources`."""

from __future__ import annotations

import click

from geo.cli.options import format_option, read_and_assess, sites_argument
from geo.cli.output import echo, echo_json


@click.command("sources")
@sites_argument
@format_option
def sources_command(file: str, form: str) -> None:
    """List who said what in FILE (sites.geojson), and when.

    It also says whether the two sides of each finding are independent, and which claims compete.

    \b
    Example:
      geo sources sites.geojson
    """
    assessment = read_and_assess(file, form)
    if form == "json":
        from geo.show.answers.sources import provenance_json

        echo_json(provenance_json(assessment))
    else:
        from geo.show.answers.sources import provenance_text

        echo(provenance_text(assessment), nl=False)

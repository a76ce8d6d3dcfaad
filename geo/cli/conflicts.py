"""`geo conflicts`."""

from __future__ import annotations

import click

from geo.cli.options import assessed, format_option, sites_argument
from geo.cli.output import echo, echo_json


@click.command("conflicts")
@sites_argument
@format_option
def conflicts_command(file: str, form: str) -> None:
    """List the smallest sets of claims of FILE (sites.geojson) that cannot all hold at once.

    \b
    Example:
      geo conflicts sites.geojson
    """  # noqa: D301
    from geo.show import answered, answers  # noqa: PLC0415

    assessment = assessed(file, form)
    found = assessment.conflicts
    if form == "json":
        echo_json(answered.conflicts(found))
    else:
        echo(answers.lines(answers.conflicts_sentences(found, assessment)), nl=False)

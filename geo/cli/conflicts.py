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
    from geo.show.answers import conflicts as conflict_answers
    from geo.show.answers import what_would_turn as answers

    assessment = assessed(file, form)
    found = assessment.conflicts
    if form == "json":
        echo_json(conflict_answers.conflicts(found))
    else:
        echo(answers.lines(conflict_answers.conflicts_sentences(found, assessment)), nl=False)

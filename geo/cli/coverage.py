"""`geo coverage`."""

from __future__ import annotations

import click

from geo.cli.options import format_option, read_and_assess, sites_argument
from geo.cli.output import echo, echo_json


@click.command("coverage")
@sites_argument
@format_option
def coverage_command(file: str, form: str) -> None:
    """List which of the minimum data for mine action the records of FILE (sites.geojson) have and lack.

    What was found: coordinates, date, category, model, condition, depth. Accidents: place, date, device category, demining
    or mine accident. Missing data is not an error: the exit status is 0.

    \b
    Example:
      geo coverage sites.geojson
    """
    from geo.judge.coverage import assess_coverage
    from geo.show.answers import coverage as coverage_answers

    found = assess_coverage(read_and_assess(file, form).sites)
    if form == "json":
        echo_json(coverage_answers.coverage(found))
    else:
        echo(coverage_answers.coverage_text(found), nl=False)

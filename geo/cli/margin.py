"""`geo margin`."""

from __future__ import annotations

import click

from geo.cli.options import DEFAULT_FILE, assessed, format_option, record_of
from geo.cli.output import echo, echo_json


@click.command("margin")
@click.argument("claim")
@click.option("--sites", "file", default=DEFAULT_FILE, type=click.Path(), help="The file of the claim.")
@format_option
def margin_command(claim: str, file: str, form: str) -> None:
    """Say how wrong positions would have to be for CLAIM to hold, or how well known for it to be decided.

    \b
    Example:
      geo margin claim-separation
    """  # noqa: D301
    from geo.judge.verdict.margin import margin
    from geo.record.kinds import Claim
    from geo.show.answers import margin as margin_answers
    from geo.show.answers import what_would_turn as answers

    sites = assessed(file, form).sites
    try:
        found = margin(record_of(Claim, claim, sites), sites)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if form == "json":
        echo_json(margin_answers.margin(found))
    else:
        echo(answers.lines([f"{found.claim}: {found.verdict}.", *margin_answers.margin_sentences(found)]), nl=False)

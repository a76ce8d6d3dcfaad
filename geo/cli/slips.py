"""`geo slips`."""

from __future__ import annotations

import click

from geo.cli.options import DEFAULT_FILE, assessed, format_option, record_of
from geo.cli.output import echo, echo_json


@click.command("slips")
@click.argument("claim")
@click.option("--sites", "file", default=DEFAULT_FILE, type=click.Path(), help="The file of the claim.")
@click.option("--all", "every", is_flag=True, help="List every slip that was tried with what it gives.")
@format_option
def slips_command(claim: str, file: str, every: bool, form: str) -> None:  # noqa: FBT001  # click's signature
    """Try every single slip of the pen in the figures of CLAIM, a distance claim: would one make it hold?

    \b
    Example:
      geo slips claim-separation
    """  # noqa: D301
    from geo.judge.verdict.slips import find_slips
    from geo.record.kinds import DistanceClaim
    from geo.show.answers import slips as slip_answers
    from geo.show.answers import what_would_turn as answers

    sites = assessed(file, form).sites
    try:
        found = find_slips(record_of(DistanceClaim, claim, sites), sites)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if form == "json":
        echo_json(slip_answers.slips(found, every=every))
    else:
        echo(answers.lines(slip_answers.slips_sentences(found, every=every)), nl=False)

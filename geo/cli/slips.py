"""`geo slips`."""

from __future__ import annotations

import click

from geo.cli.options import DEFAULT_FILE, assessed, echo_json, format_option


@click.command("slips")
@click.argument("claim")
@click.option("--sites", "file", default=DEFAULT_FILE, type=click.Path(), help="The file of the claim.")
@format_option
def slips_command(claim: str, file: str, form: str) -> None:
    """Try every single slip of the pen in the figures of CLAIM, a distance claim: would one make it hold?

    \b
    Example:
      geo slips claim-separation
    """  # noqa: D301
    from geo.judge.slip import find_slips  # noqa: PLC0415
    from geo.record.kinds import DistanceClaim  # noqa: PLC0415
    from geo.record.wording import did_you_mean  # noqa: PLC0415

    sites = assessed(file, form).sites
    claims = {one.id: one for one in sites.of_kind(DistanceClaim)}
    record = claims.get(claim)
    if record is None:
        raise click.UsageError(f'"{claim}" is no distance claim of {file}{did_you_mean(claim, claims)}')
    try:
        found = find_slips(record, sites)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if form == "json":
        from geo.show.wire import slips  # noqa: PLC0415

        echo_json(slips(found))
    else:
        from geo.show.report import slips_text  # noqa: PLC0415

        click.echo(slips_text(found), nl=False)

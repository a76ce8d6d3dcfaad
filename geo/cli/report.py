"""`geo report`."""

from __future__ import annotations

import click

from geo.cli.options import assessed, echo_json, format_option, sites_argument


@click.command("report")
@sites_argument
@format_option
def report_command(file: str, form: str) -> None:
    """Write all findings, zones and sources of FILE (sites.geojson) as plain text.

    \b
    Example:
      geo report sites.geojson > report.txt
    """  # noqa: D301
    assessment = assessed(file, form)
    if form == "json":
        from geo.show.wire import report  # noqa: PLC0415

        echo_json(report(assessment))
    else:
        from geo.show.report import report_text  # noqa: PLC0415

        click.echo(report_text(assessment), nl=False)

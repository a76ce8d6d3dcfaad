"""`geo check`."""

from __future__ import annotations

import sys

import click

from geo.cli.options import echo_json, format_option, read_with_progress, sites_argument


@click.command("check")
@sites_argument
@format_option
def check_command(file: str, form: str) -> None:
    """Check FILE (sites.geojson) and judge its claims.

    Every problem is listed with its line and column. A file with errors is not judged.

    \b
    Example:
      geo check sites.geojson --format json
    """  # noqa: D301
    from geo.judge.assessment import assess  # noqa: PLC0415

    reading = read_with_progress(file)
    assessment = None if reading.errors else assess(reading.sites)
    if form == "json":
        from geo.show.wire import check  # noqa: PLC0415

        echo_json(check(reading.problems, assessment))
    else:
        for problem in reading.problems:
            click.echo(str(problem))
        if assessment:
            from geo.show.report import summary  # noqa: PLC0415
            from geo.show.terminal import print_findings  # noqa: PLC0415

            click.echo(summary(assessment))
            print_findings(assessment)
    sys.exit(1 if reading.errors else 0)

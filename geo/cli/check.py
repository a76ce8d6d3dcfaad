"""`geo check`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from geo.cli.options import sites_argument
from geo.cli.output import echo, echo_json

if TYPE_CHECKING:
    from geo.earth.bounding_box import Box
    from geo.record.reading import Reading


@click.command("check")
@sites_argument
@click.option("--format", "form", type=click.Choice(["text", "json", "github", "sarif"]), default="text", help="Output format.")
@click.option("--short", is_flag=True, help="Print one line per problem, without quoting the file.")
@click.option("--region", metavar="W,S,E,N", help="Where records should lie, in degrees, such as 46,39,47,40.")
def check_command(file: str, form: str, short: bool, region: str | None) -> None:
    """Check FILE (sites.geojson) and judge its claims.

    The files of its photographs are opened and compared with the record. Every problem is listed with its line and column; `geo explain` explains its code. The claims of a file with errors are
    not judged. `--format github` writes annotations for GitHub workflows and `--format sarif` writes SARIF 2.1.0; both list
    problems only.

    \b
    Example:
      geo check sites.geojson --format json
    """
    from geo.record.reading import read

    reading = read(file, region=_box(region), photos=True)
    if form == "github":
        from geo.show.answers.check import github_annotation, left_out_sentence

        for problem in reading.problems:
            echo(github_annotation(problem))
        if reading.left_out:
            echo(f"::notice::{left_out_sentence(reading.left_out)}")
    elif form == "sarif":
        from geo.show.answers.sarif import make_sarif

        echo_json(make_sarif(reading.problems, reading.left_out))
    else:
        _judged(reading, form, short=short)
    sys.exit(1 if reading.errors else 0)


def _judged(reading: Reading, form: str, *, short: bool) -> None:
    from geo.judge.assessment import assess
    from geo.show.answers.check import left_out_sentence, with_context

    assessment = None if reading.errors else assess(reading.sites)
    if form == "json":
        from geo.show.answers.check import check_json

        echo_json(check_json(reading.problems, assessment, reading.left_out))
        return
    for line in map(str, reading.problems) if short else with_context(reading.problems, reading.text):
        echo(line)
    if reading.left_out:
        echo(left_out_sentence(reading.left_out))
    if assessment:
        from geo.show.answers.check import (
            print_findings,
            summary,
            together_lines,
        )

        echo(summary(assessment))
        print_findings(assessment)
        for line in together_lines(assessment):
            echo(line)


def _box(region: str | None) -> Box | None:
    from geo.earth.bounding_box import parse_box

    try:
        return None if region is None else parse_box(region)
    except ValueError as error:
        raise click.UsageError(f"--region {error}") from None

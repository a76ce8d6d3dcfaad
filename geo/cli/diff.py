"""`geo diff`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli.output import echo, echo_json, echo_utf8

if TYPE_CHECKING:
    from geo.record.reading import Reading


@click.command("diff")
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="Output format; markdown is for a pull request.",
)
def diff_command(old: str, new: str, form: str) -> None:
    """Show what changed from OLD to NEW: records, their positions, and verdicts.

    OLD and NEW are files, or REV:path in a git checkout; the path is relative to its top, or with a leading "./" to here.
    Records are matched by id. Differences are not errors: the exit status is 0 if both files could be read.

    \b
    Example:
      geo diff HEAD:sites.geojson sites.geojson
    """
    from geo.judge.assessment import assess
    from geo.judge.diff import compare

    readings = _read(old), _read(new)
    for reading in readings:
        for problem in reading.problems:
            echo(problem, err=True)
        if reading.left_out:
            from geo.show.answers.check import left_out_sentence

            echo(left_out_sentence(reading.left_out), err=True)
    if any(reading.errors for reading in readings):
        sys.exit(1)
    difference = compare(*(assess(reading.sites) for reading in readings))
    if form == "json":
        from geo.show.answers import json_form as wire

        echo_json(wire.difference(difference))
        return
    from geo.show.answers.diff import changes_markdown, changes_text

    text = changes_markdown(difference) if form == "markdown" else changes_text(difference)
    echo_utf8(text)


def _read(name: str) -> Reading:
    """Read a file, or a revision's where there is no file of that name."""
    from geo.record.reading import read

    if ":" not in name or Path(name).exists():
        return read(name)
    from geo.record.json_file.git_revision import read_revision
    from geo.record.problems import MOST_OF_A_CODE
    from geo.record.reading import read_data

    return read_data(name, read_revision(name), most_of_a_code=MOST_OF_A_CODE)

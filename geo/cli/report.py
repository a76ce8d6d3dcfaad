"""`geo report`."""

from __future__ import annotations

import sys
from typing import Any

import click

from geo.cli.options import (
    format_option,
    narrow_down,
    photos_option,
    read_and_assess,
    refuse_to_overwrite,
    selection_options,
    sites_argument,
)
from geo.cli.output import echo, echo_json


@click.command("report")
@sites_argument
@click.option("-o", "--output", type=click.Path(), help="Write a document: .md, .html or .pdf.")
@click.option("--title", metavar="TEXT", help="What the document is called; without it, as the record is.")
@click.option(
    "--font",
    "fonts",
    type=click.Path(),
    multiple=True,
    help="A font file for a script that the machine's fonts lack; may be repeated.",
)
@click.option(
    "--link",
    metavar="ADDRESS",
    help="Where the map is published: a code on paper leads there, to the report's view or the one in ADDRESS.",
)
@click.option(
    "--check", metavar="REPORT", type=click.Path(), help="Say whether the record that REPORT names is FILE as it is now."
)
@photos_option
@selection_options
@format_option
def report_command(
    file: str,
    output: str | None,
    title: str | None,
    fonts: tuple[str, ...],
    link: str | None,
    check: str | None,
    photos_px: int | None,
    form: str,
    **chosen: Any,
) -> None:
    """Write all findings, zones and sources of FILE (sites.geojson), as plain text or as a document.

    \b
    Example:
      geo report sites.geojson -o report.pdf
      geo report --check report.pdf sites.geojson
    """
    if check is not None:
        _check(check, file, form)
        return
    if output is not None:
        from geo.show.report.write import ending_of

        try:
            ending_of(output)
        except ValueError as error:
            raise click.UsageError(str(error)) from None
        refuse_to_overwrite(output, file)
    assessment = narrow_down(read_and_assess(file, form), **chosen)
    written = None
    if output is not None:
        from geo.show.report.write import write_report

        try:
            written = write_report(assessment, output, title=title, fonts=fonts, link=link, photos_px=photos_px)
        except ValueError as error:
            raise click.UsageError(str(error)) from None
        if not title and not assessment.sites.name:
            echo(f"{file} has no name; --title gives the document one, now “{assessment.sites.title}”", err=True)
    if form == "json":
        from geo.show.answers.report import report_json

        echo_json({**({"report": str(written)} if written else {}), **report_json(assessment)})
    elif written:
        from geo.show.answers.check import summary

        echo(summary(assessment))
        echo(f"The report is in {written}")
    else:
        from geo.show.report.text import format_report

        echo(format_report(assessment, title=title), nl=False)


def _check(report: str, file: str, form: str) -> None:
    """Compare the hash that a report names with that of a file, and leave with status 1 where they differ."""
    from geo.show.answers.report import origin_json, origin_text
    from geo.show.report.origin import hash_record, read_hash

    try:
        named = read_hash(report)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    found = hash_record(file)
    if form == "json":
        echo_json(origin_json(report, file, named, found))
    else:
        echo(origin_text(report, file, named, found))
    if named != found:
        sys.exit(1)

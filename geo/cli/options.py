"""Options that several commands share: the file, the output format, and reading a file with errors reported."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, TypeVar

import click

from geo.cli.output import echo, echo_json
from geo.earth.quantities import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.judge.assessment import Assessment
    from geo.record.kinds import Record
    from geo.record.sites import Sites

F = TypeVar("F", bound="Callable[..., object]")
Kind = TypeVar("Kind", bound="Record")

DEFAULT_FILE = "sites.geojson"


_MOST_LEFT_OUT = 20
_MOST_WARNINGS = 3
"""More warnings than this would hide the answer of a command that was asked something else."""


def sites_argument(function: F) -> F:
    """The file to read."""
    return click.argument("file", default=DEFAULT_FILE, type=click.Path())(function)


def sites_option(function: F) -> F:
    """The file in which the command looks a record up."""
    option = click.option("--sites", "file", default=DEFAULT_FILE, type=click.Path(), show_default=True, help="The file.")
    return option(function)


def format_option(function: F) -> F:
    """Text for people or JSON for programs."""
    option = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
    return option(function)


def language_option(function: F) -> F:
    """The language of a page's own words."""
    option = click.option(
        "--language",
        type=click.Choice(["en", "ru", "az", "hy", "uk", "fr", "ar"]),  # of geo.show.map.languages, which takes longer to load
        default="en",
        help="Language of the page's own words; the reader can choose another. All but English want a native reader.",
    )
    return option(function)


def photos_option(function: F) -> F:
    """How large the pictures of photographs are."""
    option = click.option(
        "--photos",
        "photos_px",
        type=click.Choice(["none", "320", "640"]),
        default="320",
        show_default=True,
        callback=lambda _context, _option, chosen: None if chosen == "none" else int(chosen),
        help="Longer side of the photographs' pictures in pixels; smaller if they need more than 2 MiB.",
    )
    return option(function)


def selection_options(function: F) -> F:
    """Which records a page, a report or an export is of."""
    kinds = "fragment_site, strike_report, place, zone, photo, or a kind of claim"  # of geo.record.kinds, which takes longer to load
    for option in (
        click.option("--verdict", multiple=True, metavar="VERDICT", help="Only claims with this verdict; may be repeated."),
        click.option(
            "--where", multiple=True, metavar="CONDITION", help='Only records of some days: "day>=2021-03", "day<=2021-04".'
        ),
        click.option("--kind", multiple=True, metavar="KIND", help=f"Only records of this kind ({kinds}); may be repeated."),
    ):
        function = option(function)
    return function


def narrow_down(assessment: Assessment, *, kind: Sequence[str], where: Sequence[str], verdict: Sequence[str]) -> Assessment:
    """The part of an assessment that `selection_options` ask for; what lacks something to be told is named on stderr.

    Raises:
        UsageError: if an option cannot be understood.
    """
    if not (kind or where or verdict):
        return assessment
    from geo.judge.assessment import assess

    try:
        sites = assessment.select(kind=kind or None, days=_days(where), verdict=verdict or None)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    for one in sites.left_out[:_MOST_LEFT_OUT]:
        echo(f"left out: {one}", err=True)
    if (rest := len(sites.left_out) - _MOST_LEFT_OUT) > 0:
        echo(f"{plural(rest, 'more record')} left out in the same way", err=True)
    return assess(sites)


def _days(conditions: Sequence[str]) -> str | None:
    """The interval of days that all of some conditions leave, None where there are none."""
    if not conditions:
        return None
    from geo.record.dates import parse_dates

    first, last = "0001", "9999"
    for condition in conditions:
        match = re.fullmatch(r"\s*day\s*(>=|<=|=)\s*(\S+)\s*", condition)
        if match is None:
            raise click.UsageError(f'--where: wanted "day>=2021-03-01", "day<=2021-04" or "day=2021", not "{condition}"')
        days = parse_dates(match[2])
        first = max(first, days.first.isoformat()) if match[1] != "<=" else first
        last = min(last, days.last.isoformat()) if match[1] != ">=" else last
    return f"{first}/{last}"


def read_and_assess(file: str, form: str = "text") -> Assessment:
    """Read and judge a file, or print its problems, as JSON if that is asked for, and leave with exit status 1."""
    from geo.judge.assessment import assess  # commands load what they need, when they need it
    from geo.record.reading import read

    reading = read(file)
    if reading.errors and form == "json":
        from geo.show.answers.check import check_json

        echo_json(check_json(reading.problems, None, reading.left_out))
        sys.exit(1)
    if reading.errors or len(reading.problems) <= _MOST_WARNINGS:
        for problem in reading.problems:
            echo(problem, err=True)
        if reading.left_out:
            from geo.show.answers.check import left_out_sentence

            echo(left_out_sentence(reading.left_out), err=True)
    else:
        count = len(reading.problems) + sum(reading.left_out.values())
        echo(f"{file}: {plural(count, 'warning')}; geo check lists them", err=True)
    if reading.errors:
        sys.exit(1)
    return assess(reading.sites)


def find_record(kind: type[Kind], name: str, sites: Sites) -> Kind:
    """The record of a kind with an id, or with a name that no other one has.

    Raises:
        UsageError: if there is none, naming the nearest one; if there are several of that name, listing their ids.
    """
    from geo.record.look_up import LookUpError, look_up

    known = {one.id: one for one in sites.of_kind(kind)}
    what = getattr(kind, "kind", kind.__name__.lower()).replace("_", " ")
    try:
        return known[look_up(name, {record_id: one.name for record_id, one in known.items()}, f"{what} of {sites.path}")]
    except LookUpError as error:
        raise click.UsageError(str(error)) from None


def refuse_to_overwrite(output: str | None, *files: str | None) -> None:
    """Refuse to write over a file that is read, before anything is done; writing itself refuses it again.

    Raises:
        UsageError: if that would happen.
    """
    if output is None or output == "-":
        return
    from geo.record.protected_inputs import refuse_input

    try:
        refuse_input(output, [file for file in files if file is not None])
    except ValueError as error:
        raise click.UsageError(str(error)) from None

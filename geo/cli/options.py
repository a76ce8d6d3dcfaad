"""What several commands share: the file, the form of the output, and reading with a word on what is wrong."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.judge.assessment import Assessment
    from geo.record.kinds import Record
    from geo.record.sites import Sites
    from geo.show.wire import Json

F = TypeVar("F", bound="Callable[..., object]")
Kind = TypeVar("Kind", bound="Record")

DEFAULT_FILE = "sites.geojson"


_MOST_WARNINGS = 3
"""More of them would hide the answer of a command that was asked something else."""


def sites_argument(function: F) -> F:
    """The file to read."""
    return click.argument("file", default=DEFAULT_FILE, type=click.Path())(function)


def format_option(function: F) -> F:
    """Text for people or JSON for programs."""
    option = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the output.")
    return option(function)


def assessed(file: str, form: str = "text") -> Assessment:
    """Read and judge a file, or print its problems, as JSON if that is asked for, and leave with exit status 1."""
    from geo.judge.assessment import assess  # noqa: PLC0415  # commands load what they need, when they need it
    from geo.record.problems import printable  # noqa: PLC0415
    from geo.record.reading import read  # noqa: PLC0415

    reading = read(file)
    if reading.errors and form == "json":
        from geo.show.wire import check  # noqa: PLC0415

        echo_json(check(reading.problems, None, reading.left_out))
        sys.exit(1)
    if reading.errors or len(reading.problems) <= _MOST_WARNINGS:
        for problem in reading.problems:
            click.echo(str(problem), err=True)
        if reading.left_out:
            from geo.show.problemforms import left_out_sentence  # noqa: PLC0415

            click.echo(left_out_sentence(reading.left_out), err=True)
    else:
        count = len(reading.problems) + sum(reading.left_out.values())
        click.echo(printable(f"{file}: {count:,} warnings; geo check lists them"), err=True)
    if reading.errors:
        sys.exit(1)
    return assess(reading.sites)


def record_of(kind: type[Kind], name: str, sites: Sites) -> Kind:
    """The record of a kind with an id, or a usage error that names the nearest one."""
    from geo.record.wording import did_you_mean  # noqa: PLC0415

    known = {one.id: one for one in sites.of_kind(kind)}
    if name not in known:
        what = getattr(kind, "kind", kind.__name__.lower()).replace("_", " ")
        raise click.UsageError(f'"{name}" is no {what} of {sites.path}{did_you_mean(name, known)}')
    return known[name]


def not_the_input(output: str | None, file: str) -> None:
    """Refuse to write over the file that is read."""
    if output and Path(output).exists() and Path(file).exists() and Path(output).samefile(file):
        raise click.UsageError(f"{output} is the file that is read; give the output another name")


def echo_json(value: Json) -> None:
    """Print a value as JSON, in UTF-8 wherever it goes."""
    from geo.show.wire import to_text  # noqa: PLC0415

    click.echo(to_text(value).encode(), nl=False)

"""What several commands share: the file, the form of the output, and reading with a word on what is wrong."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.earth.box import Box
    from geo.judge.assessment import Assessment
    from geo.record.reading import Reading
    from geo.show.wire import Json

F = TypeVar("F", bound="Callable[..., object]")

DEFAULT_FILE = "sites.geojson"


def sites_argument(function: F) -> F:
    """The file to read."""
    return click.argument("file", default=DEFAULT_FILE, type=click.Path())(function)


def format_option(function: F) -> F:
    """Text for people or JSON for programs."""
    option = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the output.")
    return option(function)


def refuse_to_overwrite(file: str, output: str) -> None:
    """Leave where the output would take the place of the file that is read."""
    if Path(output).exists() and Path(file).exists() and Path(output).samefile(file):
        raise click.UsageError(f"{output} is the file that is read; give the output another name")


def read_with_progress(file: str, region: Box | None = None) -> Reading:
    """Read a file, with a progress bar on a terminal where it is long."""
    from geo.record.reading import read  # noqa: PLC0415  # commands load what they need, when they need it
    from geo.show.terminal import progress  # noqa: PLC0415

    return read(file, track=progress, region=region)


def assessed(file: str, form: str = "text") -> Assessment:
    """Read and judge a file, or print its problems, as JSON if that is asked for, and leave with exit status 1."""
    from geo.judge.assessment import assess  # noqa: PLC0415

    reading = read_with_progress(file)
    if reading.errors and form == "json":
        from geo.show.wire import check  # noqa: PLC0415

        echo_json(check(reading.problems, None))
        sys.exit(1)
    for problem in reading.problems:
        click.echo(str(problem), err=True)
    if reading.errors:
        sys.exit(1)
    return assess(reading.sites)


def echo_json(value: Json) -> None:
    """Print a value as JSON, in UTF-8 wherever it goes."""
    from geo.show.wire import to_text  # noqa: PLC0415

    click.echo(to_text(value).encode(), nl=False)

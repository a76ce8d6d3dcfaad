"""Prints to the terminal: everything that a command prints passes through here, and nothing in it controls the terminal."""

from __future__ import annotations

import io
import sys
from typing import IO, TYPE_CHECKING

import click

from geo.record.escape import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.show.answers.json_form import Json


START_HINT = " (geo new starts a file from a news story)"
"""What follows the message that there is no such file."""


class Refusals(click.UsageError):
    """Wrong usage that takes several sentences, each on its own line."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def is_on_terminal() -> bool:
    """Whether somebody can read questions and answer them."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def echo(text: object, *, err: bool = False, nl: bool = True) -> None:
    """Print text in which each line is one of our own; all else that steers a terminal becomes an escape."""
    click.echo("\n".join(map(printable, str(text).split("\n"))), err=err, nl=nl)


def echo_utf8(text: str) -> None:
    """Print text in UTF-8 wherever it goes, whatever the old code page of a terminal."""
    click.echo("\n".join(map(printable, text.split("\n"))).encode(), nl=False)


def echo_json(value: Json) -> None:
    """Print a value as JSON, in UTF-8 wherever it goes."""
    from geo.show.answers.json_form import to_text

    echo_json_part(to_text(value).encode())


def echo_json_part(part: bytes) -> None:
    """Print a piece of JSON that `json_escaped` has been through."""
    click.echo(part, nl=False)


def show_usage_error(error: click.ClickException) -> None:
    """Say what is wrong with the words of the command line, or with what they name in a file, each sentence on its line."""
    usage = io.StringIO()
    error.show(usage)
    sentences = error.sentences if isinstance(error, Refusals) else [error.format_message()]
    before, error_word, _ = usage.getvalue().partition("Error: ")  # click's own words, without a text of the file
    echo(before + error_word + "\n".join(map(printable, sentences)), err=True)


def stdout_for_a_file(option: str) -> IO[bytes]:
    """Standard output for the bytes of a file, which keep their control characters and so must not reach a terminal.

    Raises:
        UsageError: if it is a terminal.
    """
    if sys.stdout.isatty():
        raise click.UsageError(
            f"{option} writes a file to stdout, which is a terminal here; redirect it to a file or another program"
        )
    return sys.stdout.buffer

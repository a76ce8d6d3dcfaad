"""Defines the command line: `geo`, and `python -m geo`. Exit status 0: fine; 1: problems found; 2: could not run."""

from __future__ import annotations

import gc
import io
import os
import sys
import warnings
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from geo.cli.output import START_HINT, echo, show_usage_error
from geo.record.escape import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GROUPS = {
    "Start": {
        "new": "Start a file from a news story.",
        "add": "Add a record to a file.",
        "import": "Turn the rows of a table into records.",
        "fmt": "Format a file, and repair it.",
        "schema": "Write the JSON Schema of the file, for editors.",
    },
    "Look": {
        "map": "Draw the interactive map.",
        "watch": "Show the map while a file is edited.",
    },
    "Check": {
        "check": "Check a file and judge its claims.",
        "explain": "Explain a problem by its code.",
        "duplicates": "List records that may describe one event.",
        "coverage": "List the minimum data for mine action that records lack.",
        "diff": "Show what changed between two files.",
    },
    "Ask": {
        "why": "Explain a verdict, or locate a site from its claims.",
        "distance": "Measure between two positions.",
        "sources": "List who said what, when, and after whom.",
    },
    "Areas": {
        "zones": "Show what zones cover, and which records lie inside.",
        "exposure": "Count what lies inside zones.",
        "near": "List the points of two files that lie near each other.",
    },
    "Hand over": {
        "report": "Write the findings as text, Markdown, HTML or PDF.",
        "export": "Write records, zones and findings for other programs.",
        "publish": "Write a copy with coarser positions.",
    },
}
"""The commands and what they do, grouped by purpose."""
_COMMANDS = {name: text for group in _GROUPS.values() for name, text in group.items()}
_SYNONYMS = {
    **dict.fromkeys(("validate", "verify", "lint", "test", "judge", "assess", "conflicts", "problems", "errors"), ("check",)),
    **dict.fromkeys(("slips", "margin", "locate", "locus", "claim", "finding", "verdict", "reason"), ("why",)),
    **dict.fromkeys(("pdf", "print", "markdown", "md", "document", "summary"), ("report",)),
    **dict.fromkeys(("html", "draw", "plot", "view", "show", "page"), ("map",)),
    **dict.fromkeys(("open", "browse"), ("map --open", "watch")),
    **dict.fromkeys(("serve", "live", "preview"), ("watch",)),
    **dict.fromkeys(("convert", "transform"), ("export", "import")),
    **dict.fromkeys(("kml", "kmz", "gpx", "gpkg", "csv", "shp", "save", "write", "download"), ("export",)),
    **dict.fromkeys(("load", "read", "upload", "ingest"), ("import",)),
    **dict.fromkeys(("insert", "record"), ("add",)),
    **dict.fromkeys(("create", "init", "start", "begin"), ("new",)),
    **dict.fromkeys(("format", "repair", "fix", "tidy"), ("fmt",)),
    **dict.fromkeys(("measure", "azimuth", "bearing", "direction"), ("distance",)),
    **dict.fromkeys(("timeline", "provenance", "independence"), ("sources",)),
    **dict.fromkeys(("compare", "changes", "changed", "history"), ("diff",)),
    **dict.fromkeys(("dedupe", "groups", "merge", "similar"), ("duplicates",)),
    **dict.fromkeys(("buffer", "radius", "danger", "overlap"), ("zones",)),
    **dict.fromkeys(("count", "population", "people", "buildings"), ("exposure",)),
    **dict.fromkeys(("nearby", "within", "proximity", "pairs"), ("near",)),
    **dict.fromkeys(("anonymize", "anonymise", "redact", "blur", "coarsen", "share"), ("publish",)),
    **dict.fromkeys(("code", "codes"), ("explain",)),
    **dict.fromkeys(("minimum", "completeness", "missing"), ("coverage",)),
    **dict.fromkeys(("help", "usage", "man", "commands"), ("--help",)),
    "version": ("--version",),
}
"""Words that newcomers type and the commands they may want; former commands are among them."""
_MODULES = {"import": "import_"}
"""Where a command's name is a word of Python's."""


_STOPPED = 130
"""The exit status after Ctrl-C, as in shells."""


class _CommandGroup(click.Group):
    """Loads a command on demand, so that none waits for what another needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            ctx.fail(f'there is no command "{cmd_name}"{_meant(cmd_name)}')
        command: click.Command = getattr(import_module(f"geo.cli.{_MODULES.get(cmd_name, cmd_name)}"), f"{cmd_name}_command")
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            echo("geo: stopped; no file was left half written", err=True)
            ctx.exit(_STOPPED)
        except BrokenPipeError:  # the reader went away
            _forget_stdout()
            ctx.exit(2)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(map(len, _COMMANDS))
        for name, commands in _GROUPS.items():
            with formatter.section(name):
                formatter.write_dl([(command.ljust(width), text) for command, text in commands.items()])


def _meant(word: str) -> str:
    """A hint at the commands that a word may mean: synonyms first, then what is spelt like it."""
    from geo.record.did_you_mean import find_closest, fold  # only now

    wanted = _SYNONYMS.get(fold(word), ())
    if not wanted and (near := find_closest(word, _COMMANDS)):
        wanted = (near,)
    elif not wanted and (near := find_closest(word, _SYNONYMS)):
        wanted = _SYNONYMS[near]
    if not wanted:
        return ""
    quoted = [f'"geo {one}"' for one in wanted]
    return f"; did you mean {' or '.join(quoted)}?"


def _print_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # reading metadata takes a while

        echo(f"geo {version('debris-sites')}")
        ctx.exit()


@click.group(cls=_CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_version, help="Show the version.")
def geo() -> None:
    """Check what was reported about debris sites against published coordinates.

    Every command has --help.

    \b
    Example:
      geo check sites.geojson
    """


@contextmanager
def _bars() -> Iterator[None]:
    """Progress bars for long work, on a terminal only."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    from geo.record.progress import report_progress_to  # loaded when a command runs, as all else
    from geo.show.progress_bar import Bars

    bars = Bars()
    try:
        with report_progress_to(bars):
            yield
    finally:
        bars.close()


@contextmanager
def _rare_searches() -> Iterator[None]:
    """Search for garbage rarely: a command makes many objects that last until it ends, and little garbage."""
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 20, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def run() -> None:
    """Run the command line as a process of its own, which does not search all that is left for garbage as it ends.

    Python does so several times, which took up to a tenth of the time of a command.
    """
    try:
        main()
    finally:
        gc.freeze()


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command line; whatever stops it is one sentence on stderr, with exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, io.TextIOWrapper
        ):  # a file gets UTF-8, whatever the system's old code page; a terminal keeps its own
            stream.reconfigure(encoding=stream.encoding if stream.isatty() else "utf-8", errors="backslashreplace")
    warnings.showwarning = _show_warning
    try:
        with _bars(), _rare_searches():
            status = geo.main(args=argv, prog_name="geo", standalone_mode=False)
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:  # the reader went away
        _forget_stdout()
        status = 2
    except click.ClickException as error:
        show_usage_error(error)
        status = error.exit_code
    except click.Abort:
        echo("Aborted!", err=True)
        status = 1
    except OSError as error:
        _forget_stdout()  # it may be what is full
        what = f"{os.fsdecode(error.filename)}: {error.strerror}" if _names_a_file(error) else error.strerror or error
        echo(f"geo: {printable(str(what))}{START_HINT if isinstance(error, FileNotFoundError) else ''}", err=True)
        status = 2
    except MemoryError:
        echo("geo: there is not enough memory for this", err=True)
        status = 2
    except Exception as error:  # noqa: BLE001  # the last net: a traceback would show a stranger's text to the terminal
        echo(_describe_fault(error), err=True)
        status = 2
    sys.exit(status if isinstance(status, int) else 0)


def _names_a_file(error: OSError) -> bool:
    return isinstance(error.filename, str | bytes) and error.strerror is not None


def _forget_stdout() -> None:
    """Discard what is still to be written, so that the process does not fail on it as it ends."""
    with suppress(OSError, ValueError, AttributeError):  # not every stdout is a file of the system's
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show_warning(message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> None:
    """Show a library's warning without the path of its source."""
    echo(f"geo: {category.__name__}: {printable(str(message))}", err=True)


FAULT = "this is a bug in geo"
"""The message for an error that has no sentence of its own."""


def _describe_fault(error: Exception) -> str:
    """Where it happened, without the text of the file; all of it, escaped, if GEO_DEBUG is set."""
    import traceback  # hardly ever needed

    if os.environ.get("GEO_DEBUG"):
        return "".join(traceback.format_exception(error))
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if f"{os.sep}geo{os.sep}" in frame.filename]
    where = f" in {own[-1].filename.rpartition(os.sep)[2]}, line {own[-1].lineno}" if own else ""
    return f"geo: {FAULT}, not a fault in the file: {type(error).__name__}{where}; please report it (GEO_DEBUG=1 shows more)"

"""`geo new`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from geo.cli.options import DEFAULT_FILE, format_option, refuse_to_overwrite
from geo.cli.output import echo, echo_json, is_on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.earth.notation.coordinates import Coordinates
    from geo.record.edit.edit import Edit, Original
    from geo.record.json_file.layout import Node
    from geo.record.news_story.find_figures import FoundFigures, ProposedFigure
    from geo.record.news_story.records import Answers
    from geo.record.news_story.text import NewsStory

T = TypeVar("T")


@click.command("new")
@click.option(
    "--from", "story", metavar="STORY.txt", type=click.Path(), help="The text of a news story, as plain text in UTF-8."
)
@click.option(
    "--language", metavar="TAG", help="Language of the story, such as de or uk, if its figures cannot be read without."
)
@click.option(
    "--sites", "file", default=DEFAULT_FILE, type=click.Path(), show_default=True, help="The file; it must not exist."
)
@click.option("--append", is_flag=True, help="Append to the file if it exists; the rest of it stays unchanged.")
@format_option
def new_command(story: str | None, language: str | None, file: str, append: bool, form: str) -> None:
    """Start a file from a news story: answer at most six questions, and keep the figures that are right.

    It looks in the story for coordinates, distances, directions, radii, dates and markings, and shows each with its sentence
    and the property that it would be. Only what you keep is written. No place is guessed: what the story does not print, and
    you do not know, has no position until you add one.

    Where there is nobody to answer (no terminal, or --format json), the figures of --from are printed and nothing is written.

    \b
    Example:
      geo new
      geo new --from story.txt
    """
    from geo.record.news_story.find_figures import find_figures

    news = None if story is None else _read(story)
    if form == "json" or not is_on_terminal():
        if news is None:
            raise click.UsageError("geo new asks questions and needs a terminal; --from STORY.txt lists the figures of a story")
        _list_figures(news, find_figures(news, language), form)
        return
    refuse_to_overwrite(file, story)
    _create(news, language, file, append=append)


def _read(path: str) -> NewsStory:
    from geo.record.news_story.text import read_story

    try:
        return read_story(path)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _list_figures(news: NewsStory, found: FoundFigures, form: str) -> None:
    from geo.show.answers.new import proposals_json, proposals_text

    if form == "json":
        echo_json(proposals_json(news, found))
    else:
        echo(proposals_text(news, found), nl=False)


def _create(news: NewsStory | None, language: str | None, file: str, *, append: bool) -> None:
    """Ask, and write what is confirmed."""
    from geo.record.edit.edit import append_records
    from geo.record.json_file.file_lock import wait_for_turn
    from geo.record.json_file.layout import feature_text
    from geo.record.news_story.records import make_records
    from geo.record.problems import SitesError

    features: list[dict[str, Node]] = []
    try:
        _original(file, append=append)  # nobody answers questions about a file that cannot be written
        answers, kept = _ask(news, language)
        features = make_records(_original(file, append=append).document, answers, kept)
        with wait_for_turn(file):  # what another command adds meanwhile stays, and so the file is read only now
            original = _original(file, append=append)
            features = make_records(original.document, answers, kept)
            edit = append_records(original, *features)
            if not edit.errors:
                edit.save(reads=[] if news is None else [news.path])
    except SitesError as error:
        echo(error, err=True)
        edit = None
    except (OSError, click.UsageError):
        if features:
            echo("These are the records as you gave them:", err=True)
        for feature in features:
            echo(feature_text(feature, ""), err=True)
        raise
    if edit is None or edit.errors:
        for problem in edit.problems if edit else ():
            echo(f"{file}: {problem.severity}: {problem.id or 'file'}: {problem.message}", err=True)
        echo(f"geo: nothing was written to {file}", err=True)
        for feature in features:
            echo(feature_text(feature, ""), err=True)
        sys.exit(1)
    _say(edit, features)


def _say(edit: Edit, features: list[dict[str, Node]]) -> None:
    from geo.record.json_file.layout import decode_string
    from geo.record.kinds import Located
    from geo.record.reading import read_data
    from geo.show.answers.new import written_text

    for problem in edit.problems:
        echo(f"{edit.original.path}: {problem.severity}: {problem.id}: {problem.message}", err=True)
    ids = [decode_string(str(feature['"id"'])) for feature in features]
    sites = read_data(edit.original.path, edit.data).sites
    nowhere = [one for one in ids if isinstance(record := sites[one], Located) and record.position is None]
    echo(written_text(edit, ids, without_position=nowhere), nl=False)


def _original(file: str, *, append: bool) -> Original:
    from geo.record.edit.edit import Original, read_original
    from geo.record.json_file.parse import parse

    if Path(file).exists():
        if append:
            return read_original(file)
        raise click.UsageError(
            f"{file} already exists, and geo new overwrites nothing; --append adds to it, or --sites names another file"
        )
    return Original(file, None, parse('{"type": "FeatureCollection", "features": []}'))


def _ask(news: NewsStory | None, language: str | None) -> tuple[Answers, list[ProposedFigure]]:
    """The answers of a person, at most six, and the figures that the person keeps."""
    from geo.record.news_story.records import ABOUT, Answers, Offset, parse_where, place_of_offset

    title = news.title if news else None
    if news is None:
        news, title = _asked("Story: a text file of it, or its title (Enter: none)", _story_or_title) or (None, None)
        title = news.title if news else title
    url = _asked("Address of the story (Enter: none)", _address)
    kind = _asked(f"What it is about ({', '.join(ABOUT)})", _kind, default="fragments")
    kept = _kept(news, language)
    answers = Answers(kind or ABOUT["fragments"], title, url, language=language)
    if all(one.property != "published_coordinates" for one in kept):
        where = _asked(
            'Where: coordinates, a link to a map, or "6 km NE of P" (Enter: unknown)',
            lambda text: None if text.lower() == "unknown" else parse_where(text, language),
        )
        answers = Answers(answers.kind, title, url, where, language=language)
    offset = place_of_offset(answers, kept)
    if isinstance(offset, Offset):
        what = offset.place or "the place that it is measured from"
        at = _asked(f"Where {what} is: coordinates or a link to a map (Enter: unknown)", _coordinates)
        answers = Answers(answers.kind, title, url, answers.where, at, language)
    return answers, kept


def _kept(news: NewsStory | None, language: str | None) -> list[ProposedFigure]:
    """The figures of a story that a person keeps."""
    from geo.record.news_story.find_figures import find_figures
    from geo.record.news_story.records import choose
    from geo.show.answers.new import proposals_text

    if news is None:
        return []
    found = find_figures(news, language)
    echo(proposals_text(news, found), err=True, nl=False)
    if not found.proposals:
        return []
    return (
        _asked('Figures to keep: numbers such as "1, 3-5", or all (Enter: none)', lambda text: choose(found.proposals, text))
        or []
    )


def _asked(question: str, read: Callable[[str], T], default: str = "") -> T | None:
    """The answer to a question, asked until it can be read; None where there is none."""
    while True:
        text = click.prompt(question, default=default, show_default=bool(default), err=True).strip()
        if not text:
            return None
        try:
            return read(text)
        except (ValueError, click.UsageError) as error:
            echo(error.format_message() if isinstance(error, click.UsageError) else error, err=True)
        except OSError as error:
            echo(f"{text}: {error.strerror or error}", err=True)


def _story_or_title(text: str) -> tuple[NewsStory | None, str | None]:
    if Path(text).exists() or text.lower().endswith((".txt", ".text", ".md")):
        return _read(text), None
    return None, text


def _address(text: str) -> str:
    from geo.record.edit.fields import objection
    from geo.record.json_file.layout import quote_string
    from geo.record.kinds import Source

    if wrong := objection(Source, "url", quote_string(text)):
        raise ValueError(wrong)
    return text


def _kind(text: str) -> type:
    from geo.record.news_story.records import ABOUT

    found = [kind for name, kind in ABOUT.items() if name.startswith(text.lower())]
    if len(found) != 1:
        raise ValueError(f'wanted one of {", ".join(ABOUT)}, not "{text}"')
    return found[0]


def _coordinates(text: str) -> Coordinates | None:
    from geo.earth.notation.coordinates import parse_coordinates

    return None if text.lower() == "unknown" else parse_coordinates(text)

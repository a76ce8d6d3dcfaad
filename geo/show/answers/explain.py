"""The stories of problems, for a terminal and for the docs."""

from __future__ import annotations

from textwrap import fill, indent
from typing import TYPE_CHECKING

from geo.record.escape import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.record.codes import Code, Story
    from geo.show.answers.json_form import Json

WIDTH = 100


def code_list(codes: Iterable[Code]) -> str:
    """One line for each code."""
    return "".join(f"{code.id}  {code.severity:<7}  {code.title}\n" for code in codes)


def story_text(story: Story) -> str:
    """The story, the example and the cure, wrapped at 100 columns except for the example."""
    return "\n".join(
        [
            f"{story.code.id} ({story.code.severity}): {story.code.title}",
            "",
            fill(story.story, WIDTH),
            "",
            f"Example{_circumstances(story)}:",
            "",
            _shown(_companions(story) + story.wrong),
            "",
            fill(story.cure, WIDTH),
            "",
            "Corrected:",
            "",
            _shown(story.right),
            "",
        ]
    )


def story_json(story: Story) -> Json:
    """The story for programs."""
    return {
        "code": story.code.id,
        "severity": story.code.severity.value,
        "title": story.code.title,
        "story": story.story,
        "wrong": story.wrong,
        "cure": story.cure,
        "right": story.right,
    }


def stories_markdown(stories: Iterable[Story]) -> str:
    """All stories as a page, with a heading for each, so that a link can name it."""
    return "".join(f"{line}\n" for line in _markdown(list(stories)))


def _markdown(stories: list[Story]) -> Iterator[str]:
    yield "# Problems that `geo check` finds"
    yield ""
    yield "An error keeps a file from being judged; a warning asks for a second look. Examples show features as they stand"
    yield "in a file, or whole files."
    for story in stories:
        yield from ("", f"## {story.code.id}: {story.code.title} {{ #{story.code.id} }}", "")
        yield from (f"**{story.code.severity.capitalize()}.** {story.story}", "")
        yield from (f"Example{_circumstances(story)}:", "", "```json", _companions(story) + story.wrong, "```", "")
        yield from (story.cure, "", "```json", story.right, "```")


def _circumstances(story: Story) -> str:
    if story.region:
        return f", checked with `--region {story.region}`"
    return "" if story.encoding == "utf-8" else f", saved as {story.encoding}"


def _companions(story: Story) -> str:
    """What the example refers to, above it."""
    return f"{story.companions}\n" if story.companions else ""


def _shown(example: str) -> str:
    return indent("\n".join(printable(line) for line in example.splitlines()), "    ")

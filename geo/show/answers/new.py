"""The figures that a story states, as a table and as JSON, and what became of those that were kept."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from geo.earth.quantities import count_text, plural
from geo.record.escape import printable
from geo.record.news_story.find_figures import MOST_FIGURES
from geo.record.news_story.text import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.record.edit.edit import Edit
    from geo.record.news_story.find_figures import FoundFigures, ProposedFigure
    from geo.record.news_story.text import NewsStory
    from geo.show.answers.json_form import Json

WIDTH = 100
"""Characters of a sentence that are shown."""
_WIDEST = 40
"""Characters of a value or a property that are shown."""


def proposals_text(story: NewsStory, found: FoundFigures) -> str:
    """A table of the proposals, each with its sentence, what is left out by reason, and what was not read."""
    return "".join(f"{printable(line)}\n" for line in _lines(story, found))


def _lines(story: NewsStory, found: FoundFigures) -> Iterator[str]:
    if not found.proposals:
        yield f"{story.path}: no figure that fits a property"
    rows = [
        (str(number), one.property, _clipped(one.value, _WIDEST), _meant(one)) for number, one in enumerate(found.proposals, 1)
    ]
    widths = [max((len(printable(row[column])) for row in rows), default=0) for column in range(3)]
    for row, one in zip(rows, found.proposals, strict=True):
        number, name, value = (printable(cell).ljust(width) for cell, width in zip(row[:3], widths, strict=True))
        yield f"{number}  {name}  {value}  {row[3]}".rstrip()
        yield f"{' ' * widths[0]}  line {one.line}: {_excerpt(one)}"
    for reason, count in Counter(one.reason for one in found.left_out).items():
        texts = [one.text for one in found.left_out if one.reason == reason]
        more = f" and {count_text(count - 3)} more" if count > 3 else ""
        yield f"Not proposed ({reason}): {', '.join(_clipped(text, _WIDEST) for text in texts[:3])}{more}"
    if found.is_cut:
        yield f"The story has more than {MOST_FIGURES} figures; only the first {MOST_FIGURES} are considered"
    if story.is_cut:
        yield f"Only the first {count_text(MOST_BYTES // 1000)} kB of the story were read"


def _meant(one: ProposedFigure) -> str:
    """From where a figure is measured, and what its value does not say."""
    ends = "between the two places" if one.is_between else f"from {_clipped(one.place, _WIDEST)}" if one.place else ""
    language = f"read as {one.language}" if one.language else None
    return "; ".join(filter(None, (ends, one.remark, language)))


def _clipped(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _excerpt(one: ProposedFigure) -> str:
    """The part of the sentence that holds the figure."""
    printed = " ".join(one.text.split())
    at = max(0, one.sentence.find(printed))
    start = max(0, min(at - (WIDTH - len(printed)) // 2, len(one.sentence) - WIDTH))
    end = start + WIDTH
    return f"{'…' if start else ''}{one.sentence[start:end]}{'…' if end < len(one.sentence) else ''}"


def proposals_json(story: NewsStory, found: FoundFigures) -> Json:
    """What `geo new --from STORY.txt --format json` gives."""
    return {
        "story": story.path,
        "title": story.title,
        "language": story.language,
        "proposals": [
            {
                "number": number,
                "kind": one.kind or None,
                "property": one.property,
                "value": one.value,
                "text": one.text,
                "line": one.line,
                "start": one.start,
                "end": one.start + len(one.text),
                "sentence": one.sentence,
                "place": one.place,
                "between": one.is_between,
                "remark": one.remark,
                "language": one.language,
            }
            for number, one in enumerate(found.proposals, 1)
        ],
        "not_proposed": [{"text": one.text, "reason": one.reason, "line": one.line} for one in found.left_out],
        "story_cut": story.is_cut,
        "figures_cut": found.is_cut,
    }


def written_text(edit: Edit, ids: Sequence[str], *, without_position: Sequence[str]) -> str:
    """Say what was written, what still has no position, and what to do next."""
    path = edit.original.path
    lines = [f"{path}: {plural(len(ids), 'record')} written: {', '.join(ids)}"]
    if without_position:
        lines.append(f"No position yet: {', '.join(without_position)}; add published_coordinates when a source prints them")
    lines.append("Next: geo check lists what to mend and judges the claims, geo map draws the map, geo add adds a record")
    return "".join(f"{printable(line)}\n" for line in lines)

"""The section that shows which source carries which claim, and which sources have one body behind them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from geo.earth.quantities import count_text, plural
from geo.record.kinds import Claim
from geo.show.report.blocks import Block, Heading, Matrix, MatrixRow, Paragraph, Tone
from geo.show.report.findings import numbers_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.judge.sources.bodies import Body
    from geo.show.report.material import Material

MOST_COLUMNS = 40
MOST_ROWS = 60
MOST_BODIES = 5
CLAIM, POSITION, BOTH = "●", "○", "◉"
KEY = "● source of the claim; ○ source of a record that it is about; ◉ both. Columns are the numbers of the findings."


def matrix_section(material: Material) -> Iterator[Block]:
    """A row for each source, by the body behind it, and a column for each claim."""
    bodies, ranked = material.assessment.bodies, material.ranked
    if not bodies or not ranked:
        return
    yield Heading("Sources by claims")
    yield Paragraph(" ".join(sentences(material)))
    shown = ranked[:MOST_COLUMNS]
    carried = {one.claim: _marks(material, one.claim) for one in shown}
    marks = {
        (body, source): tuple(carried[one.claim].get(source, "") for one in shown) for body in bodies for source in body.sources
    }
    # where there is no room for all, those that carry nothing are left out first
    first = set(sorted(marks, key=lambda one: not any(marks[one]))[:MOST_ROWS])
    rows, before = list[MatrixRow](), None
    for body, source in (one for one in marks if one in first):
        name = body_name(body) if body is not before else None
        rows.append(MatrixRow(material.cited[source].graded, marks[body, source], name))
        before = body
    yield Matrix(("Body", "Source"), tuple(str(material.numbers[one.claim]) for one in shown), tuple(rows), KEY)
    left_out = [(len(ranked) - MOST_COLUMNS, "finding"), (len(marks) - MOST_ROWS, "source")]
    if words := " and ".join(plural(count, name) for count, name in left_out if count > 0):
        yield Paragraph(f"Not in this table: {words}; `geo sources` gives all.", Tone.QUIET)


def body_name(body: Body) -> str:
    """What a body is called."""
    return " and ".join(body.names) or "Body not named"


def sentences(material: Material) -> Iterator[str]:
    """How many claims rest on one body each."""
    several = [one for one in material.assessment.bodies if one.names and len(one.claims) > 1]
    for body in several[:MOST_BODIES]:
        numbers = numbers_text(material.numbers[one] for one in body.claims)
        yield f"All sources of {plural(len(body.claims), 'claim')} rest on {body_name(body)}: findings {numbers}."
    if (more := len(several) - MOST_BODIES) > 0:
        yield f"{count_text(more)} other {'body stands' if more == 1 else 'bodies stand'} alone behind several claims each."
    alone = Counter(len(one.claims) for one in material.assessment.bodies if one.names)[1]
    if not several:
        yield "No body stands alone behind more than one claim."
    elif alone:
        yield f"{count_text(alone)} other {'body stands' if alone == 1 else 'bodies stand'} alone behind one claim each."


def _marks(material: Material, claim_id: str) -> dict[str, str]:
    claim = material.sites[claim_id]
    assert isinstance(claim, Claim)  # noqa: S101  # findings are made from claims alone
    about = (one for ids in claim.references().values() for one in ids)
    marks = dict.fromkeys((source for one in about for source in material.sites[one].sources), POSITION)
    return marks | {source: BOTH if source in marks else CLAIM for source in claim.sources}

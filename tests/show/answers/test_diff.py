import html
import json
import re
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from geo.cli.output import START_HINT
from geo.judge.diff import Difference, compare
from geo.record.escape import printable
from geo.show.answers import json_form as wire
from geo.show.answers.diff import AROUND, LONG, MOST_ROWS, changes_markdown, changes_text, escape_cell, summary
from tests.conftest import DATA, ROOT, RunIn
from tests.judge.test_diff import A, B, assessed, claim, feature
from tests.show.map.web.test_webmap import HOSTILE

CLAIMED = '"published_distance": "780 meters",\n        "distance_m": 780'
"""What the repository's own file says of the separation."""
OLD = (A, B, claim(780), feature("gone", name="Gone"), feature("last"))
NEW = (
    feature("last"),
    feature("a", at=(46.752167, 39.757722), found_on="2021-03-15", sources=["s"]),
    B,
    claim(428),
    feature("s", "source", title="New source"),
)


@pytest.fixture
def difference() -> Difference:
    return compare(assessed(*OLD), assessed(*NEW))


def test_the_text(difference: Difference) -> None:
    """The text names every change, each on its own line."""
    assert changes_text(difference).splitlines() == [
        "f.geojson → f.geojson",
        "Records: 1 added, 1 removed, 2 changed, 1 reordered in the file; 1 verdict differs.",
        "added s source: New source",
        "removed gone fragment_site: Gone",
        "changed a fragment_site",
        "    moved 867.2 m ESE (111.5°): 39.760583, 46.742750 (± 10.0 m) → 39.757722, 46.752167 (± 10.0 m)",
        "    sources: none → s",
        '    found_on: none → "2021-03-15"',
        "changed claim distance_claim",
        "    distance_m: 780 → 428",
        "verdict claim: contradicted → compatible",
        f"    {difference.new.findings[0].explanation}",
        "reordered in the file: last",
    ]


def test_the_json(difference: Difference) -> None:
    """The JSON has every change, with numbers in their printed digits."""
    value = json.loads(wire.to_text(wire.difference(difference)))
    assert list(value) == ["old", "new", "added", "removed", "changed", "reordered", "verdicts", "figures"]
    assert value["added"] == [{"id": "s", "kind": "source", "name": None}]
    assert [one["id"] for one in value["removed"]] == ["gone"]
    moved = value["changed"][0]["moved"]
    assert (moved["direction"], moved["within_uncertainty"]) == ("ESE", False)
    assert moved["distance_m"] == pytest.approx(867.2, abs=0.05)
    assert moved["azimuth_deg"] == pytest.approx(111.5, abs=0.05)
    assert value["changed"][1]["properties"] == [{"property": "distance_m", "old": "780", "new": "428"}]
    assert value["reordered"] == ["last"]
    assert [(one["claim"], one["old"]) for one in value["verdicts"]] == [("claim", "contradicted")]


def test_long_texts_are_cut_to_what_differs() -> None:
    """With some words around it; the whole is in the JSON."""
    note = "The sites are numbered in the order in which the digits were printed. " * 5
    old, new = assessed(feature("a", note=f"{note}One. {note}")), assessed(feature("a", note=f"{note}Two, three. {note}"))
    line = changes_text(compare(old, new)).splitlines()[-1]
    assert line == (
        '    note: "…hich the digits were printed. One. The sites are numbered in t…" → '
        '"…hich the digits were printed. Two, three. The sites are numbered in t…"'
    )
    assert wire.difference(compare(old, new))["changed"][0]["properties"][0]["old"] == f"{note}One. {note}"
    short = compare(assessed(feature("a", note="x" * 130)), assessed(feature("a", note="x" * 129)))
    assert changes_text(short).count("…") == 2  # nothing differs but the length
    huge = compare(assessed(feature("a", note="x")), assessed(feature("a", note="y" * 10_000)))
    assert "more characters" in changes_text(huge)


def test_a_long_text_that_went_on_is_cut_where_it_ended() -> None:
    """Either way round: before what one text has more than the other, as many characters of both are shown."""
    note = "The sites are numbered in the order in which the digits were printed. " * 2
    more = note + note[:50]
    one, other = assessed(feature("a", note=note)), assessed(feature("a", note=more))
    end = note[-AROUND:]
    assert changes_text(compare(one, other)).splitlines()[-1] == f'    note: "…{end}" → "…{end}{note[:50]}"'
    assert changes_text(compare(other, one)).splitlines()[-1] == f'    note: "…{end}{note[:50]}" → "…{end}"'


@pytest.mark.parametrize(("length", "cut"), [(LONG, False), (LONG + 1, True)])
def test_one_long_text_is_enough_to_cut_both(length: int, cut: bool) -> None:
    """The longer of the two says whether they are cut to what differs."""
    long, short = ("same words " * 20)[: length - 1] + "x", "same words " * 5 + "and others"
    for texts in ((long, short), (short, long)):
        old, new = (assessed(feature("a", note=text)) for text in texts)
        line = changes_text(compare(old, new)).splitlines()[-1]
        assert (line == f'    note: "{texts[0]}" → "{texts[1]}"') is not cut


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (feature("a"), A, "now has a position: none → 39.760583, 46.742750"),
        (A, feature("a"), "no longer has a position: 39.760583, 46.742750 (± 10.0 m) → none"),
        (A, feature("a", at=(46.74275, 39.760583), uncertainty_m=50), "is known less precisely: "),
        (feature("a", at=(46.74275, 39.760583), uncertainty_m=50), A, "is known more precisely: "),
        (A, feature("a", at=(46.742751, 39.760583)), "m E (90.0°), within the uncertainty of both: "),
    ],
)
def test_how_a_position_changed(old: Any, new: Any, words: str) -> None:
    """The distance and the direction of a move are given in words."""
    assert words in changes_text(compare(assessed(old), assessed(new)))


def test_nothing_changed() -> None:
    """Of two files whose records are the same, the summary says whether their bytes differ."""
    same = assessed(A)
    assert summary(compare(same, same)) == "The two are identical, byte for byte."
    other = compare(same, assessed({"bbox": [0, 0, 1, 1], **A}))
    assert summary(other) == "The bytes differ, but every record says the same."


# --- hostile text ---------------------------------------------------------------------------------------------------------

MARKDOWN = [
    *HOSTILE,
    "| a | b |\n|---|---|",
    "\\| \\\\| \\\\\\|",
    "`|` ``|`` ```\n# head",
    "[link](https://evil.example) ![picture](https://evil.example/p.png) <https://evil.example>",
    "https://evil.example www.evil.example a@evil.example",
    "@everyone @org/team #1 owner/repo#1 GH-1",
    "*a* _b_ **c** ~~d~~ $x$ [^1] ^a^ :tada:",
    "&#124; &lt;b&gt; &amp;",
    "\r\n\r\n- list\n\n    code",
    "\x1b[31m \u202e \u2028",
]


def rendered(markdown: str) -> str:
    text: str = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    return text


def seen(cell: str) -> str:
    """What a reader sees of a cell."""
    return html.unescape(cell).replace("\u200b", "")


@pytest.mark.parametrize("text", MARKDOWN)
def test_hostile_text_stays_in_its_cell(text: str) -> None:
    """No markup, no link and no column comes from a name, an id, a note, or the name of the file."""
    hostile = f"x {text} x"
    old = assessed(feature(hostile, note=hostile), name="n")
    new = assessed(feature(hostile, note="n"), feature(f"{hostile} 2", name=hostile), name=hostile)
    page = rendered(changes_markdown(compare(old, new)))
    assert set(re.findall(r"</?(\w+)", page)) == {"h3", "p", "table", "thead", "tbody", "tr", "th", "td"}
    rows = [re.findall(r"<td>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)[1:]]
    assert [len(row) for row in rows] == [6, 6, 6]
    assert seen(rows[1][1]).endswith(" x 2")
    assert seen(rows[1][5]).startswith("x ")


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"]), min_size=1).filter(
        lambda one: printable(one) == one
    )
)
def test_a_reader_sees_the_text(text: str) -> None:
    """Whatever it is, between two letters, with blanks as they are."""
    page = rendered(f"| a |\n|---|\n| x{escape_cell(text)}x |")
    (cell,) = re.findall(r"<td>(.*?)</td>", page)
    assert seen(cell) == f"x{text}x".replace("\u200b", "")


@given(st.text())
@example("see http://x.example/y and ://")
def test_nothing_looks_like_a_link(text: str) -> None:
    """People, issues and bare addresses are linked after Markdown was read, so each is parted."""
    shown = html.unescape(escape_cell(text))
    assert not re.search(r"@\w|#\d|://\w|www\.|gh-\d", shown, re.IGNORECASE)
    assert re.search(r"@\w|#\d|://\w|www\.|gh-\d", "x://a", re.IGNORECASE)  # the pattern can find one


def test_hostile_text_does_not_steer_the_terminal() -> None:
    """Control characters become escapes."""
    text = changes_text(compare(assessed(A), assessed(A, feature("\x1b[31m\nx", name="\u202e"))))
    assert "\\u001b[31m\\u000ax fragment_site: \\u202e" in text


def test_a_long_table_ends() -> None:
    """A pull request refuses what is longer."""
    many = [feature(f"{number}") for number in range(MOST_ROWS + 5)]
    text = changes_markdown(compare(assessed(), assessed(*many)))
    assert text.count("| added |") == MOST_ROWS
    assert "… and 5 more rows" in text


# --- the command ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def diff(run_in: RunIn) -> RunIn:
    return partial(run_in, "diff")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A file with a committed, a staged and a saved version."""
    top = tmp_path / "top"
    (top / "inner").mkdir(parents=True)
    file = top / "inner" / "f.geojson"
    text = (ROOT / "sites.geojson").read_text("utf-8")
    who = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
    file.write_text(text, "utf-8")
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "One"]):
        subprocess.run(["git", *words], cwd=top, check=True)
    file.write_text(text.replace(CLAIMED, '"distance_m": 1276'), "utf-8")
    subprocess.run(["git", "add", "."], cwd=top, check=True)
    file.write_text(text.replace(CLAIMED, '"distance_m": 1300'), "utf-8")
    return top


def test_revisions(diff: RunIn, checkout: Path) -> None:
    """A commit, what is staged, and the file; from the top and from within."""
    done = diff("HEAD:inner/f.geojson", "inner/f.geojson", cwd=checkout)
    assert (done.returncode, done.stderr) == (0, "")
    assert "distance_m: 780 → 1300" in done.stdout
    assert "distance_m: 780 → 1276" in diff("HEAD:./f.geojson", ":./f.geojson", cwd=checkout / "inner").stdout
    value = json.loads(diff("HEAD:inner/f.geojson", ":inner/f.geojson", "--format", "json", cwd=checkout).stdout)
    assert [(one["old"], one["new"]) for one in value["verdicts"]] == [("contradicted", "compatible")]
    assert value["old"]["file"] == "HEAD:inner/f.geojson"
    assert diff("HEAD:inner/f.geojson", "inner/f.geojson", "--format", "markdown", cwd=checkout).stdout.startswith(
        "### Changes"
    )


def test_a_file_with_a_colon_is_a_file(diff: RunIn, checkout: Path) -> None:
    """What exists is not looked for in git."""
    odd = checkout / "HEAD:inner"
    odd.write_bytes((ROOT / "sites.geojson").read_bytes())
    assert "byte for byte" in diff("HEAD:inner", "HEAD:inner/f.geojson", cwd=checkout).stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["none.geojson", "inner/f.geojson"], f"geo: none.geojson: No such file or directory{START_HINT}"),
        (["HEAD:none.geojson", "inner/f.geojson"], "geo: HEAD:none.geojson: path 'none.geojson' does not exist in 'HEAD'"),
        (["nobody:inner/f.geojson", "inner/f.geojson"], "geo: nobody:inner/f.geojson: invalid object name 'nobody'."),
        (["HEAD:inner", "inner/f.geojson"], "geo: HEAD:inner: git cat-file HEAD:inner: bad file"),
        (["--", "--output=x:f", "inner/f.geojson"], 'geo: "--output=x:f" is not a revision: none begins with a hyphen'),
        (["--", "-p:f", "inner/f.geojson"], 'geo: "-p:f" is not a revision: none begins with a hyphen'),
    ],
)
def test_what_stops_it_is_one_sentence(diff: RunIn, checkout: Path, words: list[str], message: str) -> None:
    """Exit status 2, and git is given no option."""
    before = sorted(checkout.rglob("*"))
    done = diff(*words, cwd=checkout)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{message}\n")
    assert sorted(checkout.rglob("*")) == before


def test_outside_a_checkout_and_without_git(diff: RunIn, tmp_path: Path) -> None:
    """Without a checkout or without git, a revision gives an error that says so."""
    done = diff("HEAD:f", "f", cwd=tmp_path, GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("geo: HEAD:f: not a git repository")
    done = diff("HEAD:f", "f", cwd=tmp_path, PATH=str(tmp_path))
    assert (done.returncode, done.stderr) == (2, "geo: HEAD:f: git is not installed, so no revision can be read\n")


def test_a_file_with_errors_is_not_compared(diff: RunIn, tmp_path: Path) -> None:
    """Exit status 1; the problems of both are on stderr, and nothing else is said."""
    bad, other = DATA / "bad" / "nan.geojson", DATA / "bad" / "one-bad-among-good.geojson"
    done = diff(bad, other, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "nan.geojson" in done.stderr
    assert "one-bad-among-good.geojson" in done.stderr
    assert diff(ROOT / "sites.geojson", bad, cwd=tmp_path).returncode == 1
    assert diff(ROOT / "sites.geojson", DATA / "bad" / "top-level-unknown.geojson", cwd=tmp_path).returncode == 0

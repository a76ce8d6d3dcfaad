import csv
import io
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

RECORD = str(ROOT / "sites.geojson")


@pytest.mark.parametrize(
    ("chosen", "ids"),
    [
        (["--kind", "fragment_site"], {"fragment-site-1", "fragment-site-2"}),
        (["--kind", "fragment_site", "--kind", "strike_report", "--where", "day=2021"], {"fragment-site-1", "fragment-site-2"}),
        (["--verdict", "contradicted"], {"fragment-site-1", "fragment-site-2"}),
        (["--where", "day>=2021-04", "--kind", "fragment_site"], set()),
        (["--where", "day<=2020-11-07", "--kind", "strike_report"], {"strike-2020-11-07"}),
        (["--where", "day=2020-11", "--kind", "strike_report"], {"strike-2020-11-07"}),
        (["--where", "day>=2020-11-07", "--where", "day<=2020-11-07", "--kind", "strike_report"], {"strike-2020-11-07"}),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_an_export_is_of_what_was_chosen(run: Run, tmp_path: Path, chosen: list[str], ids: set[str]) -> None:
    """Kinds and verdicts may be repeated, conditions on the day are all met, and what cannot be told is named."""
    path = tmp_path / "x.csv"
    status, _, err = run("export", RECORD, "-o", str(path), *chosen)
    assert status == 0, err
    found = {row["id"] for row in csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))}
    assert found == ids
    if "strike_report" in chosen:
        assert "left out: strike-1: it has no date" in err


@pytest.mark.parametrize("command", ["map", "report", "export"])
def test_page_report_and_export_are_narrowed_alike(run: Run, tmp_path: Path, command: str) -> None:
    """What was chosen is in each of them and nothing else; each says that it is a selection."""
    path = tmp_path / {"map": "m.html", "report": "r.md", "export": "x.json"}[command]
    more = ["--as", "simplestyle"] if command == "export" else []
    more += ["--no-record"] if command == "map" else []
    assert run(command, RECORD, "-o", str(path), "--verdict", "contradicted", *more)[0] == 0
    text = path.read_text("utf-8")
    assert ("claim-separation" if command == "export" else "selection of 50 records: 13; verdict contradicted") in text
    assert "claim-lethal-radius" not in text


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (["--kind", "fragments"], '"fragments" is not one of the kinds'),
        (["--verdict", "wrong"], '"wrong" is not one of the verdicts'),
        (["--where", "day>2021"], 'wanted "day>=2021-03-01"'),
        (["--where", "place=Shusha"], 'wanted "day>=2021-03-01"'),
        (["--where", "day=2021-13"], "2021-13"),
        (["--where", "day>=2022", "--where", "day<=2021"], "ends before it begins"),
    ],
)
def test_a_choice_that_cannot_be_understood_is_refused(run: Run, chosen: list[str], said: str) -> None:
    """Nothing is written, and the sentence says what is wanted."""
    status, out, err = run("report", RECORD, *chosen)
    assert (status, out) == (2, "")
    assert said in err

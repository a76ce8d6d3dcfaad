"""What a page makes of itself: the record that it carries, its hash, and "check this page"."""

import copy
import hashlib
import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.record.sites import MOST_CONTENT
from geo.show.map.page import json_block
from geo.show.map.payload import build_payload
from tests.conftest import DATA, ROOT, Run
from tests.javascript import run as run_script
from tests.show.map.test_draw import data_of

VERIFY = """(pages) => Promise.all(pages.map(({ shown, text, hash }) => {
  const records = new data.Records(shown.records);
  return verify.verify(shown, records, data.all(shown.findings), { textContent: text, dataset: { sha256: hash } });
}))"""
PAGES = [ROOT / "sites.geojson", *sorted(DATA.glob("*.geojson"))]


def check(shown: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps of the check of a page that shows what was written into it."""
    (steps,) = check_each(shown, [shown])
    return steps


def check_each(shown: dict[str, Any], written: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The steps of the check of a page that shows this, for each of several that may have been written into it at first."""
    text = str(json_block(shown))
    hashes = [hashlib.sha256(str(json_block(one)).encode()).hexdigest() for one in written]
    steps: list[list[dict[str, Any]]] = run_script(
        "verify data", VERIFY, [{"shown": shown, "text": text, "hash": one} for one in hashes]
    )
    return steps


def plain(assessment: geo.Assessment, **options: Any) -> dict[str, Any]:
    """What a page shows, as it is after it was written and read."""
    found: dict[str, Any] = json.loads(json.dumps(build_payload(assessment, **options)))
    return found


def test_hashes() -> None:
    """The page's SHA-256 is hashlib's, at every length around the ends of blocks and at some beyond."""
    texts = [bytes(number % 251 for number in range(length)) for length in (*range(131), 1000, 65_537)]
    ask = "texts => texts.map((hex) => sha256.sha256(Uint8Array.from(Buffer.from(hex, 'hex'))))"
    assert run_script("sha256", ask, [text.hex() for text in texts]) == [hashlib.sha256(text).hexdigest() for text in texts]


def test_the_page_carries_the_file_byte_for_byte(assessment: geo.Assessment) -> None:
    """What is embedded inflates to the bytes on the disk, whose hash is the one that is stated."""
    shown = build_payload(assessment)
    content = zlib.decompress(b64decode(shown["record"]["text"]))
    assert content == (ROOT / "sites.geojson").read_bytes()
    assert hashlib.sha256(content).hexdigest() == shown["sha256"]


def test_a_large_file_is_not_carried(tmp_path: Path) -> None:
    """Up to two megabytes it is; beyond, the page says from which size on it is not."""
    text = (ROOT / "sites.geojson").read_text("utf-8").rstrip()
    path = tmp_path / "sites.geojson"
    path.write_text(text + " " * (MOST_CONTENT - len(text.encode())), "utf-8")
    assert build_payload(geo.assess(geo.read_sites(path)))["record"]["text"]
    path.write_text(text + " " * (MOST_CONTENT + 1 - len(text.encode())), "utf-8")
    shown = plain(geo.assess(geo.read_sites(path)))
    assert shown["record"] == {"text": None, "most": MOST_CONTENT}
    said = {step["text"]: step["isSound"] for step in check(shown)}
    assert said["The page does not carry sites.geojson, since it has more than 2 MB. Its SHA-256 is not checked."] is None


@pytest.mark.usefixtures("folder")
def test_the_file_is_left_out_if_so_wanted(run: Run, assessment: geo.Assessment) -> None:
    """`--no-record` leaves it out, and the page says so."""
    run("map", "sites.geojson", "-o", "with.html")
    status, _, _ = run("map", "sites.geojson", "-o", "without.html", "--no-record")
    carried = build_payload(assessment)["record"]["text"]
    assert status == 0
    assert [data_of(Path(name).read_text("utf-8"))["record"]["text"] for name in ("with.html", "without.html")] == [
        carried,
        None,
    ]
    said = [step["text"] for step in check(plain(assessment, record=False))]
    assert (
        "The page does not carry sites.geojson, since it was left out when the page was written. Its SHA-256 is not checked."
        in said
    )


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_an_honest_page_passes(path: Path) -> None:
    """Nothing is found in a page that is as it was written, whatever its record holds."""
    try:
        sites = geo.read_sites(path)
    except (geo.SitesError, ValueError):
        pytest.skip("this file is there to be refused")
    steps = check(plain(geo.assess(sites)))
    assert [step for step in steps if step["isSound"] is False] == []
    assert len([step for step in steps if step["isSound"]]) == 5


def another_byte(shown: dict[str, Any]) -> None:
    content = zlib.decompress(b64decode(shown["record"]["text"]))
    shown["record"]["text"] = b64encode(zlib.compress(content.replace(b"39.76", b"39.77", 1))).decode()


def a_broken_record(shown: dict[str, Any]) -> None:
    text = shown["record"]["text"]
    shown["record"]["text"] = text[:100] + ("A" if text[100] != "A" else "B") + text[101:]


def another_coordinate(shown: dict[str, Any]) -> None:
    shown["records"]["fragment_site"]["lat_deg"][0] += 2e-5  # 2.2 m; the digits leave 0.4 m open


def a_farther_coordinate(shown: dict[str, Any]) -> None:
    shown["records"]["fragment_site"]["lat_deg"][0] += 0.01


def another_text(shown: dict[str, Any]) -> None:
    shown["records"]["fragment_site"]["published_coordinates"][0] += "5"


def another_verdict(shown: dict[str, Any]) -> None:
    at = shown["findings"]["verdict"].index("contradicted")
    shown["findings"]["verdict"][at] = "agrees"


def another_limit(shown: dict[str, Any]) -> None:
    at = shown["findings"]["verdict"].index("contradicted")
    shown["findings"]["claimed"][at]["high_m"] = 2_000


def another_measurement(shown: dict[str, Any]) -> None:
    at = shown["findings"]["verdict"].index("contradicted")
    shown["findings"]["measured"][at]["distance_m"] += 0.1


def another_gap(shown: dict[str, Any]) -> None:
    at = shown["findings"]["verdict"].index("contradicted")
    shown["findings"]["gap_m"][at] = 1.0


def another_name(shown: dict[str, Any]) -> None:
    shown["records"]["fragment_site"]["name"][0] = "Elsewhere"


def another_label(shown: dict[str, Any]) -> None:
    shown["findings"]["label"][0] = "Elsewhere"


def another_claimant(shown: dict[str, Any]) -> None:
    shown["findings"]["claimed_by"][0] = "Somebody"


def another_title(shown: dict[str, Any]) -> None:
    shown["sources"]["title"][0] += "!"


def another_address(shown: dict[str, Any]) -> None:
    shown["sources"]["url"][0] = "https://example.org/elsewhere"


def another_quote(shown: dict[str, Any]) -> None:
    at = next(number for number, quote in enumerate(shown["findings"]["quote"]) if quote)
    shown["findings"]["quote"][at] += " not"


def another_end(shown: dict[str, Any]) -> None:
    shown["findings"]["about"][shown["findings"]["kind"].index("attribute_claim")].append("site-1")


def another_day(shown: dict[str, Any]) -> None:
    dates = shown["findings"]["claimed_on"]
    dates[next(number for number, date in enumerate(dates) if date)] = "2021-04-01"


def another_day_of_a_record(shown: dict[str, Any]) -> None:
    shown["records"]["fragment_site"]["found_on"][0] = "2021-04-01"


def another_fact_of_a_record(shown: dict[str, Any]) -> None:
    columns = shown["records"]["strike_report"]
    columns["lethal_radius_m"][0] += 50


def an_added_fact_of_a_record(shown: dict[str, Any]) -> None:
    columns = shown["records"]["fragment_site"]
    columns["condition"] = ["burnt out"] * len(columns["id"])


def said_by(shown: dict[str, Any], table: str, name: str) -> list[Any]:
    """The first fact of a name in a table of claims or sources."""
    found: list[Any] = next(fact for facts in shown[table]["facts"] for fact in facts if fact[3] == name)
    return found


def another_grade(shown: dict[str, Any]) -> None:
    fact = said_by(shown, "sources", "reliability")
    fact[1] = "A" if fact[1] != "A" else "F"


def another_grade_in_lists(shown: dict[str, Any]) -> None:
    column = shown["sources"]["reliability"]
    column[next(row for row, grade in enumerate(column) if grade)] = "F"


def another_day_of_a_source(shown: dict[str, Any]) -> None:
    said_by(shown, "sources", "published_on")[1] = "1999-01-01"


def another_printed_distance(shown: dict[str, Any]) -> None:
    said_by(shown, "findings", "published_distance")[1] = "790 meters"


def a_lost_fact(shown: dict[str, Any]) -> None:
    next(facts for facts in shown["findings"]["facts"] if facts).pop()


def an_added_source(shown: dict[str, Any]) -> None:
    for column in shown["sources"].values():
        column.append(column[0])
    shown["sources"]["id"][-1] = "another"


def a_lost_source(shown: dict[str, Any]) -> None:
    for column in shown["sources"].values():
        column.pop()


def a_lost_record(shown: dict[str, Any]) -> None:
    for column in shown["records"]["place"].values():
        column.pop()


def a_lost_finding(shown: dict[str, Any]) -> None:
    for column in shown["findings"].values():
        column.pop()


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (another_byte, "is stated."),
        (a_broken_record, "is broken and cannot be read"),
        (another_coordinate, "Not as in the file: the positions of"),
        (a_farther_coordinate, "Measured and judged again, another result"),
        (another_text, "Not as in the file: the positions of"),
        (another_verdict, "Measured and judged again, another result"),
        (another_limit, "Measured and judged again, another result"),
        (another_measurement, "Measured and judged again, another result"),
        (another_gap, "Measured and judged again, another result"),
        (another_name, "Not as in the file"),
        (another_label, "Not as in the file"),
        (another_claimant, "Not as in the file"),
        (another_title, "Not as in the file"),
        (another_address, "Not as in the file"),
        (another_quote, "Not as in the file"),
        (another_end, "Not as in the file"),
        (another_day, "Not as in the file"),
        (another_day_of_a_record, "Not as in the file"),
        (another_fact_of_a_record, "Not as in the file"),
        (an_added_fact_of_a_record, "Not as in the file"),
        (another_grade, "Not as in the file"),
        (another_grade_in_lists, "Not as in the file"),
        (another_day_of_a_source, "Not as in the file"),
        (another_printed_distance, "Not as in the file"),
        (a_lost_fact, "Not as in the file"),
        (an_added_source, "Not as in the file"),
        (a_lost_source, "Not as in the file"),
        (a_lost_record, "Not as in the file"),
        (a_lost_finding, "Not as in the file"),
    ],
)
def test_a_changed_page_is_found_out(assessment: geo.Assessment, tamper: Callable[[dict[str, Any]], None], words: str) -> None:
    """One changed byte or figure is found, by its own step, and by the hash of all that the page shows."""
    written = plain(assessment)
    shown = copy.deepcopy(written)
    tamper(shown)
    wrong, quiet = (
        [step["text"] for step in steps if step["isSound"] is False] for steps in check_each(shown, [written, shown])
    )
    assert wrong[0] == "The data of this page were changed after they were written."
    assert any(words in text for text in wrong[1:]), wrong
    assert quiet == wrong[1:]  # even if the hash of what is shown was changed with it


def test_only_what_was_compared_is_counted(tmp_path: Path) -> None:
    """Of sites without positions, no position counts as compared, and no verdict as measured."""
    sites = [{"type": "Feature", "id": one, "geometry": None, "properties": {"kind": "strike_report"}} for one in "ab"]
    claim = {"kind": "distance_claim", "from": "a", "to": "b", "distance_m": 100, "claimed_by": "Desk"}
    features = [*sites, {"type": "Feature", "id": "c", "geometry": None, "properties": claim}]
    path = tmp_path / "none.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    said = " ".join(step["text"] for step in check(plain(geo.assess(geo.read_sites(path)))))
    assert "0 positions are as in the file" in said
    assert "0 verdicts measured and judged again" in said


def test_a_position_that_nobody_printed_is_compared_to_its_last_digit(tmp_path: Path) -> None:
    """A centimetre is found, where no printed text decides."""
    feature = {"type": "Feature", "id": "s", "geometry": {"type": "Point", "coordinates": [46.7427, 39.7605]}}
    path = tmp_path / "one.geojson"
    collection = {"type": "FeatureCollection", "features": [{**feature, "properties": {"kind": "strike_report"}}]}
    path.write_text(json.dumps(collection), "utf-8")
    shown = plain(geo.assess(geo.read_sites(path)))
    assert all(step["isSound"] is not False for step in check(shown))
    shown["records"]["strike_report"]["lat_deg"][0] += 1e-7
    assert [step["text"] for step in check(shown) if step["isSound"] is False] == ["Not as in the file: the positions of s."]

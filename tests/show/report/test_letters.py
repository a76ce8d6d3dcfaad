"""Long texts are cut and broken between letters."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo.show.report.letters import breakable, cut, with_few_signs

BREAK = "\u200b"
WRITTEN = {
    "Khmer": "បំណែកនៅឆ្ងាយពីគ្នាប្រាំពីររយប៉ែតសិបម៉ែត្រ",
    "Thai": "เศษซากอยู่ห่างกันเจ็ดร้อยแปดสิบเมตรตามคำกล่าวของเจ้าหน้าที่",
    "Chinese": "发现者说没有找到弹头，因此认为导弹没有爆炸，并且第二枚导弹的尾部至今没有找到。",
    "Arabic with vowels": "وَالمُسْتَشْفَيَاتِ",
}
"""What no place to break is put into: Typst knows where the lines end, or there are few letters under many signs."""


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_scripts_keep_their_own_breaks(text: str) -> None:
    """Text without spaces, in a script that has none, stays as it is, and signs above letters make no word long."""
    assert breakable(text, 16) == text


@given(st.text(st.sampled_from("nцक्षिंराू\u200d\u0301\u064eش"), min_size=1, max_size=80))
def test_no_letter_is_parted_from_its_signs(text: str) -> None:
    """No line ends before a sign of a letter or within a conjunct, and nothing is lost."""
    broken = breakable(text, 6)
    assert broken.replace(BREAK, "") == text
    for before, after in zip(broken.split(BREAK), broken.split(BREAK)[1:], strict=False):
        assert not unicodedata.category(after[0]).startswith("M")
        assert after[0] != "\u200d" != before[-1]
        assert unicodedata.combining(before[-1]) != 9


def test_long_words_can_be_broken() -> None:
    """Letters with signs can be parted from each other, however many there are."""
    assert max(map(len, breakable("राष्ट्रीय" * 30, 16).split(BREAK))) <= 16 * 3
    assert breakable("n" * 100, 16) == BREAK.join(["n" * 8] * 12 + ["n" * 4])


def test_what_is_cut_ends_with_a_whole_letter() -> None:
    """The ellipsis never stands between a letter and its sign."""
    assert cut("abcde\u0301fgh", 6) == "abcd…"
    assert cut("शुशा", 4) == "शुशा"
    assert cut("शुशाशुशा", 4) == "शु…"


@pytest.mark.parametrize("letter", ["n\u0301", "क्", "ក្", "ش\u064e", "ก\u0e31", "残\u0301"])
@pytest.mark.parametrize("repeated", [slice(0, 2), slice(1, 2)], ids=["letters", "signs"])
def test_signs_without_end_stop_no_report(letter: str, repeated: slice, tmp_path: Path) -> None:
    """Thousands of signs on one letter or of joined consonants, at which Typst stops or takes all memory, make a report."""
    text = letter + letter[repeated] * 5_000
    assert max(map(len, re.findall(r"[^\[\]]+", with_few_signs(text)))) <= 40 or with_few_signs(text) == text
    record = {"kind": "fragment_site", "name": text[:400], "note": text, "published_coordinates": "39.75 N 46.75 E"}
    feature = {"type": "Feature", "id": "s", "geometry": None, "properties": record}
    path = tmp_path / "x.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "name": text[:400], "features": [feature]}), "utf-8")
    assert geo.write_report(path, tmp_path / "x.pdf").stat().st_size > 10_000


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_no_script_has_so_many_signs(text: str) -> None:
    """What people write stays as it is."""
    assert with_few_signs(text) == text

from pathlib import Path

import pytest

from geo.record.news_story.text import MOST_BYTES, NewsStory, read_story


def sentences(text: str) -> list[str]:
    return [one.text for one in NewsStory("story.txt", text, is_cut=False).sentences()]


def test_sentences_end_where_a_reader_ends_them() -> None:
    """Abbreviations, initials and decimals end no sentence; units, quotations, headlines and paragraphs do."""
    assert sentences('Gen. A. Writer said so. It has a range of 280 km. "Yes." No 3.5 m') == [
        "Gen. A. Writer said so.", "It has a range of 280 km.", '"Yes."', "No 3.5 m",
    ]  # fmt: skip
    assert sentences("A headline\n1 April 2021\n\nThe text goes\non here.\nThe next one") == [
        "A headline", "1 April 2021", "The text goes", "on here.", "The next one",
    ]  # fmt: skip


def test_the_day_of_a_month_ends_no_sentence() -> None:
    """A number with a point before a month is a day, and before any other word the end of a sentence."""
    assert sentences("Am 15. November 2022 fiel sie. Es waren 15. Niemand starb.") == [
        "Am 15. November 2022 fiel sie.", "Es waren 15.", "Niemand starb.",
    ]  # fmt: skip


def test_a_wrapped_line_goes_on_in_the_next() -> None:
    """A line end inside a paragraph of wrapped lines is a space, and each line is a paragraph where lines are long."""
    wrapped = "The remnants of the two missiles were found in two places in the town, 780\nmetres apart, as the agency's chief of operations said to the press on Friday."
    assert len(sentences(wrapped)) == 1
    assert len(sentences(f"A line of a story without a point at its end, of some length\n{'long ' * 40}")) == 2


def test_a_sentence_without_an_end_is_divided() -> None:
    """No sentence is longer than a thousand characters, and none of the text is lost."""
    found = sentences("word " * 2_000)
    assert max(map(len, found)) <= 1_000
    assert sum(one.count("word") for one in found) == 2_000


def test_each_sentence_stands_where_it_says(tmp_path: Path) -> None:
    """The start of each sentence is its place in the text; lines of Windows are lines."""
    path = tmp_path / "story.txt"
    path.write_bytes("\ufeffA headline\r\n\r\nThe first. The second!\r\n".encode())
    story = read_story(path)
    for one in story.sentences():
        assert story.text[one.start : one.start + len(one.text)] == one.text
    assert [story.line(one.start) for one in story.sentences()] == [1, 3, 3]
    assert story.title == "A headline"


def test_a_long_story_is_cut_and_says_so(tmp_path: Path) -> None:
    """The first 200 kB are read, also where the cut goes through a character."""
    path = tmp_path / "story.txt"
    path.write_text("é" * MOST_BYTES, "utf-8")
    story = read_story(path)
    assert story.is_cut
    assert story.text == "é" * (MOST_BYTES // 2)
    path.write_text("x" + "é" * MOST_BYTES, "utf-8")
    assert read_story(path).text == "x" + "é" * (MOST_BYTES // 2 - 1)
    path.write_text("x" * MOST_BYTES, "utf-8")
    assert not read_story(path).is_cut


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7 ...", "not plain text"),
        (b"PK\x03\x04...", "not plain text"),
        ("A story".encode("utf-16"), "not plain text"),
        ("39°".encode("cp1252"), "byte 3 is not UTF-8"),
    ],
)
def test_what_is_not_plain_text_is_refused(data: bytes, message: str, tmp_path: Path) -> None:
    """A document, UTF-16 and an old code page are refused with what to do instead."""
    path = tmp_path / "story.txt"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=message):
        read_story(path)


def test_english_is_recognized_by_its_common_words() -> None:
    """An English text is taken for English, and none of the other languages is."""
    assert NewsStory("", "The parts of the missile were found in the town on Monday.", is_cut=False).language == "en"
    for text in (
        "Обломки ракеты были найдены",
        "Die Teile der Rakete wurden in der Stadt gefunden",
        "On a trouvé des débris",
        "",
    ):
        assert NewsStory("", text, is_cut=False).language is None

"""Distances as printed, in sixteen languages."""

import csv
import json
import math
import random
import subprocess
import sys
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo.earth.notation import distance, lexicon
from geo.earth.notation.distance import UNITS_M, Distance, DistanceError, find_distance, parse_distance
from geo.earth.notation.folding import tokenize
from geo.earth.notation.lexicon import LANGUAGES, load_lexicon
from geo.earth.notation.reach import Bound
from tests.conftest import ROOT
from tests.generate_words import WORDS

Row = dict[str, str]


def _rows(name: str) -> list[Row]:
    with (ROOT / "tests" / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read(row: Row) -> Distance:
    return parse_distance(row["phrase"], None if row["lang"] == "und" else row["lang"])


def _same(found: float | None, wanted: str) -> bool:
    return found is None if wanted == "" else found is not None and math.isclose(found, float(wanted), rel_tol=1e-9)


@pytest.mark.parametrize("row", _rows("distances.csv"), ids=lambda row: row["id"])
def test_every_row_of_the_table(row: Row) -> None:
    """Each phrase gives the interval of its row, and each phrase to be refused is refused."""
    if row["class"] == "refuse":
        with pytest.raises(DistanceError):
            _read(row)
        return
    distance = _read(row)
    assert distance.unit == row["unit"]
    for name in ("nominal_m", "low_m", "high_m"):
        assert _same(getattr(distance, name), row[name]), name
    assert _same(distance.agrees_low_m, row["agree_low_m"])
    assert _same(distance.agrees_high_m, row["agree_high_m"])
    assert ("hedge" in row["class"]) == distance.hedged


@pytest.mark.parametrize("row", _rows("distances_further.csv"), ids=lambda row: f"{row['lang']}-{row['phrase']}")
def test_further_phrases(row: Row) -> None:
    """Phrases that were read by hand keep their interval, their unit, their hedge and their bound, or are refused."""
    if row["bound"] == "refused":
        with pytest.raises(DistanceError):
            _read(row)
        return
    distance = _read(row)
    assert (distance.unit, distance.bound, distance.hedged) == (row["unit"], row["bound"], row["hedged"] == "hedged")
    for name, wanted in (
        ("low_m", "low_m"),
        ("high_m", "high_m"),
        ("agrees_low_m", "agree_low_m"),
        ("agrees_high_m", "agree_high_m"),
    ):
        assert _same(getattr(distance, name), row[wanted]), name


@pytest.mark.parametrize(
    ("text", "language", "message"),
    [
        ("1,275 km", None, r"column 1: '1,275' may be 1\.275 km or 1275 km"),
        ("1.275 m from the marker", "en", r"may be 1\.275 m or 1275 m"),
        ("1,275 km", "es", r"name the country \(es-ES, es-MX\)"),
        ("в трёх милях от берега", "ru", r"column 8: 'милях' may be the statute mile .* or the nautical mile"),
        ("20 minutes away", "en", "column 4: 'minutes' is a time"),
        ("at an altitude of 5 km", "en", "'altitude' is about a height"),
        ("5 km of altitude", "en", "'altitude': a height"),
        ("at km 47 of the highway", "en", "road marker"),
        ("500", "en", "the end is not a unit of length"),
        ("6 km?", None, "the writer doubts the figure"),
        ("-5 km", None, "not negative"),
        ("5 km²", None, "area"),
        ("5 km/h", None, "an area or a speed"),
        ("5 km from A and 3 km from B", "en", "more than one distance"),
        ("6 miles (60 km)", "en", "disagree"),
        ("500 to 300 m", "en", "first end is not less"),
        ("at least at most 5 km", "en", "cannot be combined"),
        ("\u202e5 km", None, r"U\+202E changes the order"),
        ("", None, "the text is empty"),
        ("5" * 501, None, "501 characters"),
    ],
)
def test_a_refusal_says_what_was_not_understood(text: str, language: str | None, message: str) -> None:
    """A refusal names the reason, and the column where there is one."""
    with pytest.raises(DistanceError, match=message):
        parse_distance(text, language)


def test_the_language_is_inferred_where_all_candidates_agree() -> None:
    """Without a language a text is read as all languages of its script read it, or refused."""
    assert parse_distance("1,275 km from Kyiv").nominal_m == 1_275_000
    assert parse_distance("mil metros").nominal_m == 1000
    assert parse_distance("5 km") == parse_distance("5 km", "ka")
    with pytest.raises(DistanceError, match="may be"):
        parse_distance("1,275 km")


def test_a_region_settles_a_separator() -> None:
    """The same figure is a thousand times longer in Spain than in Mexico."""
    assert parse_distance("1.275 km", "es-ES").nominal_m == 1_275_000
    assert parse_distance("1.275 km", "es-MX").nominal_m == parse_distance("1.275 km", "es_mx").nominal_m == 1275


@pytest.mark.parametrize("row", _rows("distances.csv"), ids=lambda row: row["id"])
def test_no_reading_contradicts_another(row: Row) -> None:
    """Each phrase without its language, and found in itself, gives the interval of its row or is refused."""
    language = None if row["lang"] == "und" else row["lang"]
    for read in (parse_distance, lambda text, tag=None: find_distance(text, tag)[0]):
        for tag in (language, None):
            try:
                distance = read(row["phrase"], tag)
            except DistanceError:
                continue
            assert row["class"] != "refuse"
            assert (_same(distance.low_m, row["low_m"]), _same(distance.high_m, row["high_m"])) == (True, True)


def test_find_distance_gives_the_rest_back() -> None:
    """What is not the distance stays outside the span, and a denied or second distance is refused."""
    text = "north-east of Shusha, about 5 km away"
    distance, start, end = find_distance(text)
    assert (distance.nominal_m, text[:start], text[start:end]) == (5000, "north-east of Shusha, ", "about 5 km away")
    assert find_distance("300 m N 45° E", "en")[1:] == (0, 5)
    assert find_distance("Şuşadan 5 km şimal-şərqdə", "az")[1:] == (8, 12)
    assert find_distance("almost 5 km north")[1:] == (0, 11)
    with pytest.raises(DistanceError, match="'almeno' before the distance"):
        find_distance("almeno 5 km nord")
    for wrong in (
        "hardly 5 km north",
        "not 5 km north",
        "5 km north and 3 km east",
        "at an altitude of about 5 km",
        "NE",
        "2014 5 km",
    ):
        with pytest.raises(DistanceError):
            find_distance(wrong, "en")


HEDGES = {"en": "about", "ru": "около", "uk": "близько", "az": "təxminən", "hy": "մոտ", "ka": "დაახლოებით", "tr": "yaklaşık", "fr": "environ"} | {
    "de": "etwa", "es": "unos", "pt": "cerca de", "pl": "około", "ar": "حوالي", "fa": "حدود", "he": "בערך", "zh": "约",
}  # fmt: skip
EXACTLY = {"en": "exactly", "ru": "ровно", "uk": "рівно", "az": "düz", "hy": "ճիշտ", "ka": "ზუსტად", "tr": "tam", "fr": "exactement"} | {
    "de": "genau", "es": "exactamente", "pt": "exatamente", "pl": "dokładnie", "ar": "بالضبط", "fa": "دقیقا", "he": "בדיוק", "zh": "正好",
}  # fmt: skip
FIGURES = (
    st.integers(1, 99_999).map(str)
    | st.decimals("0.1", "99.9", places=1).map(str)
    | st.decimals("0.01", "9.99", places=2).map(str)
)


@given(FIGURES, st.sampled_from(sorted(HEDGES)), st.sampled_from(["m", "km", "mi", "ft", "NM"]))
def test_a_hedge_never_sharpens_and_exactly_never_widens(figure: str, language: str, unit: str) -> None:
    """In every language "about" contains the plain reading, which contains "exactly"."""
    about, plain, exact = (
        parse_distance(f"{word}{figure} {unit}", language) for word in (HEDGES[language] + " ", "", EXACTLY[language] + " ")
    )
    assert about.hedged
    assert not plain.hedged
    assert about.low_m <= plain.low_m <= exact.low_m <= exact.high_m <= plain.high_m <= about.high_m
    for each in (about, plain, exact):
        assert each.agrees_low_m is not None
        assert each.agrees_high_m is not None
        assert each.low_m <= each.agrees_low_m <= float(each.nominal_m or 0) <= each.agrees_high_m <= each.high_m


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            [
                "5",
                "1,275",
                "km",
                "m",
                "about",
                "a",
                "half",
                "of",
                "to",
                "-",
                "(",
                ")",
                "/",
                "and",
                "не",
                "мил",
                "三",
                "½",
                "+",
                "°",
                "?",
                ".",
                "mile",
                "'",
                '"',
            ]
        ),
        max_size=8,
    ).map(" ".join)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text raises anything but DistanceError, and what is read is an interval in order."""
    try:
        distance = parse_distance(text)
    except DistanceError:
        return
    assert 0 <= distance.low_m <= distance.high_m


def _printed(metres: float, figures: int, unit: str, rounding: str, step: int = 1) -> str:
    """A distance as printed in a unit with a number of figures, counted in a step of the last one."""
    value = Decimal(metres) / (Decimal(UNITS_M[unit].numerator) / Decimal(UNITS_M[unit].denominator))
    place = Decimal(1).scaleb(value.adjusted() - figures + 1) * step
    printed = f"{(value / place).quantize(Decimal(1), rounding=rounding) * place:f}"
    if step > 1 and "." in printed:  # who counts in fives prints 5.4, not 5.40
        printed = printed.rstrip("0").rstrip(".")
    return f"{printed} {unit}"


def _true_distances(count: int) -> list[tuple[float, str]]:
    choose = random.Random(12)
    return [
        (math.exp(choose.uniform(math.log(5), math.log(300_000))), choose.choice(["m", "km", "mi", "ft", "NM"]))
        for _ in range(count)
    ]


def _excludes(text: str, metres: float) -> bool:
    distance = parse_distance(text, "en")
    return not distance.low_m <= metres <= distance.high_m


@pytest.mark.parametrize("figures", [1, 2, 3])
def test_a_rounded_true_distance_is_never_contradicted(figures: int) -> None:
    """None of 2,000 true distances from 5 m to 300 km, printed by rounding in five units, is excluded by its text."""
    for metres, unit in _true_distances(2000):
        text = _printed(metres, figures, unit, ROUND_HALF_EVEN)
        assert not _excludes(text, metres), (metres, text)


@pytest.mark.parametrize("figures", [2, 3])
@pytest.mark.parametrize(("rounding", "step"), [(ROUND_DOWN, 1), (ROUND_HALF_EVEN, 5)])
def test_cut_off_or_counted_in_fives_is_never_contradicted(figures: int, rounding: str, step: int) -> None:
    """None of 2,000 true distances that were cut off, or counted in fives of the last figure, is excluded by its text."""
    for metres, unit in _true_distances(2000):
        text = _printed(metres, figures, unit, rounding, step)
        assert not _excludes(text, metres), (metres, text)


@pytest.mark.parametrize(("figures", "share"), [(1, 0.85), (2, 0.98)])
def test_a_claim_wrong_by_two_is_contradicted(figures: int, share: float) -> None:
    """Of 2,000 claims of half or twice the true distance, nearly all are excluded."""
    wrong = [
        _excludes(_printed(metres * (2 if i % 2 else 0.5), figures, unit, ROUND_HALF_EVEN), metres)
        for i, (metres, unit) in enumerate(_true_distances(2000))
    ]
    assert sum(wrong) / len(wrong) >= share


def _read_by_words(text: str, language: str | None) -> Distance:
    """What the reader of words makes of a text, without the one that reads the commonest forms quickly."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(distance, "_read_plain", lambda _text, _language: None)
        distance._parse.cache_clear()
        try:
            return parse_distance(text, language)
        finally:
            distance._parse.cache_clear()


@given(st.from_regex(distance._PLAIN, fullmatch=True), st.sampled_from([None, "und", "en", "en-GB"]))
def test_what_is_read_quickly_is_read_the_same(text: str, language: str | None) -> None:
    """A number with an abbreviation or an English unit gives one distance, quickly or by its words."""
    assert parse_distance(text, language) == _read_by_words(text, language)


@pytest.mark.parametrize("text", ["780 metres", "1 meters", "0.8 kilometres"])
def test_an_english_unit_is_no_word_of_every_language(text: str) -> None:
    """In a language that is named and lacks the word it is refused, as before it could be read quickly."""
    with pytest.raises(DistanceError):
        parse_distance(text, "ka")


def test_words_of_letters_are_folded_as_texts_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """No phrase of any language that is folded letter by letter would be cut or folded otherwise as part of a text."""
    folded: list[str] = []

    def add(_: lexicon.DistanceLexicon, phrase: str, *__: object) -> None:
        if lexicon._PLAIN.fullmatch(phrase):
            folded.append(phrase)
            assert [token.text for token in tokenize(phrase)] == [lexicon._fold_word(word) for word in phrase.split(" ")]

    monkeypatch.setattr(lexicon.DistanceLexicon, "add", add)
    for language in lexicon.LANGUAGES:
        lexicon.load_lexicon.__wrapped__(language)
    assert len(folded) > 5_000


def test_two_figures_side_by_side_widen() -> None:
    """Six miles (9.7 km) is as good as six miles, whichever comes first."""
    six = parse_distance("six miles", "en")
    for text in ("six miles (9.7 km)", "9.7 km (six miles)", "6 miles / 9.7 km", "six miles, or 9.7 km"):
        both = parse_distance(text, "en")
        assert (both.low_m, both.high_m) == (six.low_m, six.high_m)


def test_no_neutral_phrase_hides_a_hedge() -> None:
    """A phrase that says nothing about the figure contains no phrase that does."""
    kept = {("en", "over a distance of"), ("fr", "quelque part a"), ("uk", "один від одного")}
    modifiers = {"hedge", "exact", "at_least", "at_most", "almost", "just_over", "no"}
    for language in LANGUAGES:
        phrases = [(words, role) for entries in load_lexicon(language).phrases.values() for words, role, _ in entries]
        says = {words for words, role in phrases if role in modifiers and len("".join(words)) > 1}
        for words, role in phrases:
            if role in ("neutral", "neutral_after") and (language, " ".join(words)) not in kept:
                assert not [s for s in says if any(words[i : i + len(s)] == s for i in range(len(words) - len(s) + 1))], (
                    language,
                    words,
                )


def test_folding_keeps_places() -> None:
    """Each token of a folded text points at the characters that it came from, whatever folding made of them."""
    text = "e\u0301 ½ ㎞ ７８٠ don\u2019t"
    assert [text[token.start : token.end] for token in tokenize(text)] == ["e", "½", "½", "½", "㎞", "７８٠", "don\u2019t"]


def test_the_words_are_those_of_cldr_and_num2words() -> None:
    """The data file is what its generator writes, where Babel and num2words are installed."""
    pytest.importorskip("babel")
    pytest.importorskip("num2words")
    from tests.generate_words import generate

    assert WORDS.read_text("utf-8") == generate()


@pytest.mark.parametrize("language", sorted(json.loads(WORDS.read_text("utf-8"))["numbers"]))
def test_number_words_of_one_word_file_are_read(language: str) -> None:
    """Every number word of the data file is read as its number, before a word for metres of its language."""
    words = json.loads(WORDS.read_text("utf-8"))
    metres = {"ar": "متر", "fa": "متر", "he": "מטרים", "ru": "метров", "uk": "метрів"}.get(language, "m")
    for phrase, number in words["numbers"][language].items():
        assert parse_distance(f"{phrase} {metres}", language).nominal_m == number, phrase


@pytest.mark.parametrize("language", sorted(json.loads(WORDS.read_text("utf-8"))["numbers"]))
def test_longer_number_words_are_put_together(language: str) -> None:
    """Number words up to 20,000 are read as their number, or refused."""
    num2words = pytest.importorskip("num2words").num2words
    metres = {"ar": "متر", "fa": "متر", "he": "מטרים", "ru": "метров", "uk": "метрів"}.get(language, "m")
    read = 0
    for number in (*range(101, 2000, 17), *range(2000, 20_000, 371)):
        if language == "az" and number // 1000 in (11, 21):
            continue  # num2words drops the one
        try:
            distance = parse_distance(f"{num2words(number, lang=language)} {metres}", language)
        except DistanceError:
            continue
        assert distance.nominal_m == number
        read += 1
    assert read > 50


HOSTILE = [
    "about " * 80,
    "5 " * 240,
    "1,2" * 160,
    "(" * 500,
    "5 km " * 100,
    "5-" * 250,
    "one hundred and " * 30,
    "'" * 500,
    "a half " * 70,
]


@pytest.mark.parametrize(
    "text", [*HOSTILE, "一二" * 240, "½" * 480, "half a mile or " * 30, "not " * 120, "5 km or " * 62, "پنج و " * 80]
)
def test_no_text_takes_long(text: str) -> None:
    """A text of 500 characters that was made to be slow is refused; the test's own time limit is generous."""
    code = "import sys, geo\ntry: geo.parse_distance(sys.argv[1])\nexcept geo.DistanceError: print('refused')"
    done = subprocess.run(
        [sys.executable, "-c", code, text[:500]], capture_output=True, text=True, check=True, timeout=30, cwd=ROOT
    )
    assert done.stdout == "refused\n"


def test_the_public_names() -> None:
    """The package gives the parser, its value and its error."""
    assert geo.parse_distance("about 6 km").bound is Bound.POINT
    assert isinstance(geo.parse_distance("about 6 km"), geo.Distance)
    with pytest.raises(geo.DistanceError):
        geo.parse_distance("six")

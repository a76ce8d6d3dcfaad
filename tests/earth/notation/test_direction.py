import csv
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import geo
from geo.earth.direction import POINTS, Direction, DirectionSense, North, compass_word
from geo.earth.notation import direction
from geo.earth.notation.compass import fold, load_lexicons, name_compass_point
from geo.earth.notation.direction import LONGEST_TEXT, DirectionError, find_direction, parse_direction
from tests.conftest import DATA

LANGUAGES = sorted(load_lexicons())


def _table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = [*_table("directions.csv"), *_table("directions_further.csv")]
READ = [row for row in ROWS if row["azimuth_deg"] not in ("", "refuse")]
REFUSED = [row for row in ROWS if row["azimuth_deg"] in ("", "refuse")]


def _language(row: dict[str, str]) -> str | None:
    return row["lang"] if row["lang"] in LANGUAGES else None


def test_the_tables_are_there() -> None:
    """Both tables were read, with rows that are read and rows that are refused, in every language."""
    assert len(READ) > 300
    assert len(REFUSED) > 100
    assert {row["lang"] for row in READ} >= set(LANGUAGES)


@pytest.mark.parametrize("row", READ, ids=lambda row: f"{row['lang']} {row['phrase']}")
def test_printed_directions_are_read(row: dict[str, str]) -> None:
    """Each row gives its azimuth, half-width, sense and north in its language."""
    found = parse_direction(row["phrase"], _language(row))
    assert found.azimuth_deg == pytest.approx(float(row["azimuth_deg"]))
    assert found.half_width_deg == pytest.approx(float(row["half_width_deg"]), abs=6e-5)
    assert (found.sense, found.north) == (DirectionSense(row["sense"]), North(row["north_reference"]))
    assert found.text == row["phrase"]
    assert found.limit_deg >= found.half_width_deg


@pytest.mark.parametrize("row", READ, ids=lambda row: f"{row['lang']} {row['phrase']}")
def test_without_a_language_nothing_is_read_otherwise(row: dict[str, str]) -> None:
    """Whoever does not state the language gets the same direction or none."""
    try:
        found = parse_direction(row["phrase"])
    except DirectionError:
        return
    assert found == parse_direction(row["phrase"], _language(row))


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: f"{row['lang']} {row['phrase']}")
@pytest.mark.parametrize("is_language_stated", [True, False])
def test_what_is_no_direction_is_refused(row: dict[str, str], is_language_stated: bool) -> None:
    """A refused row is refused with and without its language, and the message quotes it."""
    with pytest.raises(DirectionError) as error:
        parse_direction(row["phrase"], _language(row) if is_language_stated else None)
    assert row["phrase"] in str(error.value)


@pytest.mark.parametrize(
    ("text", "language", "why"),
    [
        ("towards the river", "en", '"river" is not understood'),
        ("3 o'clock", "en", "depends on which way the observer faced"),
        ("на два часа", "ru", "depends on which way the observer faced"),
        ("in the north of", "en", "it says inside"),
        ("405°", "en", "405 is over 360"),
        ("E 45° N", "en", "starts at N or S"),
        ("NO", None, "45° in German"),
        ("O", None, "state the language"),
        ("north-east south", "en", '"south" is a second direction'),
        ("N" * (LONGEST_TEXT + 1), None, "at most 300 characters"),
        ("\u202e54°", None, "characters that reorder the text"),
    ],
)
def test_refusals_say_why(text: str, language: str | None, why: str) -> None:
    """The message names what stood in the way."""
    with pytest.raises(DirectionError, match=why):
        parse_direction(text, language)


@pytest.mark.parametrize(
    ("text", "half", "limit"),
    [
        ("N", 45, 90),
        ("NE", 22.5, 45),
        ("NNE", 11.25, 22.5),
        ("north by east", 5.625, 11.25),
        ("due north", 11.25, 22.5),
        ("43°", 0.5, 1),
        ("45°", 0.5, 2.5),
        ("5°", 0.5, 2.5),
        ("270°", 5, 10),
        ("200°", 5, 10),
        ("45.3°", 0.05, 0.1),
        ("45.0°", 0.05, 0.1),
        ("about 43°", 0.5, 5),
        ("about 270°", 5, 20),
        ("45°±3°", 3, 3),
        ("N 43°12' E", 0.5 / 60, 1 / 60),
        ("N 43°12'31\" E", 0.5 / 3600, 1 / 3600),
        ("N/NE", 22.5, 45),
        ("between 040° and 060°", 15, 20),
        ("between 041° and 043°", 1.5, 2),
    ],
)
def test_where_agreement_ends_and_contradiction_begins(text: str, half: float, limit: float) -> None:
    """Half a sector or half a unit agrees; a whole one contradicts; people count degrees in tens and fives."""
    found = parse_direction(text, "en")
    assert found.half_width_deg == pytest.approx(half)
    assert found.limit_deg == pytest.approx(limit)


@given(st.integers(0, 359), st.sampled_from(["about", "approximately", "~", "some"]))
def test_a_hedge_never_sharpens(degrees: int, hedge: str) -> None:
    """A hedged bearing is never contradicted sooner than the same bearing without the hedge."""
    plain, hedged = parse_direction(f"{degrees}°"), parse_direction(f"{hedge} {degrees}°")
    assert hedged.azimuth_deg == plain.azimuth_deg
    assert hedged.limit_deg >= plain.limit_deg
    assert hedged.half_width_deg >= plain.half_width_deg


@given(st.floats(0, 360, exclude_max=True), st.sampled_from([1, 5, 10]), st.booleans())
@example(azimuth=3.0, step=5, is_padded=False)
@example(azimuth=3.0, step=5, is_padded=True)
def test_rounded_bearings_are_never_contradicted(azimuth: float, step: int, is_padded: bool) -> None:
    """Whoever rounds a true azimuth to degrees, fives or tens is not contradicted."""
    printed = round(azimuth / step) * step
    found = parse_direction(f"{printed:03d}°" if is_padded else f"{printed}°")
    assert abs(math.remainder(azimuth - found.azimuth_deg, 360)) <= found.limit_deg + 1e-9


@given(st.integers(0, 6400))
def test_nato_mils_go_round_at_6400(mils: int) -> None:
    """A NATO mil is 360/6400 of a degree."""
    assert parse_direction(f"{mils} mils").azimuth_deg == pytest.approx(mils * 0.05625 % 360)


@given(st.integers(0, 90), st.sampled_from("NS"), st.sampled_from("EW"))
def test_quadrant_bearings(angle: int, base: str, towards: str) -> None:
    """A quadrant bearing starts at north or south and turns towards east or west, however it is spaced."""
    azimuth = {"NE": angle, "SE": 180 - angle, "SW": 180 + angle, "NW": -angle}[base + towards] % 360
    for text in (f"{base} {angle}° {towards}", f"{base}{angle}{towards}", f"{base}{angle:02d}°{towards}"):
        found = parse_direction(text, "en")
        assert found.azimuth_deg == azimuth
        assert found.is_angle


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_for_all_sixteen_points(language: str) -> None:
    """Each language names the sixteen points 22.5 degrees apart: by its own words, joined with hyphens."""
    lexicon = load_lexicons()[language]
    final = {
        letter: next(word for word, (one, said) in lexicon.finals.items() if one == letter and not said) for letter in "NESW"
    }
    join = {letter: next(word for word, one in lexicon.joins.items() if one == letter) for letter in "NESW"}
    hyphen = "-" if lexicon.is_spaced else ""
    for index, point in enumerate(POINTS):
        text = hyphen.join([*(join[letter] for letter in point[:-1]), final[point[-1]]])
        found = parse_direction(text, language)
        assert found.azimuth_deg == index * 22.5, text
        assert found.half_width_deg == {1: 45, 2: 22.5, 3: 11.25}[len(point)]
        assert not found.is_angle


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_of_a_point_names_another_point(language: str) -> None:
    """Every inflected form is read as its own cardinal or refused."""
    for form, (letter, _) in load_lexicons()[language].finals.items():
        try:
            found = parse_direction(form, language)
        except DirectionError:
            continue
        assert found.azimuth_deg == POINTS.index(letter) * 22.5, form


@pytest.mark.parametrize("name", direction._ENGLISH)
def test_points_by_their_english_names_are_read_the_same(name: str) -> None:
    """The name alone, for which no words are loaded, gives what the words of each language give."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(direction, "_ENGLISH", {})
        direction._parse.cache_clear()
        slowly = {parse_direction(name, language) for language in (None, *LANGUAGES)}
    direction._parse.cache_clear()
    assert slowly == {parse_direction(name)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("point", POINTS)
def test_international_letters_mean_the_same_in_every_language(point: str, language: str) -> None:
    """N, E, S and W, and what is made of them, are read alike in all languages, also within a phrase."""
    assert parse_direction(point, language).azimuth_deg == POINTS.index(point) * 22.5
    assert parse_direction(f"({point})", language).azimuth_deg == POINTS.index(point) * 22.5


@pytest.mark.parametrize("text", ["NO", "SO", "O", "NNO", "ONO", "OSO", "SSO", "N 45° O"])
def test_the_letter_o_needs_a_language(text: str) -> None:
    """East in German is west in French, Spanish and Portuguese, so that without a language it is refused."""
    german, french = parse_direction(text, "de"), parse_direction(text, "fr")
    assert math.remainder(german.azimuth_deg + french.azimuth_deg, 360) == pytest.approx(0, abs=1e-9)
    assert parse_direction(text, "es").azimuth_deg == parse_direction(text, "pt-BR").azimuth_deg == french.azimuth_deg
    with pytest.raises(DirectionError, match="state the language"):
        parse_direction(text)


@pytest.mark.parametrize("digits", ["045", "٠٤٥", "۰۴۵", "०४५", "０４５", "๐๔๕"])
def test_digits_of_any_script(digits: str) -> None:
    """Degrees are read in the digits of every script."""
    assert parse_direction(f"{digits}°").azimuth_deg == 45


@pytest.mark.parametrize(
    ("text", "language", "words", "azimuth"),
    [
        ("about 5 km north-west of P", "en", "north-west of", 315),
        ("15 to 40 m east", "en", "east", 90),
        ("6km north-west", None, "north-west", 315),
        ("between 5 and 10 km north", "en", "north", 0),
        ("100-200 m east", "en", "east", 90),
        ("300M east of X", "en", "east of", 90),
        ("5 km approximately north", "en", "north", 0),
        ("10 km on a bearing of 045° from the village", "en", "on a bearing of 045° from", 45),
        ("5 km N of South Bend", "en", "N of", 0),
        ("3 km from the village, heading north", "en", "heading north", 0),
        ("примерно в 5 км к северо-западу от Шуши", "ru", "к северо-западу от", 315),
        ("за 12 км на північний схід від міста", "uk", "на північний схід від", 45),
        ("Kars'ın 5 km kuzeybatısında", "tr", "kuzeybatısında", 315),
        ("舒沙以北约5公里", "zh", "以北", 0),
        ("à 3 km à l'est de Goma", "fr", "à l'est de", 90),
        ('5 ק"מ צפונית-מערבית לעיר', "he", "צפונית-מערבית", 315),
        ("ＮＷ of X", "en", "ＮＷ of", 315),
        ("5 km NO der Stadt", None, "NO der", 45),
        ("3 km venant du nord", None, "venant du nord", 0),
    ],
)
def test_directions_in_longer_phrases(text: str, language: str | None, words: str, azimuth: float) -> None:
    """The span holds the direction and its own words, and leaves the distance with its hedge outside."""
    found, start, end = find_direction(text, language)
    assert (text[start:end], found.text, found.azimuth_deg) == (words, words, azimuth)


@pytest.mark.parametrize(
    "text",
    [
        "5 km",
        "5 km N, 3 km E of P",
        "East Jerusalem, 5 km north of it",
        "towards Goma",
        "5 km from Nord-Kivu",
        "5 km from North-Kivu",
        "",
    ],
)
def test_phrases_without_one_direction_are_refused(text: str) -> None:
    """None or more than one direction is refused."""
    with pytest.raises(DirectionError):
        find_direction(text, "en")


_PIECES = sorted({word for row in ROWS for word in row["phrase"].split()} | set("°'\"/-–,.()±~+0123456789٤NESWOКСЮВЗ北偏度"))


@given(st.lists(st.sampled_from(_PIECES), max_size=7), st.sampled_from(["", " ", "-"]), st.sampled_from([None, *LANGUAGES]))
def test_any_words_give_a_direction_or_a_refusal(pieces: list[str], gap: str, language: str | None) -> None:
    """Nothing but `DirectionError` is raised, and whatever is read is a direction within the circle."""
    text = gap.join(pieces)
    for read in (parse_direction, lambda *given: find_direction(*given)[0]):
        try:
            found = read(text, language)
        except DirectionError:
            continue
        assert 0 <= found.azimuth_deg < 360
        assert 0 <= found.half_width_deg <= found.limit_deg


@given(st.text(max_size=LONGEST_TEXT + 5))
def test_any_text_gives_a_direction_or_a_refusal(text: str) -> None:
    """Text of strangers is refused in no other way."""
    for read in (parse_direction, find_direction):
        try:
            read(text)
        except DirectionError:
            continue


@given(st.text(max_size=50).filter(lambda text: not set(text) & set("\u202d\u202e\u2066\u2067\u2068")))
def test_folding_keeps_the_places(text: str) -> None:
    """Every folded character points at the character that it came from, in order."""
    folded, places = fold(text)
    assert len(places) == len(folded) + 1
    assert places == sorted(places)


def test_impossible_orders_of_cardinals() -> None:
    """Cardinals that make no point, such as north-south and north-east-east, are none; only Chinese puts east first."""
    assert [name_compass_point(one) for one in ("NS", "NEE", "EN", "NNN", "SNE", "NNE")] == [
        None,
        None,
        None,
        None,
        None,
        "NNE",
    ]
    assert (name_compass_point("EN", either_order=True), name_compass_point("ENE", either_order=True)) == ("NE", "ENE")


def test_a_direction_made_by_hand() -> None:
    """Without a limit of its own, a direction is contradicted beyond twice its half-width."""
    assert Direction("NE", 45, 22.5).limit_deg == 45
    assert Direction("", 45, 22.5, limit_deg=30).limit_deg == 30


@given(st.floats(0, 360))
def test_compass_words_are_nearest(azimuth: float) -> None:
    """The point that is named lies within half a sector of the sixteen."""
    off = math.remainder(parse_direction(compass_word(azimuth)).azimuth_deg - azimuth, 360)
    assert abs(off) <= 11.25 + 1e-9


def test_the_public_name() -> None:
    """`geo.parse_direction` is the one that is tested here."""
    assert geo.parse_direction is parse_direction

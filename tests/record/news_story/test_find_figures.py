import random
import time

import pytest

from geo.record.news_story.find_figures import MOST_FIGURES, ProposedFigure, find_figures
from geo.record.news_story.text import NewsStory, read_story
from tests.conftest import DATA


def proposals(text: str, language: str | None = None) -> list[ProposedFigure]:
    return list(find_figures(NewsStory("story.txt", text, is_cut=False), language).proposals)


def stated(text: str, language: str | None = None) -> list[tuple[str, str]]:
    return [(one.property, one.value) for one in proposals(text, language)]


def reasons(text: str) -> list[str]:
    return [one.reason for one in find_figures(NewsStory("story.txt", text, is_cut=False)).left_out]


EXPECTED = {
    "photographs": [
        ("published_on", "2021-04-01", None),
        ("found_on", "2021-03-15", None),
        ("warhead_kg", "480", None),
        ("range_km", "280", None),
        ("lethal_radius_m", "200", None),
    ],
    "two-places": [
        ("published_on", "2021-04-17", None),
        ("found_on", "2021-03-15", None),
        ("published_distance", "780 meters", "between"),
        ("marking", "9M723", None),
        ("direction", "northeastern", "between"),
    ],
    "drone": [
        ("published_on", "2022-05-03", None),
        ("published_offset", "about six kilometres north-east", "the village of Dorn"),
        ("published_distance", "300 to 500 m", "the main road"),
        ("crater_diameter_m", "3.5", None),
        ("crater_depth_m", "1.2", None),
        ("marking", "KS-101 / 0732", None),
        ("published_offset", "15 to 40 m east", "the school"),
        ("depth_m", "0.8", None),
        ("published_coordinates", "50.4501° N, 30.5234° E", None),
        ("struck_on", "2022-04-03", None),
    ],
    "shell": [
        ("published_on", "2022-06-09", None),
        ("published_distance", "some 400 metres", "the Lorvik primary school"),
        ("published_offset", "1.2 km south-west", "between"),
        ("marking", "OF-540 12-89", None),
        ("depth_m", "0.3", None),
        ("struck_on", "2022-06-02", None),
        ("lethal_radius_m", "250", None),
        ("published_coordinates", "48°12'07.5\"N, 37°50'42.0\"E", None),
    ],
    "farm": [
        ("published_on", "2023-11-14", None),
        ("range", "up to 70 miles", None),
        ("crater_diameter_m", "5", None),
        ("crater_depth_m", "2", None),
        ("published_distance", "roughly 6 kilometres", "the border"),
        ("published_offset", "2.5 miles north", "the village of Halvet"),
        ("warhead_kg", "133", None),
        ("published_distance", "90 metres", "between"),
        ("marking", "5V28-0417", None),
        ("struck_on", "2023-11-14", None),
    ],
    "mines": [
        ("struck_on", "2021-10-17", None),
        ("published_offset", "3 km south", "Gorna"),
        ("published_distance", "6 m", "between"),
        ("marking", "TM-62 11-78", None),
        ("depth_m", "0.2", None),
        ("lethal_radius_m", "25", None),
        ("published_coordinates", "33TWN 12345 54321", None),
        ("published_distance", "1,200 m", "the road junction"),
        ("published_offset", "700 yards east", "the chapel"),
    ],
    "russian": [
        ("published_on", "2022-05-12", None),
        ("found_on", "2022-05-10", None),
        ("published_offset", "примерно в 5 км к северо-востоку", "посёлка Заречный"),
        ("published_distance", "350 метров", "between"),
        ("published_coordinates", "48°35'20\" с.ш., 37°58'11\" в.д.", None),
        ("range_km", "120", None),
        ("warhead_kg", "480", None),
        ("marking", "9М79-1", None),
        ("lethal_radius_m", "200", None),
        ("crater_depth_m", "3", None),
    ],
    "french": [
        ("published_on", "2022-03-04", None),
        ("found_on", "2022-03-03", None),
        ("published_offset", "environ 8 km au nord-est", "Valmer"),
        ("published_distance", "450 mètres", "between"),
        ("range_km", "300", None),
        ("warhead_kg", "500", None),
        ("marking", "8K14-552", None),
        ("published_coordinates", "45,7612° N, 4,8341° E", None),
    ],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_figures_of_a_story(name: str) -> None:
    """Each story states these figures with these properties, from these places, and no others are proposed."""
    found = find_figures(read_story(DATA / "stories" / f"{name}.txt"))
    said = [(one.property, one.value, "between" if one.is_between else one.place) for one in found.proposals]
    assert said == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_each_figure_stands_in_its_sentence(name: str) -> None:
    """The printed text of each figure is the story's text at its place, on its line, and part of its sentence."""
    story = read_story(DATA / "stories" / f"{name}.txt")
    for one in find_figures(story).proposals:
        assert story.text[one.start : one.start + len(one.text)] == one.text
        assert " ".join(one.text.split()) in one.sentence
        assert story.text.split("\n")[one.line - 1].find(one.text.split()[0]) >= 0


def test_the_two_stories_about_shusha() -> None:
    """780 m, 200 m ("up to"), 280 km and 480 kg are proposed with the right property, and no other length or weight."""
    found = [
        one
        for name in ("photographs", "two-places")
        for one in find_figures(read_story(DATA / "stories" / f"{name}.txt")).proposals
    ]
    figures = [one for one in found if one.property not in ("published_on", "found_on", "marking", "direction")]
    assert [(one.kind, one.property, one.value) for one in figures] == [
        ("attribute_claim", "warhead_kg", "480"),
        ("attribute_claim", "range_km", "280"),
        ("strike_report", "lethal_radius_m", "200"),
        ("distance_claim", "published_distance", "780 meters"),
    ]
    assert figures[2].remark == 'printed as "up to 200 meters"'


def test_a_story_about_something_else_states_no_position() -> None:
    """Degrees of heat, prices, times, ages and parallels are no coordinates, and no weight is that of a warhead."""
    found = find_figures(read_story(DATA / "stories" / "run.txt")).proposals
    assert [one.property for one in found] == ["published_on", "published_distance"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The sites are separated by 500 to 600 metres.", ("published_distance", "500 to 600 metres")),
        ("It is lethal within a radius of about 150 metres.", ("lethal_radius_m", "150")),
        ("It kills at 30 metres or more, the maker says of it.", ("lethal_radius", "at 30 metres or more")),
        ("The rocket has a range of 400 to 500 km, they said.", ("range", "400 to 500 km")),
        ("The rocket has a range of 30 miles, they said.", ("range", "30 miles")),
        ("Its warhead weighs up to 450 kg.", ("warhead_kg", "up to 450 kg")),
        ("It fell within 300 m of the school.", ("published_distance", "within 300 m")),
        ("It fell on a bearing of 045° from the tower.", ("direction", "bearing of 045°")),
        ("It fell 2 km west north west of Dorn.", ("published_offset", "2 km west north west")),
        ("It fell 2 km north of East Dorn.", ("published_offset", "2 km north")),
    ],
)
def test_a_figure_keeps_how_it_is_put(sentence: str, expected: tuple[str, str]) -> None:
    """A hedge, a bound, a range and a unit other than the property's are kept as printed."""
    found = stated(f"{sentence} That was the end of the matter for the town in the valley.")
    assert found == [expected]


@pytest.mark.parametrize(
    ("sentence", "offset", "place"),
    [
        (
            "Уламки лежать за 1,5 км на південний захід від вокзалу та у 350 метрах від лікарні.",
            "1,5 км на південний захід", "вокзалу",
        ),
        ("سقط على بعد 6 كيلومترات شمال شرق مدينة سراقب.", "6 كيلومترات شمال شرق", "مدينة سراقب"),
        ("Leży 3 km na południowy zachód od Dorn.", "3 km na południowy zachód", "Dorn"),
    ],
)  # fmt: skip
def test_a_direction_of_two_words_is_whole(sentence: str, offset: str, place: str) -> None:
    """A compass word that goes on in the next one is not cut to another direction, in any language."""
    found = [one for one in proposals(sentence) if one.property == "published_offset"]
    assert [(one.value, one.place) for one in found] == [(offset, place)]


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("The drone flew 280 km from the coast to the town.", "how far something travelled"),
        ("Police sealed the streets and evacuated people within 500 metres of the site.", "a cordon or an evacuation"),
        ("It was fired from positions 15 km to the east of the town.", "from how far away something was fired"),
        ("A woman was killed 40 metres from the gate of the school.", "how far away people came to harm"),
        ("The missile has an accuracy of 10 metres.", "an accuracy"),
        ("They cleared 3 km of the road.", "a distance, but not from where"),
        ("It landed to the north of the town on 3 April.", "a date without a year"),
        ("The sack weighed 480 kg in the end.", "a weight, but not of a warhead"),
        ("It was found on 03/04/2021 by a farmer in the field.", "a date that can be read in two ways, or is incomplete"),
    ],
)
def test_what_is_not_proposed_is_counted(sentence: str, reason: str) -> None:
    """A figure that fits no property is left out with the reason, and is not proposed as something else."""
    assert reason in reasons(sentence)
    assert "published_distance" not in [name for name, _ in stated(sentence)]


def test_a_date_without_a_year_is_the_last_before_that_of_the_story() -> None:
    """The year is the story's or the one before, never one after, and the proposal says where it is from."""
    story = "Published: 5 January 2021\n\nThe parts were found on 30 December. A shell struck the farm on 4 January."
    found = proposals(story)
    assert [(one.property, one.value) for one in found] == [
        ("published_on", "2021-01-05"), ("found_on", "2020-12-30"), ("struck_on", "2021-01-04"),
    ]  # fmt: skip
    assert {one.remark for one in found[1:]} == {"the year is from the date of the story, 2021-01-05"}


def test_a_figure_that_needs_a_language_is_read_with_one() -> None:
    """1,275 m is two figures without a language, and one in each."""
    text = "Entfernung: 1,275 km voneinander"
    assert stated(text) == []
    assert stated(text, "de") == [("published_distance", "1,275 km")]


def test_a_figure_that_is_repeated_is_proposed_once() -> None:
    """The same figure of the same property, in a second sentence, is not a second proposal."""
    text = "The two sites are 780 metres apart. He said that they are 780 metres apart. They are 790 metres apart, she said."
    assert [value for _, value in stated(text)] == ["780 metres", "790 metres"]


def noise() -> str:
    chance = random.Random(7)
    return "".join(chr(chance.randrange(1, 0x3000)) for _ in range(70_000))


HOSTILE = {
    "digits": "1234567890" * 20_000,
    "lengths": "5 km " * 40_000,
    "half positions": "39°45'38\"N " * 18_000,
    "spaces": " " * 200_000,
    "a link": "https://" + "1," * 95_000,
    "controls": "\x1b[31m780 m apart\u202e " * 9_000,
    "days": "15 may " * 28_000,
    "any characters": noise(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_story_ends(name: str) -> None:
    """200 kB of anything are searched in bounded time, and what is found is bounded too."""
    start = time.process_time()
    found = find_figures(NewsStory("story.txt", HOSTILE[name][:200_000], is_cut=False))
    assert len(found.proposals) <= MOST_FIGURES
    assert len(found.left_out) <= MOST_FIGURES
    assert time.process_time() - start < 60  # a hang guard: quadratic patterns took many minutes


def test_a_story_with_too_many_figures_says_so() -> None:
    """The first figures are proposed, and the rest is said to be left."""
    text = " ".join(f"The site is {number} metres from the mill." for number in range(101, 101 + 2 * MOST_FIGURES))
    found = find_figures(NewsStory("story.txt", text, is_cut=False))
    assert found.is_cut
    assert len(found.proposals) == MOST_FIGURES


def test_figures_of_an_earlier_event_are_left_out() -> None:
    """A sentence about an earlier year is of another event; the range of a weapon and the year in which it was made are not."""
    text = (
        "9 November 2025\n\nA missile struck the town on 8 November 2025. In 2016, a rocket landed 6 km north of Dorn. "
        "It has a range of 280 km, which was tested in 2016. The missile, built in 2016, lay 5 km from Lorvik.\n"
    )
    assert stated(text) == [
        ("published_on", "2025-11-09"),
        ("struck_on", "2025-11-08"),
        ("range_km", "280"),
        ("published_distance", "5 km"),
    ]
    assert reasons(text) == ["of an earlier event"]


def test_a_story_about_an_earlier_event_keeps_its_figures() -> None:
    """Where no other date is near that of the story, figures of an earlier year are kept with a remark."""
    (_, one) = proposals("9 November 2025\n\nIn 2016, a rocket landed 6 km north of Dorn.")
    assert (one.property, one.value, one.remark) == ("published_offset", "6 km north", "the sentence is about 2016")


def test_a_position_that_is_printed_and_linked_is_one_proposal() -> None:
    """The printed position is proposed and names its link; a link to another place is a proposal of its own."""
    link, other = "https://www.google.com/maps?q=50.45012,30.52344", "https://www.google.com/maps?q=51.45012,30.52344"
    found = proposals(f"It was found at 50.4501° N, 30.5234° E.\n\nSee {link} and {other} there.")
    assert [(one.value, one.remark) for one in found] == [
        ("50.4501° N, 30.5234° E", f"also linked: {link}"),
        (other, None),
    ]


@pytest.mark.parametrize(
    ("language", "text", "figures"),
    [
        ("uk", "На уламку видно напис «Ш91579».", [("marking", "Ш91579", None)]),
        ("uk", "Він написав 9М79 у звіті.", []),
        ("uk", "Бойова частина важить 480 кг.", [("warhead_kg", "480", None)]),
        (
            "ar",
            "يبلغ مدى الصاروخ 280 كم ويزن رأسه الحربي 480 كيلوغراما.",
            [("range_km", "280", None), ("warhead_kg", "480", None)],
        ),
        ("ar", "ووزن الرأس الحربي ٤٨٠ كغ.", [("warhead_kg", "480", None)]),
        ("az", "Raketin qalıqları Şuşadan 6 km şimal-şərqdə tapılıb.", [("published_offset", "6 km şimal-şərqdə", "Şuşa")]),
        ("az", "Qalıqlar Şuşa şəhərindən 6 km şərqdə tapılıb.", [("published_offset", "6 km şərqdə", "Şuşa")]),
        ("az", "Fraqmentlər kənddən 6 km şərqdə yerləşən Şuşa şəhərində tapıldı.", [("published_offset", "6 km şərqdə", None)]),
    ],
)
def test_words_of_other_languages(language: str, text: str, figures: list[tuple[str, str, str | None]]) -> None:
    """Inscriptions, warheads and ranges are known by their words, and a place in the ablative stands before its offset."""
    found = find_figures(NewsStory("story.txt", text, is_cut=False), language).proposals
    assert [(one.property, one.value, one.place) for one in found] == figures

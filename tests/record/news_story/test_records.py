import json
from pathlib import Path
from typing import Any

import pytest

from geo.earth.notation.coordinates import parse_coordinates
from geo.record.edit.edit import Edit, Original, append_records, read_original, reformat
from geo.record.json_file.parse import parse
from geo.record.news_story.find_figures import find_figures
from geo.record.news_story.records import (
    ABOUT,
    Answers,
    Offset,
    choose,
    make_records,
    parse_where,
    place_of_offset,
)
from geo.record.news_story.text import NewsStory
from geo.record.reading import read_data
from tests.conftest import DATA, ROOT

PRINTED = "39°45'38.10\"N 46°44'33.90\"E"
EMPTY = Original("sites.geojson", None, parse('{"type": "FeatureCollection", "features": []}'))


def written(answers: Answers, text: str = "", original: Original = EMPTY) -> Edit:
    """The file with the records of a story of which every figure is kept."""
    kept = find_figures(NewsStory("story.txt", text, is_cut=False)).proposals
    return append_records(original, *make_records(original.document, answers, kept))


def records(edit: Edit) -> dict[str, dict[str, Any]]:
    """The properties of each record by its id."""
    assert edit.errors == ()
    return {one["id"]: one["properties"] for one in json.loads(edit.data)["features"]}


def test_what_fits_the_record_is_its_property() -> None:
    """With one place, a date, a marking and a depth are its own; the source carries title, address and date."""
    text = "Published: 16 March 2021\n\nThe part was found on 15 March 2021 at a depth of 2 m. It is marked 9M723."
    made = records(written(Answers(title="T", url="https://example.org/a", where=parse_coordinates(PRINTED)), text))
    assert made == {
        "fragment-site-1": {
            "kind": "fragment_site",
            "published_coordinates": PRINTED,
            "found_on": "2021-03-15",
            "marking": "9M723",
            "depth_m": 2,
            "sources": ["source-1"],
        },
        "source-1": {
            "kind": "source",
            "title": "T",
            "published_on": "2021-03-16",
            "url": "https://example.org/a",
        },
    }


def test_two_places_apart_are_two_records_without_a_position() -> None:
    """A distance apart ties two records; what the story says of both is a claim about both, with its quotation."""
    made = records(written(Answers(title="T"), (DATA / "stories" / "two-places.txt").read_text("utf-8")))
    assert made["distance-claim-1"]["published_distance"] == "780 meters"
    assert (made["distance-claim-1"]["from"], made["distance-claim-1"]["to"]) == ("fragment-site-1", "fragment-site-2")
    assert "780 meters apart" in made["distance-claim-1"]["quote"]
    assert made["direction-claim-1"]["axis"] is True
    assert made["attribute-claim-1"]["about"] == ["fragment-site-1", "fragment-site-2"]
    assert made["fragment-site-1"] == {"kind": "fragment_site", "sources": ["source-1"]}


def test_the_lethal_radius_belongs_to_the_strike() -> None:
    """On a strike it is lethal_radius_m with its sentence as basis; on fragments, a claim; range and warhead are claims."""
    text = (DATA / "stories" / "photographs.txt").read_text("utf-8")
    strike = records(written(Answers(ABOUT["strike"], "T"), text))
    assert strike["strike-report-1"]["lethal_radius_m"] == 200
    assert "up to 200 meters" in strike["strike-report-1"]["lethal_radius_basis"]
    fragments = records(written(Answers(title="T"), text))
    claims = {one["attribute"]: (one["value"], one.get("note")) for one in fragments.values() if "attribute" in one}
    assert claims == {
        "warhead_kg": (480, None),
        "range_km": (280, None),
        "lethal_radius_m": (200, 'Printed as "up to 200 meters"'),
    }


def test_each_printed_position_is_a_record() -> None:
    """Two positions that a story prints are two records with geometry, and no third is made."""
    text = f"The coordinates of the debris are {PRINTED} and 39°45'27.80\"N 46°45'25.80\"E. They are 780 metres apart."
    edit = written(Answers(title="T"), text)
    assert len([one for one in records(edit).values() if one["kind"] == "fragment_site"]) == 2
    assert all(one["geometry"] for one in json.loads(edit.data)["features"] if one["id"].startswith("fragment"))


def test_an_offset_places_the_record_as_soon_as_its_place_has_a_position() -> None:
    """The record keeps its offset from a place that nobody has looked up, and has no position yet."""
    where = parse_where("about 6 km NE of Dorn")
    assert where == Offset("about 6 km NE", "Dorn")
    placed = written(Answers(title="T", where=where, place_at=parse_coordinates("50.10, 30.20")))
    assert records(placed)["fragment-site-1"]["published_offset"] == "about 6 km NE"
    assert records(placed)["fragment-site-1"]["offset_from"] == "place-1"
    site = read_data("sites.geojson", placed.data).sites["fragment-site-1"]
    assert getattr(site, "position", None) is not None
    waiting = written(Answers(title="T", where=where))
    made = records(waiting)
    assert made["place-1"] == {"kind": "place", "name": "Dorn", "sources": ["source-1"]}
    assert made["fragment-site-1"]["published_offset"] == "about 6 km NE"
    assert made["fragment-site-1"]["offset_from"] == "place-1"
    assert set(made) == {"place-1", "fragment-site-1", "source-1"}
    reading = read_data("sites.geojson", waiting.data)
    assert reading.problems == ()
    assert getattr(reading.sites["fragment-site-1"], "position", 0) is None


def test_an_offset_of_a_story_with_coordinates_is_a_claim_to_test() -> None:
    """Where the record has a position of its own, "6 km north-east of Dorn" does not place it."""
    text = "The debris lies six kilometres north-east of Dorn."
    answers = Answers(title="T", where=parse_coordinates(PRINTED))
    made = records(written(answers, text))
    assert "published_offset" not in made["fragment-site-1"]
    assert made["distance-claim-1"]["from"] == "place-1"
    assert place_of_offset(answers, find_figures(NewsStory("", text, is_cut=False)).proposals) is None


def test_a_place_that_the_file_has_is_not_made_again(tmp_path: Path) -> None:
    """The record of that name is referred to, ids go on from the highest, and the rest of the file stays as it is."""
    path = tmp_path / "sites.geojson"
    path.write_bytes((ROOT / "sites.geojson").read_bytes())
    original = read_original(path)
    names = {one["properties"].get("name"): one["id"] for one in json.loads(path.read_bytes())["features"]}
    name = next(name for name, record_id in names.items() if record_id == "place-shusha")
    edit = written(Answers(title="T"), f"The debris was 300 metres from {name}. It is marked 9M723.", original)
    claims = [one for one in records(edit).values() if one.get("published_distance") == "300 metres"]
    assert [one["from"] for one in claims] == ["place-shusha"]
    assert "fragment-site-3" in records(edit)
    assert edit.data.startswith(path.read_bytes()[: path.read_bytes().rindex(b"\n  ]\n}")])


@pytest.mark.parametrize(
    "name", ["photographs", "two-places", "drone", "shell", "farm", "carrier", "russian", "french", "mines"]
)
@pytest.mark.parametrize("about", ABOUT)
def test_whatever_is_kept_makes_a_file_that_can_be_read(name: str, about: str) -> None:
    """All figures of each story together make a file without errors, in the layout of `geo fmt`."""
    edit = written(Answers(ABOUT[about], "T"), (DATA / "stories" / f"{name}.txt").read_text("utf-8"))
    assert edit.errors == ()
    assert not reformat(Original("sites.geojson", edit.data, parse(edit.data.decode()))).changed


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("1, 3-4", [1, 3, 4]), ("all", [1, 2, 3, 4, 5]), ("none", []), ("", []), ("5 2", [2, 5]), ("2 - 3", [2, 3])],
)
def test_figures_are_named_by_number(text: str, numbers: list[int]) -> None:
    """Numbers, spans, all and none choose what they say, in the order of the list."""
    kept = find_figures(NewsStory("", (DATA / "stories" / "two-places.txt").read_text("utf-8"), is_cut=False)).proposals
    assert choose(kept, text) == [kept[number - 1] for number in numbers]


@pytest.mark.parametrize("text", ["0", "6", "3-9", "4-2", "yes", "1,x", "99999999999"])
def test_a_number_that_is_not_in_the_list_is_refused(text: str) -> None:
    """The message says which numbers there are."""
    kept = find_figures(NewsStory("", (DATA / "stories" / "two-places.txt").read_text("utf-8"), is_cut=False)).proposals
    with pytest.raises(ValueError, match="wanted numbers from 1 to 5"):
        choose(kept, text)


def test_a_place_that_cannot_be_read_is_refused() -> None:
    """Neither coordinates nor an offset: the message says what can be typed; a distance without a direction says what lacks."""
    with pytest.raises(ValueError, match='or "6 km NE of P", or "unknown"'):
        parse_where("Dorn")
    with pytest.raises(ValueError, match="direction"):
        parse_where("6 km from Dorn")


def test_a_quotation_is_short() -> None:
    """At most 28 words around the figure are quoted."""
    text = "word " * 60 + "they lay 780 metres apart " + "word " * 60 + "."
    made = records(written(Answers(title="T"), text))
    quote = made["distance-claim-1"]["quote"]
    assert "780 metres apart" in quote
    assert len(quote.split()) <= 30
    assert quote.startswith("“… ")


def test_several_markings_of_one_site_are_a_list() -> None:
    """Two markings that a story states of one site stand on it, each once, and become no claims."""
    text = 'The fragment bore the marking "9M79-1". Another piece was marked "KS-101 / 0732", and a third bore the marking "9M79-1".'
    made = records(written(Answers(where=parse_coordinates(PRINTED)), text))
    assert {one: said.get("marking") for one, said in made.items()} == {"fragment-site-1": ["9M79-1", "KS-101 / 0732"]}

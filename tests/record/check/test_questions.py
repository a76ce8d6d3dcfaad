import gc
import json
import tracemalloc
from pathlib import Path

import pytest

from geo.record.check import agreement, plausibility
from geo.record.check.entry import FeatureEntry
from geo.record.check.placed import Placed
from geo.record.check.questions import questions_of
from geo.record.kinds import DistanceClaim, FragmentSite, Located, Record
from geo.record.reading import read, read_data
from tests.conftest import DATA, ROOT

FILES = [ROOT / "sites.geojson", *sorted((DATA / "good").glob("*.geojson")), *sorted((DATA / "round-trip").glob("*.geojson"))]


def _has_one(record: Record, names: set[str]) -> bool:
    return any(record.says(known.attribute) for name, known in record.properties.items() if name in names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_check_finds_nothing_in_a_record_without_the_properties_that_it_asks_for(path: Path) -> None:
    """No check that names properties finds a fault in a record that says nothing of them."""
    records = read(path).sites.records
    placed = Placed()
    for record in records:
        if isinstance(record, Located) and record.position:
            placed.add(FeatureEntry(None, 0, None, None), record, record.position)
    strikes = plausibility._strikes_by_position(placed)
    file = plausibility._File({record.id: record for record in records}, strikes)
    for record in records:
        for kinds, needed, check in agreement.FIGURE_CHECKS:
            if isinstance(record, kinds) and needed and not _has_one(record, needed):
                assert list(check(record)) == []
        for kinds, needed, check in plausibility.RECORD_CHECKS:
            if isinstance(record, kinds) and needed and not _has_one(record, needed):
                assert list(check(record, file)) == []


def test_the_names_of_properties_decide_what_is_asked() -> None:
    """A date is compared where there is one, a distance where one is given, and an offset where a part of one is."""
    assert plausibility._late_or_early in questions_of(FragmentSite, ("kind", "found_on")).records
    assert plausibility._late_or_early not in questions_of(FragmentSite, ("kind", "name")).records
    assert plausibility._converted in questions_of(DistanceClaim, ("kind", "distance_m")).records
    assert plausibility._converted not in questions_of(DistanceClaim, ("kind", "published_distance")).records
    assert questions_of(FragmentSite, ("kind", "offset_from")).is_offset
    assert not questions_of(FragmentSite, ("kind", "name")).is_offset
    assert not questions_of(DistanceClaim, ("kind", "offset_from")).is_offset
    assert questions_of(FragmentSite, ("kind", "x_crater_m", "taken_at", "note")).doubtful == ("x_crater_m", "taken_at")


def _many_names(own: str) -> bytes:
    features = [
        {
            "type": "Feature",
            "id": f"{own}{number}",
            "geometry": None,
            "properties": {
                "kind": "fragment_site",
                "sources": [f"{own}{number}-{one}" for one in range(400)],
                **dict.fromkeys(f"x_{own}{number}_{one}" for one in range(400)),
            },
        }
        for number in range(40)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_nothing_of_a_file_stays_in_memory_when_it_is_forgotten() -> None:
    """Neither many names of properties nor long lists of sources, whatever is remembered while it is read."""
    read_data("first", _many_names("a"))  # what is loaded and made at the first time stays
    data = _many_names("b")
    tracemalloc.start()
    try:
        read_data("second", data)
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] < len(data) / 20
    finally:
        tracemalloc.stop()

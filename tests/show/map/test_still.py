"""What stands on the page without scripts."""

import json
from typing import Any

import geo
from geo.earth.tiles import Bounds
from geo.record.reading import read_data
from geo.show.map.still import draw_still


def still_of(*features: dict[str, Any]) -> Any:
    """What stands without scripts of records, in a view of one degree."""
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return draw_still(geo.assess(read_data("s.geojson", data).sites), Bounds(20, 10, 21, 11))


def site(id_: str, lon: float, **properties: str) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [lon, 10.5]}
    return {"type": "Feature", "id": id_, "geometry": geometry, "properties": {"kind": "strike_report", **properties}}


def test_dates_beside_arabic_keep_their_order() -> None:
    """A date in a name that runs from right to left is isolated; in a name that does not, it stands as it is."""
    said = {"kind": "distance_claim", "from": "a", "to": "b", "published_distance": "5 km"}
    claim = {"type": "Feature", "id": "c", "geometry": None, "properties": said}
    ((_, _, explanation),) = still_of(site("a", 20.2, name="ضربة 2021-03-04"), site("b", 20.4, name="B"), claim).findings
    ((_, _, other),) = still_of(site("a", 20.2, name="Strike 2021-03-04"), site("b", 20.4, name="B"), claim).findings
    assert '<bdi dir="ltr">2021-03-04</bdi>' in explanation
    assert "2021-03-04" in other
    assert "<bdi" not in other


def test_records_outside_of_the_drawing_are_counted() -> None:
    """A record that lies far from the view is not dropped in silence."""
    assert still_of(site("a", 20.2), site("b", 20.4)).left_out == ()
    assert still_of(site("a", 20.2), site("b", 99)).left_out == ("Not drawn here: 1 more record.",)

"""Sets of claims that cannot all hold, in words."""

import json

import geo
from geo.record.reading import read_data
from geo.show.answers.report import together_sentences


def test_a_claim_without_a_name_is_put_in_names() -> None:
    """What a claim without a name says calls its ends by their names, not by their ids."""
    spots = [
        {
            "type": "Feature",
            "id": one,
            "geometry": {"type": "Point", "coordinates": [lon, 10.50001]},
            "properties": {"kind": "place", "name": name},
        }
        for one, lon, name in (("a", 20.20001, "Mill"), ("b", 20.90001, "Bridge"))
    ]
    said = {"kind": "distance_claim", "from": "a", "to": "b", "published_distance": "100 m"}
    claim = {"type": "Feature", "id": "c", "geometry": None, "properties": said}
    data = json.dumps({"type": "FeatureCollection", "features": [*spots, claim]}).encode()
    assert together_sentences(geo.assess(read_data("s.geojson", data).sites))[0] == (
        "c cannot hold, given the published positions: Bridge lies 100 m from Mill"
    )

import json
from pathlib import Path

import geopandas as gpd
import pytest

import geo
from geo.record.kinds import Claim
from geo.record.reading import read
from geo.show.exports import shapes
from tests.conftest import DATA


def test_a_table_for_geopandas(sites: geo.Sites) -> None:
    """One row for each record with a place; those without a position stay in it."""
    frame = sites.to_geodataframe()
    assert isinstance(frame, gpd.GeoDataFrame)
    assert frame.crs == 4326
    assert list(frame["id"][:2]) == ["fragment-site-1", "fragment-site-2"]
    assert frame.geometry.isna().sum() == 1
    assert frame["uncertainty_m"].dtype == float
    assert frame.geometry.x[0] == 46.74275


def test_areas_are_areas_in_the_table() -> None:
    """A debris field comes as the polygon that it is, a record placed by an offset as a point."""
    frame = read(DATA / "good" / "areas-offsets-and-datums.geojson").sites.to_geodataframe().set_index("id")
    assert frame.geometry.geom_type[["field", "crater", "district"]].unique().tolist() == ["Polygon"]
    assert frame.geometry.geom_type["second"] == "Point"
    assert frame.geometry["field"].bounds == (46.70, 39.70, 46.71, 39.71)


def test_an_empty_file_gives_an_empty_table() -> None:
    """A file without records gives a table without rows that has the same columns."""
    frame = read(DATA / "good" / "no-records.geojson").sites.to_geodataframe()
    assert len(frame) == 0
    assert "uncertainty_m" in frame.columns


def test_records_by_id(sites: geo.Sites) -> None:
    """Records are looked up by id as in a dictionary."""
    assert sites["strike-1"].id == "strike-1"
    assert "strike-9" not in sites
    assert len(sites) == len(list(sites))
    with pytest.raises(KeyError):
        sites["strike-9"]


def test_claims_without_a_name_are_called_by_what_they_say(tmp_path: Path) -> None:
    """A claim that has no name is called after the records that it is about; one that has a name keeps it."""
    ends = {"from": "a", "to": "b"}
    claims = {
        "First piece to b": {"kind": "distance_claim", **ends, "distance_m": 10},
        "Direction from First piece to b": {"kind": "direction_claim", **ends, "direction": "N"},
        "First piece in b": {"kind": "within_claim", "site": "a", "of": "b"},
        "b near First piece": {"kind": "within_claim", "site": "b", "of": "a", "distance_m": 10},
        "Direction of arrival at First piece": {"kind": "arrival_claim", "at": "a", "direction": "N"},
        "Model variant of First piece, b": {
            "kind": "attribute_claim",
            "about": ["a", "b"],
            "attribute": "model_variant",
            "value": "x",
        },
        "Named": {"kind": "distance_claim", **ends, "distance_m": 10, "name": "Named"},
    }
    records = [{"kind": "fragment_site", "name": "First piece"}, {"kind": "fragment_site"}, *claims.values()]
    ids = ["a", "b", *(f"c{number}" for number in range(len(claims)))]
    features = [
        {"type": "Feature", "id": one, "geometry": None, "properties": made} for one, made in zip(ids, records, strict=True)
    ]
    path = tmp_path / "x.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    sites = geo.read_sites(path)
    assert [sites.label(one) for one in sites.of_kind(Claim)] == list(claims)
    assert [one.name for one in shapes.claims(geo.assess(sites))] == list(claims)

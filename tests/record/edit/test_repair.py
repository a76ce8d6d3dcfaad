import json
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import geo
from geo.record.edit.edit import Edit, read_original, reformat
from geo.record.kinds import Located
from geo.record.problems import SitesError
from geo.record.reading import read
from tests.conftest import DATA, ROOT
from tests.record.json_file.test_layout import arrays, digits, json_texts, objects

AS_GEOJSON_IO_SAVES = DATA / "round-trip" / "geojson-io.geojson"


def mended(path: Path, text: str | None = None) -> Edit:
    """What repair makes of a file."""
    if text is not None:
        path.write_text(text, "utf-8")
    return reformat(read_original(path), repair=True)


def one(tmp_path: Path, feature: str) -> tuple[Any, tuple[str, ...]]:
    """What repair makes of a feature, and what it says."""
    edit = mended(tmp_path / "f.geojson", f'{{"type": "FeatureCollection", "features": [{feature}]}}')
    return json.loads(edit.data)["features"][0], edit.repairs


def through_gdal(target: Path, **options: Any) -> Path:
    """The repository's own file, opened with GDAL through GeoPandas and pyogrio, and written back."""
    import geopandas as gpd

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gpd.read_file(ROOT / "sites.geojson", engine="pyogrio").to_file(target, driver="GeoJSON", engine="pyogrio", **options)
    return target


@pytest.mark.parametrize("options", [{}, {"RFC7946": "YES"}], ids=["as it comes", "RFC 7946"])
def test_through_gdal_and_back(options: dict[str, str], sites: geo.Sites, tmp_path: Path) -> None:
    """After a repair all records are there and as they were, but for the digits of whole numbers and of geometries."""
    path = through_gdal(tmp_path / "back.geojson", **options)
    assert read(path).errors
    edit = mended(path)
    edit.save()
    result = read(path)
    assert result.problems == ()
    assert [record.id for record in result.sites] == [record.id for record in sites]
    digits = 0
    for before, after in zip(sites, result.sites, strict=True):
        for name, value in before:
            if name in ("position", "typed"):
                continue
            came = getattr(after, name)
            assert str(came).removesuffix(".0") == str(value).removesuffix(".0"), (before.id, name)
            digits += getattr(came, "digits", "") != getattr(value, "digits", "")
    assert digits == 4  # two lethal radii, an uncertainty and a distance; the attribute's 200 comes back as it was
    assert result.sites.name == "back"  # the name of the collection is lost


def test_a_trip_through_gdal_loses_no_figure(sites: geo.Sites, tmp_path: Path) -> None:
    """No figure: a claim of 780 m becomes one of 780.0 m, which says the same, and the printed texts survive."""
    path = through_gdal(tmp_path / "back.geojson")
    edit = mended(path)
    edit.save()
    back = geo.read_sites(path)
    for before, after in zip(sites, back, strict=True):
        if isinstance(before, Located) and isinstance(after, Located):
            assert after.position == before.position  # the printed text decides, and survives
    (finding,) = [one for one in geo.assess(back).findings if one.claim == "claim-separation"]
    assert finding.gap_m == pytest.approx(484.8, abs=0.05)  # as from the digits as typed
    assert mended(path).repairs == ()


def test_as_geojson_io_saves(sites: geo.Sites, tmp_path: Path) -> None:
    """Numeric ids, lists as text, nulls and a crs are put back; coordinates that were cut are found by the check."""
    path = tmp_path / "f.geojson"
    path.write_bytes(AS_GEOJSON_IO_SAVES.read_bytes())
    edit = mended(path)
    edit.save()
    assert edit.repairs == (
        'the file: the crs "urn:ogc:def:crs:OGC:1.3:CRS84" removed; RFC 7946 implies it anyway',
        'fragment-site-1: the id "fragment-site-1" moved from properties back to the feature in place of the number 0',
        "fragment-site-1: 3 properties without a value (null) removed",
        'fragment-site-1: sources: "[\\"apa-2021-04-02\\",\\"oc-media-2021-04-01\\"]" is ["apa-2021-04-02", "oc-media-2021-04-01"] again',
        "1: the id 1 was a number and is now a text",
        "1: 1 property without a value (null) removed",
        'claim: the id "claim" moved from properties back to the feature',
        "claim: axis: 1 is true again",
        'oc-media-2021-04-01: the id "oc-media-2021-04-01" removed from properties, where it was repeated',
    )
    result = read(path)
    assert [str(problem) for problem in result.errors] == [
        f"{path}:7:52: error: fragment-site-1: the geometry lies 244.4 m from published_coordinates, which say [46.742750, 39.760583] [GEO044]"
    ]
    assert sites["apa-2021-04-02"] == result.sites["apa-2021-04-02"]


@pytest.mark.parametrize(
    ("feature", "wanted", "said"),
    [
        ('{"id": 7, "properties": {}}', {"id": "7", "properties": {}}, ["7: the id 7 was a number and is now a text"]),
        ('{"properties": {"id": 7.0}}', {"id": "7.0", "properties": {}}, 2),
        ('{"id": null, "properties": {"id": "a"}}', {"id": "a", "properties": {}}, 1),
        ('{"id": "a", "properties": {"id": "a"}}', {"id": "a", "properties": {}}, 1),
        ('{"id": "7", "properties": {"id": 7}}', {"id": "7", "properties": {}}, 1),
        ('{"id": 3, "properties": {"id": "a"}}', {"id": "a", "properties": {}}, 1),
        ('{"id": "a", "properties": {"id": "b"}}', {"id": "a", "properties": {"id": "b"}}, 0),
        ('{"properties": {"id": true}}', {"properties": {"id": True}}, 0),
        ('{"id": "a", "properties": {"sources": "[\'a\' \\"b\'c\\"\\n \'d\']"}}', ["a", "b'c", "d"], 1),
        ('{"id": "a", "properties": {"sources": "[\'a\', \'b\']"}}', ["a", "b"], 1),
        ('{"id": "a", "properties": {"sources": "[ \\"a\\", \\"b\\" ]"}}', ["a", "b"], 1),
        ('{"id": "a", "properties": {"sources": "[\'a\' ... \'b\']"}}', "['a' ... 'b']", 0),
        ('{"id": "a", "properties": {"sources": "[a]"}}', "[a]", 0),
        ('{"id": "a", "properties": {"note": "[\'a\']"}}', {"id": "a", "properties": {"note": "['a']"}}, 0),
        ('{"id": "a", "properties": {"found_on": "2021-03-15T00:00:00Z"}}', "2021-03-15", 1),
        ('{"id": "a", "properties": {"found_on": "2021-03-15T10:00:00"}}', "2021-03-15T10:00:00", 0),
        ('{"id": "a", "properties": {"axis": 0.0}}', False, 1),
        ('{"id": "a", "properties": {"distance_m": 1.0}}', 1.0, 0),
        ('{"id": "a", "crs": {"properties": {"name": "EPSG:4326"}}, "properties": {}}', {"id": "a", "properties": {}}, 1),
        ('{"id": "a"}', {"id": "a"}, 0),
        ("[null]", [None], 0),
    ],
)
def test_what_is_put_back(feature: str, wanted: Any, said: Any, tmp_path: Path) -> None:
    """Each mending by itself, and what only looks like a case for one."""
    value, repairs = one(tmp_path, feature)
    if not isinstance(wanted, dict) and isinstance(value, dict):
        (value,) = value["properties"].values()
    assert value == wanted
    assert (list(repairs) if isinstance(said, list) else len(repairs)) == said


@given(arrays(objects(json_texts)))
def test_a_second_repair_finds_nothing(features: str) -> None:
    """Whatever the file holds; and what was not said stays as it was."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "f"
        first = mended(path, f'{{"features": {features}}}')
        first.save()
        again = mended(path)
    assert (again.changed, again.repairs) == (False, ())
    if not first.repairs:
        assert digits(first.data.decode())["features"] == digits(features)


@pytest.mark.parametrize(
    "name",
    [
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "urn:ogc:def:crs:EPSG::4326",
        "EPSG:4326",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    ],
)
def test_a_crs_that_is_wgs_84_is_taken_out(name: str, tmp_path: Path) -> None:
    """A `crs` member that names WGS 84 in any of the common ways is removed."""
    edit = mended(tmp_path / "f", f'{{"crs": {{"type": "name", "properties": {{"name": "{name}"}}}}, "features": []}}')
    assert edit.repairs == (f'the file: the crs "{name}" removed; RFC 7946 implies it anyway',)
    assert "crs" not in json.loads(edit.data)


@pytest.mark.parametrize(
    "crs",
    [
        '{"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32638"}}',
        '{"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84h"}}',
        '{"type": "link", "properties": {"href": "there"}}',
        "null",
    ],
)
@pytest.mark.parametrize("place", ["file", "feature", "geometry"])
def test_another_crs_is_refused(crs: str, place: str, tmp_path: Path) -> None:
    """Its coordinates would have to be converted, and the file stays as it is."""
    crs = f'"crs": {crs}'
    texts = {
        "file": f'{{{crs}, "features": []}}',
        "feature": f'{{"features": [{{"id": "a", {crs}}}]}}',
        "geometry": f'{{"features": [{{"id": "a", "geometry": {{{crs}}}}}]}}',
    }
    with pytest.raises(SitesError, match=r":1:\d+: error: the crs .* is not WGS 84"):
        mended(tmp_path / "f", texts[place])

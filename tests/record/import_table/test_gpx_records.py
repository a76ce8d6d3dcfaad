"""Records in the extensions of a GPX file: read as they were, whatever else is in the file."""

from pathlib import Path
from xml.etree import ElementTree as ET

import gpxpy
import pyogrio
import pytest

import geo
from geo.record.import_table.gpx_records import GPX, NAMESPACE, read_gpx_records
from geo.record.import_table.table import read_table
from geo.show.exports.writing import write_export
from tests.conftest import DATA

HEAD = f'<gpx version="1.1" creator="t" xmlns="{GPX}" xmlns:d="{NAMESPACE}">'


def _record(**properties: str) -> str:
    texts = "".join(f'<d:property name="{name}">{text}</d:property>' for name, text in properties.items())
    return f"<extensions><d:record>{texts}</d:record></extensions>"


def _waypoint(inside: str, name: str = "A", lon: str = "46.7500") -> str:
    return f'<wpt lat="39.7500" lon="{lon}"><name>{name}</name>{inside}</wpt>'


def _read(body: str, head: str = HEAD) -> list[dict[str, str]]:
    return read_gpx_records(Path("s.gpx"), f"{head}{body}</gpx>".encode()).records


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with waypoints, zones, records without a place, claims and sources."""
    sites = geo.read_sites(DATA / "good" / "every-property.geojson")
    return write_export(geo.assess(sites), tmp_path_factory.mktemp("gpx") / "s.gpx")


def test_other_programs_read_the_file(exported: Path) -> None:
    """gpxpy and GDAL find the same waypoints, with names and positions, and pass over what is ours."""
    points = gpxpy.parse(exported.read_text("utf-8")).waypoints
    layer = pyogrio.read_dataframe(exported, layer="waypoints")
    assert len(points) == len(layer) > 10
    assert [point.name for point in points] == list(layer["name"])
    assert [(point.longitude, point.latitude) for point in points] == [(at.x, at.y) for at in layer.geometry]


def test_the_file_has_the_order_of_the_schema(exported: Path) -> None:
    """Elements stand in the order of GPX 1.1, and all of ours are inside `extensions`, in a namespace of their own."""
    order = ["ele", "time", "magvar", "geoidheight", "name", "cmt", "desc", "src", "link", "sym", "type", "extensions"]
    root = ET.parse(exported).getroot()  # noqa: S314  # our own
    tags = [one.tag.removeprefix(f"{{{GPX}}}") for one in root]
    assert tags == sorted(tags, key=["metadata", "wpt", "rte", "trk", "extensions"].index)
    for point in root.iter(f"{{{GPX}}}wpt"):
        inner = [one.tag.removeprefix(f"{{{GPX}}}") for one in point]
        assert inner == sorted(inner, key=order.index)
    for parent in root.iter():
        for child in parent:
            if child.tag.startswith(f"{{{NAMESPACE}}}"):
                assert parent.tag in (f"{{{GPX}}}extensions", f"{{{NAMESPACE}}}record")


def test_a_waypoint_is_its_record() -> None:
    """A name that another program gave it counts; a name of ours, shown where a record has none, does not."""
    own = {"id": "a", "kind": "place"}
    assert _read(_waypoint(_record(**own, name="A"))) == [{**own, "name": "A"}]
    assert _read(_waypoint(_record(**own, name="A"), "B")) == [{**own, "name": "B"}]
    assert _read(_waypoint(_record(**own), "a")) == [own]


def test_waypoints_of_somebody_else_are_counted(tmp_path: Path) -> None:
    """A waypoint that was added has no record of ours, and an import says that it is not read."""
    path = tmp_path / "s.gpx"
    path.write_text(f"{HEAD}{_waypoint(_record(id='a', kind='place'))}{_waypoint('')}</gpx>")
    table = read_table(path)
    assert [row.cells["id"] for row in table.rows] == ["a"]
    assert table.notices == ("waypoints that are no records of ours, and are not read: 1",)


@pytest.mark.parametrize(
    "body",
    [
        _waypoint(_record(id="a", kind="cafe")),
        _waypoint(
            '<extensions><x:record xmlns:x="urn:other"><x:property name="kind">place</x:property></x:record></extensions>'
        ),
        _waypoint('<d:property name="kind">place</d:property>'),
        _waypoint("<extensions><d:record/></extensions>"),
        "",
    ],
)
def test_what_is_no_record_is_none(body: str) -> None:
    """A kind that is none of ours, another namespace, a property outside of a record, a record without properties."""
    assert _read(body) == []


def test_one_waypoint_is_one_record() -> None:
    """A second record in a waypoint, and a second property of one name, are not read."""
    twice = _record(id="a", kind="place") + _record(id="b", kind="place")
    assert [one["id"] for one in _read(_waypoint(twice))] == ["a"]
    again = '<extensions><d:record><d:property name="kind">place</d:property><d:property name="kind">source</d:property></d:record></extensions>'
    assert _read(again) == [{"kind": "place"}]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"{HEAD}<wpt>", "is not well-formed XML"),
        ('<!DOCTYPE gpx [<!ENTITY a "aaaa">]><gpx>&a;</gpx>', "it has a document type declaration"),
        (f"{HEAD}&none;</gpx>", "is not well-formed XML"),
    ],
)
def test_hostile_xml_is_refused(text: str, why: str) -> None:
    """Entities expand nowhere, and a broken file is a sentence."""
    with pytest.raises(ValueError, match=why):
        read_gpx_records(Path("s.gpx"), text.encode())


def test_depth_and_width_cost_nothing() -> None:
    """A hundred thousand elements in one another, or a name of a million letters, are read in one pass."""
    deep = "<a>" * 100_000 + "</a>" * 100_000
    assert _read(_waypoint(deep) + _record(id="a", kind="place")) == [{"id": "a", "kind": "place"}]
    long = _read(_waypoint(_record(id="a", kind="place", **{"x" * 1_000_000: "1"})))
    assert max(map(len, long[0])) <= 200

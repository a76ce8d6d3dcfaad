"""Files whose statistics say little, or wrongly, of where their features lie."""

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geo.record.vector_file.parts import Box, iter_parts

HERE: Box = (46.0, 39.0, 47.0, 40.0)
WEST_OF_180: Box = (179.9, -18.0, 180.1, -16.0)


def file(path: Path, *groups: Sequence[shapely.Geometry], statistics: bool = True) -> Path:
    """A file with a covering, and groups of two rows."""
    frame = gpd.GeoDataFrame(geometry=[one for group in groups for one in group], crs=4326)
    frame.to_parquet(path, write_covering_bbox=True, schema_version="1.1.0", row_group_size=2, write_statistics=statistics)
    return path


NEAR, FAR = [shapely.Point(46.5, 39.5), shapely.Point(46.7, 39.7)], [shapely.Point(10.25, 50.5), shapely.Point(11, 51)]


def read(path: Path, box: Box = HERE) -> list[int]:
    """The first row of each part."""
    return [int(part.frame.index[0]) for part in iter_parts(path, (), [box])]


def changed(path: Path, **column: Any) -> Path:
    """The same file with other words about its geometry; None takes one away."""
    table = pq.read_table(path)
    about = json.loads(table.schema.metadata[b"geo"])
    told = {**about["columns"]["geometry"], **column}
    about["columns"]["geometry"] = {name: value for name, value in told.items() if value is not None}
    return described(path, json.dumps(about).encode())


def described(path: Path, about: bytes) -> Path:
    """The same file with other words about itself."""
    table = pq.read_table(path)
    pq.write_table(table.replace_schema_metadata({b"geo": about}), path, row_group_size=2)
    return path


def test_row_groups_elsewhere_are_not_read(tmp_path: Path) -> None:
    """By the statistics of the covering, and rows keep their numbers."""
    path = file(tmp_path / "t.parquet", FAR, NEAR, FAR, NEAR)
    assert read(path) == [2, 6]
    assert read(changed(path)) == [2, 6]  # so that what follows fails for what was changed


def paths(**sides: Any) -> dict[str, Any]:
    return {"bbox": {**{side: ["bbox", side] for side in ("xmin", "ymin", "xmax", "ymax")}, **sides}}


@pytest.mark.parametrize(
    "covering",
    [
        None,
        [],
        "bbox",
        {},
        {"bbox": None},
        {"bbox": ["xmin"]},
        {"bbox": {"xmin": ["bbox", "xmin"]}},
        paths(ymax=None),
        paths(ymax="ymax"),
        paths(ymax=["bbox", 7]),
        paths(ymax=["elsewhere", "ymax"]),
        paths(ymax=["geometry"]),
    ],
    ids=str,
)
def test_a_covering_that_says_nothing_leaves_nothing_out(covering: Any, tmp_path: Path) -> None:
    """Whether it is not there, is no object, lacks a side, or names a column that is missing or holds no numbers."""
    path = changed(file(tmp_path / "t.parquet", FAR, NEAR), covering=covering)
    assert read(path) == [0, 2]


def test_statistics_that_are_no_numbers_leave_nothing_out(tmp_path: Path) -> None:
    """NaN is neither east nor west of anything; the bytes of a limit are replaced in the footer of the file."""
    path = file(tmp_path / "t.parquet", FAR, NEAR)
    data = path.read_bytes()
    footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    for value in (float("nan"), float("inf")):
        told = data[footer:].replace(struct.pack("<d", 10.25), struct.pack("<d", value))
        path.write_bytes(data[:footer] + told)
        limits = pq.ParquetFile(path).metadata.row_group(0).column(1).statistics
        assert not np.isfinite(limits.min)
        assert read(path) == [0, 2]


def test_without_statistics_nothing_is_left_out(tmp_path: Path) -> None:
    """The covering is there, and nothing is said of it."""
    assert read(file(tmp_path / "t.parquet", FAR, NEAR, statistics=False)) == [0, 2]


def test_rows_without_a_box_may_be_anywhere(tmp_path: Path) -> None:
    """A covering that is null beside a geometry that is not."""
    path = file(tmp_path / "t.parquet", FAR, NEAR)
    table = pq.read_table(path)
    boxes = table.column("bbox").to_pylist()
    table = table.set_column(1, "bbox", pa.array([boxes[0], None, None, None], table.schema.field("bbox").type))
    pq.write_table(table, path, row_group_size=2)
    assert read(path) == [0, 2]


def test_boxes_rounded_to_single_precision(tmp_path: Path) -> None:
    """To the nearest, so that a feature may lie outside of its box by half of a last digit."""
    lon = 46.0 - 1e-6
    assert float(np.float32(lon)) != lon
    path = file(tmp_path / "t.parquet", [shapely.Point(lon, 39.5)] * 2)
    table = pq.read_table(path)
    single = pa.struct([(side, pa.float32()) for side in ("xmin", "ymin", "xmax", "ymax")])
    pq.write_table(table.set_column(1, "bbox", pa.array(table.column("bbox").to_pylist(), single)), path)
    edge = float(np.float32(lon))
    boxes: list[Box] = [(lon - 1, 39.0, lon, 40.0), (lon, 39.0, lon + 1, 40.0)]
    assert boxes[0][2] < edge or boxes[1][0] > edge
    assert [read(path, box) for box in boxes] == [[0], [0]]


def test_boxes_across_the_180th_meridian(tmp_path: Path) -> None:
    """A box that begins east of where it ends, among others: GeoParquet 1.1 allows it."""
    split = shapely.MultiPolygon([shapely.box(179.8, -17, 180, -16.9), shapely.box(-180, -17, -179.8, -16.9)])
    path = file(tmp_path / "t.parquet", [split, shapely.Point(10, -17)])
    table = pq.read_table(path)
    boxes = table.column("bbox").to_pylist()
    boxes[0] |= {"xmin": 179.8, "xmax": -179.8}
    pq.write_table(table.set_column(1, "bbox", pa.array(boxes, table.schema.field("bbox").type)), path)
    assert read(path, WEST_OF_180) == [0]
    assert read(path, HERE) == []  # at another latitude


@pytest.mark.parametrize(
    "about",
    [
        b"",
        b"{",
        b"\xff",
        b"[" * 100_000,
        b"[]",
        b"null",
        b"{}",
        b'{"columns": {"geometry": {"encoding": "WKB"}}}',
        b'{"primary_column": "geometry"}',
        b'{"primary_column": "geometry", "columns": []}',
        b'{"primary_column": ["geometry"], "columns": {}}',
        b'{"primary_column": "geometry", "columns": {"geometry": 1}}',
    ],
    ids=lambda value: str(value)[:70],
)
def test_words_about_the_file_that_are_broken(about: bytes, tmp_path: Path) -> None:
    """Broken metadata of a file is reported in one sentence."""
    with pytest.raises(ValueError, match="is no GeoParquet: its metadata do not say where the geometry is"):
        read(described(file(tmp_path / "t.parquet", NEAR), about))


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ({"encoding": None}, 'its geometry is encoded as "None"; wanted WKB'),
        ({"encoding": ["WKB"]}, "wanted WKB"),
        ({"crs": {}}, "its coordinate system is not stated"),
        ({"crs": {"id": 1}}, "its coordinate system cannot be understood"),
        ({"crs": {"id": {"authority": {}, "code": []}}}, "its coordinate system cannot be understood"),
        ({"crs": [4326]}, "its coordinate system cannot be understood"),
        ({"crs": True}, "its coordinate system cannot be understood"),
    ],
    ids=str,
)
def test_words_about_the_geometry_that_are_broken(column: dict[str, Any], message: str, tmp_path: Path) -> None:
    """Broken metadata of a geometry column is reported in one sentence."""
    with pytest.raises(ValueError, match=message):
        read(changed(file(tmp_path / "t.parquet", NEAR), **column))


@pytest.mark.parametrize(
    ("name", "message"), [("shape", "has no geometry"), ("bbox", "features 0 to 1 is not WKB"), ("name", "0 to 1 is not WKB")]
)
def test_a_column_that_is_no_geometry(name: str, message: str, tmp_path: Path) -> None:
    """Named as one, but missing, of numbers or of texts."""
    path = file(tmp_path / "t.parquet", NEAR)
    pq.write_table(pq.read_table(path).append_column("name", [["one", "two"]]), path)
    about = {"primary_column": name, "columns": {name: {"encoding": "WKB"}}}
    with pytest.raises(ValueError, match=message):
        read(described(path, json.dumps(about).encode()))

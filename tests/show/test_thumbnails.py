"""Pictures of photographs: as large as there is room for, with nothing but pixels, and a reason where there is none."""

import hashlib
import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.show import thumbnails
from geo.show.thumbnails import CHANGED, NO_ROOM, NOT_WANTED, SENSITIVE, UNREAD, Thumbnails, make_thumbnails
from tests.record.photo.made_photos import ASCII, exif, gps, jpeg, picture


def _made(folder: Path, *records: dict[str, Any], **how: Any) -> Thumbnails:
    features = [
        {"type": "Feature", "id": f"p{number}", "geometry": None, "properties": {"kind": "photo", **one}}
        for number, one in enumerate(records)
    ]
    path = folder / "sites.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return make_thumbnails(geo.read_sites(path), **how)


def _file(folder: Path, name: str, seed: int = 0) -> dict[str, Any]:
    data = jpeg(exif([(0x0110, ASCII, "Some camera")], receiver=gps()), image=picture(1600, 1200, seed=seed))
    (folder / name).write_bytes(data)
    return {"file": name, "sha256": hashlib.sha256(data).hexdigest()}


@pytest.mark.parametrize(("side", "size"), [(320, (320, 240)), (640, (640, 480))])
def test_sizes(tmp_path: Path, side: int, size: tuple[int, int]) -> None:
    """The longer side is that which was asked for, and nothing of the camera comes along."""
    found = _made(tmp_path, _file(tmp_path, "a.jpg"), side_px=side)
    (one,) = found.shown.values()
    assert (one.width, one.height) == size
    assert b"Some camera" not in one.data
    assert b64decode(one.address.removeprefix("data:image/jpeg;base64,")) == one.data


def test_less_room_makes_them_smaller(tmp_path: Path) -> None:
    """Where all do not fit they become smaller together, and only then some are left out, the last first."""
    records = [_file(tmp_path, f"{seed}.jpg", seed) for seed in range(8)]
    whole = _made(tmp_path, *records)
    weight = sum(len(one.address) for one in whole.shown.values())
    half = _made(tmp_path, *records, most_bytes=weight // 2)
    assert len(half.shown) == 8
    assert {one.width for one in half.shown.values()} < {240, 160, 120, 80}
    few = _made(tmp_path, *records, most_bytes=4_000)
    assert list(few.shown) == [f"p{number}" for number in range(len(few.shown))]
    assert 0 < len(few.shown) < 8
    assert set(few.left_out.values()) == {NO_ROOM}
    assert sum(len(one.address) for one in few.shown.values()) <= 4_000 + 30 * len(few.shown)


def test_what_is_not_shown_has_a_reason(tmp_path: Path) -> None:
    """A sensitive photograph, another file than the recorded one, a missing one and a drawing are not shown, and each says why."""
    (tmp_path / "drawing.jpg").write_text("<svg/>")
    good = _file(tmp_path, "a.jpg")
    found = _made(
        tmp_path,
        {**good, "sensitive": True},
        {**good, "sha256": "0" * 64},
        {"file": "gone.jpg"},
        {"file": "drawing.jpg"},
        {"taken_at": "2021-03-15"},
        good,
    )
    assert found.left_out == {"p0": SENSITIVE, "p1": CHANGED, "p2": UNREAD, "p3": UNREAD}
    assert list(found.shown) == ["p5"]


def test_none_wanted(tmp_path: Path) -> None:
    """Without pictures no file is opened, and each photograph says so."""
    found = _made(tmp_path, {"file": "gone.jpg"}, side_px=None)
    assert (found.shown, found.left_out) == ({}, {"p0": NOT_WANTED})


def test_too_many_are_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit photographs have no picture for want of room."""
    monkeypatch.setattr(thumbnails, "MOST_PHOTOS", 1)
    found = _made(tmp_path, _file(tmp_path, "a.jpg"), _file(tmp_path, "b.jpg"))
    assert found.left_out == {"p1": NO_ROOM}


def test_pictures_that_take_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once pictures took long to decode no further file is opened; one that was is shown for every photograph that names it."""
    monkeypatch.setattr(thumbnails, "MOST_EFFORT", 1600 * 1200 - 1)
    one, other = _file(tmp_path, "a.jpg"), _file(tmp_path, "b.jpg", 1)
    found = _made(tmp_path, one, other, one, {**one, "sha256": "0" * 64})
    assert list(found.shown) == ["p0", "p2"]
    assert found.left_out == {"p1": NO_ROOM, "p3": CHANGED}

"""`geo check` opens photographs: what it finds, and what it must never open. Wordings stand in data/bad/photographs.txt."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from geo.record.check import photos
from geo.record.reading import read
from tests.conftest import DATA
from tests.record.photo.made_photos import jpeg, picture

PHOTOS = DATA / "bad" / "photos"


def _problems(folder: Path, *records: dict[str, Any]) -> list[str]:
    features = [
        {"type": "Feature", "id": f"p{number}", "geometry": None, "properties": {"kind": "photo", **one}}
        for number, one in enumerate(records)
    ]
    features += [
        {"type": "Feature", "id": name, "geometry": None, "properties": {"kind": "source", "title": name, "relies_on": relied}}
        for name, relied in (
            ("a", []),
            ("b", []),
            ("c", ["a"]),
            ("d", ["third"]),
            ("e", ["third"]),
            ("third", []),
            ("f", ["c"]),
        )
    ]
    path = folder / "sites.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return [f"{one.id}: {one.code}: {one.message}" for one in read(path, photos=True).problems if one.code != "GEO055"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of a record, with photographs in it and a secret beside it."""
    shutil.copytree(PHOTOS, tmp_path / "record" / "photos")
    (tmp_path / "secret.jpg").write_bytes(jpeg())
    return tmp_path / "record"


def test_links_that_lead_out(folder: Path) -> None:
    """A link to a file outside the folder, or to a folder outside, is not followed; one within it is."""
    (folder / "out.jpg").symlink_to(folder.parent / "secret.jpg")
    (folder / "far").symlink_to(folder.parent)
    (folder / "within.jpg").symlink_to(folder / "photos" / "piece.jpg")
    found = _problems(folder, {"file": "out.jpg"}, {"file": "far/secret.jpg"}, {"file": "within.jpg"})
    why = "leads out of the folder of the record, through a link or by its name"
    assert found == [f"p0: GEO081: file: out.jpg {why}", f"p1: GEO081: file: far/secret.jpg {why}"]


def test_a_link_to_itself(folder: Path) -> None:
    """A link that leads back to itself is a photograph that cannot be read."""
    (folder / "loop.jpg").symlink_to(folder / "loop.jpg")
    (found,) = _problems(folder, {"file": "loop.jpg"})
    assert found.startswith("p0: GEO081: file: loop.jpg")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes in folders")
def test_pipes_are_not_waited_for(folder: Path) -> None:
    """A pipe that nobody writes to is refused at once."""
    os.mkfifo(folder / "pipe.jpg")
    (found,) = _problems(folder, {"file": "pipe.jpg"})
    assert found.startswith("p0: GEO081: file: pipe.jpg cannot be read: this is a pipe")


@pytest.mark.parametrize(
    "name",
    [
        *("../secret.jpg", "/etc/passwd", "~/x.jpg", "C:/x.jpg", "c:x.jpg", "a/../../secret.jpg", "./x.jpg", "a//x.jpg"),
        *("", ".", "..", "photos/..", "photos/", "a\nb.jpg", "http://example.org/x.jpg", "//host/share/x.jpg", "x\0.jpg"),
        "a\\x.jpg",
    ],
)
def test_names_that_lead_elsewhere(folder: Path, name: str) -> None:
    """A name that is absolute, leads upwards, is an address, or holds what no name does is an error, and is not opened."""
    (found,) = _problems(folder, {"file": name})
    assert "GEO078" in found


@pytest.mark.parametrize(
    "name", ["x.jpg", "photos/x.jpg", "фото/снимок 1.jpg", "a..b.jpg", ".hidden.jpg", "a.b/c d (1).jpg", "..."]
)
def test_names_within_the_folder(folder: Path, name: str) -> None:
    """Names in any script, with spaces and dots, are looked for in the folder."""
    (found,) = _problems(folder, {"file": name})
    assert "GEO080" in found


@pytest.mark.parametrize(
    ("sources", "is_told"),
    [
        (("a", "b"), True),
        (("a", "a"), False),
        (("a", "c"), False),  # c relies on a
        (("d", "e"), False),  # both rely on a third
        (("a", "f"), False),  # f relies on c, which relies on a
        (("b", "c"), True),
    ],
)
def test_one_picture_behind_two_sources(folder: Path, sources: tuple[str, str], *, is_told: bool) -> None:
    """One picture is told where its sources are not said to rely on one another, or on a third."""
    first, second = (
        {"file": f"photos/{name}.jpg", "sources": [one]} for name, one in zip(("piece", "copy"), sources, strict=True)
    )
    found = _problems(folder, first, second)
    assert bool(found) is is_told
    if is_told:
        assert found[0].startswith('p1: GEO083: file: looks like the same picture as that of "p0", which has other sources')


def test_another_picture_is_none(folder: Path) -> None:
    """A picture of something else is not taken for a copy."""
    (folder / "another.jpg").write_bytes(jpeg(image=picture(96, 72, seed=9)))
    assert _problems(folder, {"file": "photos/piece.jpg", "sources": ["a"]}, {"file": "another.jpg", "sources": ["b"]}) == []


def test_a_file_that_is_the_same(folder: Path) -> None:
    """The same file under two names is told as such, also where it is too plain to be told by what it shows."""
    plain = jpeg(image=picture(96, 72).convert("L").point(lambda _: 128))
    for name in ("one.jpg", "other.jpg"):
        (folder / name).write_bytes(plain)
    (found,) = _problems(folder, {"file": "one.jpg", "sources": ["a"]}, {"file": "other.jpg", "sources": ["b"]})
    assert 'is the same file as that of "p0"' in found


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ("2021-03-15", False),
        ("2021-03", False),
        ("2021-03-16", True),
        ("2021-03-15T13:20+04:00", False),  # without the seconds
        ("2021-03-15T09:20:05Z", False),  # the same moment
        ("2021-03-15T13:22+04:00", True),
        ("2021-03-15T13:20", False),  # a local time may be the same moment
        ("2021-03-15T13:00+04:00/2021-03-15T14:00+04:00", False),
    ],
)
def test_times_that_differ(folder: Path, said: str, *, is_told: bool) -> None:
    """A time is told as another one than the camera's only where it surely is, by a minute or more."""
    found = _problems(folder, {"file": "photos/piece.jpg", "taken_at": said})
    assert bool(found) is is_told


def test_too_many_are_counted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit photographs are not opened, and the first of them says how many."""
    monkeypatch.setattr(photos, "MOST_PHOTOS", 2)
    found = _problems(folder, *[{"file": "photos/gone.jpg"}] * 5)
    assert len(found) == 3
    assert found[2] == "p2: GEO081: file: not opened, nor those of the photographs after it, 3 in all: 2 are"


def test_pictures_that_take_too_long(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the pictures so far took long to decode no more are opened; a file that many photographs name counts once."""
    one = {"file": "photos/piece.jpg"}
    monkeypatch.setattr(photos, "MOST_EFFORT", 96 * 72)
    assert _problems(folder, *[one] * 5) == []
    found = _problems(folder, *[one] * 3, {"file": "photos/copy.jpg"}, *[one] * 2)
    assert found == ["p4: GEO081: file: not opened, nor those of the photographs after it, 2 in all: 4 are"]


def test_reading_alone_opens_nothing(folder: Path) -> None:
    """Without being asked to, reading a record does not look at photographs."""
    _problems(folder, {"file": "photos/gone.jpg"})
    assert "GEO080" not in {one.code for one in read(folder / "sites.geojson").problems}

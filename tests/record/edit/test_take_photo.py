"""`geo add photo`: what comes out of a picture's file into the record, and what is said about the rest."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.record.kinds import Photo
from geo.record.reading import read
from tests.record.photo.made_photos import ASCII, RATIONAL, SHUSHA, exif, gps, jpeg

Run = Callable[..., tuple[int, str, str]]
STAMP = [(0x9003, ASCII, "2021:03:15 13:20:05"), (0x9011, ASCII, "+04:00")]
RECEIVER = gps(
    SHUSHA["lat"], SHUSHA["lon"], ("N", "E"), (16, ASCII, "M"), (17, RATIONAL, ((4512, 100),)), (31, RATIONAL, ((5, 1),))
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a record and a photograph, which is the current one."""
    site = {"type": "Feature", "id": "site", "geometry": None, "properties": {"kind": "fragment_site", "name": "First piece"}}
    (tmp_path / "sites.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [site]}), "utf-8")
    (tmp_path / "photos").mkdir()
    data = exif([(0x0110, ASCII, "Some camera")], STAMP, RECEIVER)
    (tmp_path / "photos" / "a.jpg").write_bytes(jpeg(data))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _photo(folder: Path) -> tuple[Photo, dict[str, Any]]:
    reading = read(folder / "sites.geojson", photos=True)
    assert reading.problems == ()
    (photo,) = reading.sites.of_kind(Photo)
    features = json.loads((folder / "sites.geojson").read_text("utf-8"))["features"]
    return photo, features[1]


def test_everything_that_the_camera_noted(folder: Path, run: Run) -> None:
    """Hash, time, position, its error and the direction are written, told, and agree with the file in `geo check`."""
    code, out, _ = run("add", "photo", "photos/a.jpg", "--shows", "First piece", "--credit", "An agency")
    assert code == 0
    photo, feature = _photo(folder)
    assert feature["geometry"] == {"type": "Point", "coordinates": [46.74275, 39.760583]}
    assert feature["properties"] == {
        "kind": "photo",
        "file": "photos/a.jpg",
        "sha256": photo.sha256,
        "shows": ["site"],
        "taken_at": "2021-03-15T13:20:05+04:00",
        "taken_at_basis": "camera",
        "position_basis": "camera",
        "position_error_m": 5,
        "view_direction_deg": 45.1,
        "view_north": "magnetic",
        "credit": "An agency",
    }
    assert re.fullmatch(
        rf"""sites\.geojson: photo-1 added
From photos/a\.jpg: SHA-256 {photo.sha256}; taken 2021-03-15T13:20:05\+04:00 by the camera's clock; at 39\.760583, 46\.742750, known to within 15\.0? m, three times the camera's own figure; looking 45\.1° from magnetic north
Not taken: Model \(left in the picture's file\)
""",
        out,
    )


def test_what_a_person_gives_counts_instead(folder: Path, run: Run) -> None:
    """A position, a time and a direction that are given are written, and the camera's are listed as not taken."""
    given = ["--at", "39.7606, 46.7428", "--taken-at", "2021-03-16", "--view-direction-deg", "90"]
    code, out, _ = run("add", "photo", "photos/a.jpg", *given, "--position-basis", "geolocation")
    assert code == 0
    _, feature = _photo_with_warning(folder)
    assert feature["properties"]["published_coordinates"] == "39.7606, 46.7428"
    assert "position_error_m" not in feature["properties"]
    assert "taken_at_basis" not in feature["properties"]
    assert "view_north" not in feature["properties"]
    assert "Not taken: its position 39.760583, 46.742750, since another is given" in out
    assert "Not taken: its time 2021-03-15T13:20:05+04:00, since another is given" in out
    assert "Not taken: its direction 45.1°, since another is given" in out


@pytest.mark.parametrize(
    ("given", "uncertainty", "words"),
    [
        (["--uncertainty-m", "20"], 20, "with the uncertainty_m that is given"),
        (["--position-error-m", "10"], 30.1, "with the position_error_m that is given"),
        (["--position-basis", "camera"], 15.1, "three times the camera's own figure"),
    ],
)
def test_an_uncertainty_is_one_of_the_cameras_position(
    folder: Path, run: Run, given: list[str], uncertainty: float, words: str
) -> None:
    """Who states how far off a camera may be, or that it is the camera's, gives no other position: the camera's is taken."""
    code, out, _ = run("add", "photo", "photos/a.jpg", *given)
    assert code == 0
    photo, feature = _photo(folder)
    assert photo.position is not None
    assert photo.position.uncertainty_m == pytest.approx(uncertainty, abs=0.06)
    assert feature["properties"]["position_basis"] == "camera"
    assert words in out
    assert "its position" not in out


def _photo_with_warning(folder: Path) -> tuple[list[str], dict[str, Any]]:
    reading = read(folder / "sites.geojson", photos=True)
    assert reading.errors == ()
    return [one.code for one in reading.problems], json.loads((folder / "sites.geojson").read_text("utf-8"))["features"][1]


def test_a_file_without_anything(folder: Path, run: Run) -> None:
    """A picture without Exif data gives its name and its hash, and no place."""
    (folder / "bare.jpg").write_bytes(jpeg())
    assert run("add", "photo", "bare.jpg")[0] == 0
    photo, feature = _photo(folder)
    assert feature["geometry"] is None
    assert set(feature["properties"]) == {"kind", "file", "sha256"}
    assert photo.drawn is None


def test_what_stands_outside_of_exif_is_named(folder: Path, run: Run) -> None:
    """XMP, in which a place may stand as well, is listed as left in the file."""
    block = b"http://ns.adobe.com/xap/1.0/\0<x/>"
    (folder / "xmp.jpg").write_bytes(b"\xff\xd8\xff\xe1" + (len(block) + 2).to_bytes(2) + block + jpeg()[2:])
    assert "Not taken: XMP (left in the picture's file)" in run("add", "photo", "xmp.jpg")[1]


def test_what_cannot_be_believed_is_said(folder: Path, run: Run) -> None:
    """A camera's position that is refused is told with its reason."""
    (folder / "tokyo.jpg").write_bytes(jpeg(exif(receiver=gps(SHUSHA["lat"], SHUSHA["lon"], ("N", "E"), (18, ASCII, "TOKYO")))))
    _, out, _ = run("add", "photo", "tokyo.jpg")
    assert 'Not taken: the camera\'s position is in the datum "TOKYO", not WGS 84; convert it and add it by hand' in out


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../far.jpg", "a photograph lies in"),
        ("photos/drawing.jpg", "is an SVG drawing"),
        ("photos/gone.jpg", '"photos/gone.jpg" cannot be read: No such file or directory\n'),
        ("", "cannot be read"),  # what a shell makes of a variable without a value
    ],
)
def test_refused_files_write_nothing(folder: Path, run: Run, name: str, why: str) -> None:
    """A picture elsewhere, none, and one that is not there are refused with a sentence, and the record stays as it was."""
    (folder / "photos" / "drawing.jpg").write_text("<svg/>")
    before = (folder / "sites.geojson").read_bytes()
    code, _, err = run("add", "photo", name)
    assert code == 2
    assert why in err
    assert (folder / "sites.geojson").read_bytes() == before


def test_a_record_in_another_folder(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name counts from the record's folder, wherever the command is run."""
    monkeypatch.chdir(folder / "photos")
    assert run("add", "photo", "a.jpg", "--sites", "../sites.geojson")[0] == 0
    assert _photo(folder)[0].file == "photos/a.jpg"


def test_as_json(folder: Path, run: Run) -> None:
    """Programs read what was taken and what was not."""
    _, out, _ = run("add", "photo", "photos/a.jpg", "--format", "json")
    said = json.loads(out)
    assert said["not_taken"] == ["Model (left in the picture's file)"]
    assert said["taken"][0].startswith("SHA-256 ")
    assert geo.read_sites(folder / "sites.geojson")[said["id"]].kind == "photo"

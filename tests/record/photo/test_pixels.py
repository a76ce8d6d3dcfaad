"""Thumbnails carry nothing but pixels, and a picture is known again after scaling and compressing."""

import random
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from geo.record.photo.container import PhotoError, open_container
from geo.record.photo.pixels import are_alike, hash_picture, make_thumbnail
from tests.record.photo.made_photos import ASCII, exif, gps, jpeg, picture, png, webp


def _thumbnail(data: bytes, orientation: int = 1, most_px: int = 32) -> Image.Image:
    return Image.open(BytesIO(make_thumbnail(data, open_container(data), orientation, most_px)), formats=("JPEG",))


def _hash(data: bytes) -> int | None:
    return hash_picture(data, open_container(data), 1)


def test_nothing_but_pixels() -> None:
    """Of the position, the camera, a comment, an ICC profile and XMP nothing is left in a thumbnail."""
    file = BytesIO()
    data = exif([(0x010F, ASCII, "Maker of cameras")], receiver=gps())
    picture(640, 480).save(
        file, "JPEG", exif=b"Exif\0\0" + data, comment=b"a secret", icc_profile=b"profile" * 30, xmp=b"<x:xmpmeta/>"
    )
    small = make_thumbnail(file.getvalue(), open_container(file.getvalue()), 1, 320)
    for secret in (b"Exif", b"Maker", b"secret", b"profile", b"xmp", b"ICC"):
        assert secret in file.getvalue()
        assert secret not in small
    assert _thumbnail(file.getvalue(), most_px=320).size == (320, 240)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_upright(orientation: int) -> None:
    """Whichever way a camera was held, its thumbnail is upright: the red corner is at the top left."""
    upright = Image.new("RGB", (64, 32), "white")
    upright.paste("red", (0, 0, 16, 16))
    back = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    held = upright if back is None else upright.transpose(Image.Transpose(back))
    small = _thumbnail(jpeg(image=held, quality=100), orientation, most_px=64)
    assert small.size == (64, 32)
    red, green, _ = small.convert("RGB").crop((2, 2, 8, 8)).resize((1, 1)).tobytes()
    assert (red > 200, green < 80) == (True, True)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "I;16", "1"])
def test_every_kind_of_png(mode: str) -> None:
    """A PNG with a palette, transparency, one colour or 16 bits gives a thumbnail."""
    image = Image.new("I;16", (40, 30)) if mode == "I;16" else picture(40, 30).convert(mode)
    assert _thumbnail(png(image=image)).size == (32, 24)


def test_four_inks() -> None:
    """A JPEG in printers' colours gives a thumbnail."""
    assert _thumbnail(jpeg(image=picture(40, 30).convert("CMYK"))).mode == "RGB"


@pytest.mark.parametrize("make", [jpeg, png, webp])
def test_damaged_pixels(make: object) -> None:
    """A picture whose pixels are cut off is refused with a sentence."""
    whole = make(image=picture(640, 480))  # type: ignore[operator]
    with pytest.raises(PhotoError, match="cannot be decoded"):
        _thumbnail(whole[: len(whole) // 3])


def test_a_text_that_unpacks_to_much() -> None:
    """A PNG whose comment unpacks to 200 MB does not take that much: it is refused or its comment left."""
    file = BytesIO()
    info = PngImagePlugin.PngInfo()
    picture().save(file, "PNG", pnginfo=info)
    packed = zlib.compress(bytes(200_000_000), 9)
    chunk = b"zTXt" + b"Comment\0\0" + packed
    bomb = file.getvalue().replace(b"IDAT", b"IDAT", 1)
    at = bomb.index(b"IDAT") - 4
    bomb = bomb[:at] + struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + bomb[at:]
    with pytest.raises(PhotoError, match="cannot be decoded"):
        _thumbnail(bomb)


def test_one_picture() -> None:
    """A picture is known again when it is scaled, compressed, saved in another form or brightened; another one is not."""
    original = _hash(jpeg(image=picture(1600, 1200)))
    assert original is not None
    copies = [
        jpeg(image=picture(640, 480), quality=30),
        png(image=picture(200, 150)),
        webp(image=picture(320, 240)),
        jpeg(image=picture(1600, 1200).point(lambda shade: min(255, shade * 1.1))),
    ]
    assert all(hashed is not None and are_alike(original, hashed) for hashed in map(_hash, copies))
    others = [_hash(jpeg(image=picture(1600, 1200, seed=seed))) for seed in range(1, 30)]
    assert not any(other is not None and are_alike(original, other) for other in others)


def _shade(what: str, x: float, y: float) -> float:
    """The shade of a smooth picture at a place in it, from 0 to 1 across and down."""
    return {
        "one colour": 128,
        "gradient": 40 + 160 * x,
        "sky": 210 - 60 * y,
        "sky above a field": 210 - 60 * y if y < 0.55 else 90 + 30 * y,
        "wall, dark towards the corners": 180 - 90 * ((x - 0.5) ** 2 + (y - 0.5) ** 2),
    }[what]


@pytest.mark.parametrize("noise", [0, 12])
@pytest.mark.parametrize("what", ["one colour", "gradient", "sky", "sky above a field", "wall, dark towards the corners"])
def test_too_little_to_tell(what: str, noise: float) -> None:
    """Smooth pictures, which resemble each other whatever they show, have no hash, with a camera's noise and without."""
    dice = random.Random(3)
    shades = [_shade(what, x / 160, y / 120) + dice.uniform(-noise, noise) for y in range(120) for x in range(160)]
    image = Image.frombytes("L", (160, 120), bytes(max(0, min(255, round(one))) for one in shades))
    assert _hash(jpeg(image=image)) is None


def test_sixteen_bits_of_grey() -> None:
    """A grey picture of 16 bits keeps its shades: it is as bright as the same one of 8 bits."""
    shades = [100 * x for x in range(640)] * 48
    image = Image.frombytes("I;16", (640, 48), b"".join(one.to_bytes(2, "little") for one in shades))
    row = _thumbnail(png(image=image), most_px=64).convert("L").tobytes()[-64:]
    assert row[2] == pytest.approx(10, abs=4)
    assert row[61] == pytest.approx(240, abs=6)

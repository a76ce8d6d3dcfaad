"""Decodes a picture for a thumbnail or for comparison; nothing but its pixels is taken along.

The decoder is named by the file's first bytes, so that no other program or decoder is looked for. The size is checked
before anything is decoded.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from geo.record.photo.container import Container, PhotoError, PhotoFormat

if TYPE_CHECKING:
    from PIL import Image

_QUALITY = 80
_TURNS = {2: (0,), 3: (3,), 4: (1,), 5: (5,), 6: (4,), 7: (6,), 8: (2,)}
"""What turns the pixels upright by the orientation that the camera noted, as numbers of PIL.Image.Transpose.

Source: CIPA DC-008 (Exif 2.32), 4.6.4, Orientation.
"""
_ACROSS = 9
"""Pixels on a side of the picture from which its hash is made."""
_SMOOTH, _FEWEST_TURNS = 8, 8
"""Shades of 256 that a third difference has at most in smooth light, and at how many of 54 places a picture must have more, in its
rows and in its columns: made skies, walls, horizons and nights with lamps have at most 6 in one of them, made objects 19 and more."""
ALIKE_BITS = 12
"""Hashes that differ in at most so many bits are those of one picture, scaled or compressed again: a convention of ours."""


def make_thumbnail(data: bytes, container: Container, orientation: int, most_px: int) -> bytes:
    """A picture as a small JPEG file, upright, with nothing but pixels in it.

    Args:
        data: The picture's file.
        container: What `open_container` says of it.
        orientation: How its pixels have to be turned, 1 to 8.
        most_px: Its longer side in pixels, at most.

    Raises:
        PhotoError: if it cannot be decoded.
    """
    from PIL import Image

    small = _turned(_decoded(data, container, most_px, "RGB"), orientation)
    small.thumbnail((most_px, most_px), Image.Resampling.LANCZOS)
    plain = Image.new("RGB", small.size)
    plain.paste(small)  # a new picture: no comment, profile or position comes along
    file = BytesIO()
    plain.save(file, "JPEG", quality=_QUALITY, optimize=True)
    return file.getvalue()


def hash_picture(data: bytes, container: Container, orientation: int) -> int | None:
    """The 144 bits of a picture that stay when it is scaled or compressed again: which of two neighbours is brighter.

    None where there is too little in it to tell it from others: a wall, the sky above a field, a light falling off to the
    corners have the hash of every other. It stays when a picture becomes brighter or gets a line of text; it does not when
    one is cropped, mirrored, turned or framed.

    Raises:
        PhotoError: if it cannot be decoded.

    Source: N. Krawetz (2013), "Kind of Like That", The Hacker Factor Blog (difference hash).
    """
    from PIL import Image

    small = _turned(_decoded(data, container, 8 * _ACROSS, "L"), orientation)
    pixels = small.resize((_ACROSS, _ACROSS), Image.Resampling.BOX).tobytes()
    lines = [pixels[start : start + _ACROSS] for start in range(0, len(pixels), _ACROSS)]
    lines += [pixels[start::_ACROSS] for start in range(_ACROSS)]
    if min(_turns_in(lines[:_ACROSS]), _turns_in(lines[_ACROSS:])) < _FEWEST_TURNS:
        return None
    bits = [one > other for line in lines for one, other in pairwise(line)]
    return sum(bit << place for place, bit in enumerate(bits))


def _turns_in(lines: list[bytes]) -> int:
    """At how many places light and dark change in another way than smoothly: where a third difference is large."""
    fours = (line[at : at + 4] for line in lines for at in range(_ACROSS - 3))
    return sum(abs(a - 3 * b + 3 * c - d) > _SMOOTH for a, b, c, d in fours)


def are_alike(one: int, other: int) -> bool:
    """Whether two hashes are those of one picture."""
    return (one ^ other).bit_count() <= ALIKE_BITS


def _decoded(data: bytes, container: Container, least_px: int, mode: str) -> Image.Image:
    """The pixels of a picture; of JPEG at the smallest of its own scales that has so many on a side."""
    from PIL import Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: F401  # JPEG asks for MPO

    decoders: dict[PhotoFormat, Any] = {
        PhotoFormat.JPEG: JpegImagePlugin.JpegImageFile,
        PhotoFormat.PNG: PngImagePlugin.PngImageFile,
        PhotoFormat.WEBP: WebPImagePlugin.WebPImageFile,
    }
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damaged metadata, which are not used
            image: Image.Image = decoders[container.form](BytesIO(data))
            _require_size(image, container)
            if container.form is PhotoFormat.JPEG:
                image.draft(mode, (least_px, least_px))
            if image.mode.startswith("I"):  # 16 bits of grey, which would be cut off at 255
                image = image.point(lambda grey: grey / 256).convert("L")
            return image.convert("RGBA").convert(mode) if image.mode in ("P", "PA", "LA", "RGBA") else image.convert(mode)
    except PhotoError:
        raise
    except Exception as error:  # noqa: BLE001  # a decoder fails in any way at what strangers made
        raise PhotoError(f"cannot be decoded: {str(error) or type(error).__name__}") from None


def _require_size(image: Image.Image, container: Container) -> None:
    """Refuse a picture that turns out larger than what was allowed."""
    if image.size[0] * image.size[1] > container.width * container.height:
        raise PhotoError("is damaged: the picture has another size than its file says")


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    from PIL import Image

    for turn in _TURNS.get(orientation, ()):
        image = image.transpose(Image.Transpose(turn))
    return image

"""What a picture's file is goes by its first bytes; all but three forms are refused."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL.PngImagePlugin import PngInfo

from geo.record.photo.container import MAX_PHOTO_BYTES, PhotoError, PhotoFormat, open_container
from tests.record.photo.made_photos import exif, gps, jpeg, picture, png, webp


@pytest.mark.parametrize(("make", "form"), [(jpeg, PhotoFormat.JPEG), (png, PhotoFormat.PNG), (webp, PhotoFormat.WEBP)])
def test_the_three_that_are_read(make: object, form: PhotoFormat) -> None:
    """Of JPEG, PNG and WebP the size and the Exif data are found, with and without such data."""
    data = exif(receiver=gps())
    found = open_container(make(data, image=picture(97, 31)))  # type: ignore[operator]
    assert (found.form, found.width, found.height, found.exif) == (form, 97, 31, data)
    bare = open_container(make(image=picture(97, 31)))  # type: ignore[operator]
    assert (bare.form, bare.width, bare.height, bare.exif) == (form, 97, 31, None)


def test_lossless_and_plain_webp() -> None:
    """The size of WebP is found in each of its three headers."""
    file = BytesIO()
    picture(97, 31).save(file, "WEBP", lossless=True)
    found = open_container(file.getvalue())
    assert (found.width, found.height) == (97, 31)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "is an SVG drawing"),
        (b"\xef\xbb\xbf <svg/>", "is an SVG drawing"),
        (b"<!DOCTYPE html><html>", "is an HTML or XML document"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "is a PostScript program"),
        (b"\xc5\xd0\xd3\xc6" + bytes(26), "is a PostScript program"),
        (
            b"II*\0\x08\0\0\0",
            "is a TIFF file or a camera's raw file; save a copy as JPEG with its metadata, and keep the original",
        ),
        (b"MM\0*\0\0\0\x08", "is a TIFF file or a camera's raw file"),
        (b"GIF89a", "is a GIF file"),
        (b"%PDF-1.7", "is a PDF document"),
        (b"\0\0\0\x18ftypheic", "is a HEIC file; save a copy as JPEG with its metadata, and keep the original"),
        (b"\0\0\0\x18ftypavif", "is an AVIF file"),
        (b"\0\0\0\x18ftypmp42", "is a video"),
        (b"PK\x03\x04", "is a ZIP archive"),
        (b"just some text", "is not a picture by its first bytes"),
    ],
)
def test_everything_else_is_refused(data: bytes, what: str) -> None:
    """A file that is something else is refused with what it is, whatever its name says."""
    with pytest.raises(PhotoError) as refused:
        open_container(data)
    assert str(refused.value).startswith(what)
    assert "wanted a photograph as JPEG, PNG or WebP" in str(refused.value)


def _png_of(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))


def test_bombs() -> None:
    """A picture is refused by the size that it states, before anything is decoded: 250 million pixels of JPEG, 40 of others."""
    assert open_container(_png_of(8_000, 5_000)).width == 8_000
    with pytest.raises(PhotoError, match=r"8,000 × 5,001 pixels, more than the 40 million that are decoded of PNG"):
        open_container(_png_of(8_000, 5_001))
    large = bytearray(jpeg(image=picture(160, 160)))
    at = large.index(b"\xff\xc0") + 5
    large[at : at + 4] = struct.pack(">HH", 20_000, 20_000)
    with pytest.raises(PhotoError, match=r"20,000 × 20,000 pixels, more than the 250 million"):
        open_container(bytes(large))


def test_too_many_scans() -> None:
    """A JPEG file of more than a hundred scans is refused: each is decoded over the whole picture."""
    one = jpeg()
    scan = one[one.index(b"\xff\xda") : -2]
    assert open_container(one[:-2] + scan * 99 + b"\xff\xd9").width == 64
    with pytest.raises(PhotoError, match="more than 100 scans"):
        open_container(one[:-2] + scan * 100 + b"\xff\xd9")


def test_what_is_not_read_is_named() -> None:
    """Other blocks in which a place or a name may stand are named, once each; the first Exif block counts."""
    data = exif(receiver=gps())
    blocks = [(0xE1, b"Exif\0\0" + data), (0xE1, b"Exif\0\0rest"), (0xED, b"Photoshop 3.0\0")]
    blocks += [(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>"), (0xE1, b"http://ns.adobe.com/xmp/extension/\0")]
    raw = b"".join(struct.pack(">BBH", 0xFF, marker, len(block) + 2) + block for marker, block in blocks)
    found = open_container(b"\xff\xd8" + raw + jpeg()[2:])
    assert (found.exif, found.unread) == (data, ("a second part of the Exif data", "IPTC", "XMP"))
    assert open_container(png()).unread == ()


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_xmp_beside_other_pictures(form: str) -> None:
    """XMP is named in PNG and WebP too."""
    file, info = BytesIO(), PngInfo()
    info.add_itxt("XML:com.adobe.xmp", "<x/>")
    more = {"pnginfo": info} if form == "PNG" else {"xmp": b"<x/>"}
    picture().save(file, form, **more)
    assert open_container(file.getvalue()).unread == ("XMP",)


def test_a_video_behind_the_picture() -> None:
    """What phones keep behind a picture, a video or more pictures, is not taken for scans of it."""
    assert open_container(jpeg() + b"\xff\xda\0\x08" * 200).scans == 1


def test_scans_behind_damage() -> None:
    """Scans are counted as a decoder meets them, also behind bytes that are no segment."""
    one = jpeg()
    scan = one[one.index(b"\xff\xda") : -2]
    assert open_container(one[:-2] + (b"\xff\xfe\0\x04\0\0garbage\xff\xd0" + scan) * 3 + b"\xff\xd9").scans == 4
    with pytest.raises(PhotoError, match="more than 10,000 segments"):
        open_container(one[:2] + b"\xff\xfe\0\x02" * 10_000 + one[2:])


def test_pictures_in_several_scans_are_decoded_whole() -> None:
    """A JPEG file in several scans has the limit of those that are decoded whole, since its size does not make it cheaper."""
    large = bytearray(jpeg(image=picture(160, 160)))
    at = large.index(b"\xff\xc0") + 5
    large[at : at + 4] = struct.pack(">HH", 8_000, 5_001)
    assert open_container(bytes(large)).effort == 8_000 * 5_001
    scan = large[large.index(b"\xff\xda") : -2]
    with pytest.raises(PhotoError, match=r"8,000 pixels, more than the 40 million that are decoded of JPEG in several scans"):
        open_container(bytes(large[:-2] + scan + b"\xff\xd9"))


def test_too_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond the limit is refused; the limit itself is read."""
    monkeypatch.setattr("geo.record.photo.container.MAX_PHOTO_BYTES", 1 << 20)
    padded = jpeg().ljust(1 << 20, b"\0")
    assert open_container(padded).width == 64
    with pytest.raises(PhotoError, match="larger than 1 MiB"):
        open_container(padded + b"\0")
    assert MAX_PHOTO_BYTES == 64 << 20


@pytest.mark.parametrize("make", [jpeg, png, webp])
def test_cut_off_anywhere(make: object) -> None:
    """A file that ends anywhere is read or refused with a sentence, and nothing else happens."""
    whole = make(exif(receiver=gps()))  # type: ignore[operator]
    for length in range(3, len(whole), 7):
        try:
            found = open_container(whole[:length])
        except PhotoError:
            continue
        assert (found.width, found.height) == (64, 48)

"""What a camera noted: 20 made files, each with the answer that a careful person would give."""

import random

import pytest

from geo.record.photo.exif import Exif, read_exif
from tests.record.photo.made_photos import ASCII, BYTE, LONG, RATIONAL, SHORT, SHUSHA, Entry, exif, gps

NO_POSITION = "the camera's position cannot be believed: it is incomplete, its hemispheres are missing or exchanged, or its figures are out of range or contradict themselves"
LAT, LON = SHUSHA["lat"], SHUSHA["lon"]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("receiver", "lon", "lat"),
    [
        (gps(), "46.742750", "39.760583"),
        (gps(refs=("S", "W")), "-46.742750", "-39.760583"),
        (gps(((39, 1), (4563, 100), (0, 1)), ((46, 1), (4456, 100), (0, 1))), "46.7427", "39.7605"),  # to 0.01 minute
        (gps(((39, 1), (45, 1), (38, 1)), ((46, 1), (44, 1), (34, 1))), "46.7428", "39.7606"),  # to a second
        (gps(((39760583, 1000000),), ((46742750, 1000000),)), "46.742750", "39.760583"),
        (gps(((39, 1), (45, 1), (0, 1)), ((46, 1), (44, 1), (0, 1))), "46.73", "39.75"),  # seconds may not be noted at all
        (gps(((39, 1), (45, 1), (0, 1)), ((46, 1), (44, 1), (34, 1))), "46.7428", "39.7500"),  # of which one is 0, by chance
        (gps(((0, 1), (0, 1), (0, 1)), LON), "46.742750", "0.000000"),
        ([*gps(), (1, ASCII, "N")], "46.742750", "39.760583"),  # the same twice
        ([*gps(), (9, ASCII, "A"), (18, ASCII, "WGS-84   ")], "46.742750", "39.760583"),
        (gps(((0, 1), (30, 1), (0, 100)), ((0, 1), (6, 1), (0, 100))), "0.100000", "0.500000"),
    ],
)
def test_positions(order: str, receiver: list[Entry], lon: str, lat: str) -> None:
    """A position has its hemisphere's sign and as many decimals as the camera's figures justify, in both byte orders."""
    found = read_exif(exif(receiver=receiver, order=order))
    assert (found.lon, found.lat, found.refused) == (lon, lat, ())


@pytest.mark.parametrize(
    ("receiver", "why"),
    [
        (gps(refs=("E", "N")), NO_POSITION),
        (gps(refs=(None, None)), NO_POSITION),
        (gps(refs=("N", None)), NO_POSITION),
        (gps(refs=("", "")), NO_POSITION),
        (gps(((39, 1), (45, 1), (0, 0))), NO_POSITION),
        (gps(((0, 0), (0, 0), (0, 0)), ((0, 0), (0, 0), (0, 0))), NO_POSITION),
        (gps(((99, 1), (0, 1), (0, 1))), NO_POSITION),
        (gps(((39, 1), (75, 1), (0, 1))), NO_POSITION),
        (gps(lon=((181, 1), (0, 1), (0, 1))), NO_POSITION),
        (gps()[:-1], NO_POSITION),
        (gps(((39760583, 1000000), (45, 1), (38, 1))), NO_POSITION),  # decimal degrees, and the minutes again
        (gps(((39, 1), (4563500, 100000), (3810, 100))), NO_POSITION),  # decimal minutes, and the seconds again
        (gps(((39, 1), (45, 1), (38, 1), (10, 1))), NO_POSITION),
        ([*gps(), (1, ASCII, "S")], NO_POSITION),  # north and south
        ([*gps(), (2, RATIONAL, ((12, 1), (0, 1), (0, 1)))], NO_POSITION),
        (
            gps(LAT, LON, ("N", "E"), (9, ASCII, "V")),
            "the camera's position was noted while reception was interrupted, and may be that of another place",
        ),
        (gps(LAT, LON, ("N", "E"), (18, BYTE, tuple(b"TOKYO"))), "the camera's position is in a datum whose name is damaged"),
        (
            gps(((0, 1), (0, 1), (0, 1)), ((0, 1), (0, 1), (0, 1))),
            "the camera's position is 0, 0, which cameras write without reception",
        ),
        (
            gps(LAT, LON, ("N", "E"), (18, ASCII, "TOKYO")),
            'the camera\'s position is in the datum "TOKYO", not WGS 84; convert it and add it by hand',
        ),
    ],
)
def test_positions_that_cannot_be_believed(receiver: list[Entry], why: str) -> None:
    """A position that is damaged, contradicts itself or is not in WGS 84 is not taken, and a sentence says why."""
    found = read_exif(exif(receiver=receiver))
    assert (found.lon, found.lat, found.position_error_m, found.refused) == (None, None, None, (why,))


@pytest.mark.parametrize("datum", ["WGS-84", "WGS84", "wgs 1984", ""])
def test_wgs84_has_many_spellings(datum: str) -> None:
    """A datum that is WGS 84 under another spelling does not hinder the position."""
    assert read_exif(exif(receiver=gps(LAT, LON, ("N", "E"), (18, ASCII, datum)))).lat == "39.760583"


@pytest.mark.parametrize(
    ("stored", "said"),
    [(((5, 1),), "5"), (((1234, 100),), "12.3"), (((1, 1000),), "0.1"), (((0, 1),), None), (((3, 0),), None)],
)
def test_error_of_the_position(stored: tuple[tuple[int, int], ...], said: str | None) -> None:
    """The camera's own figure is taken to a tenth of a metre, never as nothing; 0 and 3/0 are refused."""
    found = read_exif(exif(receiver=gps(LAT, LON, ("N", "E"), (31, RATIONAL, stored))))
    assert found.position_error_m == said
    assert bool(found.refused) == (said is None)


@pytest.mark.parametrize(
    ("camera", "said"),
    [
        ([(0x9003, ASCII, "2021:03:15 13:20:05")], "2021-03-15T13:20:05"),
        ([(0x9003, ASCII, "2021:03:15 13:20:05"), (0x9011, ASCII, "+04:00")], "2021-03-15T13:20:05+04:00"),
        ([(0x9003, ASCII, "2021:03:15 13:20:05"), (0x9011, ASCII, "   :  ")], "2021-03-15T13:20:05"),
        ([(0x9003, ASCII, "0000:00:00 00:00:00")], None),
        ([(0x9003, ASCII, "    :  :     :  :  ")], None),
        ([(0x9003, ASCII, "2021:02:30 13:20:05")], None),
        ([(0x9003, ASCII, "2020/2022")], None),  # an interval is a date in the record's file, and none of a camera
        ([(0x9003, ASCII, "2021")], None),
        ([(0x9003, ASCII, "2021:03:15 13:20:05"), (0x9011, ASCII, "+0400")], "2021-03-15T13:20:05"),
        ([(0x9004, ASCII, "2021:03:15 13:20:05")], None),  # when it was scanned is not when it was taken
    ],
)
def test_times(camera: list[Entry], said: str | None) -> None:
    """The time of the camera's clock is taken as it stands, with its offset where it notes one, and nothing else."""
    assert read_exif(exif(camera=camera)).taken_at == said


def test_time_of_the_receiver() -> None:
    """Without a camera's clock, the receiver's time is taken, which is in UTC; beside one it is not."""
    stamp = [(29, ASCII, "2021:03:15"), (7, RATIONAL, ((9, 1), (20, 1), (5, 1)))]
    receiver = gps(LAT, LON, ("N", "E"), *stamp)
    assert read_exif(exif(receiver=receiver)).taken_at == "2021-03-15T09:20:05Z"
    clock = [(0x9003, ASCII, "2021:03:15 13:20:05")]
    assert read_exif(exif(camera=clock, receiver=receiver)).taken_at == "2021-03-15T13:20:05"
    odd = gps(LAT, LON, ("N", "E"), stamp[0], (7, RATIONAL, ((95, 10), (20, 1), (5, 1))))
    assert read_exif(exif(receiver=odd)).taken_at is None  # half past nine and twenty past


@pytest.mark.parametrize(("ref", "north"), [("M", "magnetic"), ("T", "true"), ("", None), ("X", None)])
def test_direction(ref: str, north: str | None) -> None:
    """A direction comes with the north that the camera names, and without one where it names none."""
    more = [(16, ASCII, ref), (17, RATIONAL, ((4512, 100),))]
    found = read_exif(exif(receiver=gps(LAT, LON, ("N", "E"), *more)))
    assert (found.view_direction_deg, found.view_north) == ("45.1", north)


def test_direction_out_of_range() -> None:
    """A direction that is no angle is not taken, and a sentence says so."""
    found = read_exif(exif(receiver=gps(LAT, LON, ("N", "E"), (17, RATIONAL, ((720, 1),)))))
    assert (found.view_direction_deg, found.refused) == (None, ("the camera's direction is no angle from 0 to 360 degrees",))


def test_what_is_not_read_is_named() -> None:
    """Every other tag of the three directories is named, the owner's name and serial numbers among them."""
    found = read_exif(
        exif(
            [(0x010F, ASCII, "Maker"), (0x0112, SHORT, (6,))],
            [(0xA431, ASCII, "serial 17"), (0x9999, SHORT, (1,))],
            gps(LAT, LON, ("N", "E"), (6, RATIONAL, ((1400, 1),))),
        )
    )
    assert found.unused == ("Make", "BodySerialNumber", "tag 39321", "GPSAltitude")
    assert found.orientation == 6


def test_nothing() -> None:
    """No Exif data, and data that are none, give nothing, and the latter a sentence."""
    assert read_exif(None) == Exif()
    for data in (b"", b"II", b"II*\0", b"XX*\0\x08\0\0\0", b"GIF89a and so on"):
        assert read_exif(data) == Exif(refused=("the Exif data are damaged, and nothing of them is read",))


@pytest.mark.parametrize("link", [(70_000,), (4,), (2**32 - 1,)])
def test_notes_that_cannot_be_reached(link: tuple[int, ...]) -> None:
    """A position and a time whose directories lie behind the end, or nowhere, are told as damaged, not as missing."""
    for tag, what in ((0x8825, "the position and the direction"), (0x8769, "the time")):
        found = read_exif(exif([(0x0112, SHORT, (1,)), (tag, LONG, link)]))
        assert found.refused == (f"the camera's notes of {what} are damaged or cut off, and nothing of them is read",)


def test_a_directory_under_its_own_type() -> None:
    """A pointer may have the type IFD of TIFF, which is read like a number."""
    data = bytearray(exif(receiver=gps()))
    data[12:14] = (13).to_bytes(2, "little")  # the type of the only entry
    assert read_exif(bytes(data)).lat == "39.760583"


def test_directories_that_lead_anywhere() -> None:
    """A directory that points at itself, behind the end or at a thousand entries is read once and bounded."""
    itself = bytearray(exif(receiver=gps()))
    itself[18:22] = (8).to_bytes(4, "little")  # the only entry of the first directory is the pointer to the receiver's
    assert read_exif(bytes(itself)).lat is None
    behind = bytearray(exif(receiver=gps()))
    behind[18:22] = (2**32 - 1).to_bytes(4, "little")
    assert read_exif(bytes(behind)).lat is None
    many = exif([(1000 + number, SHORT, (1,)) for number in range(1000)])
    assert len(read_exif(many).unused) == 500


def test_damage_never_raises_and_never_moves_a_position_unnoticed() -> None:
    """Of 20,000 files with some bytes changed or cut off none raises, and each position that is read lies on the Earth."""
    good = exif(
        [(0x0112, SHORT, (1,))],
        [(0x9003, ASCII, "2021:03:15 13:20:05"), (0x9011, ASCII, "+04:00")],
        gps(LAT, LON, ("N", "E"), (31, RATIONAL, ((5, 1),)), (17, RATIONAL, ((4512, 100),))),
    )
    dice = random.Random(16)
    for _ in range(20_000):
        data = bytearray(good)
        for _ in range(dice.randint(1, 6)):
            data[dice.randrange(len(data))] = dice.choice((0, 1, 2, 255, dice.randrange(256)))
        found = read_exif(bytes(data[: dice.choice((len(data), dice.randrange(len(data))))]))
        if found.lat is not None and found.lon is not None:
            assert abs(float(found.lat)) <= 90
            assert abs(float(found.lon)) <= 180

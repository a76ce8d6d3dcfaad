"""How long the worst texts take: python -m tests.benchmarks.coordinates.

Prints milliseconds per 100 characters begun, for the table of cases and for texts made to be slow. The grids' packages
and transformers are loaded before, once.
"""

from __future__ import annotations

import csv
import math
import time
from contextlib import suppress
from pathlib import Path

from geo.earth.notation.coordinates import CoordinatesError, parse_coordinates

DATA = Path(__file__).parent.parent / "data"
HOSTILE = (
    "39 " * 300, "N " * 400, "39 o " * 60, "N N N N 39 N N N N " * 10, "1:" * 400, "1-" * 400, "1," * 400, "1." * 400,
    "c e c e 39 c e c e 46 c e c e " * 2, "o o o o 1 o o o o 2 o o o o", "1'" * 400, '1"' * 400, "a" * 1000, "1" * 1000,
    "o o o o 39 o 45 m 38 s o o o o, o o o o 2 o 3 m 4 s o o o o", "- " * 400, "1-1-1-1-1-1", "1 " * 14,
    "с д ш з 39 45 38 с д ш з с д ш з 46 44 33 з д ш с", "38SPK" + " " * 900 + "x", "38N 649283 " + " " * 900, "(" * 1000,
    "geo:" + "1," * 400, "https://x/?" + "q=1,2&" * 150, "https://x/" + "place/" * 160, "https://x/" + "!3d1!4d2" * 120,
    " / ".join(["39 46"] * 120), "3945" + " " * 900 + "N", "WGS " * 200, "1 / " * 250,
    "https://x/place/" + "/place/".join(["39%20o%2045%20N"] * 45),
    "{{coord|" + "1|" * 480 + "}}", "{{a|" + "{{b}}" * 190 + "}}", "&deg;" * 200, "Â°" * 500, "â€²" * 300, "°" * 1000, '"' * 1000,
    "\ufffd" * 1000, "1?" * 400, "и " * 400, "三" * 1000, "十" * 999, "📍" * 999, "(1" * 400, "39°, " * 190, "39 " + "(" * 900 + ")",
    "POINT(" + " " * 900 + ")", "lat = 1 " * 120, "39 градусов, " * 70, "Coordinates " * 80, "координаты места " * 55,
    "39.7 46.7 " + "alt " * 240, "39.7 46.7 ±" + " " * 900, "$GPGGA," + "1," * 450, "lat lon " * 120, "北" * 900, "و" * 900,
    "с ш с ш 39 с ш с ш 46 в д в д", "1.1.1 " * 160, "39045'" * 160, "- - - - 1 - - - - 2", "39°45'N46°44'E " * 60,
)  # fmt: skip


def milliseconds(text: str) -> float:
    """The best of several readings of a text."""
    best = math.inf
    for _ in range(5):
        start = time.perf_counter()
        with suppress(CoordinatesError):
            parse_coordinates(text)
        best = min(best, time.perf_counter() - start)
    return best * 1000


def main() -> None:
    """Print the five slowest of the table, of the refused and of the hostile texts."""
    groups: dict[str, list[str]] = {"hostile": list(HOSTILE)}
    for name in ("coordinates.csv", "coordinates_refused.csv"):
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            groups[name] = [row["text"] for row in csv.DictReader(file)]
    for name, texts in groups.items():
        timed = sorted(((milliseconds(text) / max(1, math.ceil(len(text) / 100)), text) for text in texts), reverse=True)
        for each, text in timed[:5]:
            line = f"{name}: {each:.3f} ms per 100 characters begun, {len(text)} characters: {text[:50]!r}"
            print(line)  # noqa: T201


if __name__ == "__main__":
    main()

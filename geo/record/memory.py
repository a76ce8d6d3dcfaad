"""How much memory there is, and how large a file may be that is read into it."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

BYTES_A_BYTE = 30
"""Memory for each byte of a file of records: `geo map` takes 12 to 15, also for records of an id, a kind and a position alone. The
rest is room for claims of which many cannot all hold, and for other programs."""
BYTES_A_BYTE_OF_TABLE = 120
"""Memory for each byte of a table: `geo import` takes 88 for rows of eight short cells in CSV."""
LEAST_BYTES, MOST_BYTES = 2**24, 2**31
"""A file of 16 MiB is always tried, and beyond 2 GiB nobody has measured what happens."""
_UNKNOWN_BYTES = 6 * 2**30
"""What is taken for granted where the system does not say."""
_MACHINE = Path("/proc/meminfo")
_GROUPS = Path("/proc/self/cgroup")
_LIMITS = ((Path("/sys/fs/cgroup"), "", "memory.max"), (Path("/sys/fs/cgroup/memory"), "memory", "memory.limit_in_bytes"))
"""Where the two versions of control groups are, what theirs is called, and the file with its limit."""


class Room(NamedTuple):
    """How large a file may be."""

    most_bytes: int
    memory_bytes: int
    """The memory that this follows from."""

    def refusal(self) -> str:
        """The words that refuse a larger file."""
        memory = f"{self.memory_bytes / 2**30:.1f} GiB of memory"
        return f"the file is larger than {self.most_bytes >> 20} MiB, the most that is read at once with {memory}; split it"


@cache
def find_room(bytes_a_byte: int = BYTES_A_BYTE) -> Room:
    """How large a file of records may be, or another that takes so much memory: the same for as long as the program runs."""
    memory = free_memory()
    return Room(min(max(memory // bytes_a_byte, LEAST_BYTES), MOST_BYTES), memory)


def free_memory() -> int:
    """Bytes that are free on this machine, and at most what the container allows that this runs in."""
    return min([_of_machine(), *_of_groups()])


def _of_machine() -> int:
    with suppress(OSError, StopIteration, ValueError, IndexError):
        lines = (line.split() for line in _MACHINE.read_text("ascii").splitlines())
        return next(int(words[1]) * 1024 for words in lines if words[0] == "MemAvailable:")
    with suppress(AttributeError, OSError, ValueError):  # macOS says how much it has, and Windows nothing
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    return _UNKNOWN_BYTES


def _of_groups() -> list[int]:
    """The limits of the control groups that this process is in, and of those above them."""
    limits: list[int] = []
    with suppress(OSError, ValueError):
        for line in _GROUPS.read_text("utf-8").splitlines():
            _, kinds, name = line.split(":", 2)
            for root, kind, file in _LIMITS:
                if kind in kinds.split(","):
                    inside = root / name.lstrip("/")
                    for folder in (inside, *inside.parents):
                        limits += _limit(folder / file)
    return limits


def _limit(file: Path) -> list[int]:
    with suppress(OSError, ValueError):
        return [int(file.read_text("ascii"))]  # "max" is no limit
    return []

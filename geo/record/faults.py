"""What is wrong with a feature, before it is known where that stands in the file."""

from __future__ import annotations

from typing import NamedTuple

from geo.record.codes import Code
from geo.record.syntax import Path


class Fault(NamedTuple):
    """What is wrong, and where in the feature."""

    code: Code
    path: Path
    message: str
    on_key: bool = False

"""Files written whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_whole(path: str | os.PathLike[str], text: str) -> Path:
    """Write text as UTF-8 so that the path holds either what it held before or all of the new text.

    Returns:
        The file's absolute path.

    Raises:
        OSError: if it cannot be written; nothing is left behind then. Also if the path is something other than a
            file, such as a folder or a device, which a rename would destroy.
    """
    target = Path(path).resolve()  # a link keeps pointing to the file that it points to
    if target.exists() and not target.is_file():
        raise OSError(f"{target} is not a file, so nothing is written there")
    beside = target.with_name(f".{target.name[:200]}.{secrets.token_hex(4)}.tmp")
    try:
        with beside.open("x", encoding="utf-8", newline="\n", errors="backslashreplace") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            beside.chmod(target.stat().st_mode)
        beside.replace(target)
    except BaseException:  # a full disk, or Ctrl-C
        beside.unlink(missing_ok=True)
        raise
    return target

"""A file as it was in a revision of a git checkout."""

from __future__ import annotations

import os
import subprocess

from geo.record.memory import find_room


def read_revision(name: str) -> bytes:
    """The bytes of `REV:path` as git has them, such as `HEAD:sites.geojson`; at most one more than a file may have.

    The path counts from the top of the checkout, or from here where it begins with "./". Git is asked for a blob, which
    no filter of its configuration rewrites.

    Raises:
        OSError: if there is no git, no such revision or no such file in it.
    """
    if name.startswith("-"):
        raise OSError(f'"{name}" is not a revision: none begins with a hyphen')
    command = ["git", "--no-pager", "cat-file", "--end-of-options", "blob", name]
    # a clone that left files out asks for no password and fetches nothing
    environment = os.environ | {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}
    try:
        git = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)  # noqa: S603  # git, with words that this module chose
    except FileNotFoundError:
        raise OSError(f"{name}: git is not installed, so no revision can be read") from None
    with git:
        assert git.stdout  # noqa: S101  # both are pipes
        assert git.stderr  # noqa: S101  # as above
        most = find_room().most_bytes
        data = git.stdout.read(most + 1)
        if len(data) > most:
            git.kill()
            return data
        said = git.stderr.read().decode("utf-8", "replace")
    if git.returncode:
        why = " ".join(said.removeprefix("fatal: ").split()) or f"git ended with {git.returncode}"
        raise OSError(f"{name}: {why}")
    return data

"""The documents of sources in a folder: a file is known by its hash, whatever its name."""

import hashlib
import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from dataset_tools.exceptions import NotFound, NotPermitted

MAX_FILES = 100_000
MAX_BYTES = 256 << 20
"""A longer file is passed over: no text that people cite from is that long."""


def find_documents(folder: Path, wanted: Collection[str]) -> dict[str, bytes]:
    """Return the bytes of those regular files below a folder whose SHA-256 is wanted.

    Links are not followed, files that cannot be read are passed over, and after
    ``MAX_FILES`` files the search ends.

    Raises
    ------
    NotFound, NotPermitted
        The folder does not exist, is none, or may not be read.
    """
    if not folder.is_dir():
        raise NotFound(f"there is no folder {folder}")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise NotPermitted(f"the folder {folder} may not be read")
    missing = set(wanted)
    found: dict[str, bytes] = {}
    for path in _files(folder):
        if not missing:
            break
        content = _read(path)
        digest = "" if content is None else hashlib.sha256(content).hexdigest()
        if content is not None and digest in missing:
            missing.discard(digest)
            found[digest] = content
    return found


def _files(folder: Path) -> Iterator[str]:
    count = 0
    for parent, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted(names):
            if count == MAX_FILES:
                return
            count += 1
            yield os.path.join(parent, name)  # noqa: PTH118 (paths need not be text in UTF-8)


def _read(path: str) -> bytes | None:
    """Return the bytes of a regular file; None for anything else, and if it cannot be read."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
                return None
            content = file.read(MAX_BYTES + 1)
    except OSError:
        return None
    return content if len(content) <= MAX_BYTES else None

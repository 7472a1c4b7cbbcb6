"""Which lines a change touches, as git tells it; none where git cannot tell."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_HUNK = re.compile(rb"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_FILE = b"+++ "
_SECONDS = 60
_DIFF = (
    "git",
    "-c",
    "core.quotePath=false",
    "diff",
    "--unified=0",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-prefix",
    "--diff-filter=AMR",
)


def changed_lines(commit: str, folder: Path) -> Mapping[str, frozenset[int]]:
    """Return the lines that are new since a commit, by the file's path from the top.

    Parameters
    ----------
    commit
        The full name of a commit; anything else is no commit.
    folder
        A folder of the working tree.
    """
    if not _COMMIT.fullmatch(commit):
        return {}
    try:
        done = subprocess.run(  # noqa: S603 (a fixed command and the name of a commit)
            [*_DIFF, commit, "--"],
            cwd=folder,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return {}
    return _lines(done.stdout) if done.returncode == 0 else {}


def _lines(diff: bytes) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    path = ""
    in_header = False
    for line in diff.split(b"\n"):
        if line.startswith(b"diff --git "):
            in_header = True
        elif in_header and line.startswith(_FILE):
            path = line[len(_FILE) :].rstrip(b"\t").decode("utf-8", "replace")
        elif hunk := _HUNK.match(line):
            in_header = False
            start, count = int(hunk[1]), int(hunk[2] or 1)
            found.setdefault(path, set()).update(range(start, start + count))
    return {path: frozenset(numbers) for path, numbers in found.items()}

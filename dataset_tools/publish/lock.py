"""``dataset-tools.lock``: what was published where, to be committed beside the descriptor.

It is a record and decides nothing: the state of a place is read from the place. It holds no times
and no secrets, so that an unchanged package leaves its bytes as they are.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dataset_tools.exceptions import NotPermitted
from dataset_tools.files.archive import Archive
from dataset_tools.files.locate import Located
from dataset_tools.files.write import write_text

NAME = "dataset-tools.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is known of one place: its ids, the version there, and SHA-256 by path."""

    ids: Mapping[str, object]
    version: str
    files: Mapping[str, str]

    def to_object(self) -> dict[str, object]:
        """Return it as plain JSON values."""
        files = {path: f"sha256:{digest}" for path, digest in sorted(self.files.items())}
        return {"ids": dict(self.ids), "version": self.version, "files": files}


def lock_path(located: Located) -> Path | None:
    """Return where the lock of a package lies; None where the package lies in no folder."""
    if isinstance(located.files, Archive):
        path = located.files.path
        return path.with_name(f"{path.name}.lock")
    return None if located.folder is None else located.folder / NAME


def record(path: Path, key: str, entry: Entry) -> str:
    """Write an entry into the lock, atomically; return a warning where that cannot be done."""
    entries = _entries(path)
    value = entry.to_object()
    if entries.get(key) == value:
        return ""
    changed = {name: entries.get(name) for name in entries} | {key: value}
    targets = {name: changed[name] for name in sorted(changed)}
    text = json.dumps({"targets": targets}, indent=2, ensure_ascii=False) + "\n"
    try:
        write_text(path, text)
    except NotPermitted as error:
        return f"the lock is not written: {error}"
    return ""


def _entries(path: Path) -> dict[str, object]:
    """Return the entries of a lock; none where it is not there or makes no sense."""
    try:
        lock = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    targets = lock.get("targets") if isinstance(lock, dict) else None
    return targets if isinstance(targets, dict) else {}

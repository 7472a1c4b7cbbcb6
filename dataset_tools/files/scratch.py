"""Room on disk for what does not fit into memory; it is gone with the object."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory


@dataclass(slots=True)
class Scratch:
    """A folder of its own, made when the first file is asked for."""

    _folder: "TemporaryDirectory[str] | None" = None
    _files: int = 0

    def path(self, suffix: str) -> Path:
        """Return the path of a new file."""
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="dataset-tools-", ignore_cleanup_errors=True)
        self._files += 1
        return Path(self._folder.name) / f"{self._files}{suffix}"

    @property
    def used(self) -> int:
        """The bytes that the files take."""
        if self._folder is None:
            return 0
        return sum(each.stat().st_size for each in Path(self._folder.name).iterdir())

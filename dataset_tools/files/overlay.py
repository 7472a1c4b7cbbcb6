"""Files with some that exist only in memory, over those of a folder."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from dataset_tools.files.opened import Files


@dataclass(frozen=True, slots=True)
class Overlay:
    """The files of a folder or archive, and others by name; ``shown`` is how messages name them."""

    below: Files
    contents: Mapping[str, bytes]
    shown: Mapping[str, str]

    @property
    def place(self) -> str:
        """The folder or archive below."""
        return self.below.place

    def open(self, path: str) -> BinaryIO:
        """Open a file, in memory or below."""
        if path in self.contents:
            return io.BytesIO(self.contents[path])
        return self.below.open(path)

    def size(self, path: str) -> int:
        """Return the length of a file in bytes."""
        if path in self.contents:
            return len(self.contents[path])
        return self.below.size(path)

    def show(self, path: str) -> str:
        """Return the path as a message names it."""
        return self.shown.get(path) or self.below.show(path)

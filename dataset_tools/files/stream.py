"""Standard input as a file that can be read again: kept on disk, gone when the process ends."""

import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from dataset_tools.exceptions import FileFault
from dataset_tools.files.paths import MISSING

_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream under one name; it is copied once, when it is given."""

    name: str
    _copy: "tempfile._TemporaryFileWrapper[bytes]" = field(repr=False)

    @classmethod
    def of(cls, name: str, stream: BinaryIO) -> "Stream":
        """Copy a stream to its end."""
        copy = tempfile.NamedTemporaryFile(prefix="dataset-tools-")  # noqa: SIM115 (closed with it)
        shutil.copyfileobj(stream, copy, _BUFFER)
        copy.flush()
        return cls(name, copy)

    @property
    def place(self) -> str:
        """The name of the stream."""
        return self.name

    def open(self, path: str) -> BinaryIO:
        """Open the copy for reading."""
        if path != self.name:
            raise FileFault(MISSING, path, "is missing")
        return Path(self._copy.name).open("rb")

    def size(self, path: str) -> int:
        """Return the length of the stream in bytes."""
        with self.open(path) as file:
            return os.fstat(file.fileno()).st_size

    def show(self, path: str) -> str:
        """Return the name of the stream."""
        return "<stdin>" if path == self.name else path

"""Where a package's files come from: the interface of folders and archives."""

from typing import BinaryIO, Protocol


class Files(Protocol):
    """The files of one package, by their paths relative to the descriptor's folder."""

    @property
    def place(self) -> str:
        """The folder or archive, as the user gave it."""
        ...

    def open(self, path: str) -> BinaryIO:
        """Open a file for reading; raise FileFault if it is missing, unsafe or no regular file."""
        ...

    def size(self, path: str) -> int:
        """Return the length of a file in bytes; raise FileFault likewise."""
        ...

    def show(self, path: str) -> str:
        """Return the path as a message names it, relative to the current folder."""
        ...

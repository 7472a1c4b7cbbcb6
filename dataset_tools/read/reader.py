"""What every reader of a table gives, whatever the format of its files."""

from collections.abc import Generator, Sequence
from typing import Protocol

from dataset_tools.read.batch import Batch, FileFacts, ReadFault, Unread


class TableFacts(Protocol):
    """What is known of a table beside its rows.

    ``labels`` and ``width`` are known from the first batch on; ``labels`` is None for a table
    without a header. ``odd_headers`` are later files whose header is not that of the first.
    ``is_native``: cells are JSON values written as text, not the text of a cell.
    """

    @property
    def paths(self) -> tuple[str, ...]:
        """The files, by their paths in the package."""
        ...

    @property
    def labels(self) -> tuple[str, ...] | None:
        """The labels of the header."""
        ...

    @property
    def width(self) -> int:
        """The number of cells that a row should have."""
        ...

    @property
    def header_rows(self) -> tuple[int, ...]:
        """The numbers of the records that are the header."""
        ...

    @property
    def is_native(self) -> bool:
        """Whether cells are JSON values written as text."""
        ...

    @property
    def facts(self) -> Sequence[FileFacts]:
        """What was seen of each file's bytes."""
        ...

    @property
    def faults(self) -> Sequence[ReadFault]:
        """What ended the reading of a file."""
        ...

    @property
    def odd_headers(self) -> Sequence[tuple[str, tuple[str, ...]]]:
        """The place and the labels of each later file with another header."""
        ...


class TableReader(TableFacts, Protocol):
    """A table on its way in: iterate ``batches`` once; the rest is complete when they are."""

    @property
    def is_small(self) -> bool:
        """Whether threads would cost more than the reading."""
        ...

    def batches(self) -> Generator[Batch]:
        """Yield the rows of all files."""
        ...

    def unread(self) -> Generator[Unread]:
        """Yield what makes these batches, in their order, in place of ``batches``."""
        ...

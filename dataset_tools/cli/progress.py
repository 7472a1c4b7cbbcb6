"""A line of progress on standard error, only on a terminal, and gone when the work is done."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

OnProgress = Callable[[str, int], None]
_FIRST_AFTER = 1.0
_EVERY = 0.2


@contextlib.contextmanager
def progress() -> Iterator[OnProgress]:
    """Give a function that shows the table and how many rows of it are checked."""
    if not sys.stderr.isatty():
        yield lambda _table, _rows: None
        return
    line = _Line(time.monotonic())
    try:
        yield line.show
    finally:
        line.clear()


class _Line:
    def __init__(self, started: float) -> None:
        self._next = started + _FIRST_AFTER
        self._width = 0

    def show(self, table: str, rows: int) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _EVERY
        text = f"{table[:40]}: {rows:,} rows"
        self._width = max(self._width, len(text))
        sys.stderr.write("\r" + text.ljust(self._width))
        sys.stderr.flush()

    def clear(self) -> None:
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()

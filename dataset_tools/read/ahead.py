"""One batch ahead: the next is read while the last is checked."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

_END = object()


def ahead(batches: Iterator[T]) -> Iterator[T]:
    """Yield what an iterator gives, taking the next one in a thread meanwhile."""
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(next, batches, _END)
        while (batch := following.result()) is not _END:
            following = pool.submit(next, batches, _END)
            yield batch  # type: ignore[misc]

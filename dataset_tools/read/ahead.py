"""Some batches ahead: the next ones are read in a thread while the last is checked."""

from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

T = TypeVar("T")

DEPTH = 2
"""So many are made before they are asked for: enough to even out what each of them costs."""


def ahead(values: Generator[T], *, small: bool, depth: int = DEPTH) -> "Ahead[T] | Generator[T]":
    """Take values ahead in a thread, unless they are so few that a thread costs more."""
    return values if small else Ahead(values, depth)


class _End:
    """What stands for the end of the batches."""


class Ahead(Generic[T]):
    """An iterator whose next ``depth`` values are taken in a thread, from the start on."""

    def __init__(self, values: Generator[T], depth: int = DEPTH) -> None:
        self._values = values
        self._pool = ThreadPoolExecutor(1)
        self._waiting: deque[Future[T | _End]] = deque(self._submit() for _ in range(depth))

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        value = self._waiting.popleft().result() if self._waiting else _End()
        if isinstance(value, _End):
            self.close()
            raise StopIteration
        self._waiting.append(self._submit())
        return value

    def close(self) -> None:
        """Take no more; what is being made is made to its end, and its maker is closed."""
        self._waiting.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._values.close()

    def _submit(self) -> "Future[T | _End]":
        return self._pool.submit(next, self._values, _End())

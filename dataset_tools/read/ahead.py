"""Some batches ahead: the next ones are read and worked on while the last is checked."""

from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Generic, TypeVar

T = TypeVar("T")

DEPTH = 2
"""So many are made before they are asked for: enough to even out what each of them costs."""
WORKERS = 2
"""So many are worked on at once: what they wait for is mostly memory and Python's own lock."""


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


class InTurn(Generic[T]):
    """An iterator over what is made of values, in their order, some of them ahead, from the start.

    One thread takes the values, others do the work; what is raised is raised in its turn.
    """

    def __init__(self, work: Callable[..., T], values: Generator[tuple[object, ...]]) -> None:
        self._pool = ThreadPoolExecutor(WORKERS)
        self._works = Ahead(_one_by_one(partial(self._pool.submit, work), values))

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        try:
            return next(self._works).result()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Take no more, and let what is being made end."""
        self._works.close()
        self._pool.shutdown(wait=True, cancel_futures=True)


Worked = InTurn[T] | Generator[T]
"""What is made of values, in their order."""


def in_turn(
    work: Callable[..., T],
    values: Generator[tuple[object, ...]],
    *,
    small: bool,
) -> Worked[T]:
    """Work on values in threads, unless they are so few that threads cost more.

    Parameters
    ----------
    work
        What is made of the members of a value; it depends on nothing else, and changes nothing.
    """
    return _one_by_one(work, values) if small else InTurn(work, values)


def _one_by_one(
    work: Callable[..., T],
    values: Generator[tuple[object, ...]],
) -> Generator[T]:
    try:
        for value in values:
            yield work(*value)
    finally:
        values.close()

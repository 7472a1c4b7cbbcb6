"""Values are taken ahead, in order; what is raised comes out where it happened."""

import time
from collections.abc import Generator
from threading import Barrier

import pytest

from dataset_tools.read.ahead import Ahead, in_turn

SMALL = pytest.mark.parametrize("small", [False, True])


@pytest.mark.parametrize("depth", [1, 3])
def test_gives_all_in_order(depth: int) -> None:
    assert list(Ahead((number for number in range(10)), depth)) == list(range(10))
    assert list(Ahead((number for number in range(0)), depth)) == []


def test_what_is_raised_comes_out_after_the_values_before_it() -> None:
    def values() -> Generator[int]:
        yield 1
        raise ValueError("bad")

    ahead = Ahead(values())
    assert next(ahead) == 1
    with pytest.raises(ValueError, match="bad"):
        next(ahead)


def test_takes_no_more_when_it_is_closed() -> None:
    taken: list[int] = []

    def values() -> Generator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    maker = values()
    ahead = Ahead(maker, 2)
    assert next(ahead) == 0
    ahead.close()
    assert len(taken) < 10
    assert list(ahead) == []
    assert list(maker) == []


def numbers(count: int) -> Generator[tuple[int]]:
    for number in range(count):
        yield (number,)


@SMALL
def test_works_on_values_at_once_and_gives_them_in_order(*, small: bool) -> None:
    def slow_for_even(number: int) -> int:
        time.sleep(0.002 * (number % 2 == 0))
        return -number

    made = in_turn(slow_for_even, numbers(9), small=small)

    assert list(made) == [-number for number in range(9)]


@SMALL
def test_what_the_work_raises_comes_in_its_turn(*, small: bool) -> None:
    made = in_turn(lambda number: 6 // (3 - number), numbers(5), small=small)

    assert [next(made), next(made), next(made)] == [2, 3, 6]
    with pytest.raises(ZeroDivisionError):
        next(made)
    assert list(made) == []


def test_two_are_worked_on_at_once() -> None:
    together = Barrier(2, timeout=30)

    def work(number: int) -> int:
        together.wait()
        return number

    assert list(in_turn(work, numbers(4), small=False)) == [0, 1, 2, 3]


@SMALL
def test_closing_ends_the_work_and_closes_its_maker(*, small: bool) -> None:
    values = numbers(100)
    worked: list[int] = []
    made = in_turn(worked.append, values, small=small)
    next(made)
    made.close()

    assert len(worked) < 10
    assert list(values) == []

"""Values are taken ahead, in order; what is raised comes out where it happened."""

from collections.abc import Generator

import pytest

from dataset_tools.read.ahead import Ahead


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

from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.evidence.places import places

FEW = st.text(alphabet="ab-", max_size=40)


@given(FEW, st.text(alphabet="ab-", min_size=1, max_size=6), st.integers(0, 10), st.integers(0, 40))
def test_finds_every_place(text: str, wanted: str, start: int, length: int) -> None:
    end = min(start + length, len(text))
    expected = [
        at for at in range(start, end - len(wanted) + 1) if text[at : at + len(wanted)] == wanted
    ]
    assert list(places(text, wanted, start, end)) == expected


def test_nothing_stands_nowhere() -> None:
    assert list(places("text", "", 0, 4)) == []


def test_repetitions_take_linear_time() -> None:
    text, wanted = "(aa" * 330_000, "(aa" * 16_000 + "(a"
    began = perf_counter()
    assert sum(1 for _ in places(text, wanted, 0, len(text))) == 314_000
    assert perf_counter() - began < 5

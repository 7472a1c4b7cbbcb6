import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.evidence.letters import fold, is_edge, one_space


@pytest.mark.parametrize(
    ("text", "position", "edge"),
    [
        ("word", 0, True),
        ("word", 4, True),
        ("word", 2, False),
        ("two words", 3, True),
        ("Moors’", 5, True),
        ("Moor-Hall", 4, True),
        ("snake_case", 5, True),
        ("1980s", 4, False),
        ("4½", 1, False),
        ("cafe\u0301s", 4, False),
        ("cafe\u0301 bar", 4, False),
        ("東京都", 1, True),
        ("Nvidiaは", 6, True),
        ("ภาษาไทย", 2, True),
        ("か\u3099く", 1, False),
        ("삼성은", 2, False),
        ("Ωμέγα", 2, False),
        ("AI2", 2, False),
    ],
)
def test_an_edge_parts_words(text: str, position: int, *, edge: bool) -> None:
    assert is_edge(text, position) is edge


@given(st.text())
def test_folding_keeps_every_position(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_folding_ignores_case_beyond_ascii() -> None:
    assert fold("ÉCLAT ΣΟΦΌΣ") == fold("éclat σοφός")


def test_a_run_of_white_space_is_one_space() -> None:
    assert one_space("a \n\u00a0b\tc") == "a b c"

"""XML Schema's expressions, matched against whole values."""

import polars as pl
import pytest

from dataset_tools.compile.pattern import anchored, unmatchable


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("x|y", "x", True),
        ("x|y", "xy", False),
        ("^x.*$", "xa", True),
        ("x", "x\n", False),
        ("[k-t-[mn]]+", "klo", True),
        ("[k-t-[mn]]+", "kmo", False),
        (r"[\w-[\d_]]+", "ab", True),
        (r"[\w-[\d_]]+", "a1", False),
        (r"\i\c*", "a-1", True),
        (r"\i\c*", "-a", False),
        (r"[\i-[:]][\c-[:]]*", "a:b", False),
        (r"[\i-[:]][\c-[:]]*", "ab", True),
        (r"\p{IsGreek}+", "αβ", True),
        (r"\p{IsGreek}+", "ab", False),
        (r"\P{IsBasicLatin}", "é", True),
        (r"[a&&b~~c]+", "&a~", True),
        (r"\p{Lu}\p{Ll}+", "Éa", True),
        (r"[+-]?\d{2}", "-12", True),
    ],
)
def test_matches(pattern: str, text: str, matches: bool) -> None:  # noqa: FBT001
    assert pl.Series([text]).str.contains(anchored(pattern)).to_list() == [matches]


@pytest.mark.parametrize("pattern", [r"\p{IsNowhere}", "(a{9999}){9999}", "(?=a)"])
def test_says_what_cannot_be_matched(pattern: str) -> None:
    assert (unmatchable(pattern) or "").startswith("it cannot be matched: ")


def test_says_nothing_of_a_good_one() -> None:
    assert unmatchable("(a+)+") is None

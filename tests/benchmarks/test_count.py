"""The counter of instructions tells growth, and what else is not as it was."""

from dataclasses import replace

import pytest
from count import Counts, compared

OLD = Counts(
    instructions={"start": 1000, "rows": 2000},
    python="3.11",
    architecture="x86_64",
    versions={"polars": "2.1.0"},
)


@pytest.mark.parametrize(
    ("start", "rows", "within"),
    [(1000, 2000, True), (1100, 2200, True), (1101, 2000, False), (500, 2201, False)],
)
def test_more_than_a_tenth_is_too_much(start: int, rows: int, within: bool) -> None:  # noqa: FBT001
    assert compared(OLD, replace(OLD, instructions={"start": start, "rows": rows}))[1] is within


def test_it_says_what_grew_and_what_else_changed() -> None:
    new = replace(OLD, instructions={"start": 1000, "rows": 2400}, versions={"polars": "2.2.0"})
    assert compared(OLD, new)[0] == [
        "start: 1,000 instructions, +0.0% (1,000)",
        "rows: 2,400 instructions, +20.0% (2,000)",
        "rows: MORE THAN 10% ABOVE THE BASELINE",
        "not those of the baseline: {'polars': '2.2.0'}",
        "if that has to be: python benchmarks/count.py --write",
    ]

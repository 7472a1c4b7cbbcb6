"""Laws of the second step: one to one, by the row's other cells, whatever the order."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.baseline.finding import Finding, finding_of, own_fields
from dataset_tools.baseline.match import Candidate, moved
from dataset_tools.engine.sieve import Subject
from dataset_tools.errors.cell import TYPE_ERROR
from dataset_tools.errors.error import Error

FIELDS = ("id", "a", "b", "c", "size")
Row = tuple[str, ...]
ROWS = st.lists(
    st.tuples(st.integers(0, 99).map(str), *[st.sampled_from("xyz")] * 3, st.sampled_from("?!")),
    max_size=12,
)


def subject(fields: Sequence[str] = FIELDS, *, keyed: bool = False) -> Subject:
    return Subject(table="table", fields=tuple(fields), key=("id",) if keyed else ())


def error(row: Row) -> Error:
    return Error(kind=TYPE_ERROR, note="", cells=row, cell=row[-1], field_name="size")


def old(rows: Sequence[Row]) -> list[Finding]:
    return [finding_of(subject(), error(row), f"old {at}") for at, row in enumerate(rows)]


def new(rows: Sequence[Row], fields: Sequence[str] = FIELDS, *, keyed: bool) -> list[Candidate]:
    about = subject(fields, keyed=keyed)
    return [
        Candidate(
            finding_of(about, error(row), f"new {at}"),
            own_fields(error(row)),
            frozenset(about.key),
        )
        for at, row in enumerate(rows)
    ]


@given(rows=ROWS, chance=st.randoms(use_true_random=False), keyed=st.booleans())
def test_moved_rows_with_a_column_more_are_all_known(
    rows: list[Row], chance: random.Random, *, keyed: bool
) -> None:
    shuffled = [("more", *row) for row in rows]
    chance.shuffle(shuffled)
    candidates = new(shuffled, ("new", *FIELDS), keyed=keyed)
    assert len(moved(candidates, old(rows))) == len(rows)


@given(ROWS)
def test_another_key_makes_nothing_new(rows: list[Row]) -> None:
    renumbered = [(f"{row[0]}000", *row[1:]) for row in rows]
    assert len(moved(new(renumbered, keyed=True), old(rows))) == len(rows)


@given(ROWS)
def test_another_wrong_value_is_always_new(rows: list[Row]) -> None:
    edited = [(*row[:-1], "other") for row in rows]
    assert moved(new(edited, keyed=True), old(rows)) == frozenset()


@given(ROWS, ROWS)
def test_no_old_finding_hides_two_new_ones(one: list[Row], other: list[Row]) -> None:
    assert len(moved(new(other, keyed=True), old(one))) <= min(len(one), len(other))
    assert moved(new(other, keyed=True), []) == frozenset()


@pytest.mark.parametrize(
    ("row", "is_known"),
    [
        (("1", "x", "y", "z", "?"), True),
        (("2", "x", "y", "z", "?"), True),
        (("1", "x", "y", "other", "?"), True),
        (("1", "x", "other", "other", "?"), False),
        (("1", "x", "y", "z", "!"), False),
    ],
)
def test_most_of_the_other_cells_agree(row: Row, *, is_known: bool) -> None:
    before = old([("1", "x", "y", "z", "?")])
    assert bool(moved(new([row], keyed=False), before)) == is_known


def test_the_most_alike_row_is_the_one() -> None:
    before = old([("1", "x", "y", "q", "?"), ("1", "x", "y", "z", "?")])
    candidates = new([("1", "x", "y", "z", "?"), ("1", "x", "r", "q", "?")], keyed=False)
    assert moved(candidates, before) == frozenset({"new 0", "new 1"})


def test_many_findings_whose_rows_all_changed_are_matched_soon() -> None:
    chance = random.Random(5)  # noqa: S311 (no secret is made)
    rows = [(str(at), chance.choice("xyz"), str(at % 97), "t1", "?") for at in range(3000)]
    later = [(*row[:3], "t2", "?") for row in rows]
    assert len(moved(new(later, keyed=False), old(rows))) == len(rows)

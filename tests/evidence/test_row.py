from collections.abc import Callable
from decimal import Decimal

import pytest

from dataset_tools.evidence.row import Cell, items_of, value_key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Decimal("-4.5"), Decimal("-4.50"), True),
        (Decimal(17), 17, True),
        (Decimal("NaN"), Decimal("NaN"), True),
        (("a", Decimal("1.0")), ["a", 1], True),
        ({"a": 1}, {"a": 1}, True),
        ({"a": 1}, {"a": 2}, False),
        ("1", 1, False),
        ("a", "A", False),
    ],
)
def test_values_are_compared_by_their_type(one: object, other: object, *, same: bool) -> None:
    assert (value_key(one) == value_key(other)) is same


def test_a_list_has_items_and_a_month_has_none(year_month: Callable[[int, int], object]) -> None:
    assert items_of(Cell(("a", 2), "a,2")) == (Cell("a", "a"), Cell(2, "2"))
    month = Cell(year_month(2024, 7), "2024-07")
    assert items_of(month) == (month,)

"""A constraint says the same of a value and of a column."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.compile.constraints import constraint_rules
from dataset_tools.field_types.types import field_type
from dataset_tools.model.schema import Constraints, Field

BOUNDS = [
    Constraints(minimum=2),
    Constraints(maximum=2),
    Constraints(exclusive_minimum=2),
    Constraints(exclusive_maximum=2),
    Constraints(enum=(2, 3)),
]
NUMBERS = st.sampled_from(["NaN", "INF", "-INF", "2", "2.0", "-0", "1e300"]) | st.integers(
    -3, 5
).map(str)


@pytest.mark.parametrize("constraints", BOUNDS)
@given(text=NUMBERS)
def test_a_column_of_numbers_is_judged_as_its_values_are(
    constraints: Constraints, text: str
) -> None:
    field = Field(name="n", type="number", constraints=constraints)
    kind = field_type("number")
    value = kind.parser(field)(text)
    frame = pl.DataFrame({"n": [kind.to_column(value)]}, schema={"n": pl.Float64})
    for rule in constraint_rules(field):
        assert rule.column is not None
        held = frame.select(rule.column(pl.col("n"))).item()
        assert held is rule.holds(value), rule.note


@pytest.mark.parametrize("constraints", BOUNDS)
def test_nan_is_within_no_bound(constraints: Constraints) -> None:
    field = Field(name="n", type="number", constraints=constraints)
    (rule,) = constraint_rules(field)
    assert not rule.holds(field_type("number").parser(field)("NaN"))

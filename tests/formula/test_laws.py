"""For any formula and any rows the vectorised form says what the reference says."""

import math
from datetime import date, datetime
from decimal import Decimal

import polars as pl
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from dataset_tools.formula.evaluate import row_judge
from dataset_tools.formula.exceptions import FormulaError
from dataset_tools.formula.nodes import Formula
from dataset_tools.formula.parse import parse
from dataset_tools.formula.to_polars import holds_expr

EXAMPLES = settings(max_examples=400, deadline=None)

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    **dict.fromkeys("nm", pl.Int64),
    **dict.fromkeys("pq", pl.Float64),
    **dict.fromkeys("st", pl.String),
    "e": pl.Enum(["", "a", "ab", "b"]),
    "k": pl.Boolean,
    "d": pl.Date,
    "w": pl.Datetime("us"),
}
SCALES = st.just(0) | st.integers(-3, 20)
SPECIAL = st.sampled_from([0.1, 0.3, -0.0, 2.5, math.nan, math.inf, -math.inf])
LONG = pl.Schema({"x": pl.Int64, "y": pl.Int64})


def decimals(least: int) -> st.SearchStrategy[float]:
    """Numbers of at most 15 significant digits."""
    digits = st.one_of(st.integers(least, 10**15 - 1), st.integers(max(least, -3), 3))
    return st.builds(lambda whole, scale: float(Decimal(whole).scaleb(-scale)), digits, SCALES)


def wholes(largest: int) -> st.SearchStrategy[int]:
    return st.one_of(st.integers(-3, 3), st.integers(-largest, largest))


TEXTS = st.text(alphabet="ab é😀", max_size=3)
CELLS = {
    **dict.fromkeys("nm", wholes(10**15 - 1)),
    **dict.fromkeys("pq", SPECIAL | decimals(1 - 10**15)),
    **dict.fromkeys("st", TEXTS),
    "e": st.sampled_from(["", "a", "ab", "b"]),
    "k": st.booleans(),
    "d": st.dates(date(1900, 1, 1), date(1900, 1, 4)),
    "w": st.datetimes(datetime(1900, 1, 1), datetime(1900, 1, 4)),  # noqa: DTZ001 - naive cells
}
ROWS = st.lists(
    st.fixed_dictionaries({name: st.none() | cells for name, cells in CELLS.items()}),
    min_size=1,
    max_size=12,
)
LONG_ROWS = st.lists(
    st.fixed_dictionaries(dict.fromkeys("xy", st.none() | wholes(2**63 - 1))),
    min_size=1,
    max_size=12,
)

NAMES = st.sampled_from([*"nmpqstekdw"])
LITERALS = st.one_of(
    st.sampled_from(
        ["None", "True", "False", "0", "1", "2", "0.1", "0.3", "2.5", "''", "'a'", "1e3"]
    ),
    st.integers(0, 10**15).map(str),
    decimals(0).map(repr),
    TEXTS.map(repr),
)
COMPARE = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
OPERATORS = st.sampled_from(["+", "-", "*", "/", "//", "%"])
LISTS = st.lists(LITERALS | NAMES, max_size=4).map(lambda items: f"[{', '.join(items)}]")


def deeper(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Formulas one level above ``part``; parentheses keep the kinds of operands apart."""
    return st.one_of(
        st.builds("({} {} {})".format, part, COMPARE, part),
        st.builds("({} {} {})".format, part, COMPARE, part),
        st.builds("({} {} {} {} {})".format, part, COMPARE, part, COMPARE, part),
        st.builds("({} {} {})".format, part, OPERATORS, part),
        st.builds("({} {} {})".format, part, st.sampled_from(["and", "or"]), part),
        st.builds(
            "({} {} {} {} {})".format,
            part,
            st.sampled_from(["and", "or"]),
            part,
            st.just("or"),
            part,
        ),
        st.builds("(not {})".format, part),
        st.builds("(-{})".format, part),
        st.builds("({} {})".format, part, st.sampled_from(["is None", "is not None", "is True"])),
        st.builds("({} {} {})".format, part, st.sampled_from(["in", "not in"]), LISTS),
        st.builds("({!r} in {})".format, TEXTS, part),
        st.builds("({} if {} else {})".format, part, part, part),
        st.builds("{}({})".format, st.sampled_from(["abs", "len", "str", "int"]), part),
        st.builds("{}.{}({})".format, part, st.sampled_from(["startswith", "endswith"]), part),
        st.builds("{}[{}]".format, part, st.integers(-3, 3)),
        st.builds("{}[{}:{}]".format, part, st.integers(-3, 3), st.just("") | st.integers(-3, 3)),
    )


FORMULAS = st.recursive(NAMES | LITERALS, deeper, max_leaves=8)


def formula_of(text: str) -> Formula:
    try:
        return parse(text)
    except FormulaError:  # such as 0.5.startswith(…)
        assume(condition=False)
        raise


def assert_same(formula: Formula, table: pl.DataFrame) -> None:
    expr = holds_expr(formula, table.schema)
    event("vectorised" if expr is not None else "row by row")
    assume(expr is not None)
    assert expr is not None
    held = table.select(expr.alias("holds"))["holds"].to_list()
    assert held == list(map(row_judge(formula), table.to_dicts())), formula.text


@EXAMPLES
@given(FORMULAS, ROWS)
def test_the_vectorised_form_is_the_reference(text: str, rows: list[dict[str, object]]) -> None:
    assert_same(formula_of(text), pl.DataFrame(rows, schema=SCHEMA))


WHOLE_ATOMS = st.sampled_from([*"xxyy", "1", "0", "-3", str(2**63), str(2**64 + 1)])
WHOLE_VALUES = st.recursive(
    WHOLE_ATOMS,
    lambda part: st.one_of(
        st.builds("({} {} {})".format, part, OPERATORS, part),
        st.builds("abs({})".format, part),
        st.builds("-{}".format, part),
        st.builds("({} or {})".format, part, part),
    ),
    max_leaves=4,
)


@EXAMPLES
@given(st.builds("{} {} {}".format, WHOLE_VALUES, COMPARE, WHOLE_VALUES), LONG_ROWS)
def test_whole_numbers_of_any_size_never_overflow(text: str, rows: list[dict[str, object]]) -> None:
    assert_same(formula_of(text), pl.DataFrame(rows, schema=LONG))


@EXAMPLES
@given(FORMULAS, ROWS)
def test_floats_and_decimals_of_one_text_are_one_number(
    text: str, rows: list[dict[str, object]]
) -> None:
    judge = row_judge(formula_of(text))
    for row in rows:
        cells = {name: None if row[name] is None else Decimal(repr(row[name])) for name in "pq"}
        assert judge(row) == judge({**row, **cells})

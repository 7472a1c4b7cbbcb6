"""What frictionless's ``row-constraint`` check says, our reference says too.

Left out of the grammar are the deliberate differences that ``evaluate.py`` lists: literals with
a point in arithmetic or near a decimal that is not dyadic, floats beside decimals, ``//`` and
``%`` of number fields, lists that hold NaN.
"""

import contextlib
import warnings
from datetime import date, datetime
from decimal import Decimal

import simpleeval
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset_tools.formula.evaluate import holds
from dataset_tools.formula.parse import parse

Texts = st.SearchStrategy[str]


def frictionless_holds(formula: str, row: dict[str, object]) -> bool:
    with contextlib.suppress(Exception), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bool(simpleeval.EvalWithCompoundTypes(names=row).eval(formula))
    return False


def joined(parts: Texts, operators: list[str]) -> Texts:
    """One to three parts with operators between them, without parentheses."""
    operator = st.sampled_from(operators)
    return st.one_of(
        parts,
        st.builds("{} {} {}".format, parts, operator, parts),
        st.builds("{} {} {} {} {}".format, parts, operator, parts, operator, parts),
    )


COMPARE = ["==", "!=", "<", "<=", ">", ">="]


@st.composite
def whole_values(draw: st.DrawFn, depth: int = 2) -> str:
    atoms = st.sampled_from(
        [*"abk", "0", "1", "2", "7", "a ** 2", "-b ** 3", "(a or 1)", "int(s)", "True", "float(s)"]
    )
    if depth:
        inner = whole_values(depth - 1)
        test = truths(depth - 1)
        atoms = st.one_of(
            atoms,
            inner.map("({})".format),
            inner.map("-({})".format),
            st.builds("({} if {} else {})".format, inner, test, inner),
        )
    return draw(joined(atoms, ["+", "-", "*", "/", "//", "%"]))


@st.composite
def decimal_values(draw: st.DrawFn, depth: int = 2) -> str:
    atoms = st.sampled_from([*"pq", "-p", "(p or q)", "p * 2", "q * q", "p / 3", "(1 - q)"])
    if depth:
        atoms = atoms | decimal_values(depth - 1).map("({})".format)
    return draw(joined(atoms, ["+", "-", "*"]))


@st.composite
def text_values(draw: st.DrawFn) -> str:
    atoms = st.sampled_from(
        [*"st", "'x'", "''", "s[0]", "t[1:]", "s[-2:1]", "t[::2]", "s * 2", "str(a)", "str(None)"]
    )
    methods = st.sampled_from(["s.upper()", "t.lower()", "(s or t)", "s.strip()", "'é'"])
    return draw(joined(atoms | methods, ["+"]))


@st.composite
def comparisons(draw: st.DrawFn, depth: int = 2) -> str:
    wholes, decimals, texts = whole_values(depth), decimal_values(depth), text_values()
    dyadic = st.sampled_from(["0.5", "1.25", "2.", "1e3", "7"])
    any_atom = st.sampled_from([*"abpqstkdw", "None", "'x'", "2020", "g"])
    kind = draw(
        st.sampled_from(
            [
                joined(wholes, COMPARE),
                joined(decimals, COMPARE),
                joined(texts, COMPARE),
                joined(any_atom, COMPARE),
                st.builds("{} {} {}".format, decimals, st.sampled_from(COMPARE), dyadic),
                st.builds("{} {} {}".format, wholes, st.sampled_from(COMPARE), dyadic),
                st.builds("{} {} {}".format, texts, st.sampled_from(["in", "not in"]), texts),
                st.builds("{} in ['x', t, None, '']".format, texts),
                st.builds("{} not in (1, 2, a)".format, wholes),
                st.builds("{} in {{0: 1, 2: 3}}".format, wholes),
                st.builds(
                    "{} {} {}".format, any_atom, st.sampled_from(["is", "is not"]), st.just("None")
                ),
                st.builds("{}.startswith({})".format, st.sampled_from("st"), texts),
            ]
        )
    )
    return draw(kind)


@st.composite
def truths(draw: st.DrawFn, depth: int = 2) -> str:
    parts: Texts = comparisons(depth) | st.sampled_from([*"abpskd", "not a", "not s"])
    parts = parts | parts.map("not {}".format)
    if depth:
        inner = truths(depth - 1)
        parts = parts | inner.map("({})".format) | inner.map("not ({})".format)
    return draw(joined(parts, ["and", "or"]))


SMALL = st.none() | st.integers(-20, 20)
DECIMALS = st.sampled_from(["NaN", "Infinity", "0.1", "0.5", "-0", "1.25", "1000", "0.30"])
ROWS = st.fixed_dictionaries(
    {
        **dict.fromkeys("ab", SMALL),
        "k": st.none() | st.booleans(),
        **{name: st.none() | DECIMALS.map(Decimal) for name in "pq"},
        **{name: st.none() | st.sampled_from(["", "x", "xy", "12", " É ", "2.5"]) for name in "st"},
        "d": st.none() | st.just(date(2020, 1, 1)),
        "g": st.none() | st.dates(date(2019, 12, 31), date(2020, 1, 2)),
        "w": st.none() | st.just(datetime(2020, 1, 1)),  # noqa: DTZ001 - naive cells
    }
)


@settings(max_examples=200, deadline=None)
@given(truths(), st.lists(ROWS, min_size=1, max_size=4))
def test_holds_where_frictionless_holds(text: str, rows: list[dict[str, object]]) -> None:
    formula = parse(text)
    for row in rows:
        assert holds(formula, row) == frictionless_holds(text, row), (text, row)

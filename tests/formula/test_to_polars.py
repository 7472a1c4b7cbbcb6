from datetime import date, datetime

import polars as pl
import pytest

from dataset_tools.formula.evaluate import row_judge
from dataset_tools.formula.parse import parse
from dataset_tools.formula.to_polars import holds_expr

NAN, INF = float("nan"), float("inf")
DAYS = [date(2020, 1, day) for day in (1, 2, 3)]
NOONS = [datetime(2020, 1, day, 12) for day in (1, 2, 3)]  # noqa: DTZ001 - naive cells
TABLE = pl.DataFrame(
    {
        "a": [1, -7, None, 2**63 - 1, -(2**63), 0],
        "b": [2, 3, 4, None, -1, 0],
        "p": [0.1, NAN, None, -2.5, INF, 0.0],
        "q": [0.3, 1.0, NAN, 2.0, None, -0.0],
        "s": ["x", "", None, "abc", "é😀", "x"],
        "t": ["x", "b", "a", None, "", "abc"],
        "k": [True, False, None, True, False, None],
        "d": [*DAYS, *DAYS[:2], None],
        "w": [*NOONS, *NOONS[:2], None],
        "nothing": [None] * 6,
    }
).with_columns(
    e=pl.Series(["u", "v", None, "u", "v", "u"], dtype=pl.Enum(["v", "u"])),
    c=pl.Series(["u", "v", None, "u", "v", "u"], dtype=pl.Categorical),
    z=pl.col("w").dt.replace_time_zone("UTC"),
    small=pl.col("b").cast(pl.Int16),
)


@pytest.mark.parametrize(
    "text",
    [
        *("a < b", "a == b", "not a < b", "a <= b < 5", "a < 5 <= b", "1 < a / b < 3 or s"),
        *("a + b > 3", "a - b <= 2 and a * b != 0", "a // b == -3", "a % b == 2", "a - 1 < b"),
        *("a / b > 0.5", "a / b == p", "b / 3 * 3 - 1 < b", "-a > 0", "+k == 1", "abs(a) > 5"),
        *(
            "p == 0.1",
            "p == p",
            "q in [q, 9]",
            "p != 0.1",
            "p < q",
            "not p < q",
            "p >= q",
            "-p < 0",
            "abs(p) > 1",
        ),
        *("p", "q", "s", "not s", "a", "k", "d", "nothing", "a and b", "a or b"),
        *("a == 1.0", "a > 0.5", "p == 0", "a < 99999999999999999999", "small + 1 == b + 1"),
        *("s != 'x' or a is not None", "s == 'x' and (a is not None and not b < 0)"),
        *("s in ['x', 'abc', None]", "a in [1, 0, None, 2.5]", "a not in (1, 2)", "p in {0.1, 0}"),
        *("b in [a, 4, k]", "k in [1]", "'b' in s", "'' not in s", "5 in s", "s in []"),
        *("1 in {1: 2} and a", "s in [1 / 0]"),
        *("s[0] == 'x'", "s[-2] == 'b'", "s[1:] == 'bc'", "s[-2:] + t[:-1] == 'xab'", "s[:] == s"),
        *(
            "s[2] != 'c'",
            "s[-2] != 'b'",
            "(b // a if a else 7) == 7",
            "(7 if not a else b // a) == 7",
        ),
        *("not (b // a > 0 if a else False)", "not (True if not a else b // a > 0)"),
        *("s[1:2] == 'b'", "s[2:1] == ''", "len(s) > 1", "s + t == 'abx'", "s + t + s"),
        *("s.startswith('a')", "t.endswith(s)", "not s.startswith(t)", "a.startswith('1')"),
        *("(s.startswith('a')) == k", "k is True", "k is not False", "a is True", "True is k"),
        *("k == 1", "k + k == 2", "(a > 1) == k", "k < 2", "p == k"),
        *("d < d", "d <= d", "d < w", "d == w", "d == '2020'", "d < '2020'", "w == w", "z <= z"),
        *("w < z", "w == z", "d == nothing", "nothing is None", "nothing < 1 or True"),
        *("e == 'u'", "e < s", "c == e", "e in ['v']", "e < 'v'", "c[0] == 'u'"),
        *("(a or 0) > 1", "(s or t) == 'b'", "(a and b) == 3", "(a if k else b) > 1"),
        *("(p or 1) > 0.5", "(None if k else s) is None", "(a or 9999999999999999999) > 5"),
        *("a if k else s if a else 1", "a if k else s is None", "(1 / a if a else None) == 1"),
        *("str(a) == '1'", "str(s) == 'None'", "str(b)[0] == '2'", "int(a) == 1"),
        *("None < a", "a < None or True", "True or a < None", "1 / 0 or a", "0 < 1 or a", "a * 0"),
        *("s == a", "s < a", "s < a or True", "1 is None or a", "a == None", "None in [a]"),
        *("'x' == s and 2 > 1 != s", "a + None or True"),
    ],
)
def test_says_what_the_reference_says(text: str) -> None:
    formula = parse(text)
    expr = holds_expr(formula, TABLE.schema)
    assert expr is not None
    held = TABLE.select(expr.alias("holds"))["holds"].to_list()
    assert held == list(map(row_judge(formula), TABLE.to_dicts()))


@pytest.mark.parametrize(
    "text",
    [
        *("p + q == 0.4", "p * 2 > 1", "p // 1 == 0", "p / 2 > 1", "a / b + p > 0", "sum([p, q])"),
        *("a * b * a * b > 0", "a ** 2 > 1", "a * b == p", "a / b % 1 == 0", "a + s"),
        *("s * 2 == 'xx'", "s % a", "s in t", "s.lower() == 'x'", "s.strip()", "int(s) > 1"),
        *("s[a] == 'x'", "s[::2] == 'x'", "s[1:-1] == 'b'", "s[-3:-1]", "a[0]", "s[9999999999:]"),
        *("(a if k else s if a else 1) == 1", "d - d", "min(a, b) < 1", "unknown"),
        *("a in [[1]]", "a == [1]", "a == 0.1234567890123456", "p == 1e400", "a == 2 ** 200"),
        *("a in s", "s in a", "(a < 1 if k else b) == 2", "(1 / a if a else 0) < 1", "s[1 / 0]"),
        *("p == 9007199254740993", "p == float('nan')", "a == (1,)", "str(p) == '0.1'", "{a: 1}"),
        *("s.startswith()", "len(s, s)", "a in {b: 1}", "str(k)", "-s", "abs(s)", "int(p)"),
        " or ".join(f"a < {number}" for number in range(400)),
    ],
)
def test_gives_nothing_where_no_expression_is_exact(text: str) -> None:
    assert holds_expr(parse(text), TABLE.schema) is None


@pytest.mark.parametrize(
    "dtype",
    [
        *(pl.Float32, pl.UInt64, pl.Int128, pl.Time, pl.Duration("us"), pl.Decimal(38, 2)),
        *(pl.List(pl.Int64), pl.Binary, pl.Object, pl.Datetime, pl.Datetime("ns")),
        pl.Datetime("us", "Europe/Berlin"),
    ],
)
def test_gives_nothing_for_a_dtype_without_a_python_twin(dtype: pl.DataType) -> None:
    assert holds_expr(parse("x == 1"), {"x": dtype}) is None
    assert holds_expr(parse("y == 1"), {"x": dtype, "y": pl.Int64}) is not None


@pytest.mark.parametrize("name", ["^a.*$", "*"])
def test_takes_no_name_for_a_pattern_of_names(name: str) -> None:
    assert holds_expr(parse(f"`{name}` == 1"), {name: pl.Int64, "a": pl.Int64}) is None


def test_has_a_truth_for_each_row_even_where_it_names_no_column() -> None:
    expr = holds_expr(parse("1 < 2"), TABLE.schema)
    assert expr is not None
    assert TABLE.select(expr).height == TABLE.height
    assert TABLE.filter(expr).height == TABLE.height
    assert TABLE.lazy().filter(~expr).collect().height == 0


@pytest.mark.parametrize("text", ["1 == (x or 1)", "0 < (x or 1)", "1 in [x or 1]", "x is None"])
def test_has_a_truth_for_each_row_even_where_all_rows_are_alike(text: str) -> None:
    expr = holds_expr(parse(text), {"x": pl.Int64})
    table = pl.DataFrame({"x": [None, None]}, schema={"x": pl.Int64})
    assert expr is not None
    assert table.select(expr).to_series().to_list() == [True, True]


@pytest.mark.parametrize(
    "text",
    [
        "1111111111111111e99911111 == p",  # too large for a decimal to be made shorter
        "1.00000000000000000000000000000000001 == q",  # one, if it were rounded
        "p < 1.5e-99999999",
    ],
)
def test_a_number_beyond_floats_has_no_expression(text: str) -> None:
    formula = parse(text)
    assert holds_expr(formula, TABLE.schema) is None
    assert [*map(row_judge(formula), TABLE.to_dicts())] == [
        text.startswith("p") and row["p"] in (-2.5, 0.0) for row in TABLE.to_dicts()
    ]

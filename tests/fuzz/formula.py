"""Any text as a formula: FormulaError or a verdict a row, the same at both speeds, at once."""

from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl

from dataset_tools.formula.evaluate import row_judge
from dataset_tools.formula.exceptions import FormulaError
from dataset_tools.formula.parse import parse
from dataset_tools.formula.to_polars import holds_expr
from tests.fuzz.target import Target

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    **dict.fromkeys("nm", pl.Int64),
    **dict.fromkeys("pq", pl.Float64),
    **dict.fromkeys("st", pl.String),
    "k": pl.Boolean,
    "d": pl.Date,
    "w": pl.Datetime("us"),
}
FIRST_DAY, FIRST_MOMENT = date(2024, 1, 1), datetime(1, 1, 1)  # noqa: DTZ001 (naive cells)
ROWS: tuple[dict[str, object], ...] = tuple(
    dict(zip(SCHEMA, values, strict=True))
    for values in (
        (1, -(2**63), 0.5, float("nan"), "a", "", True, FIRST_DAY, FIRST_MOMENT),
        (0, 2**63 - 1, -0.0, float("inf"), "é😀", "ab" * 9, False, None, FIRST_MOMENT),
        (None,) * len(SCHEMA),
    )
)
ODD_ROW: dict[str, object] = {
    "n": 10**400,
    "m": Decimal("1e-300"),
    "p": Decimal("NaN"),
    "q": Decimal("-Infinity"),
    "s": ["a", 1],
    "t": {"a": None},
    "k": (1.5, 2.5),
    "d": b"x",
    "w": datetime.now(UTC),
}


def check(data: bytes) -> None:
    """Read a formula and judge rows by it."""
    text = data.decode("utf-8", "replace")
    try:
        formula = parse(text)
    except FormulaError as error:
        assert str(error)
        return
    judge = row_judge(formula)
    known = set(formula.field_names) <= set(SCHEMA)
    if not known:
        judge(dict.fromkeys(formula.field_names, "a"))
        return
    judge(ODD_ROW)
    expected = [judge(row) for row in ROWS]
    assert all(isinstance(each, bool) for each in expected)
    expr = holds_expr(formula, SCHEMA)
    if expr is not None:
        table = pl.DataFrame(ROWS, schema=SCHEMA)
        held = table.select(expr.alias("holds"))["holds"].to_list()
        assert held == expected, "the vectorised form says otherwise"


TARGET = Target(
    check=check,
    seeds=tuple(
        text.encode()
        for text in (
            "n > 0 and s != 'a'",
            "n + m * 2 // 3 % 4 ** 2 - p / q",
            "s in ['a', 'b'] or t not in (s, 'x')",
            'len(s[0:2]) == 2 and t[-1] == "b"',
            "1 < n <= 5 == m",
            "s is None or s is not True",
            "'x' if k else s.upper().startswith('A')",
            "max(n, m) > min([1, 2]) + abs(-p)",
            "round(p, 2) == 0.5 and int('12', 3) < float(s)",
            "{'a': 1}[s] == sum({1, 2}) or dict([[1, 2]])",
            "`n` == `a ``b`` c`",
            "d < w or str(d) == '2024-01-01' and bool(list(set(tuple(s))))",
            "0x1f + 0b11 + 1_000 + .5e-3 + 1. != '\\u00e9\\x41\\n'",
            "not not -+n",
        )
    ),
    words=(
        *(" and ", " or ", " not ", " in ", " is ", " if ", " else ", "None", "True", "False"),
        *("==", "!=", "<=", ">=", "//", "**", "[0]", "[1:2]", "(", ")", "[", "]", "{", "}", ":"),
        *("len(", "str(", "int(", "float(", "round(", "abs(", "min(", "max(", "sum(", "set("),
        *("list(", "dict(", ".lower()", ".strip()", ".startswith(", "'a'", "1e999", "0x", "\\u"),
        *("n", "m", "p", "q", "s", "t", "k", "d", "w", "`", "%", "0.1"),
    ),
)

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

import pytest

from dataset_tools.formula.evaluate import evaluate, holds, row_judge
from dataset_tools.formula.exceptions import EvaluationError
from dataset_tools.formula.parse import parse

ROW: Mapping[str, object] = {
    "a": 3,
    "b": -7,
    "price": 0.1,
    "exact": Decimal("0.1"),
    "s": "share",
    "none": None,
    "nan": float("nan"),
    "yes": True,
    "day": date(2020, 1, 2),
    "noon": datetime(2020, 1, 2, 12),  # noqa: DTZ001 - naive cells are of the standard
    "tags": ["x", 0.5],
    "map": {"k": [1, 0.1]},
    "share price": 5,
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a + 1 - b * 2", 18),
        ("b // 2", -4),
        ("b % 2", 1),
        ("-7.5 // 2", Decimal(-4)),
        ("-7.5 % 2", Decimal("0.5")),
        ("7.5 // -2", Decimal(-4)),
        ("a / 2", 1.5),
        ("2 ** 10", 1024),
        ("2 ** -1", 0.5),
        ("-2 ** 2", -4),
        ("price * 3", Decimal("0.3")),
        ("exact * 3", Decimal("0.3")),
        ("a / 2 + exact", Decimal("1.6")),
        ("+price", Decimal("0.1")),
        ("-exact", Decimal("-0.1")),
        ("0 or s", "share"),
        ("a and none", None),
        ("'' or 0 or none", None),
        ("a if yes else b", 3),
        ("a if none else b", -7),
        ("s[0] + s[-1] + s[1:3] + s[::2]", "sehasae"),
        ("tags[0]", "x"),
        ("tags[1]", Decimal("0.5")),
        ("map['k'][0]", 1),
        ("'ab' * 2 + 2 * 'c' + 'd' * -1", "ababcc"),
        ("[1] + [a]", [1, 3]),
        ("(1, 2)[1:]", (2,)),
        ("{1: s}[1]", "share"),
        ("{a, 3}", {3}),
        ("len(s) + len(tags)", 7),
        ("abs(b) + abs(exact)", Decimal("7.1")),
        ("min(a, b) + max([1, 2])", -5),
        ("sum([1, 0.5])", Decimal("1.5")),
        ("round(2.675, 2)", Decimal("2.68")),
        ("round(2.5)", 2),
        ("int('12') + int(2.9) + int('ff', 16)", 269),
        ("float('0.5')", 0.5),
        ("str(a) + str(none) + str(exact)", "3None0.1"),
        ("bool(s)", True),
        ("list('ab')", ["a", "b"]),
        ("tuple([1])", (1,)),
        ("set([1, 1])", {1}),
        ("dict([('x', 1)])", {"x": 1}),
        ("dict({1: 2})", {1: 2}),
        ("s.upper() + ' x '.strip() + 'X'.lower()", "SHARExx"),
        ("`share price` + 1", 6),
    ],
)
def test_gives_the_value(text: str, value: object) -> None:
    found = evaluate(parse(text), ROW)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "text",
    [
        "price == 0.1",
        "exact == 0.1",
        "price == exact",
        "1 / 10 == exact",
        "exact == 1 / 10",
        "price in [0.1, 2]",
        "exact in {0.1}",
        "1 / 10 in [exact]",
        "tags == ['x', 0.5]",
        "0.5 in tags",
        "'x' in tags",
        "'k' in map",
        "'har' in s",
        "a in (1, 2, 3.0)",
        "s not in ['x']",
        "yes == 1",
        "yes is True",
        "a is not True",
        "none is None",
        "none == None",
        "s != none",
        "s != 5",
        "nan != nan",
        "not nan in [nan]",
        "nan",
        "1 < a <= 3 != 4",
        "day < noon or True if day == noon else True",
        "day == day",
        "noon > noon or noon == noon",
        "s.startswith('sh') and s.endswith('re')",
        "{1, 2} > {1}",
        "[1, 2] < [1, 3]",
        "a > 1 or 1 / 0",
        "a < 1 < 1 / 0 or True",
        "not (a < 1 and none < 1)",
        "day - day == day - day",
    ],
)
def test_holds(text: str) -> None:
    assert holds(parse(text), ROW)


@pytest.mark.parametrize(
    "text",
    [
        "none < 1",
        "not none < 1",
        "none + 1",
        "none[0]",
        "none in 'x'",
        "a in b",
        "1 / 0 or True",
        "1 // 0",
        "1.5 / 0",
        "1.5 % 0",
        "a < s",
        "not a < s",
        "nan < 1",
        "not nan < 1",
        "not float('nan') < 1",
        "max(nan, 1)",
        "day < '2020-01-01'",
        "day < noon",
        "unknown",
        "unknown or True",
        "s[99]",
        "s['x']",
        "a[0]",
        "map['nothing']",
        "{[1]: 2}",
        "[1] in {1}",
        "'%s' % 1",
        "[1] * 2",
        "[1] + (2,)",
        "s - s",
        "-s",
        "abs(s)",
        "int(s)",
        "int(none)",
        "int('1', s)",
        "float(none)",
        "str([1])",
        "len(5)",
        "list(5)",
        "min([])",
        "round(s)",
        "round(1.5, 101)",
        "dict([1])",
        "a.lower()",
        "int()",
        "len(s, s)",
        "startswith",
        "(-8) ** 0.5",
        "(-8) ** (1 / 3)",
    ],
)
def test_fails_where_there_is_no_value(text: str) -> None:
    formula = parse(text)
    assert not holds(formula, ROW)
    if text != "int()":
        with pytest.raises(EvaluationError):
            evaluate(formula, ROW)


def test_judges_many_rows() -> None:
    judge = row_judge(parse("kind != 'share' or company is not None"))
    kinds = [("share", None), ("share", 1), ("bond", None)]
    assert [judge({"kind": kind, "company": company}) for kind, company in kinds] == [
        False,
        True,
        True,
    ]

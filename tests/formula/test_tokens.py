from decimal import Decimal

import pytest

from dataset_tools.formula.exceptions import FormulaError
from dataset_tools.formula.tokens import MAX_LENGTH, MAX_TOKENS, tokens


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("12", 12),
        ("1_000", 1000),
        ("0x1F", 31),
        ("0.5", Decimal("0.5")),
        (".5", Decimal("0.5")),
        ("5.", Decimal(5)),
        ("1e3", Decimal(1000)),
        ("'it\\'s'", "it's"),
        ('"a\\tb\\\\"', "a\tb\\"),
        ("'\\xe9\\u20ac\\U0001F600'", "é€😀"),
        ("größe", "größe"),
        ("`share price`", "share price"),
        ("`a``b`", "a`b"),
        ("`in`", "in"),
    ],
)
def test_reads_literals_and_names(formula: str, value: object) -> None:
    token, end = tokens(formula)
    assert (token.value, type(token.value), end.kind) == (value, type(value), "end")


def test_every_token_knows_its_span() -> None:
    formula = "price >= 0.5 and\n not`a b`in('x', )"
    spans = [formula[token.start : token.end] for token in tokens(formula)]
    assert spans == [token.text for token in tokens(formula)]
    assert spans[:-1] == [
        *("price", ">=", "0.5", "and", "not", "`a b`", "in"),
        *("(", "'x'", ",", ")"),
    ]


@pytest.mark.parametrize(
    "text", ["1_", "1__0", "012", "1.5_", "1e", "3rd", "1j", "1e5x", "9" * 5000]
)
def test_refuses_what_is_no_number(text: str) -> None:
    with pytest.raises(FormulaError, match="no number"):
        tokens(text)


@pytest.mark.parametrize("text", ["'\\d'", "'\\ud800'", "'\\U00110000'", "'\\N{DASH}'"])
def test_refuses_unknown_escapes(text: str) -> None:
    with pytest.raises(FormulaError, match="escape is not known"):
        tokens(text)


@pytest.mark.parametrize("text", ["x" * (MAX_LENGTH + 1), "1 " * (MAX_TOKENS + 1)])
def test_refuses_long_formulas(text: str) -> None:
    with pytest.raises(FormulaError, match="at most"):
        tokens(text)

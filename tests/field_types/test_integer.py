import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.field_types.integer import INTEGER, integer_parser
from dataset_tools.model.schema import Field

BARE = Field(name="n", type="integer")
GROUPED = Field(name="n", type="integer", group_char=",")
MONEY = Field(name="n", type="integer", bare_number=False, group_char=",")


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (BARE, "12", 12),
        (BARE, "-007", -7),
        (BARE, "+5", 5),
        (BARE, " 5\t", 5),
        (BARE, "9223372036854775808", 9223372036854775808),
        (GROUPED, "12,34,567", 1234567),
        (Field(name="n", type="integer", group_char="."), "1.000.000", 1000000),
        (Field(name="n", type="integer", group_char=" "), "100 000", 100000),
        (Field(name="n", type="integer", group_char="''"), "1''000", 1000),
        (MONEY, "€1,000", 1000),
        (MONEY, "-12 %", -12),
        (MONEY, "Rs. 95", 95),
        (MONEY, "  $-5", -5),
    ],
)
def test_reads(field: Field, text: str, value: int) -> None:
    assert integer_parser(field)(text) == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (BARE, text)
        for text in ["", " ", "1.0", "1E3", "1_000", "0x1", "٣", "1²", "1 000", "+-5", "-"]
    ]
    + [(GROUPED, text) for text in ["1,,000", ",1", "1,", "1,000.0", ",", "1.000"]]
    + [(MONEY, text) for text in ["-€12", "5-", "5 -", "1.5 €", "2024-01-01", "€", "a1b2"]]
    + [(Field(name="n", type="integer", group_char=char), "151") for char in "5-e"],
)
def test_refuses(field: Field, text: str) -> None:
    with pytest.raises(ValueError, match="not a whole number"):
        integer_parser(field)(text)


@given(st.integers())
def test_reads_back_what_it_writes(number: int) -> None:
    assert integer_parser(BARE)(str(number)) == number
    assert INTEGER.to_json(number) == number
    assert integer_parser(GROUPED)(f"{number:,}") == number


def test_any_length_is_read_and_written() -> None:
    digits = "-" + "12345678" * 1250
    assert integer_parser(BARE)("0" * 200_000 + "5") == 5
    number = integer_parser(BARE)(digits)
    assert number % 10**8 == 10**8 - 12345678
    assert INTEGER.to_json(number) == digits
    assert INTEGER.to_column(number) is None


def test_time_is_bounded() -> None:
    start = time.perf_counter()
    for text in ["9" * 100_000, "9" * 3_000_000, "1" * 50_000 + "x", "€" * 50_000 + "-" * 50_000]:
        for field in (BARE, GROUPED, MONEY):
            try:
                integer_parser(field)(text)
            except ValueError:
                continue
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("value", "number"),
    [(1, 1), (1.0, 1), ("007", 7), (Decimal("1E3"), 1000), (-(10**30), -(10**30))],
)
def test_reads_json(value: object, number: int) -> None:
    assert INTEGER.from_json(BARE, value) == number


@pytest.mark.parametrize(
    "value", [True, False, 3.14, float("nan"), float("inf"), None, [], "x", Decimal("1E999999999")]
)
def test_refuses_json(value: object) -> None:
    with pytest.raises(ValueError, match="not a whole number"):
        INTEGER.from_json(BARE, value)

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.field_types.year import YEAR, year_parser
from dataset_tools.field_types.yearmonth import YEARMONTH, Yearmonth, yearmonth_parser
from dataset_tools.model.schema import Field

YEARS = Field(name="y", type="year")
MONTHS = Field(name="m", type="yearmonth")


@pytest.mark.parametrize(
    ("text", "year"), [("2000", 2000), ("0044", 44), ("-0044", -44), ("12024", 12024), ("0000", 0)]
)
def test_reads_years(text: str, year: int) -> None:
    assert year_parser(YEARS)(text) == year
    assert yearmonth_parser(MONTHS)(f"{text}-12") == Yearmonth(year, 12)


@pytest.mark.parametrize(
    "text", ["98", "200", "02000", "+2000", "2000.0", "2k", "2024Z", " 2024", "٢٠٢٤", ""]
)
def test_refuses_years(text: str) -> None:
    with pytest.raises(ValueError, match="not a year"):
        year_parser(YEARS)(text)
    with pytest.raises(ValueError, match="not a month"):
        yearmonth_parser(MONTHS)(f"{text}-12")


@pytest.mark.parametrize(
    "text", ["2000-13", "2000-00", "2000-1", "200010", "2000/10", "2000-10-01", "2000-10\n"]
)
def test_refuses_months(text: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        yearmonth_parser(MONTHS)(text)


@given(st.integers(), st.integers(1, 12))
def test_reads_back_what_it_writes(year: int, month: int) -> None:
    value = Yearmonth(year, month)
    assert yearmonth_parser(MONTHS)(str(value)) == value
    assert YEARMONTH.to_json(value) == str(value)


def test_months_are_ordered_and_have_a_first_day() -> None:
    assert Yearmonth(-44, 3) < Yearmonth(1999, 12) < Yearmonth(2000, 1)
    assert YEARMONTH.to_column(Yearmonth(2000, 2)) == date(2000, 2, 1)
    assert YEARMONTH.to_column(Yearmonth(-44, 3)) is None


def test_json_has_years_as_numbers_of_four_digits() -> None:
    assert [YEAR.from_json(YEARS, value) for value in (2000, "2000", "-0044")] == [2000, 2000, -44]
    for value in (-2000, 20000, True, 2000.5, None):
        with pytest.raises(ValueError, match="not a year"):
            YEAR.from_json(YEARS, value)


def test_json_has_months_as_text() -> None:
    assert YEARMONTH.from_json(MONTHS, "2000-10") == Yearmonth(2000, 10)
    assert YEARMONTH.to_json(None) is None
    with pytest.raises(ValueError, match="not a month"):
        YEARMONTH.from_json(MONTHS, 20)

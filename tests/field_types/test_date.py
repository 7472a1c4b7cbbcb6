from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.field_types.date import DATE, date_parser
from dataset_tools.model.schema import Field


def dates(format: str = "default") -> Field:
    return Field(name="d", type="date", format=format)


@pytest.mark.parametrize(
    ("format", "text", "value"),
    [
        ("default", "0001-01-01", date(1, 1, 1)),
        ("default", "2000-02-29", date(2000, 2, 29)),
        ("%d/%m/%y", "21/11/06", date(2006, 11, 21)),
        ("fmt:%d/%m/%Y", "1/2/2024", date(2024, 2, 1)),
        ("%d %B %Y", "26 January 2024", date(2024, 1, 26)),
        ("%Y-%j", "2024-366", date(2024, 12, 31)),
        ("%D", "01/26/24", date(2024, 1, 26)),
        ("any", "2019-01-01", date(2019, 1, 1)),
        ("any", "10th Jan 1969", date(1969, 1, 10)),
        ("any", "Feb 2024", date(2024, 2, 1)),
        ("any", "2024-02", date(2024, 2, 1)),
    ],
)
def test_reads(format: str, text: str, value: date) -> None:
    assert date_parser(dates(format))(text) == value


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("default", text)
        for text in ["2024-1-5", " 2024-01-02", "2024-01-02 ", "20240102", "2024-W01-1"]
    ]
    + [("default", text) for text in ["2023-02-29", "0000-01-01", "+2024-01-02", "٢٠٢٤-٠١-٠٥", ""]]
    + [("%d/%m/%Y", text) for text in ["26/01/24", "32/01/2024", "2٦/01/2024", "26/01/2024\n"]]
    + [("%d %Y %d", "1 2024 1"), ("%Q", "1"), ("%", ""), ("%d %B %Y", "26 Januar 2024")]
    + [("any", text) for text in ["invalid", "", "2024", "Monday", "2024-02-30", "9" * 999]]
    + [("any", "2024-01-01 10:00"), ("any", "٢٠٢٤-01-05")],
)
def test_refuses(format: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"date|day"):
        date_parser(dates(format))(text)


@given(st.dates())
def test_reads_back_what_it_writes(day: date) -> None:
    assert date_parser(dates())(str(DATE.to_json(day))) == day


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["%d.%m.%Y", "%Y%m%d", "%j %Y", "%F"]))
def test_reads_back_what_a_pattern_writes(day: date, pattern: str) -> None:
    assert date_parser(dates(pattern))(day.strftime(pattern)) == day


@given(st.text(max_size=30))
def test_any_reads_or_refuses_every_text(text: str) -> None:
    try:
        assert isinstance(date_parser(dates("any"))(text), date)
    except ValueError as error:
        assert "date" in str(error)  # noqa: PT017 - either may happen


def test_json_writes_dates_as_text() -> None:
    assert DATE.from_json(dates("%d/%m/%Y"), "02/01/2024") == date(2024, 1, 2)
    assert DATE.from_json(dates(), date(2024, 1, 2)) == date(2024, 1, 2)
    assert DATE.to_json(None) is None
    for value in (True, 20240102, datetime(2024, 1, 2)):  # noqa: DTZ001
        with pytest.raises(ValueError, match="not a date"):
            DATE.from_json(dates(), value)

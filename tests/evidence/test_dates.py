import pytest

from dataset_tools.evidence.dates import find_dates


@pytest.mark.parametrize(
    "text",
    [
        "2024-07-15",
        "2024-07-15T10:30:00Z",
        "July 15, 2024",
        "July 15th, 2024",
        "Jul. 15 2024",
        "15 July 2024",
        "15th of July 2024",
        "15-Jul-2024",
        "JULY 15, 2024",
        "2024 July 15",
        "2024,\nJuly 15",
    ],
)
def test_reads_a_day(text: str) -> None:
    dates = find_dates(f"On {text}, it rained.")
    assert list(dates.days) == [(2024, 7, 15)]
    assert (2024, 7) in dates.months


@pytest.mark.parametrize("text", ["2024-07", "July 2024", "Jul 2024", "July, 2024", "2024 July"])
def test_reads_a_month(text: str) -> None:
    dates = find_dates(f"In {text} it rained.")
    assert list(dates.months) == [(2024, 7)]
    assert not dates.days


@pytest.mark.parametrize(
    "text",
    [
        "July",
        "115 July 2024x",
        "July 20245",
        "2024-7-5",
        "12024-07-15",
        "July 15, 2024,5",
        "the march 2024",
        "Marching 2024",
        "July 15",
    ],
)
def test_reads_no_part_of_a_date(text: str) -> None:
    dates = find_dates(f"On {text} it rained.")
    assert not dates.days
    assert not dates.months


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("in 2015, he", [2015]),
        ("2015’s rain", [2015]),
        ("2015-16", [2015, 16]),
        ("the 1980s", []),
        ("2,015 men", []),
        ("2015.5", []),
        ("3.2015", []),
        ("A2015", []),
        ("the year -44", [-44]),
        ("2015 -2016", [2015, 2016]),
        ("1" * 5000, []),
    ],
)
def test_reads_whole_years(text: str, years: list[int]) -> None:
    assert list(find_dates(text).years) == years

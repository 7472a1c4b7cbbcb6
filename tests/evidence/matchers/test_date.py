from collections.abc import Callable
from datetime import date

import pytest

from dataset_tools.evidence.matchers.date import DateMatcher
from dataset_tools.evidence.passage import passage_of
from dataset_tools.evidence.reading import read_text
from dataset_tools.evidence.row import Cell

Proves = Callable[..., bool]


@pytest.mark.parametrize(
    ("document", "value", "proved"),
    [
        ("In 2015 it rained", 2015, True),
        ("In ⟦2015⟧ it rained", 2015, True),
        ("In 2015 it rained", 2016, False),
        ("2,015 ships", 2015, False),
        ("On 2015-03-01", 2015, True),
        ("the 2010s", 2010, False),
        ("In July 2015", 2015, True),
    ],
)
def test_proves_a_year(proves: Proves, document: str, value: int, *, proved: bool) -> None:
    assert proves(document, value, "date", "year") is proved


@pytest.mark.parametrize(
    ("document", "month", "proved"),
    [
        ("a July 2024 interview", 7, True),
        ("a ⟦July 2024⟧ interview", 7, True),
        ("a ⟦July⟧ ⟦2024⟧ interview", 7, False),
        ("a June 2024 interview", 7, False),
        ("on July 15, 2024", 7, True),
        ("on 15 ⟦July 2024⟧", 7, True),
        ("on 2024-07-15", 7, True),
        ("in 2024", 7, False),
        ("in May 2024 or so", 5, True),
    ],
)
def test_proves_a_month(
    proves: Proves, year_month: Callable[..., object], document: str, month: int, *, proved: bool
) -> None:
    assert proves(document, year_month(2024, month), "date", "yearmonth") is proved


@pytest.mark.parametrize(
    ("document", "day", "proved"),
    [
        ("on July 15, 2024", 15, True),
        ("on ⟦July 15⟧, 2024", 15, False),
        ("on 15 July 2024", 5, False),
        ("on 14-15 July 2024", 15, True),
        ("in July 2024", 15, False),
        ("at 2024-07-15T08:00", 15, True),
    ],
)
def test_proves_a_day(proves: Proves, document: str, day: int, *, proved: bool) -> None:
    assert proves(document, date(2024, 7, day), "date", "date") is proved


@pytest.mark.parametrize("value", ["2024", None, 20.5])
def test_proves_nothing_that_is_no_date(value: object) -> None:
    passage = passage_of(read_text("On 2024-07-15 it rained"), [(0, 23)])
    assert not DateMatcher().proves(Cell(value, "2024"), [passage])

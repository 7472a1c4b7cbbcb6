from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.field_types.duration import DURATION, Duration, duration_parser
from dataset_tools.model.schema import Field

FIELD = Field(name="d", type="duration")
parse = duration_parser(FIELD)


@pytest.mark.parametrize(
    ("text", "months", "seconds", "written"),
    [
        ("P1Y10M3DT5H11M7S", 22, "277867", "P1Y10M3DT5H11M7S"),
        ("P20M", 20, "0", "P1Y8M"),
        ("-P120D", 0, "-10368000", "-P120D"),
        ("PT36H", 0, "129600", "P1DT12H"),
        ("PT0.001S", 0, "0.001", "PT0.001S"),
        ("PT0S", 0, "0", "PT0S"),
        ("-P0D", 0, "0", "PT0S"),
        ("PT60M", 0, "3600", "PT1H"),
        ("PT1.50S", 0, "1.5", "PT1.5S"),
    ],
)
def test_reads(text: str, months: int, seconds: str, written: str) -> None:
    value = parse(text)
    assert value == Duration(months, Decimal(seconds))
    assert DURATION.to_json(value) == written


NO_DURATIONS = ["P", "PT", "P1YT", "1Y", "P1S", "PT1Y", "PT1M1H", "P-1Y", "P1.5Y", "PT1.5H"]
NO_DURATIONS += ["+P1Y", "P1W", "PT.5S", "PT1.S", "p1y", "P١Y", "--P1Y", "P1Y1Y"]


@pytest.mark.parametrize("text", ["", "P1Y ", "P 1Y", "1 day", *NO_DURATIONS])
def test_refuses(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        parse(text)


SECONDS = st.decimals(0, 10**12, allow_nan=False, places=9)


@given(st.integers(0, 10**9), SECONDS, st.sampled_from([1, -1]))
def test_reads_back_what_it_writes(months: int, seconds: Decimal, sign: int) -> None:
    value = Duration(sign * months, sign * seconds)
    assert parse(str(value)) == value
    assert hash(parse(str(value))) == hash(value)


def test_every_digit_counts() -> None:
    text = f"P{'9' * 5000}YT1.{'3' * 5000}S"
    assert str(parse(text)) == text
    assert parse(text) < parse(text.replace("3S", "4S"))


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("P11M", "P1Y"),
        ("PT23H", "P1D"),
        ("-P1D", "PT0S"),
        ("P1M", "P32D"),
        ("P27D", "P1M"),
        ("P364D", "P1Y"),
        ("P5M", "P154D"),
    ],
)
def test_a_duration_is_less_if_it_always_ends_earlier(less: str, more: str) -> None:
    assert parse(less) < parse(more)
    assert parse(less) <= parse(more)
    assert parse(more) > parse(less)
    assert not parse(more) <= parse(less)


@pytest.mark.parametrize(("one", "other"), [("P1M", "P30D"), ("P1Y", "P365D"), ("P2M", "P62D")])
def test_some_durations_are_neither_less_nor_more(one: str, other: str) -> None:
    first, second = parse(one), parse(other)
    assert not any((first < second, first > second, first == second))
    assert not any((first <= second, first >= second))


@pytest.mark.parametrize(("one", "other"), [("P1Y", "P12M"), ("PT24H", "P1D"), ("PT60M", "PT1H")])
def test_spellings_of_one_duration_are_equal(one: str, other: str) -> None:
    assert parse(one) == parse(other)
    assert parse(one) >= parse(other)


def test_json_has_durations_as_text() -> None:
    assert DURATION.from_json(FIELD, "P1D") == parse("P1D")
    assert DURATION.to_json(None) is None
    for value in (1, False, None):
        with pytest.raises(ValueError, match="not a duration"):
            DURATION.from_json(FIELD, value)

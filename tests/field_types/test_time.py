from datetime import UTC, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.field_types.time import TIME, time_parser
from dataset_tools.model.schema import Field


def times(format: str = "default") -> Field:
    return Field(name="t", type="time", format=format)


@pytest.mark.parametrize(
    ("format", "text", "value"),
    [
        ("default", "00:00:00", time()),
        ("default", "15:00:01", time(15, 0, 1)),
        ("%I:%M %p", "03:15 PM", time(15, 15)),
        ("fmt:%H%M%S", "153000", time(15, 30)),
        ("%H:%M%z", "06:00+01:00", time(6, tzinfo=timezone(timedelta(hours=1)))),
        ("any", "06:35", time(6, 35)),
        ("any", "06:00:00Z", time(6, tzinfo=UTC)),
    ],
)
def test_reads(format: str, text: str, value: time) -> None:
    assert time_parser(times(format))(text) == value


@pytest.mark.parametrize(
    ("format", "text"),
    [("default", text) for text in ["15:00", "24:00:00", "15:00:60", "6:00:00", "150000", ""]]
    + [("default", text) for text in ["15:00:00.5", "15:00:00Z", "15:00:00+01:00", " 15:00:00"]]
    + [("%M:%H", "06:50"), ("%H:%M", "3 am"), ("%H:%M", "06:00:00")]
    + [
        ("any", text)
        for text in ["6", "some night", "2024-01-01T06:00:00", "10:00 EST", "10:00:00.1234567"]
    ],
)
def test_refuses(format: str, text: str) -> None:
    with pytest.raises(ValueError, match="not a time"):
        time_parser(times(format))(text)


@given(st.times().map(lambda moment: moment.replace(microsecond=0)))
def test_reads_back_what_it_writes(moment: time) -> None:
    assert time_parser(times())(str(TIME.to_json(moment))) == moment
    assert TIME.to_column(moment) == moment


def test_zoned_times_are_ordered_by_utc() -> None:
    texts = ["00:30+01:00", "00:00Z", "01:30+01:00", "01:00Z", "00:30-01:00"]
    values = [time_parser(times("%H:%M%z"))(text) for text in texts]
    order = [TIME.comparable(value) for value in values]
    assert order == sorted(order, key=lambda since: since / timedelta(1))  # type: ignore[operator]
    assert TIME.comparable(time(1)) == TIME.comparable(time(1, tzinfo=UTC))
    assert [TIME.to_json(value) for value in values[:2]] == ["00:30:00+01:00", "00:00:00Z"]
    assert TIME.to_column(values[0]) is None


def test_json_writes_times_as_text() -> None:
    assert TIME.from_json(times(), "08:00:00") == time(8)
    assert TIME.to_json(None) is None
    with pytest.raises(ValueError, match="not a time"):
        TIME.from_json(times("any"), True)

import pickle
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.field_types.datetime import DATETIME, datetime_parser
from dataset_tools.field_types.fine_datetime import FineDatetime
from dataset_tools.model.schema import Field


def moments(format: str = "default") -> Field:
    return Field(name="m", type="datetime", format=format)


def naive(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type] # noqa: DTZ001 - naive it shall be


@pytest.mark.parametrize(
    ("format", "text", "value"),
    [
        ("default", "2024-01-26T15:00:00", naive(2024, 1, 26, 15)),
        ("default", "2024-01-26T15:00:00.5", naive(2024, 1, 26, 15, 0, 0, 500000)),
        ("default", "2024-01-26T15:00:00.1234560000", naive(2024, 1, 26, 15, 0, 0, 123456)),
        ("default", "2024-01-26T15:00:00Z", datetime(2024, 1, 26, 15, tzinfo=UTC)),
        ("default", "2024-12-31T24:00:00", naive(2025, 1, 1)),
        ("%d/%m/%Y %H:%M:%S", "12/11/2018 09:15:32", naive(2018, 11, 12, 9, 15, 32)),
        ("fmt:%d/%m/%y %H:%M", "21/11/06 16:30", naive(2006, 11, 21, 16, 30)),
        ("any", "10th Jan 1969 9am", naive(1969, 1, 10, 9)),
        ("any", "2014-01-01T06:00:00Z", datetime(2014, 1, 1, 6, tzinfo=UTC)),
    ],
)
def test_reads(format: str, text: str, value: datetime) -> None:
    assert datetime_parser(moments(format))(text) == value


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("default", f"2024-01-26{rest}")
        for rest in ["", "T15:00", "T15", " 15:00:00", "t15:00:00", "T25:00:00"]
    ]
    + [
        ("default", f"2024-01-26T15:00:00{rest}")
        for rest in ["+1:00", "+0100", "+01", "+15:00", " UTC", "."]
    ]
    + [("default", f"2024-01-26T15:00:00{rest}") for rest in ["z", "+14:30", "\n", "-24:00"]]
    + [
        ("default", text)
        for text in ["2024-02-30T00:00:00", "2024-01-26T23:59:60", "2024-01-26T24:00:01"]
    ]
    + [
        ("default", text)
        for text in ["0000-01-01T00:00:00", "9999-12-31T24:00:00", "2024-1-26T3:4:5"]
    ]
    + [("default", "0001-01-01T00:00:00+01:00"), ("default", "9999-12-31T23:59:59-01:00")]
    + [("%Y-%m-%dT%H:%M:%S.%f", "2018-11-12T09:15:32"), ("%Y %Y", "2018 2018")]
    + [
        ("any", text)
        for text in ["invalid", "9am", "2024-01-01 10:00 EST", "2024-01-01 1:00:00.1234567"]
    ],
)
def test_refuses(format: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"not a date and time|not a moment"):
        datetime_parser(moments(format))(text)


ZONES = st.none() | st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(naive(2, 1, 1), naive(9998, 1, 1)), ZONES)
def test_reads_back_what_it_writes(local: datetime, zone: timezone | None) -> None:
    moment = local.replace(tzinfo=zone)
    read = datetime_parser(moments())(str(DATETIME.to_json(moment)))
    assert (read, read.utcoffset()) == (moment, moment.utcoffset())


@pytest.mark.parametrize("zone", ["", "Z", "+02:00"])
def test_digits_beyond_microseconds_are_kept(zone: str) -> None:
    text = f"2024-01-26T15:00:00.123456789{zone}"
    value = datetime_parser(moments())(text)
    assert DATETIME.to_json(value) == text
    assert DATETIME.to_column(value) is None
    copied = pickle.loads(pickle.dumps(value))  # noqa: S301 - our own bytes
    assert copied == value
    assert DATETIME.to_json(DATETIME.comparable(value)) == DATETIME.to_json(
        DATETIME.comparable(copied)
    )


def test_digits_beyond_microseconds_count_in_every_order() -> None:
    whole = naive(2024, 1, 26)
    later, latest = FineDatetime.of(whole, "5"), FineDatetime.of(whole, "59")
    assert whole < later < latest < whole + timedelta(microseconds=1)
    assert latest > later > whole
    assert later >= whole
    assert whole <= later <= later  # noqa: PLR0124 - equal to itself
    assert later != whole
    assert later == FineDatetime.of(whole, "500")
    assert len({later, FineDatetime.of(whole, "50"), whole, latest}) == 3


def test_zoned_and_other_values_are_ordered_by_utc() -> None:
    texts = ["2024-01-01T01:00:00+02:00", "2024-01-01T00:00:00", "2024-01-01T00:00:00.0000001Z"]
    texts += ["2023-12-31T23:00:00-02:00"]
    values = [DATETIME.comparable(datetime_parser(moments())(text)) for text in texts]
    assert values == sorted(values)  # type: ignore[type-var]
    assert DATETIME.comparable(datetime(2024, 1, 1, tzinfo=UTC)) == naive(2024, 1, 1)


def test_json_writes_datetimes_as_text() -> None:
    assert DATETIME.from_json(moments(), "2024-01-01T00:00:00") == naive(2024, 1, 1)
    assert DATETIME.to_json(None) is None
    with pytest.raises(ValueError, match="not a date and time"):
        DATETIME.from_json(moments("any"), True)

import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.descriptor.decode import ExactNumber, decode_json
from dataset_tools.descriptor.values import exact


@pytest.mark.parametrize(
    ("content", "code", "line", "column"),
    [
        (b"", "DT101", 1, 1),
        (b" \n ", "DT101", 1, 1),
        (b'{"a": 1,}', "DT101", 1, 9),
        (b'{"a": 1\n "b": 2}', "DT101", 2, 2),
        (b'{"a": "x', "DT101", 1, 7),
        (b'{"a": "\n"}', "DT101", 1, 8),
        (b"{/* x */}", "DT101", 1, 2),
        (b'{"a":\n [1, NaN]}', "DT101", 2, 6),
        (b'{"NaN": -Infinity}', "DT101", 1, 9),
        (b"resources:\n  - name: t\n", "DT101", 1, 1),
        (b'{\n "t": "\xff"}', "DT102", 2, 8),
        ('{"a": 1}'.encode("utf-16"), "DT102", 1, 1),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "DT103", 1, 105),
        (b'{"a":' + b"[" * 200_000, "DT103", 1, 105),
        (b"[" * 101 + b"]" * 101, "DT103", 1, 101),
    ],
)
def test_one_flaw_stops_the_reading(content: bytes, code: str, line: int, column: int) -> None:
    stop = decode_json(content).stop
    assert stop is not None
    assert (stop.kind.code, stop.line, stop.column) == (code, line, column)


@pytest.mark.parametrize("content", [b'\xef\xbb\xbf{"a": 1}', b'{"a": 1}', b' {"a" :1 } \n'])
def test_a_byte_order_mark_is_read_over(content: bytes) -> None:
    assert decode_json(content).value == {"a": 1}


def test_a_hundred_levels_are_read() -> None:
    assert decode_json(b"[" * 100 + b"]" * 100).stop is None


def test_the_last_of_equal_keys_counts_and_is_told() -> None:
    decoded = decode_json(b'{"a": 1, "a": 2}')
    assert decoded.value == {"a": 2}
    assert [(flaw.kind.code, flaw.pointer, flaw.column) for flaw in decoded.flaws] == [
        ("DT105", "/a", 10),
    ]


def test_half_a_surrogate_pair_is_told_and_replaced() -> None:
    decoded = decode_json(b'{"\\udc00": ["\\ud800"], "b": "\\ud83d\\ude00"}')
    assert decoded.value == {"\ufffd": ["\ufffd"], "b": "\N{GRINNING FACE}"}
    assert [flaw.kind.code for flaw in decoded.flaws] == ["DT102"]


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("1", 1),
        ("0.1", 0.1),
        ("1e3", 1000.0),
        ("0.1234567890123456789", Decimal("0.1234567890123456789")),
        ("1e400", Decimal("1e400")),
        ("1e999999", float("inf")),
        ("9" * 4000, int("9" * 4000)),
        ("9" * 20_000, float("inf")),
        ("1e99999999999999999999", float("inf")),
    ],
)
def test_numbers_keep_their_value_within_reason(number: str, value: object) -> None:
    assert exact(decode_json(f'{{"a": [{number}]}}'.encode()).value) == {"a": [value]}


def test_an_exact_number_is_pickled() -> None:
    number = ExactNumber("0.1234567890123456789")
    copy = pickle.loads(pickle.dumps(number))  # noqa: S301 (our own bytes)
    assert (copy, copy.exact) == (number, number.exact)


@given(st.binary() | st.text().map(str.encode))
def test_any_content_is_taken(content: bytes) -> None:
    decoded = decode_json(content)
    assert decoded.stop is None or decoded.stop.line >= 1

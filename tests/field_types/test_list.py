import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dataset_tools.field_types.list import LIST, list_parser
from dataset_tools.model.schema import Field


def lists(**options: Any) -> Field:
    return Field(name="l", type="list", **options)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (lists(), "a, b,,c", ("a", " b", "", "c")),
        (lists(), "", ("",)),
        (lists(delimiter="||"), "a||b|c", ("a", "b|c")),
        (lists(item_type="integer"), "0,-1,42", (0, -1, 42)),
        (lists(item_type="number", delimiter=";"), "1.5;2", (Decimal("1.5"), Decimal(2))),
        (lists(item_type="boolean"), "true,0", (True, False)),
        (lists(item_type="date"), "2024-01-01,2024-01-02", (date(2024, 1, 1), date(2024, 1, 2))),
        (lists(item_type="date", format="%d"), "2024-01-01", (date(2024, 1, 1),)),
    ],
)
def test_reads(field: Field, text: str, value: tuple[object, ...]) -> None:
    assert list_parser(field)(text) == value


@pytest.mark.parametrize(
    ("kind", "text", "note"),
    [
        ("integer", "1,a,3", "item 2 is not a whole number"),
        ("integer", ",2", "item 1 is"),
        ("boolean", "true,maybe", "item 2 is not one of"),
        ("time", "10:00:00,11am", "item 2 is not a time"),
        ("datetime", "2024-01-01", "item 1 is not a date and time"),
    ],
)
def test_refuses(kind: str, text: str, note: str) -> None:
    with pytest.raises(ValueError, match=note):
        list_parser(lists(item_type=kind))(text)


def test_without_a_delimiter_all_is_one_item() -> None:
    assert list_parser(lists(delimiter=""))("a,b") == ("a,b",)


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("string", ["a", "b"], ["a", "b"]),
        ("integer", [1, "2"], [1, 2]),
        ("number", "0.1,NaN", [0.1, "NaN"]),
        ("boolean", [True], [True]),
        ("date", "2024-01-01", ["2024-01-01"]),
        ("time", "10:00:00", ["10:00:00"]),
        ("datetime", "2024-01-01T00:00:00Z", ["2024-01-01T00:00:00Z"]),
    ],
)
def test_reads_and_writes_json(kind: str, value: object, written: list[object]) -> None:
    assert LIST.to_json(LIST.from_json(lists(item_type=kind), value)) == written
    assert json.dumps(written)


@pytest.mark.parametrize("value", [1, {}, None, [1], [None]])
def test_refuses_json(value: object) -> None:
    with pytest.raises(ValueError, match="not a"):
        LIST.from_json(lists(), value)


def test_a_missing_list_is_null() -> None:
    assert LIST.to_json(None) is None

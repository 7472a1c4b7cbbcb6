"""Type list: items of one type, with a delimiter between them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import TypeVar

import polars as pl

from dataset_tools.field_types.boolean import BOOLEAN
from dataset_tools.field_types.date import DATE, date_to_json
from dataset_tools.field_types.datetime import DATETIME, datetime_to_json
from dataset_tools.field_types.field_type import ANY_TYPE, SIZED, FieldType
from dataset_tools.field_types.integer import INTEGER
from dataset_tools.field_types.json_text import plain_json
from dataset_tools.field_types.number import NUMBER
from dataset_tools.field_types.string import STRING
from dataset_tools.field_types.time import TIME, time_to_json
from dataset_tools.model.schema import Field

Item = TypeVar("Item")

ITEM_TYPES: Mapping[str, FieldType] = MappingProxyType(
    {type.name: type for type in (STRING, INTEGER, BOOLEAN, NUMBER, DATETIME, DATE, TIME)}
)


def list_parser(field: Field) -> Callable[[str], tuple[object, ...]]:
    """Make the function that reads one cell of ``field``; it raises ValueError."""
    delimiter = field.delimiter
    item_type, item_field = _items(field)
    parse_item = item_type.parser(item_field)

    def parse(text: str) -> tuple[object, ...]:
        texts = text.split(delimiter) if delimiter else [text]
        return tuple(_numbered(parse_item, texts))

    return parse


def list_from_json(field: Field, value: object) -> tuple[object, ...]:
    """Read a JSON array of items, or the text of a cell."""
    if isinstance(value, str):
        return list_parser(field)(value)
    if not isinstance(value, list | tuple):
        raise ValueError("not a list")  # noqa: TRY004 - the value is at fault, not the caller
    item_type, item_field = _items(field)
    return tuple(_numbered(lambda item: item_type.from_json(item_field, item), value))


def _items(field: Field) -> tuple[FieldType, Field]:
    """Give the type of the items, and a field of it: they have the default form always."""
    item_type = ITEM_TYPES.get(field.item_type, STRING)
    return item_type, Field(name=field.name, type=item_type.name)


def _numbered(read: Callable[[Item], object], items: Iterable[Item]) -> list[object]:
    values: list[object] = []
    for item in items:
        try:
            values.append(read(item))
        except ValueError as error:
            raise ValueError(f"item {len(values) + 1} is {error}") from error
    return values


def list_to_json(value: object) -> object:
    """Write an array of the items."""
    if not isinstance(value, tuple):
        return None
    return [_item_to_json(item) for item in value]


def _item_to_json(item: object) -> object:
    if isinstance(item, datetime):
        return datetime_to_json(item)
    if isinstance(item, time):
        return time_to_json(item)
    return date_to_json(item) if isinstance(item, date) else plain_json(item)


LIST = FieldType(
    name="list",
    parser=list_parser,
    from_json=list_from_json,
    to_json=list_to_json,
    constraints=ANY_TYPE | SIZED,
    polars=pl.Object(),
    pandas=("object", "object"),
    arrow="list<string>",  # or the item type's name
    duckdb="VARCHAR[]",
    spark="array<string>",
)

"""Type array: a JSON array."""

from collections.abc import Callable

import polars as pl

from dataset_tools.field_types.field_type import ANY_TYPE, SIZED, FieldType
from dataset_tools.field_types.json_text import plain_json, read_json
from dataset_tools.field_types.native import text_or
from dataset_tools.model.schema import Field

_NOTE = "not a JSON array"


def array_parser(_field: Field) -> Callable[[str], list[object]]:
    """Make the function that reads one cell; it raises ValueError."""

    def parse(text: str) -> list[object]:
        value = read_json(text)
        if not isinstance(value, list):
            raise ValueError(_NOTE)  # noqa: TRY004 - the text is at fault, not the caller
        return value

    return parse


ARRAY = FieldType(
    name="array",
    parser=array_parser,
    from_json=text_or(array_parser, _NOTE, native=list),
    to_json=plain_json,
    constraints=ANY_TYPE | SIZED | {"jsonSchema"},
    polars=pl.Object(),
    pandas=("object", "object"),
    arrow="string",  # the JSON text
    duckdb="JSON",
    spark="string",
)

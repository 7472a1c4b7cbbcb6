"""Type object: a JSON object."""

from collections.abc import Callable

import polars as pl

from dataset_tools.field_types.field_type import ANY_TYPE, SIZED, FieldType
from dataset_tools.field_types.json_text import plain_json, read_json
from dataset_tools.field_types.native import text_or
from dataset_tools.model.schema import Field

_NOTE = "not a JSON object"


def object_parser(_field: Field) -> Callable[[str], dict[str, object]]:
    """Make the function that reads one cell; it raises ValueError."""

    def parse(text: str) -> dict[str, object]:
        value = read_json(text)
        if not isinstance(value, dict):
            raise ValueError(_NOTE)  # noqa: TRY004 - the text is at fault, not the caller
        return value

    return parse


OBJECT = FieldType(
    name="object",
    parser=object_parser,
    from_json=text_or(object_parser, _NOTE, native=dict),
    to_json=plain_json,
    constraints=ANY_TYPE | SIZED | {"jsonSchema"},
    polars=pl.Object(),
    pandas=("object", "object"),
    arrow="string",  # the JSON text
    duckdb="JSON",
    spark="string",
)

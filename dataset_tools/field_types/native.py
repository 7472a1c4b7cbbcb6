"""Values that come as JSON, or already typed, instead of as the text of a cell."""

from collections.abc import Callable

from dataset_tools.field_types.field_type import Parser
from dataset_tools.model.schema import Field

FromJson = Callable[[Field, object], object]


def text_or(
    parser: Callable[[Field], Parser], note: str, *, native: type | None = None
) -> FromJson:
    """Read strings through the parser, and let values of the class ``native`` through."""

    def from_json(field: Field, value: object) -> object:
        if isinstance(value, str):
            return parser(field)(value)
        if native is not None and type(value) is native:
            return value
        raise ValueError(note)

    return from_json

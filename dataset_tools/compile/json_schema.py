"""The constraint ``jsonSchema`` by the jsonschema library; nothing is fetched."""

from collections.abc import Callable, Mapping
from typing import Any

import jsonschema
import referencing
import referencing.exceptions
from jsonschema.validators import validator_for


def json_schema_judge(schema: Mapping[str, object]) -> Callable[[object], bool]:
    """Return the function that says whether a value fits a JSON Schema."""
    draft = validator_for(schema, default=jsonschema.Draft202012Validator)
    validator = draft(schema, registry=referencing.Registry())

    def holds(value: Any) -> bool:
        try:
            return validator.is_valid(value)
        except (RecursionError, referencing.exceptions.Unresolvable, jsonschema.SchemaError):
            return False

    return holds

"""Whether the constraint ``jsonSchema`` is a JSON Schema that can be used without the network."""

from typing import Any

from jsonschema import Draft202012Validator, SchemaError
from jsonschema.validators import validator_for

_LONGEST = 120


def json_schema_fault(schema: dict[str, Any]) -> str | None:
    """Say why it cannot be used, or None."""
    remote = _remote_reference(schema)
    if remote is not None:
        return f'it refers to "{remote[:_LONGEST]}", and nothing is fetched'
    try:
        validator_for(schema, default=Draft202012Validator).check_schema(schema)
    except SchemaError as error:
        place = error.json_path.removeprefix("$.")
        return f"{place}: {error.message[:_LONGEST]}" if place != "$" else error.message[:_LONGEST]
    return None


def _remote_reference(value: object) -> str | None:
    """Return a ``$ref`` to another document; one to a known meta-schema is at hand."""
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            reference = here.get("$ref")
            if isinstance(reference, str) and _leaves(reference):
                return reference
            waiting.extend(here.values())
        elif isinstance(here, list):
            waiting.extend(here)
    return None


def _leaves(reference: str) -> bool:
    return "://" in reference and "//json-schema.org/" not in reference

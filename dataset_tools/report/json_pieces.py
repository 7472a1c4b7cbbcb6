"""JSON text piece by piece, so that a million errors never stand in memory as one text.

A value may hold generators: they are arrays whose items are made one after the other.
"""

import json
from collections.abc import Iterator, Mapping
from json.encoder import encode_basestring
from types import GeneratorType

from dataset_tools.escapes import json_shown

_STEP = "  "


def json_pieces(value: object, depth: int = 0) -> Iterator[str]:
    """Yield a value as JSON text, an object's key a line.

    Examples
    --------
    >>> print("".join(json_pieces({"cells": ["3", "Ann"], "errors": (each for each in [{}])})))
    {
      "cells": ["3", "Ann"],
      "errors": [
        {}
      ]
    }
    """
    if isinstance(value, GeneratorType):
        yield from _array(value, depth)
    elif isinstance(value, dict) and any(map(_is_nested, value.values())):
        yield from _object(value, depth)
    elif isinstance(value, dict):
        yield _flat_object(value, depth)
    else:
        yield json_shown(_flat(value))


def plain(value: object) -> object:
    """Return a value with its generators as lists."""
    if isinstance(value, GeneratorType):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return value


def _is_nested(value: object) -> bool:
    return isinstance(value, (dict, GeneratorType))


def _array(items: Iterator[object], depth: int) -> Iterator[str]:
    start = "["
    for item in items:
        yield f"{start}\n{_STEP * (depth + 1)}"
        yield from json_pieces(item, depth + 1)
        start = ","
    yield "[]" if start == "[" else f"\n{_STEP * depth}]"


def _object(value: Mapping[str, object], depth: int) -> Iterator[str]:
    start = "{"
    for key, member in value.items():
        yield f"{start}\n{_STEP * (depth + 1)}{encode_basestring(key)}: "
        yield from json_pieces(member, depth + 1)
        start = ","
    yield f"\n{_STEP * depth}}}"


def _flat_object(value: Mapping[str, object], depth: int) -> str:
    """Write an object at once; by the library, with its indents, it takes four times as long."""
    if not value:
        return "{}"
    inner = _STEP * (depth + 1)
    members = f",\n{inner}".join(
        [f"{encode_basestring(key)}: {_flat(member)}" for key, member in value.items()]
    )
    return json_shown(f"{{\n{inner}{members}\n{_STEP * depth}}}")


def _flat(value: object) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_flat, value))}]"
    return str(value) if type(value) is int else json.dumps(value)

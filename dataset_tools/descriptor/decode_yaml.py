"""A descriptor in YAML: the plain values of YAML 1.2's core schema, as JSON has them.

What YAML 1.1 would make of words like ``no`` or ``2024-01-01`` stays text. The document becomes
JSON text and is decoded as that, so that one decoder knows the rules; the place of each value is
kept from the YAML.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import yaml

from dataset_tools.descriptor.decode import Decoded, Flaw, decode_json
from dataset_tools.descriptor.locate import MAX_DEPTH, escaped
from dataset_tools.descriptor.wording import quoted
from dataset_tools.errors import descriptor as kinds

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST_VALUES = 500_000
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_WORDS = {"true": "true", "True": "true", "TRUE": "true"} | {
    "false": "false",
    "False": "false",
    "FALSE": "false",
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")


class _Refused(Exception):
    """The document is beyond what is read."""


def decode_yaml(content: bytes) -> Decoded:
    """Read the content of a file as YAML; a byte order mark is read over."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode_json(content)
    try:
        document = yaml.compose(text, Loader=_LOADER)
        writing = _Writing()
        written = "".join(writing.value(document, "", 0)) if document is not None else "null"
    except yaml.YAMLError as error:
        return Decoded(text=text, stop=_flaw(error))
    except (_Refused, RecursionError):
        note = f"The file is deeper than {MAX_DEPTH} levels, or repeats itself by aliases too often"
        return Decoded(text=text, stop=Flaw(kinds.BEYOND_BOUNDS, note, 1, 1))
    decoded = decode_json(written.encode("utf-8", "surrogatepass"))
    return replace(decoded, text=text, flaws=tuple(writing.flaws), places=writing.places)


@dataclass(slots=True)
class _Writing:
    """Nodes on their way to JSON text; ``places`` has the line and column of each pointer."""

    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)

    def value(self, node: yaml.Node, pointer: str, depth: int) -> Iterator[str]:
        if depth > MAX_DEPTH or len(self.places) > _MOST_VALUES:
            raise _Refused
        self.places[pointer] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if isinstance(node, yaml.MappingNode):
            yield from self._members(node, pointer, depth)
        elif isinstance(node, yaml.SequenceNode):
            yield "["
            for number, item in enumerate(node.value):
                yield "," if number else ""
                yield from self.value(item, f"{pointer}/{number}", depth + 1)
            yield "]"
        elif isinstance(node, yaml.ScalarNode):
            yield _scalar(node)

    def _members(self, node: yaml.MappingNode, pointer: str, depth: int) -> Iterator[str]:
        seen: set[str] = set()
        yield "{"
        for number, (key, value) in enumerate(node.value):
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            inner = f"{pointer}/{escaped(name)}"
            if name in seen:
                line, column = key.start_mark.line + 1, key.start_mark.column + 1
                note = f"The key {quoted(name)} stands twice; the last one counts"
                self.flaws.append(Flaw(kinds.KEY_TWICE, note, line, column, inner))
            seen.add(name)
            yield "," if number else ""
            yield json.dumps(name) + ":"
            yield from self.value(value, inner, depth + 1)
        yield "}"


def _scalar(node: yaml.ScalarNode) -> str:
    """Return the JSON text of a scalar: only a plain one can be other than text."""
    text = node.value
    if not node.style and node.tag != "tag:yaml.org,2002:binary":
        if text in _NULL:
            return "null"
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            sign = "-" if text.startswith("-") else ""
            return sign + (text.lstrip("+-").lstrip("0") or "0")
        if _NUMBER.fullmatch(text):
            return repr(float(text))
    return json.dumps(text)


def _flaw(error: yaml.YAMLError) -> Flaw:
    mark = getattr(error, "problem_mark", None)
    problem = (
        getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    )
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Flaw(kinds.NOT_JSON, f"The file is no YAML: {problem}", line, column)

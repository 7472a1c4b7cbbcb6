"""A small graph, written alike as Turtle and as JSON-LD."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile(r'[\\"\x00-\x1f\x7f\ufffe\uffff]')
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """A text, or a value of a datatype."""

    text: str
    datatype: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A node: its IRI (empty for one without a name), its type and what is said of it."""

    iri: str = ""
    type: str
    members: tuple[tuple[str, "Literal | Thing"], ...] = ()


def texts(predicate: str, *values: str, datatype: str = "") -> tuple[tuple[str, Literal], ...]:
    """Say each text that is not empty."""
    return tuple((predicate, Literal(text=each, datatype=datatype)) for each in values if each)


def turtle(thing: Thing) -> str:
    """Write the graph as Turtle (W3C, 2014): every node inside the one that names it."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in _PREFIXES.items())
    named = "\n".join(_blocks(thing))
    return f"{prefixes}\n{named}"


def _blocks(thing: Thing) -> Iterator[str]:
    lines = [f"{_iri(thing.iri)} a {thing.type}"]
    lines += [f"    {predicate} {_object(value, 2)}" for predicate, value in thing.members]
    yield " ;\n".join(lines) + " .\n"
    for named in dict.fromkeys(_named_below(thing)):
        yield from _blocks(named)


def _named_below(thing: Thing) -> Iterator[Thing]:
    for _, value in thing.members:
        if isinstance(value, Thing):
            if value.iri:
                yield value
            else:
                yield from _named_below(value)


def _object(value: "Literal | Thing", depth: int) -> str:
    if isinstance(value, Literal):
        written = f'"{_TO_ESCAPE.sub(_escaped, value.text)}"'
        return f"{written}^^{value.datatype}" if value.datatype else written
    if value.iri:
        return _iri(value.iri)
    indent = "    " * depth
    lines = [f"a {value.type}"]
    lines += [f"{predicate} {_object(each, depth + 1)}" for predicate, each in value.members]
    body = f" ;\n{indent}".join(lines)
    return f"[\n{indent}{body}\n{'    ' * (depth - 1)}]"


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0], f"\\u{ord(found[0]):04X}")


def _iri(iri: str) -> str:
    return f"<{_NOT_IN_IRI.sub(lambda found: f'%{ord(found[0]):02X}', iri)}>"


def json_ld(thing: Thing) -> Mapping[str, object]:
    """Return the graph as JSON-LD 1.1."""
    return {"@context": dict(_PREFIXES), **_node(thing)}


def _node(thing: Thing) -> dict[str, object]:
    node: dict[str, object] = {"@id": thing.iri} if thing.iri else {}
    node["@type"] = thing.type
    for predicate, value in thing.members:
        written = _value(value)
        held = node.get(predicate)
        if held is None:
            node[predicate] = written
        elif isinstance(held, list):
            held.append(written)
        else:
            node[predicate] = [held, written]
    return node


def _value(value: "Literal | Thing") -> object:
    if isinstance(value, Thing):
        return _node(value)
    return {"@value": value.text, "@type": value.datatype} if value.datatype else value.text

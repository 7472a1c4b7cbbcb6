"""The plain tree of a formula: frozen records that pickle, without behaviour."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal as OneOf

LiteralValue = str | int | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, a number, True, False or None."""

    value: LiteralValue


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a field."""

    name: str


@dataclass(frozen=True, slots=True)
class Display:
    """Values in brackets: a list, a tuple or a set."""

    kind: OneOf["list", "tuple", "set"]
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class DictDisplay:
    """Keys and values in braces."""

    entries: tuple[tuple["Node", "Node"], ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """``not``, ``-`` or ``+`` before an operand."""

    operator: str
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Operators of one rank, from left to right, flat so that long sums are not deep."""

    first: "Node"
    rest: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A chain of comparisons, such as ``1 < a <= b``."""

    first: "Node"
    rest: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Logic:
    """``and`` or ``or`` between operands."""

    word: str
    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Conditional:
    """``then if test else otherwise``."""

    test: "Node"
    then: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; a text's method is one whose first argument is the text."""

    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One element of a text, list or object."""

    container: "Node"
    key: "Node"


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a text or list."""

    container: "Node"
    start: "Node"
    stop: "Node"
    step: "Node"


Node = (
    Literal
    | Name
    | Display
    | DictDisplay
    | Unary
    | Arithmetic
    | Comparison
    | Logic
    | Conditional
    | Call
    | Item
    | Slice
)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as it was written, its tree, and the fields it names in order."""

    text: str
    root: Node
    field_names: tuple[str, ...]


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right below a node, from left to right."""
    nodes: tuple[Node, ...] = ()
    match node:
        case Display(items=nodes) | Logic(operands=nodes) | Call(arguments=nodes):
            pass
        case DictDisplay(entries):
            nodes = tuple(part for entry in entries for part in entry)
        case Unary(operand=operand):
            nodes = (operand,)
        case Arithmetic(first, rest) | Comparison(first, rest):
            nodes = (first, *(operand for _, operand in rest))
        case Conditional(test, then, otherwise):
            nodes = (then, test, otherwise)
        case Item(container, key):
            nodes = (container, key)
        case Slice(container, start, stop, step):
            nodes = (container, start, stop, step)
    return nodes


def names_in(node: Node) -> tuple[str, ...]:
    """The fields that a tree names, each once, in the order of the text."""
    names: dict[str, None] = {}
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Name):
            names[current.name] = None
        waiting.extend(reversed(children(current)))
    return tuple(names)


def height(node: Node) -> int:
    """The number of levels of a tree."""
    count, level = 0, [node]
    while level:
        count, level = count + 1, [child for parent in level for child in children(parent)]
    return count

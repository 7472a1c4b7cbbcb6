"""A row rule as a Python expression, where Python and plain values give what the rule means."""

from collections.abc import Iterator
from decimal import Decimal

from dataset_tools.formula.nodes import (
    Comparison,
    Conditional,
    Display,
    Literal,
    Logic,
    Name,
    Node,
    Unary,
)
from dataset_tools.formula.parse import field_names, parse
from dataset_tools.model.schema import RowRule, Schema

_PLAIN = frozenset({"string", "integer", "number", "boolean", "year"})
"""Types whose values in a DataFrame are, when they are taken out, plain Python ones."""
_BRACKETS = {"list": "[{}]", "tuple": "({},)", "set": "[{}]"}


class _Beyond(ValueError):
    """The formula says more than a plain expression does."""


def python_formula(rule: RowRule, schema: Schema) -> str | None:
    """Return an expression over ``row``, a mapping from field to value; None if there is none.

    Examples
    --------
    >>> from dataset_tools.model.schema import Field
    >>> fields = (Field(name="kind", type="string"),)
    >>> python_formula(RowRule(name="r", formula="kind != 'share'"), Schema(fields=fields))
    "(row['kind'] != 'share')"
    """
    formula = parse(rule.formula)
    fields = [schema.field(name) for name in field_names(formula)]
    if any(field is None or field.type not in _PLAIN for field in fields):
        return None
    try:
        return _source(formula.root)
    except _Beyond:
        return None


def _source(node: Node) -> str:  # noqa: PLR0911 (a case a kind of node)
    match node:
        case Literal(value):
            return repr(float(value) if isinstance(value, Decimal) else value)
        case Name(name):
            return f"row[{name!r}]"
        case Display(kind, items):
            return _BRACKETS[kind].format(", ".join(map(_source, items))) if items else "[]"
        case Unary(operator, operand) if operator == "not" or isinstance(operand, Literal):
            return f"({operator} {_source(operand)})"
        case Comparison(first, rest):
            return f"({' '.join(_compared(first, rest))})"
        case Logic(word, operands):
            return f"({f' {word} '.join(map(_source, operands))})"
        case Conditional(test, then, otherwise):
            return f"({_source(then)} if {_source(test)} else {_source(otherwise)})"
    raise _Beyond


def _compared(first: Node, rest: tuple[tuple[str, Node], ...]) -> Iterator[str]:
    yield _source(first)
    for operator, operand in rest:
        yield f"{operator} {_source(operand)}"

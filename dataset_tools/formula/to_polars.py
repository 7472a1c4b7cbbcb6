"""Say a formula as one polars expression that holds for the rows that ``holds`` holds for.

Exact for cells of up to 15 significant digits in columns of Float64, for whole numbers that are
compared with such, and for everything else whatever its size. Where there is no exact form
(arithmetic with number fields, which is decimal; ``%`` of texts; dtypes without a Python twin)
there is none at all, and the caller evaluates row by row.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl

from dataset_tools.formula import column_operations as on
from dataset_tools.formula.columns import (
    FAILURE,
    Flag,
    NotExactError,
    Value,
    Verdict,
    all_of,
    any_of,
    boolean,
    chosen,
    column,
    constant,
    either,
    truth,
)
from dataset_tools.formula.evaluate import FAILURES, step
from dataset_tools.formula.nodes import (
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Display,
    Formula,
    Item,
    Literal,
    Logic,
    Name,
    Node,
    Slice,
    Unary,
    names_in,
)

MAX_SIZE = 2_000
"""The largest expression, in nodes; polars plans longer ones slower than rows are evaluated."""

_LONGEST_PATTERN = 1_000  # polars compiles it; one of 100,000 characters takes a minute

Dtype = pl.DataType | type[pl.DataType]


def holds_expr(formula: Formula, dtypes: Mapping[str, Dtype]) -> pl.Expr | None:
    """Make the vectorised form of ``holds``.

    Parameters
    ----------
    formula
        What ``parse`` gave.
    dtypes
        The dtypes of the columns, by the names of their fields; null stands for None, an Enum or
        Categorical for its text.

    Returns
    -------
    polars.Expr or None
        A boolean without nulls for each row; None where no expression is exact.

    Examples
    --------
    >>> from dataset_tools.formula.parse import parse
    >>> people = pl.DataFrame({"born": [1900, 1965, None], "died": [1965, 1900, 2000]})
    >>> expr = holds_expr(parse("born is None or born < died"), people.schema)
    >>> people.select(holds=expr)["holds"].to_list()
    [True, False, True]
    """
    try:
        true = _Table(dtypes).truth(formula.root).true
    except NotExactError:
        return None
    if true.size > MAX_SIZE:
        return None
    return true.expr if true.known is None and true.expr.meta.root_names() else _one_truth(true)


def _one_truth(flag: Flag) -> pl.Expr:
    """Repeat the truth of an expression without columns, so that it has a value a row."""
    return pl.repeat(bool(pl.select(flag.expr).item()), pl.len(), dtype=pl.Boolean)


class _Table:
    """Turns the nodes of one formula into expressions over one table's columns."""

    def __init__(self, dtypes: Mapping[str, Dtype]) -> None:
        self._dtypes = dtypes

    def truth(self, node: Node) -> Verdict:
        """Tell where a node is true and where it fails."""
        match node:
            case Logic(word, operands):
                fold = all_of if word == "and" else any_of
                verdict = fold([self.truth(operand) for operand in operands])
            case Unary("not", operand):
                verdict = _negated(self.truth(operand))
            case Comparison(first, rest):
                pairs = zip((first, *(operand for _, operand in rest)), rest, strict=False)
                verdict = all_of([self._compared(left, *link) for left, link in pairs])
            case Conditional(test, then, otherwise):
                verdict = either(self.truth(test), self.truth(then), self.truth(otherwise))
            case Call("startswith", (text, start)):
                verdict = on.starts(self.value(text), self.value(start))
            case Call("endswith", (text, end)):
                verdict = on.ends(self.value(text), self.value(end))
            case _:
                verdict = truth(self.value(node))
        return verdict

    def value(self, node: Node) -> Value:
        """Give the values of a node."""
        if not isinstance(node, Name) and not names_in(node):
            return _folded(node)
        match node:
            case Name(name):
                value = self._column(name)
            case Logic():
                value = self._logic(node)
            case Conditional():
                value = self._conditional(node)
            case Arithmetic() | Unary("-" | "+"):
                value = self._arithmetic(node)
            case Comparison() | Unary() | Call("startswith" | "endswith", (_, _)):
                value = boolean(self.truth(node))
            case Call(function, (argument,)) if function in _FUNCTIONS:
                value = _FUNCTIONS[function](self.value(argument))
            case Item() | Slice():
                value = self._part(node)
            case _:
                raise NotExactError(node)
        return value

    def _column(self, name: str) -> Value:
        if name not in self._dtypes:
            raise NotExactError(name)
        return column(name, self._dtypes[name])

    def _compared(self, left: Node, sign: str, right: Node) -> Verdict:
        if sign in ("!=", "not in", "is not"):
            return _negated(self._compared(left, _POSITIVE[sign], right))
        if sign == "is":
            singleton, other = (right, left) if _is_singleton(right) else (left, right)
            return on.same_constant(self.value(other), _evaluated(singleton))
        if sign == "in":
            return self._contained(left, right)
        one, other_value = self.value(left), self.value(right)
        return on.equal(one, other_value) if sign == "==" else on.ordered(sign, one, other_value)

    def _contained(self, node: Node, container: Node) -> Verdict:
        value = self.value(node)
        constants = _elements(container)
        if constants is not None:
            return on.member_of_constants(value, constants)
        if isinstance(container, Display):
            return on.member(value, [self.value(item) for item in container.items])
        if names_in(node) or len(str(_evaluated(node))) > _LONGEST_PATTERN:
            raise NotExactError(node)
        return on.part_of_text(value, self.value(container))

    def _logic(self, node: Logic) -> Value:
        *firsts, value = [self.value(operand) for operand in node.operands]
        for first in reversed(firsts):
            test = truth(first)
            stops = test.true if node.word == "or" else test.false
            goes_on = ~stops & ~first.failed
            failed = first.failed | (goes_on & value.failed)
            value = replace(chosen(stops, first, value), failed=failed)
        return value

    def _conditional(self, node: Conditional) -> Value:
        test = self.truth(node.test)
        then, otherwise = self.value(node.then), self.value(node.otherwise)
        failed = test.failed | (test.true & then.failed) | (test.false & otherwise.failed)
        return replace(chosen(test.true, then, otherwise), failed=failed)

    def _arithmetic(self, node: Arithmetic | Unary) -> Value:
        if isinstance(node, Unary):
            return on.signed(node.operator, self.value(node.operand))
        value = self.value(node.first)
        for sign, operand in node.rest:
            value = on.arithmetic(sign, value, self.value(operand))
        return value

    def _part(self, node: Item | Slice) -> Value:
        text = self.value(node.container)
        bounds = [node.key] if isinstance(node, Item) else [node.start, node.stop, node.step]
        numbers = [_evaluated(bound) for bound in bounds if not names_in(bound)]
        match numbers:
            case [int(position)] if isinstance(node, Item):
                return on.character(text, position)
            case [int() | None as start, int() | None as stop, None]:
                return on.part(text, start, stop)
            case _:
                raise NotExactError(node)


_FUNCTIONS: dict[str, Callable[[Value], Value]] = {
    "abs": on.absolute,
    "int": on.as_whole,
    "len": on.length,
    "str": on.as_text,
}
_POSITIVE = {"!=": "==", "not in": "in", "is not": "is"}
_FAILED = object()


def _negated(verdict: Verdict) -> Verdict:
    return Verdict(verdict.false, verdict.failed)


def _is_singleton(node: Node) -> bool:
    return isinstance(node, Literal) and (node.value is None or isinstance(node.value, bool))


def _evaluated(node: Node) -> object:
    """Compute what names no field."""
    try:
        return step(node)({})
    except FAILURES:
        return _FAILED


def _folded(node: Node) -> Value:
    value = _evaluated(node)
    return FAILURE if value is _FAILED else constant(value)


def _elements(container: Node) -> list[object] | None:
    """Give the elements of a list that names no field."""
    value = None if names_in(container) else _evaluated(container)
    return list(value) if isinstance(value, (list, tuple, set, dict)) else None

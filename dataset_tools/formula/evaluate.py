"""Give the value of a formula for one row: the reference that the vectorised form must equal.

A rule holds where the value is true. A failure (a missing value compared by order, a division
by zero, a text compared with a number) means that the rule does not hold, as in frictionless.
Fields of integers are ``int``, of numbers ``Decimal``; a ``float`` is taken as the number that
its shortest text writes, so both give the same.

The semantics are those of frictionless's ``row-constraint`` check (simpleeval's
``EvalWithCompoundTypes``), but for these, each deliberate:

- A literal with a point is a ``Decimal``, so that ``price == 0.1`` and ``price * 1.19 > 5`` mean
  what they say (frictionless: never equal; never holds). A float beside a ``Decimal`` is read
  by its shortest text.
- ``//`` and ``%`` floor for every number; frictionless's number fields truncate.
- ``/`` of whole numbers divides them as floats of 64 bits (the same up to 2**53).
- NaN has no order whatever it came from, and equals nothing, itself in a list included.
- ``is`` stands beside None, True or False only.
- A name that is no field is found before any row is read, by ``field_names``.
- Left out, with an error that says so: ``rand``, ``randint``, attributes and all methods but
  ``lower upper strip startswith endswith``, comprehensions, ``& | ^ ~ << >>``, f-strings and
  other prefixes, texts side by side, ``=`` and ``:=``, a tuple without parentheses, ``*`` before
  an argument, keyword arguments, comments, several expressions.
- Left out, as a failure: ``text % values``, repeated lists, ``str`` of several values, complex
  numbers, whole numbers over 10,000 bits, exponents over 10,000.
- Added: ``abs bool len max min round sum``, names in backticks, line breaks anywhere.
"""

from collections.abc import Callable, Mapping

from dataset_tools.formula.exceptions import EvaluationError
from dataset_tools.formula.functions import FUNCTIONS, METHODS
from dataset_tools.formula.nodes import (
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    DictDisplay,
    Display,
    Formula,
    Item,
    Literal,
    Logic,
    Name,
    Node,
    Slice,
    Unary,
)
from dataset_tools.formula.operations import (
    arithmetic,
    contains,
    element,
    equal,
    exact,
    negative,
    ordered,
    positive,
)

Row = Mapping[str, object]
_Step = Callable[[Row], object]

FAILURES = (ArithmeticError, LookupError, TypeError, ValueError, RecursionError)


def evaluate(formula: Formula, row: Row) -> object:
    """Give the value of a formula for one row.

    Parameters
    ----------
    formula
        What ``parse`` gave.
    row
        The typed values by the names of their fields; None is a missing value.

    Returns
    -------
    object
        The value, as Python gives it: ``and`` and ``or`` give one of their operands.

    Raises
    ------
    EvaluationError
        The formula has no value for this row.

    Examples
    --------
    >>> from dataset_tools.formula.parse import parse
    >>> evaluate(parse("shares * price"), {"shares": 3, "price": 0.1})
    Decimal('0.3')
    """
    try:
        return step(formula.root)(row)
    except FAILURES as failure:
        raise EvaluationError("the formula has no value for this row") from failure


def holds(formula: Formula, row: Row) -> bool:
    """Tell whether a row conforms to a rule.

    Parameters
    ----------
    formula
        What ``parse`` gave.
    row
        The typed values by the names of their fields; None is a missing value.

    Returns
    -------
    bool
        True where the value is true, False where it is not or where there is none.

    Examples
    --------
    >>> from dataset_tools.formula.parse import parse
    >>> [holds(parse("born < died"), {"born": 1900, "died": died}) for died in (1965, 1850, None)]
    [True, False, False]
    """
    return row_judge(formula)(row)


def row_judge(formula: Formula) -> Callable[[Row], bool]:
    """Make ``holds`` for many rows of one formula.

    Parameters
    ----------
    formula
        What ``parse`` gave.

    Returns
    -------
    Callable
        From a row to whether it conforms.

    Examples
    --------
    >>> from dataset_tools.formula.parse import parse
    >>> list(map(row_judge(parse("n % 2 == 0")), [{"n": 1}, {"n": 2}, {"n": None}]))
    [False, True, False]
    """
    root = step(formula.root)

    def judge(row: Row) -> bool:
        try:
            return bool(root(row))
        except FAILURES:
            return False

    return judge


def step(node: Node) -> _Step:
    """Turn a tree into a function of the row."""
    return _STEPS[type(node)](node)


def _literal(node: Literal) -> _Step:
    value = node.value
    return lambda _: value


def _name(node: Name) -> _Step:
    name = node.name
    return lambda row: exact(row[name])


def _display(node: Display) -> _Step:
    make = _DISPLAYS[node.kind]
    items = [step(item) for item in node.items]
    if all(isinstance(item, Literal) for item in node.items):
        constant = make(item({}) for item in items)
        return lambda _: constant
    return lambda row: make(item(row) for item in items)


def _dict_display(node: DictDisplay) -> _Step:
    entries = [(step(key), step(value)) for key, value in node.entries]
    return lambda row: {key(row): value(row) for key, value in entries}


def _unary(node: Unary) -> _Step:
    operand = step(node.operand)
    if node.operator == "not":
        return lambda row: not operand(row)
    apply = negative if node.operator == "-" else positive
    return lambda row: apply(operand(row))


def _arithmetic(node: Arithmetic) -> _Step:
    first = step(node.first)
    rest = [(sign, step(operand)) for sign, operand in node.rest]

    def run(row: Row) -> object:
        value = first(row)
        for sign, operand in rest:
            value = arithmetic(sign, value, operand(row))
        return value

    return run


def _comparison(node: Comparison) -> _Step:
    first = step(node.first)
    links = [(_COMPARISONS[sign], step(operand)) for sign, operand in node.rest]
    if len(links) == 1:
        compare, second = links[0]
        return lambda row: compare(first(row), second(row))

    def run(row: Row) -> object:
        left = first(row)
        for compare, operand in links:
            right = operand(row)
            if not compare(left, right):
                return False
            left = right
        return True

    return run


def _logic(node: Logic) -> _Step:
    *firsts, last = [step(operand) for operand in node.operands]
    decisive = node.word == "or"

    def run(row: Row) -> object:
        for operand in firsts:
            value = operand(row)
            if bool(value) is decisive:
                return value
        return last(row)

    return run


def _conditional(node: Conditional) -> _Step:
    test, then, otherwise = step(node.test), step(node.then), step(node.otherwise)
    return lambda row: then(row) if test(row) else otherwise(row)


def _call(node: Call) -> _Step:
    function = FUNCTIONS.get(node.function) or METHODS[node.function]
    arguments = [step(argument) for argument in node.arguments]
    return lambda row: function(*(argument(row) for argument in arguments))


def _item(node: Item) -> _Step:
    container, key = step(node.container), step(node.key)
    return lambda row: exact(element(container(row), key(row)))


def _slice(node: Slice) -> _Step:
    container = step(node.container)
    bounds = [step(bound) for bound in (node.start, node.stop, node.step)]
    return lambda row: element(container(row), slice(*(bound(row) for bound in bounds)))


_STEPS: dict[type[Node], Callable[..., _Step]] = {
    Literal: _literal,
    Name: _name,
    Display: _display,
    DictDisplay: _dict_display,
    Unary: _unary,
    Arithmetic: _arithmetic,
    Comparison: _comparison,
    Logic: _logic,
    Conditional: _conditional,
    Call: _call,
    Item: _item,
    Slice: _slice,
}
_DISPLAYS: dict[str, Callable[..., object]] = {"list": list, "tuple": tuple, "set": set}
_COMPARISONS: dict[str, Callable[[object, object], bool]] = {
    "==": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": lambda left, right: ordered("<", left, right),
    "<=": lambda left, right: ordered("<=", left, right),
    ">": lambda left, right: ordered(">", left, right),
    ">=": lambda left, right: ordered(">=", left, right),
    "in": lambda left, right: contains(right, left),
    "not in": lambda left, right: not contains(right, left),
    "is": lambda left, right: left is right,
    "is not": lambda left, right: left is not right,
}

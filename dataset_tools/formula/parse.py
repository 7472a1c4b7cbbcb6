"""Read a formula into its plain tree.

The language is that of frictionless's ``row-constraint`` check, a subset of Python's expressions:

- names of fields (`` `share price` `` in backticks where the name is no Python name, two
  backticks for one), numbers, texts in quotes, ``True False None``;
- ``[a, b] (a, b) {a, b} {a: b}``, ``text[0]``, ``text[1:3]``;
- ``+ - * / // % **``, ``== != < <= > >= in not in is is not`` (also in chains),
  ``not and or``, ``a if b else c``;
- the functions of ``functions.py``, and a few of a text's methods.

Length, number of tokens and depth are bounded, so that reading takes well under a second.
"""

from collections.abc import Callable

from dataset_tools.formula.exceptions import FormulaError
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
    height,
    names_in,
)
from dataset_tools.formula.tokens import Token, tokens

MAX_DEPTH = 64

_TOO_DEEP = f"a formula is at most {MAX_DEPTH} levels deep; split it into several rules"
_CONSTANTS = {"True": True, "False": False, "None": None}
_IF, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _SIGNED, _POWER = range(9)
_RANKS = {
    "if": _IF,
    "or": _OR,
    "and": _AND,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">=", "in", "not", "is"), _COMPARE),
    **dict.fromkeys(("+", "-"), _SUM),
    **dict.fromkeys(("*", "/", "//", "%"), _PRODUCT),
    "**": _POWER,
}
_NO_VALUE = Literal(None)
_STATEMENTS = {
    "import": "a formula imports nothing; it has names of fields, literals and operators",
    "lambda": "a formula defines no functions; write the expression itself",
    "for": "a formula has no loops; write the values out",
}
_NONDETERMINISTIC = {"rand", "randint"}


def parse(text: str) -> Formula:
    """Read a formula.

    Parameters
    ----------
    text
        The formula, as it stands in ``dataset-tools:rules``.

    Returns
    -------
    Formula
        Its tree; ``field_names`` are the fields it names.

    Raises
    ------
    FormulaError
        The text is not of the language; ``str()`` of it points at the place.

    Examples
    --------
    >>> parse("kind != 'share' or company_id is not None").field_names
    ('kind', 'company_id')
    """
    parser = _Parser(text)
    root = parser.expression(_IF)
    parser.expect_end()
    if height(root) > MAX_DEPTH:
        raise FormulaError(_TOO_DEEP, text, 0, len(text))
    return Formula(text, root, names_in(root))


def field_names(formula: Formula) -> tuple[str, ...]:
    """The fields that a formula names, each once, in the order of the text.

    Examples
    --------
    >>> field_names(parse("`share price` * shares > 0 and shares < 9"))
    ('share price', 'shares')
    """
    return formula.field_names


class _Parser:
    """Precedence climbing over the tokens of one formula."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._at = 0
        self._depth = 0

    def expression(self, rank: int) -> Node:
        """Read an expression of operators that bind at least as tightly as ``rank``."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error(_TOO_DEEP, self._next)
        node = self._prefix(rank)
        while (found := self._infix_rank(rank)) is not None:
            node = self._infix(node, found)
        self._depth -= 1
        return node

    def expect_end(self) -> None:
        """Make sure that nothing follows the expression."""
        token = self._next
        if token.kind == "end":
            return
        before = self._tokens[self._at - 1]
        for word in (token, before):
            if word.kind == "name" and word.text in _STATEMENTS:
                raise self._error(_STATEMENTS[word.text], word)
        if token.text == ",":
            raise self._error("values side by side stand in brackets; write [a, b]", token)
        raise self._error("an operator such as == or and is missing before this", token)

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._next
        if token.kind != "end":
            self._at += 1
        return token

    def _is(self, text: str) -> bool:
        return self._next.kind in ("sign", "word") and self._next.text == text

    def _skip(self, text: str) -> bool:
        found = self._is(text)
        self._at += found
        return found

    def _error(self, message: str, token: Token) -> FormulaError:
        return FormulaError(message, self._text, token.start, token.end)

    def _infix_rank(self, rank: int) -> int | None:
        token = self._next
        if token.kind not in ("sign", "word"):
            return None
        found = _RANKS.get(token.text)
        return found if found is not None and found >= rank else None

    def _prefix(self, rank: int) -> Node:
        token = self._next
        if self._is("not") and rank <= _NOT:
            self._take()
            return Unary("not", self.expression(_NOT))
        if self._is("-") or self._is("+"):
            self._take()
            return Unary(token.text, self.expression(_SIGNED))
        return self._postfix(self._atom())

    def _infix(self, left: Node, rank: int) -> Node:
        if rank == _IF:
            self._take()
            test = self.expression(_OR)
            if not self._skip("else"):
                raise self._error("else is missing; write a if test else b", self._next)
            return Conditional(test, left, self.expression(_IF))
        if rank == _COMPARE:
            return Comparison(left, tuple(self._links(left)))
        if rank == _POWER:
            self._take()
            return Arithmetic(left, (("**", self.expression(_POWER)),))
        rest: list[tuple[str, Node]] = []
        while self._infix_rank(rank) == rank:
            operator = self._take().text
            rest.append((operator, self.expression(rank + 1)))
        if rank in (_OR, _AND):
            return Logic(rest[0][0], (left, *(operand for _, operand in rest)))
        return Arithmetic(left, tuple(rest))

    def _links(self, left: Node) -> list[tuple[str, Node]]:
        """Read the operators and operands of a chain of comparisons."""
        links: list[tuple[str, Node]] = []
        while self._infix_rank(_COMPARE) == _COMPARE:
            start = self._take()
            operator = start.text
            if operator == "not":
                if not self._skip("in"):
                    raise self._error("in is missing after not; write a not in b", self._next)
                operator = "not in"
            elif operator == "is" and self._skip("not"):
                operator = "is not"
            operand = self.expression(_SUM)
            if start.text == "is" and not (_is_constant(left) or _is_constant(operand)):
                message = "is compares with None, True or False; write == or != here"
                raise self._error(message, start)
            links.append((operator, operand))
            left = operand
        return links

    def _atom(self) -> Node:
        token = self._take()
        if token.kind == "literal":
            return Literal(token.value)
        if token.kind == "name":
            return self._call(token) if self._is("(") else Name(str(token.value))
        if token.text in _CONSTANTS:
            return Literal(_CONSTANTS[token.text])
        if token.text in _BRACKETS:
            return _BRACKETS[token.text](self)
        if token.kind == "end":
            raise self._error("the formula ends where a value is missing", token)
        raise self._error("a value is missing before this", token)

    def _call(self, name: Token) -> Node:
        if name.text in FUNCTIONS:
            self._take()
            return Call(name.text, self._items(")"))
        if name.text in _NONDETERMINISTIC:
            message = f"{name.text} gives another value each time; a rule judges a row alone"
            raise self._error(message, name)
        known = ", ".join(FUNCTIONS)
        raise self._error(f"there is no such function; there are {known}", name)

    def _postfix(self, node: Node) -> Node:
        count = 0
        while self._is("[") or self._is("."):
            count += 1
            if count + self._depth > MAX_DEPTH:
                raise self._error(_TOO_DEEP, self._next)
            node = self._method(node) if self._skip(".") else self._subscript(node)
        return node

    def _method(self, node: Node) -> Node:
        name = self._take()
        if name.kind == "name" and name.text in METHODS and self._skip("("):
            return Call(name.text, (node, *self._items(")")))
        known = ", ".join(f".{method}()" for method in METHODS)
        raise self._error(
            f"attributes are not part of a formula; of a text there are {known}", name
        )

    def _subscript(self, node: Node) -> Node:
        self._take()
        if self._is("]"):
            raise self._error("the position is missing; write such as [0] or [1:3]", self._next)
        parts = [self._bound()]
        while len(parts) < 3 and self._skip(":"):  # noqa: PLR2004 - start, stop, step
            parts.append(self._bound())
        self._close("]")
        if len(parts) == 1:
            return Item(node, parts[0])
        start, stop, step = (*parts, _NO_VALUE, _NO_VALUE)[:3]
        return Slice(node, start, stop, step)

    def _bound(self) -> Node:
        """Read one part of a subscript, which a slice may leave out."""
        if self._is(":") or self._is("]"):
            return _NO_VALUE
        return self.expression(_IF)

    def _items(self, closing: str, *before: Node) -> tuple[Node, ...]:
        """Read values and commas up to the closing bracket."""
        items = list(before)
        while not self._is(closing):
            items.append(self.expression(_IF))
            if not self._skip(","):
                break
        self._close(closing)
        return tuple(items)

    def _close(self, closing: str) -> None:
        if self._skip(closing):
            return
        token = self._next
        if token.text in _STATEMENTS:
            raise self._error(_STATEMENTS[token.text], token)
        raise self._error(f"{closing} or an operator is missing before this", token)

    def parenthesis(self) -> Node:
        """Read a tuple or an expression in parentheses, the first of them taken."""
        if self._skip(")"):
            return Display("tuple", ())
        first = self.expression(_IF)
        if self._skip(","):
            return Display("tuple", self._items(")", first))
        self._close(")")
        return first

    def list_display(self) -> Node:
        """Read a list, its bracket taken."""
        return Display("list", self._items("]"))

    def braces(self) -> Node:
        """Read a set or a dict, its brace taken."""
        if self._skip("}"):
            return DictDisplay(())
        first = self.expression(_IF)
        if not self._is(":"):
            rest = self._items("}") if self._skip(",") else self._closed_braces()
            return Display("set", (first, *rest))
        entries = [self._entry(first)]
        while self._skip(",") and not self._is("}"):
            entries.append(self._entry(self.expression(_IF)))
        self._close("}")
        return DictDisplay(tuple(entries))

    def _entry(self, key: Node) -> tuple[Node, Node]:
        if not self._skip(":"):
            raise self._error(": is missing; each key of a dict has a value", self._next)
        return key, self.expression(_IF)

    def _closed_braces(self) -> tuple[Node, ...]:
        self._close("}")
        return ()


_BRACKETS: dict[str, Callable[[_Parser], Node]] = {
    "(": _Parser.parenthesis,
    "[": _Parser.list_display,
    "{": _Parser.braces,
}


def _is_constant(node: Node) -> bool:
    return isinstance(node, Literal) and (node.value is None or isinstance(node.value, bool))

import pickle

import pytest

from dataset_tools.formula.exceptions import FormulaError
from dataset_tools.formula.nodes import (
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    DictDisplay,
    Display,
    Item,
    Literal,
    Logic,
    Name,
    Node,
    Slice,
    Unary,
)
from dataset_tools.formula.parse import MAX_DEPTH, field_names, parse

A, B, C, ONE, TWO, NO = Name("a"), Name("b"), Name("c"), Literal(1), Literal(2), Literal(None)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a + 1 - b * 2", Arithmetic(A, (("+", ONE), ("-", Arithmetic(B, (("*", TWO),)))))),
        ("-a ** -b", Unary("-", Arithmetic(A, (("**", Unary("-", B)),)))),
        ("a ** b ** c", Arithmetic(A, (("**", Arithmetic(B, (("**", C),))),))),
        ("a < b <= 1", Comparison(A, (("<", B), ("<=", ONE)))),
        ("a not in b", Comparison(A, (("not in", B),))),
        ("a is not None", Comparison(A, (("is not", NO),))),
        ("not a == 1", Unary("not", Comparison(A, (("==", ONE),)))),
        ("a or b and c", Logic("or", (A, Logic("and", (B, C))))),
        ("(a or b) and c", Logic("and", (Logic("or", (A, B)), C))),
        ("a or b or c", Logic("or", (A, B, C))),
        ("a if b else c", Conditional(B, A, C)),
        ("(a)", A),
        ("(a,)", Display("tuple", (A,))),
        ("()", Display("tuple", ())),
        ("[a, 1,]", Display("list", (A, ONE))),
        ("{a}", Display("set", (A,))),
        ("{a, 1}", Display("set", (A, ONE))),
        ("{a: 1, b: 2,}", DictDisplay(((A, ONE), (B, TWO)))),
        ("{}", DictDisplay(())),
        ("a[1]", Item(A, ONE)),
        ("a[:]", Slice(A, NO, NO, NO)),
        ("a[1:]", Slice(A, ONE, NO, NO)),
        ("a[:1:2]", Slice(A, NO, ONE, TWO)),
        ("int(a) + len(b)", Arithmetic(Call("int", (A,)), (("+", Call("len", (B,))),))),
        ("a.startswith(b)", Call("startswith", (A, B))),
        ("class == import", Comparison(Name("class"), (("==", Name("import")),))),
    ],
)
def test_reads(text: str, tree: Node) -> None:
    assert parse(text).root == tree


def test_names_each_field_once_in_the_order_of_the_text() -> None:
    formula = parse("b[a:c] in {x: y} if `s t` else int(z, -b) < (a, not w) or not c")
    assert field_names(formula) == ("b", "a", "c", "x", "y", "s t", "z", "w")


def test_travels_to_other_processes() -> None:
    formula = parse("a ** -b[0] in [1, {2: 'x'}]")
    assert pickle.loads(pickle.dumps(formula)) == formula  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    ("text", "message", "caret"),
    [
        ("kind = 'share'", "= is not part of a formula; write == to compare", "     ^"),
        ("a > 1 && b", "&& is not part of a formula; write and", "      ^^"),
        ("a b c", "an operator such as == or and is missing before this", "  ^"),
        ("name == 'Ann", "this text is not closed on its line; add ' at its end", "        ^"),
        ("a in 'x', 'y'", "values side by side stand in brackets; write [a, b]", "        ^"),
        ("a is 1", "is compares with None, True or False; write == or != here", "  ^^"),
        ("rand() < a", "rand gives another value each time; a rule judges a row alone", "^^^^"),
        ("(a", ") or an operator is missing before this", "  ^"),
        ("", "the formula ends where a value is missing", "^"),
    ],
)
def test_points_at_the_fault_and_says_how_to_mend_it(text: str, message: str, caret: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert str(caught.value) == f"{message}\n    {text}\n    {caret}"


def test_shows_only_the_line_of_the_fault() -> None:
    with pytest.raises(FormulaError) as caught:
        parse("a ==\nb c\nor d")
    assert str(caught.value).split("\n")[1:] == ["    b c", "      ^"]


def test_shows_no_sign_that_a_terminal_would_obey() -> None:
    with pytest.raises(FormulaError) as caught:
        parse("\u202ea\t!")
    assert str(caught.value).split("\n") == [
        "U+202E is not part of a formula; take it out",
        "    \N{REPLACEMENT CHARACTER}a\N{REPLACEMENT CHARACTER}!",
        "    ^",
    ]


def test_shows_a_window_of_a_long_line() -> None:
    with pytest.raises(FormulaError) as caught:
        parse("a + " * 50 + "$ + a" + " + a" * 50)
    _, line, caret = str(caught.value).split("\n")
    assert len(line) == 4 + 1 + 76 + 1
    assert line[caret.index("^")] == "$"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import os", "imports nothing"),
        ("lambda x: x", "defines no functions"),
        ("[x for x in a]", "no loops"),
        ("__import__('os').system('touch pwned')", "no such function"),
        ("open('x')", "no such function"),
        ("().__class__", "attributes are not part"),
        ("a.format(1)", "attributes are not part"),
        ("a.lower", "attributes are not part"),
        ("a.`lower`()", "attributes are not part"),
        ("(id := 5) == 5", "sets nothing"),
        ("f'{a}'", "no prefix"),
        ("'a' 'b'", "operator such as"),
        ("a not b", "in is missing"),
        ("a if b", "else is missing"),
        ("a == not b", "value is missing"),
        ("a[]", "position is missing"),
        ("a[1:2:3:4]", "] or an operator"),
        ("int(*a)", "value is missing"),
        ("int(a=1)", "=="),
        ("{a: 1, b}", ": is missing"),
        ("{a, 1: 2}", "} or an operator"),
        ("a << 1", "<< is not part"),
        ("a += 1", "\\+= is not part"),
        ("a ; b", "one expression"),
        ("a # why", "leave comments out"),
        ("a == \u201cx\u201d", "straight quotes"),
        ("`a", "not closed"),
        ("a <> b", "write !="),
        ("~a", "write not"),
        (")", "value is missing"),
    ],
)
def test_refuses_what_is_not_of_the_language(text: str, message: str) -> None:
    with pytest.raises(FormulaError, match=message):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH,
        "[" * MAX_DEPTH + "a" + "]" * MAX_DEPTH,
        "not " * MAX_DEPTH + "a",
        "- " * MAX_DEPTH + "a",
        "a" + "[0]" * MAX_DEPTH,
        "a" + ".lower()" * MAX_DEPTH,
        "a ** " * MAX_DEPTH + "a",
        "1 if a else " * MAX_DEPTH + "a",
        "(" * 12 + "a" + ") ** a * a + a == a and a or a if a else a" * 12,
    ],
)
def test_refuses_deep_formulas(text: str) -> None:
    with pytest.raises(FormulaError, match="levels deep"):
        parse(text)

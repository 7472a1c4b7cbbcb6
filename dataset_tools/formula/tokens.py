"""Cut a formula into tokens, each with its span in the text."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal as OneOf

from dataset_tools.formula.exceptions import FormulaError
from dataset_tools.formula.nodes import LiteralValue

MAX_LENGTH = 20_000
MAX_TOKENS = 5_000

WORDS = frozenset({"and", "or", "not", "in", "is", "if", "else", "True", "False", "None"})

_PATTERN = re.compile(
    r"""
      (?P<blank>[ \t\r\n\f]+)
    | (?P<number>0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+
        |(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9_]+)?)
    | (?P<text>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
    | (?P<name>[^\W\d]\w*)
    | (?P<quoted>`(?:[^`\n]|``)+`)
    | (?P<sign>\*\*|//|==|!=|<=|>=|<(?![<>])|>(?!>)|[-+*/%:](?!=)|[()\[\]{},.])
    """,
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_ESCAPED = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v"}
_BASES = {"0x", "0X", "0o", "0O", "0b", "0B"}
_SURROGATES = range(0xD800, 0xE000)

_HINTS = {
    "=": "write == to compare",
    ":=": "a formula sets nothing; write == to compare",
    "&&": "write and",
    "||": "write or",
    "&": "write and",
    "|": "write or",
    "!": "write not",
    "~": "write not",
    "<>": "write !=",
    "^": "write ** for a power",
    ";": "write one expression, with and or or between its parts",
    "#": "leave comments out; the rule has a title and a description",
    "'": "this text is not closed on its line; add ' at its end",
    '"': 'this text is not closed on its line; add " at its end',
    "`": "this field name is not closed; add ` at its end",
    **dict.fromkeys("\u201c\u201d\u2018\u2019", "write straight quotes, ' or \""),
}


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a formula; ``value`` is set for literals and names."""

    kind: OneOf["literal", "name", "word", "sign", "end"]
    text: str
    start: int
    end: int
    value: LiteralValue = None


def tokens(formula: str) -> tuple[Token, ...]:
    """Cut ``formula`` into tokens, the last of them of kind ``end``; raise FormulaError."""
    if len(formula) > MAX_LENGTH:
        message = f"a formula has at most {MAX_LENGTH} characters; split it into several rules"
        raise FormulaError(message, formula, MAX_LENGTH, MAX_LENGTH + 1)
    found: list[Token] = []
    position = 0
    while position < len(formula):
        match = _PATTERN.match(formula, position)
        if match is None:
            raise _unknown_sign(formula, position)
        position = match.end()
        if match.lastgroup in _READERS:
            found.append(_READERS[match.lastgroup](formula, match))
        if len(found) > MAX_TOKENS:
            message = f"a formula has at most {MAX_TOKENS} words and signs; split it into rules"
            raise FormulaError(message, formula, match.start(), match.end())
    return (*found, Token("end", "", len(formula), len(formula) + 1))


def _number(formula: str, match: re.Match[str]) -> Token:
    text, end = match[0], match.end()
    value = None if re.match(r"\w", formula[end : end + 1]) else _value_of_number(text)
    if value is None:
        message = "this is no number; write such as 12, 0.5 or 1e6"
        raise FormulaError(message, formula, match.start(), end)
    return Token("literal", text, match.start(), end, value)


def _value_of_number(text: str) -> int | Decimal | None:
    """Read a literal as Python does, but one with a point exactly; None where it is none."""
    try:
        if text[:2] in _BASES or not re.search("[.eE]", text):
            return int(text, 0)
        return None if re.search("_(?![0-9])|(?<![0-9])_", text) else Decimal(text)
    except (ValueError, InvalidOperation):
        return None


def _text(formula: str, match: re.Match[str]) -> Token:
    def unescaped(escape: re.Match[str]) -> str:
        code = escape[1] or escape[2] or escape[3]
        if code and int(code, 16) <= sys.maxunicode and int(code, 16) not in _SURROGATES:
            return chr(int(code, 16))
        if escape[4] in _ESCAPED:
            return _ESCAPED[escape[4]]
        start = match.start() + 1 + escape.start()
        message = f"this escape is not known; write \\\\{escape[0][1:]} for a backslash"
        raise FormulaError(message, formula, start, start + len(escape[0]))

    value = _ESCAPE.sub(unescaped, match[0][1:-1])
    return Token("literal", match[0], match.start(), match.end(), value)


def _name(formula: str, match: re.Match[str]) -> Token:
    text, start, end = match[0], match.start(), match.end()
    if formula[end : end + 1] in ("'", '"') and text not in WORDS:
        message = f"a text has no prefix; leave {text} out"
        raise FormulaError(message, formula, start, end)
    return Token("word" if text in WORDS else "name", text, start, end, text)


def _quoted(_: str, match: re.Match[str]) -> Token:
    name = match[0][1:-1].replace("``", "`")
    return Token("name", match[0], match.start(), match.end(), name)


def _sign(_: str, match: re.Match[str]) -> Token:
    return Token("sign", match[0], match.start(), match.end())


_READERS: dict[str | None, Callable[[str, re.Match[str]], Token]] = {
    "number": _number,
    "text": _text,
    "name": _name,
    "quoted": _quoted,
    "sign": _sign,
}


def _unknown_sign(formula: str, position: int) -> FormulaError:
    """The error for a sign that starts no token."""
    two, one = formula[position : position + 2], formula[position]
    sign = two if two in _HINTS or two in ("<<", ">>") or two[1:] == "=" else one
    hint = _HINTS.get(sign) or "take it out"
    unclosed = sign in ("'", '"', "`")
    message = hint if unclosed else f"{_shown(sign)} is not part of a formula; {hint}"
    return FormulaError(message, formula, position, position + len(sign))


def _shown(sign: str) -> str:
    return sign if sign.isprintable() else f"U+{ord(sign[0]):04X}"

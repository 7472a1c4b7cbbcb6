"""From the bytes of a descriptor to a JSON value, or to the one fault that stops it.

The value is plain: dicts, lists, strings, numbers, booleans and None, at most ``MAX_DEPTH`` deep,
every string whole Unicode. A format beside JSON needs another ``decode_…`` that gives the same.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Self

from dataset_tools.descriptor.locate import (
    MAX_DEPTH,
    line_and_column,
    repeated_keys,
    too_deep,
    unknown_word,
)
from dataset_tools.descriptor.wording import quoted
from dataset_tools.errors import descriptor as kinds
from dataset_tools.errors.kind import ErrorKind

MAX_BYTES = 32 << 20
_LONGEST_INTEGER = 4000
_LONGEST_EXACT = 400
_MOST_TOLD = 100
_UNCLOSED = "Unterminated string starting at"
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_LONE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a file as a whole, and the line and column of it."""

    kind: ErrorKind
    note: str
    line: int
    column: int
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A JSON value and the text it was read from; ``stop`` is set where there is no value.

    ``places`` has line and column by pointer where the text is not JSON.
    """

    value: object = None
    text: str = ""
    stop: Flaw | None = None
    flaws: tuple[Flaw, ...] = ()
    places: Mapping[str, tuple[int, int]] | None = None


class ExactNumber(float):
    """A number that a float does not hold exactly; ``exact`` does, where it is within reason."""

    exact: Decimal | None

    def __new__(cls, text: str) -> Self:
        """Keep the number that a text writes."""
        number = super().__new__(cls, text)
        number.exact = _decimal(text)
        return number

    def __reduce__(self) -> tuple[type["ExactNumber"], tuple[str]]:
        """Pickle as the text it came from."""
        return ExactNumber, (repr(float(self)) if self.exact is None else str(self.exact),)


class _Pairs:
    """Makes the objects of a document, and remembers whether any names a key twice."""

    def __init__(self) -> None:
        self.repeated = False

    def __call__(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(pairs)
        self.repeated = self.repeated or len(made) != len(pairs)
        return made


class _Stopped(ValueError):
    """There is no value to read."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.note)
        self.flaw = flaw


class _NoJsonWord(ValueError):
    """Python reads NaN and Infinity; JSON (RFC 8259) has no such words."""


def decode_json(content: bytes) -> Decoded:
    """Read the content of a file as JSON; a byte order mark is read over."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Decoded(stop=_not_utf8(content, error))
    pairs = _Pairs()
    try:
        value = _parsed(text, pairs)
    except _Stopped as stopped:
        return Decoded(text=text, stop=stopped.flaw)
    flaws = _twice_flaws(text) if pairs.repeated else ()
    if _SURROGATE.search(text) and _has_lone_half(value):
        return Decoded(_whole_text(value), text, flaws=(_lone_flaw(text), *flaws))
    return Decoded(value, text, flaws=flaws)


def _parsed(text: str, pairs: _Pairs) -> object:
    try:
        value = json.loads(
            text,
            object_pairs_hook=pairs,
            parse_float=_number,
            parse_int=_integer,
            parse_constant=_no_word,
        )
    except _NoJsonWord:
        raise _Stopped(_word_flaw(text)) from None
    except json.JSONDecodeError as error:
        raise _Stopped(_json_flaw(text, error)) from None
    except RecursionError:
        raise _Stopped(_depth_flaw(text)) from None
    if _is_too_deep(value):
        raise _Stopped(_depth_flaw(text))
    return value


def _number(text: str) -> float:
    number = float(text)
    exact = _decimal(text)
    return number if exact is not None and exact == Decimal(repr(number)) else ExactNumber(text)


def _integer(text: str) -> int | float:
    return int(text) if len(text) <= _LONGEST_INTEGER else ExactNumber(text)


def _decimal(text: str) -> Decimal | None:
    """Read a number exactly, if it is short enough to be computed with."""
    if len(text) > _LONGEST_EXACT:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= _LONGEST_EXACT else None


def _no_word(word: str) -> float:
    raise _NoJsonWord(word)


def _not_utf8(content: bytes, error: UnicodeDecodeError) -> Flaw:
    before = content[: error.start].decode("utf-8-sig", "replace")
    line, column = line_and_column(before, len(before))
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        note = "The file is UTF-16, and must be UTF-8"
    else:
        note = f"The byte 0x{content[error.start]:02X} is not UTF-8"
    return Flaw(kinds.NOT_TEXT, note, line, column)


def _word_flaw(text: str) -> Flaw:
    word, offset = unknown_word(text) or ("NaN", 0)
    note = f"The file is no JSON: it has no word {word}; a number or null was expected"
    return Flaw(kinds.NOT_JSON, note, *line_and_column(text, offset))


def _json_flaw(text: str, error: json.JSONDecodeError) -> Flaw:
    if not text.strip():
        return Flaw(kinds.NOT_JSON, "The file is empty; a JSON object was expected", 1, 1)
    found = f"; found was {quoted(text[error.pos])}" if error.pos < len(text) else "; the file ends"
    found = "" if error.msg == _UNCLOSED else found
    note = f"The file is no JSON: {_expected(error.msg)}{found}"
    return Flaw(kinds.NOT_JSON, note, error.lineno, error.colno)


def _expected(message: str) -> str:
    """Say in our words what Python's reader missed."""
    known = {
        "Expecting value": "a value was expected",
        "Expecting property name enclosed in double quotes": 'a name in " was expected',
        "Expecting ':' delimiter": '":" was expected',
        "Expecting ',' delimiter": '"," or a closing bracket was expected',
        "Extra data": "nothing more was expected",
        _UNCLOSED: "this string is never closed",
        "Illegal trailing comma before end of object": 'a name was expected after ","',
        "Illegal trailing comma before end of array": 'a value was expected after ","',
    }
    return known.get(message, "a string has a control character or an unknown escape")


def _depth_flaw(text: str) -> Flaw:
    offset = too_deep(text) or 0
    note = f"The file is nested deeper than {MAX_DEPTH} levels"
    return Flaw(kinds.BEYOND_BOUNDS, note, *line_and_column(text, offset))


def _is_too_deep(value: object) -> bool:
    """Go down level by level, never by recursion."""
    level = [value]
    for _ in range(MAX_DEPTH):
        inside = [child for parent in level for child in _children(parent)]
        level = [child for child in inside if isinstance(child, dict | list)]
        if not level:
            return False
    return True


def _children(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _twice_flaws(text: str) -> tuple[Flaw, ...]:
    return tuple(
        Flaw(
            kinds.KEY_TWICE,
            f"The property {quoted(pointer.rpartition('/')[2])} stands twice; the last one is read",
            *line_and_column(text, offset),
            pointer,
        )
        for pointer, offset in islice(repeated_keys(text), _MOST_TOLD)
    )


def _has_lone_half(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _lone_flaw(text: str) -> Flaw:
    match = _SURROGATE.search(text)
    offset = match.start() if match else 0
    note = "A string holds half of a surrogate pair, which is no character"
    return Flaw(kinds.NOT_TEXT, note, *line_and_column(text, offset))


def _whole_text(value: object) -> object:
    """Put the replacement character for each lone half, so that the text can be shown."""
    if isinstance(value, str):
        return _LONE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [_whole_text(child) for child in value]
    if isinstance(value, dict):
        return {str(_whole_text(key)): _whole_text(child) for key, child in value.items()}
    return value

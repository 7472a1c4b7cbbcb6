"""JSON: an array of rows, at the top or under a property; and JSON Lines, a row a line."""

from collections.abc import Iterator
from dataclasses import dataclass

from dataset_tools.model.dialect import Dialect
from dataset_tools.read.batch import Batch
from dataset_tools.read.json_rows import Item, item_batches
from dataset_tools.read.json_text import (
    LONGEST,
    SYNTAX,
    TOO_LONG,
    JsonText,
    error_position,
    scan,
    syntax_error,
    texts,
)
from dataset_tools.read.native_table import NativeTable, Unreadable
from dataset_tools.read.pieces import Pieces

NOT_THERE = "DT514"
EMPTY = "DT503"


@dataclass(frozen=True, slots=True)
class JsonPart:
    """Reads a JSON file."""

    dialect: Dialect

    def __call__(self, table: NativeTable, pieces: Pieces, place: str) -> Iterator[Batch]:
        """Yield the rows of a file."""
        text = JsonText(texts(pieces))
        if not text.peek():
            raise Unreadable(EMPTY, "is empty")
        items = _items(text, self.dialect.property)
        yield from item_batches(table, self.dialect, items, place)


def _items(text: JsonText, path: str | None) -> Iterator[Item]:
    """Yield the items of the array of rows, and see that the rest of the text is JSON too."""
    if path is None:
        if text.peek() != "[":
            text.value()
            note = "the data are no array of rows; the dialect's property says where one stands"
            raise Unreadable(NOT_THERE, note)
        yield from _array(text)
    else:
        yield from _property(text, path)
    if text.peek():
        text.fail("there is text after the end of the data")


def _array(text: JsonText) -> Iterator[Item]:
    text.expect("[", "at the start of an array")
    if text.take("]"):
        return
    while True:
        text.peek()
        line = text.line
        yield Item(text.value(), line)
        if text.take("]"):
            return
        text.expect(",", "between the items of an array")


def _property(text: JsonText, path: str) -> Iterator[Item]:
    """Yield the items under a property; a path with dots leads into objects."""
    found = False
    if text.peek() == "{":
        for key in _keys(text):
            if not found and key == path and text.peek() == "[":
                found = True
                yield from _array(text)
            elif not found and path.startswith(f"{key}.") and text.peek() == "{":
                found = True
                yield from _property(text, path[len(key) + 1 :])
            else:
                text.value()
    else:
        text.value()
    if not found:
        raise Unreadable(NOT_THERE, f'there is no array at the property "{path}"')


def _keys(text: JsonText) -> Iterator[str]:
    """Yield the keys of an object; the value of each is to be read before the next."""
    text.expect("{", "at the start of an object")
    if text.take("}"):
        return
    while True:
        if text.peek() != '"':
            text.fail("a key is missing in an object")
        key = text.value()
        text.expect(":", "after a key")
        yield str(key)
        if text.take("}"):
            return
        text.expect(",", "between the members of an object")


@dataclass(frozen=True, slots=True)
class JsonLinesPart:
    """Reads a file of JSON Lines."""

    dialect: Dialect

    def __call__(self, table: NativeTable, pieces: Pieces, place: str) -> Iterator[Batch]:
        """Yield the rows of a file."""
        items = _line_items(_lines(texts(pieces)))
        yield from item_batches(table, self.dialect, items, place)


def _lines(pieces: Iterator[str]) -> Iterator[str]:
    """Yield lines without their ends."""
    carry, count = "", 0
    for piece in pieces:
        *lines, carry = (carry + piece).split("\n")
        yield from lines
        count += len(lines)
        if len(carry) > LONGEST:
            note = f"the line is longer than {LONGEST >> 20} MiB"
            raise Unreadable(TOO_LONG, note, count + 1)
    if carry:
        yield carry


def _line_items(lines: Iterator[str]) -> Iterator[Item]:
    for number, line in enumerate(lines, 1):
        text = line.strip(" \t\r")
        if not text:
            yield Item(None, number, is_blank=True)
            continue
        try:
            value, end = scan(text, 0)
        except (StopIteration, ValueError, RecursionError) as error:
            at = error_position(error, 0)
            raise _line_fault(number, line, text, at, syntax_error(error)) from None
        if end != len(text):
            raise _line_fault(number, line, text, end, "there is text after the value")
        yield Item(value, number)


def _line_fault(number: int, line: str, text: str, at: int, note: str) -> Unreadable:
    column = line.index(text) + at + 1
    return Unreadable(SYNTAX, f"line {number}, column {column}: {note}", number)


def json_value(text: str) -> object:
    """Read a whole JSON text; raise Unreadable."""
    source = JsonText(iter((text,)))
    value = source.value()
    if source.peek():
        source.fail("there is text after the end of the data")
    return value

"""Cells that come with a type of their own: written as JSON texts, and read from them.

A cell of JSON, a workbook, Parquet or a database is a JSON text in a text column, so that one path
serves all formats: null is a missing value, ``"abc"`` a string, ``5`` a number. A date or time,
which JSON has not, is ``@`` and its ISO text.
"""

import json
import math
from dataclasses import replace
from json.encoder import encode_basestring, encode_basestring_ascii

import polars as pl

from dataset_tools.field_types.field_type import Parser
from dataset_tools.field_types.json_text import read_json
from dataset_tools.field_types.types import field_type
from dataset_tools.model.schema import Field

MOMENT = "@"
_TEMPORAL = frozenset({"date", "datetime", "time", "year", "yearmonth", "duration"})
_LOOSE = frozenset({"any", "array", "object", "list", "geojson"})
"""Types whose numbers inside are floats, as those of their cells in text are."""
_MIDNIGHT = "T00:00:00"
_LENGTH_OF_A_DATE = len("2024-01-31")


def string_text(text: str) -> str:
    """Return a string as a JSON text; half a character of UTF-16 stays escaped.

    Examples
    --------
    >>> string_text("café")
    '"café"'
    """
    written = encode_basestring(text)
    if written.isascii():
        return written
    try:
        written.encode("utf-8")
    except UnicodeEncodeError:
        return encode_basestring_ascii(text)
    return written


def plain_text(text: str) -> str:
    """Return a JSON text as a report shows it: a string without its marks, all else as it is.

    Examples
    --------
    >>> plain_text('"a"'), plain_text("[1]"), plain_text("@2024-01-31")
    ('a', '[1]', '2024-01-31')
    """
    if text.startswith(MOMENT):
        return text[1:]
    if not text.startswith('"'):
        return text
    if "\\" not in text:
        return text[1:-1]
    value: str = json.loads(text)
    return value.encode("utf-8", "backslashreplace").decode("utf-8")


def native_texts(cells: pl.Expr, missing: tuple[str, ...]) -> pl.Expr:
    """Make null the strings that stand for a missing value."""
    if not missing:
        return cells
    return (
        pl.when(cells.is_in([string_text(token) for token in missing])).then(None).otherwise(cells)
    )


def native_parser(field: Field) -> Parser:
    """Make the function that reads the JSON text of one cell; it raises ValueError."""
    kind = field_type(field.type)
    exact = field.type not in _LOOSE
    plain = replace(field, format="default")

    def parse(text: str) -> object:
        if text.startswith(MOMENT):
            return kind.from_json(plain, _moment(field.type, text[1:]))
        return kind.from_json(field, read_json(text, exact=exact))

    return parse


def _moment(type_: str, text: str) -> str:
    """Return the ISO text of a date or time in the form of a type."""
    if type_ not in _TEMPORAL and type_ != "any":
        raise ValueError("a date or time")
    if type_ == "date":
        return text.removesuffix(_MIDNIGHT)
    if type_ == "datetime" and len(text) == _LENGTH_OF_A_DATE:
        return text + _MIDNIGHT
    return text


def native_column(field: Field, text: pl.Expr) -> pl.Expr | None:
    """Read a column of JSON texts: plain scalars at once; null leaves a text to the parser."""
    kind = field_type(field.type)
    if kind.polars == pl.Object():
        return None
    is_simple = text.str.starts_with('"') & ~text.str.contains("\\", literal=True)
    unquoted = pl.when(is_simple).then(text.str.strip_prefix('"').str.strip_suffix('"'))
    strings = None if kind.column is None else kind.column(field, unquoted)
    found = (_scalars(field.type, text), strings, _moments(field, text))
    parts = [part for part in found if part is not None]
    return pl.coalesce(parts) if parts else None


def _moments(field: Field, text: pl.Expr) -> pl.Expr | None:
    """Read dates and times as ``native_parser`` does."""
    kind = field_type(field.type)
    if field.type not in ("date", "datetime", "time") or kind.column is None:
        return None
    iso: pl.Expr = pl.when(text.str.starts_with(MOMENT)).then(text.str.strip_prefix(MOMENT))
    if field.type == "date":
        iso = iso.str.strip_suffix(_MIDNIGHT)
    if field.type == "datetime":
        is_date = iso.str.len_bytes() == _LENGTH_OF_A_DATE
        iso = pl.when(is_date).then(iso + _MIDNIGHT).otherwise(iso)
    return kind.column(replace(field, format="default"), iso)


def _scalars(type_: str, text: pl.Expr) -> pl.Expr | None:
    if type_ == "integer":
        return text.cast(pl.Int64, strict=False)
    if type_ == "number":
        number = text.cast(pl.Float64, strict=False)
        return number.replace([math.inf, -math.inf, math.nan], [None, None, None])
    if type_ == "boolean":
        return text.replace_strict(
            ["true", "false"], [True, False], default=None, return_dtype=pl.Boolean
        )
    return None

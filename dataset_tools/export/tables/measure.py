"""The shape of a part of a column."""

from decimal import Decimal

import polars as pl

from dataset_tools.compile.column import Column
from dataset_tools.export.tables.exact import Part
from dataset_tools.export.tables.kinds import TEXT, WHOLE
from dataset_tools.export.tables.opened import OpenedTable
from dataset_tools.export.tables.shape import Shape, Shapes, joined_shapes
from dataset_tools.field_types.exact_number import whole_number_text

TOLD_BY_A_DOUBLE = 15
"""Up to so many digits two decimals have different doubles."""
_ZONE = r"(?:Z|[+-][0-9]{2}:?[0-9]{2})\z"


EXACT = frozenset({"number", "datetime", "time"}) | WHOLE
"""Types whose values may ask for more than the nearest type of a format holds."""


def part_shapes(
    part: Part, columns: tuple[Column, ...], types: frozenset[str] = EXACT | TEXT
) -> Shapes:
    """Return the shape of each column of a part; of other ``types`` the values are counted."""
    return {
        column.field.name: _shape(column, part)
        if column.field.type in types
        else Shape(values=part.height - part.texts(column).null_count())
        for column in columns
    }


def table_shapes(table: OpenedTable, types: frozenset[str] = EXACT | TEXT) -> Shapes:
    """Read a table to its end and return the shape of each column."""
    shapes: Shapes = {column.field.name: Shape() for column in table.columns}
    for part in table.parts:
        shapes = joined_shapes(shapes, part_shapes(part, table.columns, types))
    return shapes


def _shape(column: Column, part: Part) -> Shape:
    type_ = column.field.type
    if type_ == "number":
        return number_shape(part.exact(column))
    if type_ in TEXT:
        return text_shape(part.values(column))
    texts, beyond = part.texts(column), part.beyond(column)
    if type_ == "datetime":
        is_plain = column.field.format == "default" and not part.is_native
        return moment_shape(texts if is_plain else part.exact(column), len(beyond))
    values = part.height - texts.null_count()
    if type_ == "time":
        return Shape(values=values, zoned=len(beyond))
    digits = [
        len(whole_number_text(abs(each))) for each in beyond.values() if isinstance(each, int)
    ]
    return Shape(values=values, large=len(beyond), digits=max(digits, default=0))


def number_shape(numbers: pl.Series) -> Shape:
    """Return the shape of numbers that are written in the default form.

    Examples
    --------
    >>> number_shape(pl.Series("n", ["-12.50", "0.125"])).scale
    3
    """
    frame = numbers.alias("n").drop_nulls().to_frame()
    text = pl.col("n")
    # a word, or an exponent; plain numbers begin with a digit or a minus
    is_word = (text >= "A") | text.str.starts_with("-I") | text.str.contains("E", literal=True)
    words = frame.select(is_word.sum()).item()
    plain = frame.filter(~is_word) if words else frame
    length, point = text.str.len_bytes(), text.str.find(".", literal=True)
    digits, scale, longest = plain.select(
        (point.fill_null(length) - text.str.starts_with("-")).max(),
        (length - point - 1).max().alias("scale"),
        length.max().alias("longest"),
    ).row(0)
    return Shape(
        values=frame.height,
        digits=_without_zero(plain, digits or 0),
        scale=scale or 0,
        words=words,
        inexact=_inexact(plain) if (longest or 0) > TOLD_BY_A_DOUBLE else 0,
    )


def _without_zero(plain: pl.DataFrame, digits: int) -> int:
    """Count no digit before the point if there is none but 0, as a decimal needs none for it."""
    if digits != 1:
        return digits
    return int(not plain.select(pl.col("n").str.contains(r"\A-?0").all()).item())


def _inexact(plain: pl.DataFrame) -> int:
    long = plain.filter(pl.col("n").str.len_bytes() > TOLD_BY_A_DOUBLE).to_series()
    return sum(not told_by_a_double(Decimal(each)) for each in long)


def told_by_a_double(number: Decimal) -> bool:
    """Whether the shortest text of the nearest double is this number.

    Examples
    --------
    >>> told_by_a_double(Decimal("0.1")), told_by_a_double(Decimal("0.12345678901234567"))
    (True, False)
    """
    return not number.is_finite() or Decimal(repr(float(number))) == number


def moment_shape(moments: pl.Series, fine: int) -> Shape:
    """Return the shape of datetimes that are written in the default form."""
    frame = moments.alias("moment").drop_nulls().to_frame()
    text = pl.col("moment")
    utc = frame.select(text.str.ends_with("Z").sum()).item()
    zoned = utc if utc == frame.height else frame.select(text.str.contains(_ZONE).sum()).item()
    return Shape(values=frame.height, zoned=zoned, shifted=zoned - utc, fine=fine)


def text_shape(texts: pl.Series) -> Shape:
    """Return the shape of texts."""
    present = texts.drop_nulls()
    return Shape(
        values=len(present),
        empty=int((present == "").sum()),
        nul=int(present.str.contains("\0", literal=True).sum()),
    )

"""Type number: XML Schema decimals, an exponent, and the words NaN, INF and -INF."""

import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Self

import polars as pl

from dataset_tools.field_types.exact_number import decimal_number
from dataset_tools.field_types.field_type import ANY_TYPE, ORDERED, FieldType
from dataset_tools.field_types.json_text import plain_json
from dataset_tools.field_types.number_form import BLANKS, number_form
from dataset_tools.model.schema import Field

_NOTE = "not a number"
_WORD = re.compile(r"nan|-?inf", re.IGNORECASE | re.ASCII)


class NotANumber(Decimal):
    """NaN, equal to itself and neither above nor below anything (Decimal's own would raise)."""

    __slots__ = ()

    def __new__(cls) -> Self:
        """Make the one value of the class."""
        return super().__new__(cls, "NaN")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Decimal | float) and math.isnan(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(NotANumber)

    def __lt__(self, other: object) -> bool:
        return False

    __le__ = __gt__ = __ge__ = __lt__

    def __reduce__(self) -> str:  # type: ignore[override]
        return "NAN"


NAN = NotANumber()
_WORDS = {"NAN": NAN, "INF": Decimal("Infinity"), "-INF": Decimal("-Infinity")}


def number_parser(field: Field) -> Callable[[str], Decimal]:
    """Make the function that reads one cell of ``field``; it raises ValueError."""
    form = number_form(field, "number")

    def parse(text: str) -> Decimal:
        digits = form.plain(text)
        if digits is not None:
            return decimal_number(digits)
        if _WORD.fullmatch(word := text.strip(BLANKS)):
            return _WORDS[word.upper()]
        raise ValueError(_NOTE)

    return parse


def number_column(field: Field, text: pl.Expr) -> pl.Expr | None:
    """Read a column to the nearest doubles; words and what is beyond a double are declined."""
    digits = number_form(field, "number").plain_column(text)
    if digits is None:
        return None
    number = digits.cast(pl.Float64, strict=False)
    return number.map_batches(_finite, return_dtype=pl.Float64())


def _finite(number: pl.Series) -> pl.Series:
    """Decline what the cast took for a number: inf and nan, and infinity for 1e999."""
    is_finite = number.is_finite()
    return number if is_finite.all() else number.set(~is_finite, None)


def number_refused(field: Field, text: pl.Expr) -> pl.Expr | None:
    """Say which texts are surely no numbers, nor their words."""
    is_other = number_form(field, "number").refused(text)
    return None if is_other is None else is_other & ~text.str.contains("(?i:nan|inf)")


def number_from_json(field: Field, value: object) -> Decimal:
    """Read a JSON number, or the text of a cell (NaN and INF are such texts)."""
    if isinstance(value, str):
        return number_parser(field)(value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError(_NOTE)  # noqa: TRY004 - the value is at fault, not the caller
    if math.isnan(value):
        return NAN
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def number_to_column(value: object) -> object:
    """Give the nearest double."""
    return float(value) if isinstance(value, Decimal) else None


NUMBER = FieldType(
    name="number",
    parser=number_parser,
    column=number_column,
    refused=number_refused,
    from_json=number_from_json,
    to_json=plain_json,
    to_column=number_to_column,
    constraints=ANY_TYPE | ORDERED,
    polars=pl.Float64(),
    pandas=("float64", "float64"),
    arrow="double",
    duckdb="DOUBLE",
    spark="double",
)

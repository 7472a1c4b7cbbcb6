"""The values of a column as texts in the default form of their type, without loss.

What is plainly written already stays as it is, whole columns at once; all else is read by the
reference parser and written again.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from dataset_tools.compile.column import Column
from dataset_tools.export.tables.kinds import TEXT, WHOLE
from dataset_tools.field_types.exact_number import whole_number_text
from dataset_tools.field_types.json_text import plain_json
from dataset_tools.field_types.number_form import number_form
from dataset_tools.field_types.types import field_type
from dataset_tools.frames.typed import TypedTable
from dataset_tools.model.schema import Field

PLAIN_NUMBER = r"\A-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?\z"
_PLAIN_MOMENT = (
    r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    r"(?:\.[0-9]*[1-9])?(?:Z|[+-](?:0[1-9]|1[0-4]):[0-5][0-9])?\z"
)
_LONGEST_PLAIN = 400
_IN_COLUMNS = frozenset({"boolean", "date"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some rows of a table: typed values, and their exact texts, made when they are asked for.

    ``is_native``: the texts of the rows are JSON, not the text of cells.
    """

    rows: TypedTable
    is_native: bool
    _made: dict[str, pl.Series] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """The number of rows."""
        return self.rows.values.height

    def values(self, column: Column) -> pl.Series:
        """Return the values that the dtype of the column holds; the others are ``beyond``."""
        return self.rows.values.get_column(column.field.name)

    def texts(self, column: Column) -> pl.Series:
        """Return the texts as they stand in the file."""
        return self.rows.texts.get_column(column.field.name)

    def beyond(self, column: Column) -> Mapping[int, object]:
        """Return the values that the dtype of the column does not hold, by row."""
        return self.rows.beyond.get(column.field.name, {})

    def exact(self, column: Column) -> pl.Series:
        """Return the values as texts; null is a missing value.

        A list, an array, an object, a point and GeoJSON are JSON texts.
        """
        name = column.field.name
        if name not in self._made:
            self._made[name] = _exact(column, self)
        return self._made[name]


def _exact(column: Column, part: Part) -> pl.Series:
    values, type_ = part.values(column), column.field.type
    beyond = part.beyond(column)
    if type_ in TEXT:
        return _filled(
            values, beyond, lambda value: value if isinstance(value, str) else dump(value)
        )
    if type_ in WHOLE:
        whole = values.cast(pl.String)
        return _filled(whole, beyond, lambda value: whole_number_text(_whole(value)))
    if type_ in _IN_COLUMNS:
        return values.cast(pl.String)
    plain = _plain(column.field, is_native=part.is_native)
    return written(column, part.texts(column), lambda value: value_text(column.field, value), plain)


def value_text(field: Field, value: object) -> str:
    """Return one value as a text in the default form of its type.

    Examples
    --------
    >>> value_text(Field(name="n", type="number"), Decimal("1.50"))
    '1.50'
    """
    if isinstance(value, Decimal):
        return _decimal_text(value)
    shown = field_type(field.type).to_json(value)
    return shown if isinstance(shown, str) else dump(shown)


def dump(value: object) -> str:
    """Return a JSON value as text."""
    return json.dumps(plain_json(value), ensure_ascii=False)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _decimal_text(value: Decimal) -> str:
    if not value.is_finite():
        return str(plain_json(value))
    is_short = abs(value.adjusted()) < _LONGEST_PLAIN
    return f"{value:f}" if is_short else str(value)


def _filled(
    values: pl.Series, beyond: Mapping[int, object], write: Callable[[object], str]
) -> pl.Series:
    """Put in the values that the column's dtype does not hold."""
    if not beyond:
        return values
    return values.scatter(list(beyond), [write(value) for value in beyond.values()])


def _plain(field: Field, *, is_native: bool) -> pl.Expr | None:
    """Return the expression of the texts that are in the default form already, else null."""
    text = pl.col(field.name)
    if field.type == "number":
        digits = text if is_native else number_form(field, "number").plain_column(text)
        if digits is None:
            return None
        return pl.when(digits.str.contains(PLAIN_NUMBER)).then(digits)
    if field.type == "datetime" and field.format == "default" and not is_native:
        return pl.when(text.str.contains(_PLAIN_MOMENT)).then(text)
    return None


def written(
    column: Column,
    texts: pl.Series,
    write: Callable[[object], str],
    plain: pl.Expr | None = None,
) -> pl.Series:
    """Read each distinct text by the reference parser and write its value.

    What ``plain`` gives for a text is taken as it is; null leaves the text to the parser.
    """
    if plain is None:
        done = pl.Series(texts.name, [None], dtype=pl.String).new_from_index(0, len(texts))
    else:
        done = texts.to_frame().select(plain).to_series().alias(texts.name)
    if done.null_count() == texts.null_count():
        return done
    left = done.is_null() & texts.is_not_null()
    rest = texts.filter(left)
    unique = rest.unique().to_list()
    made = [write(column.parse(text)) for text in unique]
    return done.scatter(left.arg_true(), rest.replace_strict(unique, made, return_dtype=pl.String))

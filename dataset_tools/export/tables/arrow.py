"""A table as Arrow: each column of the narrowest type that holds every one of its values."""

import contextlib
import json
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import polars as pl
import pyarrow as pa

from dataset_tools.compile.column import Column
from dataset_tools.export.exporter import Note, Source
from dataset_tools.export.tables.exact import Part
from dataset_tools.export.tables.kinds import JSON, WHOLE, an, counted
from dataset_tools.export.tables.measure import EXACT, TOLD_BY_A_DOUBLE, part_shapes, table_shapes
from dataset_tools.export.tables.opened import OpenedTable, opened
from dataset_tools.export.tables.schema_json import resource_package, table_schema
from dataset_tools.export.tables.shape import Shape, Shapes, joined_shapes
from dataset_tools.field_types.datetime import datetime_comparable
from dataset_tools.field_types.fine_datetime import FineDatetime
from dataset_tools.field_types.number_form import number_form
from dataset_tools.field_types.time import time_comparable
from dataset_tools.model.package import Resource
from dataset_tools.model.schema import Field

Consume = Callable[["ArrowTable"], None]
_DAY = 86_400_000_000
_MICROSECOND = timedelta(microseconds=1)
_LONGEST_DECIMAL = 38
_ISO = frozenset({"yearmonth", "duration"})


class _OtherTypes(Exception):
    """Later rows ask for other types than the first did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrowTable:
    """A schema with the Table Schema in its metadata, and, once, the batches."""

    resource: Resource
    schema: pa.Schema
    batches: Generator[pa.RecordBatch]


def without_dictionaries(table: ArrowTable) -> ArrowTable:
    """Return the table with each dictionary of texts as a column of texts."""
    schema = pa.schema(
        [
            each.with_type(pa.string()) if pa.types.is_dictionary(each.type) else each
            for each in table.schema
        ],
        metadata=table.schema.metadata,
    )
    return replace(table, schema=schema, batches=_cast_batches(table.batches, schema))


def _cast_batches(
    batches: Generator[pa.RecordBatch], schema: pa.Schema
) -> Generator[pa.RecordBatch]:
    with contextlib.closing(batches):
        for batch in batches:
            yield batch.cast(schema)


def consume_arrow(source: Source, resource: Resource, consume: Consume) -> Iterator[Note]:
    """Give a table to a writer, typed by its first rows; again, typed by all, if these differ.

    The types are always a function of all rows. ``consume`` may thus be called twice, and what
    it wrote the first time is to be written over.
    """
    table = opened(source, resource)
    first = next(table.parts, None)
    guessed = part_shapes(first, table.columns, EXACT) if first is not None else {}
    try:
        shapes = _consumed(source, table, first, guessed, consume)
    except _OtherTypes:
        table.parts.close()
        guessed = table_shapes(opened(source, resource), EXACT)
        again = opened(source, resource)
        shapes = _consumed(source, again, next(again.parts, None), guessed, consume)
    for column in table.columns:
        for message in _messages(column.field, shapes.get(column.field.name, Shape())):
            yield Note(table=resource.name, field=column.field.name, message=message)


def _consumed(
    source: Source,
    table: OpenedTable,
    first: Part | None,
    assumed: Shapes,
    consume: Consume,
) -> Shapes:
    types = _types(table.columns, assumed)
    schema = _schema(source, table, types)
    seen: dict[str, Shape] = {}

    def batches() -> Generator[pa.RecordBatch]:
        part = first
        while part is not None:
            decimals = dict(_decimals(table.columns, part, types))
            shapes = joined_shapes(seen, _shapes(table.columns, part, decimals))
            seen.update(shapes)
            if _types(table.columns, joined_shapes(assumed, shapes)) != types:
                raise _OtherTypes
            yield _batch(table, part, schema, decimals)
            part = next(table.parts, None)

    consume(ArrowTable(resource=table.resource, schema=schema, batches=batches()))
    return seen


def _decimals(
    columns: tuple[Column, ...], part: Part, types: Mapping[str, pa.DataType]
) -> Iterator[tuple[str, pl.Series]]:
    """Yield the columns of numbers that are decimals at sight, without a look at each text."""
    for column in columns:
        type_ = types[column.field.name]
        if column.field.type == "number" and pa.types.is_decimal(type_):
            found = plain_decimals(column, part, type_.precision, type_.scale)
            if found is not None:
                yield column.field.name, found


def plain_decimals(column: Column, part: Part, precision: int, scale: int) -> pl.Series | None:
    """Read short numbers as decimals of a type; None where some may not be of it.

    Two numbers of at most 15 digits have different doubles: so a decimal whose double is that of
    the number lost none of its digits.
    """
    if part.is_native or not number_form(column.field, "number").is_plain:
        return None
    texts = part.texts(column)
    longest = texts.str.len_bytes().max()
    if not isinstance(longest, int) or longest > TOLD_BY_A_DOUBLE:
        return None
    decimals = texts.cast(pl.Decimal(precision, scale), strict=False)
    is_same = decimals.cast(pl.Float64) == part.values(column)
    if decimals.null_count() != texts.null_count() or not is_same.all():
        return None
    return decimals


def _shapes(columns: tuple[Column, ...], part: Part, decimals: Mapping[str, pl.Series]) -> Shapes:
    others = tuple(column for column in columns if column.field.name not in decimals)
    known = {name: Shape(values=len(each) - each.null_count()) for name, each in decimals.items()}
    return {**known, **part_shapes(part, others, EXACT)}


def _types(columns: tuple[Column, ...], shapes: Shapes) -> Mapping[str, pa.DataType]:
    return {
        column.field.name: arrow_type(column.field, shapes.get(column.field.name, Shape()))
        for column in columns
    }


def arrow_type(field: Field, shape: Shape) -> pa.DataType:
    """Return the type of a column by its field and its values."""
    if field.type in ("string", "any"):
        kept = field.type == "string" and field.categories is not None
        return (
            pa.dictionary(pa.int32(), pa.string(), field.categories_ordered)
            if kept
            else pa.string()
        )
    if field.type == "number":
        precision = shape.precision
        return pa.float64() if precision is None else pa.decimal128(precision, shape.scale)
    if field.type in WHOLE:
        if not shape.large:
            return pa.int64()
        fits = shape.digits <= _LONGEST_DECIMAL
        return pa.decimal128(_LONGEST_DECIMAL, 0) if fits else pa.string()
    if field.type == "datetime":
        return pa.timestamp("us", tz="UTC" if shape.all_zoned else None)
    simple = {"boolean": pa.bool_(), "date": pa.date32(), "time": pa.time64("us")}
    return simple.get(field.type, pa.string())


def _schema(source: Source, table: OpenedTable, types: Mapping[str, pa.DataType]) -> pa.Schema:
    fields = [
        pa.field(
            column.field.name,
            types[column.field.name],
            nullable=column.field.is_nullable,
            metadata=_field_metadata(column.field),
        )
        for column in table.columns
    ]
    metadata = {
        "datapackage": json.dumps(resource_package(source.package, table.resource)),
        "table_schema": json.dumps(table_schema(table.resource)),
        "pandas": json.dumps(_for_pandas(fields)),
    }
    return pa.schema(fields, metadata=metadata)


def _for_pandas(fields: list[pa.Field]) -> Mapping[str, object]:
    """Name the dtypes in which pandas keeps a missing integer or boolean, and the others exact."""
    nullable = {pa.int64(): ("int64", "Int64"), pa.bool_(): ("bool", "boolean")}
    columns = [
        {
            "name": field.name,
            "field_name": field.name,
            "pandas_type": nullable[field.type][0],
            "numpy_type": nullable[field.type][1],
            "metadata": None,
        }
        for field in fields
        if field.nullable and field.type in nullable
    ]
    return {
        "index_columns": [],
        "column_indexes": [],
        "columns": columns,
        "pandas_version": "3.0.0",
    }


def _field_metadata(field: Field) -> dict[str, str]:
    shown = {key: field.descriptor.get(key) for key in ("title", "description")}
    return {key: value for key, value in shown.items() if isinstance(value, str) and value}


def _batch(
    table: OpenedTable, part: Part, schema: pa.Schema, decimals: Mapping[str, pl.Series]
) -> pa.RecordBatch:
    arrays = []
    for column in table.columns:
        name = column.field.name
        type_ = schema.field(name).type
        values = decimals.get(name)
        arrays.append(_array(column, part, type_) if values is None else _cast(values, type_))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _array(column: Column, part: Part, type_: pa.DataType) -> pa.Array:
    values, beyond = part.values(column), part.beyond(column)
    if pa.types.is_dictionary(type_):
        return _categorical(column.field, values, type_)
    if pa.types.is_decimal(type_):
        values = part.exact(column).cast(pl.Decimal(type_.precision, type_.scale))
    elif pa.types.is_float64(type_):
        values = _doubles(part.exact(column))
    elif pa.types.is_string(type_):
        values = part.exact(column)
    elif pa.types.is_timestamp(type_):
        values = _moments(values, beyond)
    elif pa.types.is_time64(type_):
        values = _times(values, beyond)
    return _cast(values, type_)


def _cast(values: pl.Series, type_: pa.DataType) -> pa.Array:
    array = values.to_arrow()
    return array if array.type == type_ else array.cast(type_)


def _doubles(numbers: pl.Series) -> pl.Series:
    words = {"NaN": "NaN", "INF": "inf", "-INF": "-inf"}
    return numbers.replace(words).cast(pl.Float64)


def _categorical(field: Field, values: pl.Series, type_: pa.DataType) -> pa.Array:
    """Keep every category in its order, the unused ones too."""
    names = [str(each.value) for each in field.categories or ()]
    codes = values.cast(pl.Enum(names)).to_physical().to_arrow().cast(pa.int32())
    return pa.DictionaryArray.from_arrays(
        codes, pa.array(names, pa.string()), ordered=type_.ordered
    )


def _moments(values: pl.Series, beyond: Mapping[int, object]) -> pl.Series:
    """Put in, cut after the microseconds, the moments that go on beyond them."""
    if not beyond:
        return values
    moments = [datetime_comparable(value) for value in beyond.values()]
    cut = [each.without_beyond() if isinstance(each, FineDatetime) else each for each in moments]
    return values.scatter(list(beyond), cut)


def _times(values: pl.Series, beyond: Mapping[int, object]) -> pl.Series:
    """Give the times of a zone as times of UTC."""
    if not beyond:
        return values
    since = [time_comparable(value) for value in beyond.values()]
    nanoseconds = [
        each // _MICROSECOND % _DAY * 1000 for each in since if isinstance(each, timedelta)
    ]
    return values.scatter(list(beyond), pl.Series(nanoseconds, dtype=pl.Int64).cast(pl.Time))


def _messages(field: Field, shape: Shape) -> Iterator[str]:
    """Tell what of the values Arrow's types do not hold."""
    if field.type in _ISO:
        yield f"a {field.type} is written as its ISO text"
    if field.type in JSON:
        yield f"{an(field.type)} is written as JSON text"
    if field.categories is not None and field.type != "string":
        yield "the categories stand in the schema alone, the column is a plain one"
    if field.type == "number" and shape.values and shape.precision is None:
        yield _about_doubles(shape)
    if shape.large:
        yield _about_large(shape)
    if field.type == "time" and shape.zoned:
        yield f"a time with a zone is written as UTC, without it: {counted(shape.zoned, 'value')}"
    elif shape.zoned and not shape.all_zoned:
        some = f"{shape.zoned:,} of {shape.values:,}"
        yield f"not all values have a zone ({some}): each moment is written in UTC, without it"
    if shape.shifted:
        some = counted(shape.shifted, "value")
        yield f"another zone than UTC is not kept, the moment is: {some}"
    if shape.fine:
        yield f"the fraction is cut after the microseconds: {counted(shape.fine, 'value')}"


def _about_doubles(shape: Shape) -> str:
    reason = "NaN, INF or an exponent" if shape.words else "more than 38 digits"
    rounded = f"; rounded to it: {counted(shape.inexact, 'value')}" if shape.inexact else ""
    return f"the column is a double, as it has values of {reason}{rounded}"


def _about_large(shape: Shape) -> str:
    fits = shape.digits <= _LONGEST_DECIMAL
    kind = "a decimal of 38 digits" if fits else "text"
    return f"the column is {kind}, as 64 bits do not hold {counted(shape.large, 'value')}"

"""A pandera schema over polars, for the DataFrames that ``load`` gives."""

from collections.abc import Callable

import pandera.polars as pa
import polars as pl

from dataset_tools.compile.constraints import constraint_rules
from dataset_tools.compile.row_rules import CompiledRule, compile_rules, judge_rows
from dataset_tools.field_types.types import field_type
from dataset_tools.model.schema import Field, Schema


def polars_schema(schema: Schema) -> pa.DataFrameSchema:
    """Compile a Table Schema for the polars DataFrames that ``load`` gives.

    Dtypes, required values, constraints, categories, row rules and the primary key are judged.
    """
    dtypes = {field.name: frame_dtype(field) for field in schema.fields}
    return pa.DataFrameSchema(
        {field.name: _column(field, dtypes[field.name]) for field in schema.fields},
        checks=[
            pa.Check(row_judge_of(rule, schema), name=rule.rule.name or "rule")
            for rule in compile_rules(schema, dtypes)
        ],
        unique=list(schema.primary_key) or None,
    )


def _column(field: Field, dtype: pl.DataType) -> pa.Column:
    return pa.Column(
        dtype,
        [
            pa.Check(rule.on_column, name=rule.kind.code, error=rule.note)
            for rule in constraint_rules(field)
            if rule.column is not None and not isinstance(dtype, pl.Enum)
        ],
        nullable=field.is_nullable,
    )


def frame_dtype(field: Field) -> pl.DataType:
    """Return the dtype of a field in a polars DataFrame: an Enum where categories are texts."""
    dtype = field_type(field.type).polars
    if field.categories is not None and dtype == pl.String():
        return pl.Enum([str(each.value) for each in field.categories])
    return dtype


def row_judge_of(
    compiled: CompiledRule,
    schema: Schema,
) -> Callable[[pa.PolarsData], pl.LazyFrame]:
    """Make what pandera calls to judge the rows of a frame by a row rule."""
    expression = compiled.expression
    if expression is not None:
        return lambda data: data.lazyframe.select(expression.alias("holds"))

    def one_by_one(data: pa.PolarsData) -> pl.LazyFrame:
        frame = data.lazyframe.select(compiled.fields or pl.first()).collect()
        rows = frame.iter_rows(named=True)
        return pl.LazyFrame({"holds": judge_rows(compiled, rows, schema)}, {"holds": pl.Boolean})

    return one_by_one

"""A pandera schema over polars: it judges the typed columns of a batch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandera.polars as pa
import polars as pl

from dataset_tools.compile.column import Column
from dataset_tools.compile.constraints import ConstraintRule, constraint_rules
from dataset_tools.compile.row_rules import CompiledRule, compile_rules, judge_rows
from dataset_tools.field_types.types import field_type
from dataset_tools.model.schema import Field, Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class PolarsJudge:
    """A pandera schema, and what its checks stand for.

    ``gate`` asks in one check whether a batch breaks anything at all: most break nothing, and
    pandera's cost is by the check. ``schema`` then says what. ``checks`` has, by field, the rules
    in the order of the column's checks; ``values`` has all the rules by field, for the values
    that no column holds.
    """

    gate: pa.DataFrameSchema
    schema: pa.DataFrameSchema
    checks: Mapping[str, tuple[ConstraintRule, ...]]
    values: Mapping[str, tuple[ConstraintRule, ...]]
    rules: tuple[CompiledRule, ...]

    @property
    def count(self) -> int:
        """The number of checks."""
        return sum(len(rules) for rules in self.values.values()) + len(self.rules)


def polars_judge(columns: tuple[Column, ...], schema: Schema) -> PolarsJudge:
    """Compile the constraints and row rules of a table for pandera on polars.

    A column without a constraint is no part of it: it was read as its dtype, and a pandera
    schema costs time by the column.
    """
    values = {column.field.name: constraint_rules(column.field) for column in columns}
    checks = {
        name: tuple(rule for rule in rules if rule.column is not None)
        for name, rules in values.items()
    }
    dtypes = {column.field.name: column.dtype for column in columns}
    rules = compile_rules(schema, dtypes)
    nullable = {column.field.name: not column.field.constraints.required for column in columns}
    judged = {name: each for name, each in dtypes.items() if checks[name] or not nullable[name]}
    return PolarsJudge(
        gate=_gate(columns, checks, rules),
        schema=_frame_schema(schema, judged, checks, nullable, rules),
        checks=checks,
        values=values,
        rules=rules,
    )


def _gate(
    columns: tuple[Column, ...],
    checks: Mapping[str, tuple[ConstraintRule, ...]],
    rules: tuple[CompiledRule, ...],
) -> pa.DataFrameSchema:
    """Make a schema of one check that holds where none of the others fails."""
    holds = [
        rule.column(pl.col(name)).fill_null(value=True)
        for name, each in checks.items()
        for rule in each
        if rule.column is not None
    ]
    holds += [
        pl.col(column.field.name).is_not_null()
        for column in columns
        if column.field.constraints.required
    ]
    holds += [rule.expression for rule in rules if rule.expression is not None]
    if any(rule.expression is None for rule in rules):
        holds = [pl.lit(value=False)]
    if not holds:
        return pa.DataFrameSchema()

    def check(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.all_horizontal(each.all() for each in holds))

    return pa.DataFrameSchema(checks=pa.Check(check, name="nothing is broken"))


def polars_schema(schema: Schema) -> pa.DataFrameSchema:
    """Compile a Table Schema for the polars DataFrames that ``load`` gives.

    Dtypes, required values, constraints, categories, row rules and the primary key are judged.
    """
    dtypes = {field.name: frame_dtype(field) for field in schema.fields}
    checks = {
        field.name: tuple(
            rule
            for rule in constraint_rules(field)
            if rule.column is not None and not isinstance(dtypes[field.name], pl.Enum)
        )
        for field in schema.fields
    }
    nullable = {field.name: field.is_nullable for field in schema.fields}
    rules = compile_rules(schema, dtypes)
    return _frame_schema(schema, dtypes, checks, nullable, rules, list(schema.primary_key) or None)


def frame_dtype(field: Field) -> pl.DataType:
    """Return the dtype of a field in a polars DataFrame: an Enum where categories are texts."""
    dtype = field_type(field.type).polars
    if field.categories is not None and dtype == pl.String():
        return pl.Enum([str(each.value) for each in field.categories])
    return dtype


def _frame_schema(
    schema: Schema,
    dtypes: Mapping[str, pl.DataType],
    checks: Mapping[str, tuple[ConstraintRule, ...]],
    nullable: Mapping[str, bool],
    rules: tuple[CompiledRule, ...],
    unique: list[str] | None = None,
) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        {
            name: pa.Column(
                dtype,
                [_column_check(rule) for rule in checks[name]],
                nullable=nullable[name],
            )
            for name, dtype in dtypes.items()
        },
        checks=[_row_check(rule, schema) for rule in rules],
        unique=unique,
    )


def _column_check(rule: ConstraintRule) -> pa.Check:
    judge = rule.column
    if judge is None:
        raise TypeError(rule.note)

    def check(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(judge(pl.col(data.key)))

    return pa.Check(check, name=rule.kind.code, error=rule.note)


def _row_check(compiled: CompiledRule, schema: Schema) -> pa.Check:
    return pa.Check(_row_judge(compiled, schema), name=compiled.rule.name or "rule")


def _row_judge(
    compiled: CompiledRule,
    schema: Schema,
) -> Callable[[pa.PolarsData], pl.LazyFrame]:
    expression = compiled.expression
    if expression is not None:
        return lambda data: data.lazyframe.select(expression.alias("holds"))

    def one_by_one(data: pa.PolarsData) -> pl.LazyFrame:
        frame = data.lazyframe.select(compiled.fields or pl.first()).collect()
        rows = frame.iter_rows(named=True)
        return pl.LazyFrame({"holds": judge_rows(compiled, rows, schema)}, {"holds": pl.Boolean})

    return one_by_one

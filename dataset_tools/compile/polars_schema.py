"""A pandera schema over polars: it judges the typed columns of a batch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandera.polars as pa
import polars as pl

from dataset_tools.compile.column import Column
from dataset_tools.compile.constraints import ConstraintRule, constraint_rules
from dataset_tools.compile.row_rules import CompiledRule, compile_rules, judge_rows
from dataset_tools.model.schema import Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class PolarsJudge:
    """A pandera schema, and what its checks stand for.

    ``checks`` has, by field, the rules in the order of the column's checks; ``values`` has all
    the rules by field, for the values that no column holds.
    """

    schema: pa.DataFrameSchema
    checks: Mapping[str, tuple[ConstraintRule, ...]]
    values: Mapping[str, tuple[ConstraintRule, ...]]
    rules: tuple[CompiledRule, ...]

    @property
    def count(self) -> int:
        """The number of checks."""
        return sum(len(rules) for rules in self.values.values()) + len(self.rules)


def polars_judge(columns: tuple[Column, ...], schema: Schema) -> PolarsJudge:
    """Compile the constraints and row rules of a table for pandera on polars."""
    values = {column.field.name: constraint_rules(column.field) for column in columns}
    checks = {
        name: tuple(rule for rule in rules if rule.column is not None)
        for name, rules in values.items()
    }
    dtypes = {column.field.name: column.dtype for column in columns}
    rules = compile_rules(schema, dtypes)
    return PolarsJudge(
        schema=pa.DataFrameSchema(
            {
                column.field.name: pa.Column(
                    column.dtype,
                    [_column_check(rule) for rule in checks[column.field.name]],
                    nullable=not column.field.constraints.required,
                )
                for column in columns
            },
            checks=[_row_check(rule, schema) for rule in rules],
        ),
        checks=checks,
        values=values,
        rules=rules,
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

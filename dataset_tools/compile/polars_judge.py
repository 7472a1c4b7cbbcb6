"""What judges the typed columns of a batch: pandera over polars, first all at once, then by rule.

pandera's cost is by the column and the check, whatever the rows: most batches break nothing, and
those that break something break little of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandera.polars as pa
import polars as pl

from dataset_tools.compile.column import Column
from dataset_tools.compile.constraints import ConstraintRule, constraint_rules
from dataset_tools.compile.polars_schema import row_judge_of
from dataset_tools.compile.row_rules import CompiledRule, compile_rules
from dataset_tools.model.schema import Schema

Asked = tuple[str, int]
"""A field's name and the number of its rule, or ``REQUIRED``; a row rule has no name."""

REQUIRED = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class PolarsJudge:
    """What pandera is asked, and what its answers stand for.

    ``gate`` asks with one check, whose output has a row for each of ``asked``, whether a batch
    breaks it. ``checks`` has the rules by field that whole columns can be held against;
    ``values`` has all the rules by field, for the values that no column holds.
    """

    gate: pa.DataFrameSchema
    asked: tuple[Asked, ...]
    checks: Mapping[str, tuple[ConstraintRule, ...]]
    values: Mapping[str, tuple[ConstraintRule, ...]]
    rules: tuple[CompiledRule, ...]
    _schema: Schema
    _dtypes: Mapping[str, pl.DataType]
    _made: dict[frozenset[Asked], pa.DataFrameSchema] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """The number of checks."""
        return sum(len(rules) for rules in self.values.values()) + len(self.rules)

    def schema_of(self, broken: frozenset[Asked]) -> pa.DataFrameSchema:
        """Return the schema that says which rows break what is broken; a check's name its number.

        The values that fail are not gathered: rows are what is asked for.
        """
        if broken not in self._made:
            names = sorted({name for name, _ in broken if name})
            self._made[broken] = pa.DataFrameSchema(
                {name: self._column(name, broken) for name in names},
                checks=[
                    pa.Check(row_judge_of(rule, self._schema), name=str(at), n_failure_cases=1)
                    for at, rule in enumerate(self.rules)
                    if ("", at) in broken
                ],
            )
        return self._made[broken]

    def _column(self, name: str, broken: frozenset[Asked]) -> pa.Column:
        return pa.Column(
            self._dtypes[name],
            [
                pa.Check(rule.on_column, name=str(at), n_failure_cases=1)
                for at, rule in enumerate(self.checks[name])
                if (name, at) in broken
            ],
            nullable=(name, REQUIRED) not in broken,
        )


def polars_judge(columns: tuple[Column, ...], schema: Schema) -> PolarsJudge:
    """Compile the constraints and row rules of a table for pandera on polars."""
    values = {column.field.name: constraint_rules(column.field) for column in columns}
    checks = {
        name: tuple(rule for rule in rules if rule.column is not None)
        for name, rules in values.items()
    }
    dtypes = {column.field.name: column.dtype for column in columns}
    rules = compile_rules(schema, dtypes)
    questions = dict(_questions(columns, checks, rules))
    return PolarsJudge(
        gate=_gate(list(questions.values())),
        asked=tuple(questions),
        checks=checks,
        values=values,
        rules=rules,
        _schema=schema,
        _dtypes=dtypes,
    )


def _questions(
    columns: tuple[Column, ...],
    checks: Mapping[str, tuple[ConstraintRule, ...]],
    rules: tuple[CompiledRule, ...],
) -> Iterator[tuple[Asked, pl.Expr]]:
    """Yield what a batch is held against, and the one value that says whether it holds."""
    for name, each in checks.items():
        for at, rule in enumerate(each):
            if rule.column is not None:
                yield (name, at), rule.column(pl.col(name)).fill_null(value=True).all()
    for column in columns:
        if column.field.constraints.required:
            name = column.field.name
            yield (name, REQUIRED), pl.col(name).null_count() == 0
    for at, compiled in enumerate(rules):
        holds = compiled.expression
        yield ("", at), pl.lit(value=False) if holds is None else holds.all()


def _gate(holds: list[pl.Expr]) -> pa.DataFrameSchema:
    """Make a schema of one check that holds where none of the others fails."""
    if not holds:
        return pa.DataFrameSchema()

    def check(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.concat_list(holds).explode().alias("holds"))

    return pa.DataFrameSchema(
        checks=pa.Check(check, name="nothing is broken", n_failure_cases=1),
    )

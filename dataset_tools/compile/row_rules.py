"""Row rules ready to run: the formula's tree, the fields it names, and its vectorised form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from dataset_tools.field_types.yearmonth import Yearmonth
from dataset_tools.model.schema import Field, RowRule, Schema

if TYPE_CHECKING:
    from dataset_tools.formula.nodes import Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledRule:
    """A row rule; ``expression`` is None where rows are judged one by one."""

    rule: RowRule
    formula: "Formula"
    fields: tuple[str, ...]
    expression: pl.Expr | None

    @property
    def name(self) -> str:
        """The rule's name, or its formula where it has none."""
        return self.rule.name or self.rule.formula


def compile_rules(schema: Schema, dtypes: Mapping[str, pl.DataType]) -> tuple[CompiledRule, ...]:
    """Compile the rules of a schema whose fields have columns of these dtypes.

    A rule that names a field without a column is left out: the label's own error tells it.
    """
    if not schema.rules:
        return ()
    from dataset_tools.formula.parse import field_names, parse
    from dataset_tools.formula.to_polars import holds_expr

    compiled = []
    for rule in schema.rules:
        formula = parse(rule.formula)
        names = field_names(formula)
        if not set(names) <= set(dtypes):
            continue
        exact = not any(_is_month(schema.field(name)) for name in names)
        compiled.append(
            CompiledRule(
                rule=rule,
                formula=formula,
                fields=names,
                expression=holds_expr(formula, dtypes) if exact else None,
            ),
        )
    return tuple(compiled)


def _is_month(field: Field | None) -> bool:
    return field is not None and field.type == "yearmonth"


def judge_rows(
    compiled: CompiledRule,
    rows: Iterable[Mapping[str, object]],
    schema: Schema,
) -> list[bool]:
    """Judge rows of typed column values one by one, by the formula's own evaluator."""
    from dataset_tools.formula.evaluate import row_judge

    judge = row_judge(compiled.formula)
    types = {name: field.type for name in compiled.fields if (field := schema.field(name))}
    return [
        judge({name: row_value(types.get(name, ""), value) for name, value in row.items()})
        for row in rows
    ]


def row_value(type_: str, value: object) -> object:
    """Return a column's value as a formula sees it: numbers exact, months as months."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if type_ == "yearmonth" and value is not None:
        return Yearmonth(value.year, value.month)  # type: ignore[attr-defined]
    return value

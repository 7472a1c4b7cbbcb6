"""A pandera schema over pandas: it judges the DataFrames that ``load`` gives."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pandera.pandas as pa

from dataset_tools.compile.constraints import ConstraintRule, constraint_rules
from dataset_tools.compile.row_rules import CompiledRule, compile_rules, judge_rows
from dataset_tools.field_types.types import field_type
from dataset_tools.field_types.yearmonth import Yearmonth
from dataset_tools.model.schema import Field, Schema


def pandas_schema(schema: Schema, name: str) -> pa.DataFrameSchema:
    """Compile a Table Schema for pandera on pandas.

    Dtypes, required values, constraints, categories, row rules and the primary key are judged;
    unique fields and keys with nulls, where pandera and the standard part, are left to
    ``validate``.
    """
    dtypes = {field.name: field_type(field.type).polars for field in schema.fields}
    return pa.DataFrameSchema(
        {field.name: _column(field) for field in schema.fields},
        checks=[_row_check(rule, schema) for rule in compile_rules(schema, dtypes)],
        unique=list(schema.primary_key) or None,
        name=name,
        strict=True,
        ordered=True,
    )


def _column(field: Field) -> pa.Column:
    return pa.Column(
        _dtype(field),
        checks=[_check(rule, field) for rule in constraint_rules(field)],
        nullable=field.is_nullable,
        title=field.title or None,
    )


def _dtype(field: Field) -> Any:
    if field.categories is not None:
        return pd.CategoricalDtype(_categories(field), ordered=field.categories_ordered)
    required, optional = field_type(field.type).pandas
    dtype = optional if field.is_nullable else required
    return {"str": str, "period[M]": pd.PeriodDtype("M"), "object": object}.get(dtype, dtype)


def _categories(field: Field) -> pd.Index[Any]:
    kind = field_type(field.type)
    values = [kind.from_json(field, each.value) for each in field.categories or ()]
    return pd.Index(values, dtype="str" if field.type == "string" else None)


def _check(rule: ConstraintRule, field: Field) -> pa.Check:
    return pa.Check(
        lambda value: rule.holds(plain_value(value, field.type)),
        element_wise=True,
        ignore_na=True,
        name=rule.kind.code,
        error=rule.note,
    )


def plain_value(value: Any, type_: str) -> object:
    """Return a value of a pandas array as the field types' own value."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, pd.Period):
        return Yearmonth(value.year, value.month)
    if isinstance(value, pd.Timestamp):
        moment = value.to_pydatetime()
        return moment.date() if type_ == "date" else moment
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return None if value != value else Decimal(repr(value))  # noqa: PLR0124 (NaN is missing)
    return value


def _row_check(compiled: CompiledRule, schema: Schema) -> pa.Check:
    def check(frame: pd.DataFrame) -> pd.Series[bool]:
        rows = (
            {name: _column_value(row[name], schema.field(name)) for name in compiled.fields}
            for _, row in frame[list(compiled.fields)].astype(object).iterrows()
        )
        return pd.Series(judge_rows(compiled, rows, schema), index=frame.index, dtype=bool)

    return pa.Check(check, name=compiled.rule.name or "rule", error=compiled.rule.formula)


def _column_value(value: object, field: Field | None) -> object:
    plain = plain_value(value, field.type if field else "")
    return date(plain.year, plain.month, 1) if isinstance(plain, Yearmonth) else plain

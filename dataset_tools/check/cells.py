"""Typed values: misfits of type, constraints and row rules, the latter two by pandera."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandera.errors
import pandera.polars as pa
import polars as pl
from pandera.config import ValidationDepth, config_context

from dataset_tools.check.failures import Failures, Tell, Told, cell_teller, union, without
from dataset_tools.check.rows import missing_cells
from dataset_tools.compile.column import Column
from dataset_tools.compile.constraints import ConstraintRule
from dataset_tools.compile.polars_judge import REQUIRED, Asked, PolarsJudge
from dataset_tools.compile.row_rules import CompiledRule
from dataset_tools.errors import cell as kinds
from dataset_tools.errors import key as key_kinds
from dataset_tools.read.batch import Indices
from dataset_tools.read.typed import TypedBatch

_EMPTY = np.empty(0, np.int64)


def type_failures(typed: TypedBatch, columns: tuple[Column, ...]) -> Iterator[Failures]:
    """Yield the cells whose text is not of their field's type."""
    for column in columns:
        name = column.field.name
        misfit = typed.misfits.get(name)
        if misfit is not None:
            yield Failures(
                kind=kinds.TYPE_ERROR,
                rows=misfit.rows,
                tell=_misfit_teller(column, typed.texts.get_column(name)),
                subject=(name,),
                order=column.number,
            )


def _misfit_teller(column: Column, texts: pl.Series) -> Tell:
    def tell(cells: tuple[str, ...], row: int) -> Told:
        return cell_teller(column, lambda _: _why(column, texts[row]))(cells, row)

    return tell


def _why(column: Column, text: str) -> str:
    """Return what the reference says of a text that it refuses."""
    try:
        column.parse(text)
    except ValueError as error:
        return str(error)
    return ""


def value_failures(
    typed: TypedBatch,
    columns: tuple[Column, ...],
    judge: PolarsJudge,
) -> Iterator[Failures]:
    """Yield what breaks a constraint or a row rule; each fault is told once.

    A cell that is missing from its row, or not of its type, breaks no constraint besides; a rule
    is not judged for a row where one of its fields could not be read.
    """
    masks = _judged(typed.values, judge)
    blank = typed.batch.blank
    for column in columns:
        name = column.field.name
        unread = union((blank, missing_cells(typed.batch, column.number), _misfits(typed, name)))
        yield from _required(typed, column, masks, unread)
        for at, rule in enumerate(judge.checks[name]):
            rows = _failed(masks.get((name, at)))
            yield from _broken(column, rule, rows)
        yield from _beyond(typed, column, judge.values[name])
    for at, compiled in enumerate(judge.rules):
        unread = union(
            (
                blank,
                *(_misfits(typed, name) for name in compiled.fields),
                *_gaps(typed, columns, compiled),
            ),
        )
        rows = without(_failed(masks.get(("", at))), unread)
        if rows.size:
            yield Failures(
                kind=key_kinds.ROW_RULE,
                rows=rows,
                tell=_rule_teller(compiled),
                subject=(compiled.name,),
                order=len(columns) + at + 1,
                severity=compiled.rule.severity,
            )


def _judged(values: pl.DataFrame, judge: PolarsJudge) -> Mapping[Asked, pl.Series]:
    """Let pandera judge a batch; give the verdict of each check that failed."""
    try:
        _validate(judge.gate, values)
    except pandera.errors.SchemaError as error:
        if not _says_rows(error):
            raise
        holds = error.check_output.to_series().to_list()
        _let_go(error)
    else:
        return {}
    broken = frozenset(asked for asked, held in zip(judge.asked, holds, strict=True) if not held)
    try:
        _validate(judge.schema_of(broken), values, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        verdicts = {
            _asked(error): error.check_output.to_series()
            for error in errors.schema_errors
            if _says_rows(error)
        }
        _let_go(errors, *errors.schema_errors)
    else:
        return {}
    return verdicts


def _validate(schema: pa.DataFrameSchema, values: pl.DataFrame, *, lazy: bool = False) -> None:
    """Let pandera validate the values, whatever its environment variables say.

    A lazy frame spares copies of the whole frame; data are then checked only where that is asked.
    """
    with config_context(
        validation_enabled=True,
        validation_depth=ValidationDepth.SCHEMA_AND_DATA,
    ):
        schema.validate(values.lazy(), lazy=lazy)


def _let_go(*errors: Exception) -> None:
    """Free errors of the frames that they were raised in, which hold them and the batch in turn."""
    for error in errors:
        error.__traceback__ = error.__context__ = error.__cause__ = None


def _says_rows(error: pandera.errors.SchemaError) -> bool:
    if isinstance(error.check_output, pl.DataFrame):
        return True
    raise RuntimeError(f"pandera could not judge: {error}")


def _asked(error: pandera.errors.SchemaError) -> Asked:
    name = error.column_name or ""
    if error.reason_code is pandera.errors.SchemaErrorReason.SERIES_CONTAINS_NULLS:
        return name, REQUIRED
    return name, int(error.check.name)


def _failed(verdict: pl.Series | None) -> Indices:
    if verdict is None:
        return _EMPTY
    return (~verdict.fill_null(value=True)).arg_true().to_numpy().astype(np.int64)


def _misfits(typed: TypedBatch, name: str) -> Indices:
    misfit = typed.misfits.get(name)
    return _EMPTY if misfit is None else misfit.rows


def _gaps(
    typed: TypedBatch,
    columns: tuple[Column, ...],
    compiled: CompiledRule,
) -> Iterator[Indices]:
    """Yield the rows where a field of a rule has no cell."""
    for column in columns:
        if column.field.name in compiled.fields:
            yield missing_cells(typed.batch, column.number)


def _required(
    typed: TypedBatch,
    column: Column,
    masks: Mapping[Asked, pl.Series],
    unread: Indices,
) -> Iterator[Failures]:
    rows = without(_failed(masks.get((column.field.name, REQUIRED))), unread)
    if not rows.size:
        return
    texts = typed.texts.get_column(column.field.name)
    rows = rows[texts.gather(rows).is_null().to_numpy()]  # to pandera NaN is missing, too
    if rows.size:
        note = "a required value is missing"
        yield Failures(
            kind=kinds.REQUIRED,
            rows=rows,
            tell=cell_teller(column, lambda _: note),
            subject=(column.field.name,),
            order=column.number,
        )


def _broken(column: Column, rule: ConstraintRule, rows: Indices) -> Iterator[Failures]:
    if rows.size:
        yield Failures(
            kind=rule.kind,
            rows=rows,
            tell=cell_teller(column, lambda _: rule.note),
            subject=(column.field.name,),
            order=column.number,
        )


def _beyond(
    typed: TypedBatch,
    column: Column,
    rules: tuple[ConstraintRule, ...],
) -> Iterator[Failures]:
    """Judge the values that the column's dtype cannot hold, by the rules' reference form."""
    values = typed.beyond.get(column.field.name)
    if not values:
        return
    for rule in rules:
        rows = [row for row, value in values.items() if not rule.holds(value)]
        yield from _broken(column, rule, np.array(sorted(rows), np.int64))


def _rule_teller(compiled: CompiledRule) -> Tell:
    rule = compiled.rule
    name = f'the rule "{rule.name}"' if rule.name else "a rule"

    def tell(_cells: tuple[str, ...], _: int) -> Told:
        return {"note": f"{name} does not hold: {rule.formula}", "rule": compiled.name}

    return tell

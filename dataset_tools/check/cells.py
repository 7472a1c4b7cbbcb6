"""Typed values: misfits of type, and what pandera says of constraints and row rules."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from dataset_tools.check.failures import Failures, Tell, Told, cell_teller, union, without
from dataset_tools.check.rows import missing_cells
from dataset_tools.check.verdicts import Verdicts
from dataset_tools.compile.column import Column
from dataset_tools.compile.constraints import ConstraintRule
from dataset_tools.compile.polars_judge import REQUIRED, PolarsJudge
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
    verdicts: Verdicts,
) -> Iterator[Failures]:
    """Yield what breaks a constraint or a row rule by pandera's verdicts; each is told once.

    A cell that is missing from its row, or not of its type, breaks no constraint besides; a rule
    is not judged for a row where one of its fields could not be read.
    """
    blank = typed.batch.blank
    for column in columns:
        name = column.field.name
        unread = union((blank, missing_cells(typed.batch, column.number), _misfits(typed, name)))
        yield from _required(typed, column, verdicts, unread)
        for at, rule in enumerate(judge.checks[name]):
            rows = _failed(verdicts.get((name, at)))
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
        rows = without(_failed(verdicts.get(("", at))), unread)
        if rows.size:
            yield Failures(
                kind=key_kinds.ROW_RULE,
                rows=rows,
                tell=_rule_teller(compiled),
                subject=(compiled.name,),
                order=len(columns) + at + 1,
                severity=compiled.rule.severity,
            )


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
    verdicts: Verdicts,
    unread: Indices,
) -> Iterator[Failures]:
    rows = without(_failed(verdicts.get((column.field.name, REQUIRED))), unread)
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

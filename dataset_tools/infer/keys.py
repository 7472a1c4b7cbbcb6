"""Primary keys and unique fields: proposed by name, place and type, proved over all rows."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np

from dataset_tools.check.keys import UniqueCheck
from dataset_tools.compile.column import Column, compile_columns
from dataset_tools.compile.match import match_fields
from dataset_tools.errors import key as kinds
from dataset_tools.files.opened import Files
from dataset_tools.infer.names import is_key_like, is_own_key
from dataset_tools.infer.proposal import FieldDraft, Guess, KeyDraft, TableDraft
from dataset_tools.infer.table import TableStudy
from dataset_tools.model.package import Resource
from dataset_tools.read.batch import Indices
from dataset_tools.read.tables import open_table
from dataset_tools.read.typed import read_types

WRITTEN = 0.5
"""What is less sure is not proposed."""
_KEYABLE = frozenset({"string", "integer", "year", "yearmonth", "date", "datetime", "time"})
_MOMENTS = frozenset({"year", "yearmonth", "date", "datetime", "time"})
_LONGEST = 100
_LEAST_ROWS = 2
_MOST_COLUMNS = 8
_PARTS = (2, 3)
_CHANCE_KEY, _CHANCE_UNIQUE = 3, 6
"""What a column without a key's name needs in rows beyond one that has it, to be as sure."""

Names = tuple[str, ...]
_NONE_TOLD: Indices = np.empty(0, np.int64)


def with_keys(table: TableDraft, study: TableStudy, resource: Resource, files: Files) -> TableDraft:
    """Add a primary key and unique fields to a table."""
    if study.rows < _LEAST_ROWS:
        return table
    singles = [
        (field.name,)
        for field, column in zip(table.fields, study.columns, strict=True)
        if field.type in _KEYABLE and not column.repeats and column.present >= _LEAST_ROWS
    ]
    unique = {name for (name,) in distinct_among(resource, files, singles)}
    key = _single(table, study, unique) or _composite(table, study, resource, files)
    own = set(key.fields) if key and len(key.fields) == 1 else set()
    fields = tuple(
        replace(field, unique=_unique(field, column.longest, study.rows))
        if field.name in unique - own
        else field
        for field, column in zip(table.fields, study.columns, strict=True)
    )
    return replace(table, fields=fields, primary_key=key)


def distinct_among(resource: Resource, files: Files, groups: Iterable[Names]) -> list[Names]:
    """Return those groups of fields whose values no two rows share, by the check of keys itself."""
    alive = dict.fromkeys(groups)
    if not alive:
        return []
    reader = open_table(resource, files)
    checks: dict[Names, UniqueCheck] = {}
    columns: tuple[Column, ...] = ()
    for batch in reader.batches():
        if not checks:
            match = match_fields(resource.schema, reader.labels, reader.width)
            wanted = {name for group in alive for name in group}
            chosen = [pair for pair in match.fields if pair[0].name in wanted]
            columns = compile_columns(chosen, native=reader.is_native)
            checks = {group: _check(columns, group) for group in alive}
        typed = read_types(batch, columns)
        for group, check in tuple(checks.items()):
            if any(True for _ in check.failures(typed, _NONE_TOLD)):
                del checks[group]
        if not checks:
            return []
    return list(checks)


def _check(columns: tuple[Column, ...], group: Names) -> UniqueCheck:
    by_name = {column.field.name: column for column in columns}
    chosen = tuple(by_name[name] for name in group)
    return UniqueCheck(kind=kinds.PRIMARY_KEY_DUPLICATE, columns=chosen)


def _unique(field: FieldDraft, longest: int, rows: int) -> Guess | None:
    """Say that a field is unique if its values name things; numbers may differ by chance."""
    names_things = field.type == "string" or is_key_like(field.name)
    if not names_things or longest > _LONGEST or field.type in _MOMENTS:
        return None
    sure = _fewer(0.9, rows) if is_key_like(field.name) else _fewer(0.7, rows, _CHANCE_UNIQUE)
    return (
        Guess(sure=sure, why=f"no two of {rows:,} rows have the same") if sure > WRITTEN else None
    )


def _fewer(sure: float, rows: int, chance: int = 0) -> float:
    """Lower a certainty where there are few rows, the more the likelier they differ by chance."""
    return round(sure * (rows + 1) / (rows + 2 + chance), 3)


def _single(table: TableDraft, study: TableStudy, unique: set[str]) -> KeyDraft | None:
    """Choose the surest single field that is unique and never missing."""
    best: KeyDraft | None = None
    for at, field in enumerate(table.fields):
        if field.name not in unique or field.required is None:
            continue
        sure, why = _likeness(field, at, table.name)
        if study.columns[at].longest > _LONGEST:
            sure, why = sure / 2, f"{why}, but it is long"
        is_named = is_own_key(field.name, table.name) or is_key_like(field.name)
        sure = _fewer(sure, study.rows, 0 if is_named else _CHANCE_KEY)
        why = f"unique in {study.rows:,} rows and never missing; {why}"
        if sure > WRITTEN and (best is None or sure > best.guess.sure):
            best = KeyDraft(fields=(field.name,), guess=Guess(sure=sure, why=why))
    return best


def _likeness(field: FieldDraft, at: int, table: str) -> tuple[float, str]:
    """Say how much a unique field looks like a key, by its name, place and type."""
    if is_own_key(field.name, table):
        return 0.98, "its name is that of a key"
    if is_key_like(field.name):
        return (
            (0.95, "it comes first, and is named as a key") if at == 0 else (0.8, "named as a key")
        )
    if at == 0:
        return (0.75 if field.type != "string" else 0.85), "it comes first"
    if field.type == "string":
        return 0.55, "a text"
    return 0.3, "perhaps by chance"


def _composite(
    table: TableDraft, study: TableStudy, resource: Resource, files: Files
) -> KeyDraft | None:
    """Find the least number of fields that are a key together."""
    parts = list(_key_parts(table, study))[:_MOST_COLUMNS]
    for size in _PARTS:
        groups = sorted(combinations(parts, size), key=lambda group: sum(at for at, _ in group))
        proved = distinct_among(resource, files, [tuple(n for _, n in group) for group in groups])
        if proved:
            chosen = " and ".join(proved[0])
            sure = _fewer(_fewer(0.8 if size == _PARTS[0] else 0.7, study.rows), study.rows // 4)
            why = f"no two of {study.rows:,} rows share {chosen}; no field is unique alone"
            if sure <= WRITTEN:
                return None
            return KeyDraft(fields=proved[0], guess=Guess(sure=sure, why=why))
    return None


def _key_parts(table: TableDraft, study: TableStudy) -> Iterator[tuple[int, str]]:
    """Yield the fields that may be part of a key: never missing, not of one value, no measure."""
    for at, field in enumerate(table.fields):
        column = study.columns[at]
        is_measure = field.type == "integer" and not is_key_like(field.name) and at > 0
        one_value = column.values is not None and len(column.values) == 1
        is_whole = field.required is not None and column.longest <= _LONGEST
        if field.type in _KEYABLE and is_whole and not is_measure and not one_value:
            yield at, field.name

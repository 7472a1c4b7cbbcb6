"""Foreign keys between the given tables: by name and type, proved over all rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dataset_tools.check.keys import ForeignKeyCheck, KeySet
from dataset_tools.compile.column import Column, compile_columns
from dataset_tools.compile.match import match_fields
from dataset_tools.engine.plan import TablePlan
from dataset_tools.engine.table import read_keys
from dataset_tools.files.opened import Files
from dataset_tools.infer.keys import WRITTEN
from dataset_tools.infer.names import is_key_like, refers
from dataset_tools.infer.proposal import FieldDraft, ForeignKeyDraft, Guess, TableDraft
from dataset_tools.infer.table import TableStudy
from dataset_tools.model.package import Resource
from dataset_tools.read.tables import open_table
from dataset_tools.read.typed import read_types

_TYPES = frozenset({"string", "integer"})
_DISTINCT_LENGTH = 4
"""Texts of so many letters do not stand in another table's key by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Studied:
    """A drafted table, what was seen of it, and how it is read."""

    draft: TableDraft
    study: TableStudy
    resource: Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    field: FieldDraft
    target: str
    key: str
    guess: Guess


def with_foreign_keys(tables: Sequence[Studied], files: Files) -> tuple[TableDraft, ...]:
    """Add to each table the foreign keys that all its rows keep."""
    known = {
        table.draft.name: _key_set(table, files)
        for table in tables
        if any(_candidates(other, (table,)) for other in tables)
    }
    found = {table.draft.name: _proved(table, tables, known, files) for table in tables}
    return tuple(
        replace(table.draft, foreign_keys=_one_way(table.draft.name, found)) for table in tables
    )


def _key_set(table: Studied, files: Files) -> KeySet | None:
    key = table.draft.primary_key
    if key is None:
        return None
    name = (table.draft.name, key.fields)
    plan = TablePlan(resource=table.resource, keeps=(name,), foreign_keys=())
    return read_keys(plan, files).get(name)


def _candidates(table: Studied, targets: Sequence[Studied]) -> list[_Candidate]:
    """Return the fields that may refer to the key of one of the targets, each with why."""
    found = []
    for target in targets:
        key = target.draft.primary_key
        if key is None or len(key.fields) != 1:
            continue
        names = [field.name for field in target.draft.fields]
        place = names.index(key.fields[0])
        for at, field in enumerate(table.draft.fields):
            is_itself = target is table and at == place
            is_alike = field.type == target.draft.fields[place].type in _TYPES
            if is_itself or not is_alike or not _may_stand_in(table, at, target, place):
                continue
            guess = _likeness(table, at, target, key.fields[0])
            if guess is not None and guess.sure >= WRITTEN:
                found.append(
                    _Candidate(
                        field=field, target=target.draft.name, key=key.fields[0], guess=guess
                    )
                )
    return found


def _may_stand_in(table: Studied, at: int, target: Studied, place: int) -> bool:
    """Rule out texts that are seen not to stand in the key."""
    values, keys = table.study.columns[at].values, target.study.columns[place].values
    if not table.study.columns[at].present:
        return False
    if table.draft.fields[at].type != "string" or values is None or keys is None:
        return True
    return set(values) <= set(keys)


def _likeness(table: Studied, at: int, target: Studied, key: str) -> Guess | None:
    """Say how sure it is that a field refers to a key; numbers must be named after it."""
    field, column = table.draft.fields[at], table.study.columns[at]
    own = table.draft.primary_key
    where = f'"{target.draft.name}" ({key})'
    reason = refers(field.name, key, target.draft.name)
    named_as_key = is_key_like(field.name) or is_key_like(key)
    if reason is not None and (field.type == "string" or named_as_key):
        sure = 0.95 if column.repeats else 0.8
        return Guess(sure=sure, why=f"all its values stand in {where}, and {reason}")
    several = column.values is None or len(column.values) > 1
    average = column.letters / column.present
    if field.type != "string" or not several or average < _DISTINCT_LENGTH:
        return None
    if not column.repeats or (own is not None and own.fields == (field.name,)):
        return None
    return Guess(sure=0.6, why=f"all its values stand in {where}; its name does not say so")


def _proved(
    table: Studied,
    targets: Sequence[Studied],
    known: Mapping[str, KeySet | None],
    files: Files,
) -> tuple[ForeignKeyDraft, ...]:
    """Read the table once, and keep the candidates that no row contradicts."""
    alive = [each for each in _candidates(table, targets) if known.get(each.target) is not None]
    if not alive:
        return ()
    reader = open_table(table.resource, files)
    columns: tuple[Column, ...] = ()
    for batch in reader.batches():
        if not columns:
            match = match_fields(table.resource.schema, reader.labels, reader.width)
            wanted = {each.field.name for each in alive}
            chosen = [pair for pair in match.fields if pair[0].name in wanted]
            columns = compile_columns(chosen, native=reader.is_native)
        typed = read_types(batch, columns)
        alive = [
            each
            for each in alive
            if not any(True for _ in _check(each, columns, known).failures(typed))
        ]
    best: dict[str, _Candidate] = {}
    for each in alive:
        if each.field.name not in best or each.guess.sure > best[each.field.name].guess.sure:
            best[each.field.name] = each
    return tuple(_drafted(each, table.draft.name) for each in best.values())


def _check(
    candidate: _Candidate, columns: tuple[Column, ...], known: Mapping[str, KeySet | None]
) -> ForeignKeyCheck:
    keys = known[candidate.target]
    assert keys is not None  # noqa: S101 (candidates without are left out)
    return ForeignKeyCheck(
        columns=tuple(each for each in columns if each.field.name == candidate.field.name),
        reference_name=candidate.target,
        reference_fields=(candidate.key,),
        known=keys,
    )


def _drafted(candidate: _Candidate, table: str) -> ForeignKeyDraft:
    return ForeignKeyDraft(
        field=candidate.field.name,
        resource=candidate.target if candidate.target != table else None,
        reference_field=candidate.key,
        guess=candidate.guess,
    )


def _one_way(
    name: str, found: Mapping[str, tuple[ForeignKeyDraft, ...]]
) -> tuple[ForeignKeyDraft, ...]:
    """Of two keys that refer to each other keep the one of the later table."""
    order = list(found)
    return tuple(
        key
        for key in found[name]
        if key.resource is None
        or order.index(key.resource) < order.index(name)
        or not any(_is_back(back, key, name) for back in found[key.resource])
    )


def _is_back(back: ForeignKeyDraft, key: ForeignKeyDraft, name: str) -> bool:
    return (back.resource, back.field, back.reference_field) == (
        name,
        key.reference_field,
        key.field,
    )

"""Two versions of one table: its fields paired, its rows compared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dataset_tools.diff.cell_hashes import NUMBERS, Likeness
from dataset_tools.diff.difference import RowDifference
from dataset_tools.diff.digest import Digest, OpenTable, digest, key_column
from dataset_tools.diff.examples import example_rows
from dataset_tools.diff.remainder import Table, without_shared_records
from dataset_tools.diff.renames import Side, matched_fields
from dataset_tools.diff.rows import DifferingRows, differing_rows
from dataset_tools.model.schema import Field, Schema

OnRows = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDifference:
    """How two versions of a table differ in their rows.

    ``fields`` has the fields that both have: the name in OLD to the name in NEW.
    """

    old_fields: tuple[Field, ...]
    new_fields: tuple[Field, ...]
    fields: Mapping[str, str]
    rows: RowDifference
    old_rows: int
    new_rows: int


def table_difference(old: Table, new: Table, *, examples: int, on_rows: OnRows) -> TableDifference:
    """Compare two versions of a table.

    Parameters
    ----------
    examples
        How many rows of each kind to give, beside their numbers.
    on_rows
        Called with the number of rows that were read of one of them.

    Raises
    ------
    CouldNotRun
        One of them cannot be read to its end.
    """
    old, new, shared = without_shared_records(old, new)
    before, after = OpenTable(old), OpenTable(new)
    likeness = _likeness(before, after)
    keys = frozenset({*_key(old), *_key(new)})
    one = Side(
        fields=before.fields,
        key=_key(old),
        digest=digest(before, likeness, keys, on_rows),
        shared=shared,
    )
    other = Side(
        fields=after.fields,
        key=_key(new),
        digest=digest(after, likeness, keys, on_rows),
        shared=shared,
    )
    fields = matched_fields(one, other)
    read = _read_in_both(one.digest, other.digest, fields)
    key = _common_key(one, other, read)
    rows = differing_rows(one.digest, other.digest, read, key)
    return TableDifference(
        old_fields=one.fields,
        new_fields=other.fields,
        fields=fields,
        rows=_difference(old, new, rows, read, key, examples),
        old_rows=shared + one.digest.rows,
        new_rows=shared + other.digest.rows,
    )


def _key(table: Table) -> tuple[str, ...]:
    return (table.resource.schema or Schema()).primary_key


def _likeness(old: OpenTable, new: OpenTable) -> Mapping[str, Likeness]:
    """Say how fields are compared whose type is not the same, or that CSV has no type for."""
    others = {field.name: field for field in new.fields}
    likeness: dict[str, Likeness] = {}
    for field in old.fields:
        other = others.get(field.name)
        if other is None:
            continue
        if field.type != other.type or field.item_type != other.item_type:
            both_numbers = {field.type, other.type} <= NUMBERS
            likeness[field.name] = "number" if both_numbers else "text"
        elif field.type == "any" and old.is_native != new.is_native:
            likeness[field.name] = "text"
    return likeness


def _read_in_both(old: Digest, new: Digest, fields: Mapping[str, str]) -> dict[str, str]:
    """Leave out fields of the schema that a file has no column for."""
    return {name: other for name, other in fields.items() if old.has(name) and new.has(other)}


def _common_key(old: Side, new: Side, fields: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields in OLD of a key that both versions have; OLD's own goes first."""
    back = {other: name for name, other in fields.items()}
    new_key = tuple(back.get(name, "") for name in new.key)
    for key in (old.key, new_key):
        if key and all(
            name in fields
            and key_column(name) in old.digest.hashes.columns
            and key_column(fields[name]) in new.digest.hashes.columns
            for name in key
        ):
            return key
    return ()


def _difference(
    old: Table,
    new: Table,
    rows: DifferingRows,
    fields: Mapping[str, str],
    key: tuple[str, ...],
    examples: int,
) -> RowDifference:
    added, removed, changed = example_rows(old, new, rows, fields, key, examples)
    return RowDifference(
        added=rows.added.len(),
        removed=rows.removed.len(),
        changed=rows.changed.height,
        fields={fields[name]: count for name, count in rows.fields.items()},
        is_keyed=bool(key),
        added_rows=added,
        removed_rows=removed,
        changed_rows=changed,
    )

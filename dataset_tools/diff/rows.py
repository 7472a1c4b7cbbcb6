"""Rows that were added, removed or changed: told by the primary key, else by all their values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from dataset_tools.diff.digest import Digest, key_column, value_column

OLD, NEW = "row of OLD", "row of NEW"
_COPY = "copy of the row"


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferingRows:
    """Positions of the rows that differ, in OLD and in NEW; ``fields`` counts changes by field.

    ``changed`` has a pair of positions a row.
    """

    added: pl.Series
    removed: pl.Series
    changed: pl.DataFrame
    fields: Mapping[str, int]


def differing_rows(
    old: Digest,
    new: Digest,
    fields: Mapping[str, str],
    key: tuple[str, ...],
) -> DifferingRows:
    """Compare the rows of two tables.

    Parameters
    ----------
    fields
        The fields that both have: the name in OLD to the name in NEW.
    key
        The fields in OLD that tell a row; none for rows that are told by all their values.
    """
    values = {name: other for name, other in fields.items() if name not in key}
    keys = {key_column(name): key_column(fields[name]) for name in key}
    keys |= {value_column(name): value_column(fields[name]) for name in key}
    names = keys | {value_column(name): value_column(other) for name, other in values.items()}
    left = old.hashes.select([*names]).with_row_index(OLD)
    right = new.hashes.select(pl.col(other).alias(name) for name, other in names.items())
    right = right.with_row_index(NEW)
    if not key or not (_is_unique(left, keys) and _is_unique(right, keys)):
        left, right = _without_equal(left, right, [*names])
    if key:
        return _by_key(left, right, [*keys], (old.hashes, new.hashes, values))
    return DifferingRows(
        added=right.get_column(NEW),
        removed=left.get_column(OLD),
        changed=pl.DataFrame(schema={OLD: pl.UInt32, NEW: pl.UInt32}),
        fields={},
    )


def _is_unique(rows: pl.DataFrame, names: Iterable[str]) -> bool:
    return not rows.height or rows.select(pl.struct(*names).n_unique()).item() == rows.height


def _without_equal(
    left: pl.DataFrame, right: pl.DataFrame, names: list[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Take out the rows that both have, each being matched once."""
    if not names:
        return left.clear(), right.clear()
    left, right = _numbered(left, names), _numbered(right, names)
    on = [*names, _COPY]
    return (
        left.join(right, on=on, how="anti", maintain_order="left").drop(_COPY),
        right.join(left, on=on, how="anti", maintain_order="left").drop(_COPY),
    )


def _numbered(rows: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Count equal rows through."""
    return rows.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).over(names).alias(_COPY))


def _by_key(
    left: pl.DataFrame,
    right: pl.DataFrame,
    keys: list[str],
    compared: tuple[pl.DataFrame, pl.DataFrame, Mapping[str, str]],
) -> DifferingRows:
    """Join the rows by key; those of a key that comes again, which is a fault, in their order."""
    on = keys
    if not (_is_unique(left, keys) and _is_unique(right, keys)):
        left, right = _numbered(left, keys), _numbered(right, keys)
        on = [*keys, _COPY]
    pairs = left.select(OLD, *on).join(right.select(NEW, *on), on=on, how="inner")
    pairs = pairs.select(OLD, NEW).sort(OLD)
    is_changed, counts = _unlike(*compared, pairs)
    return DifferingRows(
        added=right.join(left, on=on, how="anti", maintain_order="left").get_column(NEW),
        removed=left.join(right, on=on, how="anti", maintain_order="left").get_column(OLD),
        changed=pairs.filter(is_changed),
        fields=counts,
    )


def _unlike(
    old: pl.DataFrame, new: pl.DataFrame, values: Mapping[str, str], pairs: pl.DataFrame
) -> tuple[pl.Series, dict[str, int]]:
    """Compare the values of paired rows, a column at a time; say which rows and fields differ."""
    is_changed = pl.Series([False]).new_from_index(0, pairs.height)
    counts = {}
    for name, other in values.items():
        left = old.get_column(value_column(name)).gather(pairs.get_column(OLD))
        unlike = left != new.get_column(value_column(other)).gather(pairs.get_column(NEW))
        if count := int(unlike.sum()):
            counts[name] = count
            is_changed |= unlike
    return is_changed, counts

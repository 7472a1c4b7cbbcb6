"""Fields that got another name: of one type, and with the same values row by row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from dataset_tools.diff.digest import Digest, key_column, value_column
from dataset_tools.model.schema import Field

_ALIKE = 0.8
"""The share of equal values from which on two fields are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The fields of one version of a table, and its rows.

    ``shared`` rows are not in the digest: both versions have them, column by column.
    """

    fields: tuple[Field, ...]
    key: tuple[str, ...]
    digest: Digest
    shared: int = 0

    def place(self, field: Field) -> int:
        """Return the field's place among the fields."""
        return self.fields.index(field)


def matched_fields(old: Side, new: Side) -> dict[str, str]:
    """Return the fields that both versions have: the name in OLD to the name in NEW."""
    names = {field.name for field in new.fields}
    matched = {field.name: field.name for field in old.fields if field.name in names}
    lost = [field for field in old.fields if field.name not in matched]
    gained = [field for field in new.fields if field.name not in set(matched.values())]
    if not lost or not gained:
        return matched
    of_keys = _renames(
        [field for field in lost if field.name in old.key],
        [field for field in gained if field.name in new.key],
        old,
        new,
        matched,
    )
    matched |= of_keys
    lost = [field for field in lost if field.name not in of_keys]
    gained = [field for field in gained if field.name not in of_keys.values()]
    return matched | _renames(lost, gained, old, new, matched)


def _renames(
    lost: Iterable[Field],
    gained: Iterable[Field],
    old: Side,
    new: Side,
    matched: Mapping[str, str],
) -> dict[str, str]:
    """Pair fields, the most alike first."""
    lost, gained = list(lost), list(gained)
    aligned = _aligned(old, new, matched, lost, gained) if lost and gained else None
    found = []
    for one in lost:
        for other in gained:
            if one.type != other.type:
                continue
            apart = abs(old.place(one) - new.place(other))
            share = _share(one, other, old, new, aligned)
            if share is None:
                share = 0.0 if apart else 1.0
            if share >= _ALIKE:
                found.append((-share, apart, one.name, other.name))
    renames: dict[str, str] = {}
    for _, _, name, other_name in sorted(found):
        if name not in renames and other_name not in renames.values():
            renames[name] = other_name
    return renames


def _aligned(
    old: Side,
    new: Side,
    matched: Mapping[str, str],
    lost: list[Field],
    gained: list[Field],
) -> pl.DataFrame | None:
    """Put the values in question of each row side by side, where the rows have a key."""
    key = old.key
    if not key or not all(name in matched for name in key):
        return None
    if {key_column(matched[name]) for name in key} - set(new.digest.hashes.columns):
        return None
    names = [key_column(name) for name in key]
    left = old.digest.hashes.select(*names, *_chosen(lost, old, "lost"))
    right = new.digest.hashes.select(
        *(pl.col(key_column(matched[name])).alias(key_column(name)) for name in key),
        *_chosen(gained, new, "gained"),
    )
    return left.join(right, on=names, how="inner")


def _chosen(fields: list[Field], side: Side, word: str) -> list[pl.Expr]:
    have = set(side.digest.hashes.columns)
    return [
        pl.col(value_column(field.name)).alias(f"{word} {field.name}")
        for field in fields
        if value_column(field.name) in have
    ]


def _share(
    one: Field, other: Field, old: Side, new: Side, aligned: pl.DataFrame | None
) -> float | None:
    """Return the share of equal values; None where the values tell nothing."""
    name, other_name = value_column(one.name), value_column(other.name)
    left, right = old.digest.hashes, new.digest.hashes
    if name not in left.columns or other_name not in right.columns:
        return None
    shared = old.shared if old.place(one) == new.place(other) else 0
    if not old.shared and (not left.height or not right.height or _is_constant(left, name)):
        return None
    if aligned is not None and (aligned.height or old.shared):
        equal = aligned.get_column(f"lost {one.name}") == aligned.get_column(f"gained {other.name}")
        return (int(equal.sum()) + shared) / (aligned.height + old.shared)
    counts = left.get_column(name).value_counts(name="left").rename({name: "value"})
    others = right.get_column(other_name).value_counts(name="right").rename({other_name: "value"})
    both = counts.join(others, on="value").select(pl.min_horizontal("left", "right").sum()).item()
    return (int(both) + shared) / (max(left.height, right.height) + old.shared)


def _is_constant(hashes: pl.DataFrame, name: str) -> bool:
    return hashes.get_column(name).n_unique() == 1

"""Which spellings a table has of what its schema reads alike, and which become which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from dataset_tools.compile.match import match_fields
from dataset_tools.fix import booleans, missing_values, numbers
from dataset_tools.model.package import Resource
from dataset_tools.model.schema import Field
from dataset_tools.read.batch import Batch
from dataset_tools.read.csv import DelimitedTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Respelling:
    """The texts of a column to change: by text the new one, and the mend that it is."""

    texts: Mapping[str, str]
    mends: Mapping[str, str]


@dataclass(slots=True)
class _Seen:
    """What a column has of the texts that are looked for."""

    of: Field
    are_tokens_alike: bool
    tokens: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    has_unsigned: bool = False

    def take(self, cells: pl.Series) -> None:
        """Take the cells of a batch into account; null is an empty one."""
        wanted = {*booleans.spellings(self.of), *self.of.missing_values} - {""}
        if cells.null_count():
            self.tokens.add("")
        if left := list(wanted - self.tokens):
            self.tokens.update(cells.filter(cells.is_in(left)).unique().to_list())
        if numbers.has_numbers(self.of):
            marked = cells.str.contains(numbers.PATTERN).fill_null(value=False)
            self.numbers.update(cells.filter(marked).unique().to_list())
            if not self.has_unsigned:
                self.has_unsigned = bool(cells.str.contains(numbers.UNSIGNED).any())

    def respelling(self) -> Respelling:
        """Return what is to change."""
        found: dict[str, Mapping[str, str]] = {}
        if self.are_tokens_alike:
            found[missing_values.NAME] = missing_values.respelled(self.of, self.tokens)
        found[booleans.NAME] = booleans.respelled(self.of, self.tokens)
        found[numbers.NAME] = numbers.respelled(
            self.of, self.numbers, has_unsigned=self.has_unsigned
        )
        return Respelling(
            texts={old: new for texts in found.values() for old, new in texts.items()},
            mends={old: name for name, texts in found.items() for old in texts},
        )


def respellings(
    resource: Resource, table: DelimitedTable, batches: Iterable[Batch]
) -> dict[int, Respelling]:
    """Read a table, and return what is to change by the position of its columns."""
    seen: dict[int, _Seen] | None = None
    for batch in batches:
        if seen is None:
            match = match_fields(resource.schema, table.labels, table.width)
            fields = match.fields if match.rows_make_sense else ()
            seen = {at: _Seen(field, _are_alike(field, resource)) for field, at in fields}
        for at, column in seen.items():
            column.take(batch.cells.get_column(str(at)))
    found = {at: column.respelling() for at, column in (seen or {}).items()}
    return {at: each for at, each in found.items() if each.texts}


def _are_alike(field: Field, resource: Resource) -> bool:
    """Whether one token for a missing value is as good as another."""
    is_sole = resource.dialect.null_sequence is None
    return is_sole and missing_values.are_alike(field, resource.schema)

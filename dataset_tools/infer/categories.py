"""Categories: few texts that come again and again in a long enough column."""

from dataclasses import replace

from dataset_tools.infer.column import ColumnStudy
from dataset_tools.infer.proposal import FieldDraft, Guess, TableDraft
from dataset_tools.infer.table import TableStudy

_LEAST_CELLS = 20
_MOST = 20
_TIMES = 5
_LONGEST = 40


def with_categories(table: TableDraft, study: TableStudy) -> TableDraft:
    """Add categories to the fields of text that have few values and are in no key."""
    key = table.primary_key.fields if table.primary_key else ()
    in_keys = {*key, *(each.field for each in table.foreign_keys)}
    fields = tuple(
        _with_categories(field, column) if field.name not in in_keys else field
        for field, column in zip(table.fields, study.columns, strict=True)
    )
    return replace(table, fields=fields)


def _with_categories(field: FieldDraft, column: ColumnStudy) -> FieldDraft:
    values = column.values
    if field.type != "string" or field.properties or field.unique or values is None:
        return field
    is_few = 1 < len(values) <= _MOST and len(values) * _TIMES <= column.present
    if not is_few or column.present < _LEAST_CELLS or column.longest > _LONGEST:
        return field
    once = sum(count == 1 for count in values.values())
    if once * 4 > len(values):  # more of them are yet to come
        return field
    sure = round(0.95 * (1 - len(values) / column.present) * (1 - once / len(values)), 2)
    why = f"{len(values)} texts in {column.present:,} cells"
    guess = Guess(sure=sure, why=why)
    return replace(field, categories=tuple(sorted(values)), categories_guess=guess)

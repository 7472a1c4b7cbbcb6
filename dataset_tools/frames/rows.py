"""Rows as typed Python values, read one by one by the reference parsers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from dataset_tools.compile.column import Column
from dataset_tools.exceptions import UsageError
from dataset_tools.field_types.types import field_type
from dataset_tools.files.opened import Files
from dataset_tools.formula.evaluate import row_judge
from dataset_tools.formula.exceptions import FormulaError
from dataset_tools.formula.parse import field_names, parse
from dataset_tools.model.package import Resource
from dataset_tools.read.batch import Batch
from dataset_tools.read.reader import TableReader
from dataset_tools.read.tables import open_table
from dataset_tools.read.typed_table import Header

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Typed rows of a table; None is a missing value, or a cell that cannot be read."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    to_json: Mapping[str, Callable[[object], object]]


def typed_rows(
    resource: Resource,
    files: Files,
    *,
    head: int | None = None,
    where: str | None = None,
) -> Rows:
    """Read the rows of a table, all or the first ``head`` that satisfy a formula.

    Raises
    ------
    UsageError
        The formula is none, or names a field that the table has not.
    """
    table = open_table(resource, files)
    keeps = _filter(where)
    rows: list[Row] = []
    columns: tuple[Column, ...] | None = None
    for batch in table.batches():
        if columns is None:
            columns = _columns(resource, table, where)
        for row in _rows(batch, columns):
            if head is not None and len(rows) >= head:
                break
            if keeps(row):
                rows.append(row)
        if head is not None and len(rows) >= head:
            break
    if columns is None:
        columns = _columns(resource, table, where)
    return Rows(
        names=tuple(column.field.name for column in columns),
        rows=tuple(rows),
        to_json={column.field.name: field_type(column.field.type).to_json for column in columns},
    )


def _columns(resource: Resource, table: TableReader, where: str | None) -> tuple[Column, ...]:
    columns = Header.of(table, resource).columns
    _check_names(where, columns)
    return columns


def _rows(batch: Batch, columns: tuple[Column, ...]) -> Iterator[Row]:
    texts = batch.cells.select(column.text.alias(str(at)) for at, column in enumerate(columns))
    blank = set(batch.blank.tolist())
    for number, cells in enumerate(texts.iter_rows()):
        if number not in blank:
            yield {
                column.field.name: _value(column, cell)
                for column, cell in zip(columns, cells, strict=True)
            }


def _value(column: Column, cell: str | None) -> object:
    if cell is None:
        return None
    try:
        return column.parse(cell)
    except ValueError:
        return None


def _filter(where: str | None) -> Callable[[Row], bool]:
    if where is None:
        return lambda _: True
    try:
        return row_judge(parse(where))
    except FormulaError as error:
        raise UsageError(f"the formula cannot be read: {error}") from None


def _check_names(where: str | None, columns: tuple[Column, ...]) -> None:
    known = {column.field.name for column in columns}
    for name in field_names(parse(where)) if where is not None else ():
        if name not in known:
            raise UsageError(f'there is no field "{name}"; there are: {", ".join(sorted(known))}')

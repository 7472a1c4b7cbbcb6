"""Sheets of workbooks (XLSX, ODS), by calamine.

The older XLS is left out: a lone cell in its far corner would end the process.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from dataset_tools.compile.native import plain_text, string_text
from dataset_tools.model.dialect import Dialect
from dataset_tools.read.batch import Batch
from dataset_tools.read.cell_text import moment_text
from dataset_tools.read.header import joined_labels
from dataset_tools.read.native_table import Cells, NativeTable, Row, Unreadable
from dataset_tools.read.pieces import Pieces
from dataset_tools.read.random_access import seekable
from dataset_tools.read.workbook_parts import check_parts
from dataset_tools.read.xlsx_span import Errors

FORMAT = "DT516"
NOT_THERE = "DT514"
EMPTY = "DT503"
LARGEST_STORED = 512 << 20
"""A workbook is held in memory as it is stored."""
_WHOLE = 1 << 53


@dataclass(frozen=True, slots=True)
class WorkbookPart:
    """Reads the sheet of a workbook that the dialect names."""

    dialect: Dialect

    def __call__(self, table: NativeTable, pieces: Pieces, place: str) -> Iterator[Batch]:
        """Yield the rows of the sheet."""
        from python_calamine import CalamineError, CalamineWorkbook

        with seekable(pieces) as file:
            errors = check_parts(file, self.dialect)
            file.seek(0)
            stored = file.read(LARGEST_STORED + 1)
        if len(stored) > LARGEST_STORED:
            raise Unreadable(FORMAT, f"a workbook of more than {LARGEST_STORED >> 20} MiB")
        try:
            book = CalamineWorkbook.from_filelike(io.BytesIO(stored))
            del stored
            sheet = _sheet(book, self.dialect)
        except (CalamineError, OSError, ValueError) as error:
            raise Unreadable(FORMAT, f"cannot be read as a workbook: {error}") from None
        yield from self._rows(table, _records(sheet, errors), place)

    def _rows(self, table: NativeTable, records: Iterator[Cells], place: str) -> Iterator[Batch]:
        """Take the header from the first records; the rest are rows."""
        wanted = table.header_rows
        header: list[list[str]] = []
        number = 0
        while number < max(wanted, default=0):
            cells = next(records, None)
            if cells is None:
                break
            number += 1
            if number in wanted and not self._is_comment(cells, number):
                header.append([_shown(cell) for cell in cells])
            elif self._is_comment(cells, number) and self.dialect.comment_char:
                wanted = tuple(each + 1 if each >= number else each for each in wanted)
        if wanted and not number:
            raise Unreadable(EMPTY, "is empty")
        if wanted:
            table.take_labels(
                _cut(joined_labels(header, self.dialect.header_join)), place, records=number
            )
        elif not table.width:
            table.width = len(table.field_names)
        yield from table.batches_of(self._fitted(table, records, number), place)

    def _fitted(self, table: NativeTable, records: Iterator[Cells], before: int) -> Iterator[Row]:
        """Yield rows as wide as the table, or wider where a cell too many has a value."""
        for number, cells in enumerate(records, before + 1):
            if self._is_comment(cells, number):
                yield Row(None)
                continue
            while len(cells) > table.width and cells[-1] is None:
                cells.pop()
            yield Row(cells + [None] * (table.width - len(cells)))

    def _is_comment(self, cells: Cells, number: int) -> bool:
        if number in self.dialect.comment_rows:
            return True
        mark = self.dialect.comment_char
        return bool(mark and cells and _shown(cells[0]).startswith(mark))


def _sheet(book: Any, dialect: Dialect) -> Any:
    names = list(book.sheet_names)
    listed = ", ".join(f'"{name}"' for name in names[:20])
    if dialect.sheet_name is not None:
        if dialect.sheet_name not in names:
            note = f'there is no sheet "{dialect.sheet_name}"; there are: {listed}'
            raise Unreadable(NOT_THERE, note)
        return book.get_sheet_by_name(dialect.sheet_name)
    if dialect.sheet_number > len(names):
        note = f"there is no sheet {dialect.sheet_number}; there are {len(names)}: {listed}"
        raise Unreadable(NOT_THERE, note)
    return book.get_sheet_by_index(dialect.sheet_number - 1)


def _records(sheet: Any, errors: Errors) -> Iterator[Cells]:
    """Yield the records from the first row and column on, without blank ones at the end."""
    if sheet.start is None:
        return
    _, left = sheet.start  # its rows come from the first one on, its cells from the start on
    blank = 0
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells: Cells = [None] * left
        cells += [_text(value) for value in values]
        for column, text in errors.get(number, {}).items():
            if column < len(cells):
                cells[column] = string_text(text)
        if all(cell is None for cell in cells):
            blank += 1
            continue
        yield from ([] for _ in range(blank))
        blank = 0
        yield cells


def _text(value: object) -> str | None:
    """Return the value of a cell as a JSON text; a number without a fraction has none."""
    if isinstance(value, str):
        return string_text(value) if value else None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _WHOLE else repr(value)
    if isinstance(value, date | time | timedelta):
        return moment_text(value)
    return str(value)


def _shown(cell: str | None) -> str:
    return "" if cell is None else plain_text(cell)


def _cut(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Cut the empty labels at the end: a sheet is as wide as its widest row."""
    width = max((at for at, label in enumerate(labels, 1) if label), default=0)
    return labels[:width]

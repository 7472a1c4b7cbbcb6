"""A workbook: a sheet for each table, typed cells, and a dictionary of the fields.

Every text is written as text, never as a formula or a link. What a cell cannot hold digit by digit
is the text of its value.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as record_field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from dataset_tools.compile.column import Column
from dataset_tools.exceptions import BeyondFormat, UsageError
from dataset_tools.export.destination import Destination
from dataset_tools.export.exporter import Exporter, Note, Source
from dataset_tools.export.names import distinct, package_file_name
from dataset_tools.export.tables.dictionary import HEADINGS, field_rows
from dataset_tools.export.tables.exact import Part
from dataset_tools.export.tables.kinds import JSON, WHOLE, an, counted
from dataset_tools.export.tables.left_out import files_left_out
from dataset_tools.export.tables.opened import OpenedTable, opened
from dataset_tools.model.package import DataPackage
from dataset_tools.model.schema import Field

ROWS, COLUMNS, CHARACTERS = 1_048_576, 16_384, 32_767
"""The limits of a sheet, and of the text of a cell."""
_DICTIONARY = "dictionary"
_LONGEST_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\\0'", "_"))
_ESCAPED = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_")
_DIGITS = 15
_EXACT = 2**53
_FIRST_DAY = date(1900, 3, 1)
"""Excel counts a 29 February 1900; days before it come back as others."""
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 (the same in every file, so that bytes are equal)
_DATE, _TIME, _MOMENT = "yyyy-mm-dd", "hh:mm:ss.000", "yyyy-mm-dd hh:mm:ss.000"
_MILLISECOND = 1000


def write_xlsx(source: Source, destination: Destination) -> Iterator[Note]:
    """Write ``NAME.xlsx``."""
    try:
        import xlsxwriter
    except ImportError:
        raise UsageError(
            "the export to xlsx needs xlsxwriter: install datapackage-tools[formats]"
        ) from None
    package = source.package
    with destination.file(f"{package_file_name(package)}.xlsx") as path:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(path, options) as book:
            book.set_properties({"created": _CREATED, "title": package.title or package.name})
            yield from _write(source, book)
    yield from files_left_out(package)


def _write(source: Source, book: Any) -> Iterator[Note]:
    package = source.package
    sheets = _sheet_names(package)
    styles = _styles(book)
    for resource in package.tables:
        table = opened(source, resource)
        if len(table.columns) > COLUMNS:
            raise BeyondFormat(f'a sheet has {COLUMNS:,} columns, and "{resource.name}" has more')
        writer = _SheetWriter(book=book, styles=styles, name=sheets[resource.name], table=table)
        writer.write()
        yield from writer.notes()
    _write_dictionary(package, book, styles, sheets[""])


def _sheet_names(package: DataPackage) -> Mapping[str, str]:
    """Name the sheets of the tables, and of the dictionary (under the empty name)."""
    names = distinct([table.name for table in package.tables], _sheet_name, _LONGEST_NAME)
    taken = {name.casefold() for name in names.values()}
    dictionary = _DICTIONARY if _DICTIONARY not in taken else f"{_DICTIONARY} of fields"
    return {**names, "": dictionary}


def _sheet_name(name: str) -> str:
    plain = name.translate(_FORBIDDEN)
    return f"{plain}_" if plain.casefold() == "history" else plain  # Excel keeps that name


def _styles(book: Any) -> Mapping[str, Any]:
    formats = {"head": {"bold": True}} | {
        form: {"num_format": form} for form in (_DATE, _TIME, _MOMENT)
    }
    return {name: book.add_format(properties) for name, properties in formats.items()}


@dataclass(slots=True, kw_only=True)
class _SheetWriter:
    """A table on its way into one sheet, or into several where it has too many rows."""

    book: Any
    styles: Mapping[str, Any]
    name: str
    table: OpenedTable
    told: Counter[tuple[str, str]] = record_field(default_factory=Counter)
    sheets: list[str] = record_field(default_factory=list)
    _sheet: Any = None
    _row: int = ROWS

    def write(self) -> None:
        """Write the header and all rows."""
        self._next_sheet()
        writers = [self._writer(column.field) for column in self.table.columns]
        for part in self.table.parts:
            values = [_values(column, part) for column in self.table.columns]
            for row in zip(*values, strict=True):
                if self._row == ROWS:
                    self._next_sheet()
                for at, (write, value) in enumerate(zip(writers, row, strict=True)):
                    if value is not None:
                        write(at, value)
                self._row += 1

    def notes(self) -> Iterator[Note]:
        """Tell what the sheet does not hold as it is."""
        table = self.table.resource.name
        if self.name != table:
            yield Note(table=table, message=f'the sheet is named "{self.name}"')
        if len(self.sheets) > 1:
            rest = ", ".join(f'"{name}"' for name in self.sheets[1:])
            yield Note(
                table=table, message=f"a sheet has {ROWS:,} rows; the table goes on in {rest}"
            )
        for column in self.table.columns:
            for message in _of_the_type(column.field):
                yield Note(table=table, field=column.field.name, message=message)
        for (field, message), count in self.told.items():
            yield Note(table=table, field=field, message=f"{message}: {counted(count, 'cell')}")

    def _next_sheet(self) -> None:
        number = len(self.sheets) + 1
        mark = f" ({number})" if number > 1 else ""
        name = self.name[: _LONGEST_NAME - len(mark)] + mark
        self._sheet = self.book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        self.sheets.append(name)
        for at, column in enumerate(self.table.columns):
            self._sheet.write_string(0, at, column.field.name[:CHARACTERS], self.styles["head"])
        self._row = 1

    def _writer(self, field: Field) -> Callable[[int, object], None]:
        """Return the function that writes one value into a column of the present row."""
        if field.type in WHOLE or field.type == "number":
            return lambda at, value: self._number(field, at, value)
        if field.type == "boolean":
            return lambda at, value: self._sheet.write_boolean(self._row, at, value)
        if field.type in ("date", "datetime", "time"):
            return lambda at, value: self._moment(field, at, value)
        return lambda at, value: self._text(field, at, str(value))

    def _text(self, field: Field, at: int, text: str) -> None:
        if len(text) > CHARACTERS:
            self.told[field.name, f"a text is cut after {CHARACTERS:,} characters"] += 1
            text = text[:CHARACTERS]
        if not text:
            self.told[field.name, "an empty text is an empty cell, as a missing value is"] += 1
            return
        if _ESCAPED.search(text):
            self.told[field.name, "control characters are written as _x0001_, as Excel does"] += 1
        if self._sheet.write_string(self._row, at, text):
            raise BeyondFormat(f'a cell of field "{field.name}" cannot be written')

    def _number(self, field: Field, at: int, value: object) -> None:
        number = Decimal(str(value))
        if _is_exact(number):
            self._sheet.write_number(self._row, at, float(number))
            return
        self.told[field.name, "a number is text, as a cell does not hold all its digits"] += 1
        self._text(field, at, str(value))

    def _moment(self, field: Field, at: int, value: object) -> None:
        moment, text = value if isinstance(value, tuple) else (value, str(value))
        if _is_within(moment):
            style = self.styles[_STYLE[field.type]]
            self._sheet.write_datetime(self._row, at, moment, style)
            return
        self.told[field.name, f"a {field.type} is text, as no cell holds it"] += 1
        self._text(field, at, text)


_STYLE = {"date": _DATE, "time": _TIME, "datetime": _MOMENT}


def _values(column: Column, part: Part) -> list[object]:
    """Return values to write: dates and times each with its exact text."""
    if column.field.type == "boolean":
        return part.values(column).to_list()
    texts: list[object] = part.exact(column).to_list()
    if column.field.type not in ("date", "datetime", "time"):
        return texts
    beyond = part.beyond(column)
    values = part.values(column).to_list()
    return [
        None if text is None else (None if at in beyond or _has_zone(str(text)) else value, text)
        for at, (value, text) in enumerate(zip(values, texts, strict=True))
    ]


def _has_zone(text: str) -> bool:
    """Whether a time or datetime has a zone, of which a cell knows nothing."""
    clock = text.partition("T")[2] or text if ":" in text else ""
    return clock.endswith("Z") or "+" in clock or "-" in clock


def _is_exact(number: Decimal) -> bool:
    """Whether a cell, a double of which 15 digits are shown, holds the number."""
    if not number.is_finite():
        return False
    digits = number.as_tuple().digits
    kept = len(digits) <= _DIGITS or len(number.normalize().as_tuple().digits) <= _DIGITS
    return kept and abs(number) <= _EXACT * 10**300 and Decimal(repr(float(number))) == number


def _is_within(moment: object) -> bool:
    """Whether a cell holds a date or time: from March 1900 on, to the millisecond."""
    if isinstance(moment, datetime):
        return moment.date() >= _FIRST_DAY and moment.microsecond % _MILLISECOND == 0
    if isinstance(moment, date):
        return moment >= _FIRST_DAY
    return isinstance(moment, time) and moment.microsecond % _MILLISECOND == 0


def _of_the_type(field: Field) -> Iterator[str]:
    if field.type in JSON:
        yield f"{an(field.type)} is written as JSON text"
    if field.type in ("yearmonth", "duration"):
        yield f"{an(field.type)} is written as its ISO text"


def _write_dictionary(
    package: DataPackage, book: Any, styles: Mapping[str, Any], name: str
) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for at, heading in enumerate(HEADINGS):
        sheet.write_string(0, at, heading, styles["head"])
    for number, row in enumerate(field_rows(package), start=1):
        for at, text in enumerate(row):
            if text:
                sheet.write_string(number, at, text[:CHARACTERS])


XLSX = Exporter(suffixes=(".xlsx",), write=write_xlsx)

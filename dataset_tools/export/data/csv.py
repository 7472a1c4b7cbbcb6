"""CSV in one form: UTF-8, commas, LF, and each value in the default form of its type."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import polars as pl

from dataset_tools.compile.column import Column
from dataset_tools.export.destination import Destination
from dataset_tools.export.exporter import Exporter, Note, Source
from dataset_tools.export.names import file_names
from dataset_tools.export.tables.exact import Part, dump, written
from dataset_tools.export.tables.kinds import TEXT, counted, has_default_form
from dataset_tools.export.tables.left_out import files_left_out
from dataset_tools.export.tables.measure import part_shapes
from dataset_tools.export.tables.opened import OpenedTable, opened
from dataset_tools.export.tables.shape import Shape, Shapes, joined_shapes
from dataset_tools.field_types.exact_number import whole_number_text
from dataset_tools.field_types.geopoint import Geopoint
from dataset_tools.field_types.list import list_to_json
from dataset_tools.model.schema import Field

_YEAR = 4


def write_csv(source: Source, destination: Destination) -> Iterator[Note]:
    """Write ``TABLE.csv`` for each table."""
    names = file_names(source.package)
    for resource in source.package.tables:
        with destination.file(f"{names[resource.name]}.csv", resource.name) as path:
            table = opened(source, resource)
            rows, shapes = _write(table, path)
        for column in table.columns:
            shape = shapes.get(column.field.name, Shape())
            has_empty_lines = len(table.columns) == 1 and shape.values < rows
            for message in _messages(column.field, shape, has_empty_lines=has_empty_lines):
                yield Note(table=resource.name, field=column.field.name, message=message)
    yield from files_left_out(source.package)


def _write(table: OpenedTable, path: Path) -> tuple[int, Shapes]:
    rows, shapes = 0, dict[str, Shape]()
    with path.open("wb") as file:
        _write_rows(file, pl.DataFrame([[column.field.name] for column in table.columns]))
        for part in table.parts:
            rows += part.height
            shapes = dict(joined_shapes(shapes, part_shapes(part, table.columns, TEXT)))
            _write_rows(file, pl.DataFrame([_cells(column, part) for column in table.columns]))
    return rows, shapes


def _write_rows(file: BinaryIO, cells: pl.DataFrame) -> None:
    """Quote what needs it, and an empty text, so that it is told from a missing value."""
    cells.write_csv(file, include_header=False, line_terminator="\n", quote_style="necessary")


def _cells(column: Column, part: Part) -> pl.Series:
    field = column.field
    if field.type == "geopoint":
        return written(column, part.texts(column), _point)
    if field.type == "year":
        return written(column, part.texts(column), _year)
    if field.type == "list":
        return written(column, part.texts(column), lambda value: _items(field, value))
    return part.exact(column)


def _point(value: object) -> str:
    return f"{value.lon:f},{value.lat:f}" if isinstance(value, Geopoint) else ""


def _year(value: object) -> str:
    """Write at least four digits, as the type asks."""
    year = value if isinstance(value, int) else 0
    return ("-" if year < 0 else "") + whole_number_text(abs(year)).zfill(_YEAR)


def _items(field: Field, value: object) -> str:
    """Join the items by the field's delimiter, as its type reads them."""
    items = list_to_json(value)
    texts = [each if isinstance(each, str) else dump(each) for each in items or ()]  # type: ignore[attr-defined]
    return field.delimiter.join(texts)


def _messages(field: Field, shape: Shape, *, has_empty_lines: bool) -> Iterator[str]:
    if shape.empty:
        some = counted(shape.empty, "text")
        yield f'an empty text is "", which some readers take for a missing value: {some}'
    if has_empty_lines:
        yield "a missing value is an empty line, which some readers leave out"
    if _has_own_form(field):
        yield "the values are written in the default form of the type, not in the field's own"


def _has_own_form(field: Field) -> bool:
    """Whether the schema reads another form than the one that is written."""
    if field.type == "boolean":
        return "true" not in field.true_values or "false" not in field.false_values
    return field.type != "string" and not has_default_form(field)


CSV = Exporter(suffixes=(".csv",), write=write_csv, is_a_table=True)

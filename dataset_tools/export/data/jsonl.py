"""JSON Lines: an object for each row, its keys in the order of the fields.

A number is the text of its digits, so that no reader rounds it; JSON's own numbers are doubles to
most.
"""

from collections import Counter
from collections.abc import Iterator
from json.encoder import encode_basestring
from pathlib import Path

import polars as pl

from dataset_tools.compile.column import Column
from dataset_tools.export.destination import Destination
from dataset_tools.export.exporter import Exporter, Note, Source
from dataset_tools.export.names import file_names
from dataset_tools.export.tables.exact import Part
from dataset_tools.export.tables.kinds import ISO, JSON, TEXT, WHOLE, an, counted
from dataset_tools.export.tables.left_out import files_left_out
from dataset_tools.export.tables.opened import OpenedTable, opened
from dataset_tools.model.schema import Field

_AS_THEY_ARE = WHOLE | JSON | {"boolean"}
"""Types whose exact texts are JSON."""
_TO_ESCAPE = r'[\\"\x00-\x1f]'


def write_jsonl(source: Source, destination: Destination) -> Iterator[Note]:
    """Write ``TABLE.jsonl`` for each table."""
    names = file_names(source.package)
    for resource in source.package.tables:
        with destination.file(f"{names[resource.name]}.jsonl", resource.name) as path:
            table = opened(source, resource)
            large = _write(table, path)
        for column in table.columns:
            for message in _messages(column.field, large[column.field.name]):
                yield Note(table=resource.name, field=column.field.name, message=message)
    yield from files_left_out(source.package)


def _write(table: OpenedTable, path: Path) -> Counter[str]:
    """Write the rows; return how many whole numbers of each field 64 bits do not hold."""
    large: Counter[str] = Counter()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for part in table.parts:
            large.update(
                {
                    column.field.name: len(part.beyond(column))
                    for column in table.columns
                    if column.field.type in WHOLE
                },
            )
            file.writelines(f"{line}\n" for line in _objects(table.columns, part))
    return large


def _objects(columns: tuple[Column, ...], part: Part) -> pl.Series:
    """Return each row as the text of an object."""
    values = pl.DataFrame([_json(column, part).alias(str(at)) for at, column in enumerate(columns)])
    members: list[pl.Expr] = []
    for at, column in enumerate(columns):
        before = "{" if at == 0 else ", "
        members += [pl.lit(f"{before}{encode_basestring(column.field.name)}: "), pl.col(str(at))]
    return values.select(pl.concat_str([*members, pl.lit("}")])).to_series()


def _json(column: Column, part: Part) -> pl.Series:
    """Return each value as JSON."""
    texts = part.exact(column)
    if column.field.type in _AS_THEY_ARE:
        return texts.fill_null("null")
    text = pl.col(texts.name)
    plain = pl.concat_str([pl.lit('"'), text, pl.lit('"')])
    if column.field.type in TEXT:
        plain = pl.when(~text.str.contains(_TO_ESCAPE)).then(plain)
    written = texts.to_frame().select(plain).to_series()
    left = (written.is_null() & texts.is_not_null()).arg_true()
    if len(left):
        written = written.scatter(left, [encode_basestring(each) for each in texts.gather(left)])
    return written.fill_null("null")


def _messages(field: Field, large: int) -> Iterator[str]:
    if large:
        yield f"many readers round what 64 bits do not hold: {counted(large, 'value')}"
    if field.type == "number":
        yield "a number is the text of its digits, so that no reader rounds it"
    if field.type in ISO:
        yield f"{an(field.type)} is written as its ISO text"


JSONL = Exporter(suffixes=(".jsonl", ".ndjson"), write=write_jsonl, is_a_table=True)

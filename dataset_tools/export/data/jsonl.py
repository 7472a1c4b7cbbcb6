"""JSON Lines: an object for each row, its keys in the order of the fields.

A number is the text of its digits, so that no reader rounds it; JSON's own numbers are doubles to
most.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from dataset_tools.compile.column import Column
from dataset_tools.export.destination import Destination
from dataset_tools.export.exporter import Exporter, Note, Source
from dataset_tools.export.names import file_names
from dataset_tools.export.tables.exact import Part
from dataset_tools.export.tables.kinds import ISO, JSON, WHOLE, an, counted
from dataset_tools.export.tables.left_out import files_left_out
from dataset_tools.export.tables.opened import OpenedTable, opened
from dataset_tools.model.schema import Field

_AS_THEY_ARE = WHOLE | JSON | {"boolean"}
"""Types whose exact texts are JSON."""


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
    keys = [f"{json.dumps(column.field.name, ensure_ascii=False)}: " for column in table.columns]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for part in table.parts:
            large.update(
                {
                    column.field.name: len(part.beyond(column))
                    for column in table.columns
                    if column.field.type in WHOLE
                },
            )
            values = [_values(column, part) for column in table.columns]
            file.writelines(
                "{" + ", ".join(map("".join, zip(keys, row, strict=True))) + "}\n"
                for row in zip(*values, strict=True)
            )
    return large


def _values(column: Column, part: Part) -> list[str]:
    write = _writer(column.field)
    return ["null" if text is None else write(text) for text in part.exact(column)]


def _writer(field: Field) -> Callable[[str], str]:
    """Return the function that makes the JSON of an exact text."""
    if field.type in _AS_THEY_ARE:
        return str
    return lambda text: json.dumps(text, ensure_ascii=False)


def _messages(field: Field, large: int) -> Iterator[str]:
    if large:
        yield f"many readers round what 64 bits do not hold: {counted(large, 'value')}"
    if field.type == "number":
        yield "a number is the text of its digits, so that no reader rounds it"
    if field.type in ISO:
        yield f"{an(field.type)} is written as its ISO text"


JSONL = Exporter(suffixes=(".jsonl", ".ndjson"), write=write_jsonl, is_a_table=True)

"""What is in a package, for people and for programs."""

import json
from collections.abc import Iterator

from dataset_tools.describe.summary import (
    Bin,
    FieldSummary,
    PackageSummary,
    TableSummary,
)
from dataset_tools.escapes import disarmed, json_text
from dataset_tools.model.schema import Schema
from dataset_tools.render.visible import markdown_cell, visible

_BLOCKS = "▁▂▃▄▅▆▇█"
_VALUE = 24
_NAME = 32
_MOST = 3
_COLUMNS = ("field", "type", "missing", "distinct", "min", "max", "mean", "values")


def summary_json(summary: PackageSummary) -> str:
    """Return the summary as JSON; ``distinct`` is a lower bound where it is not exact."""
    result = {
        "name": summary.name,
        "title": summary.title,
        "version": summary.version,
        "tables": [_table_json(table) for table in summary.tables],
        "files": [
            {"name": file.name, "place": file.place, "bytes": file.bytes} for file in summary.files
        ],
        "descriptor_errors": summary.faults,
    }
    return json_text(result) + "\n"


def _table_json(table: TableSummary) -> dict[str, object]:
    schema = table.schema or Schema()
    return {
        "name": table.name,
        "title": table.title,
        "place": table.place,
        "rows": table.rows,
        "bytes": table.bytes,
        "blank_rows": table.blank_rows,
        "ragged_rows": table.ragged_rows,
        "primary_key": list(schema.primary_key),
        "unique_keys": [list(key) for key in schema.unique_keys],
        "foreign_keys": [
            {
                "fields": list(key.fields),
                "resource": key.resource or table.name,
                "reference_fields": list(key.reference_fields),
            }
            for key in schema.foreign_keys
        ],
        "fields": [_field_json(field) for field in table.fields],
        "notes": list(table.notes),
    }


def _field_json(field: FieldSummary) -> dict[str, object]:
    return {
        "name": field.name,
        "type": field.type,
        "format": field.format,
        "present": field.present,
        "missing": field.missing,
        "unreadable": field.unreadable,
        "distinct": field.distinct,
        "distinct_is_exact": field.is_exact,
        "min": field.minimum,
        "max": field.maximum,
        "mean": field.mean,
        "histogram": [
            {"from": each.start, "to": each.end, "count": each.count} for each in field.histogram
        ],
        "frequent": None
        if field.frequent is None
        else [{"value": each.value, "count": each.count} for each in field.frequent],
    }


def summary_text(summary: PackageSummary) -> str:
    """Return the summary as lines of text, a table of fields for each table."""
    return disarmed("\n".join(_text_lines(summary)) + "\n")


def _text_lines(summary: PackageSummary) -> Iterator[str]:
    for table in summary.tables:
        yield f"{visible(table.name)} ({visible(table.place)}): {_size(table)}"
        yield from (f"  {visible(line)}" for line in _key_lines(table))
        yield from _aligned(_field_lines(table))
        yield from (f"  note: {visible(note)}" for note in table.notes)
        yield ""
    for file in summary.files:
        size = "missing" if file.bytes is None else _count(file.bytes, "byte")
        yield f"{visible(file.name)} ({visible(file.place)}): {size}"
    if summary.faults:
        yield f"the descriptor has {_count(summary.faults, 'error')}; validate tells them"
    yield f"{_count(len(summary.tables), 'table')}, {_rows(summary)}"


def summary_markdown(summary: PackageSummary) -> str:
    """Return the summary in Markdown, a table of fields for each table."""
    return disarmed("\n".join(_markdown_lines(summary)) + "\n")


def _markdown_lines(summary: PackageSummary) -> Iterator[str]:
    yield f"# {markdown_cell(summary.title or summary.name or 'Data package')}"
    for table in summary.tables:
        yield from ("", f"## {markdown_cell(table.title or table.name)}", "")
        yield f"{markdown_cell(table.place)}: {_size(table)}"
        lines = [*_key_lines(table), *(f"note: {note}" for note in table.notes)]
        yield from ([""] if lines else [])
        yield from (f"- {markdown_cell(line)}" for line in lines)
        for number, cells in enumerate(_field_lines(table)):
            yield from ([""] if not number else [])
            yield _markdown_row([markdown_cell(cell) for cell in cells])
            yield from ([_markdown_row(["---"] * len(cells))] if not number else [])
    for file in summary.files:
        size = "missing" if file.bytes is None else _count(file.bytes, "byte")
        yield from ("", f"{markdown_cell(file.name)} ({markdown_cell(file.place)}): {size}")
    if summary.faults:
        yield from ("", f"The descriptor has {_count(summary.faults, 'error')}.")


def _field_lines(table: TableSummary) -> list[tuple[str, ...]]:
    """Return a heading and a line a field, without the columns that no field has."""
    lines = [_cells(field) for field in table.fields]
    wanted = [at for at, word in enumerate(_COLUMNS) if not at or any(cells[at] for cells in lines)]
    return [tuple(line[at] for at in wanted) for line in (_COLUMNS, *lines)] if lines else []


def _aligned(lines: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield f"  {'  '.join(cells)}".rstrip()


def _markdown_row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _size(table: TableSummary) -> str:
    odd = [f"{table.blank_rows:,} empty"] if table.blank_rows else []
    odd += [f"{table.ragged_rows:,} ragged"] if table.ragged_rows else []
    rows = _count(table.rows, "row") + (f" ({', '.join(odd)})" if odd else "")
    return f"{rows}, {_count(table.bytes, 'byte')}"


def _key_lines(table: TableSummary) -> Iterator[str]:
    schema = table.schema or Schema()
    if schema.primary_key:
        yield f"primary key: {', '.join(schema.primary_key)}"
    for unique in schema.unique_keys:
        yield f"unique: {', '.join(unique)}"
    for key in schema.foreign_keys:
        target = f"{key.resource or table.name} ({', '.join(key.reference_fields)})"
        yield f"foreign key: {', '.join(key.fields)} → {target}"


def _cells(field: FieldSummary) -> tuple[str, ...]:
    """Return the line of one field."""
    type = field.type if field.format == "default" else f"{field.type} ({field.format})"
    missing = f"{field.missing:,}"
    if field.unreadable:
        missing += f" (and {field.unreadable:,} unreadable)"
    return (
        visible(field.name, _NAME),
        visible(type, _NAME),
        missing,
        f"{field.distinct:,}" if field.is_exact else f"> {field.distinct:,}",
        _shown(field.minimum),
        _shown(field.maximum),
        "" if field.mean is None else f"{field.mean:.6g}",
        spark(field.histogram) or _frequent(field),
    )


def spark(bins: tuple[Bin, ...]) -> str:
    """Draw a histogram in one line.

    Examples
    --------
    >>> spark((Bin(start=0, end=1, count=1), Bin(start=1, end=2, count=8)))
    '▁█'
    """
    most = max((each.count for each in bins), default=0)
    return "".join(
        _BLOCKS[(each.count * len(_BLOCKS) - 1) // most] if each.count else "·" for each in bins
    )


def _frequent(field: FieldSummary) -> str:
    """Return the most frequent values; none where no value comes twice."""
    if field.frequent is None:
        return "too many to count each"
    if field.distinct == field.present > 1 and field.is_exact:
        return "no two alike"
    return ", ".join(f"{_shown(each.value)} ({each.count:,})" for each in field.frequent[:_MOST])


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return visible(text, _VALUE)


def _rows(summary: PackageSummary) -> str:
    return _count(sum(table.rows for table in summary.tables), "row")


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"

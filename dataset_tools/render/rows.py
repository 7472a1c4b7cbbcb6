"""Rows of a table for people and for programs."""

import csv
import io
import json
from collections.abc import Iterable

from dataset_tools.escapes import disarmed, json_text
from dataset_tools.frames.rows import Rows
from dataset_tools.render.visible import markdown_cell, visible

_WIDEST = 40


def rows_json(rows: Rows) -> str:
    """Return an array of objects, fields in order, null for a missing value."""
    return json_text(_plain(rows)) + "\n"


def rows_csv(rows: Rows) -> str:
    """Return CSV with a header, line feeds, and empty cells for missing values."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows.names)
    writer.writerows(_texts(rows))
    return text.getvalue()


def rows_markdown(rows: Rows) -> str:
    """Return a table in Markdown."""
    lines = [rows.names, ["---"] * len(rows.names), *_texts(rows)]
    return "".join(f"| {' | '.join(markdown_cell(cell) for cell in line)} |\n" for line in lines)


def rows_table(rows: Rows) -> str:
    """Return columns of text, long cells cut."""
    lines = [list(rows.names), *_texts(rows)]
    cut = [[visible(cell, _WIDEST) for cell in line] for line in lines]
    widths = [max(map(len, column)) for column in zip(*cut, strict=True)]
    parted = [cut[0], ["─" * width for width in widths], *cut[1:]]
    return disarmed(
        "".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            + "\n"
            for line in parted
        )
    )


def _plain(rows: Rows) -> list[dict[str, object]]:
    return [
        {name: None if row[name] is None else rows.to_json[name](row[name]) for name in rows.names}
        for row in rows.rows
    ]


def _texts(rows: Rows) -> Iterable[list[str]]:
    for row in _plain(rows):
        yield [_text(row[name]) for name in rows.names]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)

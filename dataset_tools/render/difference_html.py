"""What changed between two versions of a package, as one HTML page."""

from collections.abc import Iterator

from dataset_tools.diff.change import STEPS, Change
from dataset_tools.diff.difference import Difference, Example, RowDifference
from dataset_tools.render.page import code, page, text
from dataset_tools.render.words import counted

_MOST_CHANGES = 2_000
_WORDS = {"major": "bad-word", "minor": "warn-word", "patch": "good-word", "none": "quiet"}


def difference_html(difference: Difference) -> str:
    """Return the page: the verdict, each change with its rule, and rows by table."""
    title = f"Changes of {difference.name or 'a package'}: {_verdict(difference)}"
    return page(title, "".join(_body(difference)))


def _verdict(difference: Difference) -> str:
    if difference.step == "none":
        return "nothing that asks for another version"
    return f"a {difference.step.upper()} step"


def _body(difference: Difference) -> Iterator[str]:
    verdict = difference.verdict
    versions = " → ".join(code(each) or "no version" for each in (verdict.old, verdict.new))
    name = text(difference.name or "Package")
    yield f'<header class="{"good" if verdict.ok else "bad"}">'
    yield f"<h1>{name}: {_verdict(difference)}</h1>\n"
    yield f'<p class="quiet">{versions}: {text(verdict.note)}</p></header>\n<main>\n'
    changes = sorted(difference.changes, key=lambda each: -STEPS.index(each.step))
    if changes:
        yield from _changes(changes)
    for table, rows in difference.rows.items():
        if not rows.is_empty:
            yield from _rows(table, rows)
    yield "</main>\n"


def _changes(changes: list[Change]) -> Iterator[str]:
    yield "<section><h2>Changes</h2>\n<table><thead><tr><th>step</th>"
    yield '<th class="where">where</th><th>what</th><th>rule</th></tr></thead>\n<tbody>\n'
    for change in changes[:_MOST_CHANGES]:
        where = ".".join(part for part in (change.resource, change.field) if part)
        yield (
            f'<tr><td data-label="step"><span class="{_WORDS[change.step]}">'
            f'{change.step.upper()}</span></td><td data-label="where">{code(where)}</td>'
            f'<td data-label="what">{text(change.message)}</td>'
            f'<td data-label="rule" class="quiet">{text(change.kind.rule)}</td></tr>\n'
        )
    yield "</tbody></table>\n"
    if more := len(changes[_MOST_CHANGES:]):
        yield f'<p class="quiet">and {more:,} more</p>\n'
    yield "</section>\n"


def _rows(table: str, rows: RowDifference) -> Iterator[str]:
    yield f'<section class="card"><h2>{text(table)}</h2>\n'
    if not rows.is_keyed:
        yield '<p class="quiet">Rows are told by all values, for want of a primary key.</p>\n'
    if rows.fields:
        named = ", ".join(f"{code(name)} {count:,}" for name, count in rows.fields.items())
        yield f'<p class="quiet">Changed cells by field: {named}</p>\n'
    for word, number, examples in (
        ("added", rows.added, rows.added_rows),
        ("removed", rows.removed, rows.removed_rows),
        ("changed", rows.changed, rows.changed_rows),
    ):
        if number:
            yield f"<h3>{counted(number, 'row')} {word}</h3>\n"
            yield from map(_example, examples)
            if examples and number > len(examples):
                yield f'<p class="quiet">and {number - len(examples):,} more</p>\n'
    yield "</section>\n"


def _example(example: Example) -> str:
    row = ", ".join(f"{text(name)} {_cell(cell)}" for name, cell in example.row.items())
    changed = "".join(
        f'<br><span class="quiet">{text(name)}</span> {_cell(old)} → {_cell(new)}'
        for name, (old, new) in example.changed.items()
    )
    return f"<p>{row}{changed}</p>\n"


def _cell(cell: str) -> str:
    return code(cell, 200) or '<span class="quiet">empty</span>'

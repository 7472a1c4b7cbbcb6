"""What changed between two versions of a package, for people and for programs."""

from collections.abc import Iterator

from dataset_tools.diff.change import STEPS, Change
from dataset_tools.diff.difference import Difference, Example, RowDifference
from dataset_tools.escapes import disarmed, json_text
from dataset_tools.render.markdown_text import plain
from dataset_tools.render.visible import visible
from dataset_tools.render.words import counted

_VALUE = 60
_WHY = 400


def difference_json(difference: Difference) -> str:
    """Return the difference as design §3 has it; texts are never null."""
    return json_text(_plain(difference)) + "\n"


def _plain(difference: Difference) -> dict[str, object]:
    verdict = difference.verdict
    return {
        "step": difference.step,
        "old_version": verdict.old,
        "new_version": verdict.new,
        "lowest_version": verdict.lowest,
        "ok": verdict.ok,
        "changes": [_change(each) for each in difference.changes],
        "rows": {
            name: {"added": rows.added, "removed": rows.removed, "changed": rows.changed}
            for name, rows in difference.rows.items()
        },
    }


def _change(change: Change) -> dict[str, object]:
    field = {"field": change.field} if change.field else {}
    where = {"kind": change.kind.name, "resource": change.resource, **field}
    return {**where, "step": change.step, "why": change.why}


def difference_text(difference: Difference) -> str:
    """Return the difference as lines of text, the highest step first."""
    return disarmed("\n".join(_lines(difference)) + "\n")


def _lines(difference: Difference) -> Iterator[str]:
    for change in sorted(difference.changes, key=lambda each: -STEPS.index(each.step)):
        yield f"{change.step.upper()} {visible(_where(change))}{change.kind.name}: {_why(change)}"
    for name, rows in difference.rows.items():
        if not rows.is_empty:
            yield ""
            yield f"{visible(name)}: {_counts(rows)}"
            yield from (f"  {line}" for line in _row_lines(rows))
    if difference.changes:
        yield ""
    yield _verdict(difference)


def _where(change: Change) -> str:
    place = ".".join(part for part in (change.resource, change.field) if part)
    return f"{place} " if place else ""


def _why(change: Change) -> str:
    return visible(f"{change.message}: {change.kind.rule}", _WHY)


def _counts(rows: RowDifference) -> str:
    counts = [
        f"{counted(number, 'row')} {word}"
        for number, word in (
            (rows.added, "added"),
            (rows.removed, "removed"),
            (rows.changed, "changed"),
        )
        if number
    ]
    fields = ", ".join(f"{visible(name)} {count:,}" for name, count in rows.fields.items())
    by_field = f" ({fields})" if fields else ""
    how = "" if rows.is_keyed else "; told by all values, for want of a primary key"
    return f"{', '.join(counts)}{by_field}{how}"


def _row_lines(rows: RowDifference) -> Iterator[str]:
    """Yield the rows that are shown, and how many are not."""
    for mark, examples, number in (
        ("+", rows.added_rows, rows.added),
        ("-", rows.removed_rows, rows.removed),
        ("~", rows.changed_rows, rows.changed),
    ):
        yield from (f"{mark} {_example(example)}" for example in examples)
        if examples and number > len(examples):
            yield f"{mark} … {number - len(examples):,} more"


def _example(example: Example) -> str:
    row = ", ".join(f"{visible(name)}={_cell(cell)}" for name, cell in example.row.items())
    changed = "; ".join(
        f"{visible(name)} {_cell(old)} → {_cell(new)}"
        for name, (old, new) in example.changed.items()
    )
    return f"{row}: {changed}" if changed else row


def _cell(cell: str) -> str:
    return f'"{visible(cell, _VALUE)}"'


def _verdict(difference: Difference) -> str:
    verdict = difference.verdict
    versions = f"{visible(verdict.old) or 'no version'} → {visible(verdict.new) or 'no version'}"
    if difference.step == "none":
        return f"nothing that asks for another version; {versions}: {visible(verdict.note)}"
    return f"this is a {difference.step.upper()} step; {versions}: {visible(verdict.note)}"


def difference_markdown(difference: Difference) -> str:
    """Return the difference as a section of Markdown, for a pull request or a summary."""
    return disarmed("\n".join(_markdown_lines(difference)) + "\n")


def _markdown_lines(difference: Difference) -> Iterator[str]:
    yield f"## {plain(difference.name or 'package')}: {plain(_verdict(difference))}"
    if difference.changes:
        yield from ("", "| step | where | what |", "|---|---|---|")
    for change in sorted(difference.changes, key=lambda each: -STEPS.index(each.step)):
        where = plain(_where(change).strip() or "package")
        yield f"| {change.step.upper()} | {where} | {plain(_why(change))} |"
    for name, rows in difference.rows.items():
        if not rows.is_empty:
            yield from ("", f"**{plain(name)}**: {plain(_counts(rows), _WHY)}", "")
            yield from (f"- {plain(line, _WHY)}" for line in _row_lines(rows))

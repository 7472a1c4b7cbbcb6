"""The report as one HTML page, to be looked at and filtered by table and code."""

from collections.abc import Iterator

from dataset_tools.errors.error import Error
from dataset_tools.render.groups import Group, groups_of, worst_first
from dataset_tools.render.page import code, page, prose, text
from dataset_tools.render.places import line_of, path_of
from dataset_tools.render.words import counted, what_was_checked
from dataset_tools.report.report import Report
from dataset_tools.report.task import Task

_ROWS_A_GROUP = 100
_MOST_ROWS = 5_000
_MOST_GROUPS = 2_000
_MOST_TASKS = 2_000
_PACKAGE = "the package"
_NUMBERS = ("rows", "checks passed", "errors", "warnings")

_FILTER = """
(() => {
  const form = document.getElementById("filters");
  const table = document.getElementById("table");
  const code = document.getElementById("code");
  const groups = [...document.querySelectorAll("details.group")];
  const apply = () => {
    let shown = 0;
    for (const group of groups) {
      const fits = (box, value) => !box.value || box.value === value;
      group.hidden = !(fits(table, group.dataset.table) && fits(code, group.dataset.code));
      shown += group.hidden ? 0 : 1;
    }
    document.getElementById("shown").textContent = `${shown} of ${groups.length} shown`;
  };
  form.hidden = false;
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
"""


def report_html(report: Report) -> str:
    """Return the report as a page; without its script all findings are shown."""
    groups = worst_first(groups_of(report))
    body = "".join(_body(report, groups))
    return page(f"Data report: {_verdict(report)}", body, _FILTER if groups else "")


def _verdict(report: Report) -> str:
    if report.valid:
        return "valid"
    return f"invalid, {counted(report.error_count, 'error')}"


def _body(report: Report, groups: list[Group]) -> Iterator[str]:
    mood = "good" if report.valid else "bad"
    word = "Valid" if report.valid else f"Invalid: {counted(report.error_count, 'error')}"
    warned = f", {counted(report.warning_count, 'warning')}" if report.warning_count else ""
    yield f'<header class="{mood}"><h1>{word}{warned}</h1>\n'
    yield f'<p class="quiet">{text(what_was_checked(report)).capitalize()}</p></header>\n<main>\n'
    yield from (f"<p>{text(note)}</p>\n" for note in report.warnings)
    yield from _tasks(report.tasks)
    if groups:
        numbers = {id(task): number for number, task in enumerate(report.tasks)}
        yield from _findings(groups, numbers)
    yield "</main>\n"


def _tasks(tasks: tuple[Task, ...]) -> Iterator[str]:
    heads = ("", "name", "file", "rows", "checks passed", "errors", "warnings")
    yield "<section><h2>Tables and files</h2>\n<table><thead><tr>"
    yield "".join(f"<th{_class(head)}>{head}</th>" for head in heads)
    yield "</tr></thead>\n<tbody>\n"
    yield from map(_task_row, tasks[:_MOST_TASKS])
    yield "</tbody></table>\n"
    if more := len(tasks) - _MOST_TASKS:
        yield f'<p class="quiet">and {more:,} more</p>\n' if more > 0 else ""
    for task in tasks[:_MOST_TASKS]:
        yield from (f"<p>{text(task.name)}: {text(note)}</p>\n" for note in task.warnings)
    yield "</section>\n"


def _task_row(task: Task) -> str:
    stats = task.stats
    word = ("good-word", "valid") if task.valid else ("bad-word", "INVALID")
    passed = sum(not each.errors for each in task.checks)
    cells = (
        ("rows", "" if stats.rows is None else f"{stats.rows:,}"),
        ("checks passed", f"{passed:,} of {len(task.checks):,}" if task.checks else ""),
        ("errors", f"{stats.errors:,}"),
        ("warnings", f"{stats.warnings:,}"),
    )
    numbers = "".join(
        f'<td class="number" data-label="{label}">{value}</td>' for label, value in cells
    )
    return (
        f'<tr><td><span class="{word[0]}">{word[1]}</span></td>'
        f'<td data-label="name">{text(_name(task))}</td>'
        f'<td data-label="file">{code(task.place)}</td>{numbers}</tr>\n'
    )


def _name(task: Task | None) -> str:
    if task is None:
        return _PACKAGE
    return f"{task.package}: {task.name}" if task.package else task.name


def _class(head: str) -> str:
    return ' class="number"' if head in _NUMBERS else ""


def _findings(groups: list[Group], numbers: dict[int, int]) -> Iterator[str]:
    shown = groups[:_MOST_GROUPS]
    tables = {_key(group, numbers): _name(group.task) for group in shown}
    codes = {group.check.code: group.kind.title for group in shown}
    yield '<section><h2>Findings</h2>\n<form id="filters" autocomplete="off" hidden>\n'
    yield _select("table", "Table", tables)
    yield _select("code", "Code", {each: f"{each} {codes[each]}" for each in sorted(codes)})
    yield '<output id="shown" class="quiet"></output>\n</form>\n'
    room = _MOST_ROWS
    for group in shown:
        listed = group.listed[: min(_ROWS_A_GROUP, room)]
        room -= len(listed)
        yield from _group(group, listed, _key(group, numbers))
    if more := len(groups) - len(shown):
        yield f'<p class="quiet">and {counted(more, "kind")} of findings more</p>\n'
    yield "</section>\n"


def _key(group: Group, numbers: dict[int, int]) -> str:
    return "package" if group.task is None else str(numbers[id(group.task)])


def _select(id_: str, label: str, options: dict[str, str]) -> str:
    listed = "".join(
        f'<option value="{key}">{text(name, 80)}</option>' for key, name in options.items()
    )
    return (
        f'<label>{label}<select id="{id_}"><option value="">all</option>{listed}</select></label>\n'
    )


def _group(group: Group, listed: tuple[Error, ...], key: str) -> Iterator[str]:
    word = "bad-word" if group.severity == "error" else "warn-word"
    subject = f" · {code(group.subject, 200)}" if group.subject else ""
    yield f'<details class="group" data-table="{key}" data-code="{group.check.code}" open>\n'
    yield f'<summary><span class="{word} count">{counted(group.count, group.severity)}</span>'
    yield f"<strong>{text(_name(group.task))}</strong>{subject} · {text(group.kind.title)} "
    yield f'<span class="quiet">{group.check.code}</span></summary>\n<div>\n'
    yield f"<p>{prose(group.listed[0].mend if group.listed else group.kind.fix)}</p>\n"
    if listed:
        yield from _rows(listed)
    if more := group.count - len(listed):
        yield f'<p class="quiet">and {more:,} more</p>\n'
    yield "</div></details>\n"


def _rows(listed: tuple[Error, ...]) -> Iterator[str]:
    """Yield a table of findings, without the columns that none of them fills."""
    lines = [_cells(error) for error in listed]
    wanted = [at for at, _ in enumerate(_COLUMNS) if any(line[at] for line in lines)]
    heads = "".join(f'<th class="{_CLASSES[at]}">{_COLUMNS[at]}</th>' for at in wanted)
    yield f"<table><thead><tr>{heads}</tr></thead>\n<tbody>\n"
    for line in lines:
        cells = (
            f'<td class="{_CLASSES[at]}" data-label="{_COLUMNS[at]}">{line[at]}</td>'
            for at in wanted
        )
        yield f"<tr>{''.join(cells)}</tr>\n"
    yield "</tbody></table>\n"


_COLUMNS = ("where", "row", "cell", "what")
_CLASSES = ("where", "number row", "cell", "what")


def _cells(error: Error) -> tuple[str, ...]:
    line = line_of(error)
    where = path_of(error) if line is None else f"{path_of(error)}:{line}"
    row = "" if error.row_number is None else str(error.row_number)
    return code(where), row, code(error.cell), text(error.message)

"""Words that several renderers say in the same way."""

from collections.abc import Iterator

from dataset_tools.report.report import Report


def counted(number: int, word: str) -> str:
    """Return a number with its word.

    Examples
    --------
    >>> counted(1, "row"), counted(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def verdict_of(report: Report) -> str:
    """Say in one line whether the report is valid, and what was done."""
    done = what_was_checked(report)
    warned = f"{counted(report.warning_count, 'warning')}; " if report.warning_count else ""
    if report.valid:
        return f"valid: {warned}{done}"
    return f"INVALID: {counted(report.error_count, 'error')}; {warned}{done}"


def _left_aside(report: Report) -> Iterator[str]:
    """Yield how many findings do not count: those that were there before, and skipped ones."""
    if report.known_count is not None:
        yield counted(report.known_count, "known finding")
    if report.skipped is not None:
        yield counted(report.skipped, "skipped finding")


def what_was_checked(report: Report) -> str:
    """Say how much was checked: tables, rows, cells, checks, proofs; and what did not count."""
    tables = [task for task in report.tasks if task.type == "table"]
    files = len(report.tasks) - len(tables)
    done = [
        counted(len(tables), "table"),
        *([counted(files, "other file")] if files else []),
        counted(sum(task.stats.rows or 0 for task in tables), "row"),
        counted(sum(task.stats.cells for task in tables), "cell"),
        counted(sum(task.stats.checks for task in tables), "check"),
    ]
    if fragments := sum(task.stats.fragments for task in tables):
        proofs = sum(task.stats.proofs for task in tables)
        done += [counted(fragments, "fragment"), counted(proofs, "proof")]
    aside = "".join(f"{each}; " for each in _left_aside(report))
    return f"{aside}checked {', '.join(done)} in {report.seconds:.2f} s"

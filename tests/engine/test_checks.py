"""What a table was held against is known, and each finding is counted under its check."""

from collections import Counter
from pathlib import Path

import pytest

from dataset_tools.errors.catalogue import CATALOGUE
from dataset_tools.package import Package
from dataset_tools.report.report import Report
from dataset_tools.report.task import Task

EXAMPLES = [kind for kind in CATALOGUE.values() if kind.example is not None]


def counted(task: Task) -> Counter[object]:
    return Counter(
        {(each.check, "error"): each.errors for each in task.checks if each.errors}
        | {(each.check, "warning"): each.warnings for each in task.checks if each.warnings}
    )


def validated(folder: Path, files: dict[str, str]) -> Report:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    sources = folder / "sources"
    return Package.open(folder).validate(sources=sources if sources.is_dir() else None)


@pytest.mark.parametrize("kind", EXAMPLES, ids=lambda kind: kind.code)
@pytest.mark.parametrize("which", ["bad", "mended"])
def test_the_counts_of_the_checks_are_those_of_the_errors(
    tmp_path: Path,
    kind: object,
    which: str,
) -> None:
    report = validated(tmp_path, dict(getattr(kind.example, which)))  # type: ignore[attr-defined]
    for task in report.tasks:
        listed = Counter((error.check, error.severity) for error in (*task.errors, *task.findings))
        assert counted(task) == listed
        assert sum(each.errors for each in task.checks) == task.stats.errors
        assert len({each.check for each in task.checks}) == len(task.checks)

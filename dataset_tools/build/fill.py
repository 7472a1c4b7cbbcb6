"""The numbers of a descriptor that follow from its files: bytes, hashes, counts of rows."""

from collections.abc import Mapping
from dataclasses import replace

from dataset_tools.descriptor.write import set_values
from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.report.report import Report
from dataset_tools.report.task import Task

ROWS = "dataset-tools:rows"
REFRESHED = frozenset({"byte-count", "hash-count"})
"""The types of errors that filling in the numbers mends."""


def filled_descriptor(text: str, package: DataPackage, report: Report) -> str:
    """Return the descriptor's text with the numbers of a report, and nothing else changed.

    A resource of several files has no ``bytes`` and ``hash`` of its own; its rows are counted.
    """
    tasks = {task.name: task for task in report.tasks}
    changes: dict[str, object] = {}
    for resource in package.resources:
        for key, value in _numbers(resource, tasks[resource.name]).items():
            if resource.descriptor.get(key) != value:
                changes[f"{resource.pointer}/{_escaped(key)}"] = value
    return set_values(text, changes)


def _numbers(resource: Resource, task: Task) -> Mapping[str, object]:
    stats = task.stats
    numbers: dict[str, object] = {}
    if stats.sha256 is not None and len(resource.paths) == 1:
        numbers |= {"bytes": stats.bytes, "hash": f"sha256:{stats.sha256}"}
    if stats.rows is not None:
        numbers[ROWS] = stats.rows
    return numbers


def _escaped(key: str) -> str:
    """Escape a key for a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def without_numbers(report: Report) -> Report:
    """Return the report without the errors that filling in the numbers mends."""
    tasks = []
    for task in report.tasks:
        kept = tuple(error for error in task.errors if error.kind.type not in REFRESHED)
        dropped = len(task.errors) - len(kept)
        stats = replace(task.stats, errors=task.stats.errors - dropped)
        tasks.append(replace(task, errors=kept, stats=stats))
    return replace(report, tasks=tuple(tasks))

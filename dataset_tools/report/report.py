"""The report of a validation: one task a resource, and what was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal

from dataset_tools.errors.error import Error
from dataset_tools.exceptions import DatasetToolsError
from dataset_tools.report.fingerprint import Fingerprints
from dataset_tools.report.json_pieces import json_pieces, plain
from dataset_tools.report.json_shape import error_objects, task_object
from dataset_tools.report.task import Task

if TYPE_CHECKING:
    from dataset_tools.report.frame import DataFrame

EXIT_VALID = 0
EXIT_INVALID = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a validation found.

    ``skipped`` counts the findings that were asked to be skipped, ``known_count`` those that were
    there before, None where nothing was asked; ``known`` are those of the package as a whole.

    Examples
    --------
    >>> Report(tasks=()).valid
    True
    """

    tasks: tuple[Task, ...] = ()
    errors: tuple[Error, ...] = ()
    findings: tuple[Error, ...] = ()
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    skipped: int | None = None
    known_count: int | None = None
    known: tuple[Error, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether no error was found; warnings do not count."""
        return self.error_count == 0

    @property
    def error_count(self) -> int:
        """The true number of errors, in the package and in its resources."""
        return len(self.errors) + sum(task.stats.errors for task in self.tasks)

    @property
    def warning_count(self) -> int:
        """The true number of findings of severity warning."""
        return len(self.findings) + sum(task.stats.warnings for task in self.tasks)

    def exit_code(self, fail_on: Literal["error", "warning"] = "error") -> int:
        """Return 0 for a valid package, 1 for findings."""
        failed = not self.valid or (fail_on == "warning" and self.warning_count > 0)
        return EXIT_INVALID if failed else EXIT_VALID

    def to_json(self) -> str:
        """Return the report as JSON text, a superset of frictionless's report."""
        return "".join(self.json_pieces())

    def json_pieces(self) -> Iterator[str]:
        """Yield the report as JSON text in pieces, each error in one of its own."""
        yield from json_pieces(self._shape())
        yield "\n"

    def to_object(self) -> dict[str, object]:
        """Return the report as plain JSON values."""
        return {key: plain(value) for key, value in self._shape().items()}

    def _shape(self) -> dict[str, object]:
        """Return the report's keys; what may be long is an iterator."""
        fingerprints = Fingerprints()
        asked = {"known": self.known_count, "skipped": self.skipped}
        return {
            "valid": self.valid,
            "stats": {
                "tasks": len(self.tasks),
                "errors": self.error_count,
                "warnings": self.warning_count,
                "seconds": round(self.seconds, 3),
                **{name: number for name, number in asked.items() if number is not None},
            },
            "errors": error_objects("", self.errors, fingerprints),
            "warnings": list(self.warnings),
            "findings": error_objects("", self.findings, fingerprints),
            "tasks": (task_object(task, fingerprints) for task in self.tasks),
        }

    def entries(self) -> Iterator[Entry]:
        """Yield each listed error or finding with its task and its fingerprint, as in JSON."""
        fingerprints = Fingerprints()
        for error in chain(self.errors, self.findings):
            yield Entry(None, error, fingerprints.of("", error))
        for task in self.tasks:
            for error in chain(task.errors, task.findings):
                yield Entry(task, error, fingerprints.of(task.name, error))

    def known_entries(self) -> Iterator[Entry]:
        """Yield each listed finding that was there before, likewise."""
        for error in self.known:
            yield Entry(None, error, error.fingerprint)
        for task in self.tasks:
            for error in task.known:
                yield Entry(task, error, error.fingerprint)

    def listed(self) -> Iterator[tuple[str, Error]]:
        """Yield the name of the table (empty for the package) and each listed error or finding."""
        for error in chain(self.errors, self.findings):
            yield "", error
        for task in self.tasks:
            for error in chain(task.errors, task.findings):
                yield task.name, error

    def to_dataframe(self) -> DataFrame:
        """Return the listed errors and findings as a pandas DataFrame, one a row.

        Returns
        -------
            Columns ``table`` (str), ``type``, ``code``, ``severity``, ``row`` (Int64), ``line``
            (Int64), ``field`` (str), ``cell`` (str), ``message``, ``fix``, ``place``.
        """
        from dataset_tools.report.frame import errors_frame

        return errors_frame(self.listed())


@dataclass(frozen=True, slots=True)
class Entry:
    """A listed error or finding; ``task`` is None where it is of the package as a whole."""

    task: Task | None
    error: Error
    fingerprint: str


class InvalidTable(DatasetToolsError):
    """A table has errors; ``report`` tells which."""

    def __init__(self, table: str, report: Report) -> None:
        count = report.error_count
        first = next((error.message for _, error in report.listed()), "")
        more = "" if count <= 1 else f" (and {count - 1} more in .report)"
        super().__init__(f'table "{table}" is invalid: {first}{more}')
        self.table = table
        self.report = report

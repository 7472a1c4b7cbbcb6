"""What one table's checks found so far: true counts, and the first errors of each severity."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from dataset_tools.check.failures import Failures, errors_of
from dataset_tools.engine.sieve import Sieve, Subject, windows
from dataset_tools.errors.check import Check
from dataset_tools.errors.error import Error
from dataset_tools.read.batch import Batch
from dataset_tools.report.checked import Severity, cut_notes


@dataclass(slots=True)
class Findings:
    """Errors and warnings of one resource; at most ``most`` of each are listed, all are counted."""

    most: int
    subject: Subject
    sieve: Sieve = field(default_factory=Sieve)
    errors: list[Error] = field(default_factory=list)
    findings: list[Error] = field(default_factory=list)
    error_count: int = 0
    warning_count: int = 0
    counts: Counter[tuple[Check, Severity]] = field(default_factory=Counter)

    def add(self, errors: Iterable[Error]) -> None:
        """Take up errors that are few by nature."""
        for error in self.sieve.passed(self.subject, errors):
            self.counts[error.check, error.severity] += 1
            if error.severity == "error":
                self.error_count += 1
                if len(self.errors) < self.most:
                    self.errors.append(error)
            else:
                self.warning_count += 1
                if len(self.findings) < self.most:
                    self.findings.append(error)

    def add_failures(
        self,
        failures: list[Failures],
        batch: Batch,
        key: tuple[int, ...],
    ) -> None:
        """Count the failures of a batch, and list the first of them in the order of its rows."""
        failures = self.sieve.wanted(self.subject, failures)
        if self.sieve.watch is not None:
            for window in windows(failures):
                total = sum(each.rows.size for each in window)
                self.add(errors_of(window, batch, total, key))
            return
        for each in failures:
            self.counts[each.check, each.severity] += each.rows.size
        errors = [each for each in failures if each.severity == "error"]
        warnings = [each for each in failures if each.severity == "warning"]
        self.error_count += sum(each.rows.size for each in errors)
        self.warning_count += sum(each.rows.size for each in warnings)
        if (room := self.most - len(self.errors)) > 0 and errors:
            self.errors += errors_of(errors, batch, room, key)
        if (room := self.most - len(self.findings)) > 0 and warnings:
            self.findings += errors_of(warnings, batch, room, key)

    def cut_notes(self) -> list[str]:
        """Say where a list is shorter than its count."""
        return cut_notes(
            (len(self.errors), self.error_count), (len(self.findings), self.warning_count)
        )

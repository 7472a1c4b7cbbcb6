"""Sees every finding of a validation, however many are listed, and takes out the known ones."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from dataset_tools.baseline.finding import Finding, finding_of, own_fields
from dataset_tools.baseline.match import Candidate, moved
from dataset_tools.engine.sieve import Subject
from dataset_tools.errors.check import Check
from dataset_tools.errors.error import Error
from dataset_tools.report.checked import Severity
from dataset_tools.report.fingerprint import Fingerprints


@dataclass(slots=True, kw_only=True)
class Recorder:
    """Takes out every finding and remembers it; ``listed`` are the first ones of each table."""

    most: int = 0
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    listed: dict[str, list[Error]] = field(default_factory=lambda: defaultdict(list))
    fingerprints: Fingerprints = field(default_factory=Fingerprints)

    def watch(self, subject: Subject, error: Error) -> Error | None:
        """Remember a finding."""
        fingerprint = self.fingerprints.of(subject.table, error)
        self.findings.append(finding_of(subject, error, fingerprint))
        self.take_out(subject.table, error, fingerprint)
        return None

    def take_out(self, table: str, error: Error, fingerprint: str) -> None:
        """Count a finding as known, and list it if there is room."""
        self.counts[table] += 1
        if len(self.listed[table]) < self.most:
            self.listed[table].append(replace(error, fingerprint=fingerprint))


@dataclass(slots=True)
class _Unmatched:
    candidate: Candidate
    table: str
    check: Check
    severity: Severity


class Subtraction(Recorder):
    """Takes out what was there before, by one or several states of it; what is new stays."""

    def __init__(self, before: Iterable[Iterable[Finding]], most: int) -> None:
        super().__init__(most=most)
        self._before = [{each.fingerprint: each for each in findings} for findings in before]
        self._unmatched: list[_Unmatched] = []

    def watch(self, subject: Subject, error: Error) -> Error | None:
        """Take a finding out whose fingerprint is known; the others wait for the second step."""
        fingerprint = self.fingerprints.of(subject.table, error)
        hits = [findings.pop(fingerprint, None) for findings in self._before]
        if any(hits):
            self.take_out(subject.table, error, fingerprint)
            return None
        candidate = Candidate(
            finding_of(subject, error, fingerprint), own_fields(error), frozenset(subject.key)
        )
        self._unmatched.append(
            _Unmatched(candidate, subject.table, error.check, error.severity),
        )
        return replace(error, fingerprint=fingerprint)

    def moved(self) -> tuple[frozenset[str], dict[str, Counter[tuple[Check, Severity]]]]:
        """Match what is left by its rows: the fingerprints, and how many by table and check."""
        candidates = [each.candidate for each in self._unmatched]
        found: frozenset[str] = frozenset()
        for findings in self._before:
            found |= moved(candidates, findings.values())
        counts: dict[str, Counter[tuple[Check, Severity]]] = defaultdict(Counter)
        for each in self._unmatched:
            if each.candidate.finding.fingerprint in found:
                counts[each.table][each.check, each.severity] += 1
        return found, counts

"""A validation that tells only what is new: since a baseline was written, or since a revision."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from dataset_tools.baseline.file import findings_before
from dataset_tools.baseline.finding import Finding
from dataset_tools.baseline.settle import settled
from dataset_tools.baseline.watcher import Recorder, Subtraction
from dataset_tools.descriptor.read import Described, read_descriptor
from dataset_tools.engine.options import Options
from dataset_tools.engine.validation import validate_package
from dataset_tools.exceptions import DescriptorMissing, FileFault, NotFound, UsageError
from dataset_tools.files.git import LFS_NOTE, LONGEST_POINTER, NotAtRevision, locate_at
from dataset_tools.files.locate import Located
from dataset_tools.files.opened import Files
from dataset_tools.model.package import Resource
from dataset_tools.report.report import Report

_MOST_WAITING = 200_000
"""So many errors a table are kept until it is known which of them are new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """All findings of a package, and a report in which none of them counts."""

    report: Report
    findings: tuple[Finding, ...]


def record(described: Described, files: Files, options: Options) -> Recorded:
    """Validate a package and remember all that is found."""
    recorder = Recorder(most=options.max_errors)
    watched = replace(options, watch=recorder.watch, fail_fast=False)
    report = validate_package(described, files, watched).report
    findings = tuple(recorder.findings)
    return Recorded(report=settled(report, recorder, options.max_errors), findings=findings)


def validate_new(
    described: Described,
    files: Files,
    options: Options,
    before: Iterable[Iterable[Finding]],
) -> Report:
    """Validate a package and tell what was in none of its earlier states.

    The whole package is looked at, whatever ``options.fail_fast`` and ``max_errors`` say.
    """
    most = options.max_errors
    seen = Subtraction(before, most)
    watched = replace(
        options, watch=seen.watch, fail_fast=False, max_errors=max(most, _MOST_WAITING)
    )
    return settled(validate_package(described, files, watched).report, seen, most)


def before(
    located: Located,
    options: Options,
    baseline: str | os.PathLike[str] | None,
    new_since: str | None,
) -> list[tuple[Finding, ...]]:
    """Return the findings of the earlier states that are named."""
    states = [] if baseline is None else [findings_before(Path(baseline), located)]
    return states if new_since is None else [*states, findings_at(new_since, located, options)]


def findings_at(ref: str, located: Located, options: Options) -> tuple[Finding, ...]:
    """Return what a package has at a revision; nothing where there was no package then.

    Raises
    ------
    UsageError
        The package is not one of a folder.
    NotFound
        There is no repository, or no such revision, or a table of it was not fetched.
    """
    if located.folder is None or not located.is_unpacked:
        raise UsageError(f"--new-since needs a package in a folder, and {located.place} is none")
    older = _at(ref, located)
    if older is None:
        return ()
    described = read_descriptor(older.files, older.descriptor)
    tables = options.tables & {table.name for table in described.package.tables}
    if options.tables and not tables:
        return ()
    for table in described.package.tables:
        if not tables or table.name in tables:
            _refuse_pointers(older, table)
    return record(described, older.files, replace(options, tables=tables, max_errors=0)).findings


def _refuse_pointers(older: Located, table: Resource) -> None:
    """Refuse a table that is out of reach: all that is wrong in it now would seem to be new."""
    for path in table.paths:
        try:
            if older.files.size(path) <= LONGEST_POINTER:
                older.files.open(path).close()
        except FileFault as fault:
            if fault.note == LFS_NOTE:
                raise NotFound(f"{older.files.show(path)} {fault.note}") from None


def _at(ref: str, located: Located) -> Located | None:
    """Find the descriptor at a revision, by its name there; else by another name."""
    for path in (f"./{located.descriptor}", "."):
        try:
            return locate_at(ref, path, start=located.folder)
        except (NotAtRevision, DescriptorMissing):
            continue
    return None

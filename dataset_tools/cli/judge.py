"""Each package judged by what the command line and its own settings say, and one exit code."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dataset_tools.config.read import settings_for
from dataset_tools.config.settings import Settings
from dataset_tools.errors.catalogue import CODES_BY_WORD
from dataset_tools.exceptions import UsageError
from dataset_tools.files.locate import Located
from dataset_tools.report.merged import merged
from dataset_tools.report.report import Report
from dataset_tools.selection import Selection

if TYPE_CHECKING:
    from dataset_tools.baseline.finding import Finding
    from dataset_tools.engine.engine import EngineName

MAX_ERRORS = 1000
_TO_WRITE = "--write-baseline needs a file: --baseline FILE, or baseline in the settings"
_WHOLE = "a baseline is written of whole packages: --write-baseline takes no tables"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line says; it wins over the settings of a package."""

    settings: Settings
    tables: frozenset[str] = frozenset()
    engine: "EngineName" = "local"

    def settings_of(self, selection: Selection) -> Settings:
        """Put the command line over the settings that are nearest to a package's folder.

        A bare table belongs to no package, so no settings are looked for; none are read out of an
        archive or from a URL. An archive has no revisions, so those of its folder do not count.
        """
        located = selection.package.located
        if selection.bare or located.folder is None:
            return self.settings
        found = settings_for(located.folder, CODES_BY_WORD)
        return self.settings.over(found if located.is_unpacked else replace(found, new_since=None))


def judged(
    selections: Sequence[Selection],
    asked: Asked,
    on_progress: Callable[[str, int], None],
) -> tuple[Report, int]:
    """Validate packages, each by its own settings; the highest exit code counts."""
    pairs = [(each, asked.settings_of(each)) for each in selections]
    reports = [_report(each, settings, asked, on_progress) for each, settings in pairs]
    codes = [
        report.exit_code(settings.fail_on or "error")
        for report, (_, settings) in zip(reports, pairs, strict=True)
    ]
    return _merged(selections, reports), max(codes, default=0)


def _merged(selections: Iterable[Selection], reports: Iterable[Report]) -> Report:
    return merged(
        (None if each.bare else each.package.located.place, report)
        for each, report in zip(selections, reports, strict=True)
    )


def _report(
    selection: Selection,
    settings: Settings,
    asked: Asked,
    on_progress: Callable[[str, int], None],
) -> Report:
    return selection.package.validate(
        tables=asked.tables or selection.tables,
        sources=settings.sources,
        max_errors=_most(settings),
        fail_fast=bool(settings.fail_fast),
        skip=settings.skip or (),
        baseline=settings.baseline,
        new_since=settings.new_since,
        engine=asked.engine,
        on_progress=on_progress,
    )


def _most(settings: Settings) -> int:
    return MAX_ERRORS if settings.max_errors is None else settings.max_errors


@dataclass(slots=True)
class _Baselines:
    """The findings of packages by the baseline that they are written to."""

    files: "dict[Path, dict[str, tuple[Finding, ...]]]" = field(default_factory=dict)

    def add(self, path: Path, located: Located, findings: "tuple[Finding, ...]") -> None:
        from dataset_tools.baseline.file import name_in

        self.files.setdefault(path, {})[name_in(path, located)] = findings

    def write(self) -> None:
        from dataset_tools.baseline.file import write_baseline

        for path, packages in self.files.items():
            write_baseline(path, packages)


def recorded(
    selections: Sequence[Selection],
    asked: Asked,
    on_progress: Callable[[str, int], None],
) -> tuple[Report, int]:
    """Validate packages and write all that is found into their baselines; then none counts.

    Raises
    ------
    UsageError
        There is no file to write to, or not all tables are checked.
    """
    pairs = [(each, asked.settings_of(each)) for each in selections]
    if asked.tables or any(each.tables for each in selections):
        raise UsageError(_WHOLE)
    from dataset_tools.engine.choice import told_local

    baselines, reports = _Baselines(), []
    for selection, settings in pairs:
        if settings.baseline is None:
            raise UsageError(_TO_WRITE)
        found = selection.package.record(
            sources=settings.sources,
            max_errors=_most(settings),
            skip=settings.skip or (),
            on_progress=on_progress,
        )
        baselines.add(settings.baseline, selection.package.located, found.findings)
        reports.append(told_local(found.report, asked.engine, "what goes into a baseline"))
    baselines.write()
    return _merged(selections, reports), 0

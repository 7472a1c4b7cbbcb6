"""Each package judged by what the command line and its own settings say, and one exit code."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dataset_tools.config.read import settings_for
from dataset_tools.config.settings import Settings
from dataset_tools.errors.catalogue import CODES_BY_WORD
from dataset_tools.package import merged
from dataset_tools.report.report import Report
from dataset_tools.selection import Selection

MAX_ERRORS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line says; it wins over the settings of a package."""

    settings: Settings
    tables: frozenset[str] = frozenset()

    def settings_of(self, selection: Selection) -> Settings:
        """Put the command line over the settings that are nearest to a package's folder.

        A bare table belongs to no package, so no settings are looked for; none are read out of an
        archive or from a URL.
        """
        folder = selection.package.located.folder
        if selection.bare or folder is None:
            return self.settings
        return self.settings.over(settings_for(folder, CODES_BY_WORD))


def judged(
    selections: Iterable[Selection],
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
    placed = [
        (None if each.bare else each.package.located.place, report)
        for report, (each, _) in zip(reports, pairs, strict=True)
    ]
    return merged(placed), max(codes, default=0)


def _report(
    selection: Selection,
    settings: Settings,
    asked: Asked,
    on_progress: Callable[[str, int], None],
) -> Report:
    return selection.package.validate(
        tables=asked.tables or selection.tables,
        sources=settings.sources,
        max_errors=MAX_ERRORS if settings.max_errors is None else settings.max_errors,
        fail_fast=bool(settings.fail_fast),
        skip=settings.skip or (),
        on_progress=on_progress,
    )

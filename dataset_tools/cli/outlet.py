"""Where the report of a validation goes: the terminal or a file, more files, a CI platform."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dataset_tools.cli.ci import Platform, annotations, for_platform, platform_of, tell_platform
from dataset_tools.cli.reports import Wanted, wanted_reports
from dataset_tools.cli.terminal import print_aside, print_pieces, print_result
from dataset_tools.render.renderer import report_pieces
from dataset_tools.report.report import Report

_FOR_A_LOG = ("text", "github")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """The main format and its file, the other reports, and the platform if there is one."""

    format: str
    render: Callable[[Report], Iterable[str]]
    output: Path | None
    others: tuple[Wanted, ...]
    platform: Platform | None

    @classmethod
    def of(cls, format: str, output: Path | None, reports: Sequence[str], *, ci: bool) -> "Outlet":
        """Read what was asked for; raise UsageError if it makes no sense."""
        main = Wanted(format, output or Path(), report_pieces(format))
        others = wanted_reports(reports, output)
        platform = platform_of(os.environ) if ci else None
        main, *others = for_platform([main, *others], platform)
        return cls(
            format=format,
            render=main.render,
            output=output,
            others=tuple(others),
            platform=platform,
        )

    def show(self, report: Report, *, quiet: bool) -> None:
        """Write the files, then print; nothing is printed where a file cannot be written."""
        for other in self.others:
            other.write(report)
        has_own = any(other.format == "gitlab" for other in self.others)
        tell_platform(report, self.platform, self.others, code_quality=not has_own)
        if quiet and report.valid and not report.warning_count:
            return
        commands = annotations(report, self.platform)
        if self.format == "github" and commands:
            print_result(commands, self.output)
            return
        print_pieces(self.render(report), self.output)
        if self.output is not None or self.format in _FOR_A_LOG:
            print_result(commands)
        else:  # what is printed is for a program; the runner reads commands here, too
            print_aside(commands)

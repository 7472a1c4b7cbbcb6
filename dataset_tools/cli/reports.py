"""The formats that a report is written in beside the main one: ``--report FORMAT=FILE``."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dataset_tools.cli.terminal import print_pieces
from dataset_tools.exceptions import UsageError
from dataset_tools.render.renderer import report_pieces
from dataset_tools.report.report import Report


@dataclass(frozen=True, slots=True)
class Wanted:
    """A format, and the file that it is written to."""

    format: str
    file: Path
    render: Callable[[Report], Iterable[str]]

    def write(self, report: Report) -> None:
        """Write the file, whole or not at all."""
        print_pieces(self.render(report), self.file)


def wanted_reports(given: Sequence[str], output: Path | None) -> list[Wanted]:
    """Read the values of the option, before anything is checked.

    Raises
    ------
    UsageError
        A value is no FORMAT=FILE, a format is unknown, or two write the same file.
    """
    wanted = [_wanted(each) for each in given]
    files = [each.file.resolve() for each in wanted]
    files += [] if output is None else [output.resolve()]
    for file in files:
        if files.count(file) > 1:
            raise UsageError(f"two reports go to the same file {file}")
    return wanted


def _wanted(value: str) -> Wanted:
    format, _, file = value.partition("=")
    if not format or not file:
        raise UsageError(f'--report takes FORMAT=FILE, not "{value}"')
    return Wanted(format, Path(file), report_pieces(format))

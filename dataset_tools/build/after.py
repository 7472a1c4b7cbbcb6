"""A package held against the version that it follows, before it is built."""

from dataclasses import replace

from dataset_tools.descriptor.read import Described
from dataset_tools.diff.difference import Difference
from dataset_tools.diff.package import OnProgress, diff_packages
from dataset_tools.errors.error import Error
from dataset_tools.errors.version import TOO_LOW
from dataset_tools.files.locate import Located
from dataset_tools.report.report import Report


def with_version(
    report: Report,
    described: Described,
    new: Located,
    old: Located,
    on_progress: OnProgress = lambda _table, _rows: None,
) -> Report:
    """Return the report with an error where the version is too low after an older package's.

    Parameters
    ----------
    report
        That of the package, which is valid.
    described, new
        The package that is to be built.
    old
        The version that it follows.
    on_progress
        Called with a table's name and the number of its rows that were read.

    Raises
    ------
    CouldNotRun
        The older package cannot be read.
    """
    difference = diff_packages(old, new, on_progress=on_progress)
    if difference.verdict.ok:
        return report
    pointer = "/version" if "version" in described.package.descriptor else ""
    error = Error(kind=TOO_LOW, note=_note(difference), place=new.place, pointer=pointer)
    return replace(report, errors=(*report.errors, described.with_line(error)))


def _note(difference: Difference) -> str:
    verdict = difference.verdict
    first = next((each for each in difference.changes if each.step == difference.step), None)
    where = f'"{first.resource}": ' if first and first.resource else ""
    why = f" ({where}{first.message})" if first else ""
    version = f'version "{verdict.new}"' if verdict.new else "no version"
    step = "" if difference.step == "none" else f", a {difference.step.upper()} step{why}"
    return f'{version} after "{verdict.old}"{step}: {verdict.note}'

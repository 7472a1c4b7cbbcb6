"""Which engine checks a package: the one that is asked for, where it can."""

from dataclasses import replace

from dataset_tools.descriptor.read import Described
from dataset_tools.engine.engine import ENGINES, EngineName
from dataset_tools.engine.options import Options
from dataset_tools.engine.validation import validate_package
from dataset_tools.files.opened import Files
from dataset_tools.registry import look_up
from dataset_tools.report.report import Report


def validate_by(
    described: Described,
    files: Files,
    options: Options,
    engine: EngineName,
    session: object = None,
) -> Report:
    """Check a package by an engine.

    Parameters
    ----------
    session
        That of Spark, if there is one already.

    Raises
    ------
    UsageError
        There is no such engine.
    SparkRefused
        Spark is asked for, and cannot do it.
    """
    make = look_up("engine", engine, ENGINES)
    if options.fail_fast:
        report = validate_package(described, files, options).report
        return told_local(report, engine, "the first error")
    return validate_package(described, files, options, make(files, options, session)).report


def told_local(report: Report, engine: EngineName, why: str) -> Report:
    """Say that this machine did what another engine was asked for."""
    if engine == "local":
        return report
    note = f"{why} is found on this machine, so {engine} was not used"
    return replace(report, warnings=(*report.warnings, note))

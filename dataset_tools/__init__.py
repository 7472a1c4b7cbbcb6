"""Validate, prove, load, build and publish Frictionless Data Packages.

>>> import dataset_tools
>>> people = dataset_tools.load("people", "datapackage.json")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dataset_tools.version import __version__

if TYPE_CHECKING:
    from dataset_tools.exceptions import (
        CouldNotRun,
        DatasetToolsError,
        NoSuchTable,
        ValueBeyondDtype,
    )
    from dataset_tools.package import Package, load
    from dataset_tools.report.report import InvalidTable, Report

__all__ = [
    "CouldNotRun",
    "DatasetToolsError",
    "InvalidTable",
    "NoSuchTable",
    "Package",
    "Report",
    "ValueBeyondDtype",
    "__version__",
    "load",
]

_HOMES = {
    "CouldNotRun": "dataset_tools.exceptions",
    "DatasetToolsError": "dataset_tools.exceptions",
    "InvalidTable": "dataset_tools.report.report",
    "NoSuchTable": "dataset_tools.exceptions",
    "Package": "dataset_tools.package",
    "Report": "dataset_tools.report.report",
    "ValueBeyondDtype": "dataset_tools.exceptions",
    "load": "dataset_tools.package",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is asked for: importing the package itself is light."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)

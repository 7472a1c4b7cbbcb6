"""The interface of every exporter, and the table of them by name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import cast

from dataset_tools.errors.error import Error
from dataset_tools.errors.export import DEMANDED
from dataset_tools.export.destination import Destination, ExportedFile
from dataset_tools.files.opened import Files
from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.registry import look_up
from dataset_tools.report.report import Report
from dataset_tools.report.task import TaskStats

DESCRIPTOR = "datapackage.json"

EXPORTERS: Mapping[str, str] = MappingProxyType(
    {
        "parquet": "dataset_tools.export.data.parquet:PARQUET",
        "sqlite": "dataset_tools.export.data.sqlite:SQLITE",
        "xlsx": "dataset_tools.export.data.xlsx:XLSX",
        "duckdb": "dataset_tools.export.data.duckdb:DUCKDB",
        "arrow": "dataset_tools.export.data.arrow:ARROW",
        "jsonl": "dataset_tools.export.data.jsonl:JSONL",
        "csv": "dataset_tools.export.data.csv:CSV",
        "croissant": "dataset_tools.export.metadata.croissant:CROISSANT",
        "datacite": "dataset_tools.export.metadata.datacite:DATACITE",
        "dcat": "dataset_tools.export.metadata.dcat:DCAT",
        "schema-org": "dataset_tools.export.metadata.schema_org:SCHEMA_ORG",
        "ro-crate": "dataset_tools.export.metadata.ro_crate:RO_CRATE",
        "csvw": "dataset_tools.export.metadata.csvw:CSVW",
        "dictionary": "dataset_tools.export.documents.dictionary:DICTIONARY",
        "pandera": "dataset_tools.export.documents.pandera:PANDERA",
        "sql": "dataset_tools.export.documents.sql:SQL",
    },
)
"""From the name of a format to its exporter, in the order of the documentation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a format cannot hold as it is: in a field, in a table, or (both empty) at all."""

    message: str
    table: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A property that a vocabulary demands and the package has not.

    ``pointer`` is the JSON pointer of the place in the descriptor where it belongs.
    """

    pointer: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A valid package: what its descriptor says, its files, and what was counted in them."""

    package: DataPackage
    files: Files
    report: Report
    on_progress: Callable[[str, int], None] = lambda _table, _rows: None

    def stats(self, resource: Resource) -> TaskStats:
        """Return the bytes, the hash and the rows of a resource as they were validated."""
        return next(task.stats for task in self.report.tasks if task.name == resource.name)


def _no_demands(_source: Source) -> Iterable[Demand]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """A format: ``write`` puts its files into a destination and tells what they do not hold.

    ``suffixes`` are those of its files, one of which can be asked for alone; ``is_a_table``: it
    has a file for each table. ``demands`` yields what the vocabulary asks for and is not there.
    """

    suffixes: tuple[str, ...]
    write: Callable[[Source, Destination], Iterable[Note]]
    is_a_table: bool = False
    demands: Callable[[Source], Iterable[Demand]] = _no_demands


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export wrote, and what the format does not hold."""

    format: str
    files: tuple[ExportedFile, ...] = field(default=())
    notes: tuple[Note, ...] = field(default=())


def named_exporter(format: str) -> Exporter:
    """Return the exporter of a format; raise UsageError if there is none."""
    return cast("Exporter", look_up("format", format, EXPORTERS))


def judged(format: str, exporter: Exporter, source: Source) -> Report:
    """Return the report of the validation, with what the vocabulary demands and is not there."""
    if not source.report.valid:
        return source.report
    missing = tuple(
        Error(
            kind=DEMANDED,
            note=f"{format} demands {demand.note}",
            place=DESCRIPTOR,
            pointer=demand.pointer,
        )
        for demand in exporter.demands(source)
    )
    return replace(source.report, errors=source.report.errors + missing)


def export_package(format: str, exporter: Exporter, source: Source, output: Path) -> Exported:
    """Write a package in a format, all of its files or none.

    Raises
    ------
    UsageError
        The path is none that the format can be written to, or an extra is not installed.
    CouldNotRun
        The files cannot be written, or one of the package's changed since it was validated.
    """
    is_one = not exporter.is_a_table or len(source.package.tables) == 1
    with Destination.of(output, exporter.suffixes, format=format, is_one=is_one) as destination:
        notes = tuple(dict.fromkeys(exporter.write(source, destination)))
    return Exported(format=format, files=destination.files, notes=notes)

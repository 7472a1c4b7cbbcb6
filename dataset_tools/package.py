"""The Python front door: open a package, validate it, load its tables."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from dataset_tools.exceptions import NoSuchTable, NotFound, UsageError
from dataset_tools.files.locate import Located as LocatedPackage
from dataset_tools.files.locate import locate_package
from dataset_tools.report.report import InvalidTable, Report

if TYPE_CHECKING:
    import pandas as pd

    from dataset_tools.baseline.validate import Recorded
    from dataset_tools.describe.summary import PackageSummary
    from dataset_tools.descriptor.read import Described
    from dataset_tools.engine.engine import EngineName
    from dataset_tools.evidence.locate import Located
    from dataset_tools.evidence.result import EvidenceResult
    from dataset_tools.frames.rows import Rows
    from dataset_tools.frames.typed import TypedTable, Wanted
    from dataset_tools.model.package import Resource

Backend = Literal["pandas", "polars", "arrow", "duckdb"]
PathLike = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Package:
    """An opened Data Package.

    Examples
    --------
    >>> package = Package.open("datapackage.json")
    >>> package.validate().valid
    True
    """

    located: LocatedPackage
    described: Described

    @classmethod
    def open(
        cls,
        path: PathLike = ".",
        *,
        remote: bool = False,
        engine: EngineName = "local",
        spark: Any = None,
    ) -> Package:
        """Open a folder that holds a descriptor, a descriptor by any name, or a zip archive.

        With ``remote`` it may be a URL, and files may be named by URLs; nothing is fetched from
        private addresses. With the engine ``spark`` it may be a URL of S3 (``s3a://``) or HDFS,
        read by the settings of ``spark``, or of the session that Spark's own settings describe.

        Faults of the descriptor are no exception: ``validate`` tells them.

        Raises
        ------
        CouldNotRun
            There is no such file or folder, no descriptor in it, or it may not be read.
        """
        if engine == "spark":
            from dataset_tools.engine.spark.locate import locate_for_spark

            return cls.of(locate_for_spark(path, remote=remote, session=spark))
        return cls.of(locate_package(path, remote=remote))

    @classmethod
    def of(cls, located: LocatedPackage) -> Package:
        """Open a package whose files are found."""
        from dataset_tools.descriptor.read import read_descriptor

        return cls(located, read_descriptor(located.files, located.descriptor))

    @property
    def name(self) -> str:
        """The package's name, empty where it has none."""
        return self.described.package.name

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables, in their order."""
        return tuple(resource.name for resource in self.described.package.tables)

    def validate(
        self,
        *,
        sources: PathLike | None = None,
        tables: Iterable[str] = (),
        max_errors: int = 1000,
        fail_fast: bool = False,
        skip: Iterable[str] = (),
        baseline: PathLike | None = None,
        new_since: str | None = None,
        engine: EngineName = "local",
        spark: Any = None,
        on_progress: Callable[[str, int], None] = lambda _table, _rows: None,
    ) -> Report:
        """Check the descriptor, the files, every cell, keys across tables, and the evidence.

        Parameters
        ----------
        sources
            A folder with the source documents, found by their hash: every cell is proved.
        tables
            The names of the only tables to check; all if empty.
        max_errors
            How many errors are listed a table; the true number is counted all the same.
        fail_fast
            Stop at the first batch of rows with an error.
        skip
            Error codes, and types, of findings that do not count.
        baseline
            A file of findings that were there before: only what is new counts.
        new_since
            A revision of git; what the package has there is not new either.
        engine
            ``local`` is this machine, ``spark`` a cluster; the report is the same.
        spark
            The session of the cluster, else the one that Spark's own settings describe.
        on_progress
            Called with a table's name and the number of its rows that were read.

        Raises
        ------
        CouldNotRun
            There is no such table, folder of sources, code or type to skip, baseline or revision,
            or no Spark.
        """
        from dataset_tools.engine.choice import told_local, validate_by
        from dataset_tools.engine.options import Options

        options = Options(
            tables=frozenset(tables),
            max_errors=max_errors,
            fail_fast=fail_fast,
            sources=_folder(sources),
            skip=tuple(skip),
            clock=time.perf_counter,
            on_progress=on_progress,
        )
        files = self.located.files
        if baseline is None and new_since is None:
            return validate_by(self.described, files, options, engine, spark)
        from dataset_tools.baseline.validate import before, validate_new

        old = before(self.located, options, baseline, new_since)
        report = validate_new(self.described, files, options, old)
        return told_local(report, engine, "what is new")

    def record(
        self,
        *,
        sources: PathLike | None = None,
        max_errors: int = 1000,
        skip: Iterable[str] = (),
        on_progress: Callable[[str, int], None] = lambda _table, _rows: None,
    ) -> Recorded:
        """Validate, and remember all that is found for a baseline: in the report none counts.

        The options are those of ``validate``; ``dataset_tools.baseline.file`` writes it.
        """
        from dataset_tools.baseline.validate import record
        from dataset_tools.engine.options import Options

        options = Options(
            max_errors=max_errors,
            sources=_folder(sources),
            skip=tuple(skip),
            clock=time.perf_counter,
            on_progress=on_progress,
        )
        return record(self.described, self.located.files, options)

    def describe(
        self,
        *,
        tables: Iterable[str] = (),
        on_progress: Callable[[str, int], None] = lambda _table, _rows: None,
    ) -> PackageSummary:
        """Sum up the tables and their fields, whether the package is valid or not.

        The options are those of ``validate``.

        Raises
        ------
        NoSuchTable
            There is no such table.
        """
        from dataset_tools.describe.package import describe_package

        wanted = frozenset(self._table(name).name for name in tables)
        return describe_package(self.described, self.located.files, wanted, on_progress)

    def evidence(self, sources: PathLike, *, strength: bool = False) -> EvidenceResult:
        """Prove every cell from its source: what is proved, and what of the sources is cited.

        Parameters
        ----------
        sources
            A folder with the source documents, found by their hash.
        strength
            Count the swaps of values that the evidence cannot tell from the truth.

        Raises
        ------
        NotFound
            There is no such folder.
        """
        from dataset_tools.engine.evidence import Proving, evidence_result
        from dataset_tools.engine.options import Options
        from dataset_tools.engine.validation import validate_package

        files = self.located.files
        validated = validate_package(
            self.described, files, Options(sources=_folder(sources), keep_cited=True)
        )
        return evidence_result(
            validated.proving or Proving(),
            self.described.package,
            files,
            valid=validated.report.valid,
            strength=strength,
        )

    def locate(self, text: str, sources: PathLike) -> tuple[Located, ...]:
        """Find where a text stands in the sources: fragments for the evidence column."""
        from dataset_tools.engine.evidence import read_documents
        from dataset_tools.evidence.locate import locate_text

        package, files = self.described.package, self.located.files
        return locate_text(text, read_documents(package, files, _folder(sources)))

    def load(
        self,
        table: str,
        *,
        as_: Backend = "pandas",
        validate: bool = True,
        errors: Literal["raise", "coerce"] = "raise",
        columns: Iterable[str] | None = None,
        nrows: int | None = None,
        dtype_backend: Literal["numpy_nullable", "pyarrow"] | None = None,
        decimal: bool = False,
        utc: bool = False,
        labels: bool = False,
        index: bool = False,
    ) -> Any:
        """Read one table with the dtypes of its schema.

        Parameters
        ----------
        as_
            ``pandas`` (the default), ``polars``, ``arrow`` (a pyarrow Table) or ``duckdb``.
        validate
            Check the whole table first; False skips the check.
        errors
            ``coerce`` makes cells that cannot be read missing instead of raising; integers and
            booleans then always have their nullable dtypes.
        columns
            The names of the only fields to load.
        nrows
            The number of rows to load, from the first.
        dtype_backend
            ``numpy_nullable`` or ``pyarrow``, as in pandas.
        decimal
            Numbers as exact decimals, and integers of any size.
        utc
            Datetimes with their zone, UTC; else without.
        labels
            Categories by their labels.
        index
            The primary key as the index; else it stays a column.

        Raises
        ------
        InvalidTable
            The table has errors; ``.report`` tells which.
        NoSuchTable
            The package has no such table, or the table no such field.
        ValueBeyondDtype
            A valid integer does not fit 64 bits.

        Examples
        --------
        >>> Package.open("datapackage.json").load("stock_moves").dtypes["change_percent"]
        dtype('float64')
        """
        from dataset_tools.frames.loader import BACKENDS, frame_of, read_table, wanted_of

        if errors not in ("raise", "coerce"):
            raise UsageError(f'errors is "raise" or "coerce", not "{errors}"')
        if as_ not in BACKENDS:
            raise UsageError(f'as_ is one of {", ".join(BACKENDS)}, not "{as_}"')
        resource, named = self._table(table), None if columns is None else tuple(columns)
        wanted = wanted_of(resource, columns=named, nrows=nrows, decimal=decimal)
        is_checked = errors == "raise" and validate
        return frame_of(
            self.described.package,
            resource,
            self._checked_table(table, wanted)
            if is_checked
            else read_table(resource, self.located.files, wanted),
            as_=as_,
            columns=named,
            dtype_backend=dtype_backend,
            nullable=not is_checked,
            decimal=decimal,
            utc=utc,
            labels=labels,
            index=index,
        )

    def load_all(self, **options: Any) -> dict[str, pd.DataFrame]:
        """Load every table by name; the options are those of ``load``."""
        return {table: self.load(table, **options) for table in self.tables}

    def pandera_schema(self, table: str, *, backend: Literal["pandas", "polars"] = "pandas") -> Any:
        """Return the table's schema as a ``pandera.DataFrameSchema``.

        Parameters
        ----------
        backend
            For DataFrames of ``pandas`` or of ``polars``, as ``load`` gives them.
        """
        from dataset_tools.frames.loader import pandera_schema_of

        return pandera_schema_of(self._table(table), backend)

    def rows(
        self,
        table: str,
        *,
        head: int | None = None,
        where: str | None = None,
        validate: bool = True,
    ) -> Rows:
        """Read rows as typed Python values; raise InvalidTable if the table has errors."""
        from dataset_tools.frames.rows import typed_rows

        resource = self._table(table)
        if validate:
            self._check(table)
        return typed_rows(resource, self.located.files, head=head, where=where)

    def _table(self, name: str) -> Resource:
        resource = self.described.package.resource(name)
        if resource is None or not resource.is_table:
            known = ", ".join(self.tables) or "none"
            raise NoSuchTable(f'there is no table "{name}"; the tables are: {known}')
        return resource

    def _checked_table(self, table: str, wanted: Wanted) -> TypedTable:
        """Read a table once, while it is checked; raise InvalidTable if it has errors."""
        from dataset_tools.engine.options import Options
        from dataset_tools.engine.validation import validate_package
        from dataset_tools.frames.typed import Gathering

        gathering = Gathering(wanted)
        options = Options(tables=frozenset([table]), take=gathering.take)
        report = validate_package(self.described, self.located.files, options).report
        if not report.valid:
            raise InvalidTable(table, report)
        return gathering.table()

    def _check(self, table: str) -> None:
        report = self.validate(tables=(table,))
        if not report.valid:
            raise InvalidTable(table, report)


def _folder(path: PathLike | None) -> Path | None:
    if path is None:
        return None
    folder = Path(path)
    if not folder.is_dir():
        raise NotFound(f"there is no folder {folder}")
    return folder


def load(table: str, path: PathLike = "datapackage.json", **options: Any) -> Any:
    """Read one table of a package into pandas, with the dtypes of its schema.

    The path is that of ``Package.open``, the options are those of ``Package.load``.

    Examples
    --------
    >>> load("people", "datapackage.json")["name"].dtype
    <StringDtype(na_value=nan)>
    """
    return Package.open(path).load(table, **options)

"""One table in the form that was asked for."""

from collections.abc import Hashable, Mapping
from typing import Any, Literal

from dataset_tools.exceptions import CouldNotRun, FileFault, NoSuchTable, UsageError
from dataset_tools.files.opened import Files
from dataset_tools.frames.typed import TypedTable, Wanted, typed_table
from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.model.schema import Schema

BACKENDS = ("pandas", "polars", "arrow", "duckdb")


def wanted_of(
    resource: Resource,
    *,
    columns: tuple[str, ...] | None,
    nrows: int | None,
    decimal: bool,
) -> Wanted:
    """Say what of a table is asked for; raise NoSuchTable where it has no such field."""
    _check_columns(resource, columns)
    return Wanted(fields=columns, rows=nrows, texts=decimal)


def read_table(resource: Resource, files: Files, wanted: Wanted) -> TypedTable:
    """Read what is wanted of a table without checking it; raise CouldNotRun where it cannot be."""
    try:
        return typed_table(resource, files, wanted)
    except FileFault as fault:
        raise CouldNotRun(str(fault)) from None


def frame_of(
    package: DataPackage,
    resource: Resource,
    table: TypedTable,
    *,
    as_: str = "pandas",
    columns: tuple[str, ...] | None = None,
    dtype_backend: Literal["numpy_nullable", "pyarrow"] | None = None,
    nullable: bool = False,
    decimal: bool = False,
    utc: bool = False,
    labels: bool = False,
    index: bool = False,
) -> Any:
    """Return a table as a frame of pandas, polars, pyarrow or duckdb.

    Raises
    ------
    UsageError, ValueBeyondDtype
        What ``Package.load`` says.
    """
    if as_ != "pandas":
        return _other(table, as_, resource.name)
    from dataset_tools.frames import pandas as as_pandas

    frame = as_pandas.pandas_frame(
        table,
        nullable=nullable,
        decimal=decimal,
        utc=utc,
        labels=labels,
    )
    if columns is not None:
        frame = frame[list(columns)]
    if dtype_backend is not None:
        frame = as_pandas.with_backend(frame, dtype_backend)
    key = resource.schema.primary_key if resource.schema else ()
    if index and key:
        frame = frame.set_index(list(key))
    frame.attrs = _attrs(package, resource)
    return frame


def _other(table: TypedTable, as_: str, name: str) -> Any:
    from dataset_tools.frames.polars import polars_frame

    frame = polars_frame(table)
    if as_ == "polars":
        return frame
    arrow = frame.to_arrow()
    if as_ == "arrow":
        return arrow
    try:
        import duckdb
    except ImportError:
        raise UsageError('as_="duckdb" needs duckdb: install datapackage-tools[duckdb]') from None
    return duckdb.from_arrow(arrow).set_alias(name)


def _check_columns(resource: Resource, columns: tuple[str, ...] | None) -> None:
    if columns is None or resource.schema is None:
        return
    known = [field.name for field in resource.schema.fields]
    for name in columns:
        if name not in known:
            raise NoSuchTable(f'"{resource.name}" has no field "{name}"; it has {", ".join(known)}')


def _attrs(package: DataPackage, resource: Resource) -> dict[Hashable | None, object]:
    """Return what the frame remembers of its package, as plain JSON values."""
    schema: Mapping[str, object] = resource.schema.descriptor if resource.schema else {}
    return {
        "package": package.name,
        "version": package.version,
        "table": resource.name,
        "schema": dict(schema),
    }


def pandera_schema_of(resource: Resource, backend: str) -> Any:
    """Return the pandera schema of a table for pandas or polars frames as ``load`` gives them."""
    schema = resource.schema or Schema()
    if backend == "pandas":
        from dataset_tools.compile.pandas_schema import pandas_schema

        return pandas_schema(schema, resource.name)
    if backend == "polars":
        from dataset_tools.compile.polars_schema import polars_schema

        return polars_schema(schema)
    raise UsageError(f'backend is "pandas" or "polars", not "{backend}"')

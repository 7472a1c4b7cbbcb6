"""One table in the form that was asked for."""

from collections.abc import Hashable, Mapping
from typing import Any, Literal

from dataset_tools.exceptions import CouldNotRun, FileFault, NoSuchTable, UsageError
from dataset_tools.files.opened import Files
from dataset_tools.frames.typed import TypedTable, typed_table
from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.model.schema import Schema

BACKENDS = ("pandas", "polars", "arrow", "duckdb")


def load_table(
    package: DataPackage,
    resource: Resource,
    files: Files,
    *,
    as_: str = "pandas",
    columns: tuple[str, ...] | None = None,
    nrows: int | None = None,
    dtype_backend: Literal["numpy_nullable", "pyarrow"] | None = None,
    nullable: bool = False,
    decimal: bool = False,
    utc: bool = False,
    labels: bool = False,
    index: bool = False,
) -> Any:
    """Read a table and return it as a frame of pandas, polars, pyarrow or duckdb.

    Raises
    ------
    UsageError, NoSuchTable, CouldNotRun, ValueBeyondDtype
        What ``Package.load`` says.
    """
    if as_ not in BACKENDS:
        raise UsageError(f'as_ is one of {", ".join(BACKENDS)}, not "{as_}"')
    _check_columns(resource, columns)
    try:
        table = typed_table(resource, files, wanted=columns, nrows=nrows)
    except FileFault as fault:
        raise CouldNotRun(str(fault)) from None
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

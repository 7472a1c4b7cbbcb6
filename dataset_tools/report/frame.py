"""The listed errors as a pandas DataFrame."""

from collections.abc import Iterable

from pandas import DataFrame as DataFrame  # noqa: PLC0414 (the report names it from here)

from dataset_tools.errors.error import Error

_COLUMNS = {
    "table": "str",
    "type": "str",
    "code": "str",
    "severity": "str",
    "row": "Int64",
    "line": "Int64",
    "field": "str",
    "cell": "str",
    "message": "str",
    "fix": "str",
    "place": "str",
}


def errors_frame(listed: Iterable[tuple[str, Error]]) -> DataFrame:
    """Return one row a table's name and error, in their order."""
    rows = [_row(table, error) for table, error in listed]
    return DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def _row(table: str, error: Error) -> dict[str, object]:
    return {
        "table": table,
        "type": error.kind.type,
        "code": error.kind.code,
        "severity": error.severity,
        "row": error.row_number,
        "line": error.line_number,
        "field": error.field_name,
        "cell": error.cell,
        "message": error.message,
        "fix": error.mend,
        "place": error.place,
    }

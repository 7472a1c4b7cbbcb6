"""The report as JSON: the keys that frictionless's readers demand, and our own beside them."""

from collections.abc import Iterable, Iterator

from dataset_tools.errors.error import Error
from dataset_tools.errors.types import ERROR_TYPES
from dataset_tools.report.fingerprint import Fingerprints
from dataset_tools.report.task import Task


def task_object(task: Task, fingerprints: Fingerprints) -> dict[str, object]:
    """Return a task as plain JSON values, its lists of errors as iterators."""
    stats = task.stats
    counted: dict[str, object] = {
        "errors": stats.errors,
        "warnings": stats.warnings,
        "seconds": round(stats.seconds, 3),
    }
    for name in ("bytes", "sha256", "fields", "rows", "known"):
        if (value := getattr(stats, name)) is not None:
            counted[name] = value
    package = {} if task.package is None else {"package": task.package}
    return package | {
        "name": task.name,
        "type": task.type,
        "valid": task.valid,
        "place": task.place,
        "labels": list(task.labels),
        "stats": counted,
        "warnings": list(task.warnings),
        "errors": error_objects(task.name, task.errors, fingerprints),
        "findings": error_objects(task.name, task.findings, fingerprints),
    }


def error_objects(
    table: str,
    errors: Iterable[Error],
    fingerprints: Fingerprints,
) -> Iterator[dict[str, object]]:
    """Yield errors as plain JSON values."""
    for error in errors:
        yield error_object(error, fingerprints.of(table, error))


def error_object(error: Error, digest: str) -> dict[str, object]:
    """Return one error as plain JSON values; texts are never null."""
    kind = error.kind
    word = ERROR_TYPES[kind.type]
    common: dict[str, object] = {
        "type": kind.type,
        "title": kind.title,
        "description": word.description,
        "message": error.message,
        "note": error.note,
        "tags": list(word.tags),
    }
    ours: dict[str, object] = {
        "place": error.place,
        "code": kind.code,
        "fix": error.mend,
        "fingerprint": digest,
        "severity": error.severity,
    }
    return common | _place_keys(error) | ours


def _place_keys(error: Error) -> dict[str, object]:
    """Return the keys that frictionless demands for the error's type, and the line number."""
    shape = ERROR_TYPES[error.kind.type].shape
    keys: dict[str, object] = {}
    if shape in ("cell", "row", "foreign-key"):
        keys = {"cells": list(error.cells), "rowNumber": error.row_number or 0}
    if shape == "cell":
        keys |= {
            "fieldName": error.field_name,
            "fieldNumber": error.field_number or 0,
            "cell": error.cell,
        }
    if shape == "foreign-key":
        keys |= {
            "fieldNames": list(error.field_names),
            "fieldCells": list(error.field_cells),
            "referenceName": error.reference_name,
            "referenceFieldNames": list(error.reference_field_names),
        }
    if shape in ("label", "header"):
        keys = {"labels": list(error.labels), "rowNumbers": list(error.row_numbers)}
    if shape == "label":
        keys |= {
            "label": error.label,
            "fieldName": error.field_name,
            "fieldNumber": error.field_number or 0,
        }
    if shape in ("file", "descriptor") and error.row_number is not None:
        keys["rowNumber"] = error.row_number
    if error.line_number is not None:
        keys["lineNumber"] = error.line_number
    elif error.row_number is not None:
        keys["lineNumber"] = error.row_number
    if error.pointer is not None:
        keys |= {"columnNumber": error.column or 1, "pointer": error.pointer}
    return keys

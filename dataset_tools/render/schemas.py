"""JSON Schemas of what we read and write, so that editors complete it and programs can rely on it.

That of ``datapackage.json`` is the standard's own profile, and our properties beside it.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dataset_tools.config.read import FAIL_ON
from dataset_tools.errors.catalogue import CODES_BY_WORD
from dataset_tools.errors.types import ERROR_TYPES, Shape
from dataset_tools.escapes import json_text
from dataset_tools.evidence.matchers.known import FRAGMENTS, MATCHERS
from dataset_tools.exceptions import UsageError

JsonSchema = dict[str, object]
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_PROFILES = "https://datapackage.org/profiles/2.0"

_TEXT: JsonSchema = {"type": "string"}
_TEXTS: JsonSchema = {"type": "array", "items": _TEXT}
_COUNT: JsonSchema = {"type": "integer", "minimum": 0}
_POSITION: JsonSchema = {"type": "integer", "minimum": 1}
_KEYS_BY_SHAPE: Mapping[Shape, tuple[str, ...]] = MappingProxyType(
    {
        "descriptor": (),
        "file": (),
        "header": ("labels", "rowNumbers"),
        "label": ("labels", "rowNumbers", "label", "fieldName", "fieldNumber"),
        "row": ("cells", "rowNumber"),
        "cell": ("cells", "rowNumber", "fieldName", "fieldNumber", "cell"),
        "foreign-key": (
            *("cells", "rowNumber", "fieldNames", "fieldCells"),
            *("referenceName", "referenceFieldNames"),
        ),
    },
)

_BY_TYPE: Mapping[str, JsonSchema] = MappingProxyType(
    {
        "cells": _TEXTS,
        "rowNumber": _COUNT,
        "fieldName": _TEXT,
        "fieldNumber": _COUNT,
        "cell": _TEXT,
        "fieldNames": _TEXTS,
        "fieldCells": _TEXTS,
        "referenceName": _TEXT,
        "referenceFieldNames": _TEXTS,
        "labels": _TEXTS,
        "label": _TEXT,
        "rowNumbers": {"type": "array", "items": _POSITION},
        "lineNumber": _POSITION,
        "columnNumber": _POSITION,
        "pointer": _TEXT,
    }
)


def schema_text(name: str) -> str:
    """Return one of the schemas as JSON.

    Raises
    ------
    UsageError
        There is no schema of that name.
    """
    if name not in SCHEMAS:
        raise UsageError.of_word(name, tuple(SCHEMAS), where="--schema")
    return json_text(SCHEMAS[name]()) + "\n"


def _object(
    properties: Mapping[str, object],
    required: tuple[str, ...] | None = None,
    **more: object,
) -> JsonSchema:
    wanted = list(properties if required is None else required)
    return {"type": "object", "properties": dict(properties), "required": wanted, **more}


def _whole(title: str, schema: Mapping[str, object]) -> JsonSchema:
    return {"$schema": _DRAFT, "title": title, **schema}


def _report_schema() -> JsonSchema:
    found = {"type": "array", "items": {"$ref": "#/$defs/error"}}
    counts = {"errors": _COUNT, "warnings": _COUNT, "seconds": {"type": "number", "minimum": 0}}
    report = _object(
        {
            "valid": {"type": "boolean"},
            "stats": _object(
                {"tasks": _COUNT, **counts, "known": _COUNT, "skipped": _COUNT},
                ("tasks", *counts),
            ),
            "errors": found,
            "warnings": _TEXTS,
            "findings": found,
            "tasks": {"type": "array", "items": {"$ref": "#/$defs/task"}},
        },
    )
    stats = {"bytes": _COUNT, "sha256": _TEXT, "fields": _COUNT, "rows": _COUNT, "known": _COUNT}
    task = {
        "name": _TEXT,
        "type": {"enum": ["table", "file"]},
        "valid": {"type": "boolean"},
        "place": _TEXT,
        "labels": _TEXTS,
        "stats": _object({**counts, **stats}, tuple(counts)),
        "warnings": _TEXTS,
        "errors": found,
        "findings": found,
    }
    definitions = {
        "task": _object({"package": _TEXT, **task}, tuple(task)),
        "error": _error_schema(),
    }
    return _whole("Report of dataset-tools validate", {**report, "$defs": definitions})


def _error_schema() -> JsonSchema:
    types: dict[Shape, list[str]] = {}
    for name, word in ERROR_TYPES.items():
        types.setdefault(word.shape, []).append(name)
    always = {
        "type": {"enum": list(ERROR_TYPES)},
        "title": _TEXT,
        "description": _TEXT,
        "message": _TEXT,
        "note": _TEXT,
        "tags": _TEXTS,
        "place": _TEXT,
        "code": {"type": "string", "pattern": "^DT[0-9]{3}$"},
        "fix": _TEXT,
        "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}(-[0-9]+)?$"},
        "severity": {"enum": ["error", "warning"]},
    }
    demands = [
        {
            "if": {"properties": {"type": {"enum": types[shape]}}},
            "then": {"required": list(keys)},
        }
        for shape, keys in _KEYS_BY_SHAPE.items()
        if keys
    ]
    return _object({**always, **_BY_TYPE}, tuple(always), allOf=demands)


def _settings_schema() -> JsonSchema:
    properties = {
        "fail-on": {"enum": list(FAIL_ON), "description": "What makes the exit code 1."},
        "skip": {
            "type": "array",
            "items": {"enum": list(CODES_BY_WORD)},
            "description": "Codes and types of findings that do not count.",
        },
        "baseline": _filled("A file of findings that do not count, relative to this one."),
        "new-since": _filled("A revision of git: what the package has there does not count."),
        "sources": _filled("The folder of the source documents, relative to this file."),
        "max-errors": {**_COUNT, "description": "How many errors are listed a table."},
        "fail-fast": {"type": "boolean", "description": "Stop at the first bad batch."},
    }
    schema = _object(properties, (), additionalProperties=False)
    return _whole("Settings of dataset-tools: dataset-tools.toml, or tool.dataset-tools", schema)


def _filled(description: str) -> JsonSchema:
    return {"type": "string", "minLength": 1, "description": description}


def _package_schema() -> JsonSchema:
    schema = {"anyOf": [_TEXT, {"$ref": "#/$defs/schema"}]}
    resource = {
        "dataset-tools:rows": {
            **_COUNT,
            "description": "The number of rows, as build fills it in.",
        },
        "schema": schema,
    }
    properties = {
        "dataset-tools:sources": _filled("The resource that lists the source documents."),
        "resources": {"type": "array", "items": _object(resource, ())},
    }
    profile = {"$ref": f"{_PROFILES}/datapackage.json"}
    definitions = {"schema": _own_of_schema()}
    whole = {"allOf": [profile, _object(properties, ())], "$defs": definitions}
    return _whole("datapackage.json with the properties of dataset-tools", whole)


def _table_schema() -> JsonSchema:
    whole = {"allOf": [{"$ref": f"{_PROFILES}/tableschema.json"}, _own_of_schema()]}
    return _whole("A Table Schema with the properties of dataset-tools", whole)


def _own_of_schema() -> JsonSchema:
    """Return what we add to a Table Schema: row rules, and how cells are proved."""
    matchers = {"enum": [*MATCHERS, FRAGMENTS]}
    options = {
        "match": matchers,
        "aliases": _filled("Of name: the field of its other names."),
        "field": _filled("Of reference: the field of the other table that is named."),
        "negative": {**_TEXTS, "description": "Of number: words that make it negative."},
        "part": {"type": "boolean", "description": "Of quote: a part of a quotation will do."},
        "reason": _filled("Of inferred and fragments: the field that says why."),
        "unit": _filled("Of number: what stands beside the figure."),
        "words": {
            "type": "object",
            "additionalProperties": _TEXTS,
            "description": "Of category: the words for each value.",
        },
    }
    evidence = {
        "description": "How the cells are proved from the source documents.",
        "anyOf": [matchers, _object(options, ("match",))],
    }
    rule = {
        "name": _filled("What the rule is called in a report."),
        "formula": _filled("What must hold of each row, as kind != 'share' or company_id."),
        "severity": {"enum": ["error", "warning"]},
    }
    properties = {
        "dataset-tools:rules": {
            "type": "array",
            "items": _object(rule, ("name", "formula")),
            "description": "Formulas that each row must satisfy.",
        },
        "fields": {
            "type": "array",
            "items": _object({"dataset-tools:evidence": evidence}, ()),
        },
    }
    return _object(properties, ())


SCHEMAS: Mapping[str, Callable[[], JsonSchema]] = MappingProxyType(
    {
        "report": _report_schema,
        "settings": _settings_schema,
        "datapackage": _package_schema,
        "tableschema": _table_schema,
    },
)

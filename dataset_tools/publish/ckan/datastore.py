"""The rows of a table in CKAN's DataStore: typed columns, a data dictionary, all rows or none.

A table is dropped and filled again; only when its rows are counted is the resource marked with the
hash of what it holds, so that a filling that was stopped is begun anew by the next run.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dataset_tools.compile.column import Column
from dataset_tools.exceptions import Interrupted
from dataset_tools.export.exporter import Source
from dataset_tools.export.tables.exact import Part
from dataset_tools.export.tables.kinds import JSON, WHOLE
from dataset_tools.export.tables.opened import opened
from dataset_tools.model.package import Resource
from dataset_tools.model.schema import Field, Schema
from dataset_tools.publish.ckan.api import Api
from dataset_tools.publish.ckan.resources import CkanFile
from dataset_tools.publish.publication import Publication

BATCH = 5_000
"""Rows a request; CKAN takes a batch whole or not at all."""
_LONGEST_NAME = 63
_FORMAT = 1
"""Raised when rows are written in another way, so that tables are filled again."""
_TYPES = {
    "integer": "int8",
    "year": "int8",
    "number": "numeric",
    "boolean": "bool",
    "date": "date",
    "datetime": "timestamp",
    "time": "time",
    **dict.fromkeys(JSON, "json"),
}
_INFINITE = {"INF": "Infinity", "-INF": "-Infinity"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column of the DataStore: PostgreSQL's name of its type, and its place in the dictionary."""

    name: str
    type: str
    info: Mapping[str, object]


def unfit(schema: Schema) -> str:
    """Say why the DataStore cannot have such columns; empty where it can."""
    if not schema.fields:
        return "it has no fields"
    for field in schema.fields:
        name = field.name
        if not name or len(name.encode("utf-8")) > _LONGEST_NAME:
            return f'"{name[:80]}" is no name of a column, which has 1 to 63 bytes'
        if name.startswith("_") or '"' in name or name != name.strip():
            return f'"{name}" is no name of a column'
    return ""


def mark_of(file: CkanFile) -> str:
    """Return the hash of what the DataStore holds of a table: its bytes, and how they are read."""
    schema, dialect = file.properties["schema"], file.properties["dialect"]
    parts = json.dumps([_FORMAT, file.content.sha256, schema, dialect])
    return f"sha256:{hashlib.sha256(parts.encode()).hexdigest()}"


def columns_of(publication: Publication, resource: Resource) -> tuple[TableColumn, ...]:
    """Return the columns that a table has; whole numbers beyond 64 bits ask for exact ones."""
    table = opened(_source(publication), resource)
    large: set[str] = set()
    for part in table.parts:
        for column in table.columns:
            if column.field.type in WHOLE and part.beyond(column):
                large.add(column.field.name)
    return tuple(_column(column.field, large) for column in table.columns)


def _column(field: Field, large: set[str]) -> TableColumn:
    type_ = "numeric" if field.name in large else _TYPES.get(field.type, "text")
    description = field.descriptor.get("description")
    info = {
        "label": field.title,
        "notes": description if isinstance(description, str) else "",
        "tableschema": dict(field.descriptor),
    }
    return TableColumn(name=field.name, type=type_, info=info)


def fill(api: Api, publication: Publication, resource: Resource, id: str) -> None:
    """Drop what the DataStore has of a resource, and put the rows of the table there."""
    columns = columns_of(publication, resource)
    _drop(api, id)
    schema = resource.schema or Schema()
    names = {column.name for column in columns}
    key = [name for name in schema.primary_key if name in names]
    api.write(
        "datastore_create",
        {
            "resource_id": id,
            "force": True,
            "fields": [
                {"id": each.name, "type": each.type, "info": dict(each.info)} for each in columns
            ],
            **({"primary_key": key} if key else {}),
        },
    )
    sent = 0
    for rows in batches(publication, resource):
        _insert(api, id, rows, sent)
        sent += len(rows)
    if (total := count(api, id)) != sent:
        raise Interrupted(f"the DataStore has {total} rows of {resource.name}, not {sent}")


def _drop(api: Api, id: str) -> None:
    if api.find("datastore_info", id=id) is not None:
        api.write("datastore_delete", {"resource_id": id, "force": True}, _gone(api, id))


def _gone(api: Api, id: str) -> Callable[[], Any]:
    return lambda: {} if api.look("datastore_info", id=id) is None else None


def _insert(api: Api, id: str, rows: Sequence[Mapping[str, object]], before: int) -> None:
    """Insert rows; where the answer was lost, their number says whether they are there."""

    def is_there() -> Any:
        found = api.look("datastore_search", resource_id=id, limit=0)
        return {} if found and found.get("total") == before + len(rows) else None

    values = {"resource_id": id, "force": True, "method": "insert", "records": list(rows)}
    api.write("datastore_upsert", values, is_there)


def count(api: Api, id: str) -> int:
    """Return how many rows the DataStore has of a resource."""
    found = api.find("datastore_search", resource_id=id, limit=0)
    total = found.get("total") if found else 0
    return total if isinstance(total, int) else 0


def batches(publication: Publication, resource: Resource) -> Iterator[list[dict[str, object]]]:
    """Yield the rows of a table as the DataStore takes them, so many at a time."""
    table = opened(_source(publication), resource)
    batch: list[dict[str, object]] = []
    for part in table.parts:
        for row in _rows(table.columns, part):
            batch.append(row)
            if len(batch) == BATCH:
                yield batch
                batch = []
    if batch:
        yield batch


def _rows(columns: Sequence[Column], part: Part) -> Iterator[dict[str, object]]:
    names = [column.field.name for column in columns]
    values = [_values(column, part) for column in columns]
    for row in zip(*values, strict=True):
        yield dict(zip(names, row, strict=True))


def _values(column: Column, part: Part) -> list[object]:
    write = _writer(column.field.type)
    return [None if text is None else write(text) for text in part.exact(column)]


def _writer(type_: str) -> Callable[[str], object]:
    """Return the function that makes a value for the DataStore of an exact text."""
    if type_ in JSON or type_ in WHOLE or type_ == "boolean":
        return json.loads
    if type_ == "number":
        return lambda text: _INFINITE.get(text, text)
    return _in_utc if type_ == "datetime" else str


def _in_utc(text: str) -> str:
    """Return a moment without its zone, as a timestamp without one would drop it.

    Examples
    --------
    >>> _in_utc("2024-01-01T01:00:00+01:00"), _in_utc("2024-01-01T01:00:00")
    ('2024-01-01T00:00:00', '2024-01-01T01:00:00')
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        return text
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat()


def _source(publication: Publication) -> Source:
    return Source(package=publication.package, files=publication.files, report=publication.report)

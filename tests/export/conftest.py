"""Exports through the command line, and a table of every type with what is hard about it."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Call, MakePackage

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer", "constraints": {"required": True}},
    {"name": "text", "type": "string"},
    {"name": "any", "type": "any"},
    {"name": "kind", "type": "string", "categories": ["low", "high", "unused"]},
    {"name": "level", "type": "integer", "categories": [1, 2, 3]},
    {"name": "whole", "type": "integer"},
    {"name": "large", "type": "integer"},
    {"name": "price", "type": "number"},
    {"name": "exact", "type": "number"},
    {"name": "words", "type": "number"},
    {"name": "flag", "type": "boolean"},
    {"name": "day", "type": "date"},
    {"name": "clock", "type": "time"},
    {"name": "moment", "type": "datetime"},
    {"name": "zoned", "type": "datetime"},
    {"name": "mixed", "type": "datetime"},
    {"name": "year", "type": "year"},
    {"name": "month", "type": "yearmonth"},
    {"name": "span", "type": "duration"},
    {"name": "point", "type": "geopoint"},
    {"name": "thing", "type": "object"},
    {"name": "array", "type": "array"},
    {"name": "list", "type": "list"},
    {"name": "shape", "type": "geojson"},
]
_ROWS: list[dict[str, str]] = [
    {
        "id": "1",
        "text": "=1+1",
        "any": "5",
        "kind": "low",
        "level": "1",
        "whole": "9223372036854775807",
        "large": "9223372036854775808",
        "price": "1.10",
        "exact": "12345678901234567890.123456789",
        "words": "NaN",
        "flag": "true",
        "day": "0001-01-01",
        "clock": "00:00:00",
        "moment": "1899-12-31T23:59:59",
        "zoned": "2024-01-31T12:00:00Z",
        "mixed": "2024-01-31T12:00:00+02:00",
        "year": "-0044",
        "month": "2024-02",
        "span": "P1Y2M3DT4H5M6.5S",
        "point": "-0.1257,51.5085",
        "thing": '{"a": [1, null, "ü"]}',
        "array": '[1, "two", null]',
        "list": "a,b",
        "shape": '{"type": "Point", "coordinates": [1.5, 2]}',
    },
    {
        "id": "2",
        "text": 'say "hi",\nthen\tgo \u202e@SUM(A1)',
        "any": "x",
        "kind": "high",
        "level": "2",
        "whole": "-9223372036854775808",
        "large": "-1",
        "price": "-0.01",
        "exact": "-0.000000001",
        "words": "INF",
        "flag": "false",
        "day": "9999-12-31",
        "clock": "23:59:59",
        "moment": "9999-12-30T00:00:00.123456",
        "zoned": "1969-12-31T23:00:00-01:00",
        "mixed": "2024-01-31T12:00:00.1234567",
        "year": "12024",
        "month": "-0001-12",
        "span": "-PT0.001S",
        "point": "180,-90",
        "thing": "{}",
        "array": "[]",
        "list": "=1",
        "shape": '{"type": "Point", "coordinates": [0, 0]}',
    },
    {"id": "3"},
    {
        "id": "4",
        "text": "\u0001_x000B_\r\n ' -- \U0001f600",
        "large": "170141183460469231731687303715884105727",
        "price": "1234567890123.45",
        "exact": "0",
        "words": "-1.5e3",
        "day": "1900-02-28",
        "moment": "2024-02-29T23:59:59.5",
        "zoned": "2024-06-30T23:59:59.999999Z",
        "mixed": "2024-01-31T12:00:00Z",
        "span": "P12M",
    },
]


def csv_text(rows: list[dict[str, str]], names: list[str]) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return file.getvalue()


@dataclass(frozen=True)
class Export:
    """What an export wrote: its folder, its files by name, and its notes by table and field."""

    folder: Path
    files: dict[str, dict[str, Any]]
    notes: dict[tuple[str, str], list[str]]

    def path(self, name: str) -> Path:
        return self.folder / name

    def about(self, field: str, table: str = "all") -> str:
        return "; ".join(self.notes.get((table, field), []))


RunExport = Callable[..., Export]


@pytest.fixture
def export(call: Call, tmp_path_factory: pytest.TempPathFactory) -> RunExport:
    """Export a package to a folder; it must succeed."""

    def run(format: str, package: Path) -> Export:
        folder = tmp_path_factory.mktemp("export")
        done = call("export", format, package, "-o", folder, "--json")
        assert done.code == 0, done.out + done.err
        result = json.loads(done.out)
        assert result["format"] == format
        notes: dict[tuple[str, str], list[str]] = {}
        for note in result["notes"]:
            notes.setdefault((note["table"], note["field"]), []).append(note["message"])
        files = {
            Path(each["path"]).relative_to(folder).as_posix(): each for each in result["files"]
        }
        return Export(folder, files, notes)

    return run


@pytest.fixture
def every_type(make_package: MakePackage) -> Path:
    """Write a package whose one table has every type, with nulls, extremes and hostile text."""
    names = [each["name"] for each in FIELDS]
    schema = {"fields": FIELDS, "primaryKey": ["id"]}
    return make_package(
        resources=[{"name": "all", "path": "all.csv", "schema": schema}],
        files={"all.csv": csv_text(_ROWS, names)},
        name="every-type",
        version="1.0.0",
    )

"""A small package, changed at will, and the results of runs over it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dataset_tools import Package
from dataset_tools.publish.publication import Publication, publication_of
from tests.conftest import Call, MakePackage

FIELDS = [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]
ROWS = "id,name\n1,a\n2,b\n"

Small = Callable[..., Path]
Publish = Callable[..., tuple[int, Any]]


@pytest.fixture
def small(make_package: MakePackage) -> Small:
    """Write a package of two tables, one with its schema in a file, in ``version``."""

    def write(version: str = "1.0.0", *, rows: str = ROWS, **properties: object) -> Path:
        tables = [
            {"name": "a", "path": "data/a.csv", "schema": {"fields": FIELDS, "primaryKey": ["id"]}},
            {"name": "b", "path": "data/b.csv", "schema": "schemas/b.json"},
        ]
        files = {
            "data/a.csv": rows,
            "data/b.csv": "id,name\n7,x\n",
            "schemas/b.json": json.dumps({"fields": FIELDS}),
        }
        given = {"name": "small", "version": version, **properties}
        return make_package(resources=tables, files=files, **given)

    return write


def publication(folder: Path) -> Publication:
    opened = Package.open(folder)
    report = opened.validate()
    assert report.valid
    return publication_of(opened.located, opened.described.package, report)


@pytest.fixture
def run(call: Call) -> Publish:
    """Run ``publish`` or ``verify`` with ``--json``; give the exit code and what it printed."""

    def run(*arguments: object) -> tuple[int, Any]:
        done = call(*arguments, "--json")
        return done.code, json.loads(done.out)

    return run

"""A package with six old findings, and the history of it: what it was, and what it becomes."""

import csv
import io
import json
import os
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

TOWNS = "id\nparis\nrome\n"
ROWS = """\
1,Ann,paris,x1,1990
2,Bo,rome,20,19x5
3,,paris,30,1991
4,Dee,atlantis,40,1992
5,Eve,rome,x1,1993
2,Fay,paris,60,1994
7,Gus,rome,70,1995
"""
TYPES = {"id": "integer", "name": "string", "town": "string", "size": "integer", "born": "year"}


@dataclass
class State:
    """A package on its way from one version to the next."""

    rows: list[dict[str, str]]
    types: dict[str, str] = field(default_factory=lambda: dict(TYPES))
    table: str = "people"
    paths: list[str] = field(default_factory=lambda: ["people.csv"])
    key: list[str] = field(default_factory=lambda: ["id"])
    constraints: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {"name": {"required": True}}
    )
    towns: str = TOWNS
    delimiter: str = ","
    quoting: Literal[0, 1, 2, 3] = csv.QUOTE_MINIMAL
    encoding: str = "utf-8"
    resources_before: list[dict[str, Any]] = field(default_factory=list)
    schema_file: str = ""
    blank_lines: int = 0

    @classmethod
    def first(cls) -> "State":
        names = list(TYPES)
        lines = (line.split(",") for line in ROWS.splitlines())
        return cls([dict(zip(names, cells, strict=True)) for cells in lines])

    def row(self, name: str) -> dict[str, str]:
        return next(row for row in self.rows if row["name"] == name)

    def add(self, *rows: str) -> None:
        self.rows += [dict(zip(self.types, row.split(","), strict=True)) for row in rows]

    def write(self, folder: Path) -> None:
        """Write the package in place of the one that is there."""
        for old in (*folder.glob("*.csv"), *folder.glob("*.json")):
            old.unlink()
        schema = {
            "fields": [
                {"name": name, "type": type_, "constraints": self.constraints.get(name, {})}
                for name, type_ in self.types.items()
            ],
            **({"primaryKey": self.key} if self.key else {}),
            "foreignKeys": [
                {"fields": ["town"], "reference": {"resource": "towns", "fields": ["id"]}}
            ],
        }
        people = {
            "name": self.table,
            "path": self.paths if len(self.paths) > 1 else self.paths[0],
            "encoding": self.encoding,
            "dialect": {"delimiter": self.delimiter},
            "schema": self.schema_file or schema,
        }
        towns = {
            "name": "towns",
            "path": "towns.csv",
            "schema": {"fields": [{"name": "id", "type": "string"}]},
        }
        resources = [*self.resources_before, people, towns]
        if self.schema_file:
            (folder / self.schema_file).write_text(json.dumps(schema))
        (folder / "datapackage.json").write_text(json.dumps({"resources": resources}, indent=1))
        (folder / "towns.csv").write_text(self.towns)
        size = -(-len(self.rows) // len(self.paths))
        for at, path in enumerate(self.paths):
            text = self._text(self.rows[at * size : (at + 1) * size])
            (folder / path).write_text(text, encoding=self.encoding)

    def _text(self, rows: Iterable[dict[str, str]]) -> str:
        out = io.StringIO()
        writer = csv.writer(
            out, delimiter=self.delimiter, quoting=self.quoting, lineterminator="\n"
        )
        writer.writerow(self.types)
        writer.writerows([row[name] for name in self.types] for row in rows)
        return out.getvalue() + "\n" * self.blank_lines


Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Run git in the folder of the test."""
    who = {
        f"GIT_{role}_{what}": "x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }

    def run(*arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments],  # noqa: S607 (the git of the machine)
            cwd=tmp_path,
            env={**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    return run


@pytest.fixture
def commit(git: Git) -> Callable[[], str]:
    """Commit all that is there and return the commit."""

    def run() -> str:
        git("init", "-q")
        git("add", "-A")
        git("commit", "-q", "-m", "x")
        return git("rev-parse", "HEAD")

    return run

"""``build --after OLD``: a version that is too low is refused, and nothing is written."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Call
from tests.diff.conftest import write_version

SCHEMA = {"fields": [{"name": "id", "type": "integer"}], "primaryKey": ["id"]}


def write(folder: Path, rows: str, version: str | None) -> Path:
    table = {"name": "table", "path": "table.csv", "schema": SCHEMA}
    properties = {"name": "town", "version": version, "resources": [table]}
    kept = {name: value for name, value in properties.items() if value is not None}
    written = write_version(folder, kept, {"table.csv": rows})
    if version is None:
        path = folder / "datapackage.json"
        descriptor = json.loads(path.read_text("utf-8"))
        descriptor.pop("version", None)
        path.write_text(json.dumps(descriptor), encoding="utf-8")
    return written


@pytest.mark.parametrize(
    ("rows", "version", "note"),
    [
        ("id\n1\n2\n", "1.0.0", None),
        ("id\n1\n2\n3\n", "1.1.0", None),
        ("id\n1\n2\n3\n", "7.0.0", None),
        (
            "id\n1\n2\n3\n",
            "1.0.1",
            'version "1.0.1" after "1.0.0", a MINOR step ("table": 1 row added): it must be 1.1.0',
        ),
        (
            "id\n1\n",
            "1.9",
            'version "1.9" after "1.0.0", a MAJOR step ("table": 1 row removed): it must be 2.0.0',
        ),
        (
            "id\n1\n2\n",
            None,
            'no version after "1.0.0": NEW has no version',
        ),
    ],
)
def test_a_version_is_high_enough_or_refused(
    tmp_path: Path, call: Call, rows: str, version: str | None, note: str | None
) -> None:
    old = write(tmp_path / "old", "id\n1\n2\n", "1.0.0")
    new = write(tmp_path / "new", rows, version)
    done = call("build", new, "-o", tmp_path / "dist", "--after", old, "--json")
    result = json.loads(done.out)
    if note is None:
        assert (done.code, result["changed"]) == (0, True)
        return
    (error,) = result["errors"]
    assert (done.code, error["code"], error["type"]) == (1, "DT701", "package-error")
    assert error["message"].removesuffix(" or higher") == note
    assert not (tmp_path / "dist").exists()


def test_the_line_of_the_version_is_told(tmp_path: Path, call: Call) -> None:
    old = write(tmp_path / "old", "id\n1\n", "1.0.0")
    new = write(tmp_path / "new", "id\n1\n2\n", "1.0.0")
    out = call("build", new, "-o", tmp_path / "dist", "--after", old).out
    assert "datapackage.json:1:" in out
    assert " DT701 version" in out


def test_an_older_package_may_be_a_revision(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = write(tmp_path / "new", "id\n1\n", "1.0.0")
    monkeypatch.chdir(here)
    who = {
        f"GIT_{role}_{what}": "x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
        subprocess.run(["git", *command], check=True, env={**os.environ, **who})  # noqa: S607 (the git of the machine)
    write(here, "id\n1\n2\n", "1.0.0")
    assert call("build", "-o", "dist", "--after", "HEAD:").code == 1
    write(here, "id\n1\n2\n", "1.1.0")
    assert call("build", "-o", "dist", "--after", "HEAD:").code == 0


def test_an_older_package_that_is_not_there_ends_with_2(tmp_path: Path, call: Call) -> None:
    new = write(tmp_path / "new", "id\n1\n", "1.0.0")
    done = call("build", new, "-o", tmp_path / "dist", "--after", tmp_path / "nope")
    assert (done.code, done.out, done.err[:6]) == (2, "", "DT002 ")

"""The hooks of this very tree, in a fresh git repository with good and bad data."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.service]

PRE_COMMIT = Path(sys.executable).with_name("pre-commit")
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "__pycache__")
WHO = {f"GIT_{role}_{what}": "x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
SCHEMA = {"fields": [{"name": "id", "type": "integer"}], "primaryKey": ["id"]}


def run(*command: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(each) for each in command],
        cwd=cwd,
        env={**os.environ, **WHO, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def commit_all(folder: Path) -> str:
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "x")):
        assert run("git", *command, cwd=folder).returncode == 0
    return run("git", "rev-parse", "HEAD", cwd=folder).stdout.strip()


def write_package(folder: Path, rows: str) -> None:
    (folder / "data").mkdir(parents=True)
    (folder / "schemas").mkdir()
    (folder / "data" / "table.csv").write_text(rows)
    (folder / "schemas" / "table.json").write_text(json.dumps(SCHEMA))
    resource = {"name": "table", "path": "data/table.csv", "schema": "schemas/table.json"}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}))


def test_they_pass_and_fail_as_they_should(tmp_path: Path) -> None:
    if not PRE_COMMIT.exists():
        pytest.skip("pre-commit is of the extra dev")
    tool, user = tmp_path / "tool", tmp_path / "user"
    shutil.copytree(ROOT, tool, ignore=LEFT_OUT)
    ids = ("dataset-tools-fix", "dataset-tools-validate")
    hooks = {"repo": str(tool), "rev": commit_all(tool), "hooks": [{"id": each} for each in ids]}
    write_package(user / "good", "id\n1\n2\n")
    write_package(user / "bad", "id\n1\nx\n")
    (user / "package.json").write_text('{"name": "no data"}')
    (user / ".pre-commit-config.yaml").write_text(json.dumps({"repos": [hooks]}))
    commit_all(user)
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home")}

    def hooked(*arguments: str, cwd: Path = user) -> tuple[int, str]:
        done = run(PRE_COMMIT, "run", *arguments, cwd=cwd, **home)
        return done.returncode, done.stdout

    code, out = hooked("--all-files")
    assert (code, "bad/data/table.csv:3: DT201" in out, "valid   table" in out) == (1, True, True)
    assert hooked("--files", "good/data/table.csv")[0] == 0
    assert hooked("--files", "bad/schemas/table.json")[0] == 1
    assert hooked("--files", "table.csv", cwd=user / "good" / "data")[0] == 0
    assert "Skipped" in hooked("--files", "package.json")[1]
    (user / "good" / "data" / "table.csv").write_text("id\n1\n1\n")
    run("git", "add", "good", cwd=user)
    code, out = hooked()
    assert (code, "DT401" in out, "bad" in out) == (1, True, False)
    marked = user / "good" / "data" / "table.csv"
    marked.write_bytes(b"\xef\xbb\xbfid\r\n1\r\n2\r\n")
    run("git", "add", "good", cwd=user)
    assert hooked("dataset-tools-fix")[0] == 1
    assert marked.read_bytes() == b"id\n1\n2\n"
    run("git", "add", "good", cwd=user)
    assert hooked()[0] == 0

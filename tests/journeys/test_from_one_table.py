"""The maintainer: from a repository with one table to a red check, and to a green one."""

import json
import os
import random
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from dataset_tools.render.renderer import REPORT_FORMATS
from tests.conftest import Call
from tests.render.conftest import obeyed
from tests.render.test_hostile import HIDDEN, SOME

WHO = {f"GIT_{role}_{what}": "x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
CITIES = """\
id,city,founded
1,Lyon,-43
2,Berlin,1237
3,Porto,1123
4,Graz,1128
"""


def git(*arguments: str) -> None:
    subprocess.run(
        ["git", *arguments],  # noqa: S607 (the git of the machine)
        env={**os.environ, **WHO, "GIT_CONFIG_GLOBAL": os.devnull},
        check=True,
    )


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "cities.csv").write_text(CITIES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    monkeypatch.delenv("GITHUB_OUTPUT", raising=False)
    monkeypatch.delenv("GITHUB_EVENT_PATH", raising=False)
    return tmp_path


def test_red_and_green(here: Path, call: Call) -> None:
    assert (first := call("validate", "--ci")).code == 2
    assert "dataset-tools init" in first.err
    assert call("init", "cities.csv").code == 0
    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "x")
    assert call("validate", "--ci").code == 0
    (here / "cities.csv").write_text(CITIES.replace("1237", "long ago"), encoding="utf-8")
    red = call("validate", "--ci", "--new-since", "HEAD")
    assert red.code == 1
    assert "::error file=cities.csv,line=3,title=DT201" in red.out
    assert "❌ Invalid: 1 error" in (here / "summary.md").read_text("utf-8")
    (here / "cities.csv").write_text(CITIES + "5,Turin,-28\n", encoding="utf-8")
    assert call("validate", "--ci", "--new-since", "HEAD").code == 0


@pytest.mark.parametrize("seed", range(5))
def test_hostile_files_reach_no_reader_unescaped(here: Path, call: Call, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (no secret is made)

    def hostile() -> str:
        return "".join(chance.choices([each for each in SOME if each != "\ud800"], k=3))

    names = [hostile(), f"{hostile()}2"]
    rows = [names, *([hostile(), hostile()] for _ in range(5))]
    lines = (",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows)
    (here / "cities.csv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    rules = [{"name": hostile(), "formula": "1 == 2"}]
    fields = [{"name": names[0], "type": "integer"}, {"name": names[1], "type": "string"}]
    schema = {"fields": fields, "dataset-tools:rules": rules}
    resource = {"name": hostile(), "path": "cities.csv", "schema": schema}
    descriptor = {"name": "x", "version": hostile(), "resources": [resource]}
    (here / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    out = {each: call("validate", "--format", each).out for each in REPORT_FORMATS}
    out["baseline"] = call("validate", "--baseline", "known.json", "--write-baseline").out
    out["file"] = (here / "known.json").read_text("utf-8")
    out["diff"] = call("diff", ".", ".", "--format", "html").out
    out["unknown"] = call("validate", "--skip", hostile()).err
    for name, text in out.items():
        assert not HIDDEN & set(text), name
        assert obeyed(text) == (text.splitlines() if name == "github" else []), name
    tasks = json.loads(out["json"])["tasks"]
    assert all(error["cells"] in rows for task in tasks for error in task["errors"])
    etree.fromstring(out["junit"].encode())
    assert json.loads(out["sarif"])["runs"]
    assert json.loads(out["gitlab"])

"""What users paste into their CI: the action, the hooks, and the examples of the README."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT, MakePackage
from tests.render.conftest import commands

ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
YAML = re.findall(
    r"^```yaml\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
)
BIN = Path(sys.executable).parent
FIELDS = [{"name": "id", "type": "integer"}]
PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40}")


def examples() -> dict[str, str]:
    parts = re.split(r"^# (\.\S+).*\n", "".join(YAML), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def tool(*arguments: object, cwd: Path = ROOT) -> None:
    command = [str(BIN / str(arguments[0])), *map(str, arguments[1:])]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def run_step(id_: str, inputs: Mapping[str, str], cwd: Path, **more: str) -> tuple[int, str]:
    """Run a step of the action by bash, as GitHub does, its expressions filled in."""
    (step,) = [each for each in ACTION["runs"]["steps"] if each["id"] == id_]
    given = {name: str(each.get("default", "")) for name, each in ACTION["inputs"].items()}
    values = {f"inputs.{name}": value for name, value in {**given, **inputs}.items()} | more
    environment = {
        name: re.sub(r"\$\{\{ (\S+) \}\}", lambda found: values[found[1]], value)
        for name, value in step["env"].items()
    }
    files = {name: str(cwd / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    platform = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(cwd), "RUNNER_TEMP": str(cwd)}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],  # noqa: S607
        cwd=cwd,
        env={**os.environ, **platform, **files, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def outputs(path: Path) -> dict[str, str]:
    """Read GITHUB_OUTPUT as the runner does."""
    found: dict[str, str] = {}
    lines = iter(path.read_text("utf-8").splitlines())
    for line in lines:
        name, _, mark = line.partition("<<")
        if mark:
            found[name] = "\n".join(iter(lambda: next(lines), mark))
        else:
            name, _, found[name] = line.partition("=")
    return found


def test_the_action_is_one_by_the_schema_and_by_zizmor() -> None:
    tool("check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml")
    tool("zizmor", "--offline", "--pedantic", "action.yml")


def test_the_action_takes_nothing_by_name_and_splices_nothing() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert PINNED.fullmatch(step.get("uses", f"x@{'0' * 40}"))
    assert "datapackage-tools" not in (ROOT / "action.yml").read_text("utf-8")


def test_the_steps_of_the_action_run(make_package: MakePackage) -> None:
    here = make_package("id\nx\n", fields=FIELDS)
    inputs = {"reports": "sarif=out/report.sarif\nhtml=report.html\n", "report": "odd name.json"}
    python = {"steps.install.outputs.python": sys.executable}
    code, out = run_step("validate", inputs, here, **python)
    assert code == 1
    annotations = "".join(f"{line}\n" for line in out.splitlines() if line.startswith("::"))
    (name, properties, _), _ = commands(annotations)
    assert (name, properties["file"], properties["line"]) == ("error", "table.csv", "2")
    assert (here / "GITHUB_STEP_SUMMARY").read_text("utf-8").startswith("## ❌ Invalid: 1 error\n")
    assert outputs(here / "GITHUB_OUTPUT") == {
        "valid": "false",
        "errors": "1",
        "warnings": "0",
        "report": "odd name.json",
    }
    assert json.loads((here / "odd name.json").read_text("utf-8"))["valid"] is False
    assert (here / "out" / "report.sarif").exists()
    assert (here / "report.html").exists()


def test_the_action_fails_on_what_is_new_alone(make_package: MakePackage) -> None:
    here = make_package("id\nx\n", fields=FIELDS)
    python = {"steps.install.outputs.python": sys.executable}
    write = [sys.executable, "-m", "dataset_tools", "validate", "--baseline", "known.json"]
    subprocess.run([*write, "--write-baseline", "--quiet"], cwd=here, check=True)
    assert run_step("validate", {"baseline": "known.json"}, here, **python)[0] == 0
    code, out = run_step("validate", {"new-since": "HEAD"}, here, **python)
    assert (code, "is in no git repository" in out) == (2, True)
    (here / "dataset-tools.toml").write_text('skip = ["DT201"]\n')
    assert run_step("validate", {}, here, **python)[0] == 0


def test_what_an_input_says_is_data_and_never_a_command(make_package: MakePackage) -> None:
    here = make_package("id\n1\n", fields=FIELDS)
    python = {"steps.install.outputs.python": sys.executable}
    (here / "polars.py").write_text("raise SystemExit('the data was run')")
    evil = {"packages": '--help\n$(touch ran)\n"; touch ran; "', "sources": "`touch ran`"}
    code, out = run_step("validate", evil, here, **python)
    assert (code, (here / "ran").exists()) == (2, False)
    assert out.startswith("DT002 ")
    code, out = run_step("validate", {}, here, **python)
    assert (code, outputs(here / "GITHUB_OUTPUT")["valid"]) == (0, "true")


@pytest.mark.slow
@pytest.mark.service
def test_the_action_installs_itself(make_package: MakePackage) -> None:
    here = make_package("id\n1\n", fields=FIELDS)
    action = {
        "steps.python.outputs.python-path": sys.executable,
        "github.action_path": str(ROOT),
    }
    code, out = run_step("install", {}, here, **action)
    assert code == 0, out
    python = outputs(here / "GITHUB_OUTPUT")["python"]
    assert list(Path(python).parents[1].rglob("dataset_tools/__pycache__/*.pyc"))
    code, out = run_step("validate", {}, here, **{"steps.install.outputs.python": python})
    assert (code, outputs(here / "GITHUB_OUTPUT")["valid"]) == (0, "true")


def test_the_manifest_of_hooks_is_one() -> None:
    if shutil.which("pre-commit", path=BIN) is None:
        pytest.skip("pre-commit is of the extra dev")
    tool("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("datapackage.json", True),
        ("deep/er/datapackage.yaml", True),
        ("data/people.csv", True),
        ("people.tsv", True),
        ("schemas/people.json", True),
        ("package.json", False),
        ("data/people.csv.bak", False),
        ("my-datapackage.json", False),
    ],
)
def test_a_hook_takes_the_files_of_packages(path: str, wanted: bool) -> None:  # noqa: FBT001
    assert [bool(re.search(hook["files"], path)) for hook in HOOKS] == [wanted] * len(HOOKS)
    assert all(hook["require_serial"] for hook in HOOKS)


def test_the_examples_are_short_and_by_their_schemas(tmp_path: Path) -> None:
    found = examples()
    assert list(found) == [
        ".github/workflows/data.yml",
        ".pre-commit-config.yaml",
        ".gitlab-ci.yml",
    ]
    assert all(len(text.splitlines()) <= 10 for text in found.values())
    for name, text in found.items():
        (tmp_path / Path(name).name).write_text(text)
    tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", tmp_path / "data.yml")
    tool("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", tmp_path / ".gitlab-ci.yml")
    if shutil.which("pre-commit", path=BIN):
        tool("pre-commit", "validate-config", tmp_path / ".pre-commit-config.yaml")


def test_the_example_of_the_action_runs(make_package: MakePackage) -> None:
    here = make_package("id\n1\n", fields=FIELDS)
    workflow = yaml.safe_load(examples()[".github/workflows/data.yml"])
    step: Any = workflow["jobs"]["data"]["steps"][-1]
    assert step["uses"].startswith("OWNER/dataset-tools@")
    assert set(step.get("with", {})) <= set(ACTION["inputs"])
    python = {"steps.install.outputs.python": sys.executable}
    assert run_step("validate", step.get("with", {}), here, **python)[0] == 0


def test_the_example_of_the_hook_names_one() -> None:
    (repository,) = yaml.safe_load(examples()[".pre-commit-config.yaml"])["repos"]
    assert {hook["id"] for hook in repository["hooks"]} <= {hook["id"] for hook in HOOKS}


def test_the_example_for_gitlab_runs(make_package: MakePackage) -> None:
    here = make_package("id\nx\n", fields=FIELDS)
    job = yaml.safe_load(examples()[".gitlab-ci.yml"])["data"]
    path = {"PATH": f"{BIN}:{os.environ['PATH']}", "GITLAB_CI": "true", "CI_PROJECT_DIR": str(here)}
    command = ["bash", "-c", job["script"][-1]]
    done = subprocess.run(command, cwd=here, env={**os.environ, **path}, check=False)
    report = here / job["artifacts"]["reports"]["codequality"]
    (entry,) = json.loads(report.read_text("utf-8"))
    assert (done.returncode, entry["location"]["path"]) == (1, "table.csv")

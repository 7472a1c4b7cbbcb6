"""``validate --report`` and ``--ci``: who is told what, and where."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from dataset_tools.render.renderer import REPORT_FORMATS
from tests.conftest import Call, MakePackage
from tests.render.conftest import commands

FIELDS = [{"name": "id", "type": "integer"}]
PLATFORMS = ("GITHUB_ACTIONS", "GITLAB_CI", "GITHUB_WORKSPACE", "GITHUB_EVENT_PATH")


@pytest.fixture(autouse=True)
def here(make_package: MakePackage, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = make_package("id\n1\nx\n2\ny\n", fields=FIELDS)
    monkeypatch.chdir(folder)
    for name in (*PLATFORMS, "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def github(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(here))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "summary.md"))
    return here


def annotated(out: str) -> list[tuple[str, dict[str, str], str]]:
    lines = [line for line in out.splitlines() if line.startswith("::")]
    return list(commands("\n".join(lines)))


def git(*arguments: str) -> str:
    who = {
        f"GIT_{each}_{what}": "x" for each in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    done = subprocess.run(
        ["git", *arguments],  # noqa: S607 (the git of the machine)
        env={**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_any_number_of_formats_at_once(here: Path, call: Call) -> None:
    options = [part for each in REPORT_FORMATS for part in ("--report", f"{each}=out/{each}")]
    done = call("validate", *options, "--quiet")
    assert (done.code, done.err) == (1, "")
    assert sorted(path.name for path in (here / "out").iterdir()) == sorted(REPORT_FORMATS)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--report", "json"], "FORMAT=FILE"),
        (["--report", "=x"], "FORMAT=FILE"),
        (["--report", "xml=x"], 'there is no format "xml"'),
        (["--report", "json=x", "--report", "html=./x"], "the same file"),
        (["--report", "json=x", "--output", "x"], "the same file"),
        (["--report", "json=table.csv/x"], "cannot be written"),
    ],
)
def test_what_makes_no_sense_ends_with_2(call: Call, options: list[str], said: str) -> None:
    done = call("validate", *options)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert said in done.err


def test_without_a_platform_it_says_so_and_judges_all_the_same(call: Call) -> None:
    done = call("validate", "--ci")
    assert (done.code, annotated(done.out)) == (1, [])
    assert "no CI platform" in done.err


def test_github_gets_annotations_after_the_text(github: Path, call: Call) -> None:
    done = call("validate", "--ci")
    assert done.out.startswith("table.csv:3: DT201")
    (name, properties, message), (notice, _, _) = annotated(done.out)
    assert (name, notice, properties["file"], properties["line"]) == (
        "error",
        "notice",
        "table.csv",
        "3",
    )
    assert "2 errors in all, rows 3, 5" in message
    assert (github / "summary.md").read_text("utf-8").startswith("## ❌ Invalid: 2 errors")


@pytest.mark.usefixtures("github")
def test_annotations_leave_standard_output_to_a_program(call: Call) -> None:
    done = call("validate", "--ci", "--json")
    assert json.loads(done.out)["valid"] is False
    assert len(annotated(done.err)) == 2


@pytest.mark.usefixtures("github")
def test_annotations_are_printed_once(call: Call) -> None:
    assert len(annotated(call("validate", "--ci", "--format", "github").out)) == 2


def test_paths_are_from_the_top_of_the_repository(
    github: Path,
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(github.parent))
    done = call("validate", "--ci", "--report", "sarif=out.sarif", "--report", "json=out.json")
    assert annotated(done.out)[0][1]["file"] == f"{github.name}/table.csv"
    log: Any = json.loads((github / "out.sarif").read_text("utf-8"))
    location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == f"{github.name}/table.csv"
    report = json.loads((github / "out.json").read_text("utf-8"))
    assert report["tasks"][0]["errors"][0]["place"] == "table.csv"


@pytest.mark.parametrize("event", ["pull_request", "push"])
def test_lines_of_the_change_come_first(
    github: Path,
    call: Call,
    event: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "before")
    before = git("rev-parse", "HEAD")
    (github / "table.csv").write_text("id\n1\nx\n2\ny\nz\n")
    git("commit", "--quiet", "--all", "--message", "after")
    payload = {"pull_request": {"base": {"sha": before}}} if event == "pull_request" else {}
    (github / "event").write_text(json.dumps(payload or {"before": before}))
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(github / "event"))
    (_, properties, message), _ = annotated(call("validate", "--ci").out)
    assert (properties["line"], '"z"' in message) == ("6", True)


@pytest.mark.parametrize("payload", ["", "[]", "null", '{"before": "HEAD; ls"}', '{"before": 1}'])
def test_an_odd_event_changes_nothing(
    github: Path,
    call: Call,
    payload: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (github / "event").write_text(payload)
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(github / "event"))
    assert annotated(call("validate", "--ci").out)[0][1]["line"] == "3"


def test_a_summary_that_is_full_is_cut_and_never_lost(github: Path, call: Call) -> None:
    (github / "summary.md").write_text("x" * ((1 << 20) - 5_000))
    call("validate", "--ci")
    text = (github / "summary.md").read_text("utf-8")
    assert len(text.encode()) < 1 << 20
    assert "Invalid: 2 errors" in text
    assert "This is cut: 2 findings of 1 rule are not shown" in text


def test_a_summary_that_cannot_be_written_hides_no_verdict(github: Path, call: Call) -> None:
    (github / "summary.md").mkdir()
    done = call("validate", "--ci")
    assert (done.code, len(annotated(done.out))) == (1, 2)
    assert "GITHUB_STEP_SUMMARY cannot be written" in done.err


def test_gitlab_gets_its_file(here: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITLAB_CI", "true")
    done = call("validate", "--ci")
    assert (done.code, annotated(done.out)) == (1, [])
    assert len(json.loads((here / "gl-code-quality-report.json").read_text("utf-8"))) == 2


def test_gitlab_gets_it_where_the_user_says(
    here: Path,
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GITLAB_CI", "true")
    call("validate", "--ci", "--report", "gitlab=mine.json")
    assert (here / "mine.json").exists()
    assert not (here / "gl-code-quality-report.json").exists()


def test_nothing_judged_writes_nothing(here: Path, call: Call) -> None:
    done = call("validate", "nowhere", "--report", "json=out.json")
    assert (done.code, done.out, (here / "out.json").exists()) == (2, "", False)

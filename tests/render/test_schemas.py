"""Every format against its published schema, with none, one and very many findings."""

import json
import resource
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from dataset_tools.render.github import report_github
from dataset_tools.render.gitlab import report_gitlab
from dataset_tools.render.html import report_html
from dataset_tools.render.junit import report_junit
from dataset_tools.render.markdown import MOST_BYTES, report_markdown
from dataset_tools.render.sarif import MOST_RESULTS, report_sarif
from dataset_tools.report.report import Report
from tests.render.conftest import Check, MakeReport, commands

NUMBERS = [0, 1, 10_000]


@pytest.mark.parametrize("number", NUMBERS)
def test_sarif(report: MakeReport, sarif_is_valid: Check, number: int) -> None:
    (run,) = sarif_is_valid(report_sarif(report(many=number)))["runs"]
    assert len(run["results"]) == number


@pytest.mark.parametrize("number", NUMBERS)
def test_junit(report: MakeReport, junit_is_valid: Check, number: int) -> None:
    tree = junit_is_valid(report_junit(report(many=number)))
    messages = [failure.get("message") for failure in tree.iter("failure")]
    assert [message.split()[0] for message in messages] == [f"{number:,}"] * bool(number)


@pytest.mark.parametrize("number", NUMBERS)
def test_gitlab(report: MakeReport, gitlab_is_valid: Check, number: int) -> None:
    assert len(gitlab_is_valid(report_gitlab(report(many=number)))) == number


@pytest.mark.parametrize("number", NUMBERS)
def test_the_others_stay_small(report: MakeReport, number: int) -> None:
    found = report(many=number)
    assert [name for name, _, _ in commands(report_github(found))] == [
        *["error"] * bool(number),
        "notice",
    ]
    assert len(report_html(found).encode()) < 100_000
    assert len(report_markdown(found).encode()) < MOST_BYTES


def test_all_formats_of_a_report_of_many_kinds(
    mixed: Report,
    sarif_is_valid: Check,
    junit_is_valid: Check,
    gitlab_is_valid: Check,
) -> None:
    (run,) = sarif_is_valid(report_sarif(mixed))["runs"]
    assert [each["level"] for each in run["results"]] == ["error"] * 3 + ["warning"]
    suites = junit_is_valid(report_junit(mixed))
    assert [(suite.get("name"), suite.get("failures")) for suite in suites] == [
        ("package", "1"),
        ("people", "1"),
        ("places", "0"),
    ]
    assert [entry["severity"] for entry in gitlab_is_valid(report_gitlab(mixed))] == [
        "major",
        "major",
        "major",
        "minor",
    ]


@pytest.mark.slow
def test_sarif_is_cut_below_githubs_limits(report: MakeReport, sarif_is_valid: Check) -> None:
    text = report_sarif(report(many=30_000))
    (run,) = sarif_is_valid(text)["runs"]
    assert len(run["results"]) == MOST_RESULTS
    assert len(zlib.compress(text.encode())) < 10_000_000
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("only the first 25,000 of 30,000 findings are listed")


@pytest.mark.slow
def test_a_million_findings_in_bounded_memory(
    tmp_path: Path,
    sarif_is_valid: Check,
    junit_is_valid: Check,
    gitlab_is_valid: Check,
) -> None:
    schema = {"fields": [{"name": "id", "type": "integer"}]}
    package = {"resources": [{"name": "table", "path": "table.csv", "schema": schema}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    with (tmp_path / "table.csv").open("w") as file:
        file.write("id\n")
        file.writelines(f"x{number}\n" for number in range(1_000_000))
    formats = ("json", "sarif", "junit", "gitlab", "github", "html", "markdown")
    reports = [part for each in formats for part in ("--report", f"{each}={each}.out")]
    command = [sys.executable, "-m", "dataset_tools", "validate", *reports]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "INVALID: 1,000,000 errors" in done.stdout
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1 << 20  # KiB: 1 GiB
    texts = {each: (tmp_path / f"{each}.out").read_text("utf-8") for each in formats}
    assert len(sarif_is_valid(texts["sarif"])["runs"][0]["results"]) == 1000
    (failure,) = junit_is_valid(texts["junit"]).iter("failure")
    assert failure.get("message").startswith("1,000,000 errors")
    assert len(gitlab_is_valid(texts["gitlab"])) == 1000
    assert "1,000,000 errors in all" in texts["github"]

"""Every format against its published schema, with none, one and very many findings."""

import json
import resource
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from dataset_tools.render.github import report_github
from dataset_tools.render.gitlab import report_gitlab
from dataset_tools.render.html import report_html
from dataset_tools.render.json import report_json
from dataset_tools.render.junit import report_junit
from dataset_tools.render.markdown import MOST_BYTES, report_markdown
from dataset_tools.render.sarif import MOST_RESULTS, report_sarif
from dataset_tools.render.schemas import schema_text
from dataset_tools.report.report import Report
from tests.render.conftest import Check, MakeReport, commands

NUMBERS = [0, 1, 10_000]


@pytest.mark.parametrize("number", NUMBERS)
def test_json(report: MakeReport, number: int) -> None:
    read = json.loads(report_json(report(many=number)))
    assert len(read["tasks"][0]["errors"]) == number
    read["tasks"][0]["errors"] = read["tasks"][0]["errors"][:: max(1, number // 100)]
    jsonschema.Draft202012Validator(json.loads(schema_text("report"))).validate(read)


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


MANY = 1_000_000
FORMATS = ("json", "sarif", "junit", "gitlab", "github", "html", "markdown", "text")


@pytest.fixture
def million(tmp_path: Path) -> Path:
    """A package with a million findings."""
    fields = [{"name": "id", "type": "integer"}, {"name": "size", "type": "integer"}]
    schema = {"fields": fields, "primaryKey": ["id"]}
    package = {"resources": [{"name": "table", "path": "table.csv", "schema": schema}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    with (tmp_path / "table.csv").open("w") as file:
        file.write("id,size\n")
        file.writelines(f"{number},x{number}\n" for number in range(MANY))
    return tmp_path


def reports_of(folder: Path, *options: str) -> int:
    """Write all formats in one run; return the most memory that any run took so far, in MiB."""
    reports = [part for each in FORMATS for part in ("--report", f"{each}={each}.out")]
    command = [sys.executable, "-m", "dataset_tools", "validate", "--quiet", *options, *reports]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10


def errors_in(path: Path) -> Iterator[str]:
    """Yield the errors of a JSON report as texts: each begins and ends at the same indent."""
    lines: list[str] = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.startswith("        {"):
                lines = []
            lines.append(line)
            if line.startswith("        }"):
                yield "".join(lines).rstrip(",\n")


@pytest.mark.slow
def test_a_million_findings_in_bounded_memory(
    million: Path,
    sarif_is_valid: Check,
    junit_is_valid: Check,
    gitlab_is_valid: Check,
) -> None:
    assert reports_of(million) < 1024
    texts = {each: (million / f"{each}.out").read_text("utf-8") for each in FORMATS}
    assert len(json.loads(texts["json"])["tasks"][0]["errors"]) == 1000
    assert len(sarif_is_valid(texts["sarif"])["runs"][0]["results"]) == 1000
    (failure,) = junit_is_valid(texts["junit"]).iter("failure")
    assert failure.get("message").startswith("1,000,000 errors")
    assert len(gitlab_is_valid(texts["gitlab"])) == 1000
    assert "1,000,000 errors in all" in texts["github"]


@pytest.mark.slow
def test_a_million_listed_findings(
    million: Path,
    sarif_is_valid: Check,
    junit_is_valid: Check,
    gitlab_is_valid: Check,
) -> None:
    assert reports_of(million, "--max-errors", str(MANY)) < 1536
    published = json.loads(schema_text("report"))
    error = jsonschema.Draft202012Validator(published["$defs"]["error"])
    number = 0
    for number, text in enumerate(errors_in(million / "json.out"), 1):
        if number % 10_000 == 0:
            error.validate(json.loads(text))
    assert number == MANY
    assert len(gitlab_is_valid((million / "gitlab.out").read_text("utf-8"))) == MANY
    sarif = (million / "sarif.out").read_text("utf-8")
    assert len(sarif_is_valid(sarif)["runs"][0]["results"]) == MOST_RESULTS
    assert len(zlib.compress(sarif.encode())) < 10_000_000
    (failure,) = junit_is_valid((million / "junit.out").read_text("utf-8")).iter("failure")
    assert failure.get("message").startswith("1,000,000 errors")
    with (million / "text.out").open(encoding="utf-8") as file:
        assert sum(" DT201 " in line for line in file) == MANY
    for name, most in (("html", 100_000), ("markdown", MOST_BYTES), ("github", 5_000)):
        assert (million / f"{name}.out").stat().st_size < most

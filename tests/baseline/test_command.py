"""``validate --baseline``, ``--write-baseline`` and ``--new-since``: exit codes, files, formats."""

import hashlib
import json
import os
import random
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Call, Done, MakePackage

FIELDS = [
    {"name": "id", "type": "integer"},
    {"name": "name", "type": "string"},
    {"name": "size", "type": "integer"},
]
SCHEMA = {"primaryKey": ["id"]}
OLD = "id,name,size\n1,Ann,x\n2,Bo,y\n3,Cy,30\n"
NEW = "id,name,size\n1,Ann,x\n2,Bo,y\n3,Cy,z\n"


@pytest.fixture
def here(make_package: MakePackage, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = make_package(OLD, fields=FIELDS, schema=SCHEMA)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def known(here: Path, call: Call) -> Path:
    """The old findings in a baseline, and a new one in the package."""
    assert call("validate", "--baseline", "known.json", "--write-baseline").code == 0
    (here / "table.csv").write_text(NEW)
    return here / "known.json"


def cells(done: Done) -> list[str]:
    return [error["cell"] for task in json.loads(done.out)["tasks"] for error in task["errors"]]


def entries(path: Path) -> list[dict[str, Any]]:
    packages = json.loads(path.read_text("utf-8"))["packages"]
    return [finding for findings in packages.values() for finding in findings]


@pytest.mark.usefixtures("known")
def test_only_what_is_new_is_told(call: Call) -> None:
    done = call("validate", "--baseline", "known.json", "--json")
    report = json.loads(done.out)
    assert (done.code, cells(done), report["valid"]) == (1, ["z"], False)
    assert report["stats"] | {"seconds": 0} == {
        "tasks": 1,
        "errors": 1,
        "warnings": 0,
        "seconds": 0,
        "known": 2,
    }
    assert report["tasks"][0]["stats"]["errors"] == 1
    assert report["tasks"][0]["stats"]["known"] == 2
    text = call("validate", "--baseline", "known.json").out
    assert "\nINVALID: 1 error; 2 known findings; checked 1 table" in text


def test_a_valid_report_says_what_it_passed_over(here: Path, known: Path, call: Call) -> None:
    (here / "table.csv").write_text(OLD)
    done = call("validate", "--baseline", known)
    assert (done.code, "valid: 2 known findings; checked" in done.out) == (0, True)


def test_a_baseline_is_sorted_shrinks_and_holds_no_text(
    here: Path, known: Path, call: Call
) -> None:
    before = entries(known)
    assert [each["table"] for each in before] == ["table", "table"]
    assert before == sorted(before, key=lambda each: (each["cell"], each["fingerprint"]))
    assert not any(word in known.read_text("utf-8") for word in ("Ann", "Bo", '"x"', '"y"'))
    (here / "table.csv").write_text("id,name,size\n1,Ann,10\n2,Bo,y\n")
    done = call("validate", "--baseline", known, "--write-baseline")
    assert (done.code, len(entries(known)), "1 known finding" in done.out) == (0, 1, True)
    text = known.read_text("utf-8")
    call("validate", "--baseline", known, "--write-baseline")
    assert known.read_text("utf-8") == text


def test_the_same_by_a_file_of_settings(here: Path, known: Path, call: Call) -> None:
    (here / "dataset-tools.toml").write_text('baseline = "known.json"\n')
    assert cells(call("validate", "--json")) == ["z"]
    assert call("validate", "--write-baseline").code == 0
    assert (len(entries(known)), call("validate").code) == (3, 0)


def test_subtraction_sees_all_findings_whatever_is_listed(known: Path, call: Call) -> None:
    done = call("validate", "--baseline", known, "--json", "--max-errors", "0")
    (task,) = json.loads(done.out)["tasks"]
    assert (task["errors"], task["stats"]["errors"], task["stats"]["known"]) == ([], 1, 2)
    assert task["warnings"] == ["only the first 0 of 1 errors are listed (--max-errors)"]
    call("validate", "--baseline", known, "--write-baseline", "--max-errors", "0")
    assert len(entries(known)) == 3


def test_fail_fast_hides_nothing_new_behind_what_is_known(known: Path, call: Call) -> None:
    assert cells(call("validate", "--baseline", known, "--fail-fast", "--json")) == ["z"]


@pytest.mark.parametrize("option", [[], ["--write-baseline"]])
def test_spark_that_was_asked_for_is_not_used(known: Path, call: Call, option: list[str]) -> None:
    done = call("validate", "--baseline", known, *option, "--engine", "spark", "--json")
    assert "so spark was not used" in str(json.loads(done.out)["warnings"])


def test_skipped_findings_are_neither_known_nor_new(known: Path, call: Call) -> None:
    done = call("validate", "--baseline", known, "--skip", "DT201", "--json")
    stats = json.loads(done.out)["stats"]
    assert (done.code, stats["known"], stats["skipped"]) == (0, 0, 3)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--baseline", "nope.json"], "DT002 there is no baseline nope.json"),
        (["--baseline", "."], "DT004 the baseline . cannot be read"),
        (["--baseline", "table.csv"], "DT001 table.csv is no baseline: "),
        (["--baseline", "datapackage.json"], "DT001 datapackage.json is no baseline that"),
        (["--baseline", "odd.json"], "DT001 odd.json is no baseline that"),
        (["--baseline", "datapackage.json", "--write-baseline"], "it is not written over"),
        (["--baseline", "table.csv/x", "--write-baseline"], "DT004 table.csv/x cannot be written"),
        (["--write-baseline"], "DT001 --write-baseline needs a file"),
        (["--baseline", "k", "--write-baseline", "--table", "table"], "of whole packages"),
        (["table.csv", "--baseline", "k", "--write-baseline"], "of whole packages"),
        (["--new-since", "HEAD"], "is in no git repository"),
        (["table.zip", "--new-since", "HEAD"], "DT001 --new-since needs a package in a folder"),
        (["x.csv", "--new-since", "HEAD"], "DT001 --new-since needs a package in a folder"),
    ],
)
def test_what_could_not_run(here: Path, call: Call, arguments: list[str], said: str) -> None:
    (here / "odd.json").write_text('{"baseline": 1, "packages": {"x": [{"table": 5}]}}')
    (here / "x.csv").write_text(OLD)
    with zipfile.ZipFile(here / "table.zip", "w") as archive:
        archive.write("datapackage.json")
        archive.write("table.csv")
    before = {path: path.read_bytes() for path in here.glob("*.*")}
    done = call("validate", *arguments)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err
    assert {path: path.read_bytes() for path in here.glob("*.*")} == before


def test_three_new_ones_among_five_thousand(
    here: Path, call: Call, commit: Callable[[], str]
) -> None:
    rng = random.Random(7)  # noqa: S311 (no secret is made)
    rows = [f"{number},n{rng.randrange(99)},{rng.choice('xyz')}" for number in range(5000)]
    (here / "table.csv").write_text("\n".join(("id,name,size", *rows)) + "\n")
    first = commit()
    assert call("validate", "--baseline", "known.json", "--write-baseline").code == 0
    assert len(entries(here / "known.json")) == 5000
    bad = [*rows, "9001,n1,x", "9002,n2,5.5", "77,n3,8"]
    rng.shuffle(bad)
    (here / "table.csv").write_text("\n".join(("id,name,size", *bad)) + "\n")
    for option in (("--baseline", "known.json"), ("--new-since", first)):
        done = call("validate", *option, "--json")
        report = json.loads(done.out)
        assert (done.code, report["stats"]["errors"], report["stats"]["known"]) == (1, 3, 5000)
        assert sorted(error["code"] for error in report["tasks"][0]["errors"]) == [
            "DT201",
            "DT201",
            "DT401",
        ]
    mended = [row for row in bad if row in rows][100:]
    (here / "table.csv").write_text("\n".join(("id,name,size", *mended)) + "\n")
    for option in (("--baseline", "known.json"), ("--new-since", first)):
        assert call("validate", *option).code == 0
    call("validate", "--baseline", "known.json", "--write-baseline")
    assert len(entries(here / "known.json")) == 4900


def test_a_revision_without_the_package_makes_all_new(
    here: Path, call: Call, commit: Callable[[], str]
) -> None:
    (here / "later").mkdir()
    (here / "later" / "readme.txt").write_text("x")
    first = commit()
    for name in ("datapackage.json", "table.csv"):
        (here / name).rename(here / "later" / name)
    done = call("validate", "later", "--new-since", first, "--json")
    assert (done.code, cells(done), json.loads(done.out)["stats"]["known"]) == (1, ["x", "y"], 0)


def test_the_descriptor_may_have_had_another_name(
    here: Path, call: Call, commit: Callable[[], str]
) -> None:
    first = commit()
    text = (here / "datapackage.json").read_text()
    (here / "datapackage.json").unlink()
    (here / "datapackage.yaml").write_text(text)
    (here / "table.csv").write_text(NEW)
    assert cells(call("validate", "--new-since", first, "--json")) == ["z"]


def test_a_changed_file_of_a_package_is_held_against_its_own_table(
    here: Path, call: Call, commit: Callable[[], str]
) -> None:
    first = commit()
    (here / "table.csv").write_text(NEW)
    assert cells(call("validate", "table.csv", "--new-since", first, "--json")) == ["z"]


def test_a_shallow_clone_names_what_to_fetch(
    here: Path, call: Call, commit: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = commit()
    (here / "table.csv").write_text(NEW)
    commit()
    clone = ["git", "clone", "-q", "--depth", "1", f"file://{here}", str(here / "clone")]
    subprocess.run(clone, check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull})
    monkeypatch.chdir(here / "clone")
    done = call("validate", "--new-since", first)
    assert (done.code, done.out) == (2, "")
    assert "fetch-depth: 0" in done.err


def test_a_table_of_git_lfs_is_read_where_it_was_fetched(
    here: Path, call: Call, commit: Callable[[], str]
) -> None:
    digest = hashlib.sha256(OLD.encode()).hexdigest()
    pointer = f"version https://git-lfs.example/spec/v1\noid sha256:{digest}\nsize {len(OLD)}\n"
    (here / "table.csv").write_text(pointer)
    first = commit()
    (here / "table.csv").write_text(NEW)
    done = call("validate", "--new-since", first)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("table.csv is kept by Git LFS, and was not fetched (git lfs fetch)\n")
    kept = here / ".git" / "lfs" / "objects" / digest[:2] / digest[2:4] / digest
    kept.parent.mkdir(parents=True)
    kept.write_text(OLD)
    assert cells(call("validate", "--new-since", first, "--json")) == ["z"]


def test_faults_of_descriptor_and_header_stay_known_where_others_are_put_before(
    make_package: MakePackage, call: Call
) -> None:
    def tables(*before: str) -> list[dict[str, Any]]:
        names = [{"name": name, "type": "string"} for name in before]
        wrong = {"fields": [*names, {"name": "x", "type": "nteger"}]}
        header = {"fields": [{"name": "id", "type": "integer"}, {"name": "zz"}, *names]}
        more = [{"name": name, "path": "more.csv"} for name in before]
        return [
            *more,
            {"name": "a", "path": "a.csv", "schema": wrong},
            {"name": "b", "path": "b.csv", "schema": header},
        ]

    files = {"a.csv": "x\n1\n", "b.csv": "id,yy\n1,2\n", "more.csv": "x\n1\n"}
    folder = make_package(resources=tables(), files=files)
    known = ("--baseline", folder / "known.json")
    call("validate", folder, *known, "--write-baseline")
    make_package(resources=tables("c", "d"), files={**files, "b.csv": "id,yy,c,d\n1,2,3,4\n"})
    done = call("validate", folder, *known, "--json")
    assert (done.code, json.loads(done.out)["stats"]["known"]) == (0, 2)


def test_several_packages_share_a_baseline(here: Path, call: Call) -> None:
    for name, rows in (("one", OLD), ("two", NEW)):
        (here / name).mkdir()
        (here / name / "datapackage.json").write_bytes((here / "datapackage.json").read_bytes())
        (here / name / "table.csv").write_text(rows)
    call("validate", "one", "two", "--baseline", "known.json", "--write-baseline")
    done = call("validate", "one", "two", "--baseline", "known.json", "--json")
    assert (done.code, json.loads(done.out)["stats"]["known"]) == (0, 5)
    (here / "one" / "table.csv").write_text(NEW)
    assert cells(call("validate", "one", "two", "--baseline", "known.json", "--json")) == ["z"]
    (here / "two").rename(here / "three")
    assert call("validate", "three", "--baseline", "known.json").code == 0


def test_sarif_keeps_what_is_known_and_marks_it(known: Path, call: Call) -> None:
    log = json.loads(call("validate", "--baseline", known, "--format", "sarif").out)
    results = log["runs"][0]["results"]
    states = [(each["baselineState"], "suppressions" in each) for each in results]
    assert states == [("new", False), ("unchanged", True), ("unchanged", True)]
    prints = [each["partialFingerprints"]["datasetTools/v1"] for each in results]
    assert sorted(prints[1:]) == sorted(each["fingerprint"] for each in entries(known))
    assert len(set(prints)) == 3


def test_the_other_formats_tell_the_new_ones_alone(known: Path, call: Call) -> None:
    def said(format: str) -> str:
        return call("validate", "--baseline", known, "--format", format).out

    assert len(json.loads(said("gitlab"))) == 1
    assert said("junit").count("<failure") == 1
    assert said("github").count("::error") == 1
    assert "2 known findings" in said("html")
    assert "2 known findings" in said("markdown")


def test_warnings_are_known_likewise(make_package: MakePackage, call: Call) -> None:
    rule = {"name": "big", "formula": "id > 5", "severity": "warning"}
    folder = make_package("id\n1\n9\n", fields=FIELDS[:1], schema={"dataset-tools:rules": [rule]})
    baseline = ("--baseline", folder / "known.json", "--fail-on", "warning")
    assert call("validate", folder, *baseline, "--write-baseline").code == 0
    assert call("validate", folder, *baseline).code == 0
    (folder / "table.csv").write_text("id\n1\n9\n2\n")
    done = call("validate", folder, *baseline, "--json")
    report = json.loads(done.out)
    assert (done.code, report["stats"]["warnings"], report["stats"]["known"]) == (1, 1, 1)

"""A folder of versions: written once, whole before it is named, never a step back."""

import fcntl
import json
import os
import threading
from pathlib import Path

import pytest

from dataset_tools.publish.folder import FolderTarget
from dataset_tools.publish.plan import Step
from dataset_tools.publish.protocol import publish
from dataset_tools.publish.versions import is_lower
from tests.conftest import Call
from tests.publish.conftest import Publish, Small, publication

ALL = ["data/a.csv", "data/b.csv", "schemas/b.json", "datapackage.json", "latest.json"]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_descriptor_comes_last_and_then_the_pointer(
    small: Small, run: Publish, tmp_path: Path
) -> None:
    code, result = run("publish", "folder", tmp_path / "out", small())
    assert (code, result["action"], result["error"]) == (0, "create", None)
    assert [step["what"] for step in result["steps"]] == ALL
    assert {step["state"] for step in result["steps"]} == {"done"}
    latest = json.loads((tmp_path / "out" / "small" / "latest.json").read_text("utf-8"))
    assert latest["descriptor"] == "1.0.0/datapackage.json"


def test_a_dry_run_prints_the_same_steps_and_writes_nothing(
    small: Small, run: Publish, tmp_path: Path
) -> None:
    package = small()
    _, dry = run("publish", "folder", tmp_path / "out", package, "--dry-run")
    assert not (tmp_path / "out").exists()
    assert not (package / "dataset-tools.lock").exists()
    _, real = run("publish", "folder", tmp_path / "out", package)
    planned = [{**step, "state": "done"} for step in dry["steps"]]
    assert planned == real["steps"]


def test_again_is_nothing_and_leaves_every_byte(small: Small, run: Publish, tmp_path: Path) -> None:
    package = small()
    run("publish", "folder", tmp_path / "out", package)
    before, lock = tree(tmp_path / "out"), (package / "dataset-tools.lock").read_bytes()
    code, result = run("publish", "folder", tmp_path / "out", package)
    assert (code, result["action"], result["steps"]) == (0, "nothing", [])
    assert tree(tmp_path / "out") == before
    assert (package / "dataset-tools.lock").read_bytes() == lock


def test_other_content_of_a_version_is_refused(small: Small, run: Publish, tmp_path: Path) -> None:
    run("publish", "folder", tmp_path / "out", small())
    before = tree(tmp_path / "out")
    code, result = run("publish", "folder", tmp_path / "out", small(rows="id,name\n1,z\n"))
    assert (code, result["error"]["code"]) == (2, "DT808")
    assert "data/a.csv" in result["error"]["message"]
    assert tree(tmp_path / "out") == before


def test_the_pointer_never_moves_to_a_lower_version(
    small: Small, run: Publish, tmp_path: Path
) -> None:
    run("publish", "folder", tmp_path / "out", small("1.10.0"))
    code, result = run("publish", "folder", tmp_path / "out", small("1.9.0"))
    assert (code, [step["do"] for step in result["steps"]]) == (0, ["upload"] * 4)
    assert result["warnings"] == ["latest.json stays at 1.10.0, which is higher"]
    assert run("publish", "folder", tmp_path / "out", small("1.9.0"))[1]["action"] == "nothing"
    latest = json.loads((tmp_path / "out" / "small" / "latest.json").read_text("utf-8"))
    assert latest["version"] == "1.10.0"


@pytest.mark.parametrize("killed_before", range(5))
def test_a_killed_run_is_taken_up(small: Small, tmp_path: Path, killed_before: int) -> None:
    package, whole, out = publication(small()), tmp_path / "whole", tmp_path / "out"
    publish(FolderTarget(whole), package)
    seen: list[Step] = []

    def die(step: Step) -> None:
        if len(seen) == killed_before:
            raise KeyboardInterrupt
        seen.append(step)

    stopped = publish(FolderTarget(out), package, on_step=die)
    assert stopped.error is not None
    assert (stopped.exit_code, stopped.error.code) == (2, "DT809")
    states = [step.state for step in stopped.plan.steps]
    assert states == ["done"] * killed_before + ["failed"] + ["skipped"] * (4 - killed_before)
    rest = publish(FolderTarget(out), package)
    assert [step.what for step in rest.plan.steps] == ALL[killed_before:]
    assert tree(out) == tree(whole)


def test_what_killed_publishers_left_is_swept_away_and_a_living_one_is_not(
    small: Small, run: Publish, tmp_path: Path
) -> None:
    folder = tmp_path / "out" / "small" / "1.0.0" / "data"
    folder.mkdir(parents=True)
    left, held, new = (folder / f".publishing.{name}" for name in ("left", "held", "new"))
    for path in (left, held, new):
        path.write_text("id\n", "utf-8")
    for path in (left, held):
        os.utime(path, (1_600_000_000, 1_600_000_000))

    with held.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert run("publish", "folder", tmp_path / "out", small())[0] == 0

    assert [path.exists() for path in (left, held, new)] == [False, True, True]


def test_publishers_at_once_leave_one_whole_version_each_and_the_highest_named(
    small: Small, tmp_path: Path
) -> None:
    packages = [publication(small(f"1.{number}.0")) for number in range(4)]
    results = []

    def work(number: int) -> None:
        results.append(publish(FolderTarget(tmp_path / "out"), packages[number % 4]))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [result.error for result in results] == [None] * 12
    latest = json.loads((tmp_path / "out" / "small" / "latest.json").read_text("utf-8"))
    assert latest["version"] == "1.3.0"
    assert len(tree(tmp_path / "out")) == 4 * 4 + 1


@pytest.mark.parametrize("properties", [{"name": "../up"}, {"version": ""}, {"version": "a/b"}])
def test_a_name_that_is_no_folder_s_is_refused(
    small: Small, call: Call, tmp_path: Path, properties: dict[str, str]
) -> None:
    done = call("publish", "folder", tmp_path / "out", small(**properties))
    assert done.code in (1, 2)
    assert not (tmp_path / "out").exists()


def test_an_invalid_package_is_refused_with_its_report(
    small: Small, run: Publish, tmp_path: Path
) -> None:
    code, report = run("publish", "folder", tmp_path / "out", small(rows="id,name\nx,a\n"))
    assert (code, report["valid"]) == (1, False)
    assert not (tmp_path / "out").exists()


def test_an_archive_has_its_lock_beside_it(small: Small, run: Publish, tmp_path: Path) -> None:
    folder = small()
    run("build", folder, "-o", tmp_path / "dist")
    archive = tmp_path / "dist" / "small-1.0.0.zip"
    assert run("publish", "folder", tmp_path / "a", archive)[0] == 0
    assert (tmp_path / "dist" / "small-1.0.0.zip.lock").exists()
    run("publish", "folder", tmp_path / "b", folder)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_what_was_published_validates(small: Small, run: Publish, tmp_path: Path) -> None:
    run("publish", "folder", tmp_path / "out", small())
    assert run("validate", tmp_path / "out" / "small" / "1.0.0")[0] == 0


def test_a_place_that_cannot_be_written_is_told(small: Small, call: Call, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = call("publish", "folder", tmp_path / "file" / "out", small())
    assert done.code == 2
    assert done.err.startswith("DT004 ")
    assert done.err.count("\n") == 1


def codes(report: dict[str, list[dict[str, str]]]) -> list[str]:
    tasks: list[dict[str, list[dict[str, str]]]] = report["tasks"]  # type: ignore[assignment]
    return [each["code"] for each in report["errors"]] + [
        each["code"] for task in tasks for each in task["errors"]
    ]


def test_verify_finds_nothing_in_what_was_published(
    small: Small, run: Publish, tmp_path: Path
) -> None:
    package = small()
    run("publish", "folder", tmp_path / "out", package)
    code, report = run("verify", "folder", tmp_path / "out", package)
    assert (code, report["valid"]) == (0, True)
    assert [task["stats"]["rows"] for task in report["tasks"]] == [2, 1]


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("data/a.csv", "id,name\n1,z\n", ["DT821"]),
        ("data/a.csv", None, ["DT820"]),
        ("schemas/b.json", "{}", ["DT821"]),
        ("more.csv", "x\n", ["DT822"]),
        ("datapackage.json", None, ["DT820"]),
    ],
)
def test_verify_finds_drift(
    small: Small, run: Publish, tmp_path: Path, path: str, text: str | None, found: list[str]
) -> None:
    package, out = small(), tmp_path / "out"
    run("publish", "folder", out, package)
    changed = out / "small" / "1.0.0" / path
    if text is None:
        changed.unlink()
    else:
        changed.write_text(text)
    code, report = run("verify", "folder", out, package)
    assert (code, codes(report)) == (1, found)


def test_verify_names_the_property_that_differs(small: Small, run: Publish, tmp_path: Path) -> None:
    package, out = small(title="One"), tmp_path / "out"
    run("publish", "folder", out, package)
    served = out / "small" / "1.0.0" / "datapackage.json"
    served.write_text(served.read_text("utf-8").replace("One", "Two").replace('"id"', '"ID"'))
    _, report = run("verify", "folder", out, package)
    assert [error["message"] for error in report["errors"]][1:] == [
        'the served descriptor\'s "title" is another one',
        'resource "a": the served descriptor\'s "schema" is another one',
    ]


def test_verify_of_nothing_tells_every_file(small: Small, run: Publish, tmp_path: Path) -> None:
    code, report = run("verify", "folder", tmp_path / "out", small())
    assert (code, codes(report)) == (1, ["DT820"] * 4)


def test_versions_are_ordered_as_numbers() -> None:
    assert is_lower("1.0.0-rc.1", "1.0.0")
    assert not is_lower("1.0.0", "1.0.0-rc.1")
    assert is_lower("2024-9", "2024-10")


def test_a_proof_is_not_asked_for_without_sources(small: Small, tmp_path: Path, call: Call) -> None:
    done = call("publish", "folder", tmp_path / "out", small(), "--require-proof")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("DT001 --require-proof needs --sources DIR")
    assert not (tmp_path / "out").exists()

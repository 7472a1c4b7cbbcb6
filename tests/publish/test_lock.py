"""The lock: a record that decides nothing, and whose bytes stay where nothing changed."""

import json
from pathlib import Path

import pytest

from dataset_tools.publish.lock import Entry, record
from tests.publish.conftest import Publish, Small

ENTRY = Entry(ids={"record": "1"}, version="1.0.0", files={"b.csv": "bb", "a.csv": "aa"})


def test_it_is_sorted_and_holds_other_targets(tmp_path: Path) -> None:
    path = tmp_path / "dataset-tools.lock"
    assert record(path, "s3 b", ENTRY) == record(path, "ckan a", ENTRY) == ""
    targets = json.loads(path.read_text("utf-8"))["targets"]
    assert list(targets) == ["ckan a", "s3 b"]
    assert targets["s3 b"]["files"] == {"a.csv": "sha256:aa", "b.csv": "sha256:bb"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"targets": 1}', '{"targets": {"folder x": 5}}'])
def test_a_broken_or_stale_one_changes_no_outcome(
    small: Small, run: Publish, tmp_path: Path, text: str
) -> None:
    package = small()
    (package / "dataset-tools.lock").write_text(text)
    assert run("publish", "folder", tmp_path / "out", package)[1]["action"] == "create"
    (package / "dataset-tools.lock").unlink()
    assert run("publish", "folder", tmp_path / "out", package)[1]["action"] == "nothing"


def test_one_that_cannot_be_written_is_a_warning(
    small: Small, run: Publish, tmp_path: Path
) -> None:
    package = small()
    lock = package / "data" / "a.csv" / "lock"
    code, result = run("publish", "folder", tmp_path / "out", package, "--lock", lock)
    assert code == 0
    assert result["warnings"][0].startswith("the lock is not written: ")

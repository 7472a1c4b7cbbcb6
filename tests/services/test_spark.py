"""Spark in local[2]: its report is this machine's, finding by finding."""

from pathlib import Path
from typing import Any

import pytest

from tests.services.spark.packages import write_many_errors, write_packages
from tests.services.spark_environment import command, compare

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    packages = [*write_packages(tmp_path_factory.mktemp("packages"))]
    return {Path(path).name: found for path, found in compare(*packages).items()}


def test_reports_are_the_same(compared: dict[str, Any]) -> None:
    assert [found["different"] for found in compared.values()] == [[]] * len(compared)


def test_there_is_something_to_report(compared: dict[str, Any]) -> None:
    assert sum(compared["valid"]["errors"]) == 0
    others = [found for name, found in compared.items() if name != "valid"]
    assert all(sum(found["errors"]) > 0 for found in others)


def test_spark_read_all_tables(compared: dict[str, Any]) -> None:
    here = [name for name, found in compared.items() if found["here"]]
    assert here == ["hashes"]  # which has a table that is missing


def test_more_keys_than_tasks_are_sent_are_joined_by_spark(tmp_path: Path) -> None:
    names = {"types", "four-files", "tree"}
    packages = [path for path in write_packages(tmp_path) if path.name in names]
    found = compare("--most-sent", 10, *packages)
    assert [each["different"] for each in found.values()] == [[], [], []]


def test_files_that_are_one_part_each(tmp_path: Path) -> None:
    names = {"bad-bytes", "four-files", "tree"}
    packages = [path for path in write_packages(tmp_path) if path.name in names]
    found = compare("--part-bytes", 1 << 20, *packages)
    assert [each["different"] for each in found.values()] == [[], [], []]


def test_a_list_is_cut_where_it_is_cut_here(tmp_path: Path) -> None:
    [found] = compare("--part-bytes", 200_000, write_many_errors(tmp_path, 60_000)).values()
    assert sum(found["errors"]) == 90_000
    assert found["different"] == []


def test_the_command_takes_spark_by_its_own_settings(tmp_path: Path) -> None:
    package = next(path for path in write_packages(tmp_path) if path.name == "gzip")
    done = command("validate", package, "--engine", "spark", "--max-errors", 2)
    assert done.returncode == 1
    assert "by one task: it is compressed" in done.stdout
    assert "does not yet fully support pandas" not in done.stderr


def test_what_runs_here_imports_nothing_of_spark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = next(path for path in write_packages(tmp_path) if path.name == "valid")
    monkeypatch.setenv("PYTHONPROFILEIMPORTTIME", "1")
    done = command("validate", package)
    assert done.returncode == 0
    assert "pandera.polars" in done.stderr
    assert "pyspark.sql" not in done.stderr

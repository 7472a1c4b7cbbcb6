"""A session over Spark Connect: the report is this machine's, too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.spark.packages import write_packages
from tests.services.spark_environment import command, compare, connect_server

pytestmark = pytest.mark.spark
NAMES = {"four-files", "parquet", "types"}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with connect_server() as url:
        yield url


def test_reports_are_the_same(server: str, tmp_path: Path) -> None:
    packages = [path for path in write_packages(tmp_path) if path.name in NAMES]
    found = compare("--remote", server, *packages)
    assert [each["different"] for each in found.values()] == [[], [], []]
    assert [each["here"] for each in found.values()] == [[], [], []]
    assert all(sum(each["errors"]) > 0 for each in found.values())


def test_the_command_asks_the_server_that_the_environment_names(
    server: str, tmp_path: Path
) -> None:
    package = next(path for path in write_packages(tmp_path) if path.name == "gzip")
    done = command("validate", package, "--engine", "spark", "--max-errors", 2, remote=server)
    assert done.returncode == 1
    assert "by one task: it is compressed" in done.stdout

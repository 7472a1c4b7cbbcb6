"""Spark in local[2] and a real S3 server: what lies there is judged as what lies here."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.services.servers.s3 import client_of, make_bucket, upload
from tests.services.servers.start import started
from tests.services.spark.packages import write_packages
from tests.services.spark_environment import command, compare, connect_server

pytestmark = [pytest.mark.spark, pytest.mark.usefixtures("server")]
BUCKET = "validating"
PLACE = f"s3a://{BUCKET}/packages"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("s3a")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[dict[str, str]]:
    """Start the server, and let Spark's own settings name it; Spark logs its events."""
    with started("s3") as settings, pytest.MonkeyPatch.context() as patch:
        client = client_of(settings)
        make_bucket(client, BUCKET)
        for package in write_packages(folder / "packages"):
            upload(client, BUCKET, package, f"packages/{package.name}")
        (folder / "events").mkdir()
        patch.setenv("SPARK_CONF_DIR", str(configured(folder / "conf", settings)))
        yield settings


def configured(folder: Path, server: dict[str, str], **own: str) -> Path:
    """Write settings of Spark that reach the server."""
    settings = {
        "hadoop.fs.s3a.endpoint": server["S3_ENDPOINT_URL"],
        "hadoop.fs.s3a.path.style.access": "true",
        "hadoop.fs.s3a.access.key": server["S3_ACCESS_KEY"],
        "hadoop.fs.s3a.secret.key": server["S3_SECRET_KEY"],
        "eventLog.enabled": "true",
        "eventLog.compress": "false",
        "eventLog.rolling.enabled": "false",
        "eventLog.dir": (folder.parent / "events").as_uri(),
        **own,
    }
    folder.mkdir()
    lines = "".join(f"spark.{name} {value}\n" for name, value in settings.items())
    (folder / "spark-defaults.conf").write_text(lines, "utf-8")
    return folder


@pytest.fixture(scope="module")
def compared(folder: Path) -> dict[str, Any]:
    packages = sorted((folder / "packages").iterdir())
    found: dict[str, Any] = compare("--at", PLACE, *packages)
    return {Path(path).name: each for path, each in found.items()}


def test_reports_are_the_same(compared: dict[str, Any]) -> None:
    assert [found["different"] for found in compared.values()] == [[]] * len(compared)
    assert sum(sum(found["errors"]) for found in compared.values()) > 10_000


def test_spark_read_all_tables(compared: dict[str, Any]) -> None:
    here = [name for name, found in compared.items() if found["here"]]
    assert here == ["hashes"]  # which has a table that is missing


def test_what_gives_access_is_in_no_report_and_no_log_of_events(
    server: dict[str, str], folder: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    done = command("validate", f"{PLACE}/types", "--engine", "spark", "--report", f"json={report}")
    assert done.returncode == 1
    events = [path.read_bytes() for path in (folder / "events").glob("*-*")]
    assert any(b"SparkListenerJobStart" in text for text in events)
    written = (folder / "conf" / "spark-defaults.conf").read_bytes()
    shown = [done.stdout.encode(), done.stderr.encode(), report.read_bytes(), *events]
    secret = server["S3_SECRET_KEY"].encode()
    assert secret in written
    assert [text[:80] for text in shown if secret in text] == []


def test_a_file_is_named_by_a_url(tmp_path: Path) -> None:
    table = {
        "name": "keys",
        "path": f"{PLACE}/valid/keys.csv",
        "schema": {"fields": [{"name": "key"}]},
    }
    descriptor = {"name": "urls", "resources": [table]}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    asked = command("validate", tmp_path, "--engine", "spark", "--remote")
    assert asked.returncode == 0, asked.stdout + asked.stderr
    assert "by Spark, and" in asked.stdout
    not_asked = command("validate", tmp_path, "--engine", "spark")
    assert "DT502" in not_asked.stdout


@pytest.mark.parametrize(
    ("place", "word"),
    [
        (f"{PLACE}/none", f"DT003 there is no datapackage.json in {PLACE}/none"),
        ("hdfs://none:1/package", "DT001 hdfs://none:1/package/datapackage.json cannot be read"),
    ],
)
def test_what_is_not_there_is_told(place: str, word: str) -> None:
    done = command("validate", place, "--engine", "spark")
    assert done.returncode == 2
    assert word in done.stderr


def test_keys_that_are_refused(
    server: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = configured(folder / "wrong", server, **{"hadoop.fs.s3a.secret.key": "wrong-canary"})
    monkeypatch.setenv("SPARK_CONF_DIR", str(wrong))
    done = command("validate", f"{PLACE}/valid", "--engine", "spark")
    assert done.returncode == 2
    assert "cannot be read: S3 says ACCESS_DENIED" in done.stderr
    assert "canary" not in done.stdout + done.stderr


def test_spark_connect_leaves_the_keys_to_the_chain_of_aws(
    server: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", server["S3_ACCESS_KEY"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", server["S3_SECRET_KEY"])
    with connect_server() as url:
        [found] = compare("--remote", url, "--at", PLACE, folder / "packages" / "tree").values()
    assert found["different"] == found["here"] == []
    assert sum(found["errors"]) > 0


def test_without_spark_it_is_refused() -> None:
    done = command("validate", f"{PLACE}/valid")
    assert done.returncode == 2
    assert "is read with Spark's settings alone: --engine spark" in done.stderr

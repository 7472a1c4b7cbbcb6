"""On a real CKAN, by an editor without further rights: make, repeat, change, kill, verify."""

import contextlib
import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import frictionless
import pytest

from tests.conftest import MakePackage
from tests.publish.conftest import FIELDS, Publish, Small
from tests.services.servers.start import started

pytestmark = pytest.mark.service
PLAN = 7
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def portal() -> Iterator[dict[str, str]]:
    with started("ckan") as settings:
        yield settings


@pytest.fixture
def name(portal: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("CKAN_URL", portal["CKAN_URL"])
    monkeypatch.setenv("CKAN_API_TOKEN", portal["CKAN_EDITOR_TOKEN"])
    return f"test-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def ask(portal: dict[str, str]) -> Ask:
    """Call an action as the editor."""

    def ask(action: str, **values: object) -> Any:
        request = urllib.request.Request(  # noqa: S310 (the portal of the test)
            f"{portal['CKAN_URL']}/api/3/action/{action}",
            data=json.dumps(values).encode(),
            headers={
                "Authorization": portal["CKAN_EDITOR_TOKEN"],
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return json.load(answer)["result"]

    return ask


@pytest.fixture
def publish(run: Publish, name: str) -> Callable[..., Any]:
    def publish(package: Path, *more: str) -> Any:
        code, result = run(
            "publish", "ckan", package, "--owner-org", "test-org", "--name", name, *more
        )
        assert (code, result["error"]) == (0, None)
        return [(step["do"], step["what"]) for step in result["steps"]]

    return publish


def names(ask: Ask, name: str) -> list[str]:
    return [each["name"] for each in ask("package_show", id=name)["resources"]]


def table_of(ask: Ask, name: str, resource: str) -> Any:
    dataset = ask("package_show", id=name)
    id = next(each["id"] for each in dataset["resources"] if each["name"] == resource)
    return ask("datastore_search", resource_id=id, sort="_id")


def test_publish_repeat_change(
    small: Small, publish: Callable[..., Any], run: Publish, ask: Ask, name: str
) -> None:
    package = small(title="Small", licenses=[{"name": "CC-BY-4.0"}], keywords=["one", "two"])
    assert len(publish(package)) == PLAN
    before = ask("package_show", id=name)
    assert (before["license_id"], before["state"]) == ("cc-by", "active")
    activities = len(ask("package_activity_list", id=name))
    assert publish(package) == []
    assert ask("package_show", id=name) == before
    assert len(ask("package_activity_list", id=name)) == activities
    assert run("verify", "ckan", package, "--name", name)[0] == 0

    small(
        rows="id,name\n1,z\n",
        title="Small",
        licenses=[{"name": "CC-BY-4.0"}],
        keywords=["one", "two"],
    )
    assert publish(package) == [
        ("upload", "data/a.csv"),
        ("datastore", "data/a.csv"),
        ("upload", "datapackage.json"),
    ]
    assert [row["name"] for row in table_of(ask, name, "a")["records"]] == ["z"]
    assert run("verify", "ckan", package, "--name", name)[0] == 0
    assert publish(package) == []


def test_the_served_descriptor_is_valid_for_frictionless(
    small: Small, publish: Callable[..., Any], ask: Ask, name: str
) -> None:
    publish(small())
    served = ask("package_show", id=name)["resources"][-1]["url"]
    report = frictionless.Package(served).validate()
    assert (report.valid, len(report.tasks)) == (True, 2)


def test_resources_come_and_go(
    small: Small, publish: Callable[..., Any], ask: Ask, name: str
) -> None:
    package = small()
    publish(package)
    path = package / "datapackage.json"
    both = path.read_text("utf-8")
    one = json.loads(both)
    del one["resources"][1]
    path.write_text(json.dumps(one), "utf-8")
    assert [do for do, _ in publish(package)] == ["delete", "upload"]
    assert names(ask, name) == ["a", "datapackage.json"]
    path.write_text(both, "utf-8")
    assert [do for do, _ in publish(package)] == ["upload", "datastore", "upload"]
    assert sorted(names(ask, name)) == ["a", "b", "datapackage.json"]
    assert publish(package) == []


def test_a_changed_schema_takes_the_datastore_with_it(
    small: Small, publish: Callable[..., Any], ask: Ask, name: str
) -> None:
    package = small()
    publish(package)
    assert {f["id"]: f["type"] for f in table_of(ask, name, "b")["fields"]}["id"] == "int8"
    fields = [{**FIELDS[0], "type": "string"}, FIELDS[1]]
    (package / "schemas" / "b.json").write_text(json.dumps({"fields": fields}))
    assert [do for do, _ in publish(package)] == ["metadata", "datastore", "upload"]
    assert {f["id"]: f["type"] for f in table_of(ask, name, "b")["fields"]}["id"] == "text"


@pytest.mark.parametrize("after", range(PLAN))
def test_killed_after_any_step_and_run_again(
    small: Small, publish: Callable[..., Any], ask: Ask, name: str, after: int
) -> None:
    package = small()
    lock = package / "dataset-tools.lock"
    program = (
        "import os, signal, sys; from dataset_tools.publish import protocol\n"
        "from dataset_tools.cli.app import run\n"
        "record, times = protocol.record, []\n"
        "def die(*given):\n"
        "    times.append(1); record(*given)\n"
        f"    if len(times) > {after}: os.kill(os.getpid(), signal.SIGKILL)\n"
        "protocol.record = die\n"
        "run(sys.argv[1:])"
    )
    arguments = ["publish", "ckan", str(package), "--owner-org", "test-org", "--name", name]
    done = subprocess.run([sys.executable, "-c", program, *arguments], check=False, env=os.environ)
    assert done.returncode == -signal.SIGKILL
    assert lock.exists()
    assert len(publish(package)) == PLAN - 1 - after
    assert names(ask, name) == ["a", "b", "datapackage.json"]
    assert table_of(ask, name, "a")["total"] == 2
    assert publish(package) == []


def test_killed_at_any_moment_and_run_again(
    small: Small, publish: Callable[..., Any], ask: Ask, name: str, run: Publish
) -> None:
    package = small()
    command = [sys.executable, "-m", "dataset_tools", "publish", "ckan", str(package)]
    command += ["--owner-org", "test-org", "--name", name]
    for seconds in (1.0, 1.3, 1.6, 1.9, 2.2):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(seconds)
        process.kill()
        process.wait()
    publish(package)
    assert names(ask, name) == ["a", "b", "datapackage.json"]
    assert table_of(ask, name, "a")["total"] == 2
    assert run("verify", "ckan", package, "--name", name)[0] == 0


@pytest.mark.parametrize("who", ["CKAN_OUTSIDER_TOKEN", "nobody"])
def test_a_token_without_rights_is_refused(
    small: Small,
    run: Publish,
    portal: dict[str, str],
    name: str,
    who: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CKAN_API_TOKEN", portal.get(who, "no-token-of-this-portal"))
    code, result = run("publish", "ckan", small(), "--owner-org", "test-org", "--name", name)
    assert (code, result["error"]["code"], result["error"]["status"]) == (2, "DT803", 403)


def test_a_file_that_is_too_large_is_told(small: Small, run: Publish, name: str) -> None:
    rows = "id,name\n" + "".join(f"{number},{'x' * 100}\n" for number in range(120_000))
    code, result = run(
        "publish", "ckan", small(rows=rows), "--owner-org", "test-org", "--name", name
    )
    assert (code, result["error"]["code"]) == (2, "DT806")


def test_private_and_draft(
    small: Small, publish: Callable[..., Any], ask: Ask, name: str, run: Publish
) -> None:
    package = small()
    publish(package, "--draft", "--private")
    dataset = ask("package_show", id=name)
    assert (dataset["state"], dataset["private"]) == ("draft", True)
    assert publish(package, "--draft") == []
    assert [do for do, _ in publish(package, "--public")] == ["metadata", "publish"]
    dataset = ask("package_show", id=name)
    assert (dataset["state"], dataset["private"]) == ("active", False)
    assert run("verify", "ckan", package, "--name", name)[0] == 0


TYPES = {
    "integer": ["12", "", "-9007199254740993"],
    "number": ["1.50", "", "12345678901234.123456789"],
    "boolean": ["true", "", "false"],
    "date": ["2024-02-29", "", "0999-01-01"],
    "datetime": ["2024-01-01T01:02:03.123456Z", "", "2024-01-01T01:02:03+01:00"],
    "time": ["10:11:12", "", "00:00:00"],
    "year": ["2024", "", "0999"],
    "yearmonth": ["2024-02", "", "1999-12"],
    "duration": ["P1Y2M", "", "PT5S"],
    "object": ['{"a": [1, "b"]}', "", "{}"],
    "array": ["[1, 2.5, null]", "", "[]"],
    "list": ["a,b", "", "c"],
    "geopoint": ["1.5,2", "", "-3,4"],
    "string": ["zürich \U0001f600", "", "a\nb"],
    "any": ["x", "", "1"],
}


def test_rows_of_every_type_come_back(
    make_package: MakePackage, publish: Callable[..., Any], run: Publish, ask: Ask, name: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["id", *TYPES])
    for row in range(3):
        writer.writerow([row, *(values[row] for values in TYPES.values())])
    fields = [{"name": "id", "type": "integer"}]
    fields += [{"name": type_, "type": type_} for type_ in TYPES]
    schema = {"fields": fields, "primaryKey": ["id"]}
    package = make_package(out.getvalue(), schema=schema, name="types")
    publish(package)
    code, report = run("verify", "ckan", package, "--name", name)
    assert (code, [each["message"] for each in report["tasks"][0]["errors"]]) == (0, [])
    id = ask("package_show", id=name)["resources"][0]["id"]
    changed = [{"id": 1, "string": "other"}]
    ask("datastore_upsert", resource_id=id, force=True, method="update", records=changed)
    code, report = run("verify", "ckan", package, "--name", name)
    assert [each["message"] for each in report["tasks"][0]["errors"]] == [
        "table has another string in row 2 of the DataStore"
    ]


DRIFT: dict[str, Callable[[Ask, Any], object]] = {
    "title": lambda ask, dataset: ask("package_patch", id=dataset["id"], title="Other"),
    "tags": lambda ask, dataset: ask("package_patch", id=dataset["id"], tags=[{"name": "new"}]),
    "licence": lambda ask, dataset: ask("package_patch", id=dataset["id"], license_id="odc-pddl"),
    "private": lambda ask, dataset: ask("package_patch", id=dataset["id"], state="draft"),
    "schema": lambda ask, dataset: ask(
        "resource_patch", id=dataset["resources"][0]["id"], schema="{}"
    ),
    "surplus": lambda ask, dataset: ask(
        "resource_create", package_id=dataset["id"], name="x", url="https://example.org/x"
    ),
    "missing": lambda ask, dataset: ask("resource_delete", id=dataset["resources"][1]["id"]),
    "url": lambda ask, dataset: ask(
        "resource_patch", id=dataset["resources"][0]["id"], url="https://example.org/x.csv"
    ),
    "table": lambda ask, dataset: ask(
        "datastore_delete", resource_id=dataset["resources"][0]["id"], force=True
    ),
    "row": lambda ask, dataset: ask(
        "datastore_delete",
        resource_id=dataset["resources"][0]["id"],
        force=True,
        filters={"id": 1},
    ),
    "dictionary": lambda ask, dataset: ask(
        "datastore_create",
        resource_id=dataset["resources"][0]["id"],
        force=True,
        fields=[{"id": "id", "type": "int8", "info": {"label": "Other"}}, {"id": "name"}],
    ),
}


@pytest.mark.parametrize("kind", DRIFT)
def test_drift_is_found_and_mended(
    small: Small, publish: Callable[..., Any], ask: Ask, run: Publish, name: str, kind: str
) -> None:
    package = small(title="Small", licenses=[{"name": "CC-BY-4.0"}])
    publish(package)
    DRIFT[kind](ask, ask("package_show", id=name))
    with contextlib.suppress(OSError):
        code, report = run("verify", "ckan", package, "--name", name)
    assert (code, report["valid"]) == (1, False)
    if kind not in ("surplus", "row", "dictionary"):
        assert publish(package) != []
        assert run("verify", "ckan", package, "--name", name)[0] == 0

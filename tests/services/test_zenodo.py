"""On a real InvenioRDM, what Zenodo runs on: the scripted tests, and what only it can show.

Its installation takes two minutes and a gigabyte, so these tests run by a command alone:
``pytest -m invenio``.
"""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.publish.conftest import Publish, Small
from tests.publish.zenodo.scripted import *  # noqa: F403 (the same as on the strict one)
from tests.publish.zenodo.server import Server, package
from tests.services.servers.start import started

pytestmark = pytest.mark.invenio


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with started("invenio") as settings:
        yield Server(
            url=settings["INVENIO_URL"].removesuffix("/api"),
            token=settings["INVENIO_TOKEN"],
            outsider=settings["INVENIO_OUTSIDER_TOKEN"],
        )


@pytest.fixture
def name(server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("ZENODO_URL", server.url)
    monkeypatch.setenv("ZENODO_TOKEN", server.token)
    return f"test-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def publish(run: Publish) -> Callable[..., Any]:
    """Publish and give the result, which is no failure."""

    def publish(*arguments: object) -> Any:
        code, result = run("publish", "zenodo", *arguments)
        assert (code, result["error"]) == (0, None)
        return result

    return publish


def test_killed_at_any_moment_and_run_again(
    server: Server, small: Small, publish: Callable[..., Any], name: str, run: Publish
) -> None:
    folder = package(small, name)
    command = [sys.executable, "-m", "dataset_tools", "publish", "zenodo", str(folder), "--yes"]
    for seconds in (0.9, 1.1, 1.3, 1.5, 1.7, 1.9, 2.1):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(seconds)
        process.kill()
        process.wait()
    publish(folder, "--yes")
    assert [each["is_published"] for each in server.versions(name)] == [True]
    assert run("verify", "zenodo", folder)[0] == 0


def test_a_new_version_by_several_at_once(
    server: Server, small: Small, publish: Callable[..., Any], name: str
) -> None:
    publish(package(small, name), "--yes")
    folder = package(small, name, "1.1.0")
    command = [sys.executable, "-m", "dataset_tools", "publish", "zenodo", str(folder), "--yes"]
    command += ["--lock", f"{os.devnull}/none"]
    runs = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(4)]
    assert {each.wait() for each in runs} <= {0, 2}
    publish(folder, "--yes")
    published = [each for each in server.versions(name) if each["is_published"]]
    assert sorted(each["metadata"]["version"] for each in published) == ["1.0.0", "1.1.0"]


def test_a_community_of_ones_own_shows_the_record(
    server: Server, small: Small, publish: Callable[..., Any], run: Publish, name: str
) -> None:
    value = {"slug": name, "metadata": {"title": "Own"}, "access": {"visibility": "public"}}
    assert server.ask("POST", "/communities", value)[0] == 201
    folder = package(small, name)
    record = publish(folder, "--yes", "--community", name)["ids"]["record"]
    (asked,) = server.ask("GET", f"/records/{record}/requests")[1]["hits"]["hits"]
    assert server.ask("POST", f"/requests/{asked['id']}/actions/accept", {})[0] == 200
    again = publish(folder, "--yes", "--community", name)
    assert (again["action"], again["warnings"]) == ("nothing", [])
    assert run("verify", "zenodo", folder, "--community", name)[0] == 0

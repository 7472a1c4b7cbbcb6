"""A strict Hub, a package that is published there, and how results are read."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dataset_tools.publish import tries
from dataset_tools.publish.huggingface.connect import connected
from dataset_tools.publish.huggingface.library import library
from dataset_tools.publish.huggingface.plan import Wishes
from dataset_tools.publish.huggingface.target import HuggingFaceTarget
from tests.publish.conftest import Publish, Small
from tests.publish.huggingface.fake import TOKEN, FakeHub, fake_hub

SAID = {"title": "Small", "licenses": [{"name": "CC-BY-4.0"}], "keywords": ["one", "two words"]}
FILES = [
    "data/a.csv",
    "data/b.csv",
    "schemas/b.json",
    "data/a.parquet",
    "data/b.parquet",
    "datapackage.json",
    "README.md",
]
STEPS = [
    ("create", "ada/x"),
    *(("upload", path) for path in FILES),
    ("publish", "main"),
    ("pointer", "v1.0.0"),
]


@pytest.fixture
def hub(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FakeHub]:
    """Serve a Hub to this process, whose user is logged in nowhere else."""
    library()  # before anything else loads it
    monkeypatch.setattr(tries, "pause", lambda _seconds: None)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(home / "token"))
    monkeypatch.setattr("huggingface_hub.constants.HF_STORED_TOKENS_PATH", str(home / "stored"))
    for name in ("HUGGING_FACE_HUB_TOKEN", "HF_OIDC_RESOURCE"):
        monkeypatch.delenv(name, raising=False)
    with fake_hub() as fake:
        monkeypatch.setenv("HF_ENDPOINT", fake.url)
        monkeypatch.setenv("HF_TOKEN", TOKEN)
        yield fake
    assert fake.wrong == []


@pytest.fixture
def published(hub: FakeHub, small: Small, run: Publish) -> Path:
    """Publish version 1.0.0, and forget the calls."""
    package = small(**SAID)
    assert run("publish", "huggingface", "ada/x", package)[0] == 0
    hub.calls.clear()
    hub.sent.clear()
    return package


def target(branch: str = "main") -> HuggingFaceTarget:
    """Return the target of the environment."""
    return HuggingFaceTarget(
        wishes=Wishes(repository="ada/x", branch=branch), connect=lambda: connected("ada/x")
    )


def steps(result: Any) -> list[tuple[str, str]]:
    """Return what was done to what."""
    return [(step["do"], step["what"]) for step in result["steps"]]


def codes(report: Any) -> list[str]:
    """Return the codes of all errors of a report."""
    found = report["errors"] + [error for task in report["tasks"] for error in task["errors"]]
    return sorted(error["code"] for error in found)


def sent_paths(hub: FakeHub) -> list[tuple[str, str]]:
    """Return what the last commit held: kinds and paths."""
    lines = [json.loads(line) for line in hub.sent[-1].splitlines()]
    return sorted((each["key"], each["value"]["path"]) for each in lines[1:])

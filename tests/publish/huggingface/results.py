"""What is published in these tests, and how results are read."""

import json
from typing import Any

from dataset_tools.publish.huggingface.access import connected
from dataset_tools.publish.huggingface.plan import Wishes
from dataset_tools.publish.huggingface.target import HuggingFaceTarget
from tests.publish.huggingface.fake import FakeHub

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

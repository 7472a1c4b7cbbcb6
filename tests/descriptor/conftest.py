"""A package in memory, read by ``read_descriptor``."""

import io
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pytest

from dataset_tools.descriptor.read import Described, read_descriptor
from dataset_tools.errors.error import Error
from dataset_tools.exceptions import FileFault
from dataset_tools.files.paths import MISSING, safe_path

SHARED = Path(__file__).parents[3] / "shared"


@dataclass(frozen=True, slots=True)
class MemoryFiles:
    """Files by their paths."""

    contents: Mapping[str, bytes]
    place: str = "memory"

    def open(self, path: str) -> BinaryIO:
        """Open a file."""
        content = self.contents.get(safe_path(path))
        if content is None:
            raise FileFault(MISSING, path, "is missing")
        return io.BytesIO(content)

    def size(self, path: str) -> int:
        """Return its length."""
        return len(self.contents[path])

    def show(self, path: str) -> str:
        """Return its path."""
        return path


def describe(package: object, **files: object) -> Described:
    """Read a package given as a JSON value, as text or as bytes, with other files beside it."""
    contents = {name.replace("__", "."): _content(value) for name, value in files.items()}
    contents["datapackage.json"] = _content(package)
    return read_descriptor(MemoryFiles(contents), "datapackage.json")


def _content(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "surrogatepass")


def all_errors(described: Described) -> list[Error]:
    """Return errors and warnings, of the package and of its resources."""
    of_resources = [error for errors in described.resource_errors.values() for error in errors]
    return [*described.errors, *described.findings, *of_resources]


@pytest.fixture(scope="session")
def read() -> Callable[..., Described]:
    return describe


@pytest.fixture(scope="session")
def told() -> Callable[..., list[Error]]:
    def read_all(package: object, **files: object) -> list[Error]:
        return all_errors(describe(package, **files))

    return read_all


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the public kits: without it a test is skipped, or fails if it is required."""
    if SHARED.is_dir():
        return SHARED
    if os.environ.get("DATASET_TOOLS_SHARED") == "required":
        pytest.fail("../shared is required and not there")
    return pytest.skip("the public kits are not there")

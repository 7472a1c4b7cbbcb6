"""Two versions of a small package, written side by side."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from dataset_tools.diff.difference import Difference
from dataset_tools.diff.package import diff_packages
from dataset_tools.files.git import locate_version

Descriptor = dict[str, Any]
WriteVersion = Callable[..., Path]
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def write_version(
    folder: Path,
    descriptor: Mapping[str, Any],
    files: Mapping[str, str | bytes],
) -> Path:
    """Write a package into a folder of its own."""
    whole = {"$schema": PROFILE, "version": "1.0.0", **descriptor}
    written = {"datapackage.json": json.dumps(whole, ensure_ascii=False), **files}
    for name, content in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def compared(old: Path | str, new: Path | str, *, examples: int = 3) -> Difference:
    """Compare two packages."""
    return diff_packages(locate_version(str(old)), locate_version(str(new)), examples=examples)


@pytest.fixture
def version(tmp_path: Path) -> WriteVersion:
    """Write a version of a package of one table."""

    def write(
        name: str, rows: str | bytes, schema: Mapping[str, Any] | None, **resource: Any
    ) -> Path:
        table = {"name": "people", "path": "people.csv", **resource}
        if schema is not None:
            table["schema"] = schema
        descriptor = {"name": "town", "resources": [table]}
        return write_version(tmp_path / name, descriptor, {table["path"]: rows})

    return write

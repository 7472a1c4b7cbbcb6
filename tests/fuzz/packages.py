"""Packages in memory, and what must hold of any report."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from dataset_tools.errors.error import Error
from dataset_tools.exceptions import FileFault
from dataset_tools.files.locate import Located
from dataset_tools.files.paths import MISSING, safe_path
from dataset_tools.package import Package
from dataset_tools.report.report import Report

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Memory:
    """Files by their paths."""

    contents: Mapping[str, bytes] = field(default_factory=dict)
    place: str = "memory"

    def open(self, path: str) -> BinaryIO:
        """Open a file."""
        return io.BytesIO(self._content(path))

    def size(self, path: str) -> int:
        """Return its length."""
        return len(self._content(path))

    def show(self, path: str) -> str:
        """Return its path."""
        return path

    def _content(self, path: str) -> bytes:
        content = self.contents.get(safe_path(path))
        if content is None:
            raise FileFault(MISSING, path, "is missing")
        return content


def validated(descriptor: bytes, files: Mapping[str, bytes], name: str = DESCRIPTOR) -> Report:
    """Validate a package in memory, and hold its report against what any must be."""
    located = Located(Memory({**files, name: descriptor}), name)
    report = Package.of(located).validate()
    check_report(report)
    return report


def check_report(report: Report) -> None:
    """Raise unless the report is whole, can be written, and counts what it lists."""
    shape = json.loads(report.to_json())
    listed = [*shape["errors"], *(each for task in shape["tasks"] for each in task["errors"])]
    assert shape["valid"] is (shape["stats"]["errors"] == 0)
    assert len(listed) <= shape["stats"]["errors"]
    for error in (*report.errors, *report.findings, *_of_tasks(report)):
        assert error.message
        assert error.kind.code.startswith("DT")
    for error in listed:
        assert {"type", "code", "message", "note", "fingerprint"} <= error.keys()


def _of_tasks(report: Report) -> list[Error]:
    return [error for task in report.tasks for error in (*task.errors, *task.findings)]

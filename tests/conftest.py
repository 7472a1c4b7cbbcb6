"""Where the shared kits are, small packages in a test's own folder, and the command line."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from dataset_tools.cli.app import run

settings.register_profile(
    "calm",
    deadline=None,  # a busy machine is no fault of the code
    derandomize=bool(os.environ.get("CI")),  # the same examples for the same code
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
settings.load_profile("calm")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

MakePackage = Callable[..., Path]


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """Give the path of a shared kit; without it a test skips, or fails where it is required."""

    def find(name: str) -> Path:
        found = SHARED / name
        if not found.exists():
            if os.environ.get("DATASET_TOOLS_SHARED") == "required":
                pytest.fail(f"{found} is required and not there")
            pytest.skip(f"the shared kit {name} is not beside this checkout")
        return found

    return find


@pytest.fixture
def make_package(tmp_path: Path) -> MakePackage:
    """Write a package of one table, or of several files, and return its folder."""

    def make(
        rows: str | bytes = "",
        *,
        fields: list[Mapping[str, object]] | None = None,
        schema: Mapping[str, object] | None = None,
        resource: Mapping[str, object] | None = None,
        files: Mapping[str, str | bytes] | None = None,
        resources: list[Mapping[str, object]] | None = None,
        **properties: object,
    ) -> Path:
        table: dict[str, object] = {"name": "table", "path": "table.csv"}
        if fields is not None or schema is not None:
            table["schema"] = {"fields": fields or [], **(schema or {})}
        table |= resource or {}
        descriptor = {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "resources": resources or [table],
            **properties,
        }
        written = {
            "datapackage.json": json.dumps(descriptor, indent=2, ensure_ascii=False),
            **({} if resources else {"table.csv": rows}),
            **(files or {}),
        }
        for name, content in written.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return make


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


Call = Callable[..., Done]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Run ``dataset-tools`` with arguments."""

    def call(*arguments: object) -> Done:
        with pytest.raises(SystemExit) as stopped:
            run([str(each) for each in arguments])
        captured = capsys.readouterr()
        return Done(int(stopped.value.code or 0), captured.out, captured.err)

    return call

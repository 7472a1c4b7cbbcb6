"""The kit's packages mended: the same values, nothing left to do, and no new fault."""

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from dataset_tools import Package
from dataset_tools.exceptions import CouldNotRun, FileFault
from dataset_tools.fix.fixed import Fixed
from dataset_tools.fix.package import fix_package

pytestmark = pytest.mark.kit
KIT = Path(__file__).parents[3] / "shared" / "conformance" / "packages"
DESCRIPTORS = sorted(KIT.rglob("datapackage.json"))


def fixed(descriptor: Path) -> Fixed:
    package = Package.open(descriptor)
    return fix_package(package.located, package.described)


def values(descriptor: Path) -> dict[str, object]:
    """Return what each table holds, or why it holds nothing."""
    package = Package.open(descriptor)
    found: dict[str, object] = {}
    for table in package.tables:
        try:
            rows = package.rows(table, validate=False)
        except (CouldNotRun, FileFault) as error:
            found[table] = str(error)
        else:
            found[table] = (rows.names, [repr(dict(row)) for row in rows.rows])
    return found


def faults(descriptor: Path) -> Counter[tuple[str, str]]:
    report = json.loads(Package.open(descriptor).validate(max_errors=10**6).to_json())
    return Counter(
        (task["name"], error["code"]) for task in report["tasks"] for error in task["errors"]
    )


def test_the_kit_is_there() -> None:
    if not DESCRIPTORS and os.environ.get("DATASET_TOOLS_SHARED") != "required":
        pytest.skip("the shared kit is not beside this checkout")
    assert DESCRIPTORS


@pytest.mark.parametrize("place", DESCRIPTORS, ids=lambda path: path.parent.name)
def test_a_package_is_mended(
    place: Path, tmp_path: Path, spoil: Callable[[Path], None] | None
) -> None:
    folder = tmp_path / "package"
    shutil.copytree(place.parent, folder, symlinks=True)
    descriptor = folder / place.name
    if spoil is not None:
        spoil(descriptor)
    before, wrong = values(descriptor), faults(descriptor)
    fixed(descriptor)
    assert values(descriptor) == before
    assert not fixed(descriptor).changed
    assert faults(descriptor) <= wrong


def _with_windows_ends(descriptor: Path) -> None:
    """Write the delimited files as some programs do: with a mark and CRLF."""
    package = Package.open(descriptor).described.package
    for resource in package.tables:
        is_text = resource.format in {"csv", "tsv"} and not resource.compression
        for path in resource.paths if is_text else ():
            file = descriptor.parent / path
            if resource.encoding == "utf-8" and file.is_file() and not file.is_symlink():
                content = file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
                file.write_bytes(b"\xef\xbb\xbf" + content.removeprefix(b"\xef\xbb\xbf"))


@pytest.fixture(params=["as it is", "from Windows"])
def spoil(request: pytest.FixtureRequest) -> Callable[[Path], None] | None:
    """Give what is done to a package before it is mended."""
    return None if request.param == "as it is" else _with_windows_ends

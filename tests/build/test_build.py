"""Same package, same bytes; whole or not at all; nothing of an invalid one."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dataset_tools import Package
from tests.conftest import ROOT, MakePackage

FIELDS = [{"name": "id", "type": "integer"}]


def build(
    folder: Path, out: Path, *more: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dataset_tools", "build", str(folder), "-o", str(out), *more],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def copy_of(target: Path, *, backwards: bool = False) -> Path:
    """Copy the dataset file by file, in one order or the other, with times of its own."""
    names = sorted(["datapackage.json", *map(str, Path(ROOT / "data").glob("*.csv"))])
    names = [
        str(Path(name).relative_to(ROOT)) if Path(name).is_absolute() else name for name in names
    ]
    names += [f"schemas/{path.name}" for path in (ROOT / "schemas").iterdir()]
    for at, name in enumerate(reversed(names) if backwards else names):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target / name)
        os.utime(target / name, (1_000_000_000 + at, 1_000_000_000 + at))
    return target


def test_builds_are_the_same_bytes_wherever_and_whenever(tmp_path: Path) -> None:
    one, two = copy_of(tmp_path / "a" / "b"), copy_of(tmp_path / "c", backwards=True)
    (two / "datapackage.json").chmod(0o600)
    first = build(one, tmp_path / "one", TZ="UTC", LC_ALL="C")
    old = os.umask(0o077)
    try:
        second = build(two, tmp_path / "two", TZ="Asia/Tokyo", LC_ALL="C.UTF-8", PYTHONHASHSEED="7")
    finally:
        os.umask(old)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    (left,), (right,) = (tmp_path / "one").iterdir(), (tmp_path / "two").iterdir()
    assert left.name == right.name
    assert left.read_bytes() == right.read_bytes()


def test_the_archive_validates_and_loads_as_the_folder_does(tmp_path: Path) -> None:
    build(ROOT, tmp_path)
    (path,) = tmp_path.glob("*.zip")
    folder, archive = Package.open(ROOT), Package.open(path)
    assert archive.validate().valid
    for table in folder.tables:
        assert archive.load(table).equals(folder.load(table))


def test_numbers_are_filled_in(make_package: MakePackage, tmp_path: Path) -> None:
    folder = make_package("id\n1\n2\n", fields=FIELDS, name="small", version="1.2.0")
    assert build(folder, tmp_path / "out").returncode == 0
    with zipfile.ZipFile(tmp_path / "out" / "small-1.2.0.zip") as archive:
        resource = json.loads(archive.read("datapackage.json"))["resources"][0]
    assert resource["bytes"] == 7
    assert resource["hash"].startswith("sha256:")
    assert resource["dataset-tools:rows"] == 2


def test_update_writes_them_into_the_descriptor_and_nothing_else(make_package: MakePackage) -> None:
    folder = make_package(
        "id\n1\n2\n",
        fields=FIELDS,
        resource={"bytes": 1, "hash": "sha256:" + "0" * 64, "note": "kept"},
        name="small",
    )
    assert not Package.open(folder).validate().valid
    assert build(folder, folder, "--update").returncode == 0
    assert Package.open(folder).validate().valid
    once = (folder / "datapackage.json").read_bytes()
    assert b'"note": "kept"' in once
    assert "nothing to change" in build(folder, folder, "--update").stdout
    assert (folder / "datapackage.json").read_bytes() == once


@pytest.mark.parametrize("update", [[], ["--update"]])
def test_an_invalid_package_is_refused_and_nothing_is_written(
    make_package: MakePackage,
    tmp_path: Path,
    update: list[str],
) -> None:
    folder = make_package("id\nx\n", fields=FIELDS, name="small")
    before = (folder / "datapackage.json").read_bytes()
    done = build(folder, tmp_path / "out", "--json", *update)
    assert done.returncode == 1
    assert json.loads(done.stdout)["valid"] is False
    assert not (tmp_path / "out").exists()
    assert (folder / "datapackage.json").read_bytes() == before


@pytest.mark.parametrize(
    "properties",
    [{}, {"name": "../../evil"}, {"name": "a", "version": "../1"}, {"name": "-o"}],
)
def test_a_name_that_is_no_file_name_is_refused(
    make_package: MakePackage,
    tmp_path: Path,
    properties: dict[str, str],
) -> None:
    done = build(make_package("id\n1\n", fields=FIELDS, **properties), tmp_path / "out")
    assert done.returncode in (1, 2)
    assert done.returncode == 1 or done.stdout == ""
    assert not (tmp_path / "out").exists()


def test_proof_can_be_required(make_package: MakePackage, tmp_path: Path) -> None:
    folder = make_package("id\n1\n", fields=FIELDS, name="small")
    done = build(folder, tmp_path / "out", "--require-proof")
    assert (done.returncode, done.stdout) == (2, "")

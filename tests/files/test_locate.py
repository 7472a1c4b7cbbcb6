"""From what the user named to the files of a package."""

import zipfile
from pathlib import Path

import pytest

from dataset_tools.exceptions import CouldNotRun, DescriptorMissing, NotFound, RemoteRefused
from dataset_tools.files.locate import locate_package


def write_zip(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_a_folder_is_its_descriptor(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("{}")
    assert locate_package(tmp_path).descriptor == "datapackage.json"


def test_a_descriptor_may_have_any_name(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("{}")
    assert locate_package(tmp_path / "other.json").descriptor == "other.json"


def test_a_package_may_lie_in_a_folder_of_an_archive(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"top/datapackage.json": "{}", "top/data.csv": "id\n"})
    located = locate_package(path)
    with located.files.open("data.csv") as file:
        assert file.read() == b"id\n"


@pytest.mark.parametrize("name", ["../evil.csv", "/evil.csv", "a/../../evil.csv"])
def test_members_that_climb_out_are_not_there(tmp_path: Path, name: str) -> None:
    path = write_zip(tmp_path / "a.zip", {"datapackage.json": "{}", name: "x"})
    assert sorted(locate_package(path).files.members) == ["datapackage.json"]  # type: ignore[attr-defined]


def test_what_is_not_there_could_not_run(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        locate_package(tmp_path / "nope")
    with pytest.raises(DescriptorMissing):
        locate_package(tmp_path)
    with pytest.raises(RemoteRefused):
        locate_package("https://example.org/datapackage.json")
    (tmp_path / "no.zip").write_text("hello")
    with pytest.raises(CouldNotRun, match="no zip archive"):
        locate_package(tmp_path / "no.zip")
    with pytest.raises(DescriptorMissing):
        locate_package(write_zip(tmp_path / "empty.zip", {"data.csv": "id\n"}))

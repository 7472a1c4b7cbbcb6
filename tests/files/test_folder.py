"""What may be opened in a package's folder."""

import os
from pathlib import Path

import pytest

from dataset_tools.exceptions import FileFault
from dataset_tools.files.folder import Folder


def test_opens_a_file_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_bytes(b"id\n")
    with Folder(tmp_path).open("data/a.csv") as file:
        assert file.read() == b"id\n"
    assert Folder(tmp_path).size("data/a.csv") == 3


@pytest.mark.parametrize(
    ("path", "code"), [("b.csv", "DT501"), ("data", "DT501"), ("../a", "DT502")]
)
def test_tells_what_is_wrong(tmp_path: Path, path: str, code: str) -> None:
    (tmp_path / "data").mkdir()
    with pytest.raises(FileFault) as raised:
        Folder(tmp_path).open(path)
    assert raised.value.code == code


def test_a_link_out_of_the_package_is_refused(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (tmp_path / "secret.csv").write_bytes(b"secret\n")
    (package / "data.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(FileFault, match="leaves the package"):
        Folder(package).open("data.csv")


def test_a_link_that_stays_inside_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"id\n")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    assert Folder(tmp_path).size("b.csv") == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "data.csv")
    with pytest.raises(FileFault, match="a pipe"):
        Folder(tmp_path).open("data.csv")

"""Packages at a revision: read from the object store, links and other folders refused."""

import subprocess
from pathlib import Path

import pytest

from dataset_tools.exceptions import CouldNotRun, DescriptorMissing, FileFault, NotFound
from dataset_tools.files.git import locate_at, locate_version


def git(folder: Path, *arguments: str) -> None:
    names = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S607


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a repository with a package in a folder, committed, then changed."""
    package = tmp_path / "data set"
    (package / "data").mkdir(parents=True)
    (package / "datapackage.json").write_text('{"resources": []}')
    (package / "data" / "ä b.csv").write_bytes(b"id\r\n1\r\n")
    (package / "link.csv").symlink_to("data/ä b.csv")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    git(tmp_path, "tag", "v1")
    (package / "data" / "ä b.csv").unlink()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    "text",
    ["HEAD:data set", "v1:data set/datapackage.json", "HEAD:data set/", "HEAD:./data set"],
)
def test_a_package_is_found_at_a_revision(text: str) -> None:
    located = locate_version(text)
    assert located.descriptor == "datapackage.json"
    with located.files.open("data/ä b.csv") as file:
        assert file.read() == b"id\r\n1\r\n"
    assert located.files.size("data/ä b.csv") == 7
    assert located.place.endswith(":data set/datapackage.json")


def test_a_path_with_a_dot_counts_from_the_current_folder(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "data set")
    assert locate_version("HEAD:.").descriptor == "datapackage.json"
    assert locate_version("HEAD:data set").descriptor == "datapackage.json"
    with pytest.raises(NotFound, match="outside"):
        locate_version("HEAD:../../x")


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("path", "note"),
    [
        ("link.csv", "it is a link"),
        ("../x.csv", "climbs out"),
        ("data/none.csv", "is missing at HEAD"),
        ("data", "is missing at HEAD"),
    ],
)
def test_other_paths_are_refused(path: str, note: str) -> None:
    files = locate_version("HEAD:data set").files
    with pytest.raises(FileFault, match=note):
        files.open(path)


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("v9:data set", NotFound, "fetch-depth"),
        ("--help:data set", NotFound, "fetch-depth"),
        ("HEAD:nowhere", NotFound, "no nowhere at HEAD"),
        ("HEAD:data set/data", DescriptorMissing, "datapackage.json"),
    ],
)
def test_what_is_not_there_is_told(text: str, error: type[CouldNotRun], message: str) -> None:
    with pytest.raises(error, match=message):
        locate_version(text)


def test_without_a_repository_there_are_no_revisions(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no git repository"):
        locate_at("HEAD", "", start=tmp_path)


def test_a_pointer_of_git_lfs_is_no_data(repository: Path) -> None:
    pointer = b"version https://git-lfs.example/spec/v1\noid sha256:ab\nsize 5\n"
    (repository / "data set" / "big.csv").write_bytes(pointer)
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "big")
    with pytest.raises(FileFault, match="Git LFS"):
        locate_version("HEAD:data set").files.open("big.csv")

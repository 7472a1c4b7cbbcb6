"""Finding documents in a folder (``files/documents.py``)."""

import hashlib
import os
import sys
from pathlib import Path

import pytest

from dataset_tools.exceptions import NotFound, NotPermitted
from dataset_tools.files import documents
from dataset_tools.files.documents import find_documents


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_finds_by_hash_whatever_the_name(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "x.bin").write_bytes(b"news")
    (tmp_path / "other.txt").write_bytes(b"other")
    found = find_documents(tmp_path, {digest(b"news"), digest(b"nowhere")})
    assert found == {digest(b"news"): b"news"}


def test_reads_the_bytes_as_they_are(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbfone\r\ntwo\xff"
    (tmp_path / "x").write_bytes(content)
    assert find_documents(tmp_path, [digest(content)]) == {digest(content): content}


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links are made as on Unix")
def test_passes_over_links_pipes_and_folders_that_turn_back(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (tmp_path / "outside").write_bytes(b"news")
    (folder / "link").symlink_to(tmp_path / "outside")
    (folder / "loop").symlink_to(folder)
    (folder / "broken").symlink_to("nowhere")
    os.mkfifo(folder / "pipe")
    assert find_documents(folder, {digest(b"news")}) == {}


def test_passes_over_what_it_may_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"news")
    (tmp_path / "b").write_bytes(b"news")
    really_open = os.open

    def refuse_a(path: str, flags: int) -> int:
        if path.endswith("a"):
            raise PermissionError
        return really_open(path, flags)

    monkeypatch.setattr(os, "open", refuse_a)
    assert find_documents(tmp_path, {digest(b"news")}) == {digest(b"news"): b"news"}


def test_a_folder_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(NotPermitted):
        find_documents(tmp_path, set())


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(NotFound):
            find_documents(path, set())


def test_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        (tmp_path / name).write_bytes(name.encode() * 9)
    monkeypatch.setattr(documents, "MAX_FILES", 2)
    assert len(find_documents(tmp_path, {digest(b"a" * 9), digest(b"c" * 9)})) == 1
    monkeypatch.setattr(documents, "MAX_BYTES", 8)
    assert find_documents(tmp_path, {digest(b"a" * 9)}) == {}

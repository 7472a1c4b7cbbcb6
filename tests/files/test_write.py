"""Files are written whole or not at all."""

from pathlib import Path

import pytest

from dataset_tools.exceptions import NotPermitted
from dataset_tools.files.write import atomic_writer, write_text


def test_writes_a_text_into_a_new_folder(tmp_path: Path) -> None:
    write_text(tmp_path / "a" / "b.txt", "é\n")
    assert (tmp_path / "a" / "b.txt").read_bytes() == "é\n".encode()


def test_nothing_is_left_of_a_write_that_failed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    with pytest.raises(ZeroDivisionError), atomic_writer(tmp_path / "a.txt") as file:
        file.write(bytes([1 // 0]))
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "old"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotPermitted):
        write_text(tmp_path / "file" / "b.txt", "")

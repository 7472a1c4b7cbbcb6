"""Files that are read from anywhere in them: workbooks, Parquet, databases."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from dataset_tools.files.unpack import copied
from dataset_tools.read.pieces import Pieces


@contextmanager
def seekable(pieces: Pieces) -> Iterator[BinaryIO]:
    """Give the plain bytes as a file to seek in; those of the stored file are counted first.

    A plain file on disk is read in place, anything else from a copy.
    """
    if pieces.unpack is iter and type(pieces.file) is BufferedReader:
        pieces.drain()
        pieces.file.seek(0)
        yield pieces.file
        return
    with copied(pieces.plain()) as copy:
        yield copy


@contextmanager
def on_disk(pieces: Pieces) -> Iterator[Path]:
    """Give the path of a temporary copy of the plain bytes."""
    with tempfile.NamedTemporaryFile(prefix="dataset-tools-") as copy:
        for piece in pieces.plain():
            copy.write(piece)
        copy.flush()
        yield Path(copy.name)

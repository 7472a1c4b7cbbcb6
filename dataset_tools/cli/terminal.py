"""What is printed where: results on standard output, diagnostics on standard error."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import typer

from dataset_tools.files.write import write_pieces
from dataset_tools.render.visible import visible

_LONGEST = 1000


def set_colour(*, wanted: bool) -> None:
    """Turn colours off where --no-color asks for it; NO_COLOR is the environment's word."""
    if not wanted:
        os.environ["NO_COLOR"] = "1"


def print_result(text: str, output: Path | None = None) -> None:
    """Print a result, or write it to a file, whole."""
    print_pieces((text,), output)


def print_pieces(pieces: Iterable[str], output: Path | None = None) -> None:
    """Print a result that comes in pieces, or write it to a file, whole or not at all."""
    if output is not None:
        write_pieces(output, pieces)
        return
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()


def print_aside(text: str) -> None:
    """Print lines of ours on standard error."""
    sys.stderr.write(text)
    sys.stderr.flush()


def print_diagnostic(line: str) -> None:
    """Print one line on standard error."""
    typer.echo(visible(line, _LONGEST), err=True)

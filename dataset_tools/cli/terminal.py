"""What is printed where: results on standard output, diagnostics on standard error."""

import os
import sys
from pathlib import Path

import typer

from dataset_tools.files.write import write_text
from dataset_tools.render.visible import visible

_LONGEST = 1000


def set_colour(*, wanted: bool) -> None:
    """Turn colours off where --no-color asks for it; NO_COLOR is the environment's word."""
    if not wanted:
        os.environ["NO_COLOR"] = "1"


def print_result(text: str, output: Path | None = None) -> None:
    """Print a result, or write it to a file, whole."""
    if output is not None:
        write_text(output, text)
        return
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()


def print_aside(text: str) -> None:
    """Print lines of ours on standard error."""
    sys.stderr.write(text)
    sys.stderr.flush()


def print_diagnostic(line: str) -> None:
    """Print one line on standard error."""
    typer.echo(visible(line, _LONGEST), err=True)

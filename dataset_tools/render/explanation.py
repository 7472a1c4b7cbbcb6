"""An entry of the error catalogue, and the whole catalogue, for people and as JSON."""

from collections.abc import Iterable
from dataclasses import asdict

from dataset_tools.errors.kind import ErrorKind
from dataset_tools.escapes import json_text


def explanation_text(kind: ErrorKind) -> str:
    """Return what one code means, an example, and how to mend it."""
    lines = [
        f"{kind.code} {kind.title} ({kind.type})",
        "",
        kind.explanation,
        "",
        f"fix: {kind.fix}",
    ]
    if kind.example is not None:
        for word, files in (("bad", kind.example.bad), ("mended", kind.example.mended)):
            lines += ["", f"{word}:"]
            for name, text in files.items():
                if word == "bad" or text != kind.example.bad.get(name):
                    lines.append(f"  {name}")
                    lines += [f"    {line}" for line in text.splitlines()]
    return "\n".join(lines) + "\n"


def explanation_json(kind: ErrorKind) -> str:
    """Return one entry of the catalogue as JSON."""
    return json_text(asdict(kind)) + "\n"


def catalogue_text(kinds: Iterable[ErrorKind]) -> str:
    """Return one line a code."""
    return "".join(f"{kind.code}  {kind.type:<17}  {kind.title}\n" for kind in kinds)


def catalogue_json(kinds: Iterable[ErrorKind]) -> str:
    """Return all entries of the catalogue as JSON."""
    return json_text([asdict(kind) for kind in kinds]) + "\n"

"""One entry of the catalogue: what an error means, an example, and how to mend it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Two small packages, file name to text: ``bad`` gives just this error, ``mended`` is valid.

    Files below ``sources/`` are documents that evidence is proved from.
    """

    bad: Mapping[str, str]
    mended: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorKind:
    """An error of the catalogue.

    ``type`` is frictionless's word, ``code`` is ours and finer; ``message`` is a template over
    the error's own values, ``fix`` tells how to mend it.
    """

    code: str
    type: str
    title: str
    message: str
    explanation: str
    fix: str
    example: Example | None = field(default=None)


def table_example(*, schema: str, bad: str, mended: str) -> Example:
    """Make an example whose fault is in the rows of one table."""
    descriptor = _descriptor([{"name": "table", "path": "table.csv", "schema": json.loads(schema)}])
    return Example(
        bad={"datapackage.json": descriptor, "table.csv": bad},
        mended={"datapackage.json": descriptor, "table.csv": mended},
    )


def resource_example(*, bad: str, mended: str, rows: str = "id\n1\n") -> Example:
    """Make an example whose fault is in what the descriptor says of one table."""
    return Example(
        bad={"datapackage.json": _descriptor([json.loads(bad)]), "table.csv": rows},
        mended={"datapackage.json": _descriptor([json.loads(mended)]), "table.csv": rows},
    )


def package_example(*, bad: str, mended: str, rows: str = "id\n1\n") -> Example:
    """Make an example whose fault is in the descriptor as a whole."""
    return Example(
        bad={"datapackage.json": bad, "table.csv": rows},
        mended={"datapackage.json": mended, "table.csv": rows},
    )


def _descriptor(resources: list[Mapping[str, object]]) -> str:
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "resources": resources,
    }
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"

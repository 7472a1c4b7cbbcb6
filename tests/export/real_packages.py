"""Two real packages of the public kit, as they are and with what the vocabularies demand."""

import json
import shutil
from pathlib import Path

REAL = ("glacier-mass-balance", "s-and-p-500-companies")
STATED = {
    "id": "https://doi.org/10.5072/example",
    "homepage": "https://example.org/dataset",
    "created": "2024-01-31T12:00:00Z",
    "version": "1.0.0",
    "contributors": [
        {"givenName": "Ada", "familyName": "Byron", "title": "Ada Byron", "roles": ["author"]},
        {"title": "Example Press", "path": "https://example.org", "roles": ["publisher"]},
    ],
}
"""What a steward states before publishing; the packages themselves say none of it."""


def completed(folder: Path, to: Path) -> Path:
    """Copy a package, and state in its descriptor what it does not."""
    shutil.copytree(folder, to)
    path = to / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**STATED, **descriptor}), "utf-8")
    return to

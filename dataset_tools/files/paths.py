"""Which paths a descriptor may name (Data Package v2, "URL or Path")."""

import re
from pathlib import PurePosixPath

from dataset_tools.exceptions import FileFault

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|[A-Za-z][A-Za-z0-9+.-]+:(?![/\\])")
_DRIVE = re.compile(r"[A-Za-z]:")
_STORED = ("s3a://", "hdfs://")
UNSAFE = "DT502"
MISSING = "DT501"


def is_url(path: str) -> bool:
    """Whether the path names a scheme, as in ``https://``."""
    return _URL.match(path) is not None


def is_stored(path: str) -> bool:
    """Whether the path is a URL of a storage that Spark reads: S3, by its name there, or HDFS."""
    return path.lower().startswith(_STORED)


def unsafe_reason(path: str) -> str | None:
    """Say why a path is not one inside the package, or None if it is.

    Examples
    --------
    >>> unsafe_reason("data/people.csv")
    >>> unsafe_reason("../secret.csv")
    'it climbs out of its folder by ".."'
    """
    checks = (
        (not path.strip(), "it is empty"),
        (any(char < " " for char in path), "it holds a control character"),
        (is_url(path), "it is a URL, and nothing is fetched"),
        (path.startswith(("/", "\\")) or _DRIVE.match(path) is not None, "it is absolute"),
        (path.startswith("~"), "it names a home folder"),
        ("\\" in path, 'it holds a "\\"; folders are parted by "/"'),
        (".." in PurePosixPath(path).parts, 'it climbs out of its folder by ".."'),
        (
            any(part.startswith(".") and part != "." for part in PurePosixPath(path).parts),
            "it names a hidden file or folder",
        ),
    )
    return next((reason for wrong, reason in checks if wrong), None)


def safe_path(path: str) -> str:
    """Return the path in its plain form; raise FileFault if it is not inside the package."""
    reason = unsafe_reason(path)
    if reason is not None:
        raise FileFault(UNSAFE, path, reason)
    return str(PurePosixPath(path))

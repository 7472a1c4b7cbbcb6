"""Starts real servers for the tests, each in a folder of its own, and stops what it started.

What is installed stays in the cache, so that the next start takes seconds. Where the environment
names a running one (``CKAN_URL`` and its tokens, ``S3_ENDPOINT_URL`` and its keys, ``INVENIO_URL``
and its tokens), that is used.
"""

import contextlib
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
RUNNING = {"ckan": "CKAN_EDITOR_TOKEN", "s3": "S3_SECRET_KEY", "invenio": "INVENIO_TOKEN"}
PREFIX = {"ckan": "CKAN_", "s3": "S3_", "invenio": "INVENIO_"}


def cache() -> Path:
    """Return the folder that the servers are installed in."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "dataset-tools" / "servers"


@contextlib.contextmanager
def started(name: str) -> Iterator[dict[str, str]]:
    """Start a server and give its settings; stop it afterwards."""
    if RUNNING[name] in os.environ:
        yield {key: value for key, value in os.environ.items() if key.startswith(PREFIX[name])}
        return
    folder = cache() / name
    folder.mkdir(parents=True, exist_ok=True)
    try:
        done = subprocess.run(
            [str(HERE / f"start_{name}.sh"), str(folder), str(free_port())],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        pairs = (line.partition("=") for line in done.stdout.splitlines())
        yield {key: value for key, _, value in pairs}
    finally:
        subprocess.run([str(HERE / f"stop_{name}.sh"), str(folder)], check=False)


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port

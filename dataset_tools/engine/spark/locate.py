"""Packages where a cluster's data lie, and the settings of its session that reach them."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dataset_tools.engine.spark.calls import quiet, refusals
from dataset_tools.engine.spark.session import is_connect, session_of
from dataset_tools.engine.spark.storage import S3A, Storage
from dataset_tools.exceptions import CouldNotRun, DescriptorMissing, FileFault, RemoteRefused
from dataset_tools.files.folder import Folder
from dataset_tools.files.locate import DESCRIPTOR_NAMES, Located, locate_package
from dataset_tools.files.opened import Files
from dataset_tools.files.paths import is_stored
from dataset_tools.files.remote import Remote, WithRemote

_SECRETS = ("access.key", "secret.key", "session.token")
_DESCRIPTORS = (".json", ".yaml", ".yml")


def settings_of(spark: Any) -> dict[str, str]:
    """Return the settings of a session that reach S3.

    Raises
    ------
    SparkRefused
        The session does not tell them.
    """
    with refusals(), quiet():
        if is_connect(spark):
            prefix = "spark.hadoop."
            return {
                name.removeprefix(prefix): value
                for name, value in spark.conf.getAll.items()
                if name.startswith(prefix + S3A)
            }
        hadoop = spark._jsparkSession.sessionState().newHadoopConf()  # noqa: SLF001 (the only way)
        found = {f"{S3A}{name}": value for name, value in hadoop.getPropsWithPrefix(S3A).items()}
        for name in _SECRETS:  # these may be in a store of secrets, too
            letters = hadoop.getPassword(S3A + name)
            if letters is not None:
                found[S3A + name] = "".join(letters)
    return found


def locate_for_spark(
    package: str | os.PathLike[str],
    *,
    remote: bool = False,
    session: Any = None,
) -> Located:
    """Find a package, which may be at a URL of S3 or HDFS; ``remote`` is that of ``Package.open``.

    Raises
    ------
    CouldNotRun
        There is no package, or it cannot be read.
    """
    text = os.fspath(package)
    if not is_stored(text) and not remote:
        return locate_package(package)
    settings = settings_of(session_of(session))
    if not is_stored(text):
        located = locate_package(text, remote=True)
    else:
        located = _stored(text, settings)
        if not remote:
            return located
        located = replace(located, files=WithRemote(located.files, Remote("")))
    return replace(located, files=WithRemote(located.files, Storage("", settings), is_stored))


def _stored(url: str, settings: Mapping[str, str]) -> Located:
    if "@" in url.partition("://")[2].partition("/")[0]:
        raise RemoteRefused("a URL may not hold what gives access: that is for Spark's settings")
    url = url.rstrip("/")
    folder, _, name = url.rpartition("/")
    if name.lower().endswith(".zip"):
        raise CouldNotRun(f"{url} is an archive: unpack it there, or copy it here")
    is_named = name.lower().endswith(_DESCRIPTORS)
    files = Storage(f"{folder if is_named else url}/", settings)
    for each in [name] if is_named else DESCRIPTOR_NAMES:
        if _is_there(files, each):
            return Located(files, each)
    what = "no such file" if is_named else "no datapackage.json in"
    raise DescriptorMissing(f"there is {what} {url}")


def _is_there(files: Storage, name: str) -> bool:
    try:
        return bool(files.seen(name).is_file)
    except FileFault as fault:
        raise CouldNotRun(f"{files.show(name)} {fault.note}") from None


def for_tasks(files: Files) -> Files | None:
    """Return files as a task opens them, whatever its current folder; None where it cannot."""
    if isinstance(files, Folder):
        return Folder(Path(files.place).resolve())
    if isinstance(files, Storage):
        return files
    if not isinstance(files, WithRemote):
        return None
    below = for_tasks(files.below)
    if below is None or not isinstance(files.remote, Storage):
        return below
    return replace(files, below=below)

"""Calls of Spark: what it says and raises, turned into what our users are told."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from dataset_tools.exceptions import SparkRefused


@contextmanager
def quiet() -> Iterator[None]:
    """Keep to ourselves what pyspark says of the version of pandas: no pandas is used there."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="PySpark does not yet", category=FutureWarning)
        yield


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what Spark raises into one line.

    Raises
    ------
    SparkRefused
        A job failed, or the session could not be made.
    """
    from pyspark.errors import PySparkException

    kinds: tuple[type[Exception], ...] = (PySparkException,)
    with suppress(ImportError):  # a client of Spark Connect alone is without it
        from py4j.protocol import Py4JError

        kinds = (PySparkException, Py4JError)
    try:
        yield
    except kinds as error:
        raise SparkRefused(f"Spark could not do it: {_reason(str(error))}") from error


def _reason(text: str) -> str:
    """Find the line of a long message that says what happened."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    unseen = [line for line in lines if ".Unseen: " in line]
    if unseen:
        return f"{unseen[0].partition('.Unseen: ')[2]} for the executors: all must see the files"
    own = [line for line in lines if line.startswith(("ModuleNotFoundError", "ImportError"))]
    return (own or lines or ["no reason was given"])[0]

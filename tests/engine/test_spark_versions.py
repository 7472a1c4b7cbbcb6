"""Spark, Python and libraries that do not go together are refused with a word."""

import sys
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType, SimpleNamespace

import pytest

from dataset_tools.engine.spark import session
from dataset_tools.exceptions import SparkRefused

HERE: dict[str, object] = {
    "python": list(sys.version_info[:2]),
    **{name: version(name) for name in ("polars", "pandera", "pyarrow")},
}


def pyspark(found: str) -> ModuleType:
    module = ModuleType("pyspark")
    module.__dict__["__version__"] = found
    return module


def refused(monkeypatch: pytest.MonkeyPatch, spark: str, **probed: object) -> str:
    monkeypatch.setitem(sys.modules, "pyspark", pyspark("4.1.2"))
    monkeypatch.setattr(session, "_probed", lambda _: {**HERE, **probed})
    with pytest.raises(SparkRefused) as error:
        session._see_versions(SimpleNamespace(version=spark))
    return str(error.value)


def test_what_goes_together_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", pyspark("4.1.2"))
    monkeypatch.setattr(session, "_probed", lambda _: HERE)
    session._see_versions(SimpleNamespace(version="4.1.0"))


def test_another_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    words = refused(monkeypatch, "4.0.1")
    assert words == "pyspark 4.1.2 cannot work with Spark 4.0.1: take the same version"


def test_another_python(monkeypatch: pytest.MonkeyPatch) -> None:
    words = refused(monkeypatch, "4.1.0", python=[3, 9])
    here = ".".join(map(str, sys.version_info[:2]))
    assert words == f"the executors have Python 3.9, and here it is {here}"


def test_a_library_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    words = refused(monkeypatch, "4.1.0", pandera=None)
    assert words == "the executors have no pandera: give them what this Python has"


def test_another_library(monkeypatch: pytest.MonkeyPatch) -> None:
    words = refused(monkeypatch, "4.1.0", polars="1.0.0")
    assert words == f"the executors have polars 1.0.0, here is {HERE['polars']}"


@pytest.mark.parametrize("found", ["3.5.6", "5.0.0"])
def test_a_pyspark_of_another_time(monkeypatch: pytest.MonkeyPatch, found: str) -> None:
    monkeypatch.setattr(session, "version", lambda _: found)
    with pytest.raises(SparkRefused, match=f"pyspark {found} is not one this engine works with"):
        session.Cluster.of()


def test_no_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(session, "version", none)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(SparkRefused, match=r"pip install 'datapackage-tools\[spark\]'"):
        session.Cluster.of()


def test_a_pyspark_that_was_not_installed_but_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(session, "version", none)
    monkeypatch.setitem(sys.modules, "pyspark", pyspark("3.4.0"))
    with pytest.raises(SparkRefused, match=r"pyspark 3\.4\.0 is not one"):
        session.Cluster.of()

"""Every code of the catalogue has what ``explain`` prints, and an example that is true."""

from pathlib import Path

import pytest

from dataset_tools import Package
from dataset_tools.errors.catalogue import CATALOGUE
from dataset_tools.errors.kind import ErrorKind, Example
from dataset_tools.errors.types import ERROR_TYPES
from dataset_tools.exceptions import CouldNotRun, NotPublished

KINDS = sorted(CATALOGUE.values(), key=lambda kind: kind.code)
WITH_EXAMPLE = [kind for kind in KINDS if kind.example]


def codes_of(folder: Path, files: dict[str, str]) -> list[str]:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    sources = folder / "sources" if (folder / "sources").is_dir() else None
    report = Package.open(folder).validate(sources=sources)
    return [error.kind.code for _, error in report.listed()]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_kind_is_complete(kind: ErrorKind) -> None:
    assert kind.type in ERROR_TYPES
    assert kind.title
    assert kind.explanation
    assert kind.fix


@pytest.mark.parametrize("kind", WITH_EXAMPLE, ids=lambda kind: kind.code)
def test_the_bad_example_has_just_this_error(kind: ErrorKind, tmp_path: Path) -> None:
    example: Example = kind.example  # type: ignore[assignment]
    assert codes_of(tmp_path, dict(example.bad)) == [kind.code]


@pytest.mark.parametrize("kind", WITH_EXAMPLE, ids=lambda kind: kind.code)
def test_the_mended_example_is_valid(kind: ErrorKind, tmp_path: Path) -> None:
    example: Example = kind.example  # type: ignore[assignment]
    assert codes_of(tmp_path, dict(example.mended)) == []


def test_only_runs_and_rare_kinds_go_without_an_example() -> None:
    without = {
        kind.code for kind in KINDS if kind.example is None and not kind.code.startswith("DT0")
    }
    assert without - {code for code in without if code.startswith("DT8")} <= {
        "DT211",
        "DT310",
        "DT510",
        "DT512",
        "DT701",
    }


def test_every_exception_of_exit_2_has_its_entry() -> None:
    exceptions: list[type[CouldNotRun]] = [
        CouldNotRun,
        *CouldNotRun.__subclasses__(),
        *NotPublished.__subclasses__(),
    ]
    for exception in exceptions:
        assert CATALOGUE[exception.code].type == "error"

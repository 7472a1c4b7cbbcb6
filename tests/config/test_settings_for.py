"""Which file of settings counts, what it says, and what is wrong in it."""

from pathlib import Path

import pytest

from dataset_tools.config.read import settings_for
from dataset_tools.config.settings import Settings
from dataset_tools.exceptions import UsageError

CODES = ("DT201", "DT202", "type-error")


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key_is_read_and_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    write(
        tmp_path / "dataset-tools.toml",
        'fail-on = "warning"\nskip = ["dt201", "type-error"]\nbaseline = "known.json"\n'
        'new-since = "origin/main"\nsources = "../sources"\nmax-errors = 0\nfail-fast = true\n',
    )
    assert settings_for(tmp_path / "deep" / "er", CODES) == Settings(
        fail_on="warning",
        skip=("DT201", "type-error"),
        baseline=tmp_path / "known.json",
        new_since="origin/main",
        sources=tmp_path / "../sources",
        max_errors=0,
        fail_fast=True,
    )


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, None),
        ({"dataset-tools.toml": ""}, None),
        ({"dataset-tools.toml": "max-errors = 1"}, 1),
        ({"pyproject.toml": "[tool.dataset-tools]\nmax-errors = 2"}, 2),
        ({"pyproject.toml": "[tool.ruff]\nx = 1", "../dataset-tools.toml": "max-errors = 3"}, 3),
        ({"pyproject.toml": "tool = 5", "../dataset-tools.toml": "max-errors = 3"}, 3),
        (
            {
                "dataset-tools.toml": "max-errors = 1",
                "pyproject.toml": "[tool.dataset-tools]\nmax-errors = 2",
            },
            1,
        ),
        ({"dataset-tools.toml": "", "../dataset-tools.toml": "max-errors = 3"}, None),
        ({"dataset-tools.toml": "\ufeffmax-errors = 4"}, 4),
        ({"dataset-tools.toml/x": ""}, None),
    ],
)
def test_the_nearest_file_counts(
    tmp_path: Path, files: dict[str, str], expected: int | None
) -> None:
    here = tmp_path / "package"
    here.mkdir()
    for name, text in files.items():
        write(here / name, text)
    assert settings_for(here, CODES).max_errors == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("max-error = 5", 'there is no "max-error"; did you mean "max-errors"?'),
        ("fail_on = 'error'", 'there is no "fail_on"; did you mean "fail-on"?'),
        ("zzz = 1", 'there is no "zzz"; there are: fail-on, skip, baseline,'),
        ("remote = true", '"remote" is an option of the command line, no setting'),
        ("report = ['html=x']", '"report" is an option of the command line, no setting'),
        ("fail-on = 'errors'", '"fail-on": there is no "errors"; did you mean "error"?'),
        ("fail-on = 1", '"fail-on" must be a text'),
        ("skip = ['DT2O1']", '"skip": there is no "DT2O1"; did you mean "DT201"?'),
        ("skip = 'DT201'", '"skip" must be a list of error codes and types'),
        ("skip = [201]", '"skip" must be a list of error codes and types'),
        ("max-errors = '5'", '"max-errors" must be a whole number, 0 or more'),
        ("max-errors = true", '"max-errors" must be a whole number, 0 or more'),
        ("max-errors = -1", '"max-errors" must be a whole number, 0 or more'),
        ("fail-fast = 1", '"fail-fast" must be true or false'),
        ("sources = ['a']", '"sources" must be a text'),
        ("baseline = ''", '"baseline" must be a text'),
        ('baseline = "a\\u0000b"', '"baseline" must be a path'),
        ("max-errors = 5\nskip = = 1", "it is no TOML: Invalid value (at line 2, column 8)"),
        ("a = " + "[" * 100_000, "it is no TOML"),
        ("max-errors = 1\nmax-errors = 2", "it is no TOML: Cannot overwrite a value (at end"),
    ],
)
def test_what_settings_cannot_have(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path / "dataset-tools.toml", text)
    with pytest.raises(UsageError) as raised:
        settings_for(tmp_path, CODES)
    assert str(raised.value).startswith(f"{path}: ")
    assert said in str(raised.value)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "dataset-tools.toml").write_bytes(b'sources = "\xe9"')
    with pytest.raises(UsageError, match="it is not in UTF-8"):
        settings_for(tmp_path, CODES)


def test_the_table_of_a_project_is_a_table(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool]\ndataset-tools = 5")
    with pytest.raises(UsageError, match="must be a table"):
        settings_for(tmp_path, CODES)

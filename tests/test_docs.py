"""Pages that are made from the code are current, and every command is documented."""

import re

import pytest

from dataset_tools.cli.app import COMMANDS as NAMES
from dataset_tools.cli.app import app_of
from dataset_tools.errors.catalogue import CATALOGUE
from dataset_tools.field_types.types import FIELD_TYPES
from dataset_tools.render.pages import errors_page, types_page
from dataset_tools.render.schemas import SCHEMAS, schema_text
from tests.conftest import ROOT

COMMANDS = {command.name or "": command.callback for command in app_of(NAMES).registered_commands}


def test_the_page_of_errors_is_current() -> None:
    assert (ROOT / "docs" / "errors.md").read_text("utf-8") == errors_page(CATALOGUE.values())


def test_the_page_of_types_is_current() -> None:
    assert (ROOT / "docs" / "types.md").read_text("utf-8") == types_page(FIELD_TYPES.values())


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_published_schema_is_current(name: str) -> None:
    assert (ROOT / "docs" / "schemas" / f"{name}.json").read_text("utf-8") == schema_text(name)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_with_an_example_and_a_line_in_the_readme(name: str) -> None:
    callback = COMMANDS[name]
    assert callback is not None
    assert f"Example: dataset-tools {name}" in (callback.__doc__ or "")
    assert re.search(rf"^\| `{name}\b", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)

"""The public conformance kit's field cases, put to the types themselves."""

import json
import os
from collections.abc import Callable, Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from dataset_tools.field_types.types import field_type
from dataset_tools.model.schema import Field

pytestmark = pytest.mark.kit
FIELDS = Path(__file__).parents[3] / "shared" / "conformance" / "fields.json"
SameValue = Callable[[Mapping[str, Any], str, object], bool]
PROPERTIES = {
    "format": "format",
    "decimalChar": "decimal_char",
    "groupChar": "group_char",
    "bareNumber": "bare_number",
    "trueValues": "true_values",
    "falseValues": "false_values",
    "delimiter": "delimiter",
    "itemType": "item_type",
}


def cases() -> list[dict[str, Any]]:
    if not FIELDS.exists():
        return []
    kit = json.loads(FIELDS.read_text(encoding="utf-8"))
    return [case for case in kit["cases"] if case["level"] != "doubtful"]


def field_of(descriptor: Mapping[str, Any]) -> Field:
    options = {name: descriptor[key] for key, name in PROPERTIES.items() if key in descriptor}
    options = {name: tuple(v) if isinstance(v, list) else v for name, v in options.items()}
    return Field(name="x", type=descriptor.get("type", "any"), **options)


def missing_values(case: Mapping[str, Any]) -> set[str]:
    of_schema = case.get("missingValues", [""])
    values = case["field"].get("missingValues", of_schema)
    return {value["value"] if isinstance(value, dict) else value for value in values}


def test_the_kit_is_there() -> None:
    if not FIELDS.exists() and os.environ.get("DATASET_TOOLS_SHARED") != "required":
        pytest.skip(f"the conformance kit is not at {FIELDS}")
    assert len(cases()) > 1000


@pytest.fixture(scope="module")
def same_value() -> SameValue:
    """Take the comparison from the kit's own runner."""
    runner = spec_from_file_location("conformance_run", FIELDS.with_name("run.py"))
    assert runner is not None
    assert runner.loader is not None
    kit = module_from_spec(runner)
    runner.loader.exec_module(kit)
    compare: SameValue = kit.same_value
    return compare


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_reads_each_cell_as_the_kit_says(case: Mapping[str, Any], same_value: SameValue) -> None:
    kind, field = field_type(case["field"].get("type", "any")), field_of(case["field"])
    cell, is_native = case["cell"], case.get("native")
    if isinstance(cell, str) and cell in missing_values(case):
        return
    try:
        value = kind.from_json(field, cell) if is_native else kind.parser(field)(cell)
    except ValueError:
        assert case.get("error") == "type-error"
        return
    assert case.get("error") != "type-error"
    if "error" not in case:  # constraints and categories are for others to judge
        written = json.loads(json.dumps(kind.to_json(value), allow_nan=False))
        assert same_value(case["field"], case["expect"], written)

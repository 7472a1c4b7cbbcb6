"""Types array and object, and how their JSON is read."""

import json
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.field_types.array import ARRAY, array_parser
from dataset_tools.field_types.object import OBJECT, object_parser
from dataset_tools.model.schema import Field

ARRAYS = Field(name="a", type="array")
OBJECTS = Field(name="o", type="object")


NO_JSON = ["", "[1,]", "[1,2", "(1,2)", "[NaN]", "[Infinity]", "{a:1}", "{'a':1}", "[1] x", "[01]"]
ODD_JSON = ['["\t"]', '["\\ud800"]', "\ufeff[]", "[1_0]", "null", "1", '"x"']
DEEP_JSON = ["[" * 100_000, "[" * 201 + "]" * 201, '{"a":' * 100_000, '["' + '\\"' * 99 + "[" * 300]


@pytest.mark.parametrize("text", [*NO_JSON, *ODD_JSON, *DEEP_JSON])
def test_refuses(text: str) -> None:
    for parse in (array_parser(ARRAYS), object_parser(OBJECTS)):
        with pytest.raises(ValueError, match="JSON"):
            parse(text)


def test_an_array_is_no_object() -> None:
    with pytest.raises(ValueError, match="not a JSON array"):
        array_parser(ARRAYS)("{}")
    with pytest.raises(ValueError, match="not a JSON object"):
        object_parser(OBJECTS)("[]")


def test_numbers_of_any_size_are_read_and_written() -> None:
    digits = "7" * 5000
    value = array_parser(ARRAYS)(f"[{digits}, 1e999, 12, 1e9999999999999999999999]")
    assert value[1] == Decimal("1e999")
    assert ARRAY.to_json(value) == [digits, 10**999, 12, "1E+999999999999999999"]


def test_time_is_bounded() -> None:
    start = time.perf_counter()
    for text in ["[" * 1_000_000, '"' * 1_000_000 + "[" * 999, '["' + '\\"' * 500_000 + "[" * 999]:
        with pytest.raises(ValueError, match="JSON"):
            array_parser(ARRAYS)(text)
    assert time.perf_counter() - start < 5


TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda tree: st.lists(tree, max_size=4) | st.dictionaries(st.text(), tree, max_size=4),
    max_leaves=12,
)


@given(st.lists(TREES), st.dictionaries(st.text(), TREES))
def test_reads_back_what_it_writes(array: list[object], members: dict[str, object]) -> None:
    assert array_parser(ARRAYS)(json.dumps(ARRAY.to_json(array))) == array
    assert object_parser(OBJECTS)(json.dumps(OBJECT.to_json(members))) == members


def test_json_holds_them_as_they_are() -> None:
    assert ARRAY.from_json(ARRAYS, ["key"]) == ["key"]
    assert ARRAY.from_json(ARRAYS, "[1]") == [1]
    assert OBJECT.from_json(OBJECTS, {"a": None}) == {"a": None}
    assert OBJECT.to_json(None) is None
    for kind, field, value in ((ARRAY, ARRAYS, {}), (OBJECT, OBJECTS, []), (OBJECT, OBJECTS, 1)):
        with pytest.raises(ValueError, match="not a JSON"):
            kind.from_json(field, value)

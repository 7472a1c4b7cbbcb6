import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.descriptor.write import descriptor_text, set_values

PRETTY = """{
  "name": "a",
  "resources": [
    {
      "name": "t",
      "path": "t.csv",   "bytes":1
    },
    {}
  ]
}
"""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_only_the_value_changes() -> None:
    changed = set_values(PRETTY, {"/resources/0/bytes": 20, "/name": "é"})
    assert changed == PRETTY.replace('"bytes":1', '"bytes":20').replace('"a"', '"é"')


@pytest.mark.parametrize(
    ("text", "pointer", "changed"),
    [
        ('{"a": 1}', "/b", '{"a": 1, "b": 2}'),
        ('{"a":1}', "/b", '{"a":1,"b":2}'),
        ('{"a":1,"c":3}', "/b", '{"a":1,"c":3,"b":2}'),
        ('{ "a": 1, "c": 3 }', "/b", '{ "a": 1, "c": 3, "b": 2 }'),
        ("{}", "/b", '{"b": 2}'),
        ("{\n}", "/b", '{"b": 2}'),
        ('{\r\n\t"a": [1]\r\n}', "/b", '{\r\n\t"a": [1],\r\n\t"b": 2\r\n}'),
        ('{"a": {"x": 1}, "a": {}}', "/a/b", '{"a": {"x": 1}, "a": {"b": 2}}'),
        ('{"a": 1}', "/x~1y", '{"a": 1, "x/y": 2}'),
    ],
)
def test_a_property_is_added_in_the_style_of_its_object(
    text: str,
    pointer: str,
    changed: str,
) -> None:
    assert set_values(text, {pointer: 2}) == changed


def test_two_properties_are_added_in_their_order() -> None:
    changed = set_values(PRETTY, {"/resources/1/bytes": 1, "/resources/1/hash": "ab"})
    assert changed == PRETTY.replace("{}", '{"bytes": 1, "hash": "ab"}')


@pytest.mark.parametrize("pointer", ["/b/c", "/a/0", "/a/b"])
def test_what_has_no_object_is_no_place(pointer: str) -> None:
    with pytest.raises(KeyError):
        set_values('{"a": []}', {pointer: 1})


@given(JSON.map(lambda value: {"new": 0, "value": value}), JSON, st.sampled_from([None, 2]))
def test_what_is_set_is_read(value: dict[str, object], new: object, indent: int | None) -> None:
    text = set_values(json.dumps(value, indent=indent), {"/value": new, "/other": new})
    assert json.loads(text) == {**value, "value": new, "other": new}


@given(JSON)
def test_what_is_written_is_read(value: object) -> None:
    assert json.loads(descriptor_text(value)) == value

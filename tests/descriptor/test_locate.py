"""Property: a pointer leads to the text of its value."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.descriptor.locate import (
    MAX_DEPTH,
    escaped,
    line_and_column,
    members,
    nearest,
    repeated_keys,
    spots,
    too_deep,
    unknown_word,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def values_by_pointer(value: object, pointer: str = "") -> dict[str, object]:
    found = {pointer: value}
    pairs = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else ()
    for key, inside in (*pairs, *items):
        found |= values_by_pointer(inside, f"{pointer}/{escaped(key)}")
    return found


@given(JSON, st.sampled_from([None, 2]), st.booleans())
def test_a_pointer_leads_to_its_value(value: object, indent: int | None, ascii_only: bool) -> None:  # noqa: FBT001
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    found = spots(text)
    expected = values_by_pointer(value)
    assert found.keys() == expected.keys()
    for pointer, spot in found.items():
        assert json.loads(text[spot.start : spot.end]) == expected[pointer]


@given(JSON.map(lambda value: {"key": value}))
def test_a_key_is_found(value: object) -> None:
    text = json.dumps(value, indent=1)
    key = spots(text)["/key"].key
    assert key is not None
    assert text[key:].startswith('"key"')


@given(st.text() | st.text(alphabet='{}[],:"\\ntrue1 '))
def test_any_text_is_taken(text: str) -> None:
    list(members(text))
    list(repeated_keys(text))
    too_deep(text)
    unknown_word(text)


def test_a_hundred_thousand_levels_are_taken() -> None:
    text = "[" * 100_000 + "]" * 100_000
    assert too_deep(text) == MAX_DEPTH
    assert len(spots(text)) == MAX_DEPTH


@pytest.mark.parametrize(
    ("offset", "place"),
    [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (5, (2, 3))],
)
def test_lines_and_columns_count_from_one(offset: int, place: tuple[int, int]) -> None:
    assert line_and_column("ab\ncdé", offset) == place


def test_what_is_not_there_is_told_at_what_is_around_it() -> None:
    found = spots('{"a": {"b": 1}}')
    assert nearest(found, "/a/c/d") == found["/a"]
    assert nearest({}, "/a").start == 0


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('{"a": 1, "b": 2}', []),
        ('{"a": 1, "a": 2}', [("/a", 9)]),
        ('{"a": {"x": 1}, "a": {"x": 2}}', [("/a", 16)]),
        ('[{"a": 1}, {"a": 1}]', []),
        ('{"a": 1, "\\u0061": 2}', [("/a", 9)]),
    ],
)
def test_a_key_stands_twice_in_its_object(text: str, keys: list[tuple[str, int]]) -> None:
    assert list(repeated_keys(text)) == keys

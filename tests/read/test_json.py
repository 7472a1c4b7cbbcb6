"""JSON and JSON Lines as rows, with their numbers, and every fault told once with its place."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataset_tools.model.dialect import Dialect
from dataset_tools.read import json_text

FIELDS = ("id", "name")


def test_objects_are_rows_by_key(read_table: Any) -> None:
    found = read_table({"t.json": b'[{"id":1,"name":"a"},\n{"name":null,"id":"x"}]'}, fields=FIELDS)
    assert found.labels == FIELDS
    assert found.rows == [(2, 1, ("1", "a")), (3, 2, ("x", ""))]


def test_labels_stand_in_the_order_of_the_schema_since_objects_have_none(read_table: Any) -> None:
    found = read_table({"t.json": b'[{"more":0,"name":"a","id":1}]'}, fields=FIELDS)
    assert found.labels == ("id", "name", "more")


def test_a_key_that_comes_late_is_a_label_where_all_rows_are_seen(read_table: Any) -> None:
    found = read_table({"t.json": b'[{"id":1},{"id":2,"name":"b"}]'}, fields=FIELDS)
    assert (found.labels, found.cells) == (FIELDS, [("1", ""), ("2", "b")])


def test_a_key_without_a_label_beyond_the_head_is_a_cell_too_many(read_table: Any) -> None:
    rows = [{"id": 1}] * 1000 + [{"id": 2, "name": "b", "odd": 3}]
    found = read_table({"t.json": json.dumps(rows).encode()}, fields=FIELDS)
    assert found.labels == FIELDS
    assert found.cells[-1] == ("2", "b", "3")


def test_arrays_are_rows_and_the_first_is_the_header(read_table: Any) -> None:
    found = read_table({"t.json": b'[["id","name"],[1,"a"],[2],[3,"c",true]]'})
    assert found.labels == FIELDS
    assert found.cells == [("1", "a"), ("2",), ("3", "c", "true")]


def test_arrays_without_a_header_count_from_one(read_table: Any) -> None:
    found = read_table({"t.json": b"[[1,2]]"}, fields=FIELDS, dialect=Dialect(header=False))
    assert (found.labels, found.rows) == (None, [(1, 1, ("1", "2"))])


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("rows", b'{"a":[1],"rows":[{"id":1}],"z":{}}'),
        ("x.rows", b'{"x":{"rows":[{"id":1}]}}'),
        ("x.rows", b'{"x.rows":[{"id":1}]}'),
    ],
)
def test_a_property_leads_to_the_rows(read_table: Any, path: str, text: bytes) -> None:
    assert read_table({"t.json": text}, dialect=Dialect(property=path)).cells == [("1",)]


def test_item_keys_choose_columns_and_their_order(read_table: Any) -> None:
    found = read_table(
        {"t.json": b'[{"name":"a","id":1,"count":2}]'},
        dialect=Dialect(item_keys=FIELDS),
    )
    assert (found.labels, found.cells) == (FIELDS, [("1", "a")])


def test_values_keep_their_digits_and_nesting(read_table: Any) -> None:
    text = b'[{"n":1.10,"big":123456789012345678901234567890,"o":{"a":[1.0,null,"\\u00e9"]}}]'
    found = read_table({"t.json": text})
    assert found.cells == [
        ("1.10", "123456789012345678901234567890", '{"a": [1.0, null, "é"]}'),
    ]


@pytest.mark.parametrize(
    ("text", "code", "line", "note"),
    [
        (b"", "DT503", None, "is empty"),
        (b"[]", "DT503", None, "is empty"),
        (b'[{"id":1}', "DT513", 1, "line 1, column 10"),
        (b'[{"id":1},\n{"id":nul}]', "DT513", 2, "line 2, column 7"),
        (b'[{"id":1},\n{"id":NaN}]', "DT513", 2, "NaN is not JSON"),
        (b'[{"id":1}] x', "DT513", 1, "line 1, column 12: there is text after"),
        (b'[{"id":1},]', "DT513", 1, "line 1, column 11"),
        (b'[{"id":1}\n{"id":2}]', "DT513", 2, '"," is missing'),
        (b'{"rows":[]}', "DT514", None, "dialect's property"),
        (b'[{"id":1},2]', "DT515", 1, "an item is a number where an object is a row"),
        (b'[[1],{"id":1}]', "DT515", 1, "an item is an object where an array is a row"),
        (b'[{"id":"\xff"}]', "DT505", None, "byte 8 is not utf-8"),
        (b"[" * 100_000, "DT513", 1, "deeper than 200 levels"),
        (b'[{"id":' + b"[" * 300 + b"]" * 300 + b"}]", "DT513", 1, "deeper than 200 levels"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_fault_is_told_once(
    read_table: Any, text: bytes, code: str, line: int | None, note: str
) -> None:
    found = read_table({"t.json": text}, fields=("id",))
    assert found.faults == [(code, line)]
    assert note in found.notes[0]


def test_the_rows_before_a_fault_are_read(read_table: Any) -> None:
    assert read_table({"t.json": b'[{"id":1},{"id":2},{"id":'}).cells == [("1",), ("2",)]


def test_no_rows_are_lawful_where_the_dialect_says_what_a_row_is(read_table: Any) -> None:
    found = read_table({"t.json": b"[]"}, dialect=Dialect(item_type="object"))
    assert (found.faults, found.rows) == ([], [])


def test_a_value_that_is_too_long_ends_the_file(
    read_table: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_text, "LONGEST", 100)
    found = read_table({"t.json": b'[{"id":1},{"id":"' + b"x" * 200 + b'"}]'})
    assert (found.cells, found.faults) == ([("1",)], [("DT510", 1)])


def test_lines_are_rows_with_their_physical_line(read_table: Any) -> None:
    found = read_table({"t.jsonl": b'{"id":1}\r\n\n{"id":3}'})
    assert found.rows == [(2, 1, ("1",)), (3, 2, ("",)), (4, 3, ("3",))]
    assert found.blank == [3]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b'{"id":1}\n{"id":2\n', ("DT513", 2)),
        (b'{"id":1} {"id":2}\n', ("DT513", 1)),
        (b'{"id":1}\n7\n', ("DT515", 2)),
        (b"", ("DT503", None)),
    ],
)
def test_a_bad_line_ends_the_file(
    read_table: Any, text: bytes, fault: tuple[str, int | None]
) -> None:
    assert read_table({"t.jsonl": text}).faults == [fault]


def test_rows_count_on_from_file_to_file_and_keys_are_those_of_the_first(read_table: Any) -> None:
    files = {"a.jsonl": b'{"id":1,"name":"a"}\n', "b.jsonl": b'{"name":"b","id":2}\n'}
    assert read_table(files).rows == [(2, 1, ("1", "a")), (3, 1, ("2", "b"))]


def test_a_later_file_with_another_header_is_told(read_table: Any) -> None:
    files = {"a.json": b'[["id"],[1]]', "b.json": b'[["ID"],[2]]'}
    found = read_table(files)
    assert (found.odd_headers, found.cells) == ([("ID",)], [("1",), ("2",)])


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3),
    max_leaves=8,
)


def shown(value: object) -> object:
    """What a report shows of a value, as JSON data to compare by."""
    return value if isinstance(value, str) else json.loads(json.dumps(value))


def told(text: str, value: object) -> object:
    if value is None:
        return None if text == "" else text
    return text if isinstance(value, str) else json.loads(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    rows=st.lists(st.lists(JSON_VALUES, min_size=2, max_size=2), min_size=1, max_size=5),
    piece=st.integers(1, 40),
)
@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_what_is_written_as_json_is_read_back(
    read_table: Any, format: str, rows: list[list[object]], piece: int
) -> None:
    objects = [dict(zip(("a", "b"), row, strict=True)) for row in rows]
    lines = "\n".join(json.dumps(each, ensure_ascii=False) for each in objects)
    text = lines if format == "jsonl" else json.dumps(objects, indent=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_text, "_PIECE", piece)  # values that the pieces cut
        found = read_table({f"t.{format}": text.encode()})
    assert found.faults == []
    read = [
        [told(*pair) for pair in zip(cells, row, strict=True)]
        for cells, row in zip(found.cells, rows, strict=True)
    ]
    assert read == [[shown(value) for value in row] for row in rows]

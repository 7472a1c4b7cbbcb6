"""Rows by primary key or by all values; values by type, not by text."""

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataset_tools.diff.difference import RowDifference
from dataset_tools.exceptions import CouldNotRun
from tests.diff.conftest import WriteVersion, compared

KEYED = {
    "fields": [{"name": "id", "type": "integer"}, {"name": "value", "type": "any"}],
    "primaryKey": ["id"],
}


def schema(type_: str, **properties: Any) -> dict[str, Any]:
    value = {"name": "value", "type": type_, **properties}
    return {"fields": [{"name": "id", "type": "integer"}, value], "primaryKey": ["id"]}


def counts(rows: RowDifference) -> tuple[int, int, int]:
    return rows.added, rows.removed, rows.changed


EQUAL = [
    ("number", "1.5", "1.50"),
    ("number", "-0", "0"),
    ("number", "1e3", "1000"),
    ("number", "nan", "NaN"),
    ("number", "INF", "inf"),
    ("number", "0.10000000000000000000", "0.1"),
    ("integer", "007", "+7"),
    ("integer", "123456789012345678901234567890", "0123456789012345678901234567890"),
    ("boolean", "TRUE", "1"),
    ("datetime", "2024-01-01T01:00:00+01:00", "2024-01-01T00:00:00Z"),
    ("duration", "P1Y", "P12M"),
    ("object", '"{""a"": 1, ""b"": 2.0}"', '"{""b"":2,""a"":1.0}"'),
    ("array", '"[1, 2]"', '"[1.0,2]"'),
    ("geopoint", '"90.50, 45.5"', '"90.5,45.50"'),
    ("string", '"a"', "a"),
]
UNLIKE = [
    ("number", "0.1", "0.10000000000000000001"),
    ("number", "1e400", "1e401"),
    ("number", "1e-400", "0"),
    ("number", "9007199254740993", "9007199254740992"),
    ("number", "NaN", ""),
    ("number", "x", "y"),
    ("integer", "123456789012345678901234567890", "123456789012345678901234567891"),
    ("string", "1", "01"),
    ("object", '"{""a"": 1}"', '"{""a"": true}"'),
    ("datetime", "2024-01-01T00:00:00.0000001Z", "2024-01-01T00:00:00.0000002Z"),
    ("time", "10:00:00", "10:00:01"),
    ("any", "1", "1.0"),
]


@pytest.mark.parametrize(("type_", "old", "new"), EQUAL)
def test_equal_values_are_no_change(version: WriteVersion, type_: str, old: str, new: str) -> None:
    before = version("old", f"id,value\n1,{old}\n", schema(type_))
    after = version("new", f"id,value\n1,{new}\n", schema(type_))
    assert compared(before, after).changes == ()


@pytest.mark.parametrize(("type_", "old", "new"), UNLIKE)
def test_unlike_values_are_one(version: WriteVersion, type_: str, old: str, new: str) -> None:
    before = version("old", f"id,value\n1,{old}\n", schema(type_))
    after = version("new", f"id,value\n1,{new}\n", schema(type_))
    found = compared(before, after).rows["people"]
    assert counts(found) == (0, 0, 1)
    assert found.fields == {"value": 1}


@pytest.mark.parametrize(
    ("old", "new", "was", "now"),
    [
        ("integer", "number", "5", "5.0"),
        ("number", "integer", "100000000000000000000", "100000000000000000000"),
        ("integer", "string", "5", "5"),
        ("string", "date", "2024-01-01", "2024-01-01"),
    ],
)
def test_another_type_alone_changes_no_row(
    version: WriteVersion, old: str, new: str, was: str, now: str
) -> None:
    before = version("old", f"id,value\n1,{was}\n", schema(old))
    after = version("new", f"id,value\n1,{now}\n", schema(new))
    assert [each.kind.name for each in compared(before, after).changes] == ["type-changed"]


def test_another_date_format_alone_changes_no_row(version: WriteVersion) -> None:
    before = version("old", "id,value\n1,2024-01-31\n", schema("date"))
    after = version("new", "id,value\n1,31/01/2024\n", schema("date", format="%d/%m/%Y"))
    assert [each.kind.name for each in compared(before, after).changes] == ["format-changed"]


def test_missing_values_are_one_however_written(version: WriteVersion) -> None:
    tokens = {"missingValues": ["", "NA", "-"]}
    before = version("old", "id,value\n1,NA\n2,\n", schema("integer") | tokens)
    after = version("new", "id,value\n1,\n2,-\n", schema("integer") | tokens)
    assert compared(before, after).changes == ()


def test_rows_without_a_key_are_told_by_all_their_values(version: WriteVersion) -> None:
    plain = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}]}
    before = version("old", "a,b\n1,x\n1,x\n2,y\n3,z\n", plain)
    after = version("new", "a,b\n3,z\n1,x\n+2,y\n2,y\n4,w\n", plain)
    found = compared(before, after).rows["people"]
    assert counts(found) == (2, 1, 0)
    assert not found.is_keyed


def test_equal_rows_are_matched_once_each(version: WriteVersion) -> None:
    plain = {"fields": [{"name": "a", "type": "string"}]}
    before = version("old", "a\nx\nx\nx\ny\n", plain)
    after = version("new", "a\ny\nz\nz\nx\n", plain)
    assert counts(compared(before, after).rows["people"]) == (2, 2, 0)


def test_the_rows_that_differ_are_shown_by_key(version: WriteVersion) -> None:
    before = version("old", "id,value\n1,a\n2,b\n3,c\n", KEYED)
    after = version("new", "id,value\n1,a\n3,d\n4,e\n", KEYED)
    found = compared(before, after).rows["people"]
    assert [example.row for example in found.added_rows] == [{"id": "4"}]
    assert [example.row for example in found.removed_rows] == [{"id": "2"}]
    assert [(each.row, each.changed) for each in found.changed_rows] == [
        ({"id": "3"}, {"value": ("c", "d")})
    ]


def test_a_key_of_several_fields(version: WriteVersion) -> None:
    fields = [{"name": name, "type": "integer"} for name in "abc"]
    both = {"fields": fields, "primaryKey": ["a", "b"]}
    before = version("old", "a,b,c\n1,2,3\n2,1,3\n", both)
    after = version("new", "a,b,c\n2,1,4\n1,2,3\n", both)
    assert counts(compared(before, after).rows["people"]) == (0, 0, 1)


def test_a_key_that_comes_again_is_compared_too(version: WriteVersion) -> None:
    before = version("old", "id,value\n1,a\n1,b\n2,c\n", KEYED)
    after = version("new", "id,value\n2,c\n1,b\n1,a\n1,d\n", KEYED)
    assert counts(compared(before, after).rows["people"]) == (1, 0, 0)


def test_a_key_that_comes_again_is_told_by_its_values_first(version: WriteVersion) -> None:
    before = version("old", "id,value\n1,a\n1,b\n", KEYED)
    after = version("new", "id,value\n+1,b\n+1,a\n", KEYED)
    assert compared(before, after).changes == ()


def test_a_table_as_parquet_has_the_same_rows(version: WriteVersion) -> None:
    import polars as pl

    before = version("old", "id,value\n1,1.5\n2,\n", schema("number"))
    after = version("new", b"", schema("number"), path="people.parquet")
    frame = pl.DataFrame({"id": [1, 2], "value": [1.5, None]})
    frame.write_parquet(after / "people.parquet")
    assert compared(before, after).changes == ()


def test_a_table_in_several_compressed_files_has_the_same_rows(
    version: WriteVersion, tmp_path: Path
) -> None:
    import gzip

    before = version("old", "id,value\n1,a\n2,b\n", KEYED)
    after = version("new", b"", KEYED, path="a.csv.gz", compression="gz")
    (after / "a.csv.gz").write_bytes(gzip.compress(b"id,value\n2,b\n1,a"))
    assert [each.kind.name for each in compared(before, after).changes] == ["layout-changed"]
    assert counts(compared(before, after).rows["people"]) == (0, 0, 0)
    assert tmp_path.exists()


def test_a_file_that_cannot_be_read_is_no_difference(version: WriteVersion) -> None:
    before = version("old", "id,value\n1,a\n", KEYED)
    after = version("new", b"id,value\n1,\xff\n", KEYED)
    with pytest.raises(CouldNotRun, match="byte 11"):
        compared(before, after)


CELLS = st.sampled_from(["", "a", "b", '"a,b"', '"x\ny"', '"q""q"', "1.0", " 1"])
TABLES = st.lists(st.tuples(CELLS, CELLS), max_size=12)


def text_of(rows: list[tuple[str, ...]], end: str = "\n") -> str:
    return end.join(["id,value,more", *(",".join(row) for row in rows), ""])


def keyed(table: list[tuple[str, str]]) -> list[tuple[str, ...]]:
    return [(str(number), *row) for number, row in enumerate(table)]


THREE = {
    "fields": [
        {"name": "id", "type": "integer"},
        {"name": "value", "type": "string"},
        {"name": "more", "type": "number"},
    ]
}
SLOW = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@SLOW
@given(table=TABLES, end=st.sampled_from(["\n", "\r\n"]), has_key=st.booleans())
def test_nothing_differs_from_itself_in_any_order(
    version: WriteVersion, table: list[tuple[str, str]], end: str, *, has_key: bool
) -> None:
    rows = keyed(table)
    form = {**THREE, "primaryKey": ["id"]} if has_key else THREE
    before = version("old", text_of(rows), form)
    shuffled = random.Random(len(table)).sample(rows, len(rows))  # noqa: S311 (an order)
    after = version("new", text_of(shuffled, end), form)
    assert compared(before, before).changes == ()
    assert compared(before, after).changes == ()


@SLOW
@given(old=TABLES, new=TABLES)
def test_rows_are_counted_as_a_plain_program_counts_them(
    version: WriteVersion, old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    before = version("old", text_of(keyed(old)), {**KEYED_THREE})
    after = version("new", text_of(list(reversed(keyed(new)))), {**KEYED_THREE})
    both = min(len(old), len(new))
    changed = sum(one != other for one, other in zip(old, new, strict=False))
    expected = (len(new) - both, len(old) - both, changed)
    assert counts(compared(before, after).rows["people"]) == expected


@SLOW
@given(old=TABLES, new=TABLES)
def test_rows_without_a_key_are_counted_as_a_plain_program_counts_them(
    version: WriteVersion, old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    form = {"fields": [{"name": name, "type": "string"} for name in ("id", "value", "more")]}
    before = version("old", text_of([("x", *row) for row in old]), form)
    after = version("new", text_of([("x", *row) for row in new]), form)
    one, other = Counter(old), Counter(new)
    expected = ((other - one).total(), (one - other).total(), 0)
    assert counts(compared(before, after).rows["people"]) == expected


KEYED_THREE = {
    "fields": [
        {"name": "id", "type": "integer"},
        {"name": "value", "type": "string"},
        {"name": "more", "type": "string"},
    ],
    "primaryKey": ["id"],
}


def named(*names: str) -> dict[str, Any]:
    fields = [{"name": name, "type": "string"} for name in names]
    return {"fields": [{"name": "id", "type": "integer"}, *fields], "primaryKey": ["id"]}


def test_two_fields_that_change_their_names_are_told_by_their_values(version: WriteVersion) -> None:
    before = version("old", "id,a,b\n1,x,p\n2,y,q\n", named("a", "b"))
    after = version("new", "id,c,d\n1,p,x\n2,q,y\n", named("c", "d"))
    found = compared(before, after)
    renamed = {(each.old, each.new) for each in found.changes if "renam" in each.kind.name}
    assert renamed == {("a", "d"), ("b", "c")}
    assert found.rows["people"].is_empty


def test_fields_that_swap_their_names_are_swapped_values(version: WriteVersion) -> None:
    before = version("old", "id,a,b\n1,x,p\n2,y,q\n", named("a", "b"))
    after = version("new", "id,b,a\n1,x,p\n2,y,q\n", named("b", "a"))
    found = compared(before, after)
    assert [each.kind.name for each in found.changes] == ["fields-reordered", "rows-changed"]
    assert found.rows["people"].fields == {"a": 2, "b": 2}


def test_a_field_with_other_values_is_another_field(version: WriteVersion) -> None:
    before = version("old", "id,a\n1,x\n2,y\n", named("a"))
    after = version("new", "id,b\n1,p\n2,q\n", named("b"))
    found = compared(before, after)
    assert [each.kind.name for each in found.changes] == ["field-removed", "field-added"]
    assert found.rows["people"].is_empty


def test_a_renamed_field_may_have_a_few_other_values(version: WriteVersion) -> None:
    rows = [f"{number},v{number}" for number in range(20)]
    before = version("old", "\n".join(["id,a", *rows, ""]), named("a"))
    rows[3] = "3,other"
    after = version("new", "\n".join(["id,b", *rows, ""]), named("b"))
    found = compared(before, after)
    assert [each.kind.name for each in found.changes] == ["field-renamed", "rows-changed"]
    assert found.rows["people"].changed == 1


def test_a_renamed_field_of_a_table_without_a_key(version: WriteVersion) -> None:
    plain = [{"fields": [{"name": name}, {"name": "c"}]} for name in "ab"]
    before = version("old", "a,c\n1,x\n2,y\n", plain[0])
    after = version("new", "b,c\n2,y\n1,x\n", plain[1])
    assert [each.kind.name for each in compared(before, after).changes] == ["field-renamed"]


def test_tables_without_a_schema_have_the_fields_of_their_labels(version: WriteVersion) -> None:
    before = version("old", "a,b\n1,x\n", None)
    after = version("new", "a,b,c\n1,x,\n", None)
    assert [each.kind.name for each in compared(before, after).changes] == ["field-added"]


def test_line_ends_inside_of_cells_are_values(version: WriteVersion) -> None:
    before = version("old", 'id,a\n1,"x\ny"\n', named("a"))
    after = version("new", 'id,a\r\n1,"x\r\ny"\r\n', named("a"))
    assert counts(compared(before, after).rows["people"]) == (0, 0, 1)


@pytest.mark.parametrize("end", ["\r", "\n"])
def test_text_that_is_not_plain_is_compared_all_the_same(version: WriteVersion, end: str) -> None:
    before = version("old", end.join(["id,a", '1,x"y', "2,z", ""]), named("a"))
    after = version("new", end.join(["id,a", "2,z", '1,x"w', ""]), named("a"))
    assert counts(compared(before, after).rows["people"]) == (0, 0, 1)


def test_the_parts_of_a_table_may_be_cut_elsewhere(version: WriteVersion) -> None:
    before = version("old", "id,a\n1,x\n2,y\n3,z\n", named("a"), path="1.csv")
    after = version("new", "id,a\n3,z\n", named("a"), path="1.csv")
    (after / "2.csv").write_text("id,a\n1,x\n2,y")
    path = after / "datapackage.json"
    path.write_text(path.read_text().replace('"1.csv"', '["1.csv", "2.csv"]'))
    assert compared(before, after).changes == ()


def test_a_table_whose_descriptor_is_wrong_cannot_be_compared(version: WriteVersion) -> None:
    before = version("old", "id,a\n1,x\n", named("a"))
    after = version("new", "id,a\n1,x\n", {"fields": [{"name": "id", "type": "whole"}]})
    with pytest.raises(CouldNotRun, match="people"):
        compared(before, after)

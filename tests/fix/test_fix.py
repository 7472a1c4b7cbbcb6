"""Mends: each of them, what they leave alone, and that no value is another one after them."""

import hashlib
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataset_tools import Package
from dataset_tools.fix import line_ends
from dataset_tools.fix.fixed import Fixed
from dataset_tools.fix.package import fix_package
from tests.conftest import Call, MakePackage

TEXT = {"name": "name", "type": "string"}
ID = {"name": "id", "type": "integer"}


def fixed(folder: Path, **options: Any) -> Fixed:
    package = Package.open(folder)
    return fix_package(package.located, package.described, **options)


def values(folder: Path, table: str = "table") -> Any:
    package = Package.open(folder)
    rows = package.rows(table, validate=False)
    return [str(dict(row)) for row in rows.rows], rows.names


CASES: list[tuple[str, bytes, bytes, str]] = [
    ("byte order mark", b"\xef\xbb\xbfid,name\n1,a\n", b"id,name\n1,a\n", "byte-order-mark"),
    ("line ends", b"id,name\r\n1,a\r\n", b"id,name\n1,a\n", "line-ends"),
    ("lone returns", b"id,name\r1,a\r", b"id,name\n1,a\n", "line-ends"),
    ("breaks in cells", b'id,name\r\n1,"a\r\nb"\r\n', b'id,name\n1,"a\r\nb"\n', "line-ends"),
    ("last line end", b"id,name\n1,a", b"id,name\n1,a\n", "last-line-end"),
    ("labels", b"id , name\n1,a\n", b"id,name\n1,a\n", "labels"),
    ("blanks", b"id,name\n 1,a \n2\t,b\n", b"id,name\n1,a \n2,b\n", "numbers"),
    ("plus signs", b"id,name\n+1,a\n2,b\n", b"id,name\n1,a\n2,b\n", "numbers"),
    ("marks", b'id,name\n1,"a"\n2,b\n"3",c\n', b"id,name\n1,a\n2,b\n3,c\n", "quotation-marks"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "mend"), [case[1:] for case in CASES])
def test_mends(make_package: MakePackage, before: bytes, after: bytes, mend: str) -> None:
    folder = make_package(before, fields=[ID, TEXT])
    read = values(folder)
    (file,) = fixed(folder).files
    assert (folder / "table.csv").read_bytes() == after
    assert list(file.mends) == [mend]
    assert values(folder) == read
    assert not fixed(folder).changed


STAY = [
    ("all have a plus", b"id,name\n+1,a\n+2,b\n"),
    ("all are quoted", b'id,name\n1,"a"\n2,"b"\n3,\n'),
    ("marks that are needed", b'id,name\n1," a"\n2,b\n3,"c\nd"\n4,"e""f"\n5,""\n'),
    ("empty rows", b"id,name\n\n1,a\n,\n"),
    ("ragged rows", b"id,name\n1\n2,b,c\n"),
    ("unreadable cells", b"id,name\n+x,a\n1,b\n"),
    ("one mark too many", b'id,name\n1,a"b\n2,c\n'),
    ("no bytes", b""),
]


@pytest.mark.parametrize("content", [case[1] for case in STAY], ids=[case[0] for case in STAY])
def test_nothing_to_mend(make_package: MakePackage, content: bytes) -> None:
    folder = make_package(content, fields=[ID, TEXT])
    assert not fixed(folder).changed
    assert (folder / "table.csv").read_bytes() == content


def test_booleans_get_the_first_words_where_they_are_mixed(make_package: MakePackage) -> None:
    folder = make_package("a,b\nTRUE,1\nfalse,0\n1,1\n", fields=[
        {"name": "a", "type": "boolean"}, {"name": "b", "type": "boolean"}])  # fmt: skip
    (file,) = fixed(folder).files
    assert (folder / "table.csv").read_text() == "a,b\ntrue,1\nfalse,0\ntrue,1\n"
    assert file.mends == {"booleans": 2}


def test_missing_values_get_the_first_token_and_no_row_becomes_empty(
    make_package: MakePackage,
) -> None:
    schema = {"missingValues": ["", "NA", "-"]}
    folder = make_package("id,name\n1,NA\n2,\nNA,-\n-,b\n", fields=[ID, TEXT], schema=schema)
    read = values(folder)
    fixed(folder)
    assert (folder / "table.csv").read_text() == "id,name\n1,\n2,\nNA,-\n,b\n"
    assert values(folder) == read


def test_missing_values_with_labels_stay(make_package: MakePackage) -> None:
    tokens = [{"value": "-98", "label": "refused"}, {"value": "-99", "label": "unknown"}]
    folder = make_package("id\n-98\n-99\n1\n", fields=[{**ID, "missingValues": tokens}])
    assert not fixed(folder).changed


def test_labelled_missing_values_of_a_schema_stay(make_package: MakePackage) -> None:
    tokens = [{"value": "-98", "label": "refused"}, {"value": "-99", "label": "unknown"}]
    folder = make_package("id\n-98\n-99\n1\n", fields=[ID], schema={"missingValues": tokens})
    assert not fixed(folder).changed


def test_other_encodings_stay_what_they_are(make_package: MakePackage) -> None:
    content = "id,name\r\n1,é\r\n".encode("utf-16")
    folder = make_package(content, fields=[ID, TEXT], resource={"encoding": "utf-16"})
    fixed(folder)
    assert (folder / "table.csv").read_bytes() == "id,name\n1,é\n".encode("utf-16")


@pytest.mark.parametrize(
    ("content", "encoding", "note"),
    [
        (b"id\r\n\xff\r\n", "utf-8", "byte 4 is not utf-8"),
        (b"id\r\n\x81\r\n", "cp1252", "byte 4 is not cp1252"),
        (b'id\r\n"1\r\n', "utf-8", "never closed"),
    ],
)
def test_what_cannot_be_read_is_left_alone(
    make_package: MakePackage, content: bytes, encoding: str, note: str
) -> None:
    folder = make_package(content, fields=[ID], resource={"encoding": encoding})
    outcome = fixed(folder)
    assert not outcome.changed
    assert note in outcome.left[0].note
    assert (folder / "table.csv").read_bytes() == content


def test_links_are_left_alone(make_package: MakePackage) -> None:
    folder = make_package(b"id\r\n1\r\n", fields=[ID])
    (folder / "table.csv").rename(folder / "real.csv")
    (folder / "table.csv").symlink_to("real.csv")
    outcome = fixed(folder)
    assert [each.note for each in outcome.left] == ["it is a link"]
    assert (folder / "real.csv").read_bytes() == b"id\r\n1\r\n"


def test_declared_line_ends_stay(make_package: MakePackage) -> None:
    dialect = {"lineTerminator": "\r\n"}
    folder = make_package(b"id\r\n1\r\n", fields=[ID], resource={"dialect": dialect})
    assert not fixed(folder).changed


def test_the_rights_of_a_file_stay(make_package: MakePackage) -> None:
    folder = make_package(b"id\r\n1\r\n", fields=[ID])
    (folder / "table.csv").chmod(0o600)
    fixed(folder)
    assert (folder / "table.csv").stat().st_mode & 0o777 == 0o600


def test_stated_numbers_follow_and_all_else_of_a_descriptor_stays(
    make_package: MakePackage,
) -> None:
    resource = {"bytes": 1, "hash": "d41d8cd98f00b204e9800998ecf8427e", "dataset-tools:rows": 7}
    folder = make_package(b"id\r\n1\r\n", fields=[ID], resource=resource, odd={"z": [1.0, "é"]})
    before = (folder / "datapackage.json").read_text()
    fixed(folder)
    digest = hashlib.md5(b"id\n1\n", usedforsecurity=False).hexdigest()
    expected = before.replace('"bytes": 1', '"bytes": 5').replace('rows": 7', 'rows": 1')
    expected = expected.replace("d41d8cd98f00b204e9800998ecf8427e", digest)
    assert (folder / "datapackage.json").read_text() == expected
    assert Package.open(folder).validate().valid
    assert not fixed(folder).changed


def test_a_descriptor_with_nothing_to_mend_is_not_written(make_package: MakePackage) -> None:
    folder = make_package(b"id\r\n1\r\n", fields=[ID])
    os.utime(folder / "datapackage.json", (1, 1))
    fixed(folder)
    assert (folder / "datapackage.json").stat().st_mtime == 1


def test_a_mark_before_a_descriptor_and_a_schema_goes(make_package: MakePackage) -> None:
    schema = b"\xef\xbb\xbf" + json.dumps({"fields": [ID]}).encode()
    folder = make_package(b"id\n1\n", resource={"schema": "s.json"}, files={"s.json": schema})
    path = folder / "datapackage.json"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert [Path(each.path).name for each in fixed(folder).files] == ["datapackage.json", "s.json"]
    assert path.read_bytes()[:1] == b"{"


def test_only_the_named_file_is_mended(make_package: MakePackage, call: Call) -> None:
    resources = [
        {"name": name, "path": f"{name}.csv", "schema": {"fields": [ID]}, "bytes": 6}
        for name in ("one", "two")
    ]
    files = {"one.csv": "id\r\n1\r\n", "two.csv": "id\r\n1\r\n"}
    folder = make_package(resources=resources, files=files)
    assert call("fix", folder / "one.csv").code == 1
    assert (folder / "one.csv").read_bytes() == b"id\n1\n"
    assert (folder / "two.csv").read_bytes() == b"id\r\n1\r\n"
    stated = json.loads((folder / "datapackage.json").read_text())["resources"]
    assert [each["bytes"] for each in stated] == [5, 6]


def test_diff_shows_and_writes_nothing(make_package: MakePackage, call: Call) -> None:
    folder = make_package(b"id,name\n1,a\n+2,\x1b[2J\n", fields=[ID, TEXT])
    done = call("fix", folder, "--diff")
    assert done.code == 1
    assert done.out.endswith(
        "@@ -1,4 +1,4 @@\n id,name\n 1,a\n-+2,\\u001b[2J\n+2,\\u001b[2J\n \n"
        f"{folder}/table.csv: 1 number\nwould mend 1 file\n"
    )
    assert (folder / "table.csv").read_bytes() == b"id,name\n1,a\n+2,\x1b[2J\n"


def test_the_exit_code_says_whether_there_was_something(
    make_package: MakePackage, call: Call, tmp_path: Path
) -> None:
    folder = make_package(b"id\r\n1\r\n", fields=[ID])
    first, second = call("fix", folder, "--json"), call("fix", folder)
    assert (first.code, json.loads(first.out)["files"][0]["mends"]) == (
        1,
        [{"mend": "line-ends", "count": 2}],
    )
    assert (second.code, second.out) == (0, "nothing to mend\n")
    third = call("fix", tmp_path / "none")
    assert (third.code, third.out) == (2, "")


def test_a_bare_table_is_mended_without_a_descriptor(tmp_path: Path, call: Call) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbfid\r\n1")
    assert call("fix", tmp_path / "a.csv").code == 1
    assert (tmp_path / "a.csv").read_bytes() == b"id\n1\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_what_is_no_package_cannot_be_mended(tmp_path: Path, call: Call) -> None:
    (tmp_path / "datapackage.json").write_text("[]")
    done = call("fix", tmp_path)
    assert (done.code, done.out) == (2, "")


def test_a_mend_that_would_change_a_value_is_not_made(
    make_package: MakePackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_ends, "with_last_line_end", lambda content: content + b"9\n")
    folder = make_package(b"id\n1\n", fields=[ID])
    outcome = fixed(folder)
    assert ["report that" in each.note for each in outcome.left] == [True]
    assert (folder / "table.csv").read_bytes() == b"id\n1\n"


def test_an_archive_is_not_mended(make_package: MakePackage, call: Call, tmp_path: Path) -> None:
    folder = make_package(b"id\n1\n", fields=[ID])
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("datapackage.json", "table.csv"):
            archive.write(folder / name, name)
    done = call("fix", tmp_path / "a.zip")
    assert (done.code, done.out) == (2, "")


CELLS = st.one_of(
    st.sampled_from(
        ["", "NA", "-", "true", "TRUE", "1", "0", " 5", "+5", "5 ", "1.50", "nan", "x"]
    ),
    st.text(alphabet='a",;\r\n\t é\ufeff', max_size=4),
)
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=8)
FIELDS = [
    {"name": "a", "type": "integer"},
    {"name": "b", "type": "boolean"},
    {"name": "c", "type": "number"},
    {"name": "d", "type": "string"},
]


def written(cell: str, *, quoted: bool) -> str:
    if quoted or any(char in '",\r\n' for char in cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


@settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    table=TABLES,
    quoted=st.integers(min_value=0, max_value=255),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.booleans(),
    last=st.booleans(),
)
def test_no_value_changes_and_a_second_run_has_nothing_to_do(
    make_package: MakePackage,
    table: list[tuple[str, ...]],
    quoted: int,
    end: str,
    *,
    mark: bool,
    last: bool,
) -> None:
    lines = ["a,b, c,d"] + [
        ",".join(
            written(cell, quoted=bool(quoted >> (row + at) % 8 & 1))
            for at, cell in enumerate(cells)
        )
        for row, cells in enumerate(table)
    ]
    content = ("\ufeff" if mark else "") + end.join(lines) + (end if last else "")
    folder = make_package(content, fields=FIELDS, schema={"missingValues": ["", "NA", "-"]})
    read = values(folder)
    errors = error_codes(folder)
    outcome = fixed(folder)
    assert not [each for each in outcome.left if "report that" in each.note]
    assert values(folder) == read
    assert not fixed(folder).changed
    assert error_codes(folder) <= errors


def error_codes(folder: Path) -> set[str]:
    report = Package.open(folder).validate()
    return {error.kind.code for task in report.tasks for error in task.errors}

"""``export`` on the command line: where files go, what is refused, and with which code."""

import json
import sys
from pathlib import Path

import pytest

from dataset_tools.export.exporter import EXPORTERS
from tests.conftest import Call, MakePackage

FIELDS = [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]
ROWS = "id,name\n1,a\n"


def two_tables(make_package: MakePackage) -> Path:
    tables = [{"name": name, "path": f"{name}.csv", "schema": {"fields": FIELDS}} for name in "ab"]
    return make_package(resources=tables, files={"a.csv": ROWS, "b.csv": ROWS}, name="two")


@pytest.mark.parametrize("format", EXPORTERS)
def test_an_invalid_package_is_refused_with_its_report(
    format: str, make_package: MakePackage, call: Call
) -> None:
    package = make_package("id,name\nx,a\n", fields=FIELDS)
    done = call("export", format, package, "-o", package / "out", "--json")
    report = json.loads(done.out)
    assert (done.code, report["valid"]) == (1, False)
    assert report["tasks"][0]["errors"][0]["code"] == "DT201"
    assert not (package / "out").exists()


def test_a_suffix_means_a_file(make_package: MakePackage, call: Call) -> None:
    package = make_package(ROWS, fields=FIELDS)
    done = call("export", "xlsx", package, "-o", package / "out" / "book.xlsx", "--json")
    assert [Path(each["path"]).name for each in json.loads(done.out)["files"]] == ["book.xlsx"]
    assert [path.name for path in (package / "out").iterdir()] == ["book.xlsx"]


def test_a_format_of_a_file_for_each_table_wants_a_folder(
    make_package: MakePackage, call: Call
) -> None:
    package = two_tables(make_package)
    done = call("export", "parquet", package, "-o", package / "all.parquet")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("DT001 parquet writes a file for each table; ")


def test_one_table_may_be_one_file(make_package: MakePackage, call: Call) -> None:
    package = make_package(ROWS, fields=FIELDS)
    assert call("export", "csv", package, "-o", package / "one.csv").code == 0
    assert (package / "one.csv").read_text("utf-8") == ROWS


def test_one_of_two_documents_can_be_asked_for(make_package: MakePackage, call: Call) -> None:
    package = make_package(ROWS, fields=FIELDS, name="a", description="b")
    assert call("export", "dcat", package, "-o", package / "out" / "x.ttl").code == 0
    assert [path.name for path in (package / "out").iterdir()] == ["x.ttl"]
    done = call("export", "dcat", package, "-o", package / "out" / "x.xml")
    assert (done.code, done.err) == (
        2,
        "DT001 dcat writes .ttl and .jsonld files, not .xml; or give a folder\n",
    )


def test_a_file_is_replaced_and_others_are_left(make_package: MakePackage, call: Call) -> None:
    package = two_tables(make_package)
    out = package / "out"
    out.mkdir()
    (out / "a.csv").write_text("old")
    (out / "mine.txt").write_text("mine")
    done = call("export", "csv", package, "-o", out, "--json")
    assert [each["table"] for each in json.loads(done.out)["files"]] == ["a", "b"]
    assert sorted(path.name for path in out.iterdir()) == ["a.csv", "b.csv", "mine.txt"]
    assert (out / "a.csv").read_text("utf-8") == ROWS


def test_an_unknown_format_lists_the_known_ones(make_package: MakePackage, call: Call) -> None:
    done = call("export", "spss", make_package(ROWS, fields=FIELDS), "-o", "out")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith('DT001 there is no format "spss"; there are: arrow, croissant')


@pytest.mark.parametrize(
    ("format", "library", "extra"),
    [("xlsx", "xlsxwriter", "formats"), ("duckdb", "duckdb", "duckdb")],
)
def test_a_missing_extra_is_named(
    format: str,
    library: str,
    extra: str,
    make_package: MakePackage,
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    package = make_package(ROWS, fields=FIELDS)
    done = call("export", format, package, "-o", package / "out")
    needs = f"DT001 the export to {format} needs {library}: install datapackage-tools[{extra}]\n"
    assert (done.code, done.out, done.err) == (2, "", needs)


def test_a_place_that_cannot_be_written_is_told(make_package: MakePackage, call: Call) -> None:
    package = make_package(ROWS, fields=FIELDS)
    done = call("export", "csv", package, "-o", package / "table.csv" / "out")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("DT004 ")


def test_a_name_stays_in_the_folder(make_package: MakePackage, call: Call) -> None:
    tables = [
        {"name": name, "path": "a.csv", "schema": {"fields": FIELDS}}
        for name in ("../../up", "UP", "up", "x" * 300)
    ]
    package = make_package(resources=tables, files={"a.csv": ROWS})
    out = package / "deep" / "out"
    done = call("export", "csv", package, "-o", out, "--json")
    names = sorted(path.name for path in out.iterdir())
    assert done.code == 0, done.err
    assert names == ["UP.csv", "__.._up.csv", "up_2.csv", f"{'x' * 50}.csv"]
    assert [path.name for path in (package / "deep").iterdir()] == ["out"]


def test_a_file_that_is_no_table_is_told(make_package: MakePackage, call: Call) -> None:
    resources = [
        {"name": "a", "path": "a.csv", "schema": {"fields": FIELDS}},
        {"name": "notes", "path": "notes.txt"},
    ]
    package = make_package(resources=resources, files={"a.csv": ROWS, "notes.txt": "x"})
    done = call("export", "jsonl", package, "-o", package / "out", "--json")
    assert json.loads(done.out)["notes"] == [
        {"table": "notes", "field": "", "message": "a file that is no table is left out"},
    ]


def test_a_table_beyond_a_format_is_told_and_nothing_is_left(
    make_package: MakePackage, call: Call
) -> None:
    fields = [{"name": f"f{number}", "type": "integer"} for number in range(2500)]
    rows = ",".join(str(field["name"]) for field in fields) + "\n" + ",".join("1" * 2500) + "\n"
    package = make_package(rows, fields=fields)
    done = call("export", "sqlite", package, "-o", package / "out")
    assert (done.code, done.out) == (2, "")
    assert done.err == "DT811 SQLite cannot hold the package: too many columns on table\n"
    assert not (package / "out").exists()

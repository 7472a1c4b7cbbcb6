"""Whole packages through the one way: what is told, once, at its place."""

from typing import Any

import pytest

from dataset_tools import Package
from dataset_tools.exceptions import NoSuchTable
from dataset_tools.report.report import Report
from tests.conftest import MakePackage

Found = list[tuple[str, int | None, str]]


def found(report: Report) -> Found:
    """Return code, row and field of each listed error."""
    return [(error.kind.code, error.row_number, error.field_name) for _, error in report.listed()]


def field(name: str, type_: str = "string", **constraints: Any) -> dict[str, Any]:
    return {"name": name, "type": type_, "constraints": constraints}


ID = field("id", "integer")


@pytest.mark.parametrize(
    ("rows", "fields", "schema", "expected"),
    [
        # told once: a cell that is not of its type breaks no constraint and no rule besides
        ("id\nx\n", [field("id", "integer", minimum=1)], {}, [("DT201", 2, "id")]),
        ("id,n\n1\n", [ID, field("n", required=True)], {}, [("DT309", 2, "n")]),
        ("id,n\n\n", [ID, field("n", required=True)], {"primaryKey": ["id"]}, [("DT307", 2, "")]),
        # two constraints broken by one cell are two errors
        (
            "n\nabcdef\n",
            [field("n", maxLength=3, pattern="[0-9]+")],
            {},
            [("DT208", 2, "n"), ("DT209", 2, "n")],
        ),
        # keys are compared by type, and nulls are no keys
        ("n\n1.0\n1\n", [field("n", "number", unique=True)], {}, [("DT212", 3, "n")]),
        ("n,m\n,1\n,2\nx,3\n", [field("n", unique=True), field("m")], {}, []),
        ("id,n\n,a\n", [ID, field("n")], {"primaryKey": ["id"]}, [("DT402", 2, "")]),
        (
            "a,b\n1,\n1,\n1,2\n1,2\n",
            [field("a"), field("b")],
            {"uniqueKeys": [["a", "b"]]},
            [("DT403", 5, "a")],
        ),
        # integers beyond 64 bits are values like any other
        (
            f"id\n{10**30}\n{10**30}\n{10**30 + 1}\n",
            [field("id", "integer", maximum=10**30)],
            {"primaryKey": ["id"]},
            [("DT401", 3, ""), ("DT204", 4, "id")],
        ),
        # a number of many digits is held against a bound by its exact value
        (
            "n\n0.1\n0.09999999999999999999\n0.10000000000000000001\n",
            [field("n", "number", minimum=0.1)],
            {},
            [("DT203", 3, "n")],
        ),
        # a table that refers to itself
        (
            "id,boss\n1,\n2,1\n3,9\n4,5\n5,4\n",
            [ID, field("boss", "integer")],
            {
                "primaryKey": ["id"],
                "foreignKeys": [
                    {"fields": ["boss"], "reference": {"resource": "", "fields": ["id"]}},
                ],
            },
            [("DT404", 4, "")],
        ),
        # rules: of each row, by its values; a failed evaluation is a broken rule
        (
            "a,b\n1,2\n3,2\n,2\n",
            [field("a", "integer"), field("b", "integer")],
            {"dataset-tools:rules": [{"name": "r", "formula": "a < b"}]},
            [("DT405", 3, ""), ("DT405", 4, "")],
        ),
        (
            "m,n\n2024-07,1\n,1\n",
            [field("m", "yearmonth"), field("n")],
            {"dataset-tools:rules": [{"name": "r", "formula": "m is not None"}]},
            [("DT405", 3, "")],
        ),
    ],
)
def test_one_table(
    make_package: MakePackage,
    rows: str,
    fields: list[dict[str, Any]],
    schema: dict[str, Any],
    expected: Found,
) -> None:
    folder = make_package(rows, fields=fields, schema=schema)
    assert found(Package.open(folder).validate()) == expected


def two_tables(parents: str, children: str, **reference: Any) -> dict[str, Any]:
    key = {
        "fields": ["parent"],
        "reference": {"resource": "parents", "fields": ["id"], **reference},
    }
    return {
        "resources": [
            {
                "name": "children",
                "path": "children.csv",
                "schema": {"fields": [field("parent", "integer")], "foreignKeys": [key]},
            },
            {
                "name": "parents",
                "path": "parents.csv",
                "schema": {"fields": [ID], "primaryKey": ["id"]},
            },
        ],
        "files": {"parents.csv": parents, "children.csv": children},
    }


def test_a_reference_to_nothing_whatever_the_order_of_the_tables(make_package: MakePackage) -> None:
    package = Package.open(make_package(**two_tables("id\n1\n", "parent\n1\n2\n")))
    report = package.validate()
    assert found(report) == [("DT404", 3, "")]
    error = report.tasks[0].errors[0]
    assert (error.field_names, error.field_cells) == (("parent",), ("2",))
    assert (error.reference_name, error.reference_field_names) == ("parents", ("id",))


def test_a_wanted_table_is_checked_against_one_that_is_not(make_package: MakePackage) -> None:
    package = Package.open(make_package(**two_tables("id\nx\n1\n", "parent\n1\n2\n")))
    report = package.validate(tables=["children"])
    assert ([task.name for task in report.tasks], found(report)) == (
        ["children"],
        [("DT404", 3, "")],
    )
    with pytest.raises(NoSuchTable, match="children, parents"):
        package.validate(tables=["nope"])


def test_tables_that_refer_to_each_other(make_package: MakePackage) -> None:
    def table(name: str, other: str) -> dict[str, Any]:
        key = {"fields": ["id"], "reference": {"resource": other, "fields": ["id"]}}
        schema = {"fields": [ID], "foreignKeys": [key]}
        return {"name": name, "path": f"{name}.csv", "schema": schema}

    folder = make_package(
        resources=[table("a", "b"), table("b", "a")],
        files={"a.csv": "id\n1\n2\n", "b.csv": "id\n1\n3\n"},
    )
    assert found(Package.open(folder).validate()) == [("DT404", 3, ""), ("DT404", 3, "")]


def test_composite_references(make_package: MakePackage) -> None:
    key = {"fields": ["x", "y"], "reference": {"resource": "", "fields": ["a", "b"]}}
    folder = make_package(
        "a,b,x,y\n1,p,1,p\n2,q,1,q\n3,r,,q\n",
        fields=[field("a", "integer"), field("b"), field("x", "integer"), field("y")],
        schema={"foreignKeys": [key]},
    )
    assert found(Package.open(folder).validate()) == [("DT404", 3, "")]


def test_several_files_are_one_table_and_keys_go_across(make_package: MakePackage) -> None:
    folder = make_package(
        fields=[ID],
        schema={"primaryKey": ["id"]},
        resource={"path": ["a.csv", "b.csv"]},
        files={"a.csv": "id\n1\n2\n", "b.csv": "id\n1\nx\n"},
    )
    report = Package.open(folder).validate()
    assert found(report) == [("DT401", 4, ""), ("DT201", 5, "id")]
    assert [error.line_number for _, error in report.listed()] == [2, 3]
    assert "stands in row 2" in report.tasks[0].errors[0].note


def test_a_later_file_must_have_the_header_of_the_first(make_package: MakePackage) -> None:
    folder = make_package(
        fields=[ID],
        resource={"path": ["a.csv", "b.csv"]},
        files={"a.csv": "id\n1\n", "b.csv": "nr\n2\n"},
    )
    assert found(Package.open(folder).validate()) == [("DT310", None, "")]


def test_a_fault_of_the_descriptor_does_not_hide_those_of_the_data(
    make_package: MakePackage,
) -> None:
    folder = make_package("id\nx\n", fields=[ID], licenses=[{}])
    codes = [code for code, *_ in found(Package.open(folder).validate())]
    assert "DT201" in codes
    assert len(codes) == 2


def test_a_broken_schema_leaves_the_rows_unchecked_and_says_so(make_package: MakePackage) -> None:
    folder = make_package("id\nx\n", fields=[{"name": "id", "type": "number?"}])
    report = Package.open(folder).validate()
    assert [error.kind.type for _, error in report.listed()] == ["field-error"]
    assert report.tasks[0].warnings == (
        "the rows were not checked: the descriptor of the table is wrong",
    )


def test_warnings_count_apart_from_errors(make_package: MakePackage) -> None:
    rules = [{"name": "r", "formula": "id > 1", "severity": "warning"}]
    folder = make_package("id\n1\n", fields=[ID], schema={"dataset-tools:rules": rules})
    report = Package.open(folder).validate()
    assert (report.valid, report.error_count, report.warning_count) == (True, 0, 1)
    assert (report.exit_code(), report.exit_code("warning")) == (0, 1)


def test_fail_fast_stops_at_the_first_bad_batch(make_package: MakePackage) -> None:
    folder = make_package(**two_tables("id\nx\n", "parent\n7\n"))
    report = Package.open(folder).validate(fail_fast=True)
    assert found(report) == [("DT201", 2, "id")]


def test_a_file_that_is_no_table_is_checked_by_its_bytes(make_package: MakePackage) -> None:
    folder = make_package(
        resources=[{"name": "note", "path": "note.txt", "bytes": 5, "hash": "md5:" + "0" * 32}],
        files={"note.txt": "hello"},
    )
    report = Package.open(folder).validate()
    assert ([task.type for task in report.tasks], found(report)) == (
        ["file"],
        [("DT508", None, "")],
    )


def test_evidence_without_documents_says_what_a_holder_can_prove(make_package: MakePackage) -> None:
    evidence = {"name": "evidence", "dataset-tools:evidence": "fragments"}
    name = {"name": "name", "type": "string", "dataset-tools:evidence": "name"}
    sources = [{"name": each} for each in ("id", "sha256")] + [
        {"name": "length", "type": "integer"}
    ]
    folder = make_package(
        **{"dataset-tools:sources": "sources"},
        resources=[
            {"name": "people", "path": "people.csv", "schema": {"fields": [name, evidence]}},
            {"name": "sources", "path": "sources.csv", "schema": {"fields": sources}},
        ],
        files={
            "people.csv": 'name,evidence\nIda,"news#char=0,3"\nBo,"news#char=9,99"\n',
            "sources.csv": f"id,sha256,length\nnews,{'0' * 64},20\n",
        },
    )
    report = Package.open(folder).validate()
    assert found(report) == [("DT604", 3, "evidence")]
    assert report.warnings == (
        "1 cell can be proved by a holder of the sources: validate --sources DIR",
    )
    missing = Package.open(folder).validate(sources=folder)
    assert [code for code, *_ in found(missing)] == ["DT604", "DT607"]


def test_fail_fast_names_what_it_does_not_come_to(make_package: MakePackage) -> None:
    integers = {"fields": [ID]}
    package = make_package(
        files={"a.csv": "id\n1\n", "b.csv": "id\nx\n", "c.csv": "id\nx\n", "d.txt": "text"},
        resources=[
            *({"name": name, "path": f"{name}.csv", "schema": integers} for name in "abc"),
            {"name": "d", "path": "d.txt"},
        ],
    )

    report = Package.open(package).validate(fail_fast=True)

    assert [task.name for task in report.tasks] == ["a", "b"]
    assert report.warnings == (
        "the run ended at its first errors (--fail-fast); 2 resources were not checked: c, d",
    )

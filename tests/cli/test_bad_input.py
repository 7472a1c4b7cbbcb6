"""Each bad input gives one error with its code, place and mend: exit 1, or 2 and no output."""

import json

import pytest

from tests.conftest import Call, MakePackage

FIELDS = [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]
GOOD = "id,name\n1,Ann\n"
PACKAGE = json.dumps(
    {"resources": [{"name": "table", "path": "table.csv", "schema": {"fields": FIELDS}}]},
)


def listed(out: str) -> list[tuple[str, str, int | None]]:
    """Return type, code and line of each error of a JSON report."""
    report = json.loads(out)
    assert not report["valid"]
    errors = [*report["errors"], *(e for task in report["tasks"] for e in task["errors"])]
    assert all(error["fix"] and error["message"] and error["place"] for error in errors)
    return [(error["type"], error["code"], error.get("lineNumber")) for error in errors]


@pytest.mark.parametrize(
    ("rows", "resource", "expected"),
    [
        (GOOD, {"path": "nope.csv"}, [("scheme-error", "DT501", None)]),
        (GOOD, {"encoding": "utf-9"}, [("encoding-error", "DT506", None)]),
        (b"id,name\n1,Andr\xe9\n", {}, [("encoding-error", "DT505", 2)]),
        ('id,name\n1,"An', {}, [("source-error", "DT504", 2)]),
        ("", {}, [("source-error", "DT503", None)]),
        (
            "id;name\n1;Ann\n",
            {},
            [("incorrect-label", "DT306", 1), ("missing-label", "DT303", 1)],
        ),
        (GOOD, {"path": "../table.csv"}, [("scheme-error", "DT502", None)]),
        (GOOD, {"format": "sav"}, [("format-error", "DT509", None)]),
        (GOOD, {"bytes": 3}, [("byte-count", "DT507", None)]),
        (GOOD, {"hash": "md5:" + "0" * 32}, [("hash-count", "DT508", None)]),
        ("id,name\n1,Ann\n1e3x,Bo\n", {}, [("type-error", "DT201", 3)]),
    ],
)
def test_data(
    make_package: MakePackage,
    call: Call,
    rows: str | bytes,
    resource: dict[str, object],
    expected: list[tuple[str, str, int | None]],
) -> None:
    folder = make_package(rows, fields=FIELDS, resource=resource)
    before = sorted(folder.iterdir())
    done = call("validate", folder, "--json")
    assert (done.code, listed(done.out), done.err) == (1, expected, "")
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("{", 1),
        ('{"resources": [\n  {"name": "a",}]}', 2),
        ("[]", 1),
        ('{"resources": 5}', 1),
        ('{\n"resources": [\n{"name": 5, "path": "table.csv"}]}', 3),
    ],
)
def test_descriptor(make_package: MakePackage, call: Call, text: str, line: int) -> None:
    folder = make_package(GOOD)
    (folder / "datapackage.json").write_text(text)
    done = call("validate", folder, "--json")
    (error,) = listed(done.out)
    assert (done.code, error[0].endswith("-error"), error[2]) == (1, True, line)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["validate", "nope"], "DT002"),
        (["validate", "nope", "--json"], "DT002"),
        (["validate", "."], "DT003"),
        (["validate", "https://example.org/datapackage.json"], "DT005"),
        (["validate", "--format", "doc"], "DT001"),
        (["validate", "--nope"], "DT001"),
        (["nope"], "DT001"),
        (["explain", "DT999"], "DT001"),
        (["show", "nope", "package"], "DT006"),
        (["validate", "package", "--table", "nope"], "DT006"),
        (["validate", "package", "--engine", "spark"], "DT007"),  # pyspark is not installed here
        (["validate", "package", "--sources", "nope"], "DT002"),
        (["evidence", "package"], "DT001"),
        (["evidence", "package", "--sources", "nope"], "DT002"),
        (["show", "table", "package", "--where", "id ="], "DT001"),
        (["show", "table", "package", "--where", "nope > 1"], "DT001"),
        (["validate", "package", "--output", "package/table.csv/x"], "DT004"),
    ],
)
def test_what_could_not_run(
    make_package: MakePackage,
    monkeypatch: pytest.MonkeyPatch,
    call: Call,
    arguments: list[str],
    code: str,
) -> None:
    folder = make_package(files={"package/table.csv": GOOD, "package/datapackage.json": PACKAGE})
    (folder / "datapackage.json").unlink()
    monkeypatch.chdir(folder)
    done = call(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{code} ")
    assert done.err.count("\n") == 1

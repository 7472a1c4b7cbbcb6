"""What ``init`` writes and prints, and what it refuses."""

# ruff: noqa: E501 (outputs are asserted whole)

import gzip
import json
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from tests.conftest import Call

COMPANIES = "id,name,zip\n1,Ann & Co,0870\n2,Bo Ltd,8001\n3,Cy AG,9000\n"
MOVES = "day;company_id;change\n2024-01-02;1;-1,5\n2024-01-03;1;NA\n2024-01-04;3;0,25\n"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "companies.csv").write_text(COMPANIES)
    (tmp_path / "data" / "moves.csv").write_text(MOVES)
    return tmp_path


def test_it_writes_a_package_that_is_valid(data: Path, call: Call) -> None:
    done = call("init", "data/companies.csv", "data/moves.csv", "--name", "shop")
    assert (done.code, done.err) == (0, "")
    assert json.loads((data / "datapackage.json").read_text()) == snapshot(
        {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": "shop",
            "resources": [
                {
                    "name": "companies",
                    "type": "table",
                    "path": "data/companies.csv",
                    "format": "csv",
                    "encoding": "utf-8",
                    "schema": "schemas/companies.json",
                },
                {
                    "name": "moves",
                    "type": "table",
                    "path": "data/moves.csv",
                    "format": "csv",
                    "encoding": "utf-8",
                    "dialect": {"delimiter": ";"},
                    "schema": "schemas/moves.json",
                },
            ],
        }
    )
    assert json.loads((data / "schemas" / "moves.json").read_text()) == snapshot(
        {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": [
                {"name": "day", "type": "date", "constraints": {"required": True}},
                {"name": "company_id", "type": "integer", "constraints": {"required": True}},
                {
                    "name": "change",
                    "type": "number",
                    "decimalChar": ",",
                    "missingValues": ["", "NA"],
                },
            ],
            "foreignKeys": [
                {"fields": ["company_id"], "reference": {"resource": "companies", "fields": ["id"]}}
            ],
        }
    )
    assert call("validate", ".").code == 0


def test_it_says_how_sure_it_is_and_why(data: Path, call: Call) -> None:
    assert call("init", "data/companies.csv", "data/moves.csv").out == snapshot("""\
companies (data/companies.csv, 3 rows)
  encoding utf-8: certain (1.00), all bytes are ASCII
  dialect of the standard: certain (0.99), a comma parts all 3 rows into 3 cells
  header: certain (0.99), in 1 of 1 columns with a type its cell is not of it
  id: integer, required: likely (0.80), all 3 values are whole numbers
  name: string, required: probable (0.79), the 3 values have no other form in common
  zip: string, required: probable (0.76), "0870" begins with a zero that a number would lose
  primary key id: probable (0.78), unique in 3 rows and never missing; its name is that of a key

moves (data/moves.csv, 3 rows)
  encoding utf-8: certain (1.00), all bytes are ASCII
  dialect {"delimiter": ";"}: certain (0.99), a semicolon parts all 3 rows into 3 cells
  header: certain (0.99), in 3 of 3 columns with a type its cell is not of it
  day: date, required: likely (0.80), all 3 values are dates
  company_id: integer, required: likely (0.80), all 3 values are whole numbers
  change: number, decimalChar ,: likely (0.80), all 2 values are numbers with a decimal comma, and can be nothing else, the other cells (1) are "NA"
    note: cells with "NA" count as missing: 1
  foreign key company_id → companies.id: certain (0.95), all its values stand in "companies" (id), and its name has the word "company", as the table

drafted 2 tables, 6 fields, 1 primary key, 1 foreign key
""")
    assert (data / "schemas" / "companies.json").exists()


def test_json_tells_the_same(data: Path, call: Call) -> None:
    told = json.loads(call("init", "data/companies.csv", "data/moves.csv", "--json").out)
    assert told["descriptor"] == json.loads((data / "datapackage.json").read_text())
    moves = told["tables"][1]
    assert told["schemas"]["schemas/moves.json"]["fields"] == [
        each["descriptor"] for each in moves["fields"]
    ]
    assert moves["foreign_keys"] == snapshot(
        [
            {
                "field": "company_id",
                "reference": {"resource": "companies", "fields": ["id"]},
                "sure": 0.95,
                "why": 'all its values stand in "companies" (id), and its name has the word "company", as the table',
            }
        ]
    )
    assert moves["dialect"] == snapshot(
        {
            "properties": {"delimiter": ";"},
            "sure": 0.99,
            "why": "a semicolon parts all 3 rows into 3 cells",
        }
    )


def test_a_dry_run_writes_nothing(data: Path, call: Call) -> None:
    assert call("init", "data/companies.csv", "--dry-run").code == 0
    assert sorted(path.name for path in data.iterdir()) == ["data"]


def test_nothing_is_overwritten_without_force(data: Path, call: Call) -> None:
    assert call("init", "data/companies.csv", "--quiet").out == ""
    done = call("init", "data/moves.csv")
    assert (done.code, done.out) == (2, "")
    assert done.err == "DT001 datapackage.json is there already; --force overwrites it\n"
    (data / "datapackage.json").unlink()
    done = call("init", "data/companies.csv")
    assert "schemas/companies.json is there already" in done.err
    assert call("init", "data/moves.csv", "--force").code == 0
    written = json.loads((data / "datapackage.json").read_text())
    assert [each["name"] for each in written["resources"]] == ["moves"]


def test_the_descriptor_lies_above_the_files(
    data: Path,
    call: Call,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert call("init", data / "data" / "companies.csv", "-q").code == 0
    assert (data / "data" / "datapackage.json").exists()
    assert call("init", data / "data" / "companies.csv", "-q", "-o", data).code == 0
    assert (data / "datapackage.json").exists()


def test_packed_files_and_files_with_types_of_their_own(data: Path, call: Call) -> None:
    (data / "a.csv.gz").write_bytes(gzip.compress(MOVES.encode()))
    records: list[dict[str, object]] = [
        {"id": 1, "born": "2020-01-31", "zip": 870, "tags": ["a"], "any": 1, "": True},
        {"id": 2, "born": None, "zip": 871, "tags": [], "any": "a", "": False},
    ]
    (data / "b.json").write_text(json.dumps([{**each, "x": 1.5} for each in records]))
    del records[0][""], records[1][""]
    (data / "c.jsonl").write_text("".join(json.dumps(each) + "\n" for each in records))
    assert call("init", "a.csv.gz", "c.jsonl").code == 0
    assert call("validate", ".").code == 0
    schema = json.loads((data / "schemas" / "c.json").read_text())
    assert [each["type"] for each in schema["fields"]] == [
        "integer", "date", "integer", "array", "any",
    ]  # fmt: skip
    assert "its labels are empty or equal" in call("init", "b.json", "--dry-run").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no.csv"], "DT002 there is no file no.csv"),
        (["data"], "DT001 data is no file; give the data files themselves"),
        (["empty.csv"], "DT001 empty.csv has no rows"),
        (["data/moves.csv", "-o", "data/x"], "is not below data/x"),
        ([".hidden.csv"], "DT001 .hidden.csv cannot be named in a package"),
        (["data/moves.csv", "-o", "other"], "is not below other, the folder of the descriptor"),
        (["broken.json"], "DT001 broken.json"),
        (["data/moves.csv", "--format", "xml"], "there is no format"),
        ([], "DT001"),
    ],
)
def test_what_is_refused(data: Path, call: Call, arguments: list[str], message: str) -> None:
    (data / "empty.csv").touch()
    (data / ".hidden.csv").write_text(MOVES)
    (data / "broken.json").write_text("[{")
    done = call("init", *arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert not (data / "datapackage.json").exists()

"""What ``describe`` prints of packages, valid or not."""

import json

from inline_snapshot import snapshot

from tests.conftest import Call, MakePackage

FIELDS = [
    {"name": "id", "type": "integer"},
    {"name": "kind", "type": "string"},
    {"name": "price", "type": "number"},
    {"name": "on", "type": "date"},
]
ROWS = (
    "id,kind,price,on\n1,a|b,1.5,2024-01-01\n2,a|b,2.5,2024-01-05\n3,c,x,\n\n4,,NaN,2024-03-01,5\n"
)


def test_text(make_package: MakePackage, call: Call) -> None:
    folder = make_package(ROWS, schema={"fields": FIELDS, "primaryKey": ["id"]})
    assert call("describe", folder).out.replace(str(folder), "FOLDER") == snapshot("""\
table (table.csv): 5 rows (1 empty, 1 ragged), 87 bytes
  primary key: id
  field  type     missing               distinct  min         max         mean  values
  id     integer  0                     4         1           4           2.5   ████
  kind   string   1                     2                                       a|b (2), c (1)
  price  number   0 (and 1 unreadable)  3         1.5         2.5         2     █··········█
  on     date     1                     3         2024-01-01  2024-03-01        █·········▄

1 table, 5 rows
""")


def test_markdown(make_package: MakePackage, call: Call) -> None:
    folder = make_package(ROWS, fields=FIELDS, title="A *shop*")
    assert call("describe", folder, "--format", "markdown").out == snapshot("""\
# A \\*shop\\*

## table

table.csv: 5 rows (1 empty, 1 ragged), 87 bytes

| field | type | missing | distinct | min | max | mean | values |
| --- | --- | --- | --- | --- | --- | --- | --- |
| id | integer | 0 | 4 | 1 | 4 | 2.5 | ████ |
| kind | string | 1 | 2 |  |  |  | a\\|b (2), c (1) |
| price | number | 0 (and 1 unreadable) | 3 | 1.5 | 2.5 | 2 | █··········█ |
| on | date | 1 | 3 | 2024-01-01 | 2024-03-01 |  | █·········▄ |
""")


def test_json(make_package: MakePackage, call: Call) -> None:
    folder = make_package(ROWS, schema={"fields": FIELDS, "primaryKey": ["id"]})
    (table,) = json.loads(call("describe", folder, "--json").out)["tables"]
    assert (table["rows"], table["blank_rows"], table["ragged_rows"]) == (5, 1, 1)
    assert table["primary_key"] == ["id"]
    assert table["fields"][1] == snapshot(
        {
            "name": "kind",
            "type": "string",
            "format": "default",
            "present": 3,
            "missing": 1,
            "unreadable": 0,
            "distinct": 2,
            "distinct_is_exact": True,
            "min": None,
            "max": None,
            "mean": None,
            "histogram": [],
            "frequent": [{"value": "a|b", "count": 2}, {"value": "c", "count": 1}],
        }
    )
    assert table["fields"][2] == snapshot(
        {
            "name": "price",
            "type": "number",
            "format": "default",
            "present": 3,
            "missing": 0,
            "unreadable": 1,
            "distinct": 3,
            "distinct_is_exact": True,
            "min": 1.5,
            "max": 2.5,
            "mean": 2.0,
            "histogram": [
                {"from": 1.5, "to": 1.5833333333333333, "count": 1},
                {"from": 1.5833333333333333, "to": 1.6666666666666667, "count": 0},
                {"from": 1.6666666666666667, "to": 1.75, "count": 0},
                {"from": 1.75, "to": 1.8333333333333333, "count": 0},
                {"from": 1.8333333333333333, "to": 1.9166666666666665, "count": 0},
                {"from": 1.9166666666666665, "to": 2.0, "count": 0},
                {"from": 2.0, "to": 2.083333333333333, "count": 0},
                {"from": 2.083333333333333, "to": 2.1666666666666665, "count": 0},
                {"from": 2.1666666666666665, "to": 2.25, "count": 0},
                {"from": 2.25, "to": 2.333333333333333, "count": 0},
                {"from": 2.333333333333333, "to": 2.4166666666666665, "count": 0},
                {"from": 2.4166666666666665, "to": 2.5, "count": 1},
            ],
            "frequent": [],
        }
    )


def test_only_the_tables_that_are_asked_for(make_package: MakePackage, call: Call) -> None:
    resources = [{"name": name, "path": f"{name}.csv"} for name in ("one", "two")]
    resources.append({"name": "text", "path": "a.txt"})
    files = {"one.csv": "a\n1\n", "two.csv": "a\n1\n", "a.txt": "words"}
    folder = make_package(files=files, resources=resources)
    told = json.loads(call("describe", folder, "--json", "--table", "two").out)
    assert ([table["name"] for table in told["tables"]], told["files"]) == (["two"], [])
    told = json.loads(call("describe", folder, "--json").out)
    assert told["files"] == [{"name": "text", "place": "a.txt", "bytes": 5}]
    done = call("describe", folder, "--table", "three")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("DT006")


def test_what_cannot_be_read_is_a_note(make_package: MakePackage, call: Call) -> None:
    resources = [
        {"name": "gone", "path": "gone.csv", "type": "table"},
        {"name": "header", "path": "a.csv", "schema": {"fields": FIELDS}},
        {"name": "wrong", "path": "a.csv", "type": "table", "dialect": {"delimiter": 5}},
        {"name": "file", "path": "gone.txt"},
        {"name": "five", "path": 5, "type": "table"},
    ]
    folder = make_package(files={"a.csv": "x\n1\n"}, resources=resources)
    done = call("describe", folder)
    assert done.code == 0
    assert done.out.replace(str(folder), "FOLDER") == snapshot("""\
gone (gone.csv): 0 rows, 0 bytes
  note: FOLDER/gone.csv: is missing

header (a.csv): 1 row, 4 bytes
  note: its rows are not described: the header does not fit the schema

wrong (a.csv): 0 rows, 0 bytes
  note: its rows are not described: the descriptor of the table is wrong

five (<memory>): 0 rows, 0 bytes
  note: its rows are not described: the descriptor of the table is wrong

file (gone.txt): missing
the descriptor has 2 errors; validate tells them
4 tables, 1 row
""")

"""What ``show`` and ``explain`` print."""

import json

import pytest
from inline_snapshot import snapshot

from tests.conftest import Call, MakePackage

FIELDS = [
    {"name": "id", "type": "integer"},
    {"name": "on", "type": "date"},
    {"name": "note", "type": "string"},
]
ROWS = "id,on,note\n1,2024-01-02,a|b\n2,,\n3,2024-01-03,<i>\n"


@pytest.mark.parametrize(
    ("format", "expected"),
    [
        (
            "table",
            snapshot("""\
id  on          note
──  ──────────  ────
1   2024-01-02  a|b
2
3   2024-01-03  <i>
"""),
        ),
        (
            "csv",
            snapshot("""\
id,on,note
1,2024-01-02,a|b
2,,
3,2024-01-03,<i>
"""),
        ),
        (
            "markdown",
            snapshot("""\
| id | on | note |
| --- | --- | --- |
| 1 | 2024-01-02 | a\\|b |
| 2 |  |  |
| 3 | 2024-01-03 | &lt;i> |
"""),
        ),
    ],
)
def test_formats(make_package: MakePackage, call: Call, format: str, expected: str) -> None:
    folder = make_package(ROWS, fields=FIELDS)
    assert call("show", "table", folder, "--format", format).out == expected


def test_json_is_an_array_of_objects(make_package: MakePackage, call: Call) -> None:
    folder = make_package(ROWS, fields=FIELDS)
    shown = json.loads(call("show", "table", folder, "--json", "--where", "id >= 2").out)
    assert shown == [
        {"id": 2, "on": None, "note": None},
        {"id": 3, "on": "2024-01-03", "note": "<i>"},
    ]
    assert json.loads(call("show", "table", folder, "--json", "--head", "0").out) == []


def test_a_table_with_errors_is_refused_unless_asked(
    make_package: MakePackage,
    call: Call,
) -> None:
    folder = make_package("id,on,note\nx,2024-01-02,a\n", fields=FIELDS)
    done = call("show", "table", folder, "--json")
    assert (done.code, json.loads(done.out)["valid"]) == (1, False)
    shown = call("show", "table", folder, "--json", "--no-validate")
    assert json.loads(shown.out) == [{"id": None, "on": "2024-01-02", "note": "a"}]


def test_explain(call: Call) -> None:
    assert call("explain", "dt201").out == snapshot("""\
DT201 Cell is not of its field's type (type-error)

The text of the cell cannot be read as the type that the schema gives the field.

fix: Mend the cell, or give the field the type that its cells have.

bad:
  datapackage.json
    {
      "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
      "resources": [
        {
          "name": "table",
          "path": "table.csv",
          "schema": {
            "fields": [
              {
                "name": "born",
                "type": "year"
              }
            ]
          }
        }
      ]
    }
  table.csv
    born
    19x5

mended:
  table.csv
    born
    1965
""")
    assert call("explain").out.splitlines()[0].startswith("DT001  error")
    assert json.loads(call("explain", "DT201", "--json").out)["type"] == "type-error"
    assert len(json.loads(call("explain", "--json").out)) == len(call("explain").out.splitlines())

"""What is published at the Hub is read by the library ``datasets`` with the types of its card."""

from pathlib import Path
from typing import Any

import pytest

from dataset_tools import Package
from tests.conftest import ROOT, Call, MakePackage
from tests.export.packages import package_of_many_forms
from tests.publish.huggingface.fake import FakeHub
from tests.services.environments import run_validator

pytestmark = pytest.mark.validators
TYPES: list[dict[str, Any]] = [
    {"name": "id", "type": "integer"},
    {"name": "kind", "type": "string", "categories": ["y", "no", "1"], "categoriesOrdered": True},
    {"name": "grade", "type": "integer", "categories": [1, 2]},
    {"name": "ok", "type": "boolean"},
    {"name": "day", "type": "date"},
    {"name": "hour", "type": "time"},
    {"name": "local", "type": "datetime"},
    {"name": "moment", "type": "datetime"},
    {"name": "price", "type": "number"},
    {"name": "double", "type": "number"},
    {"name": "from", "type": "year"},
    {"name": "month", "type": "yearmonth"},
    {"name": "object", "type": "object"},
    {"name": "huge", "type": "integer"},
]
ROWS = (
    "id,kind,grade,ok,day,hour,local,moment,price,double,from,month,object,huge\n"
    "1,no,2,true,2024-01-02,10:00:00,2024-01-02T03:04:05,2024-01-02T03:04:05Z,1.50,1e300,2024,"
    '2024-01,"{""a"": 1}",123456789012345678901\n'
    "2,,,,,,,,,,,,,\n"
    "3,1,1,false,0001-01-01,23:59:59,1999-12-31T00:00:00,1999-12-31T00:00:00Z,-17.00,2,1999,"
    "1999-12,{},5\n"
)


def downloaded(hub: FakeHub, folder: Path) -> Path:
    """Write what the Hub serves into a folder."""
    for path, file in hub.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(file.data)
    return folder


@pytest.fixture(params=["ours", "forms", "types"])
def package(request: pytest.FixtureRequest, make_package: MakePackage, tmp_path: Path) -> Path:
    if request.param == "ours":
        return ROOT
    if request.param == "forms":
        return package_of_many_forms(tmp_path / "package")
    return make_package(ROWS, fields=TYPES, name="types", version="1.0.0")


def test_every_table_loads_with_the_types_of_its_card(
    hub: FakeHub, package: Path, call: Call, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lock = tmp_path_factory.mktemp("lock") / "lock"
    done = call("publish", "huggingface", "ada/x", package, "--lock", lock)
    assert done.code == 0, done.out + done.err
    folder = downloaded(hub, tmp_path_factory.mktemp("served"))
    found = run_validator("datasets", folder)
    opened = Package.open(package)
    tables = [table.name for table in opened.described.package.tables]
    assert list(found["configs"]) == tables
    assert found["default"] == tables[0]
    for name in tables:
        rows = found["configs"][name]["rows"]
        assert len(rows) == len(opened.rows(name).rows)


def test_types_and_values_are_the_table_s(
    hub: FakeHub, make_package: MakePackage, call: Call, tmp_path_factory: pytest.TempPathFactory
) -> None:
    package = make_package(ROWS, fields=TYPES, name="types", version="1.0.0")
    assert call("publish", "huggingface", "ada/x", package).code == 0
    found = run_validator("datasets", downloaded(hub, tmp_path_factory.mktemp("served")))
    table = found["configs"]["table"]
    assert table["features"] == {
        "id": "int64",
        "kind": ["class_label", "y", "no", "1"],
        "grade": "int64",
        "ok": "bool",
        "day": "date32",
        "hour": "time64[us]",
        "local": "timestamp[us]",
        "moment": "timestamp[us, tz=UTC]",
        "price": "decimal128(18, 2)",
        "double": "float64",
        "from": "int64",
        "month": "string",
        "object": "string",
        "huge": "decimal128(38, 0)",
    }
    assert [list(row.values()) for row in table["rows"]] == [
        [
            1,
            1,
            2,
            True,
            "2024-01-02",
            "10:00:00",
            "2024-01-02 03:04:05",
            "2024-01-02 03:04:05+00:00",
            "1.50",
            "1e+300",
            2024,
            "2024-01",
            '{"a": 1}',
            "123456789012345678901",
        ],
        [2, *[None] * 13],
        [
            3,
            2,
            1,
            False,
            "0001-01-01",
            "23:59:59",
            "1999-12-31 00:00:00",
            "1999-12-31 00:00:00+00:00",
            "-17.00",
            "2.0",
            1999,
            "1999-12",
            "{}",
            "5",
        ],
    ]


def test_a_card_of_other_types_does_not_load(
    hub: FakeHub, make_package: MakePackage, call: Call, tmp_path_factory: pytest.TempPathFactory
) -> None:
    package = make_package(ROWS, fields=TYPES, name="types", version="1.0.0")
    assert call("publish", "huggingface", "ada/x", package).code == 0
    folder = downloaded(hub, tmp_path_factory.mktemp("served"))
    card = folder / "README.md"
    text = card.read_text("utf-8")
    card.write_text(text.replace('"1": "no"', '"1": other'), "utf-8")
    assert text != card.read_text("utf-8")
    with pytest.raises(AssertionError, match=r"(?i)class label"):
        run_validator("datasets", folder)

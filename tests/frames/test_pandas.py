"""A dtype is a function of the schema, never of the data."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.errors
import pytest

import dataset_tools
from dataset_tools import InvalidTable, Package, ValueBeyondDtype
from dataset_tools.exceptions import NoSuchTable, UsageError
from tests.conftest import ROOT, MakePackage

Field = dict[str, Any]
REQUIRED = {"constraints": {"required": True}}

FULL: dict[str, tuple[Field, str, str]] = {
    "string": ({"type": "string"}, "str", "a text"),
    "integer": ({"type": "integer"}, "Int64", "7"),
    "required integer": ({"type": "integer", **REQUIRED}, "int64", "7"),
    "number": ({"type": "number"}, "float64", "-1.5"),
    "required number": ({"type": "number", **REQUIRED}, "float64", "-1.5"),
    "boolean": ({"type": "boolean"}, "boolean", "true"),
    "required boolean": ({"type": "boolean", **REQUIRED}, "bool", "false"),
    "date": ({"type": "date"}, "datetime64[us]", "2024-07-01"),
    "datetime": ({"type": "datetime"}, "datetime64[us]", "2024-07-01T12:30:00"),
    "year": ({"type": "year"}, "Int64", "2024"),
    "required year": ({"type": "year", **REQUIRED}, "int64", "2024"),
    "yearmonth": ({"type": "yearmonth"}, "period[M]", "2024-07"),
    "category": ({"type": "string", "categories": ["b", "a"]}, "category", "a"),
    "ordered": (
        {"type": "integer", "categories": [2, 1], "categoriesOrdered": True},
        "category",
        "1",
    ),
    "list": ({"type": "list"}, "object", '"a,b"'),
    "duration": ({"type": "duration"}, "object", "P1Y"),
    "time": ({"type": "time"}, "object", "12:30:00"),
    "object": ({"type": "object"}, "object", '"{""a"": 1}"'),
    "any": ({"type": "any"}, "object", "x"),
}
FIELDS = [{"name": name, **field} for name, (field, _, _) in FULL.items()]
DTYPES = [dtype for _, dtype, _ in FULL.values()]
FULL_ROW = ",".join(cell for *_, cell in FULL.values())
HEADER = ",".join(FULL)
NULL_ROW = ",".join(cell if "required" in name else "" for name, (_, _, cell) in FULL.items())


@pytest.mark.parametrize(
    "rows",
    ["", f"{FULL_ROW}\n", f"{NULL_ROW}\n", f"{FULL_ROW}\n{NULL_ROW}\n"],
    ids=["empty", "full", "nulls", "both"],
)
def test_dtypes(make_package: MakePackage, rows: str) -> None:
    frame = Package.open(make_package(f"{HEADER}\n{rows}", fields=FIELDS)).load("table")
    assert [str(dtype) for dtype in frame.dtypes] == DTYPES
    assert str(frame["category"].cat.categories.dtype) == "str"
    assert list(frame["category"].cat.categories) == ["b", "a"]
    assert str(frame["ordered"].cat.categories.dtype) == "int64"
    assert frame["ordered"].cat.ordered
    assert not frame["category"].cat.ordered


def test_values(make_package: MakePackage) -> None:
    rows = f"{HEADER}\n{FULL_ROW}\n{NULL_ROW}\n"
    frame = Package.open(make_package(rows, fields=FIELDS)).load("table")
    first = frame.iloc[0]
    assert first["date"] == pd.Timestamp("2024-07-01")
    assert first["yearmonth"] == pd.Period("2024-07", "M")
    assert first["list"] == ("a", "b") or first["list"] == ["a", "b"]
    assert first["object"] == {"a": 1}
    optional = [name for name in FULL if "required" not in name]
    assert frame.iloc[1][optional].isna().all()


def test_a_required_integer_merges_with_int64(make_package: MakePackage) -> None:
    fields = [{"name": "id", "type": "integer"}, {"name": "x", "type": "integer"}]
    folder = make_package("id,x\n1,5\n", fields=fields, schema={"primaryKey": ["id"]})
    other = pd.DataFrame({"id": pd.array([1], dtype="int64"), "y": ["a"]})
    merged = Package.open(folder).load("table").merge(other, on="id")
    assert [str(dtype) for dtype in merged.dtypes] == ["int64", "Int64", "str"]


@pytest.mark.parametrize("table", Package.open(ROOT).tables)
def test_the_dataset_goes_through_parquet_and_back(table: str, tmp_path: Path) -> None:
    frame = dataset_tools.load(table, ROOT / "datapackage.json")
    frame.to_parquet(tmp_path / "table.parquet")
    back = pd.read_parquet(tmp_path / "table.parquet")
    pd.testing.assert_frame_equal(frame, back)
    assert back.attrs["version"] == Package.open(ROOT).described.package.version
    assert back.attrs["schema"]["fields"][0]["name"] == "id"


@pytest.mark.parametrize("backend", ["pandas", "polars"])
@pytest.mark.parametrize("table", Package.open(ROOT).tables)
def test_pandera_alone_judges_the_loaded_frames_valid(table: str, backend: Any) -> None:
    package = Package.open(ROOT)
    schema = package.pandera_schema(table, backend=backend)
    schema.validate(package.load(table, as_=backend), lazy=True)


def test_pandera_alone_refuses_what_breaks_a_constraint(make_package: MakePackage) -> None:
    fields = [
        {"name": "id", "type": "integer", "constraints": {"minimum": 1}},
        {"name": "size", "type": "string", "categories": ["s", "m"]},
    ]
    rules = [{"name": "small", "formula": "id < 5 or size == 'm'"}]
    schema = {"primaryKey": ["id"], "dataset-tools:rules": rules}
    package = Package.open(make_package("id,size\n1,s\n2,m\n", fields=fields, schema=schema))
    pandera_schema = package.pandera_schema("table")
    frame = package.load("table")
    pandera_schema.validate(frame)
    for column, value in (("id", 0), ("id", 2), ("id", 7)):
        bad = frame.copy()
        bad.loc[0, column] = value
        with pytest.raises((pandera.errors.SchemaError, pandera.errors.SchemaErrors)):
            pandera_schema.validate(bad, lazy=True)


def test_an_invalid_table_is_not_loaded(make_package: MakePackage) -> None:
    fields = [{"name": "n", "type": "integer", **REQUIRED}, {"name": "d", "type": "date"}]
    package = Package.open(make_package("n,d\n1,2024-01-01\nx,tomorrow\n", fields=fields))
    with pytest.raises(InvalidTable) as raised:
        package.load("table")
    assert raised.value.report.error_count == 2
    coerced = package.load("table", errors="coerce")
    assert [str(dtype) for dtype in coerced.dtypes] == ["Int64", "datetime64[us]"]
    assert coerced.isna().to_numpy().tolist() == [[False, False], [True, True]]


def test_an_integer_beyond_64_bits_is_valid_and_names_decimal(make_package: MakePackage) -> None:
    big = 10**30
    package = Package.open(
        make_package(f"n\n{big}\n1\n", fields=[{"name": "n", "type": "integer"}])
    )
    assert package.validate().valid
    with pytest.raises(ValueBeyondDtype, match="decimal=True"):
        package.load("table")
    assert package.load("table", decimal=True)["n"].tolist() == [big, 1]


def test_decimals_are_exact_on_ask(make_package: MakePackage) -> None:
    package = Package.open(
        make_package("n\n0.1\n1e-30\n", fields=[{"name": "n", "type": "number"}])
    )
    assert package.load("table", decimal=True)["n"].tolist() == [Decimal("0.1"), Decimal("1E-30")]


def test_zones_are_utc_with_or_without_saying_so(make_package: MakePackage) -> None:
    rows = "t\n2024-07-01T12:00:00+02:00\n"
    package = Package.open(make_package(rows, fields=[{"name": "t", "type": "datetime"}]))
    assert package.load("table")["t"][0] == pd.Timestamp("2024-07-01T10:00:00")
    assert str(package.load("table", utc=True).dtypes["t"]) == "datetime64[us, UTC]"


def test_words_of_pandas(make_package: MakePackage) -> None:
    fields = [
        {"name": "id", "type": "integer"},
        {"name": "x", "type": "string", "categories": [{"value": "a", "label": "Apple"}]},
    ]
    folder = make_package("id,x\n1,a\n2,a\n", fields=fields, schema={"primaryKey": ["id"]})
    package = Package.open(folder)
    assert list(package.load("table", columns=["x", "id"]).columns) == ["x", "id"]
    assert len(package.load("table", nrows=1)) == 1
    assert package.load("table", index=True).index.name == "id"
    assert package.load("table", labels=True)["x"].tolist() == ["Apple", "Apple"]
    arrow = package.load("table", dtype_backend="pyarrow")
    assert str(arrow.dtypes["id"]) == "int64[pyarrow]"
    with pytest.raises(NoSuchTable, match="no field"):
        package.load("table", columns=["y"])
    with pytest.raises(NoSuchTable, match="the tables are: table"):
        package.load("nope")
    with pytest.raises(UsageError):
        package.load("table", as_="excel")  # type: ignore[arg-type]


def test_empty_rows_are_left_out_on_coerce(make_package: MakePackage) -> None:
    fields = [{"name": "n", "type": "integer"}, {"name": "l", "type": "list"}]
    package = Package.open(make_package('n,l\n1,a\n\n,"b,c"\n', fields=fields))
    frame = package.load("table", errors="coerce")
    assert [len(frame), frame["n"].tolist()[0]] == [2, 1]
    assert [tuple(value) for value in frame["l"]] == [("a",), ("b", "c")]


def test_other_libraries(make_package: MakePackage) -> None:
    package = Package.open(make_package("n\n1\n", fields=[{"name": "n", "type": "integer"}]))
    assert package.load("table", as_="polars").schema == {"n": __import__("polars").Int64}
    assert str(package.load("table", as_="arrow").schema.field("n").type) == "int64"


def test_the_one_line_works_again_and_again() -> None:
    load: Callable[..., Any] = dataset_tools.load
    assert len(load("people", ROOT / "datapackage.json")) == 2
    assert len(dataset_tools.load("people", ROOT)) == 2

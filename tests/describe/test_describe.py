"""The numbers of a field: counts, extremes, histograms, frequent values, and their bounds."""

import math
from bisect import bisect_right
from collections import Counter
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset_tools.describe import field as describe_field
from dataset_tools.describe.bins import MOST_BINS, bins_between
from dataset_tools.describe.summary import FieldSummary
from dataset_tools.field_types.types import field_type
from dataset_tools.package import Package
from tests.conftest import MakePackage


def summary(make_package: MakePackage, cells: list[str], **field: object) -> FieldSummary:
    rows = "x,y\n" + "".join(f'"{cell.replace(chr(34), chr(34) * 2)}",y\n' for cell in cells)
    folder = make_package(rows, fields=[{"name": "x", **field}, {"name": "y"}])
    (table,) = Package.open(folder).describe().tables
    return table.fields[0]


@pytest.mark.parametrize(
    ("type", "cells", "lowest", "highest"),
    [
        ("integer", ["5", "-7", "5"], -7, 5),
        ("integer", ["5", "9" * 30], 5, int("9" * 30)),
        ("number", ["1.5", "-INF", "NaN"], "-INF", 1.5),
        ("number", ["NaN"], None, None),
        ("year", ["2024", "1999"], 1999, 2024),
        ("yearmonth", ["2024-02", "1999-12"], "1999-12", "2024-02"),
        ("yearmonth", ["2024-02", "-0001-12"], "-0001-12", "2024-02"),
        ("date", ["2024-02-01", "1999-12-31"], "1999-12-31", "2024-02-01"),
        ("time", ["10:00:00", "09:30:00"], "09:30:00", "10:00:00"),
        (
            "datetime",
            ["2024-01-01T00:00:00Z", "2024-01-01T00:00:00.1234567"],
            "2024-01-01T00:00:00",
            "2024-01-01T00:00:00.1234567",
        ),
        ("duration", ["P1D", "PT1H"], "PT1H", "P1D"),
        ("string", ["b", "a"], None, None),
    ],
)
def test_extremes(
    make_package: MakePackage, type: str, cells: list[str], lowest: object, highest: object
) -> None:
    found = summary(make_package, cells, type=type)
    assert (found.minimum, found.maximum) == (lowest, highest)
    assert (found.present, found.missing, found.unreadable) == (len(cells), 0, 0)


def test_cells_that_cannot_be_read_are_counted_apart(make_package: MakePackage) -> None:
    found = summary(make_package, ["1", "x", "", "3"], type="integer")
    assert (found.present, found.missing, found.unreadable, found.mean) == (2, 1, 1, 2.0)
    assert (found.distinct, found.maximum) == (2, 3)


@pytest.mark.parametrize(
    ("field", "cells", "expected"),
    [
        ({"type": "string"}, ["b", "a", "b"], [("b", 2), ("a", 1)]),
        ({"type": "boolean"}, ["1", "true", "0"], [(True, 2), (False, 1)]),
        ({"type": "integer", "categories": [1, 2]}, ["2", "2", "1"], [(2, 2), (1, 1)]),
        ({"type": "list"}, ["a,b", "a,b"], [("a,b", 2)]),
        ({"type": "integer"}, ["2", "2"], []),
    ],
)
def test_frequent_values(
    make_package: MakePackage,
    field: dict[str, object],
    cells: list[str],
    expected: list[tuple[object, int]],
) -> None:
    found = summary(make_package, cells, **field).frequent
    assert found is not None
    assert [(each.value, each.count) for each in found] == expected


def test_distinct_values_are_told_as_more_than_a_bound(
    make_package: MakePackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(describe_field, "MOST_DISTINCT", 3)
    monkeypatch.setattr(describe_field, "MOST_COUNTED", 3)
    found = summary(make_package, ["a", "b", "c", "c"], type="string")
    assert (found.distinct, found.is_exact) == (3, True)
    found = summary(make_package, ["a", "b", "c", "d"], type="string")
    assert (found.distinct, found.is_exact, found.frequent) == (3, False, None)


def test_equal_values_are_one_whatever_their_text(make_package: MakePackage) -> None:
    assert summary(make_package, ["1", "01", "+1"], type="integer").distinct == 1
    assert summary(make_package, ["1.0", "1", "1e0"], type="number").distinct == 1


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "integer": st.integers(-(2**63), 2**63 - 1),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "date": st.dates(),
    "datetime": st.datetimes(),
    "time": st.times(),
}


@settings(max_examples=200, deadline=None)
@given(st.data(), st.sampled_from(sorted(VALUES)))
def test_every_value_is_in_the_bin_that_says_so(data: st.DataObject, name: str) -> None:
    values = data.draw(st.lists(VALUES[name], min_size=1))
    dtype = field_type(name).polars
    column = pl.Series(values, dtype=dtype)
    bins = bins_between(column.min(), column.max(), dtype)
    if bins is None:  # the numbers are too far apart for a double to say how far
        assert name == "number"
        return
    bins.take(column)
    told = bins.histogram(lambda value: value)
    assert sum(each.count for each in told) == len(values)
    assert len(told) <= MOST_BINS
    assert (told[0].start, told[-1].end) == (column.min(), column.max())
    starts = [each.start for each in told]
    places = Counter(bisect_right(starts, value) - 1 for value in column)
    assert [each.count for each in told] == [places[at] for at in range(len(told))]


def test_there_are_no_bins_where_a_dtype_has_no_order() -> None:
    assert bins_between("a", "b", pl.String()) is None
    assert bins_between(None, None, pl.Int64()) is None
    assert bins_between(1, 2**70, pl.Int64()) is None
    assert bins_between(-math.inf, 1.0, pl.Float64()) is None

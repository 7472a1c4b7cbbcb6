"""Data that stand in the descriptor: arrays, objects, and text of a format."""

from typing import Any

import pytest

from dataset_tools.model.dialect import Dialect


@pytest.mark.parametrize(
    "data",
    [
        [{"id": 1, "name": "a"}],
        [["id", "name"], [1, "a"]],
        '[{"id": 1, "name": "a"}]',
    ],
)
def test_rows_of_the_descriptor(read_table: Any, data: object) -> None:
    found = read_table(data=data)
    assert found.labels == ("id", "name")
    assert found.cells == [("1", "a")]


def test_delimited_text_with_its_dialect(read_table: Any) -> None:
    found = read_table(data="id;name\n1;é\n", format="csv", dialect=Dialect(delimiter=";"))
    assert found.rows == [(2, 2, ("1", "é"))]


def test_the_number_of_a_row_is_its_line(read_table: Any) -> None:
    found = read_table(data=[["id"], [1], [None], [3]])
    assert found.rows == [(2, 2, ("1",)), (3, 3, ("",)), (4, 4, ("3",))]
    assert found.blank == [3]


def test_a_property_leads_to_the_rows(read_table: Any) -> None:
    found = read_table(data={"x": {"rows": [{"id": 1}]}}, dialect=Dialect(property="x.rows"))
    assert found.cells == [("1",)]


def test_data_without_rows_are_a_fault(read_table: Any) -> None:
    assert read_table(data={"a": 1}).faults == [("DT514", None)]

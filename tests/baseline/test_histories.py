"""Histories of a package with old findings, and what each makes new: nothing but new faults."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from dataset_tools import Package, Report
from dataset_tools.baseline.file import name_in, write_baseline
from tests.baseline.conftest import State

Edit = Callable[[State], None]
OLD = [
    ("DT201", "19x5"),
    ("DT201", "x1"),
    ("DT201", "x1"),
    ("DT202", ""),
    ("DT401", ""),
    ("DT404", ""),
]


def nothing(_: State) -> None:
    pass


def file_renamed(state: State) -> None:
    state.paths = ["persons.csv"]


def file_in_two(state: State) -> None:
    state.paths = ["people-1.csv", "people-2.csv"]


def rows_reversed(state: State) -> None:
    first, rest = state.row("Bo"), [row for row in state.rows if row["name"] != "Bo"]
    state.rows = [first, *reversed(rest)]


def rows_sorted_by_town(state: State) -> None:
    state.rows.sort(key=lambda row: (row["town"], row["id"], row["name"]))


def rows_put_before(state: State) -> None:
    new = [
        {**state.row("Gus"), "id": str(number), "name": f"N{number}"} for number in range(50, 90)
    ]
    state.rows = [*new, *state.rows]


def good_rows_taken_out(state: State) -> None:
    state.rows.remove(state.row("Gus"))


def a_bad_row_taken_out(state: State) -> None:
    state.rows.remove(state.row("Ann"))


def a_value_mended(state: State) -> None:
    state.row("Ann")["size"] = "10"


def column_added_last(state: State) -> None:
    state.types["note"] = "string"
    for number, row in enumerate(state.rows):
        row["note"] = f"note {number}"


def column_added_first(state: State) -> None:
    state.types = {"note": "string", **state.types}
    for row in state.rows:
        row["note"] = ""


def columns_added_without_a_key(state: State) -> None:
    without_a_key(state)
    column_added_first(state)


def columns_in_another_order(state: State) -> None:
    state.types = dict(reversed(state.types.items()))


def a_good_column_taken_out(state: State) -> None:
    state.constraints["born"] = {}
    del state.types["id"]
    state.key = []


def without_a_key(state: State) -> None:
    state.key = []


def a_wider_key(state: State) -> None:
    state.key = ["id", "name"]


def another_key(state: State) -> None:
    state.key = ["born"]


def rows_renumbered(state: State) -> None:
    for row in state.rows:
        row["id"] = str(int(row["id"]) + 1000)


def all_at_once(state: State) -> None:
    rows_renumbered(state)
    column_added_first(state)
    rows_reversed(state)
    file_renamed(state)


def a_good_cell_of_bad_rows_edited(state: State) -> None:
    for row in state.rows:
        row["born"] = "2001" if row["born"].isdigit() else row["born"]


def a_good_cell_edited_without_a_key(state: State) -> None:
    without_a_key(state)
    state.row("Ann")["name"] = "Anna"


def another_delimiter(state: State) -> None:
    state.delimiter = ";"


def quoted(state: State) -> None:
    state.quoting = csv.QUOTE_ALL


def another_encoding(state: State) -> None:
    state.encoding = "utf-16"


def schema_in_its_own_file(state: State) -> None:
    state.schema_file = "people.schema.json"


def a_resource_put_before(state: State) -> None:
    state.resources_before = [{"name": "readme", "path": "towns.csv", "format": "txt"}]


def a_wrong_value_edited(state: State) -> None:
    state.row("Ann")["size"] = "x2"


def a_wrong_value_edited_without_a_key(state: State) -> None:
    without_a_key(state)
    state.row("Ann")["size"] = "x2"


def a_wrong_reference_edited(state: State) -> None:
    state.row("Dee")["town"] = "lemuria"


def a_wrong_value_moved_to_a_good_row(state: State) -> None:
    state.row("Ann")["size"], state.row("Gus")["size"] = "10", "x1"


def a_new_bad_row(state: State) -> None:
    state.add("8,Hal,rome,zz,1996")


def a_bad_row_doubled_under_another_key(state: State) -> None:
    state.rows.append({**state.row("Ann"), "id": "8"})


def a_bad_row_doubled_without_a_key(state: State) -> None:
    without_a_key(state)
    state.rows.append(dict(state.row("Ann")))


def a_third_row_of_a_key(state: State) -> None:
    state.rows.append({**state.row("Gus"), "id": "2"})


def a_good_row_made_bad(state: State) -> None:
    state.row("Gus")["town"] = ""
    state.row("Gus")["size"] = ""
    state.row("Gus")["born"] = "soon"


def a_referenced_row_taken_out(state: State) -> None:
    state.towns = "id\nrome\n"


def a_narrower_constraint(state: State) -> None:
    state.constraints["size"] = {"maximum": 50}


def an_empty_row(state: State) -> None:
    state.blank_lines = 1


def the_field_renamed(state: State) -> None:
    state.types = {("height" if name == "size" else name): t for name, t in state.types.items()}
    for row in state.rows:
        row["height"] = row.pop("size")


def another_field_renamed(state: State) -> None:
    state.types = {("year" if name == "born" else name): t for name, t in state.types.items()}
    for row in state.rows:
        row["year"] = row.pop("born")


def the_table_renamed(state: State) -> None:
    state.table = "persons"


def one_mended_one_new_of_the_same_value(state: State) -> None:
    state.row("Ann")["size"] = "10"
    state.add("8,Hal,rome,x1,1996")


def every_other_cell_edited(state: State) -> None:
    without_a_key(state)
    state.row("Ann").update({"id": "9", "name": "Zoe", "town": "rome", "born": "2010"})


HISTORIES: list[tuple[Edit, list[tuple[str, str]]]] = [
    (nothing, []),
    (file_renamed, []),
    (file_in_two, []),
    (rows_reversed, []),
    (rows_sorted_by_town, []),
    (rows_put_before, []),
    (good_rows_taken_out, []),
    (a_bad_row_taken_out, []),
    (a_value_mended, []),
    (column_added_last, []),
    (column_added_first, []),
    (columns_added_without_a_key, []),
    (columns_in_another_order, []),
    (a_good_column_taken_out, []),
    (without_a_key, []),
    (a_wider_key, []),
    (another_key, []),
    (rows_renumbered, []),
    (all_at_once, []),
    (a_good_cell_of_bad_rows_edited, []),
    (a_good_cell_edited_without_a_key, []),
    (another_delimiter, []),
    (quoted, []),
    (another_encoding, []),
    (schema_in_its_own_file, []),
    (a_resource_put_before, []),
    (a_wrong_value_edited, [("DT201", "x2")]),
    (a_wrong_value_edited_without_a_key, [("DT201", "x2")]),
    (a_wrong_reference_edited, [("DT404", "")]),
    (a_wrong_value_moved_to_a_good_row, [("DT201", "x1")]),
    (a_new_bad_row, [("DT201", "zz")]),
    (a_bad_row_doubled_under_another_key, [("DT201", "x1")]),
    (a_bad_row_doubled_without_a_key, [("DT201", "x1")]),
    (a_third_row_of_a_key, [("DT401", "")]),
    (a_good_row_made_bad, [("DT201", "soon")]),
    (a_referenced_row_taken_out, [("DT404", "")] * 3),
    (a_narrower_constraint, [("DT204", "60"), ("DT204", "70")]),
    (an_empty_row, [("DT307", "")]),
    (the_field_renamed, [("DT201", "x1"), ("DT201", "x1")]),
    (another_field_renamed, [("DT201", "19x5")]),
    (the_table_renamed, OLD),
    (one_mended_one_new_of_the_same_value, [("DT201", "x1")]),
    (every_other_cell_edited, [("DT201", "x1")]),
]


def found(report: Report) -> list[tuple[str, str]]:
    return sorted((error.kind.code, error.cell) for _, error in report.listed())


def test_the_first_version_has_six_findings(tmp_path: Path) -> None:
    State.first().write(tmp_path)
    assert found(Package.open(tmp_path).validate()) == OLD


@pytest.mark.parametrize(("edit", "new"), HISTORIES, ids=[edit.__name__ for edit, _ in HISTORIES])
def test_what_is_new(
    tmp_path: Path,
    commit: Callable[[], str],
    edit: Edit,
    new: list[tuple[str, str]],
) -> None:
    package, known = tmp_path, tmp_path.with_suffix(".json")
    state = State.first()
    state.write(package)
    first = commit()
    before = Package.open(package)
    write_baseline(known, {name_in(known, before.located): before.record().findings})
    edit(state)
    state.write(package)
    opened = Package.open(package)
    every = opened.validate()
    since = opened.validate(new_since=first)
    against = opened.validate(baseline=known)
    assert found(since) == found(against) == new
    assert since.known_count == every.error_count - len(new)
    assert since.valid == (not new)
    number = {each.name: each.stats.known for each in since.tasks}
    assert number == {each.name: each.stats.known for each in against.tasks}

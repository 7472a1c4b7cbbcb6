"""The type that a column's texts have in common, and when they have none."""

import pytest

from tests.infer.conftest import DraftColumn, DraftTable


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1", "-2", "30"], {"type": "integer"}),
        (["1", "2.5", "1e9"], {"type": "number"}),
        (["1,5", "22,75"], {"type": "number", "decimalChar": ","}),
        (["1,234,567", "12"], {"type": "integer", "groupChar": ","}),
        (["1,234", "0.5"], {"type": "number", "groupChar": ","}),
        (["1.234.567,8"], {"type": "number", "groupChar": ".", "decimalChar": ","}),
        (["1'234", "5"], {"type": "integer", "groupChar": "'"}),
        (["1 234 567"], {"type": "integer", "groupChar": " "}),
        (["$1.50", "$20"], {"type": "number", "bareNumber": False}),
        (["5 %", "70 %"], {"type": "integer", "bareNumber": False}),
        (["true", "false"], {"type": "boolean"}),
        (["Yes", "no"], {"type": "boolean", "trueValues": ["Yes"], "falseValues": ["no"]}),
        (["2024-01-31"], {"type": "date"}),
        (["31/01/2024", "1/2/2024"], {"type": "date", "format": "%d/%m/%Y"}),
        (["1/2/2024", "1/31/2024"], {"type": "date", "format": "%m/%d/%Y"}),
        (["01.02.2024"], {"type": "date", "format": "%d.%m.%Y"}),
        (["09/25/20", "10/01/20"], {"type": "date", "format": "%m/%d/%y"}),
        (["3 Jan 2024"], {"type": "date", "format": "%d %b %Y"}),
        (["2024-01", "2024-12"], {"type": "yearmonth"}),
        (["2024-01-31T10:00:00Z"], {"type": "datetime"}),
        (["2024-01-31 10:00"], {"type": "datetime", "format": "%Y-%m-%d %H:%M"}),
        (["31.01.2024 10:00"], {"type": "datetime", "format": "%d.%m.%Y %H:%M"}),
        (["10:00:00"], {"type": "time"}),
        (["10:00", "23:59"], {"type": "time", "format": "%H:%M"}),
        (['{"lon": 1, "lat": 2}'], {"type": "geopoint", "format": "object"}),
        (['{"type": "Point", "coordinates": [1, 2]}'], {"type": "geojson"}),
        (['{"a": 1}'], {"type": "object"}),
        (["[1, 2]"], {"type": "array"}),
        (["1;2", "3"], {"type": "list", "delimiter": ";", "itemType": "integer"}),
        (
            ["red;blue", "blue", "red;green", "green;blue", "green"],
            {"type": "list", "delimiter": ";", "itemType": "string"},
        ),
        (["a@b.org", "c@d.net"], {"type": "string", "format": "email"}),
        (["https://a.org/x"], {"type": "string", "format": "uri"}),
        (["c0ffee00-0000-4000-8000-000000000000"], {"type": "string", "format": "uuid"}),
        (["a", "1"], {"type": "string"}),
    ],
)
def test_types(draft_column: DraftColumn, cells: list[str], expected: dict[str, object]) -> None:
    field = draft_column(*cells)
    assert {"type": field.type, **field.properties} == expected
    assert 0 < field.guess.sure <= 1
    assert field.guess.why


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["0870", "1200"], "begins with a zero"),
        (["00", "01"], "begins with a zero"),
        (["007.5", "12.5"], "begins with a zero"),
        (["+41441234567"], "telephone"),
        (["12345678901234567890"], "too many"),
        (["4111111111111111", "5500000000000004"], "cards and accounts"),
        (["01/02/2024", "03/04/2024"], "could be"),
        (["1,234", "5,678"], "could be"),
        (["944 123", "12 345"], "no other form"),
        (["yes", "yes"], "no other form"),
    ],
)
def test_codes_and_ambiguous_texts_stay_text(
    draft_column: DraftColumn, cells: list[str], reason: str
) -> None:
    field = draft_column(*cells)
    assert (field.type, field.properties) == ("string", {})
    assert reason in field.guess.why


@pytest.mark.parametrize(
    ("name", "cells", "type"),
    [
        ("year", ["1999", "2024"], "year"),
        ("x", ["1999", "2024"], "integer"),
        ("Date", ["20240131", "20231231"], "date"),
        ("x", ["20240131", "20231231"], "integer"),
        ("zip_code", ["8001", "9000"], "string"),
        ("x", ["8001", "9000"], "integer"),
        ("location", ["[8.5, 47.4]"], "geopoint"),
        ("location", ["8.5, 47.4"], "geopoint"),
        ("duration", ["PT1H", "P2D"], "duration"),
        ("x", ["PT1H", "P2D"], "string"),
    ],
)
def test_a_name_decides_where_texts_do_not(
    draft_column: DraftColumn, name: str, cells: list[str], type: str
) -> None:
    assert draft_column(*cells, name=name).type == type


@pytest.mark.parametrize("token", ["NA", "n/a", "-", "null", "None", " ", "–"])
def test_words_for_missing_values_are_told_where_they_make_a_column_typed(
    draft_column: DraftColumn, token: str
) -> None:
    field = draft_column("1", "2", token, "3", "")
    assert (field.type, field.missing_values) == ("integer", (token,))
    assert field.descriptor["missingValues"] == ["", token]
    assert field.required is None
    assert field.notes == (f'cells with "{token}" count as missing: 1',)


def test_words_for_missing_values_stay_where_the_column_is_text(draft_column: DraftColumn) -> None:
    field = draft_column("NA", "DE", "FR")
    assert (field.type, field.missing_values) == ("string", ())
    assert field.required is not None
    assert draft_column("NA", "-", "-").type == "string"


def test_a_late_row_counts(draft_table: DraftTable) -> None:
    rows = "".join(f"{number},x\n" for number in range(30_000))
    assert draft_table(f"n,t\n{rows}").fields[0].type == "integer"
    assert draft_table(f"n,t\n{rows}1x,x\n").fields[0].type == "string"
    assert draft_table(f"n,t\n{rows}0870,x\n").fields[0].type == "string"


def test_a_column_without_values_is_text(draft_table: DraftTable) -> None:
    field = draft_table("a,b\n1,\n2,\n").fields[1]
    assert (field.type, field.guess.sure, field.required) == ("string", 0.0, None)


def test_zeros_and_ones_are_numbers_with_a_doubt(draft_column: DraftColumn) -> None:
    field = draft_column("0", "1", "1")
    assert field.type == "integer"
    assert "could be false and true" in field.guess.why

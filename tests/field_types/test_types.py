import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.field_types.types import FIELD_TYPES, field_type
from dataset_tools.model.schema import Field

STANDARD = (
    "string number integer boolean object array list datetime date time year yearmonth duration "
    "geopoint geojson any"
)
BOUNDED = {"integer", "number", "date", "time", "datetime", "duration", "year", "yearmonth"}


def test_the_table_holds_every_type_of_the_standard() -> None:
    assert list(FIELD_TYPES) == STANDARD.split()
    assert all(field_type(name).name == name for name in FIELD_TYPES)
    with pytest.raises(KeyError):
        field_type("text")


def test_constraints_are_those_of_the_standard() -> None:
    allowed = {name: kind.constraints for name, kind in FIELD_TYPES.items()}
    assert all(names >= {"required", "unique", "enum"} for names in allowed.values())
    assert {name for name in allowed if "exclusiveMinimum" in allowed[name]} == BOUNDED
    assert {name for name in allowed if "maximum" in allowed[name]} == BOUNDED
    assert {name for name in allowed if "minLength" in allowed[name]} == {
        "string",
        "list",
        "array",
        "object",
    }
    assert {name for name in allowed if "pattern" in allowed[name]} == {"string"}
    assert {name for name in allowed if "jsonSchema" in allowed[name]} == {"array", "object"}


@pytest.mark.parametrize("name", STANDARD.split())
@given(text=st.text(max_size=20) | st.text('0123456789+-.:TPYMDZeE[]{}," ', max_size=20))
def test_a_parser_gives_a_value_or_says_what_the_cell_is_not(name: str, text: str) -> None:
    kind, field = field_type(name), Field(name="x", type=name)
    try:
        value = kind.parser(field)(text)
    except ValueError as error:
        assert str(error)  # noqa: PT017 - either may happen
        return
    assert kind.from_json(field, text) == value
    assert kind.to_json(value) is not None
    assert kind.comparable(value) == kind.comparable(value)


def test_any_gives_back_what_the_source_has() -> None:
    field = Field(name="x")
    assert field_type("any").parser(field)("NaN") == "NaN"
    assert field_type("any").from_json(field, 1) == 1
    assert field_type("any").to_json({"a": 1}) == {"a": 1}

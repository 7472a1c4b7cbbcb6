import pytest

from dataset_tools.field_types.boolean import BOOLEAN, boolean_parser
from dataset_tools.model.schema import Field

PLAIN = Field(name="b", type="boolean")
SPANISH = Field(name="b", type="boolean", true_values=("sí",), false_values=("no", ""))


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [(PLAIN, text, True) for text in ("true", "True", "TRUE", "1")]
    + [(PLAIN, text, False) for text in ("false", "False", "FALSE", "0")]
    + [(SPANISH, "sí", True), (SPANISH, "", False)],
)
def test_reads(field: Field, text: str, value: object) -> None:
    assert boolean_parser(field)(text) is value
    assert BOOLEAN.from_json(field, text) is BOOLEAN.to_json(value)


@pytest.mark.parametrize(
    ("field", "text"),
    [(PLAIN, text) for text in ("yes", "tRUE", " true", "", "2")]
    + [(SPANISH, "si"), (SPANISH, "true")],
)
def test_refuses(field: Field, text: str) -> None:
    with pytest.raises(ValueError, match="not one of"):
        boolean_parser(field)(text)


def test_a_word_for_both_is_true() -> None:
    field = Field(name="b", type="boolean", true_values=("1",), false_values=("0", "1"))
    assert boolean_parser(field)("1") is True


def test_json_has_its_own_booleans() -> None:
    assert BOOLEAN.from_json(SPANISH, True) is True
    for value in (0, 1, None, 1.0):
        with pytest.raises(ValueError, match="neither true nor false"):
            BOOLEAN.from_json(PLAIN, value)

"""One truth, two speeds: a column holds what the parser gives, or declines the cell."""

from collections.abc import Mapping
from itertools import product
from types import MappingProxyType

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dataset_tools.field_types.types import FIELD_TYPES, field_type
from dataset_tools.model.schema import Field

FIELDS = [
    Field(name="x", type="string"),
    Field(name="x", type="string", format="uuid"),
    Field(name="x", type="integer"),
    Field(name="x", type="integer", group_char=","),
    Field(name="x", type="integer", bare_number=False),
    Field(name="x", type="integer", bare_number=False, group_char=" "),
    Field(name="x", type="number"),
    Field(name="x", type="number", decimal_char=",", group_char="."),
    Field(name="x", type="number", bare_number=False),
    Field(name="x", type="number", bare_number=False, decimal_char=",", group_char="\u00a0"),
    Field(name="x", type="boolean"),
    Field(name="x", type="boolean", true_values=("yes", "1"), false_values=("no", "1", "")),
    Field(name="x", type="date"),
    Field(name="x", type="time"),
    Field(name="x", type="datetime"),
    Field(name="x", type="year"),
    Field(name="x", type="yearmonth"),
    Field(name="x", type="any"),
]
DATES = st.dates().map(str) | st.sampled_from(["0000-01-01", "2024-02-30", "9999-12-31"])
TIMES = st.times().map(str) | st.sampled_from(["24:00:00", "23:59:60"])
ZONES = st.sampled_from(["", "Z", "+01:00", "-14:00", "+14:01", "+1:00", "-00:00", "z"])
FRACTIONS = st.sampled_from(["", ".", ".5", ".123456", ".1234567", ".1234560"])
DIGITS = st.integers().map(str) | st.from_regex(r"[+-]?[0-9]{1,25}", fullmatch=True)
SHAPED: Mapping[str, st.SearchStrategy[str]] = MappingProxyType(
    {
        "string": st.uuids().map(str),
        "integer": DIGITS | st.integers().map("{:,}".format) | DIGITS.map("€ {}".format),
        "number": st.floats().map(repr)
        | st.decimals().map(str)
        | st.decimals(allow_nan=False, allow_infinity=False).map("{:,f} kg".format)
        | st.from_regex(r"[+-]?[0-9]{0,25}\.?[0-9]{0,25}([eE][+-]?[0-9]{1,22})?", fullmatch=True),
        "boolean": st.sampled_from(["true", "True", "1", "no", "yes", "", "TRUE "]),
        "date": DATES,
        "time": TIMES,
        "datetime": st.tuples(DATES, st.just("T"), TIMES, FRACTIONS, ZONES).map("".join)
        | st.datetimes().map(lambda moment: moment.isoformat()),
        "year": DIGITS | st.integers(-20000, 20000).map(lambda year: f"{year:05}"),
        "yearmonth": st.tuples(DIGITS, st.integers(0, 13)).map(lambda at: f"{at[0]}-{at[1]:02}")
        | DATES.map(lambda text: text[:7]),
        "any": st.just("1"),
    }
)
ODD = st.sampled_from([*" \t\n\r+-_.,:TZeE059٣９", "\u00a0", "\x00", "NaN", "inf", "\u2007"])


@st.composite
def bent(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """A text of the type's shape in which a place is cut or filled with something odd."""
    text = draw(texts)
    place = draw(st.integers(0, len(text)))
    return text[:place] + draw(ODD | st.just("")) + text[place + draw(st.integers(0, 1)) :]


def cells(kind: str) -> st.SearchStrategy[str]:
    return SHAPED[kind] | bent(SHAPED[kind]) | bent(bent(SHAPED[kind])) | st.text(max_size=12)


def read_column(field: Field, texts: list[str]) -> list[object]:
    column = field_type(field.type).column
    assert column is not None
    expression = column(field, pl.col("text"))
    assert expression is not None
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    return frame.select(expression).to_series().to_list()


def read_cell(field: Field, text: str) -> object:
    kind = field_type(field.type)
    try:
        return kind.to_column(kind.parser(field)(text))
    except ValueError:
        return None


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: f"{field.type}-{field.format}")
@given(data=st.data())
def test_a_column_holds_what_the_parser_gives(field: Field, data: st.DataObject) -> None:
    texts = data.draw(st.lists(cells(field.type), min_size=1, max_size=40))
    for text, value in zip(texts, read_column(field, texts), strict=True):
        if value is not None:
            expected = read_cell(field, text)
            assert (value, type(value)) == (expected, type(expected)), text


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: f"{field.type}-{field.format}")
@given(data=st.data())
def test_the_parser_refuses_what_a_column_surely_refuses(field: Field, data: st.DataObject) -> None:
    kind = field_type(field.type)
    texts = data.draw(st.lists(cells(field.type), min_size=1, max_size=40))
    refused = kind.refused(field, pl.col("text")) if kind.refused else None
    if refused is None:
        return
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    values = read_column(field, texts)
    for text, value, is_refused in zip(
        texts, values, frame.select(refused).to_series(), strict=True
    ):
        if value is None and is_refused:
            with pytest.raises(ValueError):  # noqa: PT011 (the type's own words)
                kind.parser(field)(text)


@given(st.lists(SHAPED["datetime"], min_size=1, max_size=20))
@example(["2024-01-26T15:00:00", "2024-01-26T15:00:00.5+01:00", "2024-01-26T15:00:00Z"])
def test_datetimes_of_every_kind_may_share_a_column(texts: list[str]) -> None:
    field = Field(name="x", type="datetime")
    for text, value in zip(texts, read_column(field, texts), strict=True):
        assert value in {None, read_cell(field, text)}


EVERY_FORM = [
    (Field(name="x", type="string"), [" a ", ""]),
    (Field(name="x", type="string", format="uuid"), ["0A7B330A-a736-45ea-8f7f-feaf019cdc00"]),
    (Field(name="x", type="integer"), ["0", "-5", "+5", "007", "9223372036854775807"]),
    (Field(name="x", type="integer", group_char=","), ["1,000", "-5"]),
    (Field(name="x", type="integer", bare_number=False), ["€-12", "95 %"]),
    (Field(name="x", type="number"), ["0", "-.5", "7.", "1E5", "1e-400", "0.1", "007.50"]),
    (Field(name="x", type="number", decimal_char=",", group_char="."), ["1.000,5", "3"]),
    (Field(name="x", type="number", bare_number=False), ["EUR 95.5", "95%", "1.5E3"]),
    (Field(name="x", type="boolean"), ["true", "1", "0", "FALSE"]),
    (Field(name="x", type="date"), ["0001-01-01", "2024-02-29", "9999-12-31"]),
    (Field(name="x", type="time"), ["00:00:00", "23:59:59"]),
    (Field(name="x", type="datetime"), ["2024-01-26T15:00:00", "2024-02-29T00:00:00Z"]),
    (Field(name="x", type="datetime"), ["2024-01-26T15:00:00.5", "1600-01-01T00:00:00+01:00"]),
    (Field(name="x", type="year"), ["2024", "-0044", "12024"]),
    (Field(name="x", type="yearmonth"), ["2024-01", "0001-12"]),
    (Field(name="x", type="any"), ["1", "NaN"]),
]


@pytest.mark.parametrize(("field", "texts"), EVERY_FORM)
def test_a_column_declines_no_common_form(field: Field, texts: list[str]) -> None:
    assert read_column(field, texts) == [read_cell(field, text) for text in texts]
    assert None not in read_column(field, texts)


@pytest.mark.parametrize("kind", sorted(FIELD_TYPES))
def test_a_missing_cell_stays_missing(kind: str) -> None:
    column = FIELD_TYPES[kind].column
    expression = column(Field(name="x", type=kind), pl.col("text")) if column else None
    if expression is not None:
        frame = pl.DataFrame({"text": [None]}, schema={"text": pl.String}).select(expression)
        assert frame.to_series().to_list() == [None]
        assert kind == "any" or frame.to_series().dtype == FIELD_TYPES[kind].polars


def test_columns_are_read_side_by_side() -> None:
    expressions = {}
    for position, (field, _texts) in enumerate(EVERY_FORM):
        column = field_type(field.type).column
        assert column is not None
        expressions[str(position)] = column(field, pl.col(str(position)))
    frame = pl.DataFrame({name: ["2024"] for name in expressions})
    assert frame.select(**expressions).shape == (1, len(EVERY_FORM))


def test_polars_casts_take_no_number_that_xml_schema_refuses() -> None:
    texts = ["".join(chars) for size in range(5) for chars in product("05+-. eE_\t", repeat=size)]
    for kind in ("integer", "number"):
        field = Field(name="x", type=kind)
        for text, value in zip(texts, read_column(field, texts), strict=True):
            assert value is None or value == read_cell(field, text)
            assert value is not None or text.strip() != text or read_cell(field, text) is None

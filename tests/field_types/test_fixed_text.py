"""Dates digit by digit: a whole column says what the reference says of each text."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.field_types.fixed_text import FixedText
from dataset_tools.field_types.types import field_type
from dataset_tools.model.schema import Field

FORMS = {"date": "0000-00-00", "datetime": "0000-00-00T00:00:00Z"}
USUAL = {"date": "2024-02-29", "datetime": "2024-02-29T23:59:59Z"}


def read_column(kind: str, texts: list[str | None]) -> list[object]:
    column = field_type(kind).column
    assert column is not None
    expression = column(Field(name="x", type=kind), pl.col("x"))
    assert expression is not None
    return pl.DataFrame({"x": texts}, {"x": pl.String}).select(expression).to_series().to_list()


@st.composite
def alike(draw: st.DrawFn, kind: str) -> list[str | None]:
    """Texts as long as the usual form, most of them nearly right, and nulls among them."""
    digit = st.sampled_from("0123456789")
    near = st.tuples(*(digit if each == "0" else st.just(each) for each in FORMS[kind]))
    bent = st.tuples(*(digit | st.sampled_from(" +-:TZé") for _ in FORMS[kind]))
    day = st.dates().map(lambda each: each.isoformat() + USUAL[kind][10:])
    texts = st.lists(day | near.map("".join) | bent.map("".join) | st.none(), max_size=30)
    return draw(texts)


@pytest.mark.parametrize("kind", ["date", "datetime"])
@given(data=st.data())
def test_says_what_the_reference_says(kind: str, data: st.DataObject) -> None:
    texts = data.draw(alike(kind))
    reference = field_type(kind)
    parse = reference.parser(Field(name="x", type=kind))
    for text, held in zip(texts, read_column(kind, texts), strict=True):
        if held is None:
            continue
        assert text is not None
        assert held == reference.to_column(parse(text))


@pytest.mark.parametrize("kind", ["date", "datetime"])
def test_every_day_of_the_usual_form_is_read_at_once(kind: str) -> None:
    days = [date.fromordinal(at) for at in range(1, date.max.toordinal() + 1, 997)]
    texts: list[str | None] = [day.isoformat() + USUAL[kind][10:] for day in days]
    assert None not in read_column(kind, texts)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(("date", each) for each in ("2023-02-29", "0000-01-01", "2024-13-01", "2024-1-002")),
        *(("date", each) for each in ("2024/01/02", "2024-00-10", "2024-04-31", "2024-01-1é")),
        ("datetime", "2024-01-01T24:00:00Z"),
        ("datetime", "2024-01-01T23:60:00Z"),
        ("datetime", "2024-01-01 23:00:00Z"),
        ("datetime", "2024-01-01T23:00:00z"),
    ],
)
def test_declines_what_is_no_such_moment(kind: str, text: str) -> None:
    assert read_column(kind, [USUAL[kind], text, None])[1:] == [None, None]


def test_texts_of_another_length_become_the_form_itself() -> None:
    fixed = FixedText.of(pl.Series(["12:34", "1:2", None]), "00:00")
    assert fixed.number(0, 2).tolist() == [12, 0, 0]
    assert fixed.has_form("00:00").tolist() == [True, True, True]

"""What holds for any numbers, names and shapes."""

from dataclasses import asdict
from decimal import Decimal

import polars as pl
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.compile.column import compile_columns
from dataset_tools.export.names import distinct, safe_file_name
from dataset_tools.export.tables.arrow import arrow_type, plain_decimals
from dataset_tools.export.tables.exact import Part
from dataset_tools.export.tables.measure import number_shape, part_shapes, told_by_a_double
from dataset_tools.export.tables.shape import Shape, joined
from dataset_tools.frames.typed import TypedTable
from dataset_tools.model.schema import Field

NUMBER = Field(name="n", type="number")
PLAIN = st.decimals(allow_nan=False, allow_infinity=False, places=4).map(lambda each: f"{each:f}")
WRITTEN = st.one_of(PLAIN, st.sampled_from(["", "1e3", "1e-7", "NaN", "INF", "007.50", ".5", "1."]))
SHAPES = st.builds(
    Shape,
    values=st.integers(0, 9),
    digits=st.integers(0, 40),
    scale=st.integers(0, 40),
    words=st.integers(0, 2),
)


def part_of(texts: list[str]) -> Part:
    (column,) = compile_columns([(NUMBER, 0)])
    cells = pl.DataFrame({"0": [text or None for text in texts]}, schema={"0": pl.String})
    values = cells.select(column.typed).to_series() if column.typed is not None else None
    assert values is not None
    rows = TypedTable(
        columns=(column,),
        texts=cells.select(column.text.alias("n")),
        values=pl.DataFrame({"n": values}),
        beyond={},
    )
    return Part(rows=rows, is_native=False)


@given(st.lists(WRITTEN, max_size=8))
def test_exact_texts_are_the_values(texts: list[str]) -> None:
    part = part_of(texts)
    column = part.rows.columns[0]
    for text, exact in zip(texts, part.exact(column), strict=True):
        value = column.parse(text) if text else None
        assert (column.parse(exact) if exact else None) == value


@given(st.lists(WRITTEN, max_size=8))
def test_a_decimal_type_holds_every_number(texts: list[str]) -> None:
    part = part_of(texts)
    column = part.rows.columns[0]
    type_ = arrow_type(NUMBER, part_shapes(part, (column,))["n"])
    if pa.types.is_decimal(type_):
        held = part.exact(column).cast(pl.Decimal(type_.precision, type_.scale))
        assert held.to_list() == [
            Decimal(str(column.parse(text))) if text else None for text in texts
        ]


@given(st.lists(WRITTEN, max_size=8), st.integers(0, 9))
def test_decimals_at_sight_are_the_exact_ones(texts: list[str], scale: int) -> None:
    part = part_of(texts)
    column = part.rows.columns[0]
    found = plain_decimals(column, part, 18, scale)
    if found is not None:
        assert found.to_list() == [
            Decimal(str(column.parse(text))) if text else None for text in texts
        ]


@given(st.lists(PLAIN, min_size=1, max_size=6), st.lists(PLAIN, min_size=1, max_size=6))
def test_the_shape_of_a_whole_is_that_of_its_parts(one: list[str], other: list[str]) -> None:
    shapes = [number_shape(pl.Series("n", texts)) for texts in (one, other, one + other)]
    whole, parts = asdict(shapes[2]), asdict(joined(shapes[:2]))
    for key in ("values", "scale", "words", "inexact"):
        assert whole[key] == parts[key]


@given(SHAPES, SHAPES, SHAPES)
def test_shapes_are_joined_in_any_order(one: Shape, two: Shape, three: Shape) -> None:
    assert joined([one, joined([two, three])]) == joined([joined([three, one]), two])


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**11), max_value=10**11
    )
)
def test_fifteen_digits_are_told_by_a_double(number: Decimal) -> None:
    assert told_by_a_double(number)


@given(st.lists(st.text(max_size=6), unique=True, max_size=8), st.integers(4, 8))
def test_names_are_told_apart_in_any_case(names: list[str], longest: int) -> None:
    chosen = distinct(names, safe_file_name, longest)
    assert list(chosen) == names
    assert len({each.casefold() for each in chosen.values()}) == len(names)
    assert all(0 < len(each) <= longest for each in chosen.values())


@given(st.text())
def test_a_file_name_stays_in_its_folder(name: str) -> None:
    safe = safe_file_name(name)
    assert "/" not in safe
    assert "\0" not in safe
    assert safe not in (".", "..")

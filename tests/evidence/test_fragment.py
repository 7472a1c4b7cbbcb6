import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.evidence.fragment import (
    Fragment,
    Inference,
    MalformedFragments,
    Token,
    format_token,
    parse_fragments,
)

FIELDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
SOURCES = st.from_regex(r"\A[a-z0-9][a-z0-9._-]{0,12}\Z")


@st.composite
def fragments(draw: st.DrawFn) -> Token:
    start = draw(st.integers(0, 10**9))
    return Fragment(
        source=draw(SOURCES),
        start=start,
        end=start + draw(st.integers(1, 10**6)),
        field=draw(st.none() | FIELDS),
    )


@given(st.lists(fragments(), min_size=1, max_size=5))
def test_reads_back_what_it_writes(tokens: list[Token]) -> None:
    cell = " ".join(format_token(token) for token in tokens)
    assert parse_fragments(cell) == tuple(tokens)


@given(FIELDS)
def test_reads_back_an_inference(field: str) -> None:
    assert parse_fragments(format_token(Inference(field=field))) == (Inference(field=field),)


@pytest.mark.parametrize(
    ("cell", "tokens"),
    [
        ("news#char=14,90", [Fragment(source="news", start=14, end=90)]),
        ("y=a.b-1#char=0,4", [Fragment(source="a.b-1", start=0, end=4, field="y")]),
        ("a%20b=n#char=0,4", [Fragment(source="n", start=0, end=4, field="a b")]),
        ("a%3Db%23=n#char=0,4", [Fragment(source="n", start=0, end=4, field="a=b#")]),
        ("ann%C3%A9e=n#char=0,4", [Fragment(source="n", start=0, end=4, field="année")]),
        ("année=n#char=0,4", [Fragment(source="n", start=0, end=4, field="année")]),
        ("growth%=n#char=0,4", [Fragment(source="n", start=0, end=4, field="growth%")]),
        ("y=inferred", [Inference(field="y")]),
        ("n#char=007,010", [Fragment(source="n", start=7, end=10)]),
        ("n#char=0,4 n#char=0,4", [Fragment(source="n", start=0, end=4)] * 2),
    ],
)
def test_reads_tokens(cell: str, tokens: list[Token]) -> None:
    assert list(parse_fragments(cell)) == tokens


@pytest.mark.parametrize(
    "cell",
    [
        "",
        " ",
        "n#char=0,4 ",
        " n#char=0,4",
        "n#char=0,4  n#char=5,9",
        "n#char=0,4\tn#char=5,9",
        "n#char=0,4\n",
        "n#char=0,4;n#char=5,9",
        "n#char=4,4",
        "n#char=9,4",
        "n#char=-1,4",
        "n#char=,4",
        "n#char=4,",
        "n#char=4",
        "n#char=a,b",
        "n#char=1.0,4",
        "n#char=٠,٤",
        "n#line=0,4",
        "n#char=0,4;length=9",
        "#char=0,4",
        "=n#char=0,4",
        "y=#char=0,4",
        "y=z=n#char=0,4",
        "n",
        "inferred",
        "=inferred",
        "y=Inferred",
        "y=inferred,z=inferred",
        "y=inferred y=n#char=0,4",
        "y=n#char=0,4 y=inferred",
        "y%20z=n#char=0,4 y%20z=inferred",
        "n#char=" + "9" * 5000 + "," + "9" * 5000,
    ],
)
def test_refuses_what_is_no_token(cell: str) -> None:
    with pytest.raises(MalformedFragments):
        parse_fragments(cell)


def test_takes_positions_of_any_length() -> None:
    (fragment,) = parse_fragments("n#char=5," + "9" * 5000)
    assert isinstance(fragment, Fragment)
    assert fragment.end == 10**18


def test_a_hundred_kilobytes_are_read() -> None:
    assert len(parse_fragments(" ".join(["news#char=0,4"] * 10_000))) == 10_000

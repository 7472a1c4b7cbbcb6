"""A descriptor in YAML gives the values that the same descriptor in JSON gives."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools import Package
from dataset_tools.descriptor.decode_yaml import decode_yaml
from tests.conftest import MakePackage

TEXT = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs", "Nd"], exclude_characters="\u2028\u2029"
    ),
    max_size=8,
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=12,
)


@given(VALUES)
def test_reads_back_what_yaml_writes(value: object) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    decoded = decode_yaml(text.encode())
    assert (decoded.stop, decoded.value) == (None, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: no", {"a": "no"}),
        ("a: 2024-01-01", {"a": "2024-01-01"}),
        ("a: 12:30", {"a": "12:30"}),
        ("a: true", {"a": True}),
        ("a: '1'", {"a": "1"}),
        ("a: 1.5", {"a": 1.5}),
        ("a: ~", {"a": None}),
        ("a: &x [1]\nb: *x", {"a": [1], "b": [1]}),
        ("a: |\n  two\n  lines\n", {"a": "two\nlines\n"}),
        ("", None),
    ],
)
def test_plain_words_are_those_of_json(text: str, value: object) -> None:
    assert decode_yaml(text.encode()).value == value


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: [1", 2), ("a: 1\n  b: 2", 2), ("a: *nowhere", 1), ("a:\n\t- b", 2), ("\x00", 1)],
)
def test_says_where_it_is_no_yaml(text: str, line: int) -> None:
    stop = decode_yaml(text.encode()).stop
    assert stop is not None
    assert (stop.kind.code, stop.line) == ("DT101", line)


def test_bombs_and_depth_are_bounded() -> None:
    bomb = "a0: &a0 [x]\n" + "".join(
        f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, 12)
    )
    for text in (bomb, "[" * 5_000 + "]" * 5_000):
        stop = decode_yaml(text.encode()).stop
        assert stop is not None
        assert stop.kind.code in ("DT103", "DT101")


def test_a_fault_has_its_line_in_the_yaml(make_package: MakePackage) -> None:
    descriptor = {"resources": [{"name": "t", "path": "t.csv", "bytes": -1}]}
    folder = make_package(
        files={"t.csv": "id\n1\n", "datapackage.yaml": yaml.safe_dump(descriptor)}
    )
    (folder / "datapackage.json").unlink()
    report = Package.open(folder).validate()
    (error,) = report.tasks[0].errors
    assert (error.line_number, error.column, error.pointer) == (2, 10, "/resources/0/bytes")
    assert json.loads(report.to_json())["tasks"][0]["errors"][0]["columnNumber"] == 10

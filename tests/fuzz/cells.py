"""Any text as a cell of any type and format: a value or ValueError, the same at both speeds."""

import json

import polars as pl

from dataset_tools.field_types.types import FIELD_TYPES
from dataset_tools.model.schema import Field
from tests.fuzz.target import Choices, Target

PATTERNS = ("%d/%m/%Y", "%Y-%m-%dT%H:%M:%S%z", "%H:%M", "%Z", "%%", "%", "fmt:%Y", "%j %U", "\0%Y")
FORMS: tuple[Field, ...] = tuple(
    Field(name="x", type=name, format=format)
    for name, kind in FIELD_TYPES.items()
    for format in (*kind.formats, *(PATTERNS if kind.takes_pattern else ()))
)
OPTIONS = (
    *(Field(name="x", type=name, bare_number=False) for name in ("number", "integer")),
    *(
        Field(name="x", type=name, group_char=each)
        for name in ("number", "integer")
        for each in "., '"
    ),
    Field(name="x", type="number", decimal_char=",", group_char="."),
    Field(name="x", type="number", decimal_char="::", group_char="x", bare_number=False),
    Field(name="x", type="boolean", true_values=("yes", "1", ""), false_values=("no", "1")),
    *(Field(name="x", type="list", item_type=name, delimiter=";") for name in sorted(FIELD_TYPES)),
    Field(name="x", type="list", delimiter=", "),
)
FIELDS = (*FORMS, *OPTIONS)
TEXTS = (
    *("12", "-0.5", "+1e5", "NaN", "-INF", "1,000.5", "€ 95 %", "true", "2024-02-29", "24:00:00"),
    *("2024-02-29T24:00:00Z", "2024-01-01T10:00:00.1234567+14:00", "P1Y2M3DT4H5M6.7S", "-P1D"),
    *("2024", "-0044", "2024-13", "12:30", "1,2;3", "90.5, -180", "[1, 2]", '{"lon": 1, "lat": 2}'),
    *('{"type": "Point", "coordinates": [1, 2]}', '{"type": "Topology", "objects": {}}', "YQ=="),
    *("a@b.c", "https://user@[::1]:80/%20?q#f", "0A7B330A-a736-45ea-8f7f-feaf019cdc00", "Jan 5 24"),
    *("[" * 300, '"\\ud800"', "1e400", "5 Feb 2024 10:00 PST", "99999999999999999999Y"),
)
_ROUND_TRIP = ("integer", "boolean", "date", "time", "datetime", "year", "yearmonth", "duration")


def check(data: bytes) -> None:
    """Read one text as a cell of a field, as a JSON value, and in a column."""
    choices = Choices(data)
    field = choices.of(FIELDS)
    kind = FIELD_TYPES[field.type]
    text = choices.rest().decode("utf-8", "replace")
    read = []
    parse = kind.parser(field)
    try:
        read.append(parse(text))
    except ValueError as error:
        assert str(error), "an error without a note"
    for value in read:
        _check_value(field, value)
    _check_json(field, text)
    if kind.column is None or (column := kind.column(field, pl.col("text"))) is None:
        return
    frame = pl.DataFrame({"text": [text, None, text]}, schema={"text": pl.String})
    fast, missing, again = frame.select(column).to_series().to_list()
    assert missing is None
    assert fast == again
    if fast is not None:
        assert read, f"the column reads {text!r} as {fast!r}"
        assert kind.to_column(read[0]) == fast


def _check_value(field: Field, value: object) -> None:
    kind = FIELD_TYPES[field.type]
    written = kind.to_json(value)
    text = json.dumps(written, allow_nan=False)
    repr(value)
    kind.to_column(value)
    assert kind.comparable(value) == kind.comparable(value) or value != value  # noqa: PLR0124 (NaN)
    if "minimum" in kind.constraints:
        assert (kind.comparable(value) < kind.comparable(value)) is False  # type: ignore[operator]
    if field.type in _ROUND_TRIP and field.format == "default" and isinstance(written, str):
        again = kind.from_json(field, json.loads(text))
        assert kind.comparable(again) == kind.comparable(value)


def _check_json(field: Field, text: str) -> None:
    """Read the text as a JSON value, if it is one, as inline data and constraints hold it."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = text
    try:
        kept = FIELD_TYPES[field.type].from_json(field, value)
    except ValueError:
        return
    _check_value(field, kept)


TARGET = Target(
    check=check,
    seeds=tuple(
        bytes([at]) + text.encode() for at in range(len(FIELDS)) for text in TEXTS[at % 3 :: 3]
    ),
    words=(
        *(
            "NaN",
            "INF",
            "-",
            "+",
            "e",
            ".",
            ",",
            "P",
            "T",
            "Z",
            "+14:00",
            "24:00:00",
            "0000",
            "9999",
        ),
        *(
            '"type"',
            '"coordinates"',
            '"Feature"',
            '"geometry"',
            '"bbox"',
            '"arcs"',
            "null",
            "1e400",
        ),
        *("[", "{", "\\ud800", "٣", "\u00a0", "\0", "Feb", "PM", "GMT", "%", "€", "://", "@"),
    ),
)

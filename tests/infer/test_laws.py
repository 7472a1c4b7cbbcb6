"""The law of ``init``: what it writes judges the data that it was drawn from as valid."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import frictionless
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataset_tools.exceptions import CouldNotRun
from dataset_tools.infer.draft import draft_package
from dataset_tools.infer.write import write_draft
from dataset_tools.package import Package

NAMES = ["id", "name", "year", "date", "zip", "x", "code", "location", "a b", "1990", "1991", ""]
CELLS = [
    st.integers(-(10**20), 10**20).map(str),
    st.floats(allow_nan=False).map(repr),
    st.integers(0, 99_999).map(lambda number: f"{number:05}"),
    st.dates().map(str),
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.dates().map(lambda day: day.strftime("%d/%m/%Y")),
    st.times().map(lambda time: time.strftime("%H:%M")),
    st.sampled_from(["yes", "no"]),
    st.sampled_from(["true", "FALSE", "1", "0"]),
    st.sampled_from(["a", "b", "c;d", "e|f"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"])),
    st.integers(1000, 2999).map(str),
    st.integers(0, 10**7).map(lambda number: f"{number:,}"),
    st.integers(0, 10**7).map(lambda number: f"{number / 100:.2f}".replace(".", ",")),
    st.lists(st.integers(0, 99), min_size=1, max_size=3).map(lambda each: ";".join(map(str, each))),
    st.integers(0, 300).map(lambda number: f"{number} %"),
    st.sampled_from(['{"a":1}', "[1,2]", '{"lon":1,"lat":2}']),
]
FORMS = {
    "delimiter": st.sampled_from(",;\t|"),
    "quotechar": st.sampled_from("\"'"),
    "lineterminator": st.sampled_from(["\n", "\r\n"]),
    "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
}


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """Write a table of a few columns, each of one kind, with or without a header."""
    width, height = draw(st.integers(1, 5)), draw(st.integers(1, 25))
    columns = []
    for _ in range(width):
        cells = draw(st.sampled_from(CELLS))
        missing = draw(st.sampled_from([None, None, "", "NA", "-", " "]))
        if missing is not None:
            cells = st.one_of(cells, cells, cells, st.just(missing))
        columns.append(draw(st.lists(cells, min_size=height, max_size=height)))
    rows = [list(row) for row in zip(*columns, strict=True) if any(row)]
    labels = draw(st.lists(st.sampled_from(NAMES), min_size=width, max_size=width))
    if draw(st.booleans()) and any(labels):
        rows = [labels, *rows]
    form: dict[str, Any] = {name: draw(each) for name, each in FORMS.items()}
    if width == 1:  # a column of texts with commas in most of them is two columns with a fault
        form["quoting"] = csv.QUOTE_ALL
    text = io.StringIO(newline="")
    csv.writer(text, **form).writerows(rows)
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "windows-1252"]))
    return text.getvalue().encode(encoding, "replace")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables())
def test_what_is_drafted_is_valid(content: bytes) -> None:
    if not content.strip(b"\xff\xfe\xef\xbb\xbf"):
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(content)
        draft = draft_package([path], folder=folder)
        write_draft(draft)
        report = Package.open(folder).validate()
        assert [error.message for task in report.tasks for error in task.errors] == []
        assert report.errors == report.findings == ()
        for schema in draft.schemas.values():
            frictionless.Schema.from_descriptor(schema)
        assert frictionless.Package.metadata_validate(draft.descriptor) is not None


LINKED = st.sampled_from(["id", "company_id", "company", "symbol", "parent_id"])
KEYS = [st.integers(1, 6).map(str), st.sampled_from(["AAAA", "BBBB", "CCCC", "0007", ""])]


@st.composite
def linked_tables(draw: st.DrawFn) -> str:
    """Write a table of columns whose values come from small pools, as keys and references do."""
    labels = draw(st.lists(LINKED, min_size=2, max_size=4, unique=True))
    height = draw(st.integers(1, 8))
    pools = [draw(st.sampled_from(KEYS)) for _ in labels]
    columns = [draw(st.lists(pool, min_size=height, max_size=height)) for pool in pools]
    rows = [row for row in zip(*columns, strict=True) if any(row)]
    return "".join(",".join(row) + "\n" for row in [labels, *rows])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(linked_tables(), min_size=2, max_size=3))
def test_tables_that_refer_to_each_other_are_valid(contents: list[str]) -> None:
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{name}.csv" for name in ("companies", "stocks", "moves")]
        for path, content in zip(paths, contents, strict=False):
            path.write_text(content)
        draft = draft_package(paths[: len(contents)], folder=folder)
        write_draft(draft)
        report = Package.open(folder).validate()
        assert [error.message for task in report.tasks for error in task.errors] == []
        assert report.errors == report.findings == ()


MARKS = st.text(",;\t|\"'\n\r #0a-é.", max_size=120)
OF_ROWS = {"blank-row", "extra-cell", "missing-cell"}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.one_of(
        st.binary(max_size=300), MARKS.map(str.encode), MARKS.map(lambda s: s.encode("utf-16"))
    ),
    st.sampled_from(["csv", "tsv", "csv.gz", "json", "jsonl", "xlsx", "parquet"]),
)
def test_any_bytes_are_refused_or_drafted_with_their_flaws_told(content: bytes, end: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table.{end}"
        path.write_bytes(content)
        try:
            draft = draft_package([path], folder=folder)
        except CouldNotRun:
            return
        write_draft(draft)
        package = Package.open(folder)
        package.describe()
        report = package.validate()
        kinds = [error.kind for task in report.tasks for error in task.errors]
        assert report.errors == report.findings == ()
        assert all(kind.type in OF_ROWS or kind.code.startswith("DT5") for kind in kinds)
        assert not kinds or draft.tables[0].notes

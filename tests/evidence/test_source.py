import hashlib

import pytest

from dataset_tools.evidence.row import EvidenceRow
from dataset_tools.evidence.source import Source, listed_sources, open_documents, wanted_hashes
from dataset_tools.model.schema import Field, Schema

NEWS = "Es tröpft.\n"


def source(content: bytes, length: int | None, sha256: str = "") -> Source:
    digest = sha256 or hashlib.sha256(content).hexdigest()
    row = EvidenceRow(row_number=7, line_number=9, place="sources.csv", cells=("news",), values=())
    return Source(id="news", sha256=digest, length=length, row=row)


@pytest.mark.parametrize(
    ("content", "length", "code"),
    [
        (NEWS.encode(), 11, None),
        (NEWS.encode(), None, None),
        ("😀\n".encode(), 2, None),
        (NEWS.encode(), 12, "DT608"),
        (NEWS.encode(), 10, "DT608"),
        (b"", 0, None),
        (NEWS.encode("latin-1"), 11, "DT609"),
        (NEWS.encode("utf-16"), 11, "DT609"),
        (b"\xef\xbb\xbf" + NEWS.encode(), 12, "DT609"),
        (b"one\r\ntwo\n", 9, "DT609"),
        (b"one\rtwo", 7, "DT609"),
        ("\u2028\x85".encode(), 2, None),
    ],
)
def test_a_document_is_utf_8_with_lf(content: bytes, length: int | None, code: str | None) -> None:
    listed = source(content, length)
    documents = open_documents([listed], {listed.sha256: content})
    assert [(e.kind.code, e.row_number, e.line_number, e.place) for e in documents.errors] == (
        [] if code is None else [(code, 7, 9, "sources.csv")]
    )
    assert documents.by_id["news"].found
    assert (documents.by_id["news"].reading is None) is (code == "DT609")


def test_a_document_that_is_not_there_is_told() -> None:
    documents = open_documents([source(b"x", 1)], {})
    assert [error.kind.code for error in documents.errors] == ["DT607"]
    assert not documents.by_id["news"].found


def test_nothing_is_told_where_nobody_said_where_documents_are() -> None:
    documents = open_documents([source(b"x", 1)])
    assert (documents.given, documents.errors) == (False, ())
    assert documents.by_id["news"].length == 1


def test_how_to_make_a_copy_is_told() -> None:
    listed = source(b"one\r\n", 5)
    (error,) = open_documents([listed], {listed.sha256: b"one\r\n"}).errors
    assert "sed 's/\\r$//' FILE > COPY" in error.mend


def test_reads_the_table_of_sources() -> None:
    schema = Schema(fields=tuple(Field(name=name) for name in ("title", "id", "length", "sha256")))
    rows = [
        EvidenceRow(
            row_number=number,
            line_number=number,
            place="sources.csv",
            cells=(),
            values=values,
        )
        for number, values in enumerate(
            [
                ("A", "a", 5, "AB" * 32),
                ("B", "b", None, None),
                ("C", "a", 6, "c"),
                ("D", None, 1, "d"),
            ],
            2,
        )
    ]
    listed = listed_sources(schema, rows)
    assert [(found.id, found.sha256, found.length) for found in listed] == [
        ("a", "ab" * 32, 5),
        ("b", "", None),
    ]
    assert wanted_hashes(listed) == {"ab" * 32}

from collections.abc import Callable

import pytest

from dataset_tools.evidence.coverage import cover_documents, sentence_spans
from dataset_tools.evidence.proof import TableProof
from dataset_tools.evidence.source import Source, open_documents
from dataset_tools.model.schema import Field


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It rains. It pours.", ["It rains.", "It pours."]),
        ("It rains! “Yes,” he said.", ["It rains!", "“Yes,” he said."]),
        ("“It rains.” He left.", ["“It rains.”", "He left."]),
        ("“It rains.” he said.", ["“It rains.” he said."]),
        ("‘“It rains?”’ He left", ["‘“It rains?”’", "He left"]),
        ("Is it? It is", ["Is it?", "It is"]),
        ("Really?! Yes", ["Really?!", "Yes"]),
        ("The U.S. Senate sat. It rose.", ["The U.S. Senate sat.", "It rose."]),
        ("Plan B! It works", ["Plan B!", "It works"]),
        ("It rose 1.8 percent.", ["It rose 1.8 percent."]),
        ("It rose by 5. 17 fell.", ["It rose by 5. 17 fell."]),
        ("It rose by 5. Then fell.", ["It rose by 5.", "Then fell."]),
        ("A title\nIt rains", ["A title", "It rains"]),
        ("  A title  \n\n  It rains  ", ["A title", "It rains"]),
        ("It rains.It pours", ["It rains.It pours"]),
        ("Es regnet. „Ja“, sagt er.", ["Es regnet.", "„Ja“, sagt er."]),
        ("Il pleut. « Oui » dit-il.", ["Il pleut.", "« Oui » dit-il."]),
        ("Élan. Élan.", ["Élan.", "Élan."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_where_sentences_end(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


def test_counts_what_is_cited(
    prove_rows: Callable[..., TableProof],
    make_field: Callable[..., Field],
    make_documents: Callable[..., object],
) -> None:
    news = "Aldmouth leaks. It opened in 1902. Moor left.\nNobody came."
    documents = make_documents(news=news, other="Nothing. Nobody.")
    rows = [
        ("Aldmouth", "news#char=0,8"),
        ("Aldmouth", "news#char=0,14 news#char=9,18"),
        ("Moor", "news#char=35,39"),
        ("Nobody", "news#char=46,99"),
    ]
    proof = prove_rows([make_field("name", "name")], rows, documents)
    first, second = cover_documents(documents, [proof])  # type: ignore[arg-type]
    assert (first.sentences, first.cited_sentences) == (4, 3)
    assert (first.characters, first.cited_characters) == (58, 22)
    assert [news[start:end] for start, end in first.uncited] == ["Nobody came."]
    assert (second.found, second.sentences, second.cited_sentences) == (True, 2, 0)
    assert second.uncited == ((0, 8), (9, 16))


def test_a_missing_document_has_nothing_to_cover() -> None:
    documents = open_documents([Source(id="news", sha256="a", length=9)], {})
    (coverage,) = cover_documents(documents, [])
    assert (coverage.found, coverage.sentences, coverage.characters) == (False, 0, 0)

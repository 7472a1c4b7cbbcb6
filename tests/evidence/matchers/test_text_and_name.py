from collections.abc import Callable

import pytest

from dataset_tools.evidence.proof import TableProof
from dataset_tools.model.schema import Field

Proves = Callable[..., bool]

WORDS = [
    ("The harbour leaks.", "The harbour", True),
    ("The harbour leaks.", "harbour leaks.", True),
    ("The harbour leaks.", "the harbour", False),
    ("The harbour leaks.", "harb", False),
    ("The harbour leaks.", "arbour", False),
    ("The ⟦harbour⟧ leaks.", "harbour", True),
    ("The ⟦harbour⟧ leaks.", "harbour leaks", False),
    ("⟦The⟧ harbour ⟦leaks⟧.", "The harbour", False),
    ("Ida\n  Moor spoke", "Ida Moor", True),
    ("Ida Moor spoke", "Ida\u00a0 Moor", True),
    ("IdaMoor spoke", "Ida Moor", False),
    ("Moor’s boat", "Moor", True),
    ("Moor-Hall", "Moor", True),
    ("Moors", "Moor", False),
    ("(Moor)", "Moor", True),
    ("Moor2", "Moor", False),
    ("the O’Brien pier", "O’Brien", True),
    ("the O’Brien pier", "O'Brien", False),
    ("the S&P 500 fell", "S&P 500", True),
    ("the S&P 500 fell", "S&P 50", False),
    ("the S&P 5000 fell", "S&P 500", False),
    ("the S&P 500 fell", "S&P", True),
    ("thousands of ships", "thousands of", True),
    ("xa a a", "a a", True),
    ("aa aa", "a a", False),
    ("東京都の港", "東京", True),
    ("アルドマス港でNvidiaは", "Nvidia", True),
    ("삼성은 말했다", "삼성", False),
    ("cafe\u0301 bar", "cafe", False),
    ("the caf\u00e9", "cafe\u0301", False),
    ("a.b", "a.b", True),
    ("a+b (c) [d]", "+b (c) [", True),
    ("Any text", " ", False),
    ("Any text", "", False),
]


@pytest.mark.parametrize("match", ["text", "name", "names"])
@pytest.mark.parametrize(("document", "cell", "proved"), WORDS)
def test_proves_whole_words(
    proves: Proves, document: str, cell: str, match: str, *, proved: bool
) -> None:
    assert proves(document, cell, match) is proved


@pytest.mark.parametrize(
    ("document", "cell", "proved"),
    [
        ("Big Blue, or IBM, said", "Big Blue|IBM", True),
        ("⟦Big Blue⟧, or ⟦IBM⟧, said", "Big Blue | IBM", True),
        ("Big Blue said", "Big Blue|IBM", False),
        ("Big Blue said", "|", False),
    ],
)
def test_names_proves_each_name(proves: Proves, document: str, cell: str, *, proved: bool) -> None:
    assert proves(document, cell, "names") is proved


def test_names_proves_each_item_of_a_list(proves: Proves) -> None:
    assert proves("Big Blue, or IBM, said", ("Big Blue", "IBM"), "names", "list")
    assert not proves("Big Blue, or HP, said", ("Big Blue", "IBM"), "names", "list")


def test_aliases_do_not_prove_the_row_itself(
    prove_rows: Callable[..., TableProof],
    make_field: Callable[..., Field],
    make_documents: Callable[..., object],
) -> None:
    fields = [make_field("name", "name", aliases="aliases"), make_field("aliases", "names")]
    documents = make_documents(news="Moor spoke.")
    proof = prove_rows(fields, [("Ida Moor", "Moor", "news#char=0,4")], documents)
    assert [(error.field_name, error.kind.code) for error in proof.errors] == [("name", "DT601")]


@pytest.mark.parametrize(
    ("match", "cited", "codes"),
    [
        ("name", "fact=news#char=4,12", []),
        ("name", "fact=news#char=0,12", ["DT601"]),
        ("name", "fact=news#char=4,13", ["DT601"]),
        ("name", "fact=news#char=4,12 fact=news#char=0,12", ["DT601"]),
        ("name", "fact=news#char=4,12 fact=news#char=20,28", []),
        ("text", "fact=news#char=0,12", ["DT601"]),
        ("names", "fact=news#char=0,12", []),
        ("name", "news#char=0,12", []),
    ],
)
def test_a_bound_fragment_is_the_cell_and_nothing_else(
    prove_rows: Callable[..., TableProof],
    make_field: Callable[..., Field],
    make_documents: Callable[..., object],
    match: str,
    cited: str,
    codes: list[str],
) -> None:
    documents = make_documents(news="Dr. Ida Moor. Later Ida\nMoor left.")
    proof = prove_rows([make_field("fact", match)], [("Ida Moor", cited)], documents)
    assert [error.kind.code for error in proof.errors] == codes


def test_a_bound_fragment_may_be_one_item_of_a_list(
    prove_rows: Callable[..., TableProof],
    make_field: Callable[..., Field],
    make_documents: Callable[..., object],
) -> None:
    row = (("Ida", "Tom"), "fact=news#char=0,3 fact=news#char=8,11")
    documents = make_documents(news="Ida and Tom")
    assert not prove_rows([make_field("fact", "name", "list")], [row], documents).errors

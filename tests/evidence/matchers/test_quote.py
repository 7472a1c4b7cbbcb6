from collections.abc import Callable

import pytest

Proves = Callable[..., bool]

DOCUMENT = (
    "“It leaks, and it isn’t ours,” said Moor. “The captain’s crew sold it,” she added, "
    "“in 1902.”\nHer partner recalled, “She called it ‘a sieve’ twice!”"
)


@pytest.mark.parametrize(
    ("cell", "proved"),
    [
        ("It leaks, and it isn’t ours", True),
        ("It leaks, and it isn’t ours,", True),
        ("It leaks, and it isn’t", False),
        ("leaks, and it isn’t ours", False),
        ("It leaks,  and\nit isn’t ours", True),
        ("it leaks, and it isn’t ours", False),
        ("The captain’s crew sold it", True),
        ("The captain", False),
        ("s crew sold it", False),
        ("The captain’s crew sold it in 1902.", False),
        ("in 1902", True),
        ("in 1902.", True),
        ("in", False),
        ("a sieve", True),
        ("She called it ‘a sieve’ twice!", True),
        ("She called it ‘a sieve’ twice", False),
        (" said Moor. ", False),
        ("said Moor.", False),
        ("It leaks, and it isn’t ours,” said Moor. “The captain’s crew sold it", False),
        ("“in 1902.”", False),
        ("", False),
        (" ", False),
    ],
)
def test_proves_a_whole_quotation(proves: Proves, cell: str, *, proved: bool) -> None:
    assert proves(DOCUMENT, cell, "quote") is proved


@pytest.mark.parametrize(
    ("cell", "proved"),
    [
        ("It leaks", True),
        ("it isn’t ours", True),
        ("It leaks, and it isn’t ours,", True),
        ("a sieve", True),
        ("called it ‘a sieve’ twice", True),
        ("It leak", False),
        ("said Moor", False),
        ("ours,” said Moor. “The", False),
        ("recalled", False),
    ],
)
def test_proves_a_part_of_a_quotation(proves: Proves, cell: str, *, proved: bool) -> None:
    assert proves(DOCUMENT, cell, "quote", part=True) is proved


@pytest.mark.parametrize(
    ("document", "cell", "proved"),
    [
        ("“⟦It leaks⟧,” he said", "It leaks", True),
        ("⟦“It leaks,” he said⟧", "It leaks", True),
        ("“⟦It⟧ leaks,” he said", "It leaks", False),
        ("“⟦It⟧ leaks,” he said", "It", False),
        ("⟦“It⟧ leaks,” he said", "It leaks", False),
        ('"It leaks," he said, "and creaks."', "It leaks", True),
        ('"It leaks," he said, "and creaks."', " he said, ", False),
        ('"It leaks," he said, "and creaks."', "he said,", False),
        ('"It leaks," he said, "and creaks."', "and creaks", True),
        ("« ⟦Elle coule⟧ », dit-il", "Elle coule", True),
        ("«\u00a0Elle coule\u00a0»", "Elle coule", True),
        ("«Elle coule», dit-il", "Elle", False),
        ("„Es tropft“, sagte sie", "Es tropft", True),
        ("„Es tropft“, sagte sie", "sagte sie", False),
        ("「漏れる。」と言った", "漏れる", True),
        ("「漏れる」と言った", "漏れ", False),
        ("‘It’s ours,’ he said", "It’s ours", True),
        ("‘It’s ours,’ he said", "It", False),
        ("“Never closed", "Never closed", False),
        ("“It leaks”, he said", "It leaks", True),
        ("“It leaks.,” he said", "It leaks", False),
        ("“It leaks?” he said", "It leaks", False),
        ("“It leaks” and “it creaks”", "it creaks", True),
        ("“⟦It leaks” and “it creaks⟧”", "it creaks", True),
        ("“It leaks” and “it creaks”", "and", False),
    ],
)
def test_knows_the_marks(proves: Proves, document: str, cell: str, *, proved: bool) -> None:
    assert proves(document, cell, "quote") is proved

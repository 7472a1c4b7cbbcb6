from collections.abc import Callable

import pytest

from dataset_tools.evidence.fragment import format_token
from dataset_tools.evidence.locate import locate_text
from dataset_tools.evidence.source import Documents, Source, open_documents


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Ida Moor", [("a#char=0,8", True), ("b#char=4,13", True)]),
        (" Ida\nMoor ", [("a#char=0,8", True), ("b#char=4,13", True)]),
        ("Moor", [("a#char=4,8", True), ("b#char=9,13", True)]),
        ("oor", [("a#char=5,8", False), ("a#char=14,17", False), ("b#char=10,13", False)]),
        ("moor", [("a#char=13,17", False)]),
        ("of Moor", []),
        ("", []),
    ],
)
def test_finds_where_a_text_stands(
    make_documents: Callable[..., Documents], text: str, places: list[tuple[str, bool]]
) -> None:
    documents = make_documents(a="Ida Moor of Dmoor.", b="So, Ida \nMoor.")
    found = locate_text(text, documents)
    assert [(format_token(place.fragment), place.whole) for place in found] == places


def test_finds_nothing_in_a_missing_document_and_no_more_than_asked(
    make_documents: Callable[..., Documents],
) -> None:
    assert locate_text("a", open_documents([Source(id="a", length=1)])) == ()
    assert len(locate_text("a", make_documents(a="a a a a"), most=3)) == 3

"""Where a text stands in the documents: what the command ``locate`` prints."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from dataset_tools.evidence.fragment import Fragment
from dataset_tools.evidence.letters import is_whole, one_space
from dataset_tools.evidence.places import places
from dataset_tools.evidence.source import Document, Documents

MOST_PLACES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A place of a text; unless ``whole``, it begins or ends inside a word and proves nothing."""

    fragment: Fragment
    whole: bool


def locate_text(text: str, documents: Documents, most: int = MOST_PLACES) -> tuple[Located, ...]:
    """Find a text in the documents; runs of white space are equal, case is not.

    Where it stands as whole words anywhere, only such places are given.
    """
    wanted = one_space(text).strip()
    whole = tuple(islice(_places(wanted, documents, whole=True), most))
    return whole or tuple(islice(_places(wanted, documents, whole=False), most))


def _places(wanted: str, documents: Documents, *, whole: bool) -> Iterator[Located]:
    for document in documents.by_id.values():
        yield from _in_document(wanted, document, whole=whole)


def _in_document(wanted: str, document: Document, *, whole: bool) -> Iterator[Located]:
    reading = document.reading
    if reading is None:
        return
    for start in places(reading.plain, wanted, 0, len(reading.plain)):
        end = start + len(wanted)
        if is_whole(reading.plain, start, end) is whole:
            first, last = reading.text_span(start, end)
            fragment = Fragment(source=document.source.id, start=first, end=last)
            yield Located(fragment=fragment, whole=whole)

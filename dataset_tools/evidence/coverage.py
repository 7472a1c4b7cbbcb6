"""How much of each document is cited: by sentence and by character."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dataset_tools.evidence.intervals import Span, sorted_intervals
from dataset_tools.evidence.proof import TableProof
from dataset_tools.evidence.quotations import CLOSING, OPENING
from dataset_tools.evidence.source import Document, Documents

_END = re.compile(rf"(?P<mark>[.!?])[{CLOSING}]*(?=\s+(?P<next>\S))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What of one source is cited; ``uncited`` are the sentences that no fragment touches.

    ``text`` is that of the document. One that is missing has none, no sentences, no characters.
    """

    source: str
    found: bool
    sentences: int
    cited_sentences: int
    characters: int
    cited_characters: int
    uncited: tuple[Span, ...]
    text: str = ""


def sentence_spans(text: str) -> Iterator[Span]:
    r"""Yield where the sentences of a text stand, without the white space around them.

    Examples
    --------
    >>> list(sentence_spans("It rains. “Yes,” he said.\nIn the U.S. Senate"))
    [(0, 9), (10, 25), (26, 44)]
    """
    start = 0
    for line in text.split("\n"):
        for begin, end in _in_line(line):
            yield start + begin, start + end
        start += len(line) + 1


def cover_documents(documents: Documents, proofs: Iterable[TableProof]) -> tuple[Coverage, ...]:
    """Count what the rows of all tables cite of each source."""
    spans: defaultdict[str, set[Span]] = defaultdict(set)
    for proof in proofs:
        for cited in proof.cited:
            spans[cited.fragment.source].add((cited.fragment.start, cited.fragment.end))
    return tuple(
        _cover(document, spans.get(id_, set())) for id_, document in documents.by_id.items()
    )


def _in_line(line: str) -> Iterator[Span]:
    begin = 0
    for found in _END.finditer(line):
        if _is_end(line, found):
            yield from _trimmed(line, begin, found.end())
            begin = found.end()
    yield from _trimmed(line, begin, len(line))


def _is_end(line: str, found: re.Match[str]) -> bool:
    """Whether a sentence ends: before a capital or an opening mark, not after a single letter."""
    after = found["next"]
    if not (after.isupper() or after.istitle() or after in OPENING):
        return False
    mark = found.start()
    single = (
        mark > 0 and line[mark - 1].isalpha() and not line[max(mark - 2, 0) : mark - 1].isalnum()
    )
    return not (found["mark"] == "." and single)


def _trimmed(line: str, begin: int, end: int) -> Iterator[Span]:
    sentence = line[begin:end]
    lead = len(sentence) - len(sentence.lstrip())
    if lead < len(sentence):
        yield begin + lead, begin + len(sentence.rstrip())


def _cover(document: Document, spans: set[Span]) -> Coverage:
    if document.reading is None:
        return Coverage(
            source=document.source.id,
            found=document.found,
            sentences=0,
            cited_sentences=0,
            characters=0,
            cited_characters=0,
            uncited=(),
        )
    text = document.reading.text
    sentences = tuple(sentence_spans(text))
    stretches = sorted_intervals(spans).stretches()
    uncited = tuple(_untouched(sentences, stretches))
    return Coverage(
        source=document.source.id,
        found=True,
        sentences=len(sentences),
        cited_sentences=len(sentences) - len(uncited),
        characters=len(text),
        cited_characters=sum(end - start for start, end in stretches),
        uncited=uncited,
        text=text,
    )


def _untouched(sentences: Iterable[Span], stretches: tuple[Span, ...]) -> Iterator[Span]:
    """Yield the sentences that no stretch touches; both are sorted."""
    index = 0
    for start, end in sentences:
        while index < len(stretches) and stretches[index][1] <= start:
            index += 1
        if index == len(stretches) or stretches[index][0] >= end:
            yield start, end

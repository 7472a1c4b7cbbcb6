"""Laws of spans: what a document says in whole words is proved by its own span, and no other."""

import re
from collections.abc import Callable

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dataset_tools.evidence.intervals import sorted_intervals
from dataset_tools.evidence.letters import is_edge, one_space
from dataset_tools.evidence.passage import passage_of
from dataset_tools.evidence.reading import read_text

WORDS = st.text(alphabet="aabé7’-“.,東", min_size=1, max_size=5)
GAPS = st.sampled_from([" ", " ", "  ", "\n", "\n\n ", "\u00a0"])
SPANS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted).map(tuple), max_size=9
)


@st.composite
def documents(draw: st.DrawFn) -> str:
    words = draw(st.lists(WORDS, min_size=2, max_size=12))
    return "".join(word + draw(GAPS) for word in words).rstrip()


@st.composite
def cuts(draw: st.DrawFn) -> tuple[str, int, int]:
    """A document and a span of whole words in it, which neither begins nor ends on white space."""
    text = draw(documents())
    edges = [at for at in range(len(text) + 1) if is_edge(text, at)]
    start, end = sorted((draw(st.sampled_from(edges)), draw(st.sampled_from(edges))))
    assume(start < end and not text[start].isspace() and not text[end - 1].isspace())
    return text, start, end


@given(cuts())
def test_a_span_of_whole_words_holds_its_own_text(cut: tuple[str, int, int]) -> None:
    text, start, end = cut
    passage = passage_of(read_text(text), [(start, end)])
    assert passage.holds(text[start:end])
    assert passage.holds(re.sub(r"\s+", "\n ", text[start:end]))
    assert (start, end) in passage.whole_places(text[start:end])


@given(cuts())
def test_a_span_without_the_last_word_does_not_hold_it(cut: tuple[str, int, int]) -> None:
    text, start, end = cut
    words = re.findall(r"\S+", text[start:end])
    assume(len(words) > 1)
    shorter = start + len(text[start:end].rsplit(None, 1)[0])
    assert not passage_of(read_text(text), [(start, shorter)]).holds(text[start:end])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts(), st.sampled_from([-1, 1]), st.booleans())
def test_a_span_that_is_moved_by_one_never_proves_a_bound_cell(
    prove_rows: Callable[..., object],
    make_field: Callable[..., object],
    make_documents: Callable[..., object],
    cut: tuple[str, int, int],
    move: int,
    first: bool,  # noqa: FBT001
) -> None:
    text, start, end = cut
    moved = (start + move, end) if first else (start, end + move)
    assume(0 <= moved[0] < moved[1] and moved[1] <= len(text))
    row = (text[start:end], f"fact=news#char={moved[0]},{moved[1]}")
    proof = prove_rows([make_field("fact", "text")], [row], make_documents(news=text))
    assert [error.kind.code for error in proof.errors] in (["DT601"], ["DT602"])  # type: ignore[attr-defined]


@given(documents(), st.integers(0, 60))
def test_positions_of_the_plain_text_lead_back(text: str, position: int) -> None:
    reading = read_text(text)
    place = min(position, len(reading.plain) - 1)
    assert reading.to_plain(reading.to_text(place)) == place
    assert one_space(text[reading.to_text(place)]) == reading.plain[place]


@given(SPANS, st.integers(0, 20), st.integers(0, 20))
def test_a_place_is_covered_by_one_span(spans: list[tuple[int, int]], start: int, end: int) -> None:
    expected = any(low <= start and end <= high for low, high in spans)
    assert sorted_intervals(spans).cover(start, end) is expected


def test_spans_that_overlap_do_not_add_up() -> None:
    passage = passage_of(read_text("one two three"), [(0, 7), (4, 13)])
    assert passage.stretches == ((0, 13),)
    assert passage.holds("two three")
    assert not passage.holds("one two three")


def test_ignores_case_if_so_asked() -> None:
    passage = passage_of(read_text("One two"), [(0, 7)])
    assert list(passage.whole_places("ONE", ignore_case=True)) == [(0, 3)]


def test_no_text_goes_across_spans_that_touch() -> None:
    passage = passage_of(read_text("one two"), [(0, 3), (4, 7)])
    assert [passage.holds(text) for text in ("one", "two", "one two", " two", "one ")] == [
        True,
        True,
        False,
        False,
        False,
    ]

"""A file cut anywhere: the places where tasks begin are records, with the numbers of the reader."""

from collections.abc import Sequence

from hypothesis import example, given
from hypothesis import strategies as st

from dataset_tools.engine.spark.places import Place, Reached, read_exactly, record_starts
from dataset_tools.engine.spark.scan import LOOK_AHEAD, Scan, scan_part
from dataset_tools.read import exact
from dataset_tools.read.layout import Layout

LAYOUT = Layout()
START = Place(byte=0, records=0, lines=0)


def places_of(data: bytes, layout: Layout) -> list[Place]:
    """Return where every record begins, by the reader of one record after the other."""
    places = [START]
    for record in exact.records(data, layout):
        last = places[-1]
        places.append(
            Place(
                byte=last.byte + record.bytes,
                records=last.records + 1,
                lines=last.lines + record.lines,
            )
        )
    return places


def parts_of(data: bytes, cuts: Sequence[int]) -> list[int]:
    return sorted({0, *(cut for cut in cuts if cut < len(data))})


def scans_of(data: bytes, begins: Sequence[int], layout: Layout, window: int) -> list[Scan]:
    ends = [*begins[1:], len(data)]
    return [
        scan_part(
            data[begin - 1] if begin else None,
            [data[at : min(at + window, end)] for at in range(begin, end, window)],
            data[end : end + LOOK_AHEAD],
            layout,
        )
        for begin, end in zip(begins, ends, strict=True)
    ]


def starts_of(data: bytes, cuts: Sequence[int], layout: Layout, window: int = 7) -> list[Place]:
    begins = parts_of(data, cuts)

    def read(at: int, size: int) -> bytes:
        return data[at : at + size]

    def exactly(start: Place, later: Sequence[int], stop: int) -> list[Reached]:
        return read_exactly(read, layout, start, later, stop)

    return record_starts(START, begins, scans_of(data, begins, layout, window), exactly)


TEXTS = st.text(st.sampled_from('ab,"\n\r\ufeffé'), min_size=1, max_size=60)
CELLS = st.text(st.sampled_from('ab,"\n é'), max_size=6).map(
    lambda text: '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n') else text
)
LAWFUL = st.lists(st.lists(CELLS, min_size=1, max_size=4).map(",".join), max_size=9).map(
    lambda records: "\n".join(records) + "\n"
)
CUTS = st.lists(st.integers(1, 80), max_size=8)


@given(TEXTS, CUTS, st.integers(1, 9))
@example('a"\nb,"\n"\n"\n"c', [2, 4, 6, 8], 3)
@example('"a\n\ufeffb"\n\ufeffc\nd\n', [1, 3, 5, 7, 9, 11], 2)
def test_any_text_cut_anywhere_begins_at_records(text: str, cuts: list[int], window: int) -> None:
    data = text.encode()
    places = places_of(data, LAYOUT)
    for start in starts_of(data, cuts, LAYOUT, window):
        assert start in places


@given(LAWFUL, CUTS, st.integers(1, 9))
def test_lawful_text_needs_no_exact_reader(text: str, cuts: list[int], window: int) -> None:
    data = text.encode()
    begins = parts_of(data, cuts)

    def never(*_: object) -> list[Reached]:
        raise AssertionError

    scans = scans_of(data, begins, LAYOUT, window)
    starts = record_starts(START, begins, scans, never)
    assert set(starts) <= set(places_of(data, LAYOUT))


@given(LAWFUL, st.integers(1, 80))
def test_a_part_with_the_end_of_a_record_gives_a_start(text: str, cut: int) -> None:
    data = text.encode()
    ends = [place.byte for place in places_of(data, LAYOUT)]
    later = [end for end in ends if end > cut]
    starts = [start.byte for start in starts_of(data, [cut], LAYOUT)]
    assert starts == [0, *(later[:1] if cut < len(data) else [])]


def test_records_are_told_apart_without_quotation_marks() -> None:
    layout = Layout(quote=None)
    data = b'a,"b\nc,d"\ne,f\n'
    assert starts_of(data, [3, 8], layout) == [
        START,
        Place(byte=5, records=1, lines=1),
        Place(byte=10, records=2, lines=2),
    ]

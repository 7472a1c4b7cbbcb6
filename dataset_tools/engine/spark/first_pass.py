"""The first pass: a table's files become parts that begin at records, with exact numbers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from dataset_tools.engine.spark.part import Head, Part, Reading
from dataset_tools.engine.spark.places import Place, Reached, TooLong, record_starts
from dataset_tools.engine.spark.scan import Scan
from dataset_tools.engine.spark.work import (
    CountRecords,
    Groups,
    ListGroups,
    ReadExactly,
    ReadHead,
    Work,
)
from dataset_tools.read.batch import FileFacts, ReadFault

DoWork = Callable[[Reading, Sequence[Work]], list[object]]
"""Lets tasks do pieces of work, and returns what came of each."""


@dataclass(slots=True, kw_only=True)
class PartedTable:
    """A table in parts; it tells what a ``TableReader`` tells once it has read everything.

    ``before`` is the number of records before the first row; ``missing`` are the files that are not
    there; ``is_hashed``: its one file is hashed
    as a whole, by a task that does nothing else, while others check its parts.
    """

    reading: Reading
    parts: tuple[Part, ...] = ()
    sizes: dict[int, int] = field(default_factory=dict)
    is_hashed: bool = False
    digests: dict[str, str] = field(default_factory=dict)
    odd: dict[int, tuple[str, ...]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    before: int = 0
    missing: list[ReadFault] = field(default_factory=list)
    faults: list[ReadFault] = field(default_factory=list)

    @property
    def paths(self) -> tuple[str, ...]:
        """The files, by their paths in the package."""
        return self.reading.resource.paths

    @property
    def labels(self) -> tuple[str, ...] | None:
        """The labels of the header."""
        return self.reading.labels

    @property
    def width(self) -> int:
        """The number of cells that a row should have."""
        return self.reading.width

    @property
    def header_rows(self) -> tuple[int, ...]:
        """The numbers of the records that are the header."""
        if self.is_native:
            return (1,) if self.reading.resource.dialect.header else ()
        return self.reading.layout.header_rows

    @property
    def is_native(self) -> bool:
        """Whether cells are JSON values written as text."""
        return not self.reading.is_delimited

    @property
    def facts(self) -> list[FileFacts]:
        """What was seen of each file's bytes."""
        return [
            FileFacts(
                path=self.paths[file],
                place=self.reading.places[file],
                bytes=size,
                digests=self.digests,
            )
            for file, size in self.sizes.items()
        ]

    @property
    def odd_headers(self) -> list[tuple[str, tuple[str, ...]]]:
        """The place and the labels of each later file with another header."""
        return [(self.reading.places[file], self.odd[file]) for file in sorted(self.odd)]


def part_table(
    reading: Reading, sizes: dict[int, int], most: int, do: DoWork
) -> PartedTable | None:
    """Part a table; None where its beginning is not as it should be.

    Parameters
    ----------
    sizes
        The bytes of the files that are there.
    most
        How many bytes a part may have.
    do
        What lets tasks do pieces of work.
    """
    if 0 not in sizes:
        return None
    return (_part_text if reading.is_delimited else _part_groups)(reading, sizes, most, do)


def _part_text(
    reading: Reading,
    sizes: dict[int, int],
    most: int,
    do: DoWork,
) -> PartedTable | None:
    counts = {
        file: [
            CountRecords(file=file, begin=begin, end=min(begin + most, size))
            for begin in range(0, size, most)
        ]
        for file, size in sizes.items()
        if reading.can_be_cut and size > most
    }
    heads = {file: ReadHead(file=file) for file in sizes if file in counts or not file}
    works: list[Work] = [
        *heads.values(),
        *(each for file in counts.values() for each in file),
    ]
    done = _looked(reading, works, do)
    first = done[heads[0]]
    if not isinstance(first, Head) or not first.width:
        return None
    table = PartedTable(
        reading=replace(reading, labels=first.labels, width=first.width),
        sizes=sizes,
        is_hashed=0 in counts and len(reading.resource.paths) == 1,
        before=first.records,
    )
    parts: list[Part] = []
    for file, size in sizes.items():
        whole = _FileParts(table=table, file=file, size=size, do=do)
        if file not in counts:
            parts += whole.one()
            continue
        head = done[heads[file]]
        scans = [scan for each in counts[file] if isinstance(scan := done[each], Scan)]
        begins = [each.begin for each in counts[file]]
        parts += whole.all(head if isinstance(head, Head) else None, begins, scans)
    table.parts = tuple(replace(part, number=number) for number, part in enumerate(parts))
    return table


def _looked(reading: Reading, works: Sequence[Work], do: DoWork) -> dict[Work, object]:
    """Let tasks look into files, and return what they saw; a single look is taken here."""
    found = [works[0].done(reading)] if len(works) == 1 else do(reading, works)
    return dict(zip(works, found, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class _FileParts:
    """Parts one delimited file."""

    table: PartedTable
    file: int
    size: int
    do: DoWork

    def one(self) -> list[Part]:
        """Leave the file in one part, and tell why if that is not for its size."""
        reading = self.table.reading
        return (
            [Part(number=0, file=self.file)]
            if reading.can_be_cut
            else self._whole(_why_whole(reading))
        )

    def all(self, head: Head | None, begins: list[int], scans: list[Scan]) -> list[Part]:
        """Cut the file where records begin."""
        reading = self.table.reading
        if head is None:
            return self._whole("its header cannot be read")
        if head.is_marked:
            return self._whole("a byte order mark stands before its first row")
        start = Place(byte=head.byte, records=head.records, lines=head.lines)
        not_rows = head.records if self.file else 0  # a later header has no number
        begins = [head.mark, *begins[1:]]
        try:
            starts = record_starts(start, begins, scans, self._exactly)
        except TooLong:
            return self._whole("it has a very long record, or text that is not of its encoding")
        if self.file and head.labels is not None and head.labels != reading.labels:
            self.table.odd[self.file] = head.labels
        return [
            Part(
                number=0,
                file=self.file,
                begin=place.byte,
                end=end,
                byte=place.byte - head.mark,
                row=place.records - not_rows + 1,
                line=place.lines + 1,
            )
            for place, end in _with_ends(starts, self.size)
        ]

    def _whole(self, why: str) -> list[Part]:
        self.table.notes.append(
            f"{self.table.reading.places[self.file]} was read by one task: {why}"
        )
        return [Part(number=0, file=self.file)]

    def _exactly(self, start: Place, later: Sequence[int], stop: int) -> list[Reached]:
        work = ReadExactly(file=self.file, start=start, later=tuple(later), stop=stop)
        [found] = self.do(self.table.reading, [work])
        if not isinstance(found, list):
            raise TooLong
        return found


def _with_ends(starts: list[Place], size: int) -> Iterator[tuple[Place, int]]:
    ends = [*(each.byte for each in starts[1:]), size]
    return ((place, end) for place, end in zip(starts, ends, strict=True) if place.byte < end)


def _why_whole(reading: Reading) -> str:
    resource = reading.resource
    if resource.compression:
        return f"it is compressed ({resource.compression})"
    if not reading.layout.plain:
        return "its dialect does not tell from any place on where records end"
    return f"its encoding is {resource.encoding}"


def _part_groups(
    reading: Reading,
    sizes: dict[int, int],
    most: int,
    do: DoWork,
) -> PartedTable | None:
    lists = [ListGroups(file=file) for file in sizes]
    looked = _looked(reading, lists, do)
    listed = {each.file: groups for each in lists if isinstance(groups := looked[each], Groups)}
    if len(listed) < len(lists) or not listed[0].labels:
        return None
    labels = listed[0].labels
    parts = [part for file, groups in listed.items() for part in _groups_parts(file, groups, most)]
    return PartedTable(
        reading=replace(reading, labels=labels, width=len(labels)),
        parts=tuple(replace(part, number=number) for number, part in enumerate(parts)),
        sizes=sizes,
        is_hashed=len(reading.resource.paths) == 1,
        odd={file: groups.labels for file, groups in listed.items() if groups.labels != labels},
        before=1,
    )


def _groups_parts(file: int, groups: Groups, most: int) -> Iterator[Part]:
    """Put groups together up to so many bytes."""
    row = 1 if file else 2
    held: list[int] = []
    for number, size in enumerate(groups.bytes):
        if held and sum(groups.bytes[at] for at in held) + size > most:
            yield Part(number=0, file=file, row=row, groups=tuple(held))
            row += sum(groups.rows[at] for at in held)
            held = []
        held.append(number)
    if held:
        yield Part(number=0, file=file, row=row, groups=tuple(held))

"""Files by their bytes: what could not be read, sizes and hashes."""

from collections.abc import Iterator, Sequence

from dataset_tools.errors import file as kinds
from dataset_tools.errors.catalogue import CATALOGUE
from dataset_tools.errors.error import Error
from dataset_tools.files.hashes import split_hash
from dataset_tools.read.batch import FileFacts, ReadFault


def read_errors(faults: Sequence[ReadFault]) -> Iterator[Error]:
    """Yield an error a fault that ended the reading of a file."""
    for fault in faults:
        yield Error(
            kind=CATALOGUE[fault.code],
            note=fault.note,
            place=fault.place,
            line_number=fault.line,
            row_number=fault.row,
        )


def byte_errors(facts: FileFacts, size: int | None, declared: str | None) -> Iterator[Error]:
    """Yield what differs between a file and the ``bytes`` and ``hash`` of its descriptor."""
    if size is not None and size != facts.bytes:
        note = f"the descriptor states {size:,} bytes, the file has {facts.bytes:,}"
        yield Error(kind=kinds.BYTE_COUNT, note=note, place=facts.place)
    if declared is not None:
        algorithm, digest = split_hash(declared)
        actual = facts.digests.get(algorithm)
        if actual is not None and actual != digest:
            note = f"the descriptor states {algorithm} {digest}, the file has {actual}"
            yield Error(kind=kinds.HASH, note=note, place=facts.place)

"""The documents that fragments cite: the rows of the sources' table, and their texts if found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dataset_tools.errors import evidence as kinds
from dataset_tools.errors.error import Error
from dataset_tools.errors.kind import ErrorKind
from dataset_tools.evidence.reading import Reading, read_text
from dataset_tools.evidence.row import EvidenceRow
from dataset_tools.model.schema import Schema

_BOM = b"\xef\xbb\xbf"
_COPY = "then put the copy's SHA-256 and length in the sources' table."


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A row of the sources' table; ``length`` counts code points."""

    id: str
    sha256: str = ""
    length: int | None = None
    row: EvidenceRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Document:
    """A source, and its text if a file with its hash was found and can be a source."""

    source: Source
    found: bool = False
    reading: Reading | None = None

    @property
    def length(self) -> int | None:
        """The end of the text: of the one that is there, else the one that the table states."""
        return self.source.length if self.reading is None else len(self.reading.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """All documents by id; ``given`` says whether somebody said where they are."""

    given: bool = False
    by_id: Mapping[str, Document] = field(default_factory=dict)
    errors: tuple[Error, ...] = ()


def listed_sources(schema: Schema, rows: Iterable[EvidenceRow]) -> tuple[Source, ...]:
    """Read the rows of the sources' table; of equal ids the first counts."""
    names = [found.name for found in schema.fields]
    listed: dict[str, Source] = {}
    for row in rows:
        values = dict(zip(names, row.values, strict=False))
        id_, sha256, length = (values.get(name) for name in ("id", "sha256", "length"))
        if not isinstance(id_, str) or id_ in listed:
            continue
        listed[id_] = Source(
            id=id_,
            sha256=sha256.lower() if isinstance(sha256, str) else "",
            length=length if isinstance(length, int) else None,
            row=row,
        )
    return tuple(listed.values())


def wanted_hashes(sources: Iterable[Source]) -> frozenset[str]:
    """Return the SHA-256 of the documents to look for."""
    return frozenset(source.sha256 for source in sources if source.sha256)


def open_documents(
    sources: Iterable[Source],
    found: Mapping[str, bytes] | None = None,
) -> Documents:
    """Read the texts of the documents.

    Parameters
    ----------
    sources
        The rows of the sources' table.
    found
        The bytes of documents by SHA-256; None if nobody said where documents are.
    """
    if found is None:
        unread = {source.id: Document(source=source) for source in sources}
        return Documents(by_id=unread)
    by_id: dict[str, Document] = {}
    errors: list[Error] = []
    for source in sources:
        by_id[source.id] = _open(source, found.get(source.sha256), errors)
    return Documents(given=True, by_id=by_id, errors=tuple(errors))


def _open(source: Source, content: bytes | None, errors: list[Error]) -> Document:
    if content is None:
        note = f'no file has the SHA-256 of the source "{source.id}"'
        errors.append(_error(kinds.SOURCE_NOT_FOUND, source, note))
        return Document(source=source)
    fault = _text_fault(content)
    if fault is not None:
        note, fix = fault
        errors.append(_error(kinds.SOURCE_TEXT, source, f'the source "{source.id}" {note}', fix))
        return Document(source=source, found=True)
    text = content.decode("utf-8")
    if source.length is not None and source.length != len(text):
        stated = f"the table says {source.length:,}"
        note = f'the source "{source.id}" has {len(text):,} characters, {stated}'
        fix = f"Put {len(text)} in the row's length; if fragments were counted on another text, "
        errors.append(_error(kinds.SOURCE_LENGTH, source, note, f"{fix}mend them, too."))
    return Document(source=source, found=True, reading=read_text(text))


def _text_fault(content: bytes) -> tuple[str, str] | None:
    """Say why bytes cannot be a source, and how to make a copy that can."""
    if content.startswith(_BOM):
        command = r"sed '1s/^\xef\xbb\xbf//' FILE > COPY"
        return "begins with a byte order mark", f"Make a copy: {command}; {_COPY}"
    if b"\r\n" in content:
        return "has CR LF line ends", rf"Make a copy: sed 's/\r$//' FILE > COPY; {_COPY}"
    if b"\r" in content:
        return "has CR line ends", rf"Make a copy: tr '\r' '\n' < FILE > COPY; {_COPY}"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        note = f"is not UTF-8: byte {error.start:,} cannot be read"
        return note, f"Make a copy: iconv -f ENCODING -t UTF-8 FILE > COPY; {_COPY}"
    return None


def _error(kind: ErrorKind, source: Source, note: str, fix: str = "") -> Error:
    row = source.row
    if row is None:
        return Error(kind=kind, note=note, fix=fix)
    return Error(
        kind=kind,
        note=note,
        fix=fix,
        place=row.place,
        row_number=row.row_number,
        line_number=row.line_number,
        cells=row.cells,
        key=row.key,
    )

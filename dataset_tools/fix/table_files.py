"""The delimited files of one table, mended; what is read from them must stay the same."""

import codecs
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dataset_tools.compile.match import match_fields
from dataset_tools.diff.digest import Digest, OpenTable, digest
from dataset_tools.diff.remainder import Table
from dataset_tools.exceptions import CouldNotRun
from dataset_tools.files.opened import Files
from dataset_tools.files.overlay import Overlay
from dataset_tools.fix import byte_order_mark, line_ends
from dataset_tools.fix.cells import is_editable
from dataset_tools.fix.respell import Respeller
from dataset_tools.fix.spellings import respellings
from dataset_tools.model.package import Resource
from dataset_tools.read.csv import DelimitedTable
from dataset_tools.read.layout import layout_of
from dataset_tools.read.pieces import is_text_encoding
from dataset_tools.read.tables import open_table

_ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class MendedContent:
    """The bytes of a file after its mends, and how often each was made."""

    content: bytes
    mends: Mapping[str, int] = field(default_factory=dict)


class LeaveAlone(Exception):
    """The files of a table are not touched; the message says why."""


def mended_contents(
    resource: Resource,
    files: Files,
    contents: Mapping[str, bytes],
    *,
    cells: bool,
) -> dict[str, MendedContent]:
    """Mend the files of a table.

    Parameters
    ----------
    contents
        The bytes of the files that may be mended, by path.
    cells
        Whether single cells may be mended, too.

    Raises
    ------
    LeaveAlone
        The files are not in their encoding, or cannot be read to their end.
    """
    texts = {path: _utf8(content, resource.encoding) for path, content in contents.items()}
    plain = {path: _plain(text, resource) for path, text in texts.items()}
    if cells and is_editable(layout_of(resource.dialect)):
        plain = _settled(resource, files, plain)
    mended = {
        path: replace(each, content=_encoded(each.content, resource.encoding))
        for path, each in plain.items()
        if each.mends
    }
    if mended:
        _refuse_other_values(resource, files, {path: each.content for path, each in mended.items()})
    return mended


def _is_utf8(encoding: str) -> bool:
    return codecs.lookup(encoding).name == "utf-8"


def _utf8(content: bytes, encoding: str) -> bytes:
    """Return the text as UTF-8; only what can be written back byte by byte is mended."""
    if not is_text_encoding(encoding):
        raise LeaveAlone(f'"{encoding}" is no text encoding known here')
    try:
        text = content.decode(encoding)
        if not _is_utf8(encoding) and text.encode(encoding) != content:
            raise LeaveAlone(f"its bytes are not those that {encoding} writes")
    except UnicodeDecodeError as error:
        raise LeaveAlone(f"byte {error.start} is not {encoding}") from None
    except UnicodeError:
        raise LeaveAlone(f"its bytes are not {encoding}") from None
    return content if _is_utf8(encoding) else text.encode("utf-8")


def _encoded(content: bytes, encoding: str) -> bytes:
    return content if _is_utf8(encoding) else content.decode("utf-8").encode(encoding)


def _plain(content: bytes, resource: Resource) -> MendedContent:
    """Make the mends that need no schema."""
    made: Counter[str] = Counter()
    if _is_utf8(resource.encoding):
        without = byte_order_mark.without_mark(content)
        made[byte_order_mark.NAME] = int(without != content)
        content = without
    layout = layout_of(resource.dialect)
    if layout.line_terminator in (None, "\n"):
        content, made[line_ends.NAME] = line_ends.with_line_feeds(content, layout)
        ended = line_ends.with_last_line_end(content)
        made[line_ends.LAST] = int(ended != content)
        content = ended
    return MendedContent(content=content, mends=+made)


def _settled(
    resource: Resource, files: Files, plain: Mapping[str, MendedContent]
) -> dict[str, MendedContent]:
    """Mend single cells until there is nothing left: one mend may make another one due."""
    for _ in range(_ROUNDS):
        done = _respelled(resource, files, plain)
        if all(done[path].content == each.content for path, each in plain.items()):
            break
        plain = done
    return dict(plain)


def _respelled(
    resource: Resource, files: Files, plain: Mapping[str, MendedContent]
) -> dict[str, MendedContent]:
    """Make the mends of single cells; texts are UTF-8 here, whatever the files are."""
    overlay = Overlay(files, {path: each.content for path, each in plain.items()}, {})
    whole = all(path in plain for path in resource.paths)
    in_utf8 = replace(resource, encoding="utf-8") if whole else resource
    if not whole and not _is_utf8(resource.encoding):
        return dict(plain)
    table = open_table(in_utf8, overlay)
    if not isinstance(table, DelimitedTable):
        return dict(plain)
    columns = respellings(resource, table, table.batches())
    if table.faults:
        raise LeaveAlone(table.faults[0].note)
    match = match_fields(resource.schema, table.labels, table.width)
    null = resource.dialect.null_sequence
    respeller = Respeller(
        layout=layout_of(resource.dialect),
        schema=resource.schema,
        columns=columns,
        missing={
            at: frozenset({*each.missing_values, *([] if null is None else [null])})
            for each, at in match.fields
        },
    )
    done = {}
    for path, each in plain.items():
        respelled = respeller.mend(each.content)
        mends = Counter(each.mends) + Counter(respelled.mends)
        done[path] = MendedContent(content=respelled.content, mends=mends)
    return done


def _refuse_other_values(resource: Resource, files: Files, contents: Mapping[str, bytes]) -> None:
    """Read the table before and after; not one value, nor the number of rows, may differ."""
    try:
        before = _digest(resource, files)
        after = _digest(resource, Overlay(files, contents, {}))
    except CouldNotRun as error:
        raise LeaveAlone(str(error)) from None
    if not before.hashes.equals(after.hashes):
        raise LeaveAlone("the mends would change a value; please report that")


def _digest(resource: Resource, files: Files) -> Digest:
    return digest(OpenTable(Table(resource, files)), {}, frozenset(), lambda _: None)

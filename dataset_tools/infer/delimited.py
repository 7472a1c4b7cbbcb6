"""One delimited file: its encoding, its dialect, whether its first row is a header, its fields."""

from collections.abc import Callable
from dataclasses import dataclass

from dataset_tools.descriptor.format import compression_of
from dataset_tools.exceptions import UsageError
from dataset_tools.files.opened import Files
from dataset_tools.infer.dialect import DELIMITERS, Reading, properties_of, readings
from dataset_tools.infer.encoding import detect_encoding
from dataset_tools.infer.header import judge_header, names_fields, names_for
from dataset_tools.infer.proposal import DialectDraft, FieldDraft, Guess, TableDraft
from dataset_tools.infer.table import TableStudy, draft_fields, study_table
from dataset_tools.model.dialect import Dialect
from dataset_tools.model.package import Resource
from dataset_tools.model.schema import Field, Schema

OnRows = Callable[[int], None]
_MOST_READINGS = 3
_TABBED = (".tsv", ".tab")


def draft_delimited(
    path: str, name: str, files: Files, on_rows: OnRows
) -> tuple[TableDraft, TableStudy]:
    """Draft the table that a delimited file is, and give what was seen of it."""
    encoding = detect_encoding(files, path)
    found = readings(files, path, encoding.name)
    if not found:
        raise UsageError(f"{files.show(path)} has no rows")
    reading, study = _best(path, encoding.name, found, files, on_rows)
    header = _header(study)
    properties = properties_of(reading.layout) | header.properties
    stem = path.lower().removesuffix(f".{compression_of({'path': path})}")
    is_tabbed = stem.endswith(_TABBED) and reading.layout.delimiter == "\t"
    draft = TableDraft(
        name=name,
        path=path,
        format="tsv" if is_tabbed else "csv",
        rows=study.rows,
        encoding=encoding,
        dialect=DialectDraft(
            properties=properties, guess=_dialect_guess(reading, study), header=header.guess
        ),
        fields=header.fields,
        notes=(*header.notes, *_flaws(study)),
    )
    return draft, study


def _best(
    path: str, encoding: str, found: list[Reading], files: Files, on_rows: OnRows
) -> tuple[Reading, TableStudy]:
    """Read the whole file as its start is best read; if rows part from it, try the next ones."""
    several = [each for each in found if each.rank[0] > 1]
    studies: list[tuple[Reading, TableStudy]] = []
    for reading in (several or found)[:_MOST_READINGS]:
        study = study_table(_resource(path, encoding, reading), files, on_rows)
        studies.append((reading, study))
        if not study.flaws:
            break
    return min(studies, key=lambda pair: pair[1].flaws)


def _resource(path: str, encoding: str, reading: Reading) -> Resource:
    layout = reading.layout
    return Resource(
        name="",
        paths=(path,),
        encoding=encoding,
        compression=compression_of({"path": path}),
        dialect=Dialect(
            header=False,
            delimiter=layout.delimiter,
            quote_char=layout.quote,
            skip_initial_space=layout.skip_initial_space,
            comment_char=layout.comment_char,
        ),
        schema=Schema(fields=tuple(Field(name=str(at)) for at in range(len(reading.first)))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """What the first row is, the fields it makes, and the dialect's properties that say so."""

    fields: tuple[FieldDraft, ...]
    guess: Guess
    properties: dict[str, object]
    notes: tuple[str, ...] = ()


def _header(study: TableStudy) -> _Header:
    labels, width = study.first or (), len(study.columns)
    named = names_fields(labels) and len(labels) == width
    names = labels if named else names_for(labels, width)
    fields = draft_fields(names, study)
    is_header, guess = judge_header(fields, study)
    if not is_header:
        study.take_first()
        fields = draft_fields(names_for((), width), study)
        return _Header(fields=fields, guess=guess, properties={"header": False})
    if named:
        rows = {"headerRows": [study.first_row]} if study.blank_before else {}
        return _Header(fields=fields, guess=guess, properties=dict(rows))
    # labels that cannot name fields: the row is passed over, and the fields go by position
    passed = list(range(study.first_row - study.blank_before, study.first_row + 1))
    note = f"row {study.first_row} has empty or equal labels: it is passed over as a comment"
    return _Header(
        fields=fields,
        guess=guess,
        properties={"header": False, "commentRows": passed},
        notes=(f"{note}, and the fields go by position",),
    )


def _dialect_guess(reading: Reading, study: TableStudy) -> Guess:
    word = DELIMITERS[reading.layout.delimiter]
    width = len(study.columns)
    if width == 1:
        return Guess(sure=0.7, why=f"one column: no delimiter parts the rows alike, not a {word}")
    if study.ragged:
        whole = study.rows - study.ragged
        why = f"a {word} parts {whole:,} of {study.rows:,} rows into {width} cells"
        return Guess(sure=round(0.5 + 0.4 * whole / study.rows, 2), why=why)
    why = f"a {word} parts all {study.rows:,} rows into {width} cells"
    return Guess(sure=0.99, why=why)


def _flaws(study: TableStudy) -> tuple[str, ...]:
    """Say what no descriptor can make valid."""
    notes = list(study.faults)
    if study.ragged:
        width = len(study.columns)
        notes.append(
            f"rows with more or fewer than the {width} cells of the first: {study.ragged:,}, "
            f"row {study.ragged_row} for one; validation will tell them"
        )
    if study.blank > 0:
        notes.append(f"empty rows: {study.blank:,}; validation will tell them")
    return tuple(notes)

"""Labels against the fields of the schema."""

from collections.abc import Iterator, Sequence

from dataset_tools.compile.match import LabelFault
from dataset_tools.errors import row as kinds
from dataset_tools.errors.error import Error

_KINDS = {
    "blank-header": kinds.BLANK_HEADER,
    "blank": kinds.BLANK_LABEL,
    "duplicate": kinds.DUPLICATE_LABEL,
    "extra": kinds.EXTRA_LABEL,
    "missing": kinds.MISSING_LABEL,
    "incorrect": kinds.INCORRECT_LABEL,
    "unmatched": kinds.UNMATCHED_HEADER,
}
_DELIMITERS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a vertical bar"}


def label_errors(
    faults: tuple[LabelFault, ...],
    labels: tuple[str, ...],
    place: str,
    rows: tuple[int, ...],
    field_names: tuple[str, ...],
) -> Iterator[Error]:
    """Yield an error a fault; where another delimiter would part the header rightly, say so."""
    guess = delimiter_that_fits(labels, field_names)
    fix = (
        f"The header parts into the schema's fields by {_DELIMITERS[guess]}: "
        f'set "delimiter": {guess!r} in the dialect.'.replace("'", '"')
        if guess
        else ""
    )
    for fault in faults:
        yield Error(
            kind=_KINDS[fault.fault],
            note=_note(fault),
            place=place,
            line_number=rows[0] if rows else 1,
            labels=labels,
            row_numbers=rows,
            label=fault.label,
            field_name=fault.field,
            field_number=fault.number or None,
            fix=fix,
        )


def header_errors(
    odd: Sequence[tuple[str, tuple[str, ...]]],
    labels: tuple[str, ...],
) -> Iterator[Error]:
    """Yield an error for each later file of a table whose header is not that of the first."""
    for place, found in odd:
        yield Error(
            kind=kinds.UNMATCHED_HEADER,
            note=f": this file begins with {', '.join(found)}, the first with {', '.join(labels)}",
            place=place,
            line_number=1,
            labels=found,
            row_numbers=(1,),
        )


def _note(fault: LabelFault) -> str:
    if fault.fault == "duplicate":
        return str(fault.twin)
    return ""


def delimiter_that_fits(labels: tuple[str, ...], names: tuple[str, ...]) -> str | None:
    """Return the delimiter that would part a lone label into the names of the fields."""
    if len(labels) != 1 or len(names) <= 1:
        return None
    fits = (each for each in _DELIMITERS if tuple(labels[0].split(each)) == names)
    return next(fits, None)

"""Whether the first row of a table holds labels, and what they name."""

import re
from itertools import pairwise

from dataset_tools.descriptor.build_schema import build_field
from dataset_tools.field_types.types import field_type
from dataset_tools.infer.proposal import FieldDraft, Guess
from dataset_tools.infer.table import TableStudy

_WHOLE = re.compile("[0-9]+")
_SERIES = 2
"""So many whole numbers, each larger than the one before, may be labels, such as years."""


def judge_header(fields: tuple[FieldDraft, ...], study: TableStudy) -> tuple[bool, Guess]:
    """Say whether the first row holds labels, by what the columns below it are."""
    first = study.first or ()
    fits = [
        _reads(draft, cell)
        for draft, cell in zip(fields, first, strict=False)
        if draft.type != "string" and cell
    ]
    if not fits and _is_unnamed_index(fields, first):
        return True, Guess(sure=0.8, why="only the first of its cells is empty, above numbers")
    if not study.rows:
        is_data = any(_WHOLE.search(cell) for cell in first)
        return not is_data, Guess(sure=0.5, why="there is no other row")
    return _by_types(first, fits) if fits else _by_texts(first, study)


def _is_unnamed_index(fields: tuple[FieldDraft, ...], first: tuple[str, ...]) -> bool:
    """Whether it is the header that pandas writes above an index: empty, then names."""
    is_index = bool(fields) and fields[0].type == "integer" and fields[0].required is not None
    return is_index and len(first) > 1 and not first[0] and names_fields(first[1:])


def _by_types(first: tuple[str, ...], fits: list[bool]) -> tuple[bool, Guess]:
    """Judge by the columns with a type: ``fits`` says for each whether the first cell is of it."""
    if not all(fits):
        why = f"in {fits.count(False)} of {len(fits)} columns with a type its cell is not of it"
        return True, Guess(sure=0.99, why=why)
    if _is_series([cell for cell in first if _WHOLE.fullmatch(cell)], len(fits)):
        return True, Guess(sure=0.8, why="it counts up, as years in labels do")
    why = f"it has values of the types of {len(fits)} columns"
    return False, Guess(sure=0.9, why=why)


def _by_texts(first: tuple[str, ...], study: TableStudy) -> tuple[bool, Guess]:
    """Judge where all columns are text."""
    if not names_fields(first):
        return False, Guess(sure=0.8, why="it has empty or equal cells")
    for cell, column in zip(first, study.columns, strict=False):
        if column.values and cell in column.values:
            return False, Guess(sure=0.7, why=f'"{cell}" comes again below it')
    return True, Guess(sure=0.7, why="its texts are unlike, and none comes again below it")


def names_fields(labels: tuple[str, ...]) -> bool:
    """Whether labels can name fields: none is blank, no two are equal."""
    return all(label.strip() for label in labels) and len(set(labels)) == len(labels)


def names_for(labels: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Make a name a column from labels of which some are blank, equal or not there."""
    names: list[str] = []
    for at in range(width):
        label = labels[at].strip() if at < len(labels) else ""
        name = label or f"field{at + 1}"
        number = 2
        while name in names:
            name = f"{label or 'field'}_{number}"
            number += 1
        names.append(name)
    return tuple(names)


def _reads(draft: FieldDraft, cell: str) -> bool:
    made = build_field(draft.descriptor)
    if cell in made.missing_values:
        return True
    try:
        field_type(draft.type).parser(made)(cell)
    except ValueError:
        return False
    return True


def _is_series(numbers: list[str], wanted: int) -> bool:
    values = [int(number) for number in numbers if len(number) < len("10000")]
    rises = all(left < right for left, right in pairwise(values))
    return len(values) >= max(_SERIES, wanted) and rises

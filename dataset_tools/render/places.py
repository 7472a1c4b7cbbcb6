"""Where a finding stands, as a platform that shows it wants to know it."""

from collections.abc import Iterable

from dataset_tools.errors.error import Error
from dataset_tools.files.locate import DESCRIPTOR_NAMES

_MOST = 5


def path_of(error: Error) -> str:
    """Return the path of the file, relative to the current folder where it lies below it.

    What stands in no file, such as inline data, stands in the descriptor.
    """
    place = error.place.removeprefix("./")
    return DESCRIPTOR_NAMES[0] if not place or place.startswith("<") else place


def line_of(error: Error) -> int | None:
    """Return the line, or the row's number where the file has no lines; None if it has neither."""
    return error.line_number or error.row_number or None


def first_rows(errors: Iterable[Error]) -> str:
    """Say which rows the errors are of, the first ones by number.

    Examples
    --------
    >>> from dataset_tools.errors.cell import TYPE_ERROR
    >>> first_rows(Error(kind=TYPE_ERROR, note="", row_number=row) for row in (3, 3, 7))
    'rows 3, 7'
    """
    numbers = list(dict.fromkeys(each.row_number for each in errors if each.row_number))
    if not numbers:
        return ""
    shown = ", ".join(map(str, numbers[:_MOST]))
    return f"{'row' if len(numbers) == 1 else 'rows'} {shown}{', …' if numbers[_MOST:] else ''}"

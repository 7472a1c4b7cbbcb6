"""Mend: no blanks around numbers, and no plus sign where other positive numbers have none."""

from collections.abc import Collection, Mapping

from dataset_tools.field_types.field_type import Parser
from dataset_tools.field_types.number_form import BLANKS
from dataset_tools.field_types.types import field_type
from dataset_tools.model.schema import Field

NAME = "numbers"
PATTERN = r"\A[ \t+]|[ \t]\z"
"""What the numbers to look for have: a blank at an end, or a plus sign."""
UNSIGNED = r"\A[ \t]*[0-9]*[1-9]"
"""What tells that a field has positive numbers without a sign."""
_NUMBERS = frozenset({"integer", "number"})


def has_numbers(field: Field) -> bool:
    """Whether blanks around the values of a field are no part of them."""
    return field.type in _NUMBERS and field.bare_number


def respelled(field: Field, present: Collection[str], *, has_unsigned: bool) -> Mapping[str, str]:
    """Return the numbers to change, and their new spelling.

    Examples
    --------
    >>> respelled(Field(name="n", type="integer"), {" 5", "+7"}, has_unsigned=False)
    {' 5': '5'}
    """
    parse = field_type(field.type).parser(field)
    changes = {}
    for text in sorted(present):
        plain = text.strip(BLANKS)
        plain = plain.removeprefix("+") if has_unsigned else plain
        is_missing = text in field.missing_values or plain in field.missing_values
        if plain != text and not is_missing and _are_equal(text, plain, parse):
            changes[text] = plain
    return changes


def _are_equal(text: str, plain: str, parse: Parser) -> bool:
    try:
        return parse(text) == parse(plain)
    except ValueError:
        return False

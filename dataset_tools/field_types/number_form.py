"""The lexical form of numbers: a sign, groups of digits, and what may stand around them.

XML Schema lets blanks around a number fall away before it is read; the standard follows it.
"""

import re
from dataclasses import dataclass
from itertools import permutations
from typing import Literal

import polars as pl

from dataset_tools.model.schema import Field

BLANKS = " \t\r\n"
_BLANKS = r"[ \t\r\n]*"
_BEFORE = r"[^0-9+\-]*?"
_AFTER = r"[ \t\r\n\u00a0\u202f]*(?:[^0-9+\- \t\r\n\u00a0\u202f][^0-9]*)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberForm:
    """How the numbers of a field are written.

    ``regex`` is read alike by Python and by Rust; its group is the number alone, and it takes
    linear time in both. None: the field's characters cannot be told from the number's own.
    """

    regex: re.Pattern[str] | None
    group_char: str
    decimal_char: str
    is_bare: bool

    @property
    def is_plain(self) -> bool:
        """Whether Python and polars read it as it is."""
        return self.is_bare and not self.group_char and self.decimal_char == "."

    def plain(self, text: str) -> str | None:
        """Rewrite a number with a point and without groups; None if it is not of this form."""
        found = self.regex.fullmatch(text) if self.regex else None
        if found is None:
            return None
        number = found[1].replace(self.group_char, "") if self.group_char else found[1]
        return number.replace(self.decimal_char, ".")

    def plain_column(self, text: pl.Expr) -> pl.Expr | None:
        """Rewrite a column likewise."""
        if self.is_plain:
            return text  # a cast refuses all that is not of the plain form; a test holds that
        if self.regex is None:
            return None
        pattern = rf"\A{self.regex.pattern}\z"
        if self.is_bare:  # faster than to cut the number out
            number: pl.Expr = pl.when(text.str.contains(pattern)).then(text)
        else:
            number = text.str.extract(pattern, 1)
        if self.group_char:
            number = number.str.replace_all(self.group_char, "", literal=True)
        return number.str.replace_all(self.decimal_char, ".", literal=True)

    def refused(self, text: pl.Expr) -> pl.Expr | None:
        """Say which texts of a column are not of this form."""
        return None if self.regex is None else ~text.str.contains(rf"\A(?:{self.regex.pattern})\z")


def number_form(field: Field, kind: Literal["integer", "number"]) -> NumberForm:
    """Make the form of a field of type integer or number."""
    group = field.group_char or ""
    point = field.decimal_char if kind == "number" else "."
    digits = f"[0-9]+(?:{_literal(group)}[0-9]+)*" if group else "[0-9]+"
    number = f"[+-]?{digits}"
    marks = [group] if group else []
    if kind == "number":
        mark = _literal(point)
        number = f"[+-]?(?:{digits}(?:{mark}(?:{digits})?)?|{mark}{digits})(?:[eE][+-]?[0-9]+)?"
        marks.append(point)
    before, after = (_BLANKS, _BLANKS) if field.bare_number else (_BEFORE, _AFTER)
    return NumberForm(
        regex=re.compile(f"{before}({number}){after}") if _can_be_told(marks) else None,
        group_char=group,
        decimal_char=point,
        is_bare=field.bare_number,
    )


def _can_be_told(marks: list[str]) -> bool:
    """Tell whether these marks stand apart from digits, signs, exponents and each other."""
    is_apart = all(
        mark and not any(char in "+-" or (char.isascii() and char.isalnum()) for char in mark)
        for mark in marks
    )
    return is_apart and not any(one in other for one, other in permutations(marks, 2))


def _literal(text: str) -> str:
    return "".join(f"\\x{ord(char):02x}" if char.isascii() else char for char in text)

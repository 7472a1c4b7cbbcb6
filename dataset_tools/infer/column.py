"""What is seen of one column, batch by batch: its texts, and the forms that they still fit."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from dataset_tools.field_types.field_type import Parser
from dataset_tools.field_types.types import field_type
from dataset_tools.infer.forms import FORMS, Form
from dataset_tools.infer.missing import stands_for_missing

MOST_VALUES = 5_000
_MOST_LETTERS = 1 << 20
_MOST_TOKENS = 3
_FIRST_LOOK = 20
_ENOUGH = 3
_TOO_LONG = 18
_CARD = 16

_LEADING_ZERO = r"\A[ \t]*\+?0[0-9]"
_DIALLED = r"\A\+[0-9]{7,}\z"
_DIGITS = r"\A[ \t]*[+-]?[0-9]+[ \t]*\z"


@dataclass(slots=True)
class Trial:
    """One form on trial; it ends at the first text that is neither of it nor a missing value."""

    form: Form
    parse: Parser
    misfits: dict[str, int] = field(default_factory=dict)
    fits: int = 0
    has_evidence: bool = False
    is_alive: bool = True
    _has_shape: Callable[[str], object] = field(init=False)

    def __post_init__(self) -> None:
        shape = self.form.shape
        self._has_shape = re.compile(shape).fullmatch if shape else lambda _text: True
        self.has_evidence = not self.form.evidence

    @property
    def is_viable(self) -> bool:
        """Whether the form holds for the column: enough fits, and only words for missing ones."""
        enough = self.fits >= _ENOUGH or self.fits > sum(self.misfits.values())
        return self.is_alive and self.has_evidence and self.fits > 0 and enough

    def take(self, texts: pl.DataFrame) -> None:
        """Try distinct texts (column ``text``) with their ``count``."""
        if not all(map(self._allows, texts.get_column("text").head(_FIRST_LOOK))):
            self.is_alive = False
            return
        texts = texts.with_columns(self._reads().alias("fits"))
        for text, count in texts.filter(~pl.col("fits")).select("text", "count").iter_rows():
            if self._fits(text):
                self.fits += count
            elif self._allows(text):
                self.misfits[text] = self.misfits.get(text, 0) + count
            else:
                self.is_alive = False
                return
        read = texts.filter("fits")
        self.fits += int(read.get_column("count").sum())
        if not self.has_evidence:
            found = read.get_column("text").str.contains(self.form.evidence).any()
            self.has_evidence = bool(found)

    def _reads(self) -> pl.Expr:
        """Give the expression that is true for texts that the type reads as a column."""
        form, text = self.form, pl.col("text")
        kind = field_type(form.field.type)
        typed = kind.column(form.field, text) if kind.column is not None else None
        reads = pl.lit(value=False) if typed is None else typed.is_not_null()
        return reads & text.str.contains(rf"\A(?:{form.shape})\z") if form.shape else reads

    def _fits(self, text: str) -> bool:
        if not self._has_shape(text):
            return False
        try:
            self.parse(text)
        except ValueError:
            return False
        if not self.has_evidence:
            self.has_evidence = re.search(_in_python(self.form.evidence), text) is not None
        return True

    def _allows(self, text: str) -> bool:
        if self._fits(text):
            return True
        if not self.form.is_typed or not stands_for_missing(text):
            return False
        return text in self.misfits or len(self.misfits) < _MOST_TOKENS


def _in_python(pattern: str) -> str:
    return pattern.replace(r"\z", r"\Z")


@dataclass(slots=True)
class Digits:
    """What the texts of a column say about being codes of digits."""

    zero: str = ""
    dialled: str = ""
    has_others: bool = False
    shortest: int = 1 << 30
    longest: int = 0

    def take(self, text: pl.Series) -> None:
        """Look over distinct texts."""
        self.zero = self.zero or _first(text, _LEADING_ZERO)
        self.dialled = self.dialled or _first(text, _DIALLED)
        digits = text.filter(text.str.contains(_DIGITS))
        if digits.len():
            lengths = digits.str.strip_chars(" \t+-").str.len_bytes()
            self.shortest = min(self.shortest, int(lengths.min() or 0))  # type: ignore[arg-type]
            self.longest = max(self.longest, int(lengths.max() or 0))  # type: ignore[arg-type]
        others = text.str.contains("[0-9][.,eE]|[.,][0-9]")
        self.has_others = self.has_others or bool(others.any())

    @property
    def code(self) -> str | None:
        """Why the digits are a code and no number, or None."""
        if self.zero:
            return f'"{self.zero}" begins with a zero that a number would lose'
        if self.dialled:
            return f'"{self.dialled}" is written as telephone numbers are'
        if self.has_others:
            return None
        if self.longest > _TOO_LONG:
            return f"{self.longest} digits are too many to count with"
        if self.longest == self.shortest >= _CARD:
            return f"all have {self.longest} digits, as numbers of cards and accounts have"
        return None


def _first(text: pl.Series, pattern: str) -> str:
    found = text.filter(text.str.contains(pattern))
    return str(found[0]) if found.len() else ""


@dataclass(slots=True)
class ColumnStudy:
    """One column: how many of its cells are missing, its values as far as they are few."""

    rows: int = 0
    missing: int = 0
    repeats: bool = False
    longest: int = 0
    letters: int = 0
    values: dict[str, int] | None = field(default_factory=dict)
    digits: Digits = field(default_factory=Digits)
    trials: list[Trial] = field(
        default_factory=lambda: [
            Trial(form, field_type(form.field.type).parser(form.field)) for form in FORMS
        ]
    )

    @property
    def present(self) -> int:
        """The number of cells with text."""
        return self.rows - self.missing

    def take(self, cells: pl.Series) -> None:
        """Take up the cells of the next rows; null is an empty one."""
        self.rows += cells.len()
        self.missing += cells.null_count()
        counted = cells.drop_nulls().alias("text").value_counts(name="count")
        if not counted.height:
            return
        text = counted.get_column("text")
        lengths = text.str.len_chars()
        self.longest = max(self.longest, int(lengths.max() or 0))  # type: ignore[arg-type]
        self.letters += int((lengths * counted.get_column("count")).sum())
        self.digits.take(text)
        self._count(counted)
        for trial in self.trials:
            trial.take(counted)
        self.trials = [trial for trial in self.trials if trial.is_alive]

    def _count(self, counted: pl.DataFrame) -> None:
        self.repeats = self.repeats or bool((counted.get_column("count") > 1).any())
        if self.values is None:
            return
        for text, count in counted.head(MOST_VALUES + 1).iter_rows():
            self.repeats = self.repeats or text in self.values
            self.values[text] = self.values.get(text, 0) + count
        if len(self.values) > MOST_VALUES or sum(map(len, self.values)) > _MOST_LETTERS:
            self.values = None

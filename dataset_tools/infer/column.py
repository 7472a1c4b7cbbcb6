"""What is seen of one column, batch by batch: its texts, and the forms that they still fit."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from dataset_tools.compile.native import native_column, native_parser, native_texts, plain_text
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

_LEADING_ZERO = r"\A[ \t]*\+?0[0-9][0-9.,eE ]*\z"
_DIALLED = r"\A\+[0-9]{7,}\z"
_DIGITS = r"\A[ \t]*[+-]?[0-9]+[ \t]*\z"


@dataclass(slots=True)
class Trial:
    """One form on trial; it ends at the first text that is neither of it nor a missing value.

    ``native``: the texts are JSON; a number or a boolean is then none in a string.
    """

    form: Form
    native: bool = False
    misfits: dict[str, int] = field(default_factory=dict)
    fits: int = 0
    has_evidence: bool = field(init=False)
    is_alive: bool = True
    _parse: Parser = field(init=False)
    _has_shape: Callable[[str], object] = field(init=False)

    def __post_init__(self) -> None:
        form = self.form
        parser = field_type(form.field.type).parser
        self._parse = native_parser(form.field) if self.native else parser(form.field)
        self._has_shape = re.compile(form.shape).fullmatch if form.shape else lambda _text: True
        self.has_evidence = not form.evidence

    @property
    def is_viable(self) -> bool:
        """Whether the form holds for the column: enough fits, and only words for missing ones."""
        enough = self.fits >= _ENOUGH or self.fits > sum(self.misfits.values())
        return self.is_alive and self.has_evidence and self.fits > 0 and enough

    def take(self, texts: pl.DataFrame, first: list[tuple[str, str]]) -> None:
        """Try distinct texts (``text``, as a report shows it ``plain``) with their ``count``.

        The ``first`` few of them end most trials at once.
        """
        if not all(self._allows(text, plain) for text, plain in first):
            self.is_alive = False
            return
        if not self.has_evidence:
            found = texts.get_column("plain").str.contains(self.form.evidence).any()
            self.has_evidence = bool(found)
        texts = texts.with_columns(self._reads().fill_null(value=False).alias("fits"))
        self.fits += int(texts.filter("fits").get_column("count").sum())
        declined = texts.filter(~pl.col("fits")).select("text", "plain", "count")
        for text, plain, count in declined.iter_rows():
            if self._fits(text, plain):
                self.fits += count
            elif self._allows(text, plain):
                self.misfits[plain] = self.misfits.get(plain, 0) + count
            else:
                self.is_alive = False
                return

    def _reads(self) -> pl.Expr:
        """Give the expression that is true for texts that the type reads as a column."""
        form, text = self.form, pl.col("text")
        shape = rf"\A(?:{form.shape})\z"
        has_shape = pl.col("plain").str.contains(shape) if form.shape else pl.lit(value=True)
        if form.field.type == "list" and not self.has_evidence:
            return has_shape  # lone items: their shape says all that the parser would
        if self.native:
            typed = native_column(form.field, text)
            has_shape &= ~text.str.starts_with('"') if form.is_plain else pl.lit(value=True)
        else:
            kind = field_type(form.field.type)
            typed = kind.column(form.field, text) if kind.column is not None else None
        return pl.lit(value=False) if typed is None else typed.is_not_null() & has_shape

    def _fits(self, text: str, plain: str) -> bool:
        if not self._has_shape(plain) or (self.native and self.form.is_plain and text[0] == '"'):
            return False
        try:
            self._parse(text)
        except ValueError:
            return False
        return True

    def _allows(self, text: str, plain: str) -> bool:
        if self._fits(text, plain):
            return True
        if not self.form.is_typed or not stands_for_missing(plain):
            return False
        return plain in self.misfits or len(self.misfits) < _MOST_TOKENS


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
    """One column: how many of its cells are missing, its values as far as they are few.

    ``native``: its cells are JSON texts; ``is_text`` is False if one of them is no string.
    """

    native: bool = False
    rows: int = 0
    missing: int = 0
    repeats: bool = False
    is_text: bool = True
    longest: int = 0
    letters: int = 0
    values: dict[str, int] | None = field(default_factory=dict)
    digits: Digits = field(default_factory=Digits)
    trials: list[Trial] = field(init=False)

    def __post_init__(self) -> None:
        self.trials = [Trial(form, self.native) for form in FORMS]

    @property
    def present(self) -> int:
        """The number of cells with text."""
        return self.rows - self.missing

    def take(self, cells: pl.Series) -> None:
        """Take up the cells of the next rows; null is an empty one."""
        if self.native:
            cells = cells.to_frame("text").select(native_texts(pl.col("text"), ("",))).to_series()
        self.rows += cells.len()
        self.missing += cells.null_count()
        counted = cells.drop_nulls().alias("text").value_counts(name="count")
        if counted.height:
            self._take(self._with_plain(counted))

    def _with_plain(self, counted: pl.DataFrame) -> pl.DataFrame:
        if not self.native:
            return counted.with_columns(pl.col("text").alias("plain"))
        text = counted.get_column("text")
        self.is_text = self.is_text and bool(text.str.starts_with('"').all())
        plain = pl.Series("plain", [plain_text(each) for each in text], dtype=pl.String)
        return counted.with_columns(plain)

    def _take(self, counted: pl.DataFrame) -> None:
        plain = counted.get_column("plain")
        lengths = plain.str.len_chars()
        self.longest = max(self.longest, int(lengths.max() or 0))  # type: ignore[arg-type]
        self.letters += int((lengths * counted.get_column("count")).sum())
        if not self.native:  # there, text is text and a number a number
            self.digits.take(plain)
        self._count(counted)
        first = counted.select("text", "plain").head(_FIRST_LOOK).rows()
        for trial in self.trials:
            trial.take(counted, first)
        self.trials = [trial for trial in self.trials if trial.is_alive]

    def _count(self, counted: pl.DataFrame) -> None:
        self.repeats = self.repeats or bool((counted.get_column("count") > 1).any())
        if self.values is None:
            return
        for text, count in counted.select("plain", "count").head(MOST_VALUES + 1).iter_rows():
            self.repeats = self.repeats or text in self.values
            self.values[text] = self.values.get(text, 0) + count
        if len(self.values) > MOST_VALUES or sum(map(len, self.values)) > _MOST_LETTERS:
            self.values = None

"""What this room raises: a formula that cannot be read, a formula that has no value for a row."""

_SHOWN = 76


class FormulaError(ValueError):
    """A formula that is not of the language; its text points at the place.

    Parameters
    ----------
    message
        What is wrong and how to mend it.
    formula
        The whole text of the formula.
    start, end
        The span of the fault, in characters of ``formula``.

    Examples
    --------
    >>> print(FormulaError("write == to compare", "a = 1", 2, 3))
    write == to compare
        a = 1
          ^
    """

    def __init__(self, message: str, formula: str, start: int, end: int) -> None:
        super().__init__(message, formula, start, end)
        self.message = message
        self.formula = formula
        self.start = start
        self.end = end

    def __str__(self) -> str:
        line, start, end = _source_line(self.formula, self.start, self.end)
        return f"{self.message}\n    {line}\n    {' ' * start}{'^' * max(1, end - start)}"


class EvaluationError(ValueError):
    """A formula that has no value for a row, such as a missing value compared by order."""


def _source_line(formula: str, start: int, end: int) -> tuple[str, int, int]:
    """Cut out the line of a span, shortened around it, with the span's place in it."""
    first = formula.rfind("\n", 0, start) + 1
    newline = formula.find("\n", start)
    last = len(formula) if newline < 0 else newline
    left = max(first, min(start - _SHOWN // 2, last - _SHOWN))
    right = min(last, left + _SHOWN)
    shown = "".join(
        c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in formula[left:right]
    )
    before = "…" if left > first else ""
    after = "…" if right < last else ""
    shift = len(before) - left
    return before + shown + after, start + shift, min(end, right) + shift

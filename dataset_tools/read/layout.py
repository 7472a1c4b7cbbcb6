"""How the bytes of a delimited file are laid out, taken from its dialect once."""

from dataclasses import dataclass

from dataset_tools.model.dialect import Dialect

QUOTE = '"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Delimiter, quotation mark and the rest; ``plain`` where the fast reader speaks it."""

    delimiter: str = ","
    quote: str | None = QUOTE
    double_quote: bool = True
    escape: str | None = None
    skip_initial_space: bool = False
    comment_char: str | None = None
    comment_rows: frozenset[int] = frozenset()
    header_rows: tuple[int, ...] = (1,)
    header_join: str = " "
    line_terminator: str | None = None

    @property
    def plain(self) -> bool:
        """Whether records can be told apart by delimiters, quotes and line feeds alone."""
        return (
            self.double_quote
            and self.escape is None
            and not self.skip_initial_space
            and self.comment_char is None
            and not self.comment_rows
            and self.line_terminator in (None, "\n", "\r\n")
            and self.delimiter.isascii()
            and len(self.delimiter) == 1
            and (self.quote is None or self.quote.isascii())
        )


def layout_of(dialect: Dialect) -> Layout:
    """Return the layout that a dialect describes (Data Package v2, Table Dialect)."""
    return Layout(
        delimiter=dialect.delimiter,
        quote=dialect.quote_char,
        double_quote=dialect.double_quote,
        escape=dialect.escape_char,
        skip_initial_space=dialect.skip_initial_space,
        comment_char=dialect.comment_char or None,
        comment_rows=frozenset(dialect.comment_rows),
        header_rows=dialect.header_rows if dialect.header else (),
        header_join=dialect.header_join,
        line_terminator=dialect.line_terminator,
    )

"""What a validation is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dataset_tools.engine.sieve import Watch
from dataset_tools.read.typed import TypedBatch
from dataset_tools.read.typed_table import Header

DEFAULT_MAX_ERRORS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a package is validated.

    ``tables`` are the names of the only tables to check, all if empty; ``max_errors`` is how many
    errors are listed a table, the true number is counted all the same; ``sources`` is the
    folder of the source documents, None where evidence is checked for its structure alone;
    ``keep_cited`` keeps every span that a row cites, for the coverage of the sources; ``skip`` are
    codes and types of findings that do not count; ``watch`` sees every finding, however many are
    listed, and may take it out; ``take`` is given every header and typed batch of the tables.
    """

    tables: frozenset[str] = frozenset()
    max_errors: int = DEFAULT_MAX_ERRORS
    fail_fast: bool = False
    sources: Path | None = None
    keep_cited: bool = False
    skip: tuple[str, ...] = ()
    watch: Watch | None = None
    take: Callable[[Header, TypedBatch], None] | None = None
    clock: Callable[[], float] = lambda: 0.0
    on_progress: Callable[[str, int], None] = lambda _table, _rows: None

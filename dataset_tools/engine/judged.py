"""From the rows of a table to batches that pandera has judged."""

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from dataset_tools.model.schema import Schema
from dataset_tools.read.batch import Batch
from dataset_tools.read.typed import TypedBatch, read_types
from dataset_tools.read.typed_table import Header

if TYPE_CHECKING:
    from dataset_tools.check.verdicts import Verdicts
    from dataset_tools.compile.polars_judge import PolarsJudge


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A typed batch, what judged it, and what that said."""

    header: Header
    typed: TypedBatch
    judge: "PolarsJudge"
    verdicts: "Verdicts"


@dataclass(slots=True)
class BatchJudge:
    """Types and judges the batches of tables of one schema, several at once if need be.

    The judge is compiled for the first batch: its import takes longer than most tables.
    """

    schema: Schema
    _judge: "PolarsJudge | None" = None
    _lock: Lock = field(default_factory=Lock)

    def judge_of(self, header: Header) -> "PolarsJudge":
        """Return what judges rows with this header, the same one each time."""
        with self._lock:
            if self._judge is None:
                from dataset_tools.compile.polars_judge import polars_judge

                self._judge = polars_judge(header.columns, self.schema)
            return self._judge

    def judged(self, header: Header, batch: Batch) -> Judged:
        """Read a batch as the types of its fields, and judge it where its rows make sense."""
        typed = read_types(batch, header.columns)
        judge = self.judge_of(header)
        verdicts: Verdicts = {}
        if header.match.rows_make_sense and header.columns:
            from dataset_tools.check.verdicts import verdicts_of

            verdicts = verdicts_of(typed.values, judge)
        return Judged(header=header, typed=typed, judge=judge, verdicts=verdicts)

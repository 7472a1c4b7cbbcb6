"""What is sent to the executors: work as bytes, undone where polars is told to be modest."""

import os
import pickle
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataset_tools.engine.spark.judge import Judge, Outcome
    from dataset_tools.engine.spark.keyed import TakenKeys

_ROWS = 100_000
OUTCOME, LISTED, KEYS = 0, 1, 2
"""What a row that a task gives is: an outcome, the findings of a part, or a key."""
SENT = "part long, kind long, payload binary"
JUDGED = (
    "part long, kind long, payload binary, check long, key string, row long, second long, "
    "count long"
)


def _modestly() -> None:
    """Let a task use the one core that it is given."""
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@contextmanager
def light_pandera() -> Iterator[None]:
    """Keep pandera from importing pandas on Spark, which takes seconds and is not used here."""
    name = "pyspark.pandas"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        import pandera.polars  # noqa: F401

        yield
    finally:
        del sys.modules[name]


@dataclass(frozen=True, slots=True)
class WorkTask:
    """Does pieces of work, by their numbers; what is sent may hold secrets, so none shows it."""

    payload: bytes = field(repr=False)

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        """Yield what came of each."""
        _modestly()
        reading, works = pickle.loads(self.payload)  # noqa: S301 (made by the driver)
        for batch in batches:
            for number in batch.column(0).to_pylist():
                yield _sent(number, OUTCOME, works[number].done(reading))


@dataclass(frozen=True, slots=True)
class JudgeTask:
    """Checks parts of a table, by their numbers."""

    judging: bytes = field(repr=False)
    parts: bytes = field(repr=False)

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        """Yield the outcome of each part, its first findings, and its keys."""
        _modestly()
        judge, parts = _judge(self.judging), pickle.loads(self.parts)  # noqa: S301 (likewise)
        for batch in batches:
            for number in batch.column(0).to_pylist():
                part = parts[number]
                outcome, listed, taken = judge.judged(part)
                yield from _keys(part.number, part.file, outcome, taken)
                if listed:
                    yield _judged(part.number, LISTED, listed)
                yield _judged(part.number, OUTCOME, outcome)


@dataclass(frozen=True, slots=True)
class TellTask:
    """Checks parts again whose wrong keys are known, by their numbers."""

    judging: bytes = field(repr=False)
    parts: tuple[bytes, ...] = field(repr=False)

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        """Yield the first findings of each part."""
        _modestly()
        judge = _judge(self.judging)
        for batch in batches:
            for number in batch.column(0).to_pylist():
                part, base, wrong = pickle.loads(self.parts[number])  # noqa: S301 (likewise)
                yield _sent(part.number, LISTED, judge.told(part, base, wrong))


@dataclass(frozen=True, slots=True)
class RecodeTask:
    """Writes keys as texts of other dtypes, in which they can be compared with others."""

    payload: bytes

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        """Yield the batches with a further column."""
        _modestly()
        import polars as pl
        import pyarrow as pa

        from dataset_tools.engine.spark.canon import key_texts, typed_keys

        dtypes, targets = pickle.loads(self.payload)  # noqa: S301 (made by the driver)
        for batch in batches:
            texts = batch.column("key").to_pylist()
            plain = [
                at for at, beyond in enumerate(batch.column("beyond").to_pylist()) if not beyond
            ]
            keys = typed_keys((texts[at] for at in plain), dtypes)
            cast = pl.DataFrame([each.cast(to) for each, to in zip(keys, targets, strict=True)])
            for at, text in zip(plain, key_texts(cast).to_list() if plain else (), strict=True):
                texts[at] = text
            yield batch.append_column("joined", pa.array(texts, pa.string()))


@lru_cache(maxsize=1)
def _judge(payload: bytes) -> "Judge":
    with light_pandera():
        from dataset_tools.engine.spark.judge import Judge
    return Judge.of(pickle.loads(payload))  # noqa: S301 (made by the driver)


def _schema() -> Any:
    """Return the columns of ``JUDGED``."""
    import pyarrow as pa

    types = {"payload": pa.binary(), "key": pa.string()}
    names = ("part", "kind", "payload", "check", "key", "row", "second", "count")
    return pa.schema([(name, types.get(name, pa.int64())) for name in names])


def _sent(part: int, kind: int, value: object) -> Any:
    import pyarrow as pa

    return pa.RecordBatch.from_pydict(
        {
            "part": pa.array([part], pa.int64()),
            "kind": pa.array([kind], pa.int64()),
            "payload": pa.array([pickle.dumps(value)], pa.binary()),
        }
    )


def _judged(part: int, kind: int, value: object) -> Any:
    import pyarrow as pa

    row = {"part": part, "kind": kind, "payload": pickle.dumps(value)}
    return pa.RecordBatch.from_pylist([row], _schema())


def _keys(
    part: int,
    file: int,
    outcome: "Outcome",
    taken: "Mapping[int, TakenKeys]",
) -> Iterator[Any]:
    """Yield the keys of a part; rows are told apart by their files."""
    import polars as pl

    from dataset_tools.engine.spark.judge import FILE_BITS

    counts: dict[int, int] = {}
    repeats = set()
    for number, keys in taken.items():
        for is_beyond, frame in keys.distinct():
            counts[number] = counts.get(number, 0) + frame.height
            if bool((frame["count"] > 1).any()):
                repeats.add(number)
            yield from (
                frame.select(
                    pl.lit(part, pl.Int64).alias("part"),
                    pl.lit(KEYS, pl.Int64).alias("kind"),
                    pl.lit(None, pl.Binary).alias("payload"),
                    pl.lit(number * 2 + is_beyond, pl.Int64).alias("check"),
                    pl.col("key"),
                    pl.col("row") + (file << FILE_BITS),
                    pl.col("second") + (file << FILE_BITS),
                    pl.col("count"),
                )
                .to_arrow()
                .cast(_schema())
                .to_batches(max_chunksize=_ROWS)
            )
    outcome.keys, outcome.repeats = counts, frozenset(repeats)

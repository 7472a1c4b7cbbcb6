"""Keys compared by Spark: which are repeated, and which refer to nothing."""

import pickle
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from dataset_tools.check.known_keys import comparable
from dataset_tools.compile.column import Column
from dataset_tools.engine.spark.calls import quiet, refusals
from dataset_tools.engine.spark.keyed import Wrong
from dataset_tools.engine.spark.known import AwayKeys
from dataset_tools.engine.spark.session import Cluster
from dataset_tools.engine.spark.task import KEYS, RecodeTask

Dtypes = list[tuple[str, pl.DataType]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongKeys:
    """What is wrong with the keys of a table.

    ``counts`` has the number of wrong rows by part and check; ``shown`` the keys of the first of
    these rows, as many as are asked for, by part.
    """

    counts: Mapping[tuple[int, int], int] = field(default_factory=dict)
    shown: Mapping[int, Mapping[int, Wrong]] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Comparison:
    """Compares the keys that the parts of a table gave.

    Parameters
    ----------
    keys
        The frame of the keys, without those of parts that do not count.
    number_of
        Turns a row of the frame, file and number in one, into the row's number in the table.
    """

    cluster: Cluster
    keys: Any
    number_of: Callable[[int], int]
    wrong: list[Any] = field(default_factory=list)

    def repeated(self, checks: Sequence[int]) -> None:
        """Find the keys of unique checks that stand in more than one row."""
        from pyspark.sql import functions as f

        keys = self._of(checks)
        groups = self.cluster.hold(
            keys.groupBy("check", "key")
            .agg(f.sum("count").alias("total"), f.min("row").alias("first"))
            .where("total > 1")
            .select("check", "key", "first")
        )
        with refusals(), quiet():
            if groups.isEmpty():
                return
        is_first = f.col("row") == f.col("first")
        self.wrong.append(
            keys.join(groups, ["check", "key"])
            .withColumn("at", f.when(is_first, f.col("second")).otherwise(f.col("row")))
            .withColumn("count", f.col("count") - is_first.cast("long"))
            .where("count > 0")
            .select("part", "check", "key", "first", "at", "count")
        )

    def unknown(self, check: int, columns: tuple[Column, ...], known: AwayKeys) -> None:
        """Find the keys of a foreign key, over these fields, that are not among the known ones."""
        from pyspark.sql import functions as f

        keys = self._of([check]).withColumn("beyond", f.col("check") % 2 == 1)
        both = alike(keys, _dtypes(columns), known.frame, _dtypes(known.columns))
        missing = both[0].join(both[1], ["beyond", "joined"], "left_anti")
        none = f.lit(None).cast("long")
        self.wrong.append(
            missing.select(
                "part", "check", "key", none.alias("first"), f.col("row").alias("at"), "count"
            )
        )

    def found(self, most: int, shown: Sequence[int]) -> WrongKeys:
        """Count what is wrong, and return the first of it.

        Parameters
        ----------
        most
            How many rows are shown.
        shown
            The checks of which rows are shown.
        """
        from pyspark.sql import functions as f

        if not self.wrong:
            return WrongKeys()
        whole = self.wrong[0]
        for each in self.wrong[1:]:
            whole = whole.unionByName(each)
        whole = self.cluster.hold(whole)
        with refusals(), quiet():
            counted = whole.groupBy("part", "check").agg(f.sum("count")).collect()
            wanted = [] if not counted or not most else self._first(whole, most, shown)
        counts: dict[tuple[int, int], int] = defaultdict(int)
        for part, check, count in counted:
            counts[part, check // 2] += count
        return WrongKeys(counts=dict(counts), shown=self._by_part(wanted))

    def _first(self, whole: Any, most: int, shown: Sequence[int]) -> list[Any]:
        from pyspark.sql import functions as f

        rows = whole.where(f.col("check").isin(_both(shown))).orderBy("at", "check")
        found: list[Any] = rows.limit(most + 2 * len(shown)).collect()
        return found

    def _by_part(self, rows: Sequence[Any]) -> dict[int, dict[int, Wrong]]:
        held: dict[int, dict[int, tuple[dict[str, int], dict[str, int]]]] = {}
        for part, check, key, first, _, _ in rows:
            kinds = held.setdefault(part, {}).setdefault(check // 2, ({}, {}))
            kinds[check % 2][key] = -1 if first is None else self.number_of(first)
        return {
            part: {check: Wrong(keys=keys, beyond=beyond) for check, (keys, beyond) in each.items()}
            for part, each in held.items()
        }

    def _of(self, checks: Sequence[int]) -> Any:
        from pyspark.sql import functions as f

        return self.keys.where(f.col("check").isin(_both(checks)))


def _both(checks: Sequence[int]) -> list[int]:
    """Return the numbers that the keys of checks have in a frame: with a dtype, and without."""
    return [number for check in checks for number in (2 * check, 2 * check + 1)]


def keys_of(frame: Any) -> Any:
    """Return the keys among what judging tasks gave."""
    from pyspark.sql import functions as f

    rows = frame.where(f.col("kind") == KEYS)
    return rows.select("part", "check", "key", "row", "second", "count")


def kept_keys(keys: Any, check: int) -> Any:
    """Return the keys of one check for others to look up."""
    from pyspark.sql import functions as f

    return keys.where(f.col("check").isin(_both([check]))).select(
        (f.col("check") % 2 == 1).alias("beyond"), "key"
    )


def without_parts(keys: Any, parts: Sequence[tuple[int, int]]) -> Any:
    """Leave out the keys of ranges of parts, from the first to the one before the last."""
    from pyspark.sql import functions as f

    for first, end in parts:
        keys = keys.where((f.col("part") < first) | (f.col("part") >= end))
    return keys


def only_parts(keys: Any, parts: Mapping[int, Sequence[int]]) -> Any:
    """Return the keys with a dtype of some checks, each of some parts."""
    from pyspark.sql import functions as f

    wanted = f.lit(False)
    for check, numbers in parts.items():
        wanted |= (f.col("check") == 2 * check) & f.col("part").isin(list(numbers))
    return keys.where(wanted)


def alike(keys: Any, own: Dtypes, known: Any, theirs: Dtypes) -> tuple[Any, Any]:
    """Give keys and known ones a column ``joined``, by which those are equal that are equal.

    Numbers of unlike types are compared as numbers; other values of unlike types are never equal.
    """
    from pyspark.sql import functions as f

    targets = [comparable(left, right) for (_, left), (_, right) in zip(own, theirs, strict=True)]
    if None in targets:
        known = known.where("beyond")
    elif [dtype for _, dtype in own] != [dtype for _, dtype in theirs]:
        return _recoded(keys, own, targets), _recoded(known, theirs, targets)
    return keys.withColumn("joined", f.col("key")), known.withColumn("joined", f.col("key"))


def _recoded(keys: Any, dtypes: Dtypes, targets: list[pl.DataType | None]) -> Any:
    schema = keys.schema.simpleString().removeprefix("struct<").removesuffix(">")
    task = RecodeTask(pickle.dumps((dtypes, targets)))
    with refusals(), quiet():
        return keys.mapInArrow(task, f"{schema.replace(':', ' ')}, joined string")


def _dtypes(columns: tuple[Column, ...]) -> Dtypes:
    return [(column.field.name, column.dtype) for column in columns]

"""What pandera says of the typed columns of a batch: which rows break what."""

from collections.abc import Mapping

import pandera.errors
import pandera.polars as pa
import polars as pl
from pandera.config import ValidationDepth, config_context

from dataset_tools.compile.polars_judge import REQUIRED, Asked, PolarsJudge

Verdicts = Mapping[Asked, pl.Series]
"""By what was asked, for what does not hold: a Boolean a row, False where it fails."""


def verdicts_of(values: pl.DataFrame, judge: PolarsJudge) -> Verdicts:
    """Let pandera judge the typed columns of a batch, as ``TypedBatch.values`` has them.

    A pure function: threads may judge several batches at once.
    """
    try:
        _validate(judge.gate, values)
    except pandera.errors.SchemaError as error:
        if not _says_rows(error):
            raise
        holds = error.check_output.to_series().to_list()
        _let_go(error)
    else:
        return {}
    broken = frozenset(asked for asked, held in zip(judge.asked, holds, strict=True) if not held)
    try:
        _validate(judge.schema_of(broken), values, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        verdicts = {
            _asked(error): error.check_output.to_series()
            for error in errors.schema_errors
            if _says_rows(error)
        }
        _let_go(errors, *errors.schema_errors)
    else:
        return {}
    return verdicts


def _validate(schema: pa.DataFrameSchema, values: pl.DataFrame, *, lazy: bool = False) -> None:
    """Let pandera validate the values, whatever its environment variables say.

    A lazy frame spares copies of the whole frame; data are then checked only where that is asked.
    """
    with config_context(
        validation_enabled=True,
        validation_depth=ValidationDepth.SCHEMA_AND_DATA,
    ):
        schema.validate(values.lazy(), lazy=lazy)


def _let_go(*errors: Exception) -> None:
    """Free errors of the frames that they were raised in, which hold them and the batch in turn."""
    for error in errors:
        error.__traceback__ = error.__context__ = error.__cause__ = None


def _says_rows(error: pandera.errors.SchemaError) -> bool:
    if isinstance(error.check_output, pl.DataFrame):
        return True
    raise RuntimeError(f"pandera could not judge: {error}")


def _asked(error: pandera.errors.SchemaError) -> Asked:
    name = error.column_name or ""
    if error.reason_code is pandera.errors.SchemaErrorReason.SERIES_CONTAINS_NULLS:
        return name, REQUIRED
    return name, int(error.check.name)

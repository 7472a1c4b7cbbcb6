"""Keys as texts, equal exactly where the keys are: what Spark groups and joins by."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import polars as pl

from dataset_tools.field_types.duration import Duration


def key_texts(keys: pl.DataFrame) -> pl.Series:
    """Return a text for each key of a frame, which has a column a field and no nulls.

    Examples
    --------
    >>> key_texts(pl.DataFrame({"a": ["x", "y:"], "b": [1, 23]})).to_list()
    ['1:x1:1', '2:y:2:23']
    """
    parts = [_texts(column) for column in keys]
    if len(parts) == 1:
        return parts[0].alias("key")
    sized = [part.str.len_bytes().cast(pl.String) + ":" + part for part in parts]
    whole = sized[0]
    for each in sized[1:]:
        whole = whole + each
    return whole.alias("key")


def _texts(values: pl.Series) -> pl.Series:
    dtype = values.dtype
    if dtype == pl.String:
        return values
    if dtype.is_float():
        one_zero = pl.when(values == 0.0).then(0.0).otherwise(values)  # polars keeps -0.0 + 0.0
        return pl.select(one_zero).to_series().cast(pl.String)
    if dtype.is_temporal():
        return values.to_physical().cast(pl.String)
    return values.cast(pl.String)


def typed_keys(texts: Iterable[str], dtypes: list[tuple[str, pl.DataType]]) -> pl.DataFrame:
    """Read texts back as the keys that they stand for.

    Examples
    --------
    >>> typed_keys(["1:x1:1"], [("a", pl.String()), ("b", pl.Int64())]).rows()
    [('x', 1)]
    """
    if len(dtypes) == 1:
        columns = [list(texts)]
    else:
        rows = [_parts(text.encode("utf-8")) for text in texts]
        columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in dtypes]
    return pl.DataFrame(
        [
            _typed(pl.Series(name, column, dtype=pl.String), dtype)
            for (name, dtype), column in zip(dtypes, columns, strict=True)
        ]
    )


def _parts(text: bytes) -> list[str]:
    parts = []
    while text:
        size, _, rest = text.partition(b":")
        parts.append(rest[: int(size)].decode("utf-8"))
        text = rest[int(size) :]
    return parts


def _typed(texts: pl.Series, dtype: pl.DataType) -> pl.Series:
    if dtype == pl.Boolean:
        return texts == "true"
    if dtype.is_temporal():
        physical = pl.Int32 if dtype == pl.Date else pl.Int64
        return texts.cast(physical).cast(dtype)
    return texts.cast(dtype)


def value_text(value: object) -> str:
    """Return a text for a value of no dtype, or for a key of such: equal where Python says so.

    Examples
    --------
    >>> value_text((1, "a")) == value_text((Decimal("1.0"), "a"))
    True
    """
    if isinstance(value, bool | int | float | Decimal):
        return f"n{_number_text(Decimal(value))}"
    if isinstance(value, str):
        return f"s{value}"
    if isinstance(value, tuple):
        parts = [value_text(each) for each in value]
        return "t" + "".join(f"{len(part)}:{part}" for part in parts)
    if isinstance(value, Duration):
        return f"d{value.months}:{_number_text(value.seconds)}"
    if isinstance(value, datetime | date | time):
        return _moment_text(value)
    return f"o{value!r}"


def _number_text(number: Decimal) -> str:
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        return f"{'-' * sign}{exponent}" if exponent == "F" else exponent
    text = "".join(map(str, digits)).lstrip("0")
    if not text:
        return "0"
    stripped = text.rstrip("0")
    return f"{'-' * sign}{stripped}e{exponent + len(text) - len(stripped)}"


def _moment_text(value: date | time) -> str:
    """Return a text for a moment; those with a zone are equal where they are the same one."""
    if isinstance(value, datetime):
        zone, beyond = value.utcoffset(), getattr(value, "beyond", "")
        if zone is None:
            return f"m{value.replace(fold=0).isoformat()}{beyond}"
        since = value.replace(tzinfo=None) - datetime(1, 1, 1) - zone  # noqa: DTZ001 (UTC)
        return f"z{since // timedelta(microseconds=1)}.{beyond}"
    if isinstance(value, time):
        zone = value.utcoffset()
        if zone is None:
            return f"h{value.replace(fold=0).isoformat()}"
        at = datetime.combine(date.min, value.replace(tzinfo=None)) - datetime(1, 1, 1)  # noqa: DTZ001 (without)
        return f"u{(at - zone) // timedelta(microseconds=1)}"
    return f"y{value.isoformat()}"

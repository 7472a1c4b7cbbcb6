"""Mend: one token for missing values in a field, where there are several."""

from collections.abc import Collection, Mapping

from dataset_tools.model.schema import Field

NAME = "missing-values"


def spellings(field: Field) -> tuple[str, ...]:
    """Return the tokens to look for in a field; none where labels give each its own meaning."""
    return () if _has_labels(field) else field.missing_values


def respelled(field: Field, present: Collection[str]) -> Mapping[str, str]:
    """Return the tokens to change, and the new one: the first that the schema has.

    Examples
    --------
    >>> respelled(Field(name="n", missing_values=("", "NA")), {"", "NA"})
    {'NA': ''}
    """
    first, *_ = (*field.missing_values, "")
    tokens = [token for token in spellings(field) if token in present]
    return {token: first for token in tokens if token != first} if len(tokens) > 1 else {}


def _has_labels(field: Field) -> bool:
    """Whether a token may stand for more than that a value is missing (v2, ``missingValues``)."""
    own = field.descriptor.get("missingValues")
    return isinstance(own, list) and any(isinstance(each, dict) for each in own)

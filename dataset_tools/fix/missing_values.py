"""Mend: one token for missing values in a field, where there are several."""

from collections.abc import Collection, Mapping

from dataset_tools.model.schema import Field, Schema

NAME = "missing-values"


def respelled(field: Field, present: Collection[str]) -> Mapping[str, str]:
    """Return the tokens to change, and the new one: the first that the schema has.

    Examples
    --------
    >>> respelled(Field(name="n", missing_values=("", "NA")), {"", "NA"})
    {'NA': ''}
    """
    tokens = [token for token in field.missing_values if token in present]
    if len(tokens) <= 1:
        return {}
    first = field.missing_values[0]
    return {token: first for token in tokens if token != first}


def are_alike(field: Field, schema: Schema | None) -> bool:
    """Whether tokens mean no more than that a value is missing: none has a label of its own."""
    own = field.descriptor.get("missingValues")
    if own is None and schema is not None:
        own = schema.descriptor.get("missingValues")
    return not (isinstance(own, list) and any(isinstance(each, dict) for each in own))

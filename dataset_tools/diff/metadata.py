"""Descriptive properties that changed: titles, descriptions, licences and what else has no rule."""

from collections.abc import Iterator, Mapping

from dataset_tools.diff.change import METADATA_CHANGED, Change

OF_PACKAGE = frozenset({"name", "id", "version", "resources", "profile", "$schema"})
OF_RESOURCE = frozenset(
    {
        *("name", "path", "url", "data", "type", "profile", "$schema", "schema", "dialect"),
        *("format", "encoding", "compression", "innerpath", "bytes", "hash", "dataset-tools:rows"),
    }
)
OF_SCHEMA = frozenset(
    {
        *("$schema", "profile", "fields", "fieldsMatch", "missingValues", "primaryKey"),
        *("uniqueKeys", "foreignKeys", "dataset-tools:rules"),
    }
)
OF_FIELD = frozenset(
    {
        *("name", "type", "format", "constraints", "missingValues", "categoriesOrdered"),
        *("decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues"),
        *("delimiter", "itemType", "categories"),
    }
)
"""The properties that have rules of their own, or none: a change of these alone is no change."""


def metadata_changes(
    old: Mapping[str, object],
    new: Mapping[str, object],
    ruled: frozenset[str],
    *,
    resource: str = "",
    field: str = "",
) -> Iterator[Change]:
    """Yield the properties that are added, gone or different, those with rules left out."""
    for name in [*old, *(name for name in new if name not in old)]:
        if name not in ruled and old.get(name) != new.get(name):
            yield Change(
                kind=METADATA_CHANGED,
                resource=resource,
                field=field,
                part=name,
                old=old.get(name),
                new=new.get(name),
            )

"""Mend: one word for true and one for false in a field, where there are several."""

from collections.abc import Collection, Mapping

from dataset_tools.model.schema import Field

NAME = "booleans"


def spellings(field: Field) -> tuple[str, ...]:
    """Return the words to look for in a field."""
    return (*field.true_values, *field.false_values) if field.type == "boolean" else ()


def respelled(field: Field, present: Collection[str]) -> Mapping[str, str]:
    """Return the words to change, and their new ones: the first that the schema has.

    Words that stand at one place of both lists, as 1 and 0 do, are uniform and stay.

    Examples
    --------
    >>> respelled(Field(name="ok", type="boolean"), {"TRUE", "false"})
    {'TRUE': 'true'}
    """
    if field.type != "boolean" or set(field.true_values) & set(field.false_values):
        return {}
    missing = set(field.missing_values)
    changes: dict[str, str] = {}
    places: set[int] = set()
    for words in (field.true_values, field.false_values):
        used = [word for word in words if word in present and word not in missing]
        places |= {words.index(word) for word in used}
        changes |= {word: words[0] for word in used if word != words[0]}
    return changes if len(places) > 1 else {}

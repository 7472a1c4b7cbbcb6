"""Constraints of a field that became more or less restrictive."""

from collections.abc import Callable, Iterator
from operator import gt, lt
from typing import Any, Literal

from dataset_tools.diff.canonical import canonical_text
from dataset_tools.field_types.types import field_type
from dataset_tools.model.schema import Field

Direction = Literal["narrower", "wider"]
_Bound = tuple[object, bool]
"""A value, and whether it is itself outside."""
_IsTighter = Callable[[Any, Any], bool]
_WHOLE = frozenset({"integer", "year"})


def constraint_changes(old: Field, new: Field) -> Iterator[tuple[str, Direction]]:
    """Yield each constraint that changed, and to which side.

    One that changed to both sides, or of which that cannot be told (a pattern became another),
    counts as more restrictive.
    """
    before, after = old.constraints, new.constraints
    yield from _told("required", _flags(before.required, after.required))
    yield from _told("unique", _flags(before.unique, after.unique))
    yield from _told("minimum", _bounds(_low(old), _low(new), gt))
    yield from _told("maximum", _bounds(_high(old), _high(new), lt))
    yield from _told("minLength", _limits(before.min_length, after.min_length, sign=1))
    yield from _told("maxLength", _limits(before.max_length, after.max_length, sign=-1))
    yield from _told("pattern", _rules(before.pattern, after.pattern))
    yield from _told("enum", _choices(_enum(old), _enum(new)))
    yield from _told("jsonSchema", _rules(before.json_schema, after.json_schema))
    yield from _told("categories", _choices(_categories(old), _categories(new)))


def _told(name: str, direction: Direction | None) -> Iterator[tuple[str, Direction]]:
    if direction is not None:
        yield name, direction


def _flags(before: bool, after: bool) -> Direction | None:  # noqa: FBT001 (two of a kind)
    if before == after:
        return None
    return "narrower" if after else "wider"


def _limits(before: int | None, after: int | None, *, sign: int) -> Direction | None:
    if before == after:
        return None
    if before is None or after is None:
        return "narrower" if before is None else "wider"
    return "narrower" if (after - before) * sign > 0 else "wider"


def _rules(before: object, after: object) -> Direction | None:
    if before == after:
        return None
    return "wider" if after is None else "narrower"


def _choices(before: frozenset[str] | None, after: frozenset[str] | None) -> Direction | None:
    if before == after:
        return None
    if before is None or after is None:
        return "narrower" if before is None else "wider"
    return "wider" if before < after else "narrower"


def _enum(field: Field) -> frozenset[str] | None:
    enum = field.constraints.enum
    return None if enum is None else frozenset(_text(field, value) for value in enum)


def _categories(field: Field) -> frozenset[str] | None:
    if field.categories is None:
        return None
    return frozenset(_text(field, category.value) for category in field.categories)


def _text(field: Field, value: object) -> str:
    """Return a text that is the same for equal values of the field's type."""
    return canonical_text(_comparable(field, value))


def _comparable(field: Field, value: object) -> object:
    kind = field_type(field.type)
    try:
        return kind.comparable(kind.from_json(field, value))
    except ValueError:
        return value


def _low(field: Field) -> _Bound | None:
    limits = field.constraints
    return _tightest(field, limits.minimum, limits.exclusive_minimum, 1, gt)


def _high(field: Field) -> _Bound | None:
    limits = field.constraints
    return _tightest(field, limits.maximum, limits.exclusive_maximum, -1, lt)


def _tightest(
    field: Field,
    inclusive: object,
    exclusive: object,
    step: int,
    is_tighter: _IsTighter,
) -> _Bound | None:
    """Return the bound that counts; of whole numbers an exclusive one is the next inclusive."""
    bounds: list[_Bound] = []
    if inclusive is not None:
        bounds.append((_comparable(field, inclusive), False))
    if exclusive is not None:
        value = _comparable(field, exclusive)
        is_whole = field.type in _WHOLE and isinstance(value, int)
        bounds.append((value + step, False) if is_whole else (value, True))  # type: ignore[operator]
    if len(bounds) > 1 and not _is_narrower(bounds[0], bounds[1], is_tighter):
        return bounds[0]
    return bounds[-1] if bounds else None


def _bounds(
    before: _Bound | None, after: _Bound | None, is_tighter: _IsTighter
) -> Direction | None:
    if before == after:
        return None
    if before is None or after is None:
        return "narrower" if before is None else "wider"
    try:
        return "narrower" if _is_narrower(before, after, is_tighter) else "wider"
    except TypeError:
        return "narrower"


def _is_narrower(before: _Bound, after: _Bound, is_tighter: _IsTighter) -> bool:
    if before[0] == after[0]:
        return after[1] and not before[1]
    return is_tighter(after[0], before[0])

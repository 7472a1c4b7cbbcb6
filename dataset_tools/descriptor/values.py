"""Values of a cleaned descriptor by their kind: what is not there is empty."""

from collections.abc import Mapping

from dataset_tools.descriptor.decode import ExactNumber


def text(parent: Mapping[str, object], key: str, default: str = "") -> str:
    """Return a string."""
    value = parent.get(key)
    return value if isinstance(value, str) else default


def whole(parent: Mapping[str, object], key: str) -> int | None:
    """Return a whole number, or None."""
    value = parent.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def truth(parent: Mapping[str, object], key: str, *, default: bool) -> bool:
    """Return true or false."""
    value = parent.get(key)
    return value if isinstance(value, bool) else default


def texts(parent: Mapping[str, object], key: str) -> tuple[str, ...]:
    """Return the strings of an array."""
    value = parent.get(key)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def wholes(parent: Mapping[str, object], key: str) -> tuple[int, ...]:
    """Return the whole numbers of an array."""
    value = parent.get(key)
    return tuple(each for each in value if isinstance(each, int)) if isinstance(value, list) else ()


def mapping(parent: Mapping[str, object], key: str) -> Mapping[str, object]:
    """Return an object."""
    value = parent.get(key)
    return value if isinstance(value, dict) else {}


def mappings(parent: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    """Return the objects of an array, an empty one for each item that is none."""
    value = parent.get(key)
    items = value if isinstance(value, list) else []
    return [each if isinstance(each, dict) else {} for each in items]


def exact(value: object) -> object:
    """Return a JSON value with each number that a float does not hold as a Decimal."""
    if isinstance(value, ExactNumber):
        return float(value) if value.exact is None else value.exact
    if isinstance(value, list):
        return [exact(each) for each in value]
    if isinstance(value, dict):
        return {key: exact(each) for key, each in value.items()}
    return value

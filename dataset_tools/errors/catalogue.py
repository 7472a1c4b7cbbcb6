"""All kinds of errors by code: what ``explain`` prints and the page of codes is made from."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from dataset_tools.errors import (
    cell,
    descriptor,
    evidence,
    export,
    file,
    key,
    publish,
    row,
    run,
    version,
)
from dataset_tools.errors.kind import ErrorKind
from dataset_tools.exceptions import UsageError

CATALOGUE: Mapping[str, ErrorKind] = MappingProxyType(
    {
        kind.code: kind
        for family in (
            run,
            descriptor,
            cell,
            row,
            key,
            file,
            evidence,
            version,
            publish,
            export,
        )
        for kind in family.KINDS
    },
)

_COULD_NOT_RUN = "error"
"""The type of what is never a line of a report."""


def _by_word() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for kind in CATALOGUE.values():
        if kind.type != _COULD_NOT_RUN:
            found[kind.type] = found.get(kind.type, frozenset()) | {kind.code}
            found[kind.code] = frozenset({kind.code})
    return MappingProxyType(found)


CODES_BY_WORD = _by_word()
"""What ``--skip`` takes: a code, or a type and all its codes."""


def codes_of_words(words: Iterable[str], where: str) -> frozenset[str]:
    """Return the codes that codes and types stand for, in any case of letters.

    Raises
    ------
    UsageError
        A word is neither; the message begins with ``where`` it stands.

    Examples
    --------
    >>> sorted(codes_of_words(["dt201", "primary-key"], where="--skip"))
    ['DT201', 'DT401', 'DT402']
    """
    by_word = {word.lower(): codes for word, codes in CODES_BY_WORD.items()}
    found: set[str] = set()
    for word in words:
        if word.lower() not in by_word:
            raise UsageError.of_word(word, CODES_BY_WORD, where=where)
        found |= by_word[word.lower()]
    return frozenset(found)


def kind_of_code(code: str) -> ErrorKind:
    """Return the entry of a code, in any case of letters.

    Raises
    ------
    UsageError
        There is no such code.
    """
    kind = CATALOGUE.get(code.upper())
    if kind is None:
        raise UsageError(f'there is no error code "{code}"; "explain" without a code lists all')
    return kind

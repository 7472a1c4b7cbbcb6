"""All kinds of errors by code: what ``explain`` prints and the page of codes is made from."""

from collections.abc import Mapping
from types import MappingProxyType

from dataset_tools.errors import cell, descriptor, evidence, file, key, row, run
from dataset_tools.errors.kind import ErrorKind
from dataset_tools.exceptions import UsageError

CATALOGUE: Mapping[str, ErrorKind] = MappingProxyType(
    {
        kind.code: kind
        for family in (run, descriptor, cell, row, key, file, evidence)
        for kind in family.KINDS
    },
)


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

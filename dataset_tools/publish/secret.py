"""A secret out of the environment: shown nowhere, and taken out of every text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from dataset_tools.exceptions import NoCredentials

HIDDEN = "***"
_SHORTEST = 4


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A value that only the header of a request may hold; empty where there is none.

    Examples
    --------
    >>> token = Secret("canary-1")
    >>> token, str(token), token.hidden_in("no user has canary-1")
    (***, '***', 'no user has ***')
    """

    _value: str = field(default="", repr=False)

    @classmethod
    def of(cls, environment: Mapping[str, str], *names: str) -> Self:
        """Take the first of these variables that is set; empty if none is.

        Raises
        ------
        NoCredentials
            Its value cannot stand in a header.
        """
        for name in names:
            value = environment.get(name, "").strip()
            if value and not (value.isascii() and value.isprintable()):
                raise NoCredentials(f"{name} holds a character that no token has")
            if value:
                return cls(value)
        return cls()

    def __repr__(self) -> str:
        return HIDDEN

    __str__ = __repr__

    def __bool__(self) -> bool:
        return bool(self._value)

    def reveal(self) -> str:
        """Return the value, for a header."""
        return self._value

    def hidden_in(self, text: str) -> str:
        """Return a text without the secret, whoever wrote it there."""
        return text.replace(self._value, HIDDEN) if len(self._value) >= _SHORTEST else text

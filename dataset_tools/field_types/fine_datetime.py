"""A datetime whose fraction goes on beyond the microseconds that Python's holds."""

from datetime import datetime
from typing import Self


class FineDatetime(datetime):
    """A datetime with more than six digits after the second.

    ``beyond`` holds the digits after the sixth. It is ordered and told equal with them; whoever
    turns it into microseconds loses them, and must say so.
    """

    beyond: str = ""

    @classmethod
    def of(cls, whole: datetime, beyond: str) -> Self:
        """Give ``whole`` the further digits."""
        fine = cls.combine(whole.date(), whole.timetz())
        fine.beyond = beyond.rstrip("0")
        return fine

    def without_beyond(self) -> datetime:
        """Cut the fraction after the microseconds."""
        return datetime.combine(self.date(), self.timetz())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, datetime) and _key(self) == _key(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: datetime) -> bool:  # type: ignore[override]
        return _key(self) < _key(other)

    def __le__(self, other: datetime) -> bool:  # type: ignore[override]
        return _key(self) <= _key(other)

    def __gt__(self, other: datetime) -> bool:  # type: ignore[override]
        return _key(self) > _key(other)

    def __ge__(self, other: datetime) -> bool:  # type: ignore[override]
        return _key(self) >= _key(other)

    def __hash__(self) -> int:
        return hash(_key(self))

    def __reduce__(self) -> tuple[object, tuple[datetime, str]]:
        return FineDatetime.of, _key(self)

    def __reduce_ex__(self, _protocol: object) -> tuple[object, tuple[datetime, str]]:
        return self.__reduce__()


def _key(value: datetime) -> tuple[datetime, str]:
    if isinstance(value, FineDatetime):
        return value.without_beyond(), value.beyond
    return value, ""

"""Tries again what may pass by itself, and looks before a write is repeated.

Only 408, 425, 429, 5xx and broken connections are tried again, five times, after random pauses
(Brooker, *Exponential Backoff And Jitter*, 2015: full jitter), ``Retry-After`` honoured (RFC 9110,
10.2.3) up to ten minutes; a server may tell its limits in a way of its own, too. After an unclear
end of a write the caller's ``look`` says whether it happened all the same.
"""

import json
import math
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from dataset_tools.exceptions import Unreachable

TRIES = 5
LONGEST_PAUSE = 60.0
LONGEST_ASKED_PAUSE = 600.0
SHORTEST_ASKED_PAUSE = 1.0
"""Seconds; a server that counts whole ones asks for none where a part of one is left."""
_PASSING = frozenset({408, 425, 429})
_SERVER_ERRORS = 500
_OK = range(200, 300)
_CLEAR = frozenset({429, 425})
_LONGEST_WORDS = 300

Look = Callable[[], Any]
Limit = Callable[["Answer", int], float | None]
"""From an answer and the number of the next try to the seconds that the server asks to wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered; the names of ``headers`` are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_good(self) -> bool:
        """Whether the server did what was asked."""
        return self.status in _OK

    @property
    def is_passing(self) -> bool:
        """Whether the refusal may pass by itself."""
        return self.status in _PASSING or self.status >= _SERVER_ERRORS

    def value(self) -> Any:
        """Return the body as JSON, None where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    @property
    def words(self) -> str:
        """The server's own words, short: a text as it is, of a page only that it is one."""
        text = self.body.decode("utf-8", "replace").strip()
        if text.startswith("<"):
            return "a page, not JSON"
        return text[:_LONGEST_WORDS]


class Broken(Exception):
    """The connection was refused or broke; whether the server did what was asked is unknown."""


def no_limit(_answer: Answer, _number: int) -> float | None:
    """Say that an answer is no limit of a server's own kind."""
    return None


def pause(seconds: float) -> None:
    """Wait before the next try."""
    time.sleep(seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """How often and when something is asked again; ``what`` names it in a refusal."""

    what: str
    limit: Limit = no_limit

    def made(self, once: Callable[[], Any], look: Look | None = None) -> Any:
        """Ask until there is an answer for good, and return that.

        Parameters
        ----------
        once
            Asks once. An ``Answer`` that may pass is asked for again, and so is what ``Broken``
            ends; all else is an answer for good.
        look
            Says, after an unclear end, whether the write happened: what it returns, unless that
            is None, is returned in the place of an answer.

        Raises
        ------
        Unreachable
            No try was answered for good.
        """
        last: Any = None
        for number in range(TRIES):
            if number:
                self._wait(last, number)
                found = self._looked(look, last)
                if found is not None:
                    return found
            try:
                last = once()
            except Broken as broken:
                last = broken
                continue
            if not isinstance(last, Answer) or not self._may_pass(last):
                return last
        found = self._looked(look, last)
        if found is not None:
            return found
        raise self._given_up(last)

    def _may_pass(self, answer: Answer) -> bool:
        return answer.is_passing or self.limit(answer, 1) is not None

    def _wait(self, last: Answer | Broken, number: int) -> None:
        """Wait before the try of that number, counted from 0; not for longer than makes sense."""
        asked = self._asked(last, number) if isinstance(last, Answer) else None
        if asked is not None and asked > LONGEST_ASKED_PAUSE and isinstance(last, Answer):
            raise Unreachable(
                f"{self.what} was answered {last.status}: {last.words}; the server asks "
                f"to wait {math.ceil(asked / 60)} minutes",
                status=last.status,
            )
        jitter = random.uniform(0, min(LONGEST_PAUSE, 2.0**number))  # noqa: S311 (no secret)
        pause(jitter if asked is None else max(asked, SHORTEST_ASKED_PAUSE))

    def _asked(self, last: Answer, number: int) -> float | None:
        asked = _retry_after(last.headers.get("retry-after", ""))
        return self.limit(last, number) if asked is None else asked

    def _looked(self, look: Look | None, last: Answer | Broken) -> Any:
        """Look whether a write happened after all; None where it did not, or nobody can say."""
        if look is None or (isinstance(last, Answer) and self._is_clear(last)):
            return None
        try:
            return look()
        except Broken:
            return None

    def _is_clear(self, answer: Answer) -> bool:
        return answer.status in _CLEAR or self.limit(answer, 1) is not None

    def _given_up(self, last: Answer | Broken) -> Unreachable:
        if isinstance(last, Answer):
            words = f"{self.what} was answered {last.status} after {TRIES} tries: {last.words}"
            return Unreachable(words, status=last.status)
        return Unreachable(f"{self.what} had no answer after {TRIES} tries: {last}")


def reason_of(error: Exception) -> str:
    """Return what went wrong, without the object addresses of a library's words."""
    text = str(error).rpartition(">: ")[2] or str(error)
    return text.strip("()\"'")[:_LONGEST_WORDS]


def _retry_after(value: str) -> float | None:
    """Read ``Retry-After``: seconds, or a date."""
    if value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - time.time())

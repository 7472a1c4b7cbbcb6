"""Which key may have been meant by one that stands nowhere: said in a report, never applied."""

import re
from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches

MOST_KEYS = 100_000
"""Of a table with more keys none is proposed: it would take longer than the check itself."""

_MOST_SOUGHT = 200
_MOST_COMPARED = 1_000
_LIKENESS = 0.75
_OTHERS = re.compile(r"[\W_]+")
"""What is neither a letter nor a digit."""


class NearKeys:
    """The keys of a table as texts, by their letters and digits alone."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._by_form: dict[str, str] = {}
        self._by_edge: dict[str, list[str]] = defaultdict(list)
        self._sought: dict[str, str | None] = {}
        for key in keys:
            form = _form(key)
            if form and form not in self._by_form:
                self._by_form[form] = key
                for edge in {form[0], form[-1]}:
                    self._by_edge[edge].append(form)

    def nearest(self, text: str) -> str | None:
        """Return the key that is most like a text, None if none is much like it.

        Examples
        --------
        >>> NearKeys(["paris", "rome"]).nearest("Pariss")
        'paris'
        """
        if text not in self._sought:
            if len(self._sought) >= _MOST_SOUGHT:
                return None
            self._sought[text] = self._found(_form(text))
        return self._sought[text]

    def _found(self, form: str) -> str | None:
        if not form or form in self._by_form:
            return self._by_form.get(form)
        at_edges = (*self._by_edge.get(form[0], ()), *self._by_edge.get(form[-1], ()))
        near = [each for each in at_edges if abs(len(each) - len(form)) <= len(form) // 2]
        alike = get_close_matches(form, near[:_MOST_COMPARED], n=1, cutoff=_LIKENESS)
        return self._by_form[alike[0]] if alike else None


def _form(text: str) -> str:
    folded = text.casefold()
    return folded if folded.isalnum() else _OTHERS.sub("", folded)

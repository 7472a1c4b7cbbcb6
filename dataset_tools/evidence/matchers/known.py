"""All matchers by name: a new one is a file beside this and a line here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dataset_tools.evidence.matchers.category import category_matcher
from dataset_tools.evidence.matchers.date import date_matcher
from dataset_tools.evidence.matchers.inferred import inferred
from dataset_tools.evidence.matchers.matcher import Handling, Place, UnfitMatcher
from dataset_tools.evidence.matchers.name import name_matcher
from dataset_tools.evidence.matchers.names import names_matcher
from dataset_tools.evidence.matchers.none import none
from dataset_tools.evidence.matchers.number import number_matcher
from dataset_tools.evidence.matchers.quote import quote_matcher
from dataset_tools.evidence.matchers.reference import reference_matcher
from dataset_tools.evidence.matchers.text import text_matcher

FRAGMENTS = "fragments"


def make_handling(place: Place) -> Handling:
    """Make what a field's property ``dataset-tools:evidence`` asks for.

    Raises
    ------
    UnfitMatcher
        The matcher is unknown, lacks its options, or cannot stand at this field.
    """
    evidence = place.field.evidence
    if evidence is None:
        raise UnfitMatcher("it names no matcher")
    make = MATCHERS.get(evidence.match) if isinstance(evidence.match, str) else None
    if make is None:
        known = ", ".join(sorted(MATCHERS))
        raise UnfitMatcher(f'there is no matcher "{evidence.match}"; there are: {known}')
    return make(place)


def _reference(place: Place) -> Handling:
    return reference_matcher(place, make_handling)


MATCHERS: Mapping[str, Callable[[Place], Handling]] = MappingProxyType(
    {
        "category": category_matcher,
        "date": date_matcher,
        "inferred": inferred,
        "name": name_matcher,
        "names": names_matcher,
        "none": none,
        "number": number_matcher,
        "quote": quote_matcher,
        "reference": _reference,
        "text": text_matcher,
    },
)

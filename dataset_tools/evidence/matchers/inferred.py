"""``inferred``: nothing in the source says it in so many words, in any row."""

from dataset_tools.evidence.matchers.matcher import Inferred, Place


def inferred(place: Place) -> Inferred:
    """Make the handling of a field whose cells are all the editor's inference."""
    return Inferred(place.needed_position("reason"))

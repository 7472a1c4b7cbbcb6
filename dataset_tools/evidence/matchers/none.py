"""``none``: never checked, as identifiers and editor's notes are."""

from dataset_tools.evidence.matchers.matcher import Exempt, Place


def none(_place: Place) -> Exempt:
    """Make the handling of a field that states no fact."""
    return Exempt()

"""The git tag of a published version, at places that are git repositories."""

import re

from dataset_tools.exceptions import NotPublishable
from dataset_tools.publish.publication import Publication

_BAD = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|//|@\{|^[/.-]|[/.]$|\.lock$|/\.|^refs/")


def version_tag(publication: Publication) -> str:
    """Return ``vVERSION``, empty where the package has no version."""
    return f"v{publication.version}" if publication.version else ""


def checked_ref(name: str, *, word: str, fix: str) -> str:
    """Return the name of a tag or a branch; raise NotPublishable where git would not take it.

    Examples
    --------
    >>> checked_ref("v1.0.0", word="tag", fix="")
    'v1.0.0'
    """
    if _BAD.search(name):
        raise NotPublishable(f'git takes no {word} of the form "{name}"', fix=fix)
    return name

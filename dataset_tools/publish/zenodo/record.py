"""A record or a draft as the server gives it, and the files that it has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from dataset_tools.exceptions import Unreachable

SCHEME = "other"
_COMPLETED = "completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A version of a dataset, published or a draft; ``concept`` is what all versions share.

    ``index`` counts the versions; of the drafts of a new version, which a race can make several
    of, the one that the server goes on with has ``is_latest_draft``.
    """

    id: str
    concept: str
    created: str
    version: str
    doi: str
    concept_doi: str
    index: int
    revision: int
    is_published: bool
    is_latest_draft: bool
    metadata: Mapping[str, Any]
    access: Mapping[str, Any]
    custom_fields: Mapping[str, Any]
    communities: tuple[str, ...]

    @classmethod
    def of(cls, value: object) -> Self:
        """Read what the server answered.

        Raises
        ------
        Unreachable
            That is no record.
        """
        if not isinstance(value, dict) or not isinstance(value.get("id"), str):
            raise Unreachable("the server answered with something that is no record")
        metadata, parent = mapping(value, "metadata"), mapping(value, "parent")
        versions, ids = mapping(value, "versions"), mapping(parent, "communities").get("ids")
        return cls(
            id=value["id"],
            concept=text(parent, "id"),
            created=text(value, "created"),
            version=text(metadata, "version"),
            doi=_doi(value),
            concept_doi=_doi(parent),
            index=number(versions, "index"),
            revision=number(value, "revision_id"),
            is_published=value.get("is_published") is True,
            is_latest_draft=versions.get("is_latest_draft") is True,
            metadata=metadata,
            access=mapping(value, "access"),
            custom_fields=mapping(value, "custom_fields"),
            communities=tuple(map(str, ids)) if isinstance(ids, list) else (),
        )

    def has(self, identifier: str) -> bool:
        """Whether it carries that identifier of ours."""
        return any(
            each.get("identifier") == identifier and each.get("scheme") == SCHEME
            for each in mappings(self.metadata, "identifiers")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFile:
    """A file of a record; ``md5`` is empty until the upload is completed."""

    key: str
    bytes: int
    md5: str

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Self:
        """Read an entry of the server's list of files."""
        is_whole = value.get("status") == _COMPLETED
        checksum = text(value, "checksum").removeprefix("md5:")
        return cls(
            key=text(value, "key"),
            bytes=number(value, "size"),
            md5=checksum if is_whole else "",
        )


def identifier_of(name: str) -> str:
    """Return the identifier by which the record of a package is found again.

    Examples
    --------
    >>> identifier_of("people")
    'dataset-tools:people'
    """
    return f"dataset-tools:{name}"


def mark_of(word: str) -> str:
    """Return the identifier that a draft has while one publisher changes its files.

    Examples
    --------
    >>> mark_of("5f3a")
    'dataset-tools-changed-by:5f3a'
    """
    return f"dataset-tools-changed-by:{word}"


def mapping(parent: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return an object of the server's JSON, an empty one where there is none."""
    value = parent.get(key)
    return value if isinstance(value, dict) else {}


def mappings(parent: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """Return the objects of a list of the server's JSON."""
    value = parent.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def text(parent: Mapping[str, Any], key: str) -> str:
    """Return a text of the server's JSON, empty where there is none."""
    value = parent.get(key)
    return value if isinstance(value, str) else ""


def number(parent: Mapping[str, Any], key: str) -> int:
    """Return a whole number of the server's JSON, 0 where there is none."""
    value = parent.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _doi(parent: Mapping[str, Any]) -> str:
    return text(mapping(mapping(parent, "pids"), "doi"), "identifier")

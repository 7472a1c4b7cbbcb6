"""The interface of every publishing target, and the table of them by name.

A target reads the state of its place, makes a plan of it (a pure function), and carries out one
step of a plan at a time. It never writes anything that is no step of a plan.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, TypeVar

from dataset_tools.errors.kind import ErrorKind
from dataset_tools.publish.plan import Plan, Step
from dataset_tools.publish.publication import Content, Publication

S = TypeVar("S")

TARGETS: Mapping[str, str] = MappingProxyType(
    {
        "folder": "a folder of this machine, or of a file server",
        "ckan": "a dataset of a CKAN portal",
        "s3": "a bucket of S3, or of a server that speaks as it does",
        "zenodo": "a record of Zenodo, or of another InvenioRDM",
        "huggingface": "a dataset of the Hugging Face Hub",
        "github": "a release of a repository at GitHub",
    },
)
"""The targets and what they are, in the order of the documentation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedFile:
    """A file as the target serves it; ``sha256`` is empty where it was not asked for.

    ``text`` is the content of the descriptor, None of any other file.
    """

    place: str
    bytes: int
    sha256: str = ""
    text: str | None = None


def read_served(pieces: Iterable[bytes], place: str, *, with_text: bool = False) -> ServedFile:
    """Read a file to its end; only with ``with_text`` it is held in memory."""
    digest, size, kept = hashlib.sha256(), 0, bytearray()
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        if with_text:
            kept += piece
    text = kept.decode("utf-8", "replace") if with_text else None
    return ServedFile(place=place, bytes=size, sha256=digest.hexdigest(), text=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A difference that only the target knows to tell; ``resource`` is empty for the package."""

    kind: ErrorKind
    note: str
    resource: str = ""
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What a target serves: files by path, and the descriptor that should be among them.

    ``made`` has, by path, the expected files that the target makes and the package has not.
    """

    place: str
    descriptor: Content
    descriptor_text: str
    found: Mapping[str, ServedFile] = field(default_factory=dict)
    expected: tuple[str, ...] = ()
    drifts: tuple[Drift, ...] = ()
    made: Mapping[str, Content] = field(default_factory=dict)


class Target(Protocol[S]):
    """A place to publish to."""

    @property
    def name(self) -> str:
        """The target's name on the command line."""
        ...

    def place(self, publication: Publication) -> str:
        """Return where a person can look, as far as it is known by now."""
        ...

    def survey(self, publication: Publication) -> S:
        """Read the state of the place; write nothing."""
        ...

    def plan(self, publication: Publication, state: S) -> Plan:
        """Return the steps from that state to the package served: a pure function."""
        ...

    def carry_out(self, step: Step, publication: Publication, state: S) -> S:
        """Make one step, and return the state after it."""
        ...

    def ids(self, publication: Publication, state: S) -> Mapping[str, object]:
        """Return what the target knows the package by."""
        ...

    def files(self, publication: Publication, state: S) -> Mapping[str, str]:
        """Return the SHA-256 of the files that are there, by their paths in the package."""
        ...

    def served(self, publication: Publication, *, metadata_only: bool) -> Served:
        """Read what is served; without ``metadata_only`` every file is downloaded."""
        ...

    def hidden(self, text: str) -> str:
        """Return a text without the secrets that the target was given."""
        ...

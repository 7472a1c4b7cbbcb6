"""What a descriptor says of the package as a whole, in the form that every vocabulary asks for."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from dataset_tools.export.exporter import Demand
from dataset_tools.files.paths import is_url
from dataset_tools.model.package import DataPackage

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
CREATORS = frozenset({"creator", "author"})
PUBLISHERS = frozenset({"publisher"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A licence: its name (most often one of SPDX), where it is found, and its title."""

    name: str
    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A contributor; a person if the descriptor gives parts of a name or an e-mail address."""

    name: str
    given_name: str
    family_name: str
    email: str
    url: str
    organization: str
    roles: tuple[str, ...]

    @property
    def is_person(self) -> bool:
        """Whether it is known to be a person."""
        return bool(self.given_name or self.family_name or self.email or self.organization)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkUsed:
    """A source that the data were made from."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The package in words; what the descriptor does not state is empty."""

    name: str
    id: str
    title: str
    description: str
    version: str
    created: str
    homepage: str
    keywords: tuple[str, ...]
    licences: tuple[Licence, ...]
    agents: tuple[Agent, ...]
    works: tuple[WorkUsed, ...]

    @property
    def creators(self) -> tuple[Agent, ...]:
        """The contributors who made it."""
        return self.with_role(CREATORS)

    @property
    def publishers(self) -> tuple[Agent, ...]:
        """The contributors who publish it."""
        return self.with_role(PUBLISHERS)

    @property
    def day(self) -> str:
        """The day of ``created``, as ISO text."""
        return self.created[: len("2024-01-31")]

    @property
    def doi(self) -> str:
        """The DOI that the package has for its ``id``."""
        found = _DOI.fullmatch(self.id)
        return found[1] if found else ""

    @property
    def uri(self) -> str:
        """The package's ``id`` where that is a URI."""
        return f"https://doi.org/{self.doi}" if self.doi else uri_or_nothing(self.id)

    def with_role(self, roles: frozenset[str]) -> tuple[Agent, ...]:
        """Return the contributors who have one of these roles."""
        return tuple(each for each in self.agents if roles & set(each.roles))


def about(package: DataPackage) -> About:
    """Read what the descriptor says of the package."""
    descriptor = package.descriptor
    return About(
        name=package.name,
        id=text(descriptor, "id"),
        title=package.title or package.name,
        description=text(descriptor, "description"),
        version=package.version,
        created=_moment(text(descriptor, "created")),
        homepage=uri_or_nothing(text(descriptor, "homepage")),
        keywords=tuple(each for each in _list(descriptor, "keywords") if isinstance(each, str)),
        licences=tuple(map(_licence, mappings(descriptor, "licenses"))),
        agents=tuple(map(_agent, mappings(descriptor, "contributors"))),
        works=tuple(map(_work, mappings(descriptor, "sources"))),
    )


def text(parent: Mapping[str, object], key: str) -> str:
    """Return a text of a descriptor, empty where there is none."""
    value = parent.get(key)
    return value.strip() if isinstance(value, str) else ""


def _list(parent: Mapping[str, object], key: str) -> Iterable[object]:
    value = parent.get(key)
    return value if isinstance(value, list) else ()


def mappings(parent: Mapping[str, object], key: str) -> Iterator[Mapping[str, object]]:
    """Yield the objects of a list of a descriptor."""
    for each in _list(parent, key):
        if isinstance(each, dict):
            yield each


def uri_or_nothing(value: str) -> str:
    """Return a URI as it is, and nothing for what is none.

    Examples
    --------
    >>> uri_or_nothing("urn:uuid:1"), uri_or_nothing("no URI")
    ('urn:uuid:1', '')
    """
    return value if _URI.fullmatch(value) else ""


def file_iri(path: str) -> str:
    """Return the reference of a file of the package, relative to its descriptor.

    Examples
    --------
    >>> file_iri("data/odd name.csv")
    'data/odd%20name.csv'
    """
    return path if is_url(path) else quote(path)


def _moment(created: str) -> str:
    try:
        datetime.fromisoformat(created)
    except ValueError:
        return ""
    return created


def _licence(licence: Mapping[str, object]) -> Licence:
    name, path = text(licence, "name"), text(licence, "path")
    url = uri_or_nothing(path)
    if not url and path:
        url = file_iri(path)
    elif not url and _SPDX.fullmatch(name):
        url = f"https://spdx.org/licenses/{name}"
    return Licence(name=name, url=url, title=text(licence, "title"))


def _agent(contributor: Mapping[str, object]) -> Agent:
    given, family = text(contributor, "givenName"), text(contributor, "familyName")
    roles = contributor.get("roles")
    return Agent(
        name=text(contributor, "title") or f"{given} {family}".strip(),
        given_name=given,
        family_name=family,
        email=text(contributor, "email"),
        url=uri_or_nothing(text(contributor, "path")),
        organization=text(contributor, "organization"),
        roles=tuple(each for each in roles if isinstance(each, str))
        if isinstance(roles, list)
        else (),
    )


def _work(source: Mapping[str, object]) -> WorkUsed:
    return WorkUsed(title=text(source, "title"), url=uri_or_nothing(text(source, "path")))


def demands(format_needs: Iterable[tuple[bool, str, str]]) -> Iterator[Demand]:
    """Yield a demand for each need that is not met: whether it is, the property, its words."""
    for is_met, property_, words in format_needs:
        if not is_met:
            yield Demand(pointer=f"/{property_}", note=f'{words}: state "{property_}"')

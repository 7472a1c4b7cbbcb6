"""JSON-LD: objects without empty members, written alike every time."""

import json
from collections.abc import Mapping

from dataset_tools.export.metadata.about import About, Agent, WorkUsed

Node = dict[str, object]


def filled(node: Mapping[str, object]) -> Node:
    """Leave out the members that say nothing.

    Examples
    --------
    >>> filled({"name": "a", "url": "", "keywords": []})
    {'name': 'a'}
    """
    return {key: value for key, value in node.items() if value not in ("", None, [], {}, ())}


def one_or_all(values: list[object]) -> object:
    """Return the only value by itself, and several as a list."""
    return values[0] if len(values) == 1 else values


def document(node: Mapping[str, object]) -> str:
    """Write a JSON document.

    A ``<`` is escaped, so that the text can stand in a web page, where search engines look for it.
    """
    written = json.dumps(node, ensure_ascii=False, indent=2).replace("<", "\\u003c")
    return written + "\n"


def dataset_members(about: About) -> Node:
    """Return the members of schema.org's Dataset that the package as a whole gives."""
    return filled(
        {
            "name": about.title,
            "alternateName": about.name if about.name != about.title else "",
            "description": about.description,
            "url": about.homepage or about.uri,
            "identifier": about.uri or about.id,
            "version": about.version,
            "datePublished": about.created,
            "keywords": list(about.keywords),
            "license": one_or_all([each.url or each.name for each in about.licences]),
            "creator": one_or_all([agent_node(each) for each in about.creators]),
            "publisher": one_or_all([agent_node(each) for each in about.publishers]),
            "isBasedOn": one_or_all([work_node(each) for each in about.works]),
        },
    )


def agent_node(agent: Agent) -> Node:
    """Return a contributor as schema.org's Person or Organization."""
    affiliation = {"@type": "Organization", "name": agent.organization}
    return filled(
        {
            "@type": "Person" if agent.is_person else "Organization",
            "name": agent.name,
            "givenName": agent.given_name,
            "familyName": agent.family_name,
            "email": agent.email,
            "url": agent.url,
            "affiliation": affiliation if agent.organization else "",
        },
    )


def work_node(work: WorkUsed) -> Node:
    """Return a source as schema.org's CreativeWork."""
    return filled({"@type": "CreativeWork", "name": work.title, "url": work.url})

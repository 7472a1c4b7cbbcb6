"""The dataset card: metadata in front, and a section in the text, both beside people's own.

Keys of ours in the metadata are set, and each stays in its place; all other lines, comments
included, are kept as they stand. So is the text around our section.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from dataset_tools.exceptions import NotPublishable
from dataset_tools.publish.huggingface.files import Made
from dataset_tools.publish.huggingface.metadata import mappings_of, texts_of, wanted_values
from dataset_tools.publish.huggingface.text import card_section
from dataset_tools.publish.publication import Publication
from dataset_tools.publish.summary import is_kept, with_section

_FRONT = re.compile(
    r"\A\ufeff?\s*---[^\S\n]*\n(.*?)^---[^\S\n]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


class _Dumper(yaml.SafeDumper):
    """Writes texts so that YAML 1.1 and 1.2 read them as texts, and says all things in full."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 (the base class names it)
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    is_plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS
    style = None if is_plain else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card in its parts: the metadata as written and as read, and the text."""

    front: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    body: str = ""

    @property
    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """The files that each config is read from."""
        return {
            str(each.get("config_name")): tuple(_paths(each.get("data_files")))
            for each in mappings_of(self.values.get("configs"))
        }


def card_of(text: str) -> Card:
    """Part a card.

    Raises
    ------
    NotPublishable
        Its metadata are no YAML: it is not known what of them are people's words.
    """
    plain = text.replace("\r\n", "\n")
    found = _FRONT.match(plain)
    if found is None:
        return Card(body=plain)
    try:
        values = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        values = str(error).partition("\n")[0]
    if not isinstance(values, dict | None):
        raise NotPublishable(
            f"the metadata of the README.md that is there cannot be read: {values}",
            fix="Mend the lines between the two --- at the Hub.",
        )
    return Card(front=found[1], values=values or {}, body=plain[found.end() :])


def card_changes(
    card: Card, publication: Publication, made: Made, former: Mapping[str, object], repository: str
) -> list[str]:
    """Return what of a card differs: keys of its metadata, and ``text`` for our section."""
    wanted = wanted_values(card.values, publication, made, former)
    names = [key for key, value in wanted.items() if card.values.get(key) != value]
    if not is_kept(card.body, card_section(publication, made, repository)):
        names.append("text")
    return names


def card_text(
    card: Card, publication: Publication, made: Made, former: Mapping[str, object], repository: str
) -> str:
    """Return the card as it should be; ``former`` is the descriptor that was published before."""
    front = _with_values(card, wanted_values(card.values, publication, made, former))
    body = with_section(card.body, card_section(publication, made, repository))
    return f"---\n{front}---\n{body}" if card.front else f"---\n{front}---\n\n{body}"


def _with_values(card: Card, wanted: Mapping[str, Any]) -> str:
    """Return the metadata with these keys; each line that is of no changed key stays as it is."""
    merged = {key: value for key, value in {**card.values, **wanted}.items() if value is not None}
    front = _edited(card, wanted)
    try:
        if yaml.safe_load(front) == merged:
            return front
    except yaml.YAMLError:
        pass
    return _dumped(merged)  # in a form that lines do not follow, such as {a: b}


def _edited(card: Card, wanted: Mapping[str, Any]) -> str:
    node = yaml.compose(card.front, Loader=yaml.SafeLoader)
    lines = card.front.splitlines(keepends=True)
    starts = [(key.value, key.start_mark.line) for key, _ in node.value] if node else []
    ends = [*(line for _, line in starts[1:]), len(lines)] if starts else []
    kept = lines[: starts[0][1]] if starts else lines
    for (key, start), end in zip(starts, ends, strict=True):
        last = end
        while last > start + 1 and (not lines[last - 1].strip() or lines[last - 1][0] == "#"):
            last -= 1  # what stands above the next key is of that one
        if key in wanted and card.values.get(key) != wanted[key]:
            kept.append(_dumped({key: wanted[key]}) if wanted[key] is not None else "")
        else:
            kept += lines[start:last]
        kept += lines[last:end]
    new = {
        key: value for key, value in wanted.items() if value is not None and key not in card.values
    }
    return "".join(kept) + (_dumped(new) if new else "")


def _dumped(values: Mapping[str, Any]) -> str:
    text: str = yaml.dump(
        dict(values), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1 << 20
    )
    return text


def _paths(value: object) -> Iterable[str]:
    for each in mappings_of(value):
        path = each.get("path")
        yield from [path] if isinstance(path, str) else texts_of(path)

"""What the resources of a package must be to each other, and the package to its profile."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dataset_tools.descriptor.fault import Fault, fault, remark
from dataset_tools.descriptor.resource_rules import misplaced
from dataset_tools.descriptor.schema_rules import field_names, unknown_fields
from dataset_tools.descriptor.site import Site
from dataset_tools.descriptor.values import mapping, mappings, text, texts
from dataset_tools.descriptor.wording import quoted
from dataset_tools.errors import descriptor as kinds

_OWN = (
    "https://datapackage.org/profiles/1.",
    "https://datapackage.org/profiles/2.",
    "https://specs.frictionlessdata.io/schemas/",
)
_OLD = frozenset({"data-package", "tabular-data-package"})


@dataclass(frozen=True, slots=True)
class Part:
    """A schema or dialect of a resource, where it stands, and whether it could be read."""

    value: Mapping[str, object]
    site: Site
    present: bool = True


def package_faults(
    package: Mapping[str, object],
    given: Mapping[str, object],
    site: Site,
) -> Iterator[Fault]:
    """Give the faults of a cleaned package; ``given`` is what it was before."""
    yield from _profile(package, site)
    yield from misplaced(given, site)
    yield from _names(mappings(package, "resources"), site.member("resources"))
    yield from _sources(package, site)


def _profile(package: Mapping[str, object], site: Site) -> Iterator[Fault]:
    """Remark a profile that would ask for more than the standard does."""
    schema, profile = text(package, "$schema"), text(package, "profile")
    if schema and not schema.startswith(_OWN):
        yield _unchecked(schema, site.member("$schema"))
    elif not schema and profile and profile not in _OLD and not profile.startswith(_OWN):
        yield _unchecked(profile, site.member("profile"))


def _unchecked(profile: str, site: Site) -> Fault:
    note = f"The profile {quoted(profile)} is not fetched; the standard's own was checked"
    return remark(kinds.UNCHECKED_PROFILE, site, note)


def _names(resources: list[Mapping[str, object]], site: Site) -> Iterator[Fault]:
    """Section "name" of a resource: it is unique amongst them."""
    seen: dict[str, int] = {}
    for index, resource in enumerate(resources):
        if "name" not in resource:
            continue
        name = text(resource, "name")
        if name in seen:
            place = site.item(index).at_resource(resource).member("name")
            note = f"{place.subject} has the name of resource {seen[name] + 1}"
            yield Fault(kinds.RESOURCE_TWICE, place, note)
        seen.setdefault(name, index)


def _sources(package: Mapping[str, object], site: Site) -> Iterator[Fault]:
    """``dataset-tools:sources`` names the table of the documents."""
    name = text(package, "dataset-tools:sources")
    names = [text(resource, "name") for resource in mappings(package, "resources")]
    if name and name not in names:
        place = site.member("dataset-tools:sources")
        note = f"{place.phrase} is {quoted(name)}, which is no resource"
        yield fault("value", place, note)


def reference_faults(
    resources: list[Mapping[str, object]],
    schemas: Mapping[int, Part],
) -> Iterator[Fault]:
    """Give the faults of foreign keys between resources (Table Schema, "foreignKeys")."""
    targets = {text(each, "name"): index for index, each in reversed([*enumerate(resources)])}
    for part in schemas.values():
        for index, key in enumerate(mappings(part.value, "foreignKeys")):
            reference = mapping(key, "reference")
            place = part.site.member("foreignKeys").item(index).member("reference")
            if "package" in reference:
                note = f"{place.phrase} is of another package, so it is not checked"
                yield remark(kinds.NO_SUCH_RESOURCE, place, note)
            elif "resource" in reference:
                yield from _reference(reference, place, targets, schemas)


def _reference(
    reference: Mapping[str, object],
    site: Site,
    targets: Mapping[str, int],
    schemas: Mapping[int, Part],
) -> Iterator[Fault]:
    name = text(reference, "resource")
    place = site.member("resource")
    if name not in targets:
        note = f"{place.phrase} is {quoted(name)}, which is no resource of the package"
        yield Fault(kinds.NO_SUCH_RESOURCE, place, note)
        return
    target = schemas.get(targets[name])
    if target is None:
        note = f"{place.phrase} is {quoted(name)}, which has no schema to refer to"
        yield Fault(kinds.NO_SUCH_RESOURCE, place, note)
    elif target.present:
        known = field_names(target.value)
        of = f" of {quoted(name)}"
        yield from unknown_fields(texts(reference, "fields"), known, site.member("fields"), of)

"""The way through: files → JSON → cleaned → upgraded → held against the rules → the model."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dataset_tools.descriptor.build_model import ResourceParts, Source, build_package
from dataset_tools.descriptor.decode import Flaw
from dataset_tools.descriptor.fault import Fault
from dataset_tools.descriptor.kinds import ObjectOf
from dataset_tools.descriptor.open_json import JsonFiles
from dataset_tools.descriptor.package_rules import Part, package_faults, reference_faults
from dataset_tools.descriptor.profile import DIALECT, PACKAGE, SCHEMA
from dataset_tools.descriptor.prune import pruned
from dataset_tools.descriptor.resource_rules import dialect_faults, resource_faults
from dataset_tools.descriptor.schema_rules import schema_faults
from dataset_tools.descriptor.site import Level, Site
from dataset_tools.descriptor.upgrade_v1 import standard_of, upgraded_package, upgraded_schema
from dataset_tools.descriptor.values import mapping, mappings
from dataset_tools.descriptor.wording import quoted
from dataset_tools.errors import descriptor as kinds
from dataset_tools.errors import file as file_kinds
from dataset_tools.errors.error import Error
from dataset_tools.exceptions import FileFault
from dataset_tools.files.opened import Files
from dataset_tools.files.paths import UNSAFE
from dataset_tools.model.package import DataPackage

_FILE_KINDS = {kind.code: kind for kind in file_kinds.KINDS}
_PART_KINDS = {"schema": kinds.SCHEMA_FILE, "dialect": kinds.DIALECT_FILE}
_PROFILES = {"schema": SCHEMA, "dialect": DIALECT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What a descriptor says, and what is wrong with it.

    ``package`` is built as far as it can be. ``errors`` are of the package as a whole,
    ``resource_errors`` by the pointer of their resource, errors and warnings in the order of the
    text; ``findings`` are the warnings of the package as a whole. ``documents`` are the texts
    that it was read from.
    """

    package: DataPackage
    errors: tuple[Error, ...] = ()
    resource_errors: Mapping[str, tuple[Error, ...]] = field(default_factory=dict)
    findings: tuple[Error, ...] = ()
    documents: JsonFiles | None = None

    def with_line(self, error: Error) -> Error:
        """Fill in the line and column of an error that points into the descriptor."""
        return error if self.documents is None else self.documents.with_line(error)


def read_descriptor(files: Files, path: str) -> Described:
    """Read and check a package's descriptor and the schemas and dialects that it names.

    Parameters
    ----------
    files
        The files of the package.
    path
        The descriptor's path among them.

    Returns
    -------
    Described
        The model and all faults at once, each with its line, column and JSON pointer.

    Notes
    -----
    Data Package v2; older forms are read as its notes on backward compatibility ask.
    """
    documents = JsonFiles(files)
    try:
        decoded = documents.read(path)
    except FileFault as fault:
        error = Error(kind=_FILE_KINDS[fault.code], note=fault.note, place=fault.place)
        return Described(package=DataPackage(), errors=(error,))
    place = documents.place(path)
    if decoded.stop is not None:
        return Described(package=DataPackage(), errors=(_flaw_error(decoded.stop, place),))
    reading = _Reading(documents, path, mapping({"root": decoded.value}, "root"))
    package = reading.package()
    flaws = [_flaw_error(flaw, place) for flaw in decoded.flaws]
    return reading.described(package, flaws)


def _flaw_error(flaw: Flaw, place: str) -> Error:
    return Error(
        kind=flaw.kind,
        note=flaw.note,
        place=place,
        severity="warning" if flaw.kind is kinds.KEY_TWICE else "error",
        line_number=flaw.line,
        column=flaw.column,
        pointer=flaw.pointer,
    )


@dataclass(slots=True)
class _Reading:
    """One descriptor on its way to the model; ``faults`` grows."""

    documents: JsonFiles
    path: str
    given: Mapping[str, object]
    faults: list[Fault] = field(default_factory=list)
    file_errors: list[tuple[int, Error]] = field(default_factory=list)
    alike: dict[str, Mapping[str, object]] = field(default_factory=dict)
    faultless: set[int] = field(default_factory=set)

    def package(self) -> DataPackage:
        """Clean, upgrade and check the descriptor, and build the model of what is left."""
        site = Site(path=self.path)
        cleaned = PACKAGE.clean(self.given, site, self.faults)
        package = upgraded_package(mapping({"root": cleaned}, "root"))
        of_package = tuple(package_faults(package, self.given, site))
        self.faults += of_package
        resources = mappings(package, "resources")
        given = mappings(self.given, "resources")
        sites = [
            site.member("resources").item(index).at_resource(each)
            for index, each in enumerate(given)
        ]
        standard = standard_of(package)
        for resource, before, place in zip(resources, given, sites, strict=False):
            if before:
                self.faults += resource_faults(resource, before, place, standard=standard)
        schemas = self._parts("schema", resources, sites)
        dialects = self._parts("dialect", resources, sites)
        for part in schemas.values():
            self.faults += self._schema_faults(part, standard)
        for part in dialects.values():
            self.faults += dialect_faults(part.value, part.site)
        self.faults += reference_faults(resources, schemas)
        parts = {
            index: self._resource_parts(index, schemas.get(index), dialects.get(index))
            for index in range(len(resources))
        }
        left = pruned(package, _pointers(each for each in of_package if not each.site.owner))
        return build_package(mapping({"root": left}, "root"), parts)

    def _parts(
        self,
        key: str,
        resources: list[Mapping[str, object]],
        sites: list[Site],
    ) -> dict[int, Part]:
        """Find the schemas or dialects, in the descriptor or in files of their own."""
        parts = {}
        for index, (resource, site) in enumerate(zip(resources, sites, strict=False)):
            value = resource.get(key)
            place = site.member(key)
            if isinstance(value, str):
                parts[index] = self._from_file(key, value, place)
            elif isinstance(value, dict):
                parts[index] = Part(self._shared(value), _entered(_PROFILES[key], place))
        return parts

    def _shared(self, value: Mapping[str, object]) -> Mapping[str, object]:
        """Return the first one that was written like this: many tables may have one schema."""
        return self.alike.setdefault(repr(value), value)

    def _schema_faults(self, part: Part, standard: str) -> list[Fault]:
        """Hold a schema against the rules, unless nothing was wrong with one like it."""
        if id(part.value) in self.faultless:
            return []
        faults = list(schema_faults(part.value, part.site, standard=standard))
        if not faults:
            self.faultless.add(id(part.value))
        return faults

    def _from_file(self, key: str, path: str, site: Site) -> Part:
        """Read a schema or dialect from its file; what is wrong there is told of that place."""
        root = _entered(_PROFILES[key], site.in_file(path))
        try:
            decoded = self.documents.read(path)
        except FileFault as fault:
            self._missing(key, fault, site)
            return Part({}, root, present=False)
        if decoded.stop is not None:
            self._broken(key, decoded.stop, root)
            return Part({}, root, present=False)
        place = self.documents.place(path)
        flaws = [(site.resource or 0, _flaw_error(flaw, place)) for flaw in decoded.flaws]
        self.file_errors += flaws
        cleaned = _PROFILES[key].clean(decoded.value, site.in_file(path), self.faults)
        value = mapping({"root": cleaned}, "root")
        value = upgraded_schema(value) if key == "schema" else value
        return Part(self._shared(value), root)

    def _missing(self, key: str, fault: FileFault, site: Site) -> None:
        if fault.code == UNSAFE:
            error = Error(
                kind=_FILE_KINDS[fault.code],
                note=fault.note,
                place=fault.place,
                pointer=site.pointer,
            )
            self.file_errors.append((site.resource or 0, error))
            return
        place = _entered(_PROFILES[key], site)
        note = f"{place.subject} cannot be read: the file {quoted(fault.place)} {fault.note}"
        self.faults.append(Fault(_PART_KINDS[key], place, note))

    def _broken(self, key: str, flaw: Flaw, root: Site) -> None:
        reason = flaw.note[0].lower() + flaw.note[1:]
        error = Error(
            kind=_PART_KINDS[key],
            note=f"{root.subject} cannot be read: {reason}",
            place=self.documents.place(root.path),
            line_number=flaw.line,
            column=flaw.column,
            pointer=flaw.pointer,
        )
        self.file_errors.append((root.resource or 0, error))

    def _resource_parts(
        self,
        index: int,
        schema: Part | None,
        dialect: Part | None,
    ) -> ResourceParts:
        stopped = any(fault.stops_rows for fault in self.faults if fault.site.resource == index)
        unread = (schema and not schema.present) or (dialect and not dialect.present)
        return ResourceParts(
            schema=self._source(schema),
            dialect=self._source(dialect),
            judged=not stopped and not unread,
        )

    def _source(self, part: Part | None) -> Source | None:
        """Take out of a part what the rules found wrong in it."""
        if part is None:
            return None
        root = part.site
        inside = _pointers(
            fault
            for fault in self.faults
            if fault.site.path == root.path and fault.site.resource == root.resource
        )
        wrong = [
            pointer.removeprefix(root.pointer)
            for pointer in inside
            if pointer.startswith(f"{root.pointer}/")
        ]
        value = pruned(part.value, wrong)
        return Source(
            value=value if isinstance(value, dict) else {},
            place=self.documents.place(root.path),
            pointer=root.pointer,
        )

    def described(self, package: DataPackage, flaws: list[Error]) -> Described:
        """Sort the faults to the resources they are of."""
        of_package = [*flaws]
        of_resource: dict[str, list[Error]] = {}
        for fault, error in zip(self.faults, self._errors(), strict=True):
            index = fault.site.resource
            if index is None or fault.site.level is Level.PACKAGE:
                of_package.append(error)
            else:
                of_resource.setdefault(f"/resources/{index}", []).append(error)
        for index, error in self.file_errors:
            of_resource.setdefault(f"/resources/{index}", []).append(error)
        return Described(
            package=package,
            errors=tuple(_sorted(each for each in of_package if each.severity == "error")),
            resource_errors={
                pointer: tuple(_sorted(errors)) for pointer, errors in of_resource.items()
            },
            findings=tuple(_sorted(each for each in of_package if each.severity == "warning")),
            documents=self.documents,
        )

    def _errors(self) -> list[Error]:
        """Look up the lines and columns of the faults, a file at a time."""
        pointers: dict[str, set[str]] = {}
        for fault in self.faults:
            pointers.setdefault(fault.site.path, set()).add(fault.site.pointer)
        found = {
            path: self.documents.lines_and_columns(path, wanted)
            for path, wanted in pointers.items()
        }
        return [
            Error(
                kind=fault.kind,
                note=fault.note,
                place=self.documents.place(fault.site.path),
                severity=fault.severity,
                line_number=found[fault.site.path][fault.site.pointer][0],
                column=found[fault.site.path][fault.site.pointer][1],
                pointer=fault.site.pointer,
            )
            for fault in self.faults
        ]


def _entered(profile: ObjectOf, site: Site) -> Site:
    return profile.enter(site, None) if profile.enter else site


def _pointers(faults: Iterable[Fault]) -> list[str]:
    """Return where values are that the model goes without."""
    return [fault.site.pointer for fault in faults if fault.leaves_out]


def _sorted(errors: Iterable[Error]) -> Iterator[Error]:
    """Order errors by file and place in it."""
    yield from sorted(
        errors,
        key=lambda error: (error.place, error.line_number or 0, error.column or 0),
    )

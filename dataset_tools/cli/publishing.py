"""What every target of ``publish`` and ``verify`` shares: the options, and the one way through."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from dataset_tools.cli.outlet import Outlet
from dataset_tools.cli.progress import progress
from dataset_tools.cli.terminal import print_diagnostic, print_result
from dataset_tools.exceptions import UsageError
from dataset_tools.package import Package
from dataset_tools.publish.lock import lock_path
from dataset_tools.publish.protocol import publish
from dataset_tools.publish.publication import Publication, publication_of
from dataset_tools.publish.verify import verify
from dataset_tools.render.published import published_json, published_text
from dataset_tools.render.renderer import REPORT_FORMATS, report_renderer
from dataset_tools.report.report import Report

PathArgument = Annotated[Path, typer.Argument(metavar="PATH", help="The folder to publish into.")]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Print the exact plan; only read from the target.")
]
ResultOption = Annotated[bool, typer.Option("--json", help="Print plan and result as JSON.")]
RequireProofOption = Annotated[
    bool,
    typer.Option("--require-proof", help="Refuse where a cell is not proved; needs --sources."),
]
LockOption = Annotated[
    Path | None,
    typer.Option("--lock", metavar="FILE", help="The record of what was published where."),
]
MetadataOnlyOption = Annotated[
    bool,
    typer.Option("--metadata-only", help="Download no data; believe the target's own hashes."),
]
FormatOption = Annotated[
    str, typer.Option("--format", help=f"One of: {', '.join(REPORT_FORMATS)}.")
]


UrlOption = Annotated[
    str | None, typer.Option("--url", metavar="URL", help="The portal; else CKAN_URL.")
]
NameOption = Annotated[
    str | None,
    typer.Option("--name", metavar="NAME", help="The dataset's name; else the package's."),
]
OwnerOrgOption = Annotated[
    str | None,
    typer.Option("--owner-org", metavar="ORG", help="The organisation that it belongs to."),
]
PrivateOption = Annotated[
    bool | None,
    typer.Option(
        "--private/--public",
        help="Who may see it; else as it is, and a new one is public.",
        show_default=False,
    ),
]
DraftOption = Annotated[bool, typer.Option("--draft", help="Leave a new dataset a draft.")]
NoDatastoreOption = Annotated[
    bool, typer.Option("--no-datastore", help="Files alone: no rows in the DataStore.")
]


PlaceArgument = Annotated[
    str, typer.Argument(metavar="s3://BUCKET/PREFIX", help="The bucket, and where in it.")
]
EndpointOption = Annotated[
    str | None,
    typer.Option(
        "--endpoint-url", metavar="URL", help="A server that is not AWS; else AWS_ENDPOINT_URL_S3."
    ),
]
ProfileOption = Annotated[
    str | None,
    typer.Option("--profile", metavar="NAME", help="A profile of ~/.aws; else AWS_PROFILE."),
]


ZenodoUrlOption = Annotated[
    str | None,
    typer.Option(
        "--url", metavar="URL", help="The server; else ZENODO_URL, else https://zenodo.org."
    ),
]
CommunityOption = Annotated[
    str | None,
    typer.Option("--community", metavar="ID", help="The community that is asked to take it in."),
]
YesOption = Annotated[
    bool, typer.Option("--yes", help="Publish for good; without it a draft is left.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPublish:
    """What the command line says of a run of ``publish``, whatever the target."""

    package: str
    dry_run: bool
    json: bool
    sources: Path | None
    require_proof: bool
    lock: Path | None
    quiet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToVerify:
    """What the command line says of a run of ``verify``, whatever the target."""

    package: str
    metadata_only: bool
    format: str
    json: bool
    output: Path | None
    sources: Path | None
    quiet: bool


def publish_to(make_target: "Callable[[], Any]", asked: ToPublish) -> None:
    """Validate, publish, print, and end with the exit code."""
    if asked.require_proof and asked.sources is None:
        raise UsageError("--require-proof needs --sources DIR")
    opened = Package.open(asked.package)
    publication, report = _publication(opened, asked.sources)
    if publication is None:
        print_result(report_renderer("json" if asked.json else "text")(report))
        raise typer.Exit(1)
    lock = asked.lock or lock_path(opened.located)
    result = publish(make_target(), publication, dry_run=asked.dry_run, lock=lock)
    is_worth_it = not asked.quiet if result.error is None else bool(result.plan.steps)
    if asked.json:
        print_result(published_json(result))
    elif is_worth_it:
        print_result(published_text(result))
    if result.error is not None:
        print_diagnostic(f"{result.error.code} {result.error.message}")
    raise typer.Exit(result.exit_code)


def verify_at(make_target: "Callable[[], Any]", asked: ToVerify) -> None:
    """Compare what is served with the package, print the report, and end with its exit code."""
    outlet = Outlet.of("json" if asked.json else asked.format, asked.output, [], ci=False)
    publication, report = _publication(Package.open(asked.package), asked.sources)
    if publication is not None:
        report = verify(
            make_target(),
            publication,
            metadata_only=asked.metadata_only,
            clock=time.perf_counter,
        )
    outlet.show(report, quiet=asked.quiet)
    raise typer.Exit(report.exit_code())


def _publication(opened: Package, sources: Path | None) -> tuple[Publication | None, Report]:
    with progress() as on_progress:
        report = opened.validate(sources=sources, on_progress=on_progress)
    if not report.valid:
        return None, report
    return publication_of(opened.located, opened.described.package, report), report


def ckan_target(
    url: str | None,
    name: str | None,
    *,
    owner_org: str | None = None,
    private: bool | None = None,
    draft: bool = False,
    datastore: bool = True,
) -> Callable[[], Any]:
    """Return what makes the target, once the package is known to be valid."""
    from dataset_tools.publish.ckan.plan import Wishes
    from dataset_tools.publish.ckan.target import CkanTarget
    from dataset_tools.publish.http import Client, base_url
    from dataset_tools.publish.secret import Secret

    given = url or os.environ.get("CKAN_URL", "").strip()
    if not given:
        raise UsageError("which portal? Give --url URL, or set CKAN_URL")
    base = base_url(given, what="--url" if url else "CKAN_URL")
    return lambda: CkanTarget(
        client=Client(base, Secret.of(os.environ, "CKAN_API_TOKEN")),
        dataset=name or "",
        wishes=Wishes(owner_org=owner_org or "", private=private, draft=draft, datastore=datastore),
    )


def s3_target(
    place: str, endpoint_url: str | None, profile: str | None, *, anonymous: bool = False
) -> Callable[[], Any]:
    """Return what makes the target, once the package is known to be valid."""
    from dataset_tools.publish.http import base_url
    from dataset_tools.publish.s3.client import connection, place_of
    from dataset_tools.publish.s3.target import S3Target
    from dataset_tools.publish.secret import Secret

    bucket, prefix = place_of(place)
    variables = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
    endpoint = endpoint_url or next(
        (os.environ[each] for each in variables if each in os.environ), ""
    )
    if endpoint:
        endpoint = base_url(endpoint, what="the endpoint")
    names = ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    return lambda: S3Target(
        bucket=bucket,
        prefix=prefix,
        connect=lambda: connection(endpoint, profile or "", anonymous=anonymous),
        secrets=tuple(Secret.of(os.environ, name) for name in names),
    )


def zenodo_target(url: str | None, community: str | None, *, yes: bool) -> Callable[[], Any]:
    """Return what makes the target, once the package is known to be valid."""
    from dataset_tools.publish.http import Client, base_url
    from dataset_tools.publish.secret import Secret
    from dataset_tools.publish.zenodo.plan import Wishes
    from dataset_tools.publish.zenodo.target import ZenodoTarget

    given = url or os.environ.get("ZENODO_URL", "").strip() or "https://zenodo.org"
    site = base_url(given, what="--url" if url else "ZENODO_URL").removesuffix("/api")
    return lambda: ZenodoTarget(
        client=Client(f"{site}/api", Secret.of(os.environ, "ZENODO_TOKEN"), scheme="Bearer "),
        wishes=Wishes(yes=yes, community=community or ""),
    )

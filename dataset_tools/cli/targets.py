"""Each target of ``publish`` and ``verify``: its words on the command line, and what makes it."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from dataset_tools.exceptions import UsageError

PathArgument = Annotated[Path, typer.Argument(metavar="PATH", help="The folder to publish into.")]

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

RepositoryArgument = Annotated[
    str, typer.Argument(metavar="OWNER/REPO", help="The repository that has the release.")
]
ReleaseDraftOption = Annotated[bool, typer.Option("--draft", help="Leave a new release a draft.")]
TagOption = Annotated[
    str | None,
    typer.Option("--tag", metavar="TAG", help="The release's tag; else v and the version."),
]

DatasetArgument = Annotated[
    str, typer.Argument(metavar="OWNER/NAME", help="The dataset, made if there is none.")
]
RevisionOption = Annotated[
    str,
    typer.Option("--revision", metavar="BRANCH", help="The branch, made if there is none."),
]

_DATASET = re.compile(
    r"(?=.{3,96}$)[A-Za-z0-9_][A-Za-z0-9._-]*/(?!.*(--|\.\.|\.git$|[.-]$))[A-Za-z0-9_][A-Za-z0-9._-]*"
)
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/(?!\.{1,2}$)[A-Za-z0-9._-]+")


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


def github_target(repository: str, *, tag: str | None, draft: bool) -> Callable[[], Any]:
    """Return what makes the target, once the package is known to be valid."""
    from dataset_tools.publish.github.api import Api, github_client
    from dataset_tools.publish.github.plan import Wishes
    from dataset_tools.publish.github.target import GithubTarget
    from dataset_tools.publish.http import base_url
    from dataset_tools.publish.secret import Secret

    if not _REPOSITORY.fullmatch(repository):
        raise UsageError(f'a repository is OWNER/REPO, not "{repository}"')
    given = os.environ.get("GITHUB_API_URL", "").strip()
    if not given:
        raise UsageError("which server? Set GITHUB_API_URL to the URL of its API")
    base = base_url(given, what="GITHUB_API_URL")
    return lambda: GithubTarget(
        api=Api(github_client(base, Secret.of(os.environ, "GITHUB_TOKEN", "GH_TOKEN")), repository),
        wishes=Wishes(tag=tag or "", draft=draft),
    )


def huggingface_target(dataset: str, *, private: bool | None, revision: str) -> Callable[[], Any]:
    """Return what makes the target, once the package is known to be valid."""
    from dataset_tools.publish.huggingface.access import connected
    from dataset_tools.publish.huggingface.plan import Wishes
    from dataset_tools.publish.huggingface.target import HuggingFaceTarget

    if not _DATASET.fullmatch(dataset):
        raise UsageError(f'a dataset is OWNER/NAME, not "{dataset}"')
    return lambda: HuggingFaceTarget(
        wishes=Wishes(repository=dataset, private=private, branch=revision),
        connect=lambda: connected(dataset),
    )

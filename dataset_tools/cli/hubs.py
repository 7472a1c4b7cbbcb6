"""The words of ``github`` on the command line, and what makes the target."""

import os
import re
from collections.abc import Callable
from typing import Annotated, Any

import typer

from dataset_tools.exceptions import UsageError

RepositoryArgument = Annotated[
    str, typer.Argument(metavar="OWNER/REPO", help="The repository that has the release.")
]
ReleaseDraftOption = Annotated[bool, typer.Option("--draft", help="Leave a new release a draft.")]
TagOption = Annotated[
    str | None,
    typer.Option("--tag", metavar="TAG", help="The release's tag; else v and the version."),
]
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/(?!\.{1,2}$)[A-Za-z0-9._-]+")


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

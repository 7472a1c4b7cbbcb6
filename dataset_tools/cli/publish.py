"""``publish TARGET``: the package to a place that serves it."""

import typer

from dataset_tools.cli.arguments import PackageArgument, QuietOption, SourcesOption
from dataset_tools.cli.publishing import (
    DryRunOption,
    LockOption,
    RequireProofOption,
    ResultOption,
    ToPublish,
    publish_to,
)
from dataset_tools.cli.targets import (
    CommunityOption,
    DatasetArgument,
    DraftOption,
    EndpointOption,
    NameOption,
    NoDatastoreOption,
    OwnerOrgOption,
    PathArgument,
    PlaceArgument,
    PrivateOption,
    ProfileOption,
    ReleaseDraftOption,
    RepositoryArgument,
    RevisionOption,
    TagOption,
    UrlOption,
    YesOption,
    ZenodoUrlOption,
    ckan_target,
    github_target,
    huggingface_target,
    s3_target,
    zenodo_target,
)

app = typer.Typer(
    help="Validate, then publish the package at TARGET; safe to repeat.\n\n"
    "Example: dataset-tools publish folder /srv/data . --dry-run",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command("folder")
def folder(
    path: PathArgument,
    package: PackageArgument = ".",
    dry_run: DryRunOption = False,
    json: ResultOption = False,
    sources: SourcesOption = None,
    require_proof: RequireProofOption = False,
    lock: LockOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write the version to PATH/NAME/VERSION, once; then PATH/NAME/latest.json names it.

    Example: dataset-tools publish folder /srv/data .
    """
    from dataset_tools.publish.folder import FolderTarget

    asked = ToPublish(
        package=package,
        dry_run=dry_run,
        json=json,
        sources=sources,
        require_proof=require_proof,
        lock=lock,
        quiet=quiet,
    )
    publish_to(lambda: FolderTarget(path), asked)


@app.command("ckan")
def ckan(
    package: PackageArgument = ".",
    url: UrlOption = None,
    owner_org: OwnerOrgOption = None,
    name: NameOption = None,
    private: PrivateOption = None,
    draft: DraftOption = False,
    no_datastore: NoDatastoreOption = False,
    dry_run: DryRunOption = False,
    json: ResultOption = False,
    sources: SourcesOption = None,
    require_proof: RequireProofOption = False,
    lock: LockOption = None,
    quiet: QuietOption = False,
) -> None:
    """Make or change the dataset NAME of a CKAN portal; the token is CKAN_API_TOKEN.

    Example: dataset-tools publish ckan . --url https://ckan.example.org --owner-org city
    """
    asked = ToPublish(
        package=package,
        dry_run=dry_run,
        json=json,
        sources=sources,
        require_proof=require_proof,
        lock=lock,
        quiet=quiet,
    )
    make = ckan_target(
        url, name, owner_org=owner_org, private=private, draft=draft, datastore=not no_datastore
    )
    publish_to(make, asked)


@app.command("s3")
def s3(
    place: PlaceArgument,
    package: PackageArgument = ".",
    endpoint_url: EndpointOption = None,
    profile: ProfileOption = None,
    dry_run: DryRunOption = False,
    json: ResultOption = False,
    sources: SourcesOption = None,
    require_proof: RequireProofOption = False,
    lock: LockOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write the version to PREFIX/NAME/VERSION, once; then PREFIX/NAME/latest.json names it.

    Example: dataset-tools publish s3 s3://bucket/data .
    """
    asked = ToPublish(
        package=package,
        dry_run=dry_run,
        json=json,
        sources=sources,
        require_proof=require_proof,
        lock=lock,
        quiet=quiet,
    )
    publish_to(s3_target(place, endpoint_url, profile), asked)


@app.command("zenodo")
def zenodo(
    package: PackageArgument = ".",
    url: ZenodoUrlOption = None,
    community: CommunityOption = None,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    json: ResultOption = False,
    sources: SourcesOption = None,
    require_proof: RequireProofOption = False,
    lock: LockOption = None,
    quiet: QuietOption = False,
) -> None:
    """Make a record, or a new version of it, with a DOI; the token is ZENODO_TOKEN.

    Example: dataset-tools publish zenodo . --url https://sandbox.zenodo.org
    """
    asked = ToPublish(
        package=package,
        dry_run=dry_run,
        json=json,
        sources=sources,
        require_proof=require_proof,
        lock=lock,
        quiet=quiet,
    )
    publish_to(zenodo_target(url, community, yes=yes), asked)


@app.command("huggingface")
def huggingface(
    dataset: DatasetArgument,
    package: PackageArgument = ".",
    private: PrivateOption = None,
    revision: RevisionOption = "main",
    dry_run: DryRunOption = False,
    json: ResultOption = False,
    sources: SourcesOption = None,
    require_proof: RequireProofOption = False,
    lock: LockOption = None,
    quiet: QuietOption = False,
) -> None:
    """Commit the files, Parquet and a card to a dataset of the Hub; the token is HF_TOKEN.

    Example: dataset-tools publish huggingface ada/prices .
    """
    asked = ToPublish(
        package=package,
        dry_run=dry_run,
        json=json,
        sources=sources,
        require_proof=require_proof,
        lock=lock,
        quiet=quiet,
    )
    publish_to(huggingface_target(dataset, private=private, revision=revision), asked)


@app.command("github")
def github(
    repository: RepositoryArgument,
    package: PackageArgument = ".",
    draft: ReleaseDraftOption = False,
    tag: TagOption = None,
    dry_run: DryRunOption = False,
    json: ResultOption = False,
    sources: SourcesOption = None,
    require_proof: RequireProofOption = False,
    lock: LockOption = None,
    quiet: QuietOption = False,
) -> None:
    """Release the archive, the descriptor and their checksums; the token is GITHUB_TOKEN.

    Example: dataset-tools publish github ada/prices .
    """
    asked = ToPublish(
        package=package,
        dry_run=dry_run,
        json=json,
        sources=sources,
        require_proof=require_proof,
        lock=lock,
        quiet=quiet,
    )
    publish_to(github_target(repository, tag=tag, draft=draft), asked)

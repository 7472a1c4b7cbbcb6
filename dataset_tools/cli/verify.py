"""``verify TARGET``: what is served, held against the package."""

import typer

from dataset_tools.cli.arguments import (
    JsonOption,
    OutputOption,
    PackageArgument,
    QuietOption,
    SourcesOption,
)
from dataset_tools.cli.publishing import (
    FormatOption,
    MetadataOnlyOption,
    ToVerify,
    verify_at,
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
    help="Download what TARGET serves and compare it with the package; exit 1 on drift.\n\n"
    "Example: dataset-tools verify folder /srv/data .",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command("folder")
def folder(
    path: PathArgument,
    package: PackageArgument = ".",
    metadata_only: MetadataOnlyOption = False,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = None,
    sources: SourcesOption = None,
    quiet: QuietOption = False,
) -> None:
    """Compare PATH/NAME/VERSION with the package.

    Example: dataset-tools verify folder /srv/data . --json
    """
    from dataset_tools.publish.folder import FolderTarget

    asked = ToVerify(
        package=package,
        metadata_only=metadata_only,
        format=format,
        json=json,
        output=output,
        sources=sources,
        quiet=quiet,
    )
    verify_at(lambda: FolderTarget(path), asked)


@app.command("ckan")
def ckan(
    package: PackageArgument = ".",
    url: UrlOption = None,
    owner_org: OwnerOrgOption = None,
    name: NameOption = None,
    private: PrivateOption = None,
    draft: DraftOption = False,
    no_datastore: NoDatastoreOption = False,
    metadata_only: MetadataOnlyOption = False,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = None,
    sources: SourcesOption = None,
    quiet: QuietOption = False,
) -> None:
    """Compare the dataset NAME of a CKAN portal with the package: files, metadata, columns.

    Example: dataset-tools verify ckan . --url https://ckan.example.org
    """
    asked = ToVerify(
        package=package,
        metadata_only=metadata_only,
        format=format,
        json=json,
        output=output,
        sources=sources,
        quiet=quiet,
    )
    make = ckan_target(
        url, name, owner_org=owner_org, private=private, draft=draft, datastore=not no_datastore
    )
    verify_at(make, asked)


@app.command("s3")
def s3(
    place: PlaceArgument,
    package: PackageArgument = ".",
    endpoint_url: EndpointOption = None,
    profile: ProfileOption = None,
    metadata_only: MetadataOnlyOption = False,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = None,
    sources: SourcesOption = None,
    quiet: QuietOption = False,
) -> None:
    """Compare PREFIX/NAME/VERSION with the package; a public bucket asks for no credentials.

    Example: dataset-tools verify s3 s3://bucket/data .
    """
    asked = ToVerify(
        package=package,
        metadata_only=metadata_only,
        format=format,
        json=json,
        output=output,
        sources=sources,
        quiet=quiet,
    )
    verify_at(s3_target(place, endpoint_url, profile, anonymous=True), asked)


@app.command("zenodo")
def zenodo(
    package: PackageArgument = ".",
    url: ZenodoUrlOption = None,
    community: CommunityOption = None,
    yes: YesOption = False,
    metadata_only: MetadataOnlyOption = False,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = None,
    sources: SourcesOption = None,
    quiet: QuietOption = False,
) -> None:
    """Compare the record of the package's version; a public one asks for no token.

    With --yes a draft is drift.

    Example: dataset-tools verify zenodo .
    """
    asked = ToVerify(
        package=package,
        metadata_only=metadata_only,
        format=format,
        json=json,
        output=output,
        sources=sources,
        quiet=quiet,
    )
    verify_at(zenodo_target(url, community, yes=yes), asked)


@app.command("huggingface")
def huggingface(
    dataset: DatasetArgument,
    package: PackageArgument = ".",
    private: PrivateOption = None,
    revision: RevisionOption = "main",
    metadata_only: MetadataOnlyOption = False,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = None,
    sources: SourcesOption = None,
    quiet: QuietOption = False,
) -> None:
    """Compare a dataset of the Hub with the package; a public one asks for no token.

    Example: dataset-tools verify huggingface ada/prices .
    """
    asked = ToVerify(
        package=package,
        metadata_only=metadata_only,
        format=format,
        json=json,
        output=output,
        sources=sources,
        quiet=quiet,
    )
    verify_at(huggingface_target(dataset, private=private, revision=revision), asked)


@app.command("github")
def github(
    repository: RepositoryArgument,
    package: PackageArgument = ".",
    draft: ReleaseDraftOption = False,
    tag: TagOption = None,
    metadata_only: MetadataOnlyOption = False,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = None,
    sources: SourcesOption = None,
    quiet: QuietOption = False,
) -> None:
    """Compare a release with the package; one of a public repository asks for no token.

    Example: dataset-tools verify github ada/prices .
    """
    asked = ToVerify(
        package=package,
        metadata_only=metadata_only,
        format=format,
        json=json,
        output=output,
        sources=sources,
        quiet=quiet,
    )
    verify_at(github_target(repository, tag=tag, draft=draft), asked)

"""A dataset at the Hub with the library loaded, by what the environment says."""

from dataset_tools.publish.huggingface.hub import Hub, hub_client
from dataset_tools.publish.huggingface.library import (
    endpoint_of,
    install_client,
    library,
    token_of,
)


def connected(repository: str) -> Hub:
    """Return the dataset; the endpoint and the token are those of the environment.

    Raises
    ------
    UsageError
        The library is not installed, or the endpoint is none.
    NoCredentials
        The token cannot be read.
    """
    loaded = library()
    base, secret = endpoint_of(loaded), token_of(loaded)
    install_client(loaded, base)
    return Hub(hub_client(base, secret), repository, loaded)

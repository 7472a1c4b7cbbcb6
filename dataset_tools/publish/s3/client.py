"""boto3's client: the AWS chain of credentials, and its exceptions in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dataset_tools.exceptions import (
    CredentialsRefused,
    NoCredentials,
    NoSuchPlace,
    NotPublished,
    TooLarge,
    Unreachable,
    UsageError,
)

_FORBIDDEN = (401, 403)
_NOT_FOUND = 404
_TOO_LARGE = 413
_SERVER_ERRORS = 500
_PASSING = frozenset({408, 425, 429})
_LOST_RACES = (409, 412)
_FIX = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE (--profile)."


class Absent(NoSuchPlace):
    """There is no such object."""


class LostRace(NotPublished):
    """The condition of a write was not met: someone else was faster."""


@contextmanager
def told(place: str) -> Iterator[None]:
    """Tell what boto3 raises in our words."""
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import (
        BotoCoreError,
        ClientError,
        NoCredentialsError,
        PartialCredentialsError,
        TokenRetrievalError,
    )

    try:
        yield
    except ClientError as error:
        raise _refusal(error, place) from None
    except (NoCredentialsError, PartialCredentialsError, TokenRetrievalError) as error:
        raise NoCredentials(f"{place}: {error}", fix=_FIX) from None
    except (BotoCoreError, Boto3Error) as error:
        raise Unreachable(f"{place}: {error}") from None


def _refusal(error: Any, place: str) -> NotPublished:
    answer = error.response
    status = int(answer.get("ResponseMetadata", {}).get("HTTPStatusCode") or 0)
    said = answer.get("Error", {})
    code, words = str(said.get("Code") or status), str(said.get("Message") or "")
    note = f"{place}: {status} {code}: {words}" if words else f"{place}: {status} {code}"
    if code == "NoSuchBucket":
        return NoSuchPlace(note, status=status)
    if code in ("NoSuchKey", "404"):
        return Absent(note, status=status)
    if status in _LOST_RACES:
        return LostRace(note, status=status)
    return _kind_of(status)(note, status=status)


def _kind_of(status: int) -> type[NotPublished]:
    if status in _FORBIDDEN:
        return CredentialsRefused
    if status == _TOO_LARGE:
        return TooLarge
    if status in _PASSING or status >= _SERVER_ERRORS:
        return Unreachable
    return NoSuchPlace if status == _NOT_FOUND else NotPublished


def place_of(uri: str) -> tuple[str, str]:
    """Part ``s3://BUCKET/PREFIX``; the prefix is empty or ends in a slash.

    Examples
    --------
    >>> place_of("s3://data/open/sets/")
    ('data', 'open/sets/')
    """
    scheme, _, rest = uri.partition("://")
    bucket, _, prefix = rest.partition("/")
    if scheme != "s3" or not bucket:
        raise UsageError(f'a place on S3 is s3://BUCKET/PREFIX, not "{uri}"')
    prefix = prefix.strip("/")
    return bucket, f"{prefix}/" if prefix else ""


def connection(endpoint_url: str, profile: str, *, anonymous: bool = False) -> Any:
    """Return a client by the AWS chain of credentials; tries are bounded, waits have jitter.

    With ``anonymous`` it goes without credentials where there are none.

    Raises
    ------
    UsageError
        boto3 is not installed, or there is no such profile.
    NoCredentials
        The chain has none.
    """
    try:
        import boto3
        from botocore import UNSIGNED
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError
    except ImportError:
        raise UsageError(
            "publishing to s3 needs boto3: install datapackage-tools[publish]"
        ) from None
    config = Config(
        retries={"mode": "standard", "total_max_attempts": 5},
        connect_timeout=30,
        read_timeout=300,
        s3={"addressing_style": "path"} if endpoint_url else None,
    )
    try:
        session = boto3.session.Session(profile_name=profile or None)
        if session.get_credentials() is None:
            if not anonymous:
                raise NoCredentials("the environment has no credentials for S3", fix=_FIX)
            config = config.merge(Config(signature_version=UNSIGNED))
        return session.client(
            "s3",
            endpoint_url=endpoint_url or None,
            region_name=session.region_name or "us-east-1",
            config=config,
        )
    except (BotoCoreError, ValueError) as error:
        raise UsageError(f"S3: {error}") from None

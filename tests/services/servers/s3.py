"""A client and a bucket of the S3 server that ``start.started("s3")`` gives."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

PATIENCE = 60


def client_of(settings: Mapping[str, str]) -> Any:
    """Return a client with the owner's rights."""
    return boto3.client(
        "s3",
        endpoint_url=settings["S3_ENDPOINT_URL"],
        region_name=settings["S3_REGION"],
        aws_access_key_id=settings["S3_ACCESS_KEY"],
        aws_secret_access_key=settings["S3_SECRET_KEY"],
    )


def make_bucket(client: Any, name: str) -> None:
    """Make a bucket as soon as the server takes it."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            client.create_bucket(Bucket=name)
            client.put_object(Bucket=name, Key="ready", Body=b"x")
        except (BotoCoreError, ClientError) as error:
            if "BucketAlreadyOwnedByYou" in str(error):
                return
            if time.monotonic() > until:
                raise
            time.sleep(0.3)
        else:
            return


def upload(client: Any, bucket: str, folder: Path, key: str) -> None:
    """Copy the files of a folder below a key."""
    for path in folder.rglob("*"):
        if path.is_file():
            client.upload_file(str(path), bucket, f"{key}/{path.relative_to(folder).as_posix()}")

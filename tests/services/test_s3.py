"""On a real S3 server: versions written once, races, kills, and a file of many parts."""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tests.publish.conftest import Publish, Small
from tests.services.servers.s3 import client_of, make_bucket
from tests.services.servers.start import started

pytestmark = pytest.mark.service
BUCKET = "publishing"
STEPS = 5


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    with started("s3") as settings:
        make_bucket(client_of(settings), BUCKET)
        yield settings


@pytest.fixture
def place(server: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", server["S3_ENDPOINT_URL"])
    monkeypatch.setenv("AWS_REGION", server["S3_REGION"])
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", server["S3_ACCESS_KEY"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", server["S3_SECRET_KEY"])
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return f"s3://{BUCKET}/{uuid.uuid4().hex[:12]}"


@pytest.fixture
def read(server: dict[str, str], place: str) -> Callable[[str], bytes]:
    client, prefix = client_of(server), place.rpartition("/")[2]

    def read(key: str) -> bytes:
        found: bytes = client.get_object(Bucket=BUCKET, Key=f"{prefix}/{key}")["Body"].read()
        return found

    return read


def command(package: Path, place: str) -> list[str]:
    lock = package.parent / f"{package.name}.lock"
    arguments = ["publish", "s3", place, str(package), "--lock", str(lock)]
    return [sys.executable, "-m", "dataset_tools", *arguments]


def test_publish_repeat_verify(
    small: Small, run: Publish, place: str, read: Callable[[str], bytes]
) -> None:
    package = small()
    code, dry = run("publish", "s3", place, package, "--dry-run")
    code, result = run("publish", "s3", place, package)
    assert (code, result["error"], result["action"]) == (0, None, "create")
    assert [{**step, "state": "done"} for step in dry["steps"]] == result["steps"]
    assert json.loads(read("small/latest.json"))["version"] == "1.0.0"
    assert run("publish", "s3", place, package)[1]["steps"] == []
    for more in ((), ("--metadata-only",)):
        assert run("verify", "s3", place, package, *more)[0] == 0


def test_other_content_is_refused_and_a_lower_version_is_not_named(
    small: Small, run: Publish, place: str, read: Callable[[str], bytes]
) -> None:
    run("publish", "s3", place, small("1.1.0"))
    code, result = run("publish", "s3", place, small("1.1.0", rows="id,name\n1,z\n"))
    assert (code, result["error"]["code"]) == (2, "DT808")
    assert run("publish", "s3", place, small("1.0.0"))[0] == 0
    assert json.loads(read("small/latest.json"))["version"] == "1.1.0"


@pytest.mark.parametrize("changed", ["small/1.0.0/data/a.csv", "small/1.0.0/more.csv"])
def test_drift_is_found(
    small: Small, run: Publish, place: str, server: dict[str, str], changed: str
) -> None:
    package = small()
    run("publish", "s3", place, package)
    prefix = place.rpartition("/")[2]
    client_of(server).put_object(
        Bucket=BUCKET, Key=f"{prefix}/{changed}", Body=b"id,name\n3,c\n4,d\n"
    )
    assert run("verify", "s3", place, package)[0] == 1
    assert run("verify", "s3", place, package, "--metadata-only")[0] == 1


@pytest.mark.parametrize("after", range(STEPS))
def test_killed_after_any_step_and_run_again(
    small: Small, run: Publish, place: str, after: int
) -> None:
    package = small()
    program = (
        "import os, signal, sys; from dataset_tools.publish import protocol\n"
        "from dataset_tools.cli.app import run\n"
        "record, times = protocol.record, []\n"
        "def die(*given):\n"
        "    times.append(1); record(*given)\n"
        f"    if len(times) > {after}: os.kill(os.getpid(), signal.SIGKILL)\n"
        "protocol.record = die\n"
        "run(sys.argv[1:])"
    )
    arguments = ["publish", "s3", place, str(package)]
    done = subprocess.run([sys.executable, "-c", program, *arguments], check=False, env=os.environ)
    assert done.returncode == -signal.SIGKILL
    assert len(run("publish", "s3", place, package)[1]["steps"]) == STEPS - 1 - after
    assert run("verify", "s3", place, package)[0] == 0


def test_a_reader_never_meets_half_a_package(
    small: Small, place: str, read: Callable[[str], bytes], tmp_path: Path
) -> None:
    """Sixteen publishers of four versions, while a reader follows ``latest`` all the time."""
    versions = [f"1.{number}.0" for number in range(4)]
    packages = []
    for number, version in enumerate(versions):
        folder = small(version, rows=f"id,name\n{number},a\n")
        packages.append(tmp_path.parent / f"{tmp_path.name}-{version}")
        subprocess.run(["cp", "-r", str(folder), str(packages[-1])], check=True)  # noqa: S607
    seen: list[tuple[str, str]] = []
    faults: list[str] = []
    done = threading.Event()

    def follow() -> None:
        while not done.is_set():
            try:
                latest = json.loads(read("small/latest.json"))
            except ClientError:
                assert not seen
                continue
            base = f"small/{latest['version']}"
            descriptor = json.loads(read(f"{base}/datapackage.json"))
            rows = read(f"{base}/data/a.csv").decode()
            if rows != f"id,name\n{latest['version'].split('.')[1]},a\n":
                faults.append(rows)
            seen.append((latest["version"], descriptor["version"]))

    reader = threading.Thread(target=follow)
    reader.start()
    processes = [
        subprocess.Popen(command(packages[number % 4], place), stdout=subprocess.DEVNULL)
        for number in range(16)
    ]
    for number, process in enumerate(processes):
        if number % 5 == 4:  # some are killed on their way
            time.sleep(0.2)
            process.kill()
        process.wait()
    codes = [process.returncode for process in processes]
    again = [subprocess.run(command(each, place), check=False).returncode for each in packages]
    done.set()
    reader.join()
    assert set(codes) <= {0, -signal.SIGKILL}
    assert again == [0] * 4
    assert faults == []
    assert all(named == found for named, found in seen)
    assert json.loads(read("small/latest.json"))["version"] == "1.3.0"


@pytest.mark.slow
def test_a_large_file_goes_in_parts_and_in_little_memory(
    small: Small, run: Publish, place: str
) -> None:
    package = small()
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    descriptor["resources"].append({"name": "large", "path": "large.bin"})
    path.write_text(json.dumps(descriptor), "utf-8")
    with (package / "large.bin").open("wb") as file:
        for number in range(200):
            file.write(number.to_bytes(4, "big") * (1 << 18))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    done = subprocess.run(command(package, place), check=False, capture_output=True)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert done.returncode == 0, done.stderr
    assert max(most, before) < 600 << 10  # kilobytes, most of which are libraries
    assert run("publish", "s3", place, package)[1]["steps"] == []
    assert run("verify", "s3", place, package)[0] == 0


def test_a_reader_of_the_bucket_may_not_publish(
    small: Small,
    run: Publish,
    place: str,
    server: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", server["S3_READER_ACCESS_KEY"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", server["S3_READER_SECRET_KEY"])
    code, result = run("publish", "s3", place, small())
    assert (code, result["error"]["code"], result["error"]["status"]) == (2, "DT803", 403)
    assert result["steps"][0]["state"] == "failed"


def test_a_bucket_that_is_not_there_is_told(small: Small, run: Publish, place: str) -> None:
    code, result = run("publish", "s3", place.replace(BUCKET, "no-such-bucket"), small())
    assert (code, result["error"]["code"], result["error"]["status"]) == (2, "DT804", 404)

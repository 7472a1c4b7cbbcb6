"""A bucket of versions: conditional writes, and what servers answer to a lost race."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dataset_tools.publish.protocol import publish
from dataset_tools.publish.s3 import target as s3
from dataset_tools.publish.s3.client import connection, place_of
from tests.conftest import Call
from tests.publish.conftest import Publish, Small, publication
from tests.publish.s3.fake import BUCKET, FakeS3, Fault, fake_s3

PLACE = f"s3://{BUCKET}/open"
SECRET = "canary-9b1e-secret"  # noqa: S105 (what the tests look for)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeS3]:
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)  # botocore's own pauses
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "KEY")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    with fake_s3() as fake:
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", fake.url)
        yield fake


def test_each_object_is_written_once_and_the_pointer_last(
    bucket: FakeS3, small: Small, run: Publish
) -> None:
    code, result = run("publish", "s3", PLACE, small())
    assert (code, result["error"]) == (0, None)
    assert [key.removeprefix("open/small/") for key in bucket.writes] == [
        "1.0.0/data/a.csv",
        "1.0.0/data/b.csv",
        "1.0.0/schemas/b.json",
        "1.0.0/datapackage.json",
        "latest.json",
    ]
    assert result["ids"] == {
        "bucket": BUCKET,
        "latest": "open/small/latest.json",
        "descriptor": "open/small/1.0.0/datapackage.json",
    }
    bucket.writes.clear()
    assert run("publish", "s3", PLACE, small())[1]["action"] == "nothing"
    assert bucket.writes == []


def test_a_dry_run_writes_nothing(bucket: FakeS3, small: Small, run: Publish) -> None:
    assert len(run("publish", "s3", PLACE, small(), "--dry-run")[1]["steps"]) == 5
    assert bucket.writes == []


@pytest.mark.parametrize("ends", ["a.csv", "datapackage.json", "latest.json"])
def test_a_lost_answer_is_found_out(bucket: FakeS3, small: Small, run: Publish, ends: str) -> None:
    bucket.faults.append(Fault(ends, lost=True))
    code, result = run("publish", "s3", PLACE, small())
    assert (code, result["error"], len(bucket.objects)) == (0, None, 5)


@pytest.mark.parametrize("status", [500, 503])
def test_what_may_pass_is_tried_again(
    bucket: FakeS3, small: Small, run: Publish, status: int
) -> None:
    bucket.faults.append(Fault("a.csv", status=status, times=3))
    assert run("publish", "s3", PLACE, small())[0] == 0
    bucket.faults.append(Fault("a.csv", status=status, times=99))
    code, result = run("publish", "s3", PLACE, small("1.1.0"))
    assert (code, result["error"]["code"], result["error"]["status"]) == (2, "DT807", status)


@pytest.mark.parametrize(
    ("status", "code"), [(400, "DT805"), (403, "DT803"), (413, "DT806"), (404, "DT804")]
)
def test_a_refusal_is_told(
    bucket: FakeS3, small: Small, call: Call, status: int, code: str
) -> None:
    bucket.faults.append(Fault("b.csv", status=status, times=99))
    done = call("publish", "s3", PLACE, small(), "--json")
    result = json.loads(done.out)
    assert (done.code, result["error"]["code"], result["error"]["status"]) == (2, code, status)
    assert [step["state"] for step in result["steps"]][:3] == ["done", "failed", "skipped"]
    assert done.err.count("\n") == 1
    bucket.faults.clear()
    assert len(json.loads(call("publish", "s3", PLACE, small(), "--json").out)["steps"]) == 4


@pytest.mark.parametrize("status", [409, 412])
def test_a_conflict_that_passes_is_looked_into(
    bucket: FakeS3, small: Small, run: Publish, status: int
) -> None:
    bucket.faults.append(Fault("a.csv", status=status))
    bucket.faults.append(Fault("latest.json", status=status))
    assert run("publish", "s3", PLACE, small())[0] == 0


@pytest.mark.parametrize("status", [404, 409, 412])
def test_a_pointer_that_someone_else_moved_is_read_again(
    bucket: FakeS3, small: Small, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    bucket.lost_race = bucket.absent_race = status
    target = s3.S3Target(bucket=BUCKET, prefix="", connect=lambda: connection(bucket.url, ""))
    publish(target, publication(small("1.0.0")))
    swap, others = s3.S3Store.swap, list[int]()

    def late(store: s3.S3Store, key: str, text: str, before: object) -> bool:
        if not others:
            others.append(1)
            higher = text.replace("1.1.0", "1.2.0").encode()
            bucket.objects[key] = higher, {}
        return swap(store, key, text, before)  # type: ignore[arg-type]

    monkeypatch.setattr(s3.S3Store, "swap", late)
    result = publish(target, publication(small("1.1.0")))
    assert result.error is None
    assert b'"1.2.0"' in bucket.objects["small/latest.json"][0]


def test_a_large_file_goes_in_parts(
    bucket: FakeS3, small: Small, run: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3, "PART", 1 << 20)
    rows = "id,name\n" + "".join(f"{number},{'x' * 50}\n" for number in range(50_000))
    code, result = run("publish", "s3", PLACE, small(rows=rows))
    assert (code, result["error"]) == (0, None)
    assert [len(parts) for parts in bucket.uploads.values()] == [3]
    assert bucket.objects["open/small/1.0.0/data/a.csv"][0].decode() == rows
    assert run("verify", "s3", PLACE, small(rows=rows))[0] == 0


def test_the_secret_is_nowhere(bucket: FakeS3, small: Small, call: Call) -> None:
    package = small()
    bucket.faults.append(Fault("b.csv", status=403, times=99))
    done = [call("publish", "s3", PLACE, package, *more) for more in ((), ("--json",))]
    bucket.faults.clear()
    done += [call("publish", "s3", PLACE, package), call("verify", "s3", PLACE, package)]
    everything = [each.out + each.err for each in done]
    everything += [path.read_text("utf-8") for path in package.rglob("*") if path.is_file()]
    everything += [data.decode() for data, _ in bucket.objects.values()]
    assert not any(SECRET in each for each in everything)


def test_without_credentials_the_variables_are_named(
    bucket: FakeS3, small: Small, run: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = small()
    run("publish", "s3", PLACE, package)
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    bucket.writes.clear()
    code, result = run("publish", "s3", PLACE, package)
    assert (code, result["error"]["code"]) == (2, "DT802")
    assert "AWS_ACCESS_KEY_ID" in result["error"]["fix"]
    assert run("verify", "s3", PLACE, package)[0] == 0


def test_a_missing_library_is_named(
    small: Small, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    done = call("publish", "s3", PLACE, small())
    assert done.code == 2
    assert done.err == "DT001 publishing to s3 needs boto3: install datapackage-tools[publish]\n"


@pytest.mark.parametrize("place", ["bucket/x", "s3://", "https://bucket/x", "s3:///x"])
def test_a_place_that_is_none_is_refused(small: Small, call: Call, place: str) -> None:
    done = call("publish", "s3", place, small())
    assert (done.code, done.out) == (2, "")


def test_a_prefix_may_be_empty() -> None:
    assert place_of("s3://bucket") == place_of("s3://bucket/") == ("bucket", "")

"""Files by URLs of storages: what reaches them, which bytes are read, and what is told."""

import io
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow.fs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.engine.spark import locate, storage
from dataset_tools.engine.spark.locate import for_tasks, locate_for_spark
from dataset_tools.engine.spark.storage import Storage, s3_options
from dataset_tools.exceptions import (
    CouldNotRun,
    DescriptorMissing,
    FileFault,
    RemoteRefused,
)
from dataset_tools.files.folder import Folder
from dataset_tools.files.locate import locate_package
from dataset_tools.files.paths import is_stored
from dataset_tools.files.remote import Remote, WithRemote
from dataset_tools.files.stream import Stream

SETTINGS = {"fs.s3a.access.key": "id", "fs.s3a.secret.key": "canary"}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as if it were all of S3: its folders are the buckets."""
    local = pyarrow.fs.SubTreeFileSystem(str(tmp_path), pyarrow.fs.LocalFileSystem())
    monkeypatch.setattr(storage, "_s3", lambda _: local)
    monkeypatch.setattr(locate, "session_of", lambda session: session)
    monkeypatch.setattr(locate, "settings_of", lambda _: SETTINGS)
    package = tmp_path / "bucket" / "package"
    package.mkdir(parents=True)
    (package / "a b.csv").write_bytes(b"id\n1\n")
    (package / "datapackage.json").write_text('{"resources": []}', "utf-8")
    return package


FILES = Storage("s3a://bucket/package/", SETTINGS)


@pytest.mark.usefixtures("place")
class TestFiles:
    def test_bytes_are_read_from_any_place_on(self) -> None:
        with FILES.open("a b.csv") as file:
            file.seek(3)
            assert file.read(1) == b"1"
            file.seek(0)
            assert file.read() == b"id\n1\n"

    def test_more_is_fetched_the_longer_a_file_is_read_on(self, place: Path) -> None:
        data = bytes(range(256)) * 4096
        (place / "large.bin").write_bytes(data)
        with FILES.open("large.bin") as file:
            assert b"".join(iter(lambda: file.read(1000), b"")) == data
            assert file.read(1) == b""
            for at, size in ((5, 10), (900_000, 9), (899_990, 400_000), (0, 3), (1 << 21, 4)):
                assert file.seek(at) == file.tell() == at
                assert file.read(size) == data[at : at + size]
            assert file.seek(-4, 2) == len(data) - 4
            assert file.seek(1, 1) == len(data) - 3
            into = bytearray(9)
            assert file.readinto(into) == 3  # type: ignore[attr-defined]
            assert into[:3] == data[-3:]

    @given(st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=9))
    def test_any_reads_in_any_order(self, reads: list[tuple[int, int]]) -> None:
        data = bytes(range(60))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(storage, "_LEAST", 4)
            patch.setattr(storage, "_MOST", 16)
            file = storage._Fetched(pyarrow.PythonFile(io.BytesIO(data), mode="r"))
            for at, size in reads:
                file.seek(at)
                assert file.read(size) == data[at : at + size]
                assert file.read(2) == data[at + size :][:2]

    def test_size(self) -> None:
        assert FILES.size("a b.csv") == 5

    def test_names(self) -> None:
        assert FILES.place == "s3a://bucket/package/"
        assert FILES.show("a b.csv") == "s3a://bucket/package/a b.csv"
        assert FILES.show("s3a://other/b.csv") == "s3a://other/b.csv"

    @pytest.mark.parametrize("do", [FILES.open, FILES.size])
    def test_a_missing_file(self, do: Any) -> None:
        with pytest.raises(FileFault, match="is missing"):
            do("c.csv")

    def test_a_folder(self) -> None:
        with pytest.raises(FileFault, match="is a folder, not a file"):
            Storage("s3a://bucket/", {}).size("package")

    @pytest.mark.parametrize("path", ["../x.csv", "s3a://bucket/package/a b.csv", ".hidden"])
    def test_what_lies_elsewhere_is_not_read(self, path: str) -> None:
        with pytest.raises(FileFault) as fault:
            FILES.open(path)
        assert fault.value.code == "DT502"

    def test_files_by_their_own_urls(self) -> None:
        assert Storage("", SETTINGS).size("s3a://bucket/package/a b.csv") == 5


class _Failing:
    """A file system that answers with an error."""

    def __init__(self, error: str) -> None:
        self.error = error

    def open_input_file(self, _key: str) -> BinaryIO:
        raise OSError(self.error)


@pytest.mark.parametrize(
    ("error", "note"),
    [
        (
            "When reading 'a': AWS Error ACCESS_DENIED during HeadObject operation: <canary>",
            "cannot be read: S3 says ACCESS_DENIED",
        ),
        ("no route\nand more", "cannot be read: no route"),
    ],
)
def test_why_a_file_cannot_be_read(monkeypatch: pytest.MonkeyPatch, error: str, note: str) -> None:
    monkeypatch.setattr(storage, "_s3", lambda _: _Failing(error))
    with pytest.raises(FileFault) as fault:
        FILES.open("a.csv")
    assert fault.value.note == note


def test_what_gives_access_is_not_shown() -> None:
    assert "canary" not in repr(FILES)
    assert pickle.loads(pickle.dumps(FILES)) == FILES  # noqa: S301 (our own)


class TestHdfs:
    @pytest.mark.parametrize(
        ("url", "host", "port"),
        [("hdfs://name:8020/", "name", 8020), ("hdfs:///", "default", 0), ("HDFS://ha/", "ha", 0)],
    )
    def test_the_store_is_named_by_the_url(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, host: str, port: int
    ) -> None:
        asked: list[tuple[str, int]] = []
        below = pyarrow.fs.SubTreeFileSystem(str(tmp_path), pyarrow.fs.LocalFileSystem())

        def connect(host: str, port: int) -> pyarrow.fs.FileSystem:
            asked.append((host, port))
            return below

        storage._hdfs.cache_clear()
        monkeypatch.setattr(pyarrow.fs, "HadoopFileSystem", connect)
        (tmp_path / "a.csv").write_bytes(b"id\n")
        assert Storage(url, {}).size("a.csv") == 3
        assert asked == [(host, port)]
        storage._hdfs.cache_clear()

    def test_a_port_is_a_number(self) -> None:
        with pytest.raises(FileFault, match="cannot be read"):
            Storage("hdfs://name:x/", {}).size("a.csv")

    def test_without_the_library_of_hadoop(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def connect(*_: object) -> None:
            raise OSError("Unable to load libhdfs")

        storage._hdfs.cache_clear()
        monkeypatch.setattr(pyarrow.fs, "HadoopFileSystem", connect)
        with pytest.raises(FileFault) as fault:
            Storage("hdfs://name/", {}).size("a.csv")
        assert "Unable to load libhdfs" in fault.value.note
        assert "HADOOP_HOME" in fault.value.note


class TestOptions:
    def test_none(self) -> None:
        assert s3_options({}, "data") == {}

    def test_keys(self) -> None:
        settings = {**SETTINGS, "fs.s3a.session.token": " t "}
        keys = {"access_key": "id", "secret_key": "canary", "session_token": "t"}
        assert s3_options(settings, "data") == keys

    def test_those_of_a_bucket_come_first(self) -> None:
        settings = {**SETTINGS, "fs.s3a.bucket.data.access.key": "own"}
        assert s3_options(settings, "data")["access_key"] == "own"
        assert s3_options(settings, "other")["access_key"] == "id"

    @pytest.mark.parametrize(
        ("provider", "found"),
        [
            ("org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider", {"anonymous": True}),
            ("org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider", {}),
            (
                "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
                {"access_key": "id", "secret_key": "canary", "session_token": None},
            ),
        ],
    )
    def test_providers(self, provider: str, found: dict[str, Any]) -> None:
        settings = {**SETTINGS, "fs.s3a.aws.credentials.provider": provider}
        assert s3_options(settings, "data") == found

    @pytest.mark.parametrize(
        ("settings", "found"),
        [
            ({"endpoint": "http://here:9000/"}, ("http", "here:9000", True)),
            ({"endpoint": "here:9000"}, ("https", "here:9000", True)),
            (
                {"endpoint": "here:9000", "connection.ssl.enabled": "false"},
                ("http", "here:9000", True),
            ),
            ({"endpoint": "here", "path.style.access": "true"}, ("https", "here", False)),
        ],
    )
    def test_an_endpoint(self, settings: dict[str, str], found: tuple[object, ...]) -> None:
        options = s3_options({f"fs.s3a.{name}": each for name, each in settings.items()}, "data")
        names = ("scheme", "endpoint_override", "force_virtual_addressing")
        assert tuple(options[name] for name in names) == found
        assert options["region"] == "us-east-1"

    def test_regions(self) -> None:
        central = {"fs.s3a.endpoint": "s3.amazonaws.com", "fs.s3a.endpoint.region": "eu-west-1"}
        assert s3_options(central, "data") == {"region": "eu-west-1"}

    def test_pyarrow_takes_them(self) -> None:
        options = s3_options({**SETTINGS, "fs.s3a.endpoint": "http://127.0.0.1:1"}, "data")
        made = storage._s3(tuple(options.items()))
        assert made is storage._s3(tuple(options.items()))
        assert made.region == "us-east-1"


@pytest.mark.usefixtures("place")
class TestLocate:
    @pytest.mark.parametrize("end", ["", "/", "/datapackage.json"])
    def test_a_package(self, end: str) -> None:
        found = locate_for_spark(f"s3a://bucket/package{end}")
        assert found.place == "s3a://bucket/package/datapackage.json"
        assert isinstance(found.files, Storage)
        assert found.folder is None

    @pytest.mark.parametrize(
        ("url", "error", "word"),
        [
            ("s3a://id:canary@bucket/package", RemoteRefused, "may not hold what gives access"),
            ("s3a://bucket/package.zip", CouldNotRun, "is an archive"),
            ("s3a://bucket/none", DescriptorMissing, "no datapackage.json in"),
            ("s3a://bucket/none.json", DescriptorMissing, "no such file"),
        ],
    )
    def test_none(self, url: str, error: type[Exception], word: str) -> None:
        with pytest.raises(error, match=word) as raised:
            locate_for_spark(url)
        assert "canary" not in str(raised.value)

    def test_a_folder_asks_for_no_session(
        self, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(locate, "settings_of", None)
        assert locate_for_spark(place).files == Folder(place)

    def test_files_named_by_urls(self, place: Path) -> None:
        for package in (place, "s3a://bucket/package"):
            files = locate_for_spark(package, remote=True).files
            assert files.size("a b.csv") == 5
            assert files.size("s3a://bucket/package/a b.csv") == 5
            with pytest.raises(FileFault, match="not of the public network"):
                files.size("http://127.0.0.1:1/a.csv")

    def test_why_nothing_can_be_asked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fault(*_: object) -> Iterator[None]:
            raise FileFault("DT501", "datapackage.json", "cannot be read: no route")

        monkeypatch.setattr(Storage, "seen", fault)
        with pytest.raises(CouldNotRun, match=r"s3a://bucket/p/datapackage.json cannot be read"):
            locate_for_spark("s3a://bucket/p")

    @pytest.mark.parametrize("remote", [False, True])
    def test_without_spark(self, remote: bool) -> None:  # noqa: FBT001 (a case)
        with pytest.raises(RemoteRefused, match="--engine spark"):
            locate_package("s3a://bucket/package", remote=remote)


def test_files_as_tasks_open_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    here, urls = Folder(tmp_path), Storage("", SETTINGS)
    relative, web = Folder(Path()), Remote("")
    assert for_tasks(relative) == here
    assert for_tasks(FILES) == FILES
    assert for_tasks(WithRemote(relative, web)) == here
    both = WithRemote(WithRemote(relative, web), urls, is_stored)
    assert for_tasks(both) == WithRemote(here, urls, is_stored)
    assert for_tasks(web) is None
    assert for_tasks(WithRemote(Stream.of("x", (tmp_path / "x").open("wb+")), web)) is None

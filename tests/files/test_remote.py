"""Files over http: only on ask, never from private addresses, redirects judged anew."""

import http.server
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from dataset_tools import Package
from dataset_tools.exceptions import CouldNotRun, FileFault, RemoteRefused
from dataset_tools.files.locate import Located
from dataset_tools.files.remote import Remote, fetch, is_public
from tests.conftest import MakePackage

FIELDS = [{"name": "id", "type": "integer"}]


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
        else:
            super().do_GET()


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on this machine, and give its URL."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        handler = partial(Handler, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def allow_all(_address: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("192.168.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 (an address to refuse)
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:127.0.0.1", False),
        ("224.0.0.1", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:  # noqa: FBT001
    assert is_public(address) is public


def test_fetches_once_and_reads_again(
    make_package: MakePackage, serve: Callable[[Path], str]
) -> None:
    files = Remote(serve(make_package("id\n1\n", fields=FIELDS)), allow_all)
    for _ in range(2):
        with files.open("table.csv") as file:
            assert file.read() == b"id\n1\n"
    assert files.size("table.csv") == 5


def test_an_address_of_this_machine_is_refused(
    serve: Callable[[Path], str], tmp_path: Path
) -> None:
    with pytest.raises(FileFault, match="not of the public network"):
        fetch(serve(tmp_path), "x")
    with pytest.raises(FileFault, match="not of the public network"):
        fetch("http://localhost:1/", "x")


def test_a_redirect_is_judged_anew(serve: Callable[[Path], str], tmp_path: Path) -> None:
    url = serve(tmp_path)
    (tmp_path / "a.txt").write_text("a")
    with fetch(f"{url}to/{url}a.txt", "x", allow_all) as copy:
        assert Path(copy.name).read_text() == "a"
    for target in ("file:///etc/passwd", f"{url}nope"):
        with pytest.raises(FileFault):
            fetch(f"{url}to/{target}", "x", allow_all)
    with pytest.raises(FileFault, match="too often"):
        fetch(f"{url}to/" * 9 + url, "x", allow_all)


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "http:///a", "http://[::1", "http://a\x00b/"]
)
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(FileFault):
        fetch(url, "x", allow_all)


def test_a_package_by_its_url(make_package: MakePackage, serve: Callable[[Path], str]) -> None:
    url = serve(make_package("id\n1\nx\n", fields=FIELDS))
    with pytest.raises(RemoteRefused, match="--remote"):
        Package.open(f"{url}datapackage.json")
    with pytest.raises(CouldNotRun, match="public network"):
        Package.open(f"{url}datapackage.json", remote=True)
    package = Package.of(Located(Remote(url, allow_all), "datapackage.json"))
    (error,) = package.validate().tasks[0].errors
    assert (error.kind.code, error.place, error.row_number) == ("DT201", f"{url}table.csv", 3)


def test_data_by_a_url_is_refused_without_leave(make_package: MakePackage) -> None:
    folder = make_package(fields=FIELDS, resource={"path": "http://127.0.0.1:9/table.csv"})
    (error,) = Package.open(folder).validate().tasks[0].errors
    assert (error.kind.code, "nothing is fetched" in error.note) == ("DT502", True)
    (refused,) = Package.open(folder, remote=True).validate().tasks[0].errors
    assert (refused.kind.code, "public network" in refused.note) == ("DT502", True)

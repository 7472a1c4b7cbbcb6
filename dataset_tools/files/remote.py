"""Files over http and https, only where that is asked for, and never from private addresses.

The address is looked up once and connected to as it was judged, so that a name cannot point
elsewhere in between; each redirect is judged anew. A file is copied to disk before it is read.
"""

import http.client
import ipaddress
import socket
import ssl
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO, cast
from urllib.parse import quote, urljoin, urlsplit

from dataset_tools.exceptions import FileFault
from dataset_tools.files.opened import Files
from dataset_tools.files.paths import MISSING, UNSAFE, is_url, safe_path

TIMEOUT = 30.0
MAX_REDIRECTS = 5
MAX_BYTES = 16 << 30
_BUFFER = 1 << 20
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = 200

AddressRule = Callable[[str], bool]


def is_public(address: str) -> bool:
    """Whether an address is one of the public network: not of this machine or a private one."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast


@dataclass(frozen=True, slots=True)
class Remote:
    """The files below a URL; ``allows`` judges each address before it is connected to."""

    base: str
    allows: AddressRule = is_public
    _copies: "dict[str, tempfile._TemporaryFileWrapper[bytes]]" = field(default_factory=dict)

    @property
    def place(self) -> str:
        """The URL as it was given."""
        return self.base

    def open(self, path: str) -> BinaryIO:
        """Fetch a file once, and open the copy of it."""
        url = self.url_of(path)
        if url not in self._copies:
            self._copies[url] = fetch(url, path, self.allows)
        return open(self._copies[url].name, "rb")  # noqa: PTH123 (a name, not a path)

    def size(self, path: str) -> int:
        """Return the length of a file in bytes, fetching it if need be."""
        with self.open(path) as file:
            return file.seek(0, 2)

    def show(self, path: str) -> str:
        """Return the URL of a path."""
        return path if is_url(path) else urljoin(self.base, quote(path))

    def url_of(self, path: str) -> str:
        """Return the URL of a path: its own, or below the package's."""
        return path if is_url(path) else urljoin(self.base, quote(safe_path(path)))


@dataclass(frozen=True, slots=True)
class WithRemote:
    """The files of a package, and those that the descriptor names by a URL that ``takes`` takes."""

    below: Files
    remote: Files
    takes: Callable[[str], bool] = is_url

    @property
    def place(self) -> str:
        """The folder or archive."""
        return self.below.place

    def open(self, path: str) -> BinaryIO:
        """Open a file, fetching it where its path is a URL."""
        return self.remote.open(path) if self.takes(path) else self.below.open(path)

    def size(self, path: str) -> int:
        """Return the length of a file in bytes."""
        return self.remote.size(path) if self.takes(path) else self.below.size(path)

    def show(self, path: str) -> str:
        """Return the path as a message names it."""
        return path if is_url(path) else self.below.show(path)


def fetch(
    url: str,
    path: str,
    allows: AddressRule = is_public,
) -> "tempfile._TemporaryFileWrapper[bytes]":
    """Copy what a URL gives to a file that is gone when the process ends.

    Raises
    ------
    FileFault
        The URL is no http(s), its address is not allowed, or the server does not give it.
    """
    for _ in range(MAX_REDIRECTS + 1):
        connection = _connection(url, path, allows)
        try:
            parts = urlsplit(url)
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", target, headers={"User-Agent": "dataset-tools"})
            response = connection.getresponse()
            if response.status in _REDIRECTS and (location := response.getheader("Location")):
                url = urljoin(url, location)
                continue
            if response.status != _OK:
                raise FileFault(MISSING, path, f"cannot be fetched: {response.status}")
            return _copy(cast("BinaryIO", response), path)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise FileFault(MISSING, path, f"cannot be fetched: {error}") from None
        finally:
            connection.close()
    raise FileFault(MISSING, path, "cannot be fetched: it redirects too often")


def _copy(response: BinaryIO, path: str) -> "tempfile._TemporaryFileWrapper[bytes]":
    copy = tempfile.NamedTemporaryFile(prefix="dataset-tools-")  # noqa: SIM115 (kept open)
    while piece := response.read(_BUFFER):
        copy.write(piece)
        if copy.tell() > MAX_BYTES:
            copy.close()
            raise FileFault(MISSING, path, "is too large to be fetched")
    copy.flush()
    return copy


def _connection(url: str, path: str, allows: AddressRule) -> http.client.HTTPConnection:
    """Connect to the address that was judged, under the name that the URL has."""
    try:
        parts = urlsplit(url)
        secure = parts.scheme.lower() == "https"
        port = parts.port or (443 if secure else 80)
    except ValueError as error:
        raise FileFault(UNSAFE, path, f"it is no URL: {error}") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise FileFault(UNSAFE, path, "it is a URL of another kind than http and https")
    address = _address(parts.hostname, port, path, allows)
    if not secure:
        connection = http.client.HTTPConnection(parts.hostname, port, timeout=TIMEOUT)
        connection.sock = socket.create_connection((address, port), TIMEOUT)
        return connection
    context = ssl.create_default_context()
    secured = http.client.HTTPSConnection(parts.hostname, port, timeout=TIMEOUT, context=context)
    plain = socket.create_connection((address, port), TIMEOUT)
    secured.sock = context.wrap_socket(plain, server_hostname=parts.hostname)
    return secured


def _address(host: str, port: int, path: str, allows: AddressRule) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FileFault(MISSING, path, f"cannot be fetched: {error}") from None
    addresses = [str(entry[4][0]) for entry in found]
    refused = next((each for each in addresses if not allows(each)), None)
    if refused is not None or not addresses:
        raise FileFault(UNSAFE, path, f"its address {refused} is not of the public network")
    return addresses[0]

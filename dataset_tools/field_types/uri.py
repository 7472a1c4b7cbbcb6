"""URIs with a scheme, by RFC 3986."""

import re
from ipaddress import AddressValueError, IPv6Address

_CHAR = r"(?:[0-9A-Za-z\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})"
_PATH_CHAR = r"(?:[0-9A-Za-z\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})"
_URI = (  # compiled when the first is asked for
    rf"(?P<scheme>[A-Za-z][0-9A-Za-z+\-.]*):"
    rf"(?://(?:(?:{_CHAR}|:)*@)?(?P<host>\[[0-9A-Fa-fv:.]+\]|{_CHAR}*)(?::[0-9]*)?"
    rf"(?:/{_PATH_CHAR}*)*|/(?:{_PATH_CHAR}+(?:/{_PATH_CHAR}*)*)?|{_PATH_CHAR}+(?:/{_PATH_CHAR}*)*|)"
    rf"(?:\?(?:{_PATH_CHAR}|[/?])*)?(?:\#(?:{_PATH_CHAR}|[/?])*)?"
)
_NEED_HOST = frozenset({"http", "https", "ftp"})


def is_uri(text: str) -> bool:
    """Tell whether the text is a URI; http needs a host (RFC 9110, 4.2)."""
    found = re.fullmatch(_URI, text)
    if found is None:
        return False
    host = found["host"] or ""
    if host.startswith("["):
        return _is_ipv6(host[1:-1])
    return bool(host) or found["scheme"].lower() not in _NEED_HOST


def _is_ipv6(text: str) -> bool:
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True

"""Forms of strings: each function says what a string is not, or None if it has the form."""

import re
from datetime import datetime

_REMOTE = re.compile(r"(?:http|ftp)s?://.", re.IGNORECASE)
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_MEDIATYPE = re.compile(r".+/.+", re.DOTALL)
_LICENSE = re.compile(r"[-a-zA-Z0-9._]+")
_HASH = re.compile(r"(?:[^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32}|)")
_DATE_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
_LAST_SECOND = 60


def filled(text: str) -> str | None:
    """Refuse an empty string."""
    return None if text else "it must not be empty"


def one_character(text: str) -> str | None:
    """Refuse what is not one character."""
    return None if len(text) == 1 else "it must be one character"


def one_character_or_none(text: str) -> str | None:
    """Refuse more than one character; an empty string stands for none."""
    return None if len(text) <= 1 else "it must be one character"


def separator(text: str) -> str | None:
    """Refuse what cannot part cells: nothing, and what ends a line."""
    if not text:
        return "it must not be empty"
    return "it ends lines, so it cannot part cells" if "\n" in text or "\r" in text else None


def url(text: str) -> str | None:
    """Refuse what is no URL with a scheme."""
    return None if _URL.fullmatch(text) else "it must be a URL, such as https://example.org/"


def url_or_path(text: str) -> str | None:
    """Refuse what is neither an http or ftp URL nor a path inside the package (Glossary)."""
    if _REMOTE.match(text):
        return None
    climbs = "/../" in text or text.endswith("/..")
    outside = text.startswith((".", "/", "~", "file:")) or climbs or "\\" in text
    wrong = not text or "://" in text or outside
    return "it must be an http(s) or ftp(s) URL or a path inside the package" if wrong else None


def email(text: str) -> str | None:
    """Refuse what cannot be an address."""
    return None if _EMAIL.fullmatch(text) else "it must be an email address"


def mediatype(text: str) -> str | None:
    """Refuse what is no media type."""
    return None if _MEDIATYPE.fullmatch(text) else "it must be a media type, such as text/csv"


def license_name(text: str) -> str | None:
    """Refuse what is no identifier of a license."""
    if _LICENSE.fullmatch(text):
        return None
    return "it must be an identifier of letters, digits, dots and hyphens, such as CC-BY-4.0"


def hash_text(text: str) -> str | None:
    """Refuse what is no hash: an MD5, or an algorithm, a colon and hexadecimal digits."""
    if _HASH.fullmatch(text):
        return None
    return "it must be an MD5 of 32 hexadecimal digits, or such as sha256:…"


def date_time(text: str) -> str | None:
    """Refuse what is no datetime of RFC 3339."""
    reason = "it must be a datetime with its zone, such as 2024-01-31T12:00:00Z"
    match = _DATE_TIME.fullmatch(text)
    if match is None or int(match[3]) > _LAST_SECOND:
        return reason
    try:
        datetime.fromisoformat(f"{match[1]}T{match[2]}")
    except ValueError:
        return reason
    return None

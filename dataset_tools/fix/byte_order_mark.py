"""Mend: UTF-8 goes without a byte order mark (RFC 3629, section 6)."""

import codecs

NAME = "byte-order-mark"


def without_mark(content: bytes) -> bytes:
    """Take the mark from the beginning; of two, the second is text, and both stay."""
    rest = content.removeprefix(codecs.BOM_UTF8)
    return content if rest.startswith(codecs.BOM_UTF8) else rest

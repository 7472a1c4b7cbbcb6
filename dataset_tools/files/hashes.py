"""Hashes of files as descriptors state them (Data Package v2, ``hash``)."""

import hashlib

ALGORITHMS = ("md5", "sha1", "sha256", "sha512")


def split_hash(declared: str) -> tuple[str, str]:
    """Part a declared hash into algorithm and digest; without a prefix it is MD5.

    Examples
    --------
    >>> split_hash("sha256:ab12")
    ('sha256', 'ab12')
    """
    algorithm, colon, digest = declared.partition(":")
    return (algorithm.lower(), digest.lower()) if colon else ("md5", declared.lower())


def known_algorithm(algorithm: str) -> bool:
    """Whether a hash of this algorithm can be computed here."""
    return algorithm in ALGORITHMS or algorithm in hashlib.algorithms_guaranteed

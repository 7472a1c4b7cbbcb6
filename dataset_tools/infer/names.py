"""What the name of a field or a table hints at."""

import re

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W\d_]+")

CODES = frozenset(
    {
        "zip", "zipcode", "postcode", "postal", "plz", "phone", "telephone", "tel", "fax",
        "mobile", "isbn", "issn", "ean", "gtin", "upc", "ssn", "iban", "bic", "cik", "lei",
        "fips", "duns", "ein", "vat", "siren", "siret", "npi", "barcode", "imei",
    }
)  # fmt: skip
"""Numbers that nobody counts with: their digits are text."""
YEARS = frozenset(
    {
        "year", "years", "yr", "jahr", "année", "annee", "anno", "año", "ano", "rok",
        "born", "died", "founded", "established",
    }
)  # fmt: skip
DATES = frozenset(
    {
        "date", "day", "datum", "on", "at", "jour", "fecha", "data", "tag", "time", "timestamp",
        "created", "updated",
    }
)  # fmt: skip
DURATIONS = frozenset(
    {
        "duration", "period", "length", "time", "elapsed", "runtime",
    }
)  # fmt: skip
PLACES = frozenset(
    {
        "geo", "geopoint", "location", "locations", "coordinate", "coordinates", "point", "lon",
        "lng",
    }
)  # fmt: skip
_KEY_WORDS = frozenset(
    {
        "id", "code", "key", "uid", "uuid", "guid", "no", "nr", "number", "num", "ref", "symbol",
        "isin", "iso",
    }
)  # fmt: skip
_BARE = _KEY_WORDS - {"symbol", "isin", "iso"} | {"name", "value", "label", "title"}
_GENERIC = _KEY_WORDS | frozenset(
    {
        "name", "names", "fk", "pk", "the", "of", "or", "and", "a", "value", "label", "title",
    }
)  # fmt: skip
_LONGEST_EXACT_PLURAL = 3


def words_of(name: str) -> frozenset[str]:
    """Return the words of a name in small letters, each also in the singular.

    Examples
    --------
    >>> sorted(words_of("parentCompanies_ID"))
    ['companies', 'company', 'id', 'parent']
    """
    words = {word.casefold() for word in _WORD.findall(_HUMP.sub(" ", name))}
    return frozenset(words | {_singular(word) for word in words})


def _singular(word: str) -> str:
    if len(word) <= _LONGEST_EXACT_PLURAL or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1]


def is_key_like(name: str) -> bool:
    """Whether a name says that its values identify something."""
    return bool(words_of(name) & _KEY_WORDS)


def is_own_key(name: str, table: str) -> bool:
    """Whether a name is that of the key of its table: ``id``, ``code``, or with the table's word.

    Examples
    --------
    >>> is_own_key("company_id", "companies"), is_own_key("owner_id", "companies")
    (True, False)
    """
    return is_key_like(name) and specific_words(name) <= words_of(table)


def specific_words(name: str) -> frozenset[str]:
    """Return the words of a name that name a thing, not a kind of key."""
    return words_of(name) - _GENERIC


def refers(field: str, key: str, table: str) -> str | None:
    """Say how the name of a field names the key of a table, or None if it does not.

    Examples
    --------
    >>> refers("company_id", "id", "companies")
    'its name has the word "company", as the table'
    >>> refers("year", "id", "companies")
    """
    if field.casefold() == key.casefold() and not words_of(field) <= _BARE:
        return "its name is that of the key"
    own = specific_words(field)
    for target, word in ((key, "key"), (table, "table")):
        shared = sorted(own & specific_words(target), key=lambda each: (len(each), each))
        if shared:
            return f'its name has the word "{shared[0]}", as the {word}'
    return None

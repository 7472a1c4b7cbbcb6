"""Any evidence of any document by any matcher: proofs and errors, and nothing is raised."""

import hashlib
from datetime import date
from decimal import Decimal

from dataset_tools.evidence.fragment import (
    Fragment,
    MalformedFragments,
    format_token,
    parse_fragments,
)
from dataset_tools.evidence.locate import locate_text
from dataset_tools.evidence.plan import plan_evidence
from dataset_tools.evidence.proof import prove_table
from dataset_tools.evidence.row import EvidenceRow
from dataset_tools.evidence.source import Documents, Source, open_documents
from dataset_tools.field_types.yearmonth import Yearmonth
from dataset_tools.model.package import DataPackage, Resource
from dataset_tools.model.schema import Category, Field, Matcher, Schema
from tests.fuzz.target import Choices, Target

EVIDENCE = Field(
    name="evidence",
    type="string",
    evidence=Matcher(match="fragments", options={"reason": "reason"}),
)
MATCHERS = ("category", "date", "inferred", "name", "names", "none", "number", "quote", "text", "x")
TYPES = ("string", "integer", "number", "date", "year", "yearmonth", "boolean", "list", "datetime")
KEYS = ("unit", "negative", "part", "reason", "field", "words", "values", "aliases", "format")
VALUES: tuple[object, ...] = (
    *(None, "", "a", "Big Blue|IBM", 0, -17, 10**30, Decimal("1.50"), Decimal("NaN"), 0.1, True),
    *(date(2024, 2, 29), Yearmonth(2024, 2), ("a", "b"), (), [1, "x"], "£5 million", "𝟙"),
)
DOCUMENT = (
    "On Monday, 29 February 2024, Big Blue (IBM) plunged −17% to $1,234.50; “a ‘whole’ quote,” "
    "said Ann O'Neil. Q1 2024: five million, 1.5bn. \u201eJa\u201c \u00abnon\u00bb "
    "\ud55c\uad6d e\u0301 \u00bd "
)


def check(data: bytes) -> None:
    """Prove one row of a table whose matcher, cell, tokens and document the bytes make."""
    choices = Choices(data)
    field = _field(choices)
    value = choices.of(VALUES) if choices.truth() else choices.text(40)
    tokens = choices.raw(200).decode("utf-8", "replace")
    _check_tokens(tokens)
    document = choices.rest().decode("utf-8", "replace") or DOCUMENT
    documents = _documents(document)
    whole = f"{choices.of(('', 'fact='))}n#char=0,{len(document)}"
    for cited in (tokens, whole, _around(choices, document)):
        _prove(field, value, cited, documents)
    locate_text(tokens, documents, 50)


def _field(choices: Choices) -> Field:
    options = {choices.of(KEYS): choices.value() for _ in range(choices.number(2))}
    return Field(
        name="fact",
        type=choices.of(TYPES),
        evidence=Matcher(match=choices.of(MATCHERS), options=options),
        categories=(Category(value="a", label="b"), Category(value=1)) if choices.truth() else None,
    )


def _check_tokens(cell: str) -> None:
    try:
        tokens = parse_fragments(cell)
    except MalformedFragments as error:
        assert str(error)
        return
    written = " ".join(map(format_token, tokens))
    assert parse_fragments(written) == tokens
    assert all(token.start < token.end for token in tokens if isinstance(token, Fragment))


def _documents(text: str) -> Documents:
    content = text.encode()
    digest = hashlib.sha256(content).hexdigest()
    return open_documents([Source(id="n", sha256=digest, length=len(text))], {digest: content})


def _around(choices: Choices, document: str) -> str:
    start = choices.number(min(len(document), 1000))
    return f"n#char={start},{start + 1 + choices.number(60)} fact=n#char=0,1"


def _prove(field: Field, value: object, cited: str, documents: Documents) -> None:
    reason = Field(name="reason", type="string", evidence=Matcher(match="none"))
    table = Resource(name="t", schema=Schema(fields=(field, reason, EVIDENCE)))
    plan = plan_evidence(table, DataPackage(resources=(table,)))
    assert plan is not None
    row = EvidenceRow(
        row_number=2,
        line_number=2,
        place="t.csv",
        cells=("" if value is None else str(value), "", cited),
        values=(value, None, cited or None),
    )
    proof = prove_table(plan, [row], documents)
    tally = proof.tally
    assert tally.proved + tally.inferred + tally.exempt + tally.not_proved == 2
    for error in proof.errors:
        assert error.message
        assert error.kind.code.startswith("DT6")


TARGET = Target(
    check=check,
    seeds=(
        *(
            bytes([0, kind, matcher, 0, 0, value]) + b"\x0an#char=0,9" + DOCUMENT.encode()
            for matcher in range(len(MATCHERS))
            for kind, value in ((0, 3), (1, 5), (2, 7), (3, 11), (5, 12))
        ),
        *(
            bytes([1, key, 0, value, 0, key % 9, 0, 0, 3]) + b"\x13fact=n#char=0,4 a=b" + b"a"
            for key in range(len(KEYS))
            for value in range(0, 60, 7)
        ),
        b"\0\0\0\0\0\0\x30fact=inferred n#char=1,5 a%20b=n#char=00,99999999999",
    ),
    words=(
        *("n#char=0,", "fact=", "=inferred", "#char=", "%20", "%", "\u201c", "\u201d", "\u2018"),
        *(
            "\u2019",
            "\u00ab",
            "\u00bb",
            "\u2212",
            "-",
            "million",
            "bn",
            "%",
            "$",
            "1,234.5",
            "2024",
        ),
        *("February", "Q1", "29", " ", "\u00a0", "\u0301", "\u200b", "(", ")", ".", ",", "\n"),
    ),
)

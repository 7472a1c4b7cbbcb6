from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.field_types.string import STRING, string_parser
from dataset_tools.model.schema import Field

READS = {
    "default": ["", " abc ", "null", "🙂", "NaN"],
    "email": [
        "a.b+c@example.org",
        "user@localhost",
        '"a b"@c.org',
        "jö@exämple.de",
        "a@[127.0.0.1]",
    ],
    "uri": [
        "https://example.org/a?b=c#d",
        "mailto:a@b.com",
        "urn:isbn:0451450523",
        "ftp://u:p@host:21/%20",
        "http://[::1]:80/",
        "file:///etc/hosts",
    ],
    "binary": ["", "YWI=", "dGVzdA==", "YWJjZGVm"],
    "uuid": ["0A7B330A-a736-45ea-8f7f-feaf019cdc00", "00000000-0000-0000-0000-000000000000"],
}
REFUSES = {
    "email": [
        "",
        "a@",
        "@b.c",
        "a b@c.com",
        "a@b c.com",
        "a@b@c.com",
        "a..b@c.d",
        "a@-b.c",
        "a\u00a0b@c.d",
    ],
    "uri": [
        "",
        "example.com",
        "//example.com",
        "http://",
        "http://exa mple.com",
        "http://a/%2",
        "http://[1]/",
        "https://exämple.org",
        "1a:b",
        "http://a\n",
    ],
    "binary": ["a", "YQ", "!!!!", "dGVz dA==", "YQ=", "ñandú==", "YWI=\n", "===="],
    "uuid": ["", "0a7b330aa73645ea8f7ffeaf019cdc00", "0a7b330a-a736-45ea-8f7f-feaf019cdc0g"],
}


@pytest.mark.parametrize(("format", "text"), [(key, text) for key in READS for text in READS[key]])
def test_reads(format: str, text: str) -> None:
    field = Field(name="s", type="string", format=format)
    assert string_parser(field)(text) == text
    assert STRING.to_json(STRING.from_json(field, text)) == text


@pytest.mark.parametrize(
    ("format", "text"), [(key, text) for key in REFUSES for text in REFUSES[key]]
)
def test_refuses(format: str, text: str) -> None:
    with pytest.raises(ValueError, match="not "):
        string_parser(Field(name="s", type="string", format=format))(text)


@pytest.mark.parametrize("value", [0, True, None, ["a"]])
def test_json_of_another_type_is_no_text(value: object) -> None:
    with pytest.raises(ValueError, match="not a text"):
        STRING.from_json(Field(name="s", type="string"), value)


@given(st.binary())
def test_every_base64_is_read(content: bytes) -> None:

    text = b64encode(content).decode()
    assert string_parser(Field(name="s", type="string", format="binary"))(text) == text


@given(st.emails())
def test_every_email_address_is_read(address: str) -> None:
    assert string_parser(Field(name="s", type="string", format="email"))(address) == address


@pytest.mark.parametrize("format", list(REFUSES))
def test_long_texts_take_linear_time(format: str) -> None:
    parse = string_parser(Field(name="s", type="string", format=format))
    for text in [
        "a" * 200_000,
        "http://" + "a:" * 100_000 + " ",
        "a@" + "a-" * 100 + "!",
        "." * 200_000,
    ]:
        with pytest.raises(ValueError, match="not "):
            parse(text + "!" if format == "binary" else text + "\n")

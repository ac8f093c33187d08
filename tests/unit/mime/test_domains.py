"""Mail domains as DNS knows them."""

import pytest

from services.mime.domains import to_ascii, to_unicode


@pytest.mark.parametrize(
    ("written", "encoded"),
    [
        ("straße.de", "xn--strae-oqa.de"),  # IDNA 2003: strasse.de, which is somebody else's
        ("faß.de", "xn--fa-hia.de"),
        ("βόλος.com", "xn--nxasmm1c.com"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("日本。jp", "xn--wgv71a.jp"),
        ("xn--strae-oqa.de", "xn--strae-oqa.de"),
        ("mail_1.Example.com", "mail_1.Example.com"),
    ],
)
def test_a_domain_is_encoded_as_idna_2008_says(written: str, encoded: str) -> None:
    assert to_ascii(written) == encoded


@pytest.mark.parametrize("written", ["i❤.ws", "xn--\u0080.example", "xn--a.de", "ü" * 64 + ".de", "a\u0628.example"])
def test_what_is_no_domain_is_none(written: str) -> None:
    assert to_ascii(written) == ""


@pytest.mark.parametrize(
    ("domain", "meant"),
    [("xn--strae-oqa.de", "straße.de"), ("xn--a.de", "xn--a.de"), ("northwind.example", "northwind.example")],
)
def test_both_spellings_are_one(domain: str, meant: str) -> None:
    assert to_unicode(domain) == meant

"""Domains as DNS knows them, and what is no domain."""

import pytest

from integrations.enrichment.domains import to_ascii


@pytest.mark.parametrize(
    ("domain", "ascii_name"),
    [
        ("Kith.example", "kith.example"),
        (" kith.example. ", "kith.example"),
        ("straße.example", "xn--strae-oqa.example"),
        ("Bücher.EXAMPLE", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("日本。example", "xn--wgv71a.example"),
        ("kith", ""),
        ("", ""),
        ("kith..example", ""),
        ("a b.example", ""),
        ("user@kith.example", ""),
        ("kith.example/path", ""),
        ("kith.example:80", ""),
        ("[::1]", ""),
        ("x" * 64 + ".example", ""),
        (".".join(["x" * 50] * 6), ""),
        ("\ud800.example", ""),
        ("‮kith.example", ""),
    ],
)
def test_a_domain_is_written_as_dns_has_it(domain: str, ascii_name: str) -> None:
    assert to_ascii(domain) == ascii_name

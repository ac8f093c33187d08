"""What the first page of a site says of its company."""

import json
from typing import Any

import pytest

from services.enrichment.company_page import Fact, read
from tests.killers import fonts

URL = "https://www.northwind-labs.example/"


def facts(html: str | bytes, charset: str = "") -> list[Fact]:
    return read(html if isinstance(html, bytes) else html.encode(), charset, URL)


def told(html: str | bytes, charset: str = "") -> dict[str, str]:
    return {field: value for field, value, _ in facts(html, charset)}


def data(content: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(content)}</script>'


LABS = {"@type": "Organization", "name": "Northwind Labs", "url": "https://northwind-labs.example"}


def test_data_for_machines_says_it_best() -> None:
    html = "<title>Home | Northwind</title><meta name=description content='From the head'>" + data(
        LABS | {
            "description": "Sensors.",
            "logo": {"@type": "ImageObject", "url": "/logo.svg"},
            "foundingDate": "2009-04",
            "numberOfEmployees": {"value": 64},
            "address": [{"addressLocality": "Portland", "addressCountry": {"name": "United States"}}],
            "sameAs": ["https://x.com/northwind", "https://www.linkedin.com/company/northwind", 7],
        }
    )  # fmt: skip
    assert set(facts(html)) == {
        ("name", "Northwind Labs", 0.9),
        ("description", "Sensors.", 0.9),
        ("logo_url", "https://www.northwind-labs.example/logo.svg", 0.9),
        ("founded_year", "2009", 0.9),
        ("employees", "64", 0.9),
        ("location", "Portland, United States", 0.9),
        ("country", "United States", 0.9),
        ("handle", "x:northwind", 0.9),
        ("handle", "linkedin:company/northwind", 0.9),
        ("url", "https://northwind-labs.example", 0.9),
    }


@pytest.mark.parametrize(
    "content",
    [
        [LABS],
        {"@graph": [{"@type": "WebSite", "name": "Site"}, LABS]},
        {"@type": "WebSite", "name": "Site", "publisher": LABS},
        {"@graph": [{"@type": "Corporation", "name": "Its maker", "url": "https://maker.example"}, LABS]},
        LABS | {"@type": ["Brand", "LocalBusiness"]},
        LABS | {"@type": "Thing", "legalName": "Northwind Labs Inc."},
    ],
)
def test_an_organization_is_found_wherever_it_stands(content: Any) -> None:
    assert told(data(content))["name"] == "Northwind Labs"


def test_several_pieces_of_data_and_broken_ones_do_not_disturb() -> None:
    assert told(data(None) + "<script type='application/ld+json'>{</script>" + data(LABS))["name"] == "Northwind Labs"


@pytest.mark.parametrize(
    "content",
    [{"@type": "Person", "name": "Ada"}, {"@type": "Organization"}, {"@type": 7, "name": []}, 7, "x", [[[[]]]]],
)
def test_what_is_no_organization_says_nothing(content: Any) -> None:
    assert told(data(content)) == {}


def test_a_head_says_the_rest() -> None:
    html = (
        "<meta property='og:site_name' content=' Northwind \n Labs '><meta name='twitter:site' content='@northwind'>"
        "<meta property='og:description' content='Sensors &amp; more'><link rel='icon' href='/tab.ico'>"
        "<link rel='apple-touch-icon' sizes='180x180' href='//cdn.example/icon.png'>"
    )
    assert told(html) == {
        "name": "Northwind Labs",
        "description": "Sensors & more",
        "logo_url": "https://cdn.example/icon.png",
        "handle": "x:northwind",
        "url": "https://northwind-labs.example",
    }


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Home | Northwind Labs", "Northwind Labs"),
        ("Northwind Labs – Sensors for coasts", "Northwind Labs"),
        ("Northwind", "Northwind"),
        ("Sensors for coasts and rivers", None),
        ("This domain is for sale", None),
        ("", None),
    ],
)
def test_a_title_is_a_name_where_the_domain_says_so(title: str, name: str | None) -> None:
    assert told(f"<title>{title}</title>").get("name") == name


def test_links_are_the_companys_where_they_are_the_only_ones() -> None:
    html = "".join(
        f'<a href="{link}">'
        for link in (
            "https://x.com/northwind", "https://x.com/northwind", "https://x.com/intent/tweet?text=hi",
            "https://github.com/ida", "https://github.com/marcus", "/about", "javascript:alert(1)", "http://[",
        )
    )  # fmt: skip
    assert [value for field, value, _ in facts(html) if field == "handle"] == ["x:northwind"]


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:image/png;base64,AA", "file:///etc/passwd", "http://[", ""]
)
def test_a_logo_is_an_address_of_the_web(link: str) -> None:
    assert "logo_url" not in told(data(LABS | {"logo": link}) + f"<link rel=icon href='{link}'>")


@pytest.mark.parametrize(
    ("charset", "html"),
    [
        ("iso-8859-1", "<meta property=og:site_name content='Brückner'>".encode("latin-1")),
        ("", "<meta charset=windows-1252><meta property=og:site_name content='Brückner'>".encode("cp1252")),
        ("", "<meta property=og:site_name content='Brückner'>".encode()),
        ("no-such", "<meta property=og:site_name content='Brückner'>".encode()),
    ],
)
def test_a_page_is_in_its_charset(charset: str, html: bytes) -> None:
    assert told(html, charset)["name"] == "Brückner"


@pytest.mark.parametrize(
    "html",
    [
        fonts(18_000),
        "<a href='https://x.com/northwind'>" * 50_000,
        "<meta " * 100_000,
        "<div>" * 30_000,
        "<title>" + " - " * 200_000,
        '<script type="application/ld+json">' + "[" * 500_000,
        data([{"a": [{"b": []}] * 100} for _ in range(500)]),
        "<meta name=description content='" + "x" * 1_000_000,
        "\0" * 100_000,
        "",
    ],
)
def test_a_page_that_keeps_a_computer_busy_says_little(html: str) -> None:
    assert all(len(value) <= 1_000 for _, value, _ in facts(html))

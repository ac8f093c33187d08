"""The sites of the demo's companies, as different as sites are."""

import json
from html import escape
from typing import Any

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse, Response

from devstack.vendors.firms import FORMER, Firm, firms
from devstack.vendors.world import World


def router(world: World) -> APIRouter:
    """Each below its domain: `/northwind-labs.example/`."""
    routes = APIRouter()

    @routes.get("/{domain}/{path:path}")
    async def page(domain: str, path: str) -> Response:
        if domain in FORMER:
            return RedirectResponse(f"https://{FORMER[domain]}/", 301)
        firm = firms().get(domain.lower().removeprefix("www."))
        if firm is None or path not in {"", "home"} or firm.employees < 8:  # the smallest have no site
            return HTMLResponse("<!DOCTYPE html><title>Not found</title><h1>Not found</h1>", 404)
        if firm.founded % 5 == 3 and not path:
            return RedirectResponse("/home", 302)
        return HTMLResponse(_page(firm))

    return routes


def _page(firm: Firm) -> str:
    """By its age: data for machines, a head that says something, or nothing but a title."""
    links = [f"https://www.linkedin.com/company/{firm.handle}", f"https://x.com/{firm.handle}"]
    footer = "".join(
        f'<li><a href="{link}">{link}</a>' for link in [*links, "https://x.com/share?url=here", "/imprint"]
    )
    title = f"<title>Home | {escape(firm.name)}</title>"
    head = (
        f'<meta name="description" content="{escape(firm.description)}">'
        f'<meta property="og:site_name" content="{escape(firm.name)}"><link rel="apple-touch-icon" href="/icon.png">'
    )
    match firm.founded % 3:
        case 0:
            inside = title + head + _data(_organization(firm, links))
        case 1:
            site = {"@type": "WebSite", "name": f"{firm.name}: home", "publisher": {"@id": "#us"}}
            graph = {"@graph": [site, _organization(firm, links) | {"@id": "#us", "@type": ["Organization", "Brand"]}]}
            inside = title + _data(graph)
        case _:
            inside = title + head
    body = f"<h1>{escape(firm.name)}</h1><p>{escape(firm.description)}</p><footer><ul>{footer}</ul></footer>"
    return f'<!DOCTYPE html><html lang="{firm.company.language}"><head>{inside}</head><body>{body}</body></html>'


def _organization(firm: Firm, links: list[str]) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "Corporation",
        "name": firm.name,
        "url": f"https://{firm.domain}",
        "logo": {"@type": "ImageObject", "url": "/logo.svg"},
        "description": firm.description,
        "foundingDate": f"{firm.founded}-04-01",
        "numberOfEmployees": {"@type": "QuantitativeValue", "value": firm.employees},
        "address": {"@type": "PostalAddress", "addressLocality": firm.city, "addressCountry": firm.country},
        "sameAs": links,
    }


def _data(content: dict[str, Any]) -> str:
    written = json.dumps(content).replace("</", "<\\/")
    return f'<script type="application/ld+json">{written}</script>'

"""Wikidata's search of items and its query service, as far as companies are asked about."""

import re
from typing import Any

from fastapi import APIRouter, Header
from starlette.responses import JSONResponse, PlainTextResponse, Response

from devstack.vendors.firms import Firm, firms
from devstack.vendors.world import World

_AGENT = re.compile(r"[^\s()]+ \(\S+[@/]\S+\)")  # names a program and a contact


def _items() -> dict[str, Firm]:
    """Companies that are large or old enough to have an item."""
    notable = [firm for firm in firms().values() if firm.employees >= 90 or firm.founded < 1990]
    return {f"Q{90_000_001 + number}": firm for number, firm in enumerate(notable)}


def router(world: World) -> APIRouter:
    """Its routes: 60 calls a minute and client, none without a contact, and patience where its copies lag behind."""
    routes = APIRouter()
    items = _items()

    def refused(agent: str | None) -> Response | None:
        if agent is None or not _AGENT.fullmatch(agent):
            return PlainTextResponse("Please set a user-agent and respect our robot policy.", 403)
        window = world.window("wikidata", 60, 60)
        return None if window.take() else PlainTextResponse("Slow down", 429, {"retry-after": str(window.wait)})

    @routes.get("/w/api.php")
    async def search(
        action: str,
        search: str,
        language: str,
        limit: int = 7,
        maxlag: float = 1e9,
        user_agent: str | None = Header(None),
    ) -> Response:
        no = refused(user_agent)
        if no is not None:
            return no
        if world.lag > maxlag:
            problem = {"code": "maxlag", "info": f"Waiting for a server: {world.lag} seconds lagged.", "lag": world.lag}
            return JSONResponse({"error": problem}, headers={"retry-after": "5"})
        named = [(q, firm) for q, firm in items.items() if firm.name.lower().startswith(search.lower())]
        found = [{"id": q, "label": firm.name, "description": firm.industry} for q, firm in named]
        if found:  # a name is seldom one thing's alone
            found.insert(0, {"id": f"Q7{found[0]['id'][1:]}", "label": search, "description": "film of 1974"})
        return JSONResponse({"searchinfo": {"search": search}, "search": found[:limit], "success": 1})

    @routes.get("/sparql")
    async def sparql(query: str, user_agent: str | None = Header(None)) -> Response:
        no = refused(user_agent)
        if no is not None:
            return no
        rows = [_row(q, items[q]) for q in re.findall(r"wd:(Q\d+)", query) if q in items]
        films = [_film(q) for q in re.findall(r"wd:(Q790\d+)", query)]
        body = {"head": {"vars": []}, "results": {"bindings": [*films, *rows]}}
        return JSONResponse(body, media_type="application/sparql-results+json")

    return routes


def _literal(value: object) -> dict[str, str]:
    return {"type": "literal", "xml:lang": "en", "value": str(value)}


def _uri(value: str) -> dict[str, str]:
    return {"type": "uri", "value": value}


def _row(q: str, firm: Firm) -> dict[str, Any]:
    return {
        "item": _uri(f"http://www.wikidata.org/entity/{q}"),
        "itemLabel": _literal(firm.name),
        "itemDescription": _literal(f"{firm.industry} company in {firm.city}"),
        "website": _uri(f"https://www.{firm.domain}/"),
        "inception": _literal(f"{firm.founded}-01-01T00:00:00Z"),
        "employees": _literal(firm.employees),
        "industryLabel": _literal(firm.industry.lower()),
        "cityLabel": _literal(firm.city),
        "countryLabel": _literal(firm.country),
        "x": _literal(firm.handle),
    }


def _film(q: str) -> dict[str, Any]:
    item = _uri(f"http://www.wikidata.org/entity/{q}")
    return {"item": item, "itemLabel": _literal("A film"), "website": _uri("https://film.example/")}

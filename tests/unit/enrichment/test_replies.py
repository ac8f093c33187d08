"""Sources read what their vendors write, also where it is odd; each answers or fails by a known name."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import orjson
import pytest

from base.errors import KithError
from integrations.enrichment.apollo import Apollo
from integrations.enrichment.brandfetch import Brandfetch
from integrations.enrichment.errors import CreditsUsedUp, SourceBusy, SourceFailed
from integrations.enrichment.github import GitHub
from integrations.enrichment.gravatar import Gravatar
from integrations.enrichment.hunter import Hunter
from integrations.enrichment.linkedin import LinkedIn
from integrations.enrichment.people_data_labs import PeopleDataLabs
from integrations.enrichment.source import FREE, Answer, Cost, Query, Source
from integrations.enrichment.wikidata import Wikidata
from integrations.enrichment.x import X

Make = Callable[[httpx.AsyncClient, str], Source]
EVERYONE: list[Make] = [Apollo, Brandfetch, GitHub, Gravatar, Hunter, LinkedIn, PeopleDataLabs, Wikidata, X]
ADA = Query(email="ada@example.com", domain="example.com", handle="ada", company="Example")


async def told(
    make: Make, body: Any, status: int = 200, headers: dict[str, str] | None = None, query: Query = ADA
) -> Answer:
    """What a source makes of one reply."""
    content = body if isinstance(body, bytes) else orjson.dumps(body)
    transport = httpx.MockTransport(lambda _: httpx.Response(status, stream=httpx.ByteStream(content), headers=headers))
    async with httpx.AsyncClient(transport=transport) as http:
        return await make(http, "key").ask(query)


def said(answer: Answer, field: str) -> list[str]:
    return [one.value for one in answer.found if one.field == field]


ODD: list[Any] = [None, True, 7, -1.5, "text", "", [], {}, [None], [{}], ["x", 3, {"url": 3}], {"url": {"urls": [{}]}}]
NAMES = [
    "data", "person", "organization", "company", "name", "employment", "twitter", "indexedAt", "fuzzy", "metrics",
    "employment_history", "city", "linkedin_url", "likelihood", "job_last_verified", "location", "mobile_phone",
    "links", "logos", "qualityScore", "industries", "domain", "errors", "entities", "username", "picture",
    "items", "incomplete_results", "verified_accounts", "search", "results", "error", "login", "id",
]  # fmt: skip


@pytest.mark.parametrize("make", EVERYONE)
async def test_odd_shapes_are_nothing_worse_than_missing(make: Make) -> None:
    bodies: list[Any] = [dict.fromkeys(NAMES, odd) for odd in ODD]
    bodies += [{"data": body, "person": body, "company": body, "organization": body} for body in bodies]
    bodies += [{"data": [body, body], "errors": [body], "logos": [body], "links": [body]} for body in bodies]
    for body in bodies:
        try:
            answer = await told(make, body)
        except SourceFailed:
            continue
        assert all(one.value and 0 <= one.confidence <= 1 for one in answer.found)


@pytest.mark.parametrize("make", EVERYONE)
@pytest.mark.parametrize("body", [b"", b"[]", b"\xff{", b"null", b'"text"', b"{" * 100_000])
async def test_what_is_no_object_has_failed(make: Make, body: bytes) -> None:
    with pytest.raises(SourceFailed):
        await told(make, body)


@pytest.mark.parametrize("make", EVERYONE)
async def test_every_status_has_a_meaning_whatever_the_body(make: Make) -> None:
    odd = {"retry-after": "soon", "x-ratelimit-reset": "later", "x-rate-limit-reset": "9" * 30}
    for status in (*range(204, 209), *range(400, 432), 451, 500, 503):
        for headers in ({}, odd):
            try:
                answer = await told(make, b"<html>", status, headers)
            except KithError:
                continue
            assert status == 404
            assert answer.found == ()


async def test_hunter_spells_handles_as_addresses_do_and_says_when_it_is_not_sure() -> None:
    person = {"linkedin": {"handle": "fran%c3%a7ois-028a"}, "twitter": {"handle": None}, "fuzzy": True}
    answer = await told(Hunter, {"data": {"person": person, "company": None}})

    assert said(answer, "handle") == ["linkedin:françois-028a"]
    assert answer.found[0].confidence < 0.5


@pytest.mark.parametrize("body", [{}, {"person": None}, {"person": {}}, {"person": [], "organization": None}])
async def test_apollo_says_in_several_ways_that_there_is_no_match(body: dict[str, Any]) -> None:
    answer = await told(Apollo, body)

    assert (answer.found, answer.cost) == ((), FREE)


async def test_apollo_has_the_job_in_the_history_too_and_the_least_of_its_limits_counts() -> None:
    jobs = [{"title": "Was", "organization_name": "Old"}, {"title": "Is", "organization_name": "New", "current": True}]
    limits = {"x-minute-requests-left": "40", "x-24-hour-requests-left": "3"}
    answer = await told(Apollo, {"person": {"title": None, "employment_history": jobs}}, headers=limits)

    assert (said(answer, "title"), said(answer, "company"), answer.left) == (["Is"], ["New"], 3)


@pytest.mark.parametrize("remaining", ['{"minute": 7, "month": 90}', "{'minute': 7, 'month': 90}"])
async def test_people_data_labs_writes_json_into_headers(remaining: str) -> None:
    headers = {
        "x-ratelimit-remaining": remaining,
        "x-ratelimit-reset": "2026-11-27T12:00:00",
        "x-call-credits-spent": "2",
    }
    answer = await told(PeopleDataLabs, {"likelihood": 7, "data": {"full_name": "Ada"}}, headers=headers)

    assert (answer.left, answer.resets_at) == (7, datetime(2026, 11, 27, 12, tzinfo=UTC))
    assert (answer.cost, answer.found[0].confidence) == (Cost(units=2), 0.7)


async def test_people_data_labs_says_no_time_to_wait_and_waits_a_window() -> None:
    with pytest.raises(SourceBusy) as busy:
        await told(PeopleDataLabs, {"status": 429}, 429, {"x-ratelimit-remaining": "none"})
    assert busy.value.retry_after == timedelta(seconds=60)


async def test_brandfetch_has_two_kinds_of_429() -> None:
    with pytest.raises(CreditsUsedUp):
        await told(Brandfetch, {}, 429, {"x-bf-error": "quota_exceeded"})
    with pytest.raises(SourceBusy):
        await told(Brandfetch, {}, 429)


async def test_brandfetch_shows_the_logo_that_fits_beside_a_name() -> None:
    logos = [
        {"type": "logo", "formats": [{"format": "svg", "src": "https://wide"}]},
        {
            "type": "icon",
            "formats": [{"format": "webp", "src": "https://icon.webp"}, {"format": "png", "src": "https://icon"}],
        },
        {"type": "other", "formats": [{"format": "svg", "src": "https://other"}]},
    ]
    assert said(await told(Brandfetch, {"logos": logos}), "logo_url") == ["https://icon"]
    assert said(await told(Brandfetch, {"logos": [logos[2]]}), "logo_url") == []


async def test_x_tells_who_is_missing_from_what_went_wrong() -> None:
    suspended = {"value": "ada", "title": "Forbidden", "type": "https://api.twitter.com/2/problems/resource-not-found"}
    assert (await told(X, {"errors": [suspended]})).found == ()
    with pytest.raises(SourceFailed, match="Service Unavailable"):
        await told(X, {"errors": [{"title": "Service Unavailable"}]})
    entities = {"url": {"urls": [{"expanded_url": "https://ada.example"}]}}
    answer = await told(X, {"data": [{"username": "Ada", "entities": entities}], "errors": [suspended]})
    assert (said(answer, "url"), said(answer, "handle")) == (["https://ada.example"], ["x:Ada"])

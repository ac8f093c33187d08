"""Sources without a key: replies that the dev stack does not make."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

import httpx
import orjson
import pytest

from base.errors import Invalid, KithError
from integrations.enrichment.errors import KeyRefused, SourceBusy, SourceFailed, SourceRefused
from integrations.enrichment.github import GitHub
from integrations.enrichment.mail_hosts import by_exchangers, by_policy
from integrations.enrichment.source import Answer, Query, Source
from integrations.enrichment.wikidata import Wikidata

Replies = dict[str, tuple[int, Any, dict[str, str]]]  # by path: status, JSON, headers
ADA = Query(email="ada@kith.example", domain="kith.example", company="Kith")


async def told(make: Callable[[httpx.AsyncClient], Source], replies: Replies, query: Query = ADA) -> Answer:
    def reply(request: httpx.Request) -> httpx.Response:
        status, body, headers = replies[request.url.path]
        return httpx.Response(status, stream=httpx.ByteStream(orjson.dumps(body)), headers=headers)

    async with httpx.AsyncClient(transport=httpx.MockTransport(reply)) as http:
        return await make(http).ask(query)


def searched(*logins: str, incomplete: bool = False) -> Replies:
    items = [{"login": login, "type": "User"} for login in logins]
    return {"/search/users": (200, {"items": items, "incomplete_results": incomplete}, {})}


@pytest.mark.parametrize(
    ("status", "body", "headers", "error", "seconds"),
    [
        (403, {}, {"retry-after": "17"}, SourceBusy, 17),
        (429, {}, {"retry-after": "17"}, SourceBusy, 17),
        (403, {}, {"x-ratelimit-remaining": "0"}, SourceBusy, 60),
        (403, {"message": "You have exceeded a secondary rate limit."}, {}, SourceBusy, 60),
        (429, {}, {}, SourceBusy, 60),
        (403, {"message": "Resource not accessible by personal access token"}, {}, KeyRefused, None),
        (401, {"message": "Bad credentials"}, {}, KeyRefused, None),
        (422, {"message": "Validation Failed"}, {}, SourceRefused, None),
        (503, {}, {"retry-after": "9"}, SourceFailed, 9),
    ],
)
async def test_github_says_in_several_ways_to_slow_down(
    status: int, body: Any, headers: dict[str, str], error: type[KithError], seconds: int | None
) -> None:
    with pytest.raises(error) as raised:
        await told(GitHub, {"/search/users": (status, body, headers)})
    if seconds is not None:
        assert getattr(raised.value, "retry_after", None) == timedelta(seconds=seconds)


async def test_github_is_believed_where_one_profile_has_that_address() -> None:
    profile = {"login": "ada", "email": "Ada@Kith.example", "company": "@kith", "name": None}
    sure = await told(GitHub, searched("ada") | {"/users/ada": (200, profile, {})})
    assert {(one.field, one.value) for one in sure.found} == {("handle", "github:ada"), ("company", "kith")}
    hidden = await told(GitHub, searched("ada") | {"/users/ada": (200, profile | {"email": None}, {})})
    assert hidden.found[0].confidence < sure.found[0].confidence
    other = await told(GitHub, searched("ada") | {"/users/ada": (200, profile | {"email": "ada@kith.example.org"}, {})})
    assert other.found == ()
    assert (await told(GitHub, searched("ada", "eve"))).found == ()
    gone: Replies = {"/users/ada": (404, {}, {})}
    assert (await told(GitHub, searched("ada") | gone)).found == ()
    with pytest.raises(SourceFailed):
        await told(GitHub, searched(incomplete=True))


@pytest.mark.parametrize("address", ["", "ada", 'ada" in:name @kith.example', "a:b@kith.example", "a b@kith.example"])
async def test_what_is_no_address_is_not_asked_of_github(address: str) -> None:
    assert await told(GitHub, {}, Query(email=address)) == Answer()


def wikidata(http: httpx.AsyncClient) -> Wikidata:
    return Wikidata(http, "robin@kith.example", "https://wikidata.example")


def row(item: str, website: str, **more: str) -> dict[str, Any]:
    told = {"item": f"http://www.wikidata.org/entity/{item}", "website": website} | more
    return {name: {"type": "literal", "value": value} for name, value in told.items()}


async def test_wikidata_is_believed_where_one_item_has_that_site() -> None:
    search: Replies = {"/w/api.php": (200, {"search": [{"id": "Q1"}, {"id": "Q2} DROP"}, {"id": 7}]}, {})}
    rows = [
        row(
            "Q1", "https://www.kith.example/", employees="5", x="kith", itemLabel="Q1", inception="1998-01-01T00:00:00Z"
        ),
        row("Q1", "https://www.kith.example/", employees="12", x="kith_uk", itemLabel="Q1"),
        row("Q2", "https://notkith.example", itemLabel="Another"),
        row("Q3", "http://[", itemLabel="Odd"),
    ]
    found = await told(wikidata, search | {"/sparql": (200, {"results": {"bindings": rows}}, {})})
    assert {(one.field, one.value) for one in found.found} == {
        ("url", "https://www.kith.example/"),
        ("employees", "12"),
        ("founded_year", "1998"),
        ("handle", "x:kith"),
        ("handle", "x:kith_uk"),
    }
    twice = [*rows, row("Q4", "https://kith.example")]
    assert (await told(wikidata, search | {"/sparql": (200, {"results": {"bindings": twice}}, {})})).found == ()


async def test_wikidatas_errors_come_with_a_good_status() -> None:
    for code, error in {
        "maxlag": SourceBusy,
        "internal_api_error_DBQueryError": SourceFailed,
        "badvalue": SourceRefused,
    }.items():
        with pytest.raises(error):
            await told(wikidata, {"/w/api.php": (200, {"error": {"code": code}}, {"retry-after": "5"})})


@pytest.mark.parametrize("contact", ["", " ", "robin@kith.example\r\nx-evil: 1", "робин@kith.example"])
def test_wikidata_wants_a_contact(contact: str) -> None:
    with pytest.raises(Invalid, match="how to reach"):
        Wikidata(cast(httpx.AsyncClient, None), contact)


@pytest.mark.parametrize(
    ("exchangers", "host"),
    [
        (["ASPMX.L.GOOGLE.COM.", "alt1.aspmx.l.google.com."], "google"),
        (["aspmx2.googlemail.com."], "google"),
        (["smtp.google.com."], "google"),
        (["kith-example.mail.protection.outlook.com."], "microsoft"),
        (["mx01.mail.icloud.com."], "icloud"),
        (["in1-smtp.messagingengine.com."], "fastmail"),
        (["mxa-001.gslb.pphosted.com."], "gateway"),
        (["eu-smtp-inbound-1.mimecast.com."], "gateway"),
        (["aspmx.l.google.com.evil.example."], ""),
        (["notsmtp.google.com."], ""),
        (["mx.kith.example."], ""),
        (["."], ""),  # takes no mail (RFC 7505)
        ([], ""),
    ],
)
def test_exchangers_tell_who_hosts_mail(exchangers: list[str], host: str) -> None:
    assert by_exchangers(exchangers) == host


def test_a_sender_policy_tells_who_hosts_mail_behind_a_filter() -> None:
    assert by_policy(["site=1", "v=spf1 include:spf.protection.outlook.com -all"]) == "microsoft"
    assert by_policy(["V=SPF1 include:_spf.google.com ~all"]) == "google"
    assert by_policy(["v=spf1 include:_spf.google.com include:spf.protection.outlook.com ~all"]) == ""
    assert by_policy(["v=spf1 include:_spf.google.com.evil.example -all"]) == ""
    assert by_policy([]) == ""

"""Apollo over HTTP: a match, none, and refusals of which one is no JSON."""

from datetime import timedelta

import httpx
import pytest

from devstack.vendors.world import World
from integrations.enrichment.apollo import Apollo
from integrations.enrichment.errors import CreditsUsedUp, KeyRefused, SourceBusy, SourceRefused
from integrations.enrichment.source import FREE, About, Cost, Query

IDA = Query(email="ida.okafor@northwind-labs.example")


@pytest.fixture
def apollo(http: httpx.AsyncClient, vendors: str, world: World) -> Apollo:
    return Apollo(http, "demo-key", f"{vendors}/apollo")


async def test_a_match_is_a_person_with_their_company_and_a_credit(apollo: Apollo, world: World) -> None:
    answer = await apollo.ask(IDA)

    told = {(one.about, one.field, one.value) for one in answer.found}
    assert {
        (About.PERSON, "title", "Head of Field Research"),
        (About.PERSON, "company", "Northwind Labs"),
        (About.PERSON, "location", "Portland, United States"),
        (About.PERSON, "handle", "linkedin:idaokafor1"),
        (About.COMPANY, "employees", "64"),
        (About.COMPANY, "url", "http://www.northwind-labs.example"),
    } <= told
    assert {(one.about, one.field) for one in answer.found} <= apollo.fields
    assert (answer.cost, answer.left) == (Cost(units=1), 49)
    [call] = world.calls
    assert (call.verb, call.path, call.query) == ("POST", "/people/match", "email=ida.okafor%40northwind-labs.example")
    assert world.bill["apollo"] == 1


async def test_no_match_is_a_200_and_free(apollo: Apollo, world: World) -> None:
    nobody = await apollo.ask(Query(email="nobody@example.com"))
    nothing = await apollo.ask(Query(domain="nothing.example"))

    assert [(one.found, one.cost) for one in (nobody, nothing)] == [((), FREE)] * 2
    assert not world.bill


async def test_a_company_is_found_by_domain(apollo: Apollo) -> None:
    answer = await apollo.ask(Query(domain="northwind-labs.example"))

    assert ("industry", "environmental research") in {(one.field, one.value) for one in answer.found}
    assert {one.about for one in answer.found} == {About.COMPANY}


async def test_refusals_have_their_names(apollo: Apollo, http: httpx.AsyncClient, vendors: str, world: World) -> None:
    with pytest.raises(KeyRefused):  # its body is text
        await Apollo(http, "of somebody else", f"{vendors}/apollo").ask(IDA)
    with pytest.raises(SourceRefused):
        await apollo.ask(Query())
    world.credits["apollo"] = 0
    with pytest.raises(CreditsUsedUp):
        await apollo.ask(IDA)
    world.limit("apollo", 0, 30)
    with pytest.raises(SourceBusy) as busy:
        await apollo.ask(IDA)
    assert busy.value.retry_after is not None
    assert timedelta(0) < busy.value.retry_after <= timedelta(seconds=31)

"""Who may ask the API for what: every route of it, as its OpenAPI document lists them."""

from collections.abc import AsyncIterator, Set
from dataclasses import dataclass, field

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.deps import Token
from base.settings import Settings
from models.contracts.accounts.principals import Principal
from services.accounts.permissions import SCOPES
from tests.integration.api.operations import V1, Operation, declared, names_of_routes, operations, private, routes
from tests.integration.tenants import Tenants, two_tenants, user_id
from tests.stack import Stack

NAMES = (
    "mailbox_id",
    "message_id",
    "contact_id",
    "fact_id",
    "company_id",
    "company_fact_id",
    "thread_id",
    "job_id",
    "part_id",
    "outbox_id",
    "draft_id",
    "file_id",
    "invitation_id",
    "token_id",
    "import_id",
    "session_id",
    "merge_id",
    "list_id",
    "contact_import_id",
    "suggestion_id",
    "identity_id",
    "deletion_id",
)
NOBODYS = dict.fromkeys(NAMES, "00000000-0000-4000-8000-000000000000") | {
    "shortcut": "archive",
    "address": "robin@work.example",
}


def needed(operation: Operation) -> set[str]:
    """What an operation says that it takes."""
    found: list[str] = next(iter(operation.details["security"][0].values()))
    return set(found)


def is_owners(operation: Operation) -> bool:
    """Is it for the deployment's owner, who is the first tenant here?"""
    return "manage:deployment" in needed(operation)


# Everybody has a session of their own.
LISTS = private(lambda one: one.is_list and not one.names and one.path != f"{V1}/sessions")
OF_ONE_THING = private(lambda operation: bool(operation.names) and not is_owners(operation))


@pytest.fixture(scope="module")
async def tenants(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Tenants]:
    async with two_tenants(stack, tmp_path_factory.mktemp("access")) as found:
        yield found


def assert_problem(answer: httpx.Response, status: int, code: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["title"]
    assert problem["detail"]


def test_every_route_is_in_the_document() -> None:
    listed = {operation.details["operationId"] for operation in operations()}
    assert names_of_routes() == listed
    assert len(private()) > 15
    assert {name for operation in private() for name in operation.names} == set(NOBODYS)


def test_every_route_says_who_may_use_it() -> None:
    app = create_app(Settings())
    public = set()
    for route in routes(app):
        access = declared(route)
        assert len(access) == 1, f"{route.path} declares {access}: it takes one `needs(…)`, or `public(…)`"
        assert bool(access[0].actions) != bool(access[0].public), route.path
        if access[0].public:
            public.add(route.name)
    assert public == {"sign_in", "signed_in", "open_invitation", "connected", "push", "healthz", "readyz"}


def test_a_route_that_says_nothing_is_found() -> None:
    app = FastAPI()

    @app.get("/forgotten")
    async def forgotten(token: Token) -> str:
        return token

    assert [declared(route) for route in routes(app)] == [[]]


@pytest.mark.parametrize("operation", private(), ids=str)
async def test_nobody_gets_in_without_a_session(tenants: Tenants, operation: Operation) -> None:
    url = operation.url(tenants.ids)
    async with httpx.AsyncClient(base_url=tenants.kith.url) as stranger:
        for headers in ({}, {"authorization": "Bearer forged"}, {"cookie": "kith_session=forged"}):
            answer = await stranger.request(operation.method, url, headers=headers)
            assert_problem(answer, 401, "Unauthenticated")
            assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("operation", OF_ONE_THING, ids=str)
async def test_what_belongs_to_somebody_else_is_not_there(tenants: Tenants, operation: Operation) -> None:
    url = operation.url(tenants.ids)
    answer = await tenants.other.http.request(operation.method, url, json=operation.body)
    assert_problem(answer, 404, "NotFound")
    nothing = await tenants.other.http.request(operation.method, operation.url(NOBODYS), json=operation.body)
    assert answer.content == nothing.content, "the answer tells whether somebody has it"
    if operation.method != "DELETE":
        own = await tenants.first.http.request(operation.method, url, json=operation.body)
        # Said of what is there alone: too late, decided already, or an example's addresses that the contact has not.
        of_it = own.status_code in {409, 422} and (own.json()["code"], own.json().get("field")) in {
            ("TooLateToUndo", None),
            ("AlreadyRead", None),
            ("NotStoppable", None),
            ("NotRetryable", None),
            ("AlreadyDecided", None),
            ("Invalid", "identity_ids"),
            ("Invalid", "contact_ids"),
            ("Invalid", "domain_ids"),
        }
        assert own.is_success or of_it, f"the owner cannot have it either: {own.text}"


@pytest.mark.parametrize("operation", LISTS, ids=str)
async def test_every_list_is_empty_for_somebody_else(tenants: Tenants, operation: Operation) -> None:
    names = {parameter["name"] for parameter in operation.parameters("query")} & set(tenants.ids)
    narrowed = [{}, *({name: tenants.ids[name]} for name in sorted(names))]
    if operation.path == f"{V1}/messages":
        narrowed.append({"q": "pomegranates"})
    if operation.path == f"{V1}/contacts/lookup":
        narrowed = [{"addresses": "ida@northwind.example"}]
    for query in narrowed:
        found = await tenants.first.http.get(operation.path, params=query)
        assert found.json()["items"], f"the owner sees nothing with {query}"
        answer = await tenants.other.http.get(operation.path, params=query)
        assert answer.json()["items"] == []
        assert answer.json().get("next_cursor") is None


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
    ids=str,
)
@pytest.mark.parametrize("operation", private(lambda found: found.is_unsafe), ids=str)
async def test_another_site_can_do_nothing_with_the_cookie(
    tenants: Tenants, operation: Operation, headers: dict[str, str]
) -> None:
    answer = await tenants.first.http.request(operation.method, operation.url(tenants.ids), headers=headers)
    assert_problem(answer, 403, "Forbidden")
    assert (await tenants.first.get("me"))["id"], "the session was ended"
    assert (await tenants.first.get(f"mailboxes/{tenants.ids['mailbox_id']}"))["status"] != "disconnected"


@pytest.mark.parametrize("operation", private(is_owners), ids=str)
async def test_what_is_the_owners_is_nobody_elses(tenants: Tenants, operation: Operation) -> None:
    answer = await tenants.other.http.request(operation.method, operation.url(NOBODYS), json=operation.body)
    assert_problem(answer, 403, "OwnerOnly")


TAKES_A_PERSON = {"connect:mailboxes", "manage:account", "manage:deployment"}
ENDLESS = f"{V1}/events"


@dataclass
class Program:
    """A program with tokens of the first tenant, who owns the deployment, too."""

    tenants: Tenants
    http: httpx.AsyncClient
    made: dict[frozenset[str], dict[str, str]] = field(default_factory=dict)

    async def header(self, scopes: Set[str]) -> dict[str, str]:
        """That of a token with these scopes."""
        key = frozenset(scopes)
        if key not in self.made:
            kept = [scope for scope in SCOPES if scope in scopes]
            me = Principal.person(await user_id(self.tenants.first))
            _, text = await self.tenants.kith.services.accounts.tokens.make(me, "x", kept)
            self.made[key] = {"authorization": f"Bearer {text}"}
        return self.made[key]


@pytest.fixture(scope="module")
async def program(tenants: Tenants) -> AsyncIterator[Program]:
    async with httpx.AsyncClient(base_url=tenants.kith.url) as client:
        yield Program(tenants, client)


@pytest.mark.parametrize("operation", private(), ids=str)
async def test_a_token_opens_what_its_scopes_say_and_nothing_else(
    tenants: Tenants, program: Program, operation: Operation
) -> None:
    scopes, url = needed(operation), operation.url(NOBODYS)
    if scopes != {"read:self"}:
        refused = await program.http.request(
            operation.method, url, headers=await program.header({*SCOPES} - scopes), json=operation.body
        )
        assert_problem(refused, 403, "NotAllowed" if scopes & TAKES_A_PERSON else "ScopeMissing")
    if not scopes & TAKES_A_PERSON and operation.path != ENDLESS:
        headers = await program.header(scopes - {"read:self"} or {"read:jobs"})
        answer = await program.http.request(operation.method, url, headers=headers, json=operation.body)
        assert answer.status_code not in {401, 403, 500}, answer.text


async def test_the_page_itself_and_programs_with_a_token_may(tenants: Tenants) -> None:
    url = f"{V1}/mailboxes/{tenants.ids['mailbox_id']}/sync"
    own = {"origin": tenants.kith.url, "sec-fetch-site": "same-origin"}
    assert (await tenants.first.http.post(url, headers=own)).status_code == 202
    token = await tenants.kith.services.accounts.sessions.open(await user_id(tenants.first))
    foreign = {"authorization": f"Bearer {token}", "origin": "https://elsewhere.example"}
    async with httpx.AsyncClient(base_url=tenants.kith.url) as program:
        assert (await program.post(url, headers=foreign)).status_code == 202

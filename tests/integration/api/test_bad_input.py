"""What the API answers to input that it cannot use: a problem that names the field, never a 500."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from base import cursors
from tests.integration.api.operations import V1, Operation, private
from tests.integration.tenants import OTHER, Tenants, filled, two_tenants
from tests.stack import Stack

PAGED = private(
    lambda operation: operation.is_list and any(known["name"] == "cursor" for known in operation.parameters("query"))
)
MBOX = b"From a@b.example Mon Jun  1 10:00:00 2026\n"


@pytest.fixture(scope="module")
async def tenants(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Tenants]:
    async with two_tenants(stack, tmp_path_factory.mktemp("input")) as found:
        await filled(found.kith, found.other, OTHER)
        yield found


def assert_invalid(answer: httpx.Response, field: str) -> None:
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem["field"]) == ("Invalid", field)


def unusable(schema: dict[str, Any]) -> list[str]:
    """Values that a parameter's schema does not allow."""
    kinds = schema.get("anyOf", [schema])
    if any(kind.get("format") == "uuid" for kind in kinds):
        return ["not-a-uuid", "", "1", "\u0661"]
    if any("enum" in kind or "$ref" in kind for kind in kinds):
        return ["no-such", "", "' OR 1=1 --"]
    known = {kind.get("type") for kind in kinds}
    if "boolean" in known:
        return ["perhaps", ""]
    if "integer" in known:
        [(least, most)] = [(kind["minimum"], kind["maximum"]) for kind in kinds if kind.get("type") == "integer"]
        return list(dict.fromkeys([f"{least - 1}", "-1", f"{most + 1}", "many", "", "1.5", "9" * 30]))
    longest = max((kind.get("maxLength", 0) for kind in kinds), default=0)
    return ["x" * (longest + 1)] if longest else []


def cases(where: str) -> list[Any]:
    """(operation, name, value) for every value that a parameter in the path or the query cannot have."""
    return [
        pytest.param(operation, known["name"], value, id=f"{operation} {known['name']}={value[:12]}")
        for operation in private()
        for known in operation.parameters(where)
        for value in unusable(known["schema"])
        if value or where == "query"
    ]


@pytest.mark.parametrize(("operation", "name", "value"), cases("query"))
async def test_a_value_that_cannot_be_is_named(tenants: Tenants, operation: Operation, name: str, value: str) -> None:
    answer = await tenants.first.http.request(operation.method, operation.url(tenants.ids), params={name: value})
    assert_invalid(answer, name)


@pytest.mark.parametrize(("operation", "name", "value"), cases("path"))
async def test_an_id_that_cannot_be_is_named(tenants: Tenants, operation: Operation, name: str, value: str) -> None:
    answer = await tenants.first.http.request(operation.method, operation.url(tenants.ids | {name: value}))
    assert_invalid(answer, name)


@pytest.mark.parametrize("operation", PAGED, ids=str)
async def test_a_cursor_that_is_not_from_this_list_is_refused(tenants: Tenants, operation: Operation) -> None:
    url = operation.url(tenants.ids)
    first = (await tenants.first.http.get(url, params={"limit": 1})).json()
    assert first["next_cursor"], "one page is all there is"
    foreign = {
        (await tenants.first.http.get(other.url(tenants.ids), params={"limit": 1})).json()["next_cursor"]
        for other in PAGED
        if other != operation
    }
    ordered = cursors.encode("messages", "2026-06-01T10:00:00+00:00", "no uuid")
    for cursor in [*foreign, "", "garbage", "W10", "e30", "x" * 5000, "\u2603", first["next_cursor"][:-4], ordered]:
        answer = await tenants.first.http.get(url, params={"cursor": cursor})
        assert_invalid(answer, "cursor")
        assert "Leave it out to start anew." in answer.json()["detail"]
    second = await tenants.first.http.get(url, params={"limit": 1, "cursor": first["next_cursor"]})
    assert second.json()["items"] != first["items"]


@pytest.mark.parametrize("operation", [found for found in PAGED if not found.names], ids=str)
async def test_a_cursor_of_somebody_else_is_refused(tenants: Tenants, operation: Operation) -> None:
    theirs = (await tenants.first.http.get(operation.path, params={"limit": 1})).json()["next_cursor"]
    assert_invalid(await tenants.other.http.get(operation.path, params={"cursor": theirs}), "cursor")
    mine = (await tenants.other.http.get(operation.path, params={"limit": 1})).json()["next_cursor"]
    assert (await tenants.other.http.get(operation.path, params={"cursor": mine})).is_success


@pytest.mark.parametrize("path", ["contacts", "companies"])
async def test_a_cursor_of_another_order_is_refused(tenants: Tenants, path: str) -> None:
    by_name = (await tenants.first.get(path, sort="name", limit=1))["next_cursor"]
    assert_invalid(await tenants.first.http.get(f"{V1}/{path}", params={"cursor": by_name}), "cursor")


async def test_a_cursor_of_another_persons_mail_is_refused(tenants: Tenants) -> None:
    one, two, *_ = (await tenants.first.get("contacts"))["items"]
    cursor = (await tenants.first.get(f"contacts/{one['id']}/interactions", limit=1))["next_cursor"]
    answer = await tenants.first.http.get(f"{V1}/contacts/{two['id']}/interactions", params={"cursor": cursor})
    assert_invalid(answer, "cursor")


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"json": {"provider": "yahoo"}}, "provider"),
        ({"json": {}}, "provider"),
        ({"json": []}, "body"),
        ({"json": None}, "body"),
        ({}, "body"),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, "body"),
        ({"content": b"\xff\xfe", "headers": {"content-type": "application/json"}}, "body"),
        ({"data": {"provider": "gmail"}}, "body"),
    ],
    ids=str,
)
async def test_a_body_that_cannot_be_is_refused(tenants: Tenants, options: dict[str, Any], field: str) -> None:
    assert_invalid(await tenants.first.http.post(f"{V1}/mailboxes", **options), field)


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"data": {"owner": "robin@marlow.example"}}, "file"),
        ({"json": {"file": "x"}}, "file"),
        ({"content": b"", "headers": {"content-type": "multipart/form-data"}}, "file"),
        ({"content": b"no part", "headers": {"content-type": "multipart/form-data; boundary=x"}}, "file"),
        ({"files": {"mail": ("mail.mbox", b"From a")}}, "file"),
        ({"files": [("file", b"From a"), ("file", b"From b")]}, "file"),
        ({"files": {"file": b""}}, "file"),
        ({"files": {"file": MBOX}, "data": {"owner": "nobody"}}, "owner"),
        ({"files": {"file": MBOX}, "data": {"owner": "robin\0@marlow.example"}}, "owner"),
        ({"files": {"file": MBOX}, "data": {"owner": "x" * 2000}}, "owner"),
    ],
    ids=str,
)
async def test_a_form_that_cannot_be_is_refused(tenants: Tenants, options: dict[str, Any], field: str) -> None:
    before = await kept(tenants)
    assert_invalid(await tenants.first.http.post(f"{V1}/imports", **options), field)
    assert await kept(tenants) == before


async def kept(tenants: Tenants) -> tuple[list[tuple[str, int]], list[str]]:
    """(mailboxes and how much each holds, files in storage)."""
    mailboxes = (await tenants.first.get("mailboxes"))["items"]
    files = [str(path) for path in (tenants.kith.settings.home / "objects").rglob("*") if path.is_file()]
    return [(mailbox["id"], mailbox["counts"]["listed"]) for mailbox in mailboxes], sorted(files)


@pytest.mark.parametrize(
    "address", ["messages?q=a%00b", "contacts?q=%00", "messages?thread_id=%00", "messages?label=%00", "jobs/a%00b"]
)
async def test_nul_is_refused(tenants: Tenants, address: str) -> None:
    answer = await tenants.first.http.get(f"{V1}/{address}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert "NUL" in answer.json()["detail"]


@pytest.mark.parametrize("text", ['"', "''''", "&|!():*<->", "%", "_", "\\", "\ud7ff\U0010ffff", "%ff", " ", "🍎" * 99])
@pytest.mark.parametrize("path", ["messages", "contacts"])
async def test_any_text_can_be_searched_for(tenants: Tenants, path: str, text: str) -> None:
    answer = await tenants.first.http.get(f"{V1}/{path}", params={"q": text})
    assert answer.status_code == 200, answer.text


async def test_a_job_that_cannot_be_is_not_found(tenants: Tenants) -> None:
    mine = (await tenants.first.get("me"))["id"]
    for job_id in ("none", f"u:{mine}:", f"u:{mine}:mailbox:{uuid.uuid4()}", f"u:{mine}:" + "x" * 3000, "u:' OR 1=1"):
        answer = await tenants.first.http.get(f"{V1}/jobs/{job_id}")
        assert (answer.status_code, answer.json()["code"]) == (404, "NotFound"), answer.text


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v1", "/api/v2/me", "/api/v1/nothing", "/api/v1/me/", "/api/x.js"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_an_unknown_address_is_a_problem_not_a_page(tenants: Tenants, method: str, path: str) -> None:
    answer = await tenants.first.http.request(method, path)
    assert answer.status_code in ({404} if method == "GET" else {404, 405})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code


@pytest.mark.parametrize("path", ["/", "/apiary", "/mailbox"])
async def test_what_is_not_below_api_is_the_pages(tenants: Tenants, path: str) -> None:
    answer = await tenants.first.http.get(path)
    assert answer.headers["content-type"].startswith(("text/html", "text/plain"))


async def test_a_wrong_method_is_a_problem_that_names_the_right_one(tenants: Tenants) -> None:
    answer = await tenants.first.http.put(f"{V1}/me")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["allow"] == "GET"


async def test_a_body_that_is_too_large_is_a_problem(tenants: Tenants) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b" " * 65536

    for content in (b" " * (2 * 1024 * 1024), endless()):
        answer = await tenants.first.http.post(
            f"{V1}/mailboxes", content=content, headers={"content-type": "application/json"}
        )
        assert answer.status_code == 413, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"]

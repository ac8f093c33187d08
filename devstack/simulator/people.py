"""The People API: `people/me/connections` and `otherContacts`, with sync tokens, deletions and Google's errors.

Contacts are changed by the control plane. A sync token names the change up to which its holder knows everything, and
the fields that were asked for; one of another request, or that was made to expire, is refused as Google refuses it.
"""

import base64
import json
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from devstack.simulator import contacts
from devstack.simulator.errors import ApiError, unauthenticated
from devstack.simulator.world import World

READ_CONTACTS = "https://www.googleapis.com/auth/contacts.readonly"
READ_OTHERS = "https://www.googleapis.com/auth/contacts.other.readonly"
LISTS = {"connections": READ_CONTACTS, "otherContacts": READ_OTHERS}
_METHODS = {"connections": "people.connections.list", "otherContacts": "otherContacts.list"}
_MASKS = {"connections": "personFields", "otherContacts": "readMask"}
_MOST = 1_000


class PeopleApi:
    """The routes of one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        """To be mounted at the root."""
        return [
            Route("/v1/people/me/connections", self._answered("connections"), methods=["GET"]),
            Route("/v1/otherContacts", self._answered("otherContacts"), methods=["GET"]),
        ]

    def _answered(self, kind: str) -> Any:
        async def endpoint(request: Request) -> Response:
            try:
                for fault in self._world.faults.struck(_METHODS[kind]):
                    if fault.kind == "status":
                        headers = {} if fault.retry_after is None else {"retry-after": str(fault.retry_after)}
                        raise ApiError(fault.status, fault.message or "Backend Error", fault.reason, headers=headers)
                answer = orjson.dumps(self._page(request, kind))
            except ApiError as error:
                return Response(_details(error), error.code, error.headers, media_type="application/json")
            return Response(answer, media_type="application/json")

        return endpoint

    def _page(self, request: Request, kind: str) -> dict[str, Any]:
        account, query = self._account(request, kind), request.query_params
        mask = query.get(_MASKS[kind], "")
        if not mask:
            raise ApiError(400, f"{_MASKS[kind]} mask is required.", "INVALID_ARGUMENT")
        size = int(query.get("pageSize", "100"))
        if not 1 <= size <= _MOST:
            raise ApiError(400, f"Page size must be between 1 and {_MOST}.", "INVALID_ARGUMENT")
        size = min(size, self._world.config.page_size)
        since, newest = self._since(account, query.get("syncToken"), mask), contacts.newest(self._world.store)
        after, upto = _read(query["pageToken"]) if query.get("pageToken") else (0, newest)
        rows = self._world.store.all(
            "SELECT resource, body, version FROM contacts WHERE account = ? AND kind = ? AND version > ? "
            "AND version <= ? AND (body IS NOT NULL OR ?) ORDER BY version LIMIT ?",
            *(account, kind, max(since or 0, after), upto, since is not None, size + 1),
        )
        answer: dict[str, Any] = {kind: [_person(row, mask) for row in rows[:size]]} if rows else {}
        if len(rows) > size:
            return answer | {"nextPageToken": _written(rows[size - 1]["version"], upto)}
        if query.get("requestSyncToken", "").lower() == "true":
            answer["nextSyncToken"] = _written(upto, mask)
        return answer

    def _account(self, request: Request, kind: str) -> int:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise unauthenticated(missing=True)
        access = self._world.tokens.access(token)
        if access is None:
            raise unauthenticated(missing=False)
        if LISTS[kind] not in access.scopes:
            raise ApiError(403, "Request had insufficient authentication scopes.", "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
        return access.account

    def _since(self, account: int, token: str | None, mask: str) -> int | None:
        if not token:
            return None
        version, asked = _read(token)
        floor = int(self._world.store.meta(f"contacts_floor:{account}") or 0)
        if asked != mask or version < floor:
            message = "Sync token is expired. Clear local cache and retry call without the sync token."
            raise ApiError(400, message, "EXPIRED_SYNC_TOKEN")
        return int(version)


def _person(row: Any, mask: str) -> dict[str, Any]:
    head = {"resourceName": row["resource"], "etag": f"%{row['version']}"}
    if row["body"] is None:
        return head | {"metadata": {"deleted": True, "objectType": "PERSON"}}
    body: dict[str, Any] = orjson.loads(row["body"])
    wanted = set(mask.split(","))
    return head | {name: value for name, value in body.items() if name in wanted}


def _written(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


def _read(token: str) -> tuple[Any, Any]:
    try:
        first, second = json.loads(base64.urlsafe_b64decode(token))
    except ValueError as error:
        raise ApiError(400, "Request contains an invalid argument.", "INVALID_ARGUMENT") from error
    return first, second


def _details(error: ApiError) -> bytes:
    """The shape of Google's newer APIs: the reason stands in `details`."""
    body = orjson.loads(error.body())
    reason = body["error"].pop("errors")[0]["reason"]
    info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"}
    body["error"]["details"] = [info]
    return orjson.dumps(body)

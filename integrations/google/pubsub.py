"""A Pub/Sub subscription that is pulled, over the REST API.

https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import google.auth
import httpx
from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError, TransportError
from google.auth.transport.requests import Request

from base.errors import InvalidSettings, Unavailable

_SCOPE = "https://www.googleapis.com/auth/pubsub"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# A pull is answered when there is a message, or empty after a while that Google bounds.
_PATIENCE = httpx.Timeout(20, read=120)
_SETTING = "KITH_GMAIL_SUBSCRIPTION"


@dataclass(frozen=True)
class Received:
    """A message, and the handle that acknowledges this delivery of it. `data` is base64."""

    ack_id: str
    data: str


class Subscription:
    """One subscription. Every method raises Unavailable, or InvalidSettings where it cannot be used at all."""

    def __init__(self, http: httpx.AsyncClient, root: str, name: str) -> None:
        """`name` is `projects/p/subscriptions/s`. An emulator (plain http, or this machine) is sent no credentials."""
        address = urlsplit(root)
        self._url = f"{root.rstrip('/')}/v1/{name}"
        self._http = http
        self._is_google = address.scheme == "https" and address.hostname not in _LOOPBACK
        self._credentials: Credentials | None = None
        self._refreshing = asyncio.Lock()

    async def pull(self, most: int) -> list[Received]:
        """What is there, or comes within a while. What is not acknowledged in time comes again."""
        answer = await self._post("pull", {"maxMessages": most})
        return [
            Received(received["ackId"], received.get("message", {}).get("data", ""))
            for received in answer.get("receivedMessages", [])
        ]

    async def acknowledge(self, ack_ids: Sequence[str]) -> None:
        """These deliveries need not come again."""
        await self._post("acknowledge", {"ackIds": list(ack_ids)})

    async def _post(self, verb: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {await self._token()}"} if self._is_google else {}
        try:
            answer = await self._http.post(f"{self._url}:{verb}", json=body, headers=headers, timeout=_PATIENCE)
        except httpx.ReadTimeout:
            return {}
        except httpx.HTTPError as error:
            raise Unavailable(f"Pub/Sub does not answer: {type(error).__name__}.") from error
        if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS or answer.is_server_error:
            raise Unavailable(f"Pub/Sub answers with an error of its own ({answer.status_code}).")
        if not answer.is_success:
            raise InvalidSettings(
                f"{_SETTING}: Pub/Sub refuses ({answer.status_code}): {_words(answer)}", field=_SETTING
            )
        try:
            found: dict[str, Any] = answer.json()
        except ValueError as error:
            raise Unavailable("Pub/Sub's answer cannot be read.") from error
        return found

    async def _token(self) -> str:
        """Of application default credentials: https://cloud.google.com/docs/authentication/application-default-credentials."""
        async with self._refreshing:
            try:
                if self._credentials is None:
                    self._credentials, _ = await asyncio.to_thread(google.auth.default, scopes=[_SCOPE])
                if not self._credentials.valid:
                    await asyncio.to_thread(self._credentials.refresh, Request())
            except TransportError as error:
                raise Unavailable("Google's token endpoint does not answer.") from error
            except GoogleAuthError as error:
                raise InvalidSettings(f"{_SETTING}: no credentials for Pub/Sub ({error}).", field=_SETTING) from error
            return str(self._credentials.token)


def _words(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["error"]["message"])[:300]
    except (ValueError, LookupError, TypeError):
        return answer.reason_phrase

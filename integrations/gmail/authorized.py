"""Requests in the name of one mailbox: its access token is added, and made anew when it is old."""

import asyncio
from dataclasses import replace
from http import HTTPStatus
from typing import Any, NoReturn

from google.auth.exceptions import RefreshError
from google.oauth2.credentials import Credentials

from integrations.gmail.connections import Connections, HttpAnswer, HttpRequest, urgency
from integrations.gmail.errors import GmailUnavailable, Interrupted, refresh_refused
from models.contracts.core.lanes import Lane

# New tokens in a row: one may be refused as well, and only the token endpoint says that a grant is lost.
RENEWALS = 3


class Authorized:
    """Who needs a new token at the same moment waits for the same one."""

    def __init__(self, connections: Connections, credentials: Credentials) -> None:
        self._connections = connections
        self._credentials = credentials
        self._refreshing = asyncio.Lock()

    async def send(self, request: HttpRequest) -> HttpAnswer:
        """The answer. One that says 401 comes after new tokens were tried.

        Raises what `Connections.send` raises, and what `refresh_refused` gives.
        """
        token = await self._token()
        answer = await self._send(request)
        for _ in range(RENEWALS):
            if answer.status != HTTPStatus.UNAUTHORIZED or not await self.renew(token):
                break
            token = self.token
            answer = await self._send(request)
        return answer

    async def renew(self, token: str | None) -> bool:
        """A new access token, unless there is one since `token`. False where there never can be one."""
        if self._credentials.refresh_token is None:
            return False
        async with self._refreshing:
            if self._credentials.token == token:
                await self._refresh()
        return True

    @property
    def token(self) -> str | None:
        """The access token in use."""
        token: str | None = self._credentials.token
        return token

    async def _token(self) -> str | None:
        if not self._credentials.valid:
            await self.renew(self._credentials.token)
        return self.token

    async def _send(self, request: HttpRequest) -> HttpAnswer:
        headers = dict(request.headers)
        self._credentials.apply(headers)
        return await self._connections.send(replace(request, headers=headers), self)

    async def _refresh(self) -> None:
        """As google-auth does it, which writes the request and reads the answer; it would block, and try again."""
        try:
            with urgency(Lane.PERSON):  # whoever it is made for, others may need it soon
                answer = await self._connections.send(_written(self._credentials), self)
        except Interrupted as error:  # nothing was billed for it, so nobody makes it again at once
            raise GmailUnavailable("Google's token endpoint does not answer.") from error
        if answer.status != HTTPStatus.OK:
            raise refresh_refused(answer.status, answer.body)
        try:
            self._credentials.refresh(_Answered(answer))
        except RefreshError as error:
            raise GmailUnavailable("The answer of Google's token endpoint cannot be read.") from error


def _written(credentials: Credentials) -> HttpRequest:
    try:
        credentials.refresh(_note)
    except _Noted as noted:
        return noted.request
    raise AssertionError("google-auth has sent nothing.")


class _Noted(Exception):
    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.url)
        self.request = request


def _note(url: str, method: str = "GET", body: Any = None, headers: Any = None, **_: Any) -> NoReturn:
    """A `google.auth.transport.Request` that sends nothing."""
    raise _Noted(HttpRequest(method, url, dict(headers or {}), body))


class _Answered:
    """A `google.auth.transport.Request` that has the answer; and the response that it gives."""

    def __init__(self, answer: HttpAnswer) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self.data = answer.body

    def __call__(self, *_: Any, **__: Any) -> "_Answered":
        return self

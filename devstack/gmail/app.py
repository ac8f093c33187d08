"""The simulator's HTTP face."""

import base64
import email
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from devstack.gmail import batch, control, mbox
from devstack.gmail.config import SimulatorConfig
from devstack.gmail.errors import ApiError, invalid
from devstack.gmail.faults import Damage, Faults
from devstack.gmail.oauth import OAuth, OAuthError
from devstack.gmail.push import Push
from devstack.gmail.quota import Quota
from devstack.gmail.service import Answer, GmailService
from devstack.gmail.store import Store

_JSON = "application/json; charset=UTF-8"


def create_app(config: SimulatorConfig) -> Starlette:
    """The whole simulator; its accounts are filled before the first request."""
    store = Store(config.data)
    oauth = OAuth(store, config)
    service = GmailService(store, oauth, Quota(config.quota), Faults(), Push(store, config, oauth))
    for account in config.accounts:
        store.add_account(account.email, account.name)
        if account.mbox is not None:
            mbox.load(store, account.email, account.mbox)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await service.push.close()
        store.db.close()

    return Starlette(
        routes=[
            *_identity(oauth),
            *control.routes(service),
            Route("/batch", _batch(service), methods=["POST"]),
            Route("/batch/{rest:path}", _batch(service), methods=["POST"]),
            Route("/upload/gmail/{rest:path}", _upload(service), methods=["POST", "PUT"]),
            Route("/gmail/{rest:path}", _call(service), methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        ],
        middleware=[Middleware(GZipMiddleware, minimum_size=1000, compresslevel=1)],
        lifespan=lifespan,
    )


def _call(service: GmailService) -> Any:
    async def endpoint(request: Request) -> Response:
        content = await request.body()
        try:
            body = json.loads(content) if content.strip() else {}
        except ValueError:
            return _error(invalid("Invalid JSON payload received."))
        return await _answer(service, request, body, None)

    return endpoint


def _upload(service: GmailService) -> Any:
    """Media uploads: the message alone, or after its metadata (multipart/related)."""

    async def endpoint(request: Request) -> Response:
        content, kind = await request.body(), request.headers.get("content-type", "")
        body: dict[str, Any] = {}
        if kind.startswith("multipart/"):
            whole = email.message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + content)
            body = json.loads(str(whole.get_payload(0).get_payload()))  # type: ignore[union-attr]
            # The mail is cut out as bytes: parsing and writing it anew could change it.
            boundary = b"--" + str(whole.get_boundary()).encode()
            content = re.split(rb"\r?\n\r?\n", content.split(boundary)[2], maxsplit=1)[1]
            content = content.removesuffix(b"\n").removesuffix(b"\r")
        return await _answer(service, request, body, content)

    return endpoint


def _batch(service: GmailService) -> Any:
    async def endpoint(request: Request) -> Response:
        try:
            ids, parts = batch.parse(
                request.headers.get("content-type", ""),
                await request.body(),
                request.headers.get("authorization", ""),
            )
            await service.faults.strike("batch")
            media_type, body = batch.render(ids, await service.many(parts))
        except ApiError as error:
            return _error(error)
        except Damage as damage:
            return _damaged(str(damage), b"")
        return Response(body, media_type=media_type)

    return endpoint


async def _answer(service: GmailService, request: Request, body: dict[str, Any], upload: bytes | None) -> Response:
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    try:
        answer = await service.one(request.method, target, request.headers.get("authorization", ""), body, upload)
    except Damage as damage:
        return _damaged(str(damage), b'{"messages": [{"id": "18c')
    return _response(answer)


def _response(answer: Answer) -> Response:
    headers = {"Retry-After": str(answer.retry_after)} if answer.retry_after is not None else None
    return Response(answer.body, answer.status, headers, _JSON)


def _error(error: ApiError) -> Response:
    return _response(Answer(error.code, json.dumps(error.body), error.retry_after))


def _damaged(kind: str, beginning: bytes) -> Response:
    """An answer that breaks off: with `reset` at once, with `truncate` in the middle but well-formed as HTTP."""
    if kind == "truncate":
        return Response(beginning, media_type=_JSON)

    async def broken() -> AsyncIterator[bytes]:
        yield b"{"
        raise ConnectionResetError("as asked for")

    return StreamingResponse(broken(), media_type=_JSON, headers={"Content-Length": "1000"})


def _identity(oauth: OAuth) -> list[Route]:
    async def discovery(request: Request) -> Response:
        return JSONResponse(oauth.discovery())

    async def keys(request: Request) -> Response:
        return JSONResponse(oauth.keys())

    async def consent(request: Request) -> Response:
        if request.method == "GET":
            status, page = oauth.consent_page(dict(request.query_params))
            return HTMLResponse(page, status)
        form = await request.form()
        values = {name: str(value) for name, value in form.items()}
        return RedirectResponse(oauth.decide(values, [str(scope) for scope in form.getlist("granted")]), 302)

    async def token(request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()} | _basic(request)
        try:
            return JSONResponse(oauth.token(form))
        except OAuthError as error:
            return JSONResponse(error.body, 401 if error.body["error"] == "invalid_client" else 400)

    async def userinfo(request: Request) -> Response:
        try:
            account, _ = oauth.account_of(request.headers.get("authorization", ""))
        except ApiError as error:
            return _error(error)
        return JSONResponse(oauth.userinfo(account))

    async def revoke(request: Request) -> Response:
        known = oauth.revoke(str((await request.form()).get("token", "")))
        return JSONResponse({} if known else {"error": "invalid_token"}, 200 if known else 400)

    return [
        Route("/.well-known/openid-configuration", discovery),
        Route("/oauth2/v3/certs", keys),
        Route("/o/oauth2/v2/auth", consent, methods=["GET", "POST"]),
        Route("/token", token, methods=["POST"]),
        Route("/v1/userinfo", userinfo),
        Route("/revoke", revoke, methods=["POST"]),
    ]


def _basic(request: Request) -> dict[str, str]:
    """A client may name itself in the header as well as in the form (RFC 6749, section 2.3.1)."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    client_id, _, secret = base64.b64decode(value).decode().partition(":")
    return {"client_id": unquote(client_id), "client_secret": unquote(secret)}


def serve(config: SimulatorConfig) -> None:
    """Run until told to stop."""
    uvicorn.run(create_app(config), host=config.host, port=config.port, log_level="warning")

"""`/simulator/…`: what a test or a developer does to the mailboxes behind the product's back.

GET and POST accounts {email, name, mbox}; POST accounts/{email}/messages?labels=INBOX (raw mail; delivers it);
POST accounts/{email}/messages/{id}/labels {add, remove}; DELETE accounts/{email}/messages/{id};
GET accounts/{email}/snapshot; POST accounts/{email}/(expire-tokens|revoke|expire-history); GET bill;
POST bill/reset; POST and DELETE faults.
"""

import json
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from devstack.gmail import mbox, payload
from devstack.gmail.faults import Fault
from devstack.gmail.service import GmailService


def routes(service: GmailService) -> list[Route]:
    """The control plane over a service."""
    store = service.store

    async def accounts(request: Request) -> Response:
        if request.method == "POST":
            wanted = await request.json()
            store.add_account(wanted["email"], wanted.get("name", wanted["email"]))
            count = mbox.load(store, wanted["email"], Path(wanted["mbox"])) if wanted.get("mbox") else 0
            service.push.changed(wanted["email"])
            return JSONResponse({"messages": count}, 201)
        return JSONResponse([dict(row) for row in store.all("SELECT email, name, history_id FROM accounts")])

    async def deliver(request: Request) -> Response:
        account, raw = request.path_params["email"], await request.body()
        labels = request.query_params.get("labels", "INBOX,UNREAD").split(",")
        with store.db:
            key = store.insert(account, raw, payload.render(raw), labels)
        service.push.changed(account)
        return JSONResponse({"id": key}, 201)

    async def relabel(request: Request) -> Response:
        account, wanted = request.path_params["email"], await request.json()
        done = store.relabel(account, request.path_params["id"], wanted.get("add", []), wanted.get("remove", []))
        service.push.changed(account)
        return Response(status_code=204 if done else 404)

    async def delete(request: Request) -> Response:
        account = request.path_params["email"]
        done = store.delete(account, request.path_params["id"])
        service.push.changed(account)
        return Response(status_code=204 if done else 404)

    async def snapshot(request: Request) -> Response:
        rows = store.all("SELECT id, thread_id, labels FROM messages WHERE account = ?", request.path_params["email"])
        return JSONResponse(
            {row["id"]: {"threadId": row["thread_id"], "labelIds": json.loads(row["labels"])} for row in rows}
        )

    async def act(request: Request) -> Response:
        account, action = request.path_params["email"], request.path_params["action"]
        if action == "expire-tokens":
            service.oauth.expire(account)
        elif action == "revoke":
            service.oauth.revoke_account(account)
        elif action == "expire-history":
            store.run("UPDATE accounts SET horizon = history_id WHERE email = ?", account)
        else:
            return Response(status_code=404)
        return Response(status_code=204)

    async def bill(request: Request) -> Response:
        return JSONResponse(service.quota.bill())

    async def reset(request: Request) -> Response:
        service.quota.reset()
        return Response(status_code=204)

    async def faults(request: Request) -> Response:
        wanted: list[dict[str, Any]] = await request.json() if request.method == "POST" else []
        service.faults.active = [Fault(**fault) for fault in wanted]
        return Response(status_code=204)

    base = "/simulator/accounts/{email}"
    return [
        Route("/simulator/accounts", accounts, methods=["GET", "POST"]),
        Route(base + "/messages", deliver, methods=["POST"]),
        Route(base + "/messages/{id}/labels", relabel, methods=["POST"]),
        Route(base + "/messages/{id}", delete, methods=["DELETE"]),
        Route(base + "/snapshot", snapshot),
        Route(base + "/{action}", act, methods=["POST"]),
        Route("/simulator/bill", bill),
        Route("/simulator/bill/reset", reset, methods=["POST"]),
        Route("/simulator/faults", faults, methods=["POST", "DELETE"]),
    ]

"""The control plane, `/simulator/…`: what no Google offers, for tests and demos. JSON in, JSON out.

GET    accounts                              [{email, name, messages, threads, history_id}]
POST   accounts {email, name?, mbox?}        create an account, or add the mail it lacks: {added}
POST   accounts/{email}/grants {scopes?}     a grant without a browser: {access_token, refresh_token, …}
POST   accounts/{email}/messages?labels=A,B  deliver the RFC 822 body (INBOX,UNREAD): {id, threadId}
POST   accounts/{email}/messages/{id}/labels {add?, remove?}
DELETE accounts/{email}/messages/{id}        delete for good
POST   accounts/{email}/labels {id?, name?, color?}   a new label of the user, or a change of one: {id, name, …}
POST   accounts/{email}/send-as [{sendAsEmail, …}]  the addresses it may send from beside its own, all of them
POST   accounts/{email}/contacts {resource, person?, kind?}  a Google contact; without `person` it is deleted
POST   accounts/{email}/expire-contacts      every sync token of contacts is too old
GET    accounts/{email}/snapshot             {id: {threadId, labelIds}} of every message: the truth
POST   accounts/{email}/expire-tokens        access tokens are old, refresh tokens hold
POST   accounts/{email}/revoke               the user removed the client's access
POST   accounts/{email}/expire-history       every startHistoryId before now is answered 404
GET    bill, POST bill/reset                 see `bill.Bill.report`
GET    faults, POST faults [...], DELETE faults   see `faults.Fault`; POST replaces them all
GET    pushes                                {published, delivered, waiting: to be pulled}
"""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from devstack.simulator import contacts, history, send_as
from devstack.simulator.errors import ApiError, bad_request
from devstack.simulator.ids import hex_id, parse_id
from devstack.simulator.loading import load
from devstack.simulator.mailbox import Mailbox
from devstack.simulator.outgoing import deliver
from devstack.simulator.people import LISTS
from devstack.simulator.world import World

_EVERYTHING = [
    "openid",
    "https://www.googleapis.com/auth/userinfo.email",
    "https://www.googleapis.com/auth/userinfo.profile",
    "https://mail.google.com/",
]
Handler = Callable[[Request], Awaitable[Any]]


class Control:
    """The routes of one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        """To be mounted at the root."""
        account = "/simulator/accounts/{email}"
        table: list[tuple[str, str, Handler]] = [
            ("GET", "/simulator/accounts", self.accounts),
            ("POST", "/simulator/accounts", self.create),
            ("POST", f"{account}/grants", self.grant),
            ("POST", f"{account}/messages", self.deliver),
            ("POST", f"{account}/messages/{{id}}/labels", self.relabel),
            ("DELETE", f"{account}/messages/{{id}}", self.delete),
            ("POST", f"{account}/labels", self.label),
            ("POST", f"{account}/send-as", self.send_as),
            ("POST", f"{account}/contacts", self.contact),
            ("POST", f"{account}/expire-contacts", self.expire_contacts),
            ("GET", f"{account}/snapshot", self.snapshot),
            ("POST", f"{account}/expire-tokens", self.expire_tokens),
            ("POST", f"{account}/revoke", self.revoke),
            ("POST", f"{account}/expire-history", self.expire_history),
            ("GET", "/simulator/bill", self.bill),
            ("POST", "/simulator/bill/reset", self.reset_bill),
            ("GET", "/simulator/faults", self.faults),
            ("POST", "/simulator/faults", self.set_faults),
            ("DELETE", "/simulator/faults", self.clear_faults),
            ("GET", "/simulator/pushes", self.pushes),
        ]
        return [Route(path, _answered(handler), methods=[verb]) for verb, path, handler in table]

    def _mailbox(self, request: Request) -> Mailbox:
        return self._world.accounts.get(request.path_params["email"])

    async def accounts(self, request: Request) -> Any:
        """Every account."""
        return [self._described(mailbox) for mailbox in self._world.accounts.all()]

    def _described(self, mailbox: Mailbox) -> dict[str, Any]:
        messages, threads = mailbox.counts()
        newest = str(history.current(self._world.store, mailbox.account))
        numbers = {"messages": messages, "threads": threads, "history_id": newest}
        return {"email": mailbox.email, "name": mailbox.name, **numbers}

    async def create(self, request: Request) -> Any:
        """Create an account, or add to one."""
        body = await _json(request, dict)
        if "@" not in str(body.get("email", "")):
            raise bad_request("An account needs an email address.")
        path = Path(body["mbox"]) if body.get("mbox") else None
        if path is not None and not path.is_file():
            raise bad_request(f"There is no file {path}.")
        mailbox, _ = self._world.accounts.create(str(body["email"]), str(body.get("name") or ""))
        before = history.current(self._world.store, mailbox.account)
        added = 0 if path is None else await load(self._world.store, mailbox, path)
        self._world.pusher.changed(mailbox, before)
        return {**self._described(mailbox), "added": added}

    async def grant(self, request: Request) -> Any:
        """Tokens, as if the user had allowed everything or `scopes`."""
        scopes = (await _json(request, dict)).get("scopes") or _EVERYTHING
        issued = self._world.tokens.grant(
            self._mailbox(request).account, list(scopes), offline=True, consent=True, include=False
        )
        return asdict(issued)

    async def label(self, request: Request) -> Any:
        """Make a label, or change one. As at Gmail, no history tells of it and nothing is pushed."""
        body = await _json(request, dict)
        labels = self._mailbox(request).labels
        return labels.update(body.pop("id"), body, partly=True) if "id" in body else labels.create(body)

    async def send_as(self, request: Request) -> Any:
        """Replace the addresses that an account may send from."""
        mailbox = self._mailbox(request)
        send_as.replace(mailbox, await _json(request, list))
        return send_as.all_of(mailbox)

    async def contact(self, request: Request) -> Any:
        """A contact is saved, changed or deleted."""
        body = await _json(request, dict)
        kind = str(body.get("kind", "connections"))
        if kind not in LISTS:
            raise bad_request(f"The kind of a contact is one of {', '.join(LISTS)}.")
        contacts.put(self._world.store, self._mailbox(request).account, kind, str(body["resource"]), body.get("person"))
        return {}

    async def expire_contacts(self, request: Request) -> Any:
        """Sync tokens are old."""
        contacts.expire(self._world.store, self._mailbox(request).account)
        return {}

    async def deliver(self, request: Request) -> Any:
        """Mail arrives."""
        mailbox = self._mailbox(request)
        labels = [label for label in request.query_params.get("labels", "INBOX,UNREAD").split(",") if label]
        mailbox.labels.check_known(labels, by_hand=False)
        raw = await request.body()
        before = history.current(self._world.store, mailbox.account)
        with self._world.store.transaction():
            message_id = deliver(mailbox, raw, tuple(labels))
        self._world.pusher.changed(mailbox, before)
        return {"id": hex_id(message_id), "threadId": hex_id(mailbox.get(message_id)["thread"])}

    async def relabel(self, request: Request) -> Any:
        """Add and remove labels."""
        body = await _json(request, dict)
        mailbox = self._mailbox(request)
        add, remove = list(body.get("add", [])), list(body.get("remove", []))
        mailbox.labels.check_known(add + remove, by_hand=False)
        row = mailbox.get(parse_id(request.path_params["id"]))
        before = history.current(self._world.store, mailbox.account)
        with self._world.store.transaction():
            row = mailbox.relabel(row, add, remove)
        self._world.pusher.changed(mailbox, before)
        return {"id": hex_id(row["id"]), "labelIds": row["labels"].split()}

    async def delete(self, request: Request) -> Any:
        """Delete a message for good."""
        mailbox = self._mailbox(request)
        row = mailbox.get(parse_id(request.path_params["id"]))
        before = history.current(self._world.store, mailbox.account)
        with self._world.store.transaction():
            mailbox.delete(row)
        self._world.pusher.changed(mailbox, before)
        return {}

    async def snapshot(self, request: Request) -> Any:
        """Every message as it is now."""
        rows = self._world.store.all(
            "SELECT id, thread, labels FROM messages WHERE account = ?", self._mailbox(request).account
        )
        return {
            hex_id(row["id"]): {"threadId": hex_id(row["thread"]), "labelIds": row["labels"].split()} for row in rows
        }

    async def expire_tokens(self, request: Request) -> Any:
        """Access tokens are old."""
        self._world.tokens.expire_all(self._mailbox(request).account)
        return {}

    async def revoke(self, request: Request) -> Any:
        """Grants are gone."""
        self._world.tokens.revoke_all(self._mailbox(request).account)
        return {}

    async def expire_history(self, request: Request) -> Any:
        """Older history is forgotten."""
        mailbox = self._mailbox(request)
        history.advance(self._world.store, mailbox.account)
        history.expire(self._world.store, mailbox.account)
        return {}

    async def bill(self, request: Request) -> Any:
        """What was served and refused."""
        return self._world.bill.report()

    async def reset_bill(self, request: Request) -> Any:
        """Start the bill at nothing."""
        self._world.bill.reset()
        return {}

    async def faults(self, request: Request) -> Any:
        """The faults that are on, with how often they were seen and struck."""
        return [asdict(fault) for fault in self._world.faults.all()]

    async def set_faults(self, request: Request) -> Any:
        """Replace all faults."""
        try:
            self._world.faults.set(await _json(request, list))
        except (TypeError, ValueError) as error:
            raise bad_request(str(error)) from error
        return await self.faults(request)

    async def clear_faults(self, request: Request) -> Any:
        """No faults."""
        self._world.faults.clear()
        return []

    async def pushes(self, request: Request) -> Any:
        """How many pushes were made and delivered, or wait to be pulled and acknowledged."""
        pusher = self._world.pusher
        return {"published": pusher.published, "delivered": pusher.delivered, "waiting": len(pusher.waiting)}


async def _json(request: Request, kind: type) -> Any:
    try:
        body = orjson.loads(await request.body() or b"{}")
    except ValueError as error:
        raise bad_request("The body is not JSON.") from error
    if not isinstance(body, kind):
        raise bad_request(f"The body must be a JSON {'array' if kind is list else 'object'}.")
    return body


def _answered(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(await handler(request))
        except ApiError as error:
            return Response(error.body(), error.code, media_type="application/json")

    return endpoint

"""What happens to every Gmail request: faults, token, scopes, mailbox, quota, method, `fields`."""

import asyncio
from dataclasses import dataclass
from urllib.parse import unquote

import orjson

from devstack.simulator import history
from devstack.simulator.calls import HANDLERS, Answer, Call, Reply, Request
from devstack.simulator.discovery import Method, match
from devstack.simulator.errors import ApiError, forbidden, insufficient_scopes, unauthenticated
from devstack.simulator.faults import ConnectionFault, Fault
from devstack.simulator.fields import apply_mask, parse_mask
from devstack.simulator.gmail import resources as _resources  # noqa: F401  (registers the handlers)
from devstack.simulator.mailbox import Mailbox
from devstack.simulator.tokens import Access
from devstack.simulator.world import World

_JSON = {"content-type": "application/json; charset=UTF-8"}


@dataclass(frozen=True)
class Admitted:
    """A call that counts as running until it is answered, and the faults that hit it."""

    call: Call
    faults: list[Fault]


class Api:
    """The methods of Gmail for one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def answer(self, request: Request) -> Answer:
        """Answer one request. Raises ConnectionFault where there is to be no answer."""
        prepared = self.prepare(request)
        return prepared if isinstance(prepared, Answer) else await self.run(prepared)

    def prepare(self, request: Request) -> Admitted | Answer:
        """Everything that is checked before a request may run, or the error."""
        try:
            return self._prepare(request)
        except ApiError as error:
            return Answer(error.code, error.body(), _JSON | error.headers)

    def _prepare(self, request: Request) -> Admitted:
        method, names = match(request.verb, request.path)
        token = _bearer(request)
        faults = self._world.faults.struck(method.name)
        if any(fault.kind == "expire_token" for fault in faults):
            self._world.tokens.expire(token or "")
        access = self._access(token, method)
        method.check(request.query)
        mailbox = self._mailbox(access, unquote(names["userId"]))
        try:
            self._world.quota.enter(mailbox.email)
        except ApiError as error:
            self._world.bill.refused(mailbox.email, error.code)
            raise
        call = Call(
            request=request,
            method=method,
            names={name: unquote(value) for name, value in names.items()},
            mailbox=mailbox,
            scopes=access.scopes,
            pusher=self._world.pusher,
            topic=self._world.config.topic,
            history_seconds=self._world.config.history_seconds,
            page_size=self._world.config.page_size,
            bare_label_list=self._world.config.bare_label_list,
            accounts=self._world.accounts.find,
        )
        return Admitted(call, faults)

    def _access(self, token: str | None, method: Method) -> Access:
        if token is None:
            raise unauthenticated(missing=True)
        access = self._world.tokens.access(token)
        if access is None:
            raise unauthenticated(missing=False)
        if not access.scopes & method.scopes:
            raise insufficient_scopes()
        return access

    def _mailbox(self, access: Access, user: str) -> Mailbox:
        mailbox = self._world.accounts.by_id(access.account)
        if user not in {"me", ""} and user.lower() != mailbox.email:
            raise forbidden(f"Delegation denied for {mailbox.email}")
        return mailbox

    async def run(self, admitted: Admitted) -> Answer:
        """Serve an admitted call."""
        call = admitted.call
        try:
            for fault in admitted.faults:
                await _suffer(fault)
            answer = self._serve(call)
            for fault in admitted.faults:
                await lose(fault, answer)
            return answer
        except ApiError as error:
            return Answer(error.code, error.body(), _JSON | error.headers)
        finally:
            self._world.quota.leave(call.mailbox.email)

    def _serve(self, call: Call) -> Answer:
        email, name = call.mailbox.email, call.method.name
        units = self._world.quota.price(name)
        try:
            in_window = self._world.quota.admit(email, units)
        except ApiError as error:
            self._world.bill.refused(email, error.code)
            raise
        self._world.bill.served(email, name, units, in_window)
        if call.method.verb == "GET":
            return _rendered(call, HANDLERS[name](call))
        store, before = self._world.store, history.current(self._world.store, call.mailbox.account)
        with store.transaction():
            reply = HANDLERS[name](call)
        self._world.pusher.changed(call.mailbox, before)
        return _rendered(call, reply)


async def _suffer(fault: Fault) -> None:
    """What happens before a call is served."""
    await asyncio.sleep(0 if fault.kind == "late_answer" else fault.seconds)
    if fault.kind == "reset":
        raise ConnectionFault
    if fault.kind == "status":
        headers = {} if fault.retry_after is None else {"retry-after": str(fault.retry_after)}
        raise ApiError(fault.status, fault.message or "Backend Error", fault.reason, headers=headers)


async def lose(fault: Fault, answer: Answer) -> None:
    """What happens to the answer."""
    if fault.kind == "late_answer":
        await asyncio.sleep(fault.seconds)
    if fault.kind == "lose_answer":
        raise ConnectionFault
    if fault.kind == "truncate":
        raise ConnectionFault(answer.body[: len(answer.body) // 2])


def _bearer(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token
    asked = request.query.get("access_token") or request.query.get("oauth_token")
    return asked[0] if asked else None


def _rendered(call: Call, reply: Reply) -> Answer:
    if reply is None:
        return Answer(204)
    mask = call.text("fields")
    pretty = call.flag("prettyPrint")
    if mask or pretty:
        reply = orjson.loads(reply) if isinstance(reply, bytes) else reply
        reply = apply_mask(parse_mask(mask, call.method.answer), reply) if mask else reply
        return Answer(200, orjson.dumps(reply, option=orjson.OPT_INDENT_2 if pretty else 0), _JSON)
    return Answer(200, reply if isinstance(reply, bytes) else orjson.dumps(reply), _JSON)

"""A Gmail call from beginning to end: who asks, what it costs, what goes wrong, what comes out."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from devstack.gmail import fields, router
from devstack.gmail.calls import Call, query_of
from devstack.gmail.errors import ApiError, forbidden
from devstack.gmail.faults import Faults
from devstack.gmail.oauth import OAuth
from devstack.gmail.push import Push
from devstack.gmail.quota import Quota
from devstack.gmail.store import Store


@dataclass(frozen=True)
class Answer:
    """Status, JSON body and headers of one call."""

    status: int
    body: str
    retry_after: int | None = None


class GmailService:
    """The Gmail API over one store."""

    def __init__(self, store: Store, oauth: OAuth, quota: Quota, faults: Faults, push: Push) -> None:
        self.store = store
        self.oauth = oauth
        self.quota = quota
        self.faults = faults
        self.push = push
        self._under_way: dict[str, int] = {}

    async def one(
        self, verb: str, target: str, authorization: str, body: dict[str, Any], upload: bytes | None = None
    ) -> Answer:
        """One call. Errors become Google's answers; Damage is left to the connection."""
        path, _, query_text = target.partition("?")
        query = query_of(query_text)
        account = ""
        try:
            account, scopes = self.oauth.account_of(authorization)
            user, method, parameters = router.resolve(verb, path)
            if user not in {"me", account}:
                raise ApiError(403, f"Delegation denied for {account}", "forbidden")
            if not method.scopes & set(scopes):
                raise forbidden()
            await self.faults.strike(method.name)
            self._enter(account)
            try:
                self.quota.charge(account, method.name)
                result = method.handler(Call(self.store, account, parameters, query, body, upload))
            finally:
                self._under_way[account] -= 1
        except ApiError as error:
            return Answer(error.code, json.dumps(error.body), error.retry_after)
        if method.changes:
            self.push.changed(account)
        wanted = query.get("fields", [""])[-1]
        if wanted:
            value = json.loads(result) if isinstance(result, str) else result
            try:
                result = fields.select(value, fields.parse(wanted))
            except ApiError as error:
                return Answer(error.code, json.dumps(error.body))
        return Answer(200, result if isinstance(result, str) else json.dumps(result))

    async def many(self, parts: list[tuple[str, str, str, dict[str, Any]]]) -> list[Answer]:
        """The parts of a batch: each is billed, and counts as a request at once, as Google says."""
        answers: list[Answer] = []
        for place, (verb, target, authorization, body) in enumerate(parts):
            if place >= self.quota.limits["concurrent"]:
                account, _ = self.oauth.account_of(authorization)
                error = self.quota.too_many(account)
                answers.append(Answer(error.code, json.dumps(error.body)))
                continue
            answers.append(await self.one(verb, target, authorization, body))
            if place % 10 == 9:
                await asyncio.sleep(0)  # let others be served meanwhile
        return answers

    def _enter(self, account: str) -> None:
        under_way = self._under_way.get(account, 0)
        if under_way >= self.quota.limits["concurrent"]:
            raise self.quota.too_many(account)
        self._under_way[account] = under_way + 1

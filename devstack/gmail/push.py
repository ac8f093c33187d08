"""Pub/Sub: tells the subscriber about changes of watched mailboxes, with a signed token."""

import asyncio
import base64
import json
import secrets
import time
from datetime import UTC, datetime

import httpx

from devstack.gmail.config import SimulatorConfig
from devstack.gmail.oauth import OAuth
from devstack.gmail.store import Store

_TRIES = 5


class Push:
    """Delivers in the background. A push may come late or never: that is what Pub/Sub promises."""

    def __init__(self, store: Store, config: SimulatorConfig, oauth: OAuth) -> None:
        self._store = store
        self._config = config
        self._oauth = oauth
        self._tasks: set[asyncio.Task[None]] = set()
        self._http = httpx.AsyncClient(timeout=10)

    def changed(self, account: str) -> None:
        """Tell the subscriber, if the account is watched and anybody subscribes."""
        row = self._store.one("SELECT history_id, watch_until FROM accounts WHERE email = ?", account)
        if self._config.push_url is None or row is None or (row["watch_until"] or 0) < time.time():
            return
        task = asyncio.create_task(self._deliver(account, row["history_id"]))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Give up what is not delivered."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._http.aclose()

    async def _deliver(self, account: str, history_id: int) -> None:
        url = str(self._config.push_url)
        data = json.dumps({"emailAddress": account, "historyId": history_id}).encode()
        envelope = {
            "message": {
                "data": base64.b64encode(data).decode(),
                "messageId": str(secrets.randbelow(10**16)),
                "publishTime": datetime.now(UTC).isoformat(),
            },
            "subscription": "projects/kith/subscriptions/gmail",
        }
        for attempt in range(_TRIES):
            token = self._oauth.sign(
                {
                    "aud": self._config.push_audience or url,
                    "email": self._config.push_service_account,
                    "email_verified": True,
                    "sub": "push",
                }
            )
            try:
                answer = await self._http.post(url, json=envelope, headers={"Authorization": f"Bearer {token}"})
            except httpx.HTTPError:
                answer = None
            if answer is not None and answer.is_success:
                return
            await asyncio.sleep(min(10, 0.5 * 2**attempt))

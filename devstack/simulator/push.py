"""Pub/Sub: after a change on a watched account, an envelope with a signed token is pushed, or waits to be pulled."""

import asyncio
import base64
import contextlib
import itertools
import logging
from datetime import UTC, datetime
from typing import Any

import httpx
import orjson

from devstack.simulator import history
from devstack.simulator.clock import now_ms
from devstack.simulator.config import SimulatorConfig
from devstack.simulator.keys import SigningKey
from devstack.simulator.mailbox import Mailbox
from devstack.simulator.pubsub import Backlog
from devstack.simulator.store import Store

_ATTEMPTS = 8
_FIRST_WAIT = 0.2  # seconds, doubled with each attempt
_LONGEST_WAIT = 10.0
_WATCH_MS = 7 * 24 * 3600 * 1000

logger = logging.getLogger(__name__)


class Pusher:
    """Watches, and a background task for each delivery. `published` and `delivered` count them."""

    def __init__(self, config: SimulatorConfig, store: Store, key: SigningKey) -> None:
        self._config = config
        self._store = store
        self._key = key
        self._numbers = itertools.count(now_ms())
        self._tasks: set[asyncio.Task[None]] = set()
        self._http: httpx.AsyncClient | None = None
        self.published = 0
        self.delivered = 0
        self.waiting = Backlog(config.ack_seconds)

    def watch(self, mailbox: Mailbox, labels: list[str], behavior: str) -> int:
        """Watch an account for a week. Gives the end of the watch in milliseconds."""
        expires = now_ms() + _WATCH_MS
        self._store.run(
            "INSERT OR REPLACE INTO watches VALUES (?, ?, ?, ?)",
            *(mailbox.account, " ".join(labels), behavior, expires),
        )
        self._publish(mailbox)  # Gmail publishes at once, to prove that it can
        return expires

    def unwatch(self, mailbox: Mailbox) -> None:
        """Push no more."""
        self._store.run("DELETE FROM watches WHERE account = ?", mailbox.account)

    def changed(self, mailbox: Mailbox, since: int) -> None:
        """Push, if the account is watched and something it watches happened after this history id."""
        newest = history.current(self._store, mailbox.account)
        watch = self._store.one("SELECT * FROM watches WHERE account = ? AND expires_ms > ?", mailbox.account, now_ms())
        if newest == since or watch is None:
            return
        watched = set(watch["labels"].split())
        if watched:
            touched = history.labels_changed_since(self._store, mailbox.account, since)
            if bool(watched & touched) != (watch["behavior"] == "include"):
                return
        self._publish(mailbox)

    def start(self) -> None:
        """Open the client that pushes go through."""
        self._http = httpx.AsyncClient(timeout=30)

    async def stop(self) -> None:
        """End all deliveries."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._http is not None:
            await self._http.aclose()

    def _publish(self, mailbox: Mailbox) -> None:
        history_id = history.current(self._store, mailbox.account)
        if self._config.push_url is None:
            self.waiting.add(self.envelope(mailbox.email, history_id)["message"])
            self.published += 1
        if self._config.push_url is None or self._http is None:
            return
        task = asyncio.create_task(self._deliver(self._http, self._config.push_url, mailbox.email, history_id))
        self.published += 1
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, http: httpx.AsyncClient, url: str, email: str, history_id: int) -> None:
        envelope = self.envelope(email, history_id)
        for attempt in range(1, _ATTEMPTS + 1):
            with contextlib.suppress(httpx.HTTPError):
                headers = {"authorization": f"Bearer {self.token()}", "content-type": "application/json"}
                answer = await http.post(url, content=orjson.dumps(envelope), headers=headers)
                if answer.is_success:
                    self.delivered += 1
                    return
            envelope["deliveryAttempt"] = attempt + 1
            await asyncio.sleep(min(_FIRST_WAIT * 2**attempt, _LONGEST_WAIT))
        logger.warning("A push for %s was given up after %d attempts: %s", email, _ATTEMPTS, url)

    def envelope(self, email: str, history_id: int) -> dict[str, Any]:
        """A push as Pub/Sub wraps it."""
        data = orjson.dumps({"emailAddress": email, "historyId": history_id})
        number = str(next(self._numbers))
        published = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        message = {
            "data": base64.b64encode(data).decode(),
            "messageId": number,
            "message_id": number,
            "publishTime": published,
            "publish_time": published,
        }
        return {"message": message, "subscription": self._config.subscription}

    def token(self) -> str:
        """The OIDC token of the service account that pushes."""
        return self._key.sign(
            {
                "iss": self._config.root,
                "aud": self._config.push_audience or self._config.push_url,
                "azp": "113774264463038321964",
                "sub": "113774264463038321964",
                "email": self._config.push_service_account,
                "email_verified": True,
            }
        )

"""The demo: connects the demo mailbox as its owner would, shows the sync, and says what came of it."""

import asyncio
import time
from dataclasses import asdict, dataclass, field
from typing import Any

import httpx

from base.errors import KithError
from devstack.browser import consent
from devstack.home import Home
from devstack.progress import Progress
from devstack.terminal import Terminal

EVERY = 0.5  # seconds between two looks at the mailbox
PATIENCE = 120.0  # seconds without any change
STRONGEST = 10


class DemoFailed(KithError):
    """The demo mailbox cannot be synced."""


@dataclass(frozen=True)
class Summary:
    """What the sync brought; `seconds` from connecting, or finding the mailbox connected, to the last person."""

    listed: int
    stored: int
    dead: int
    threads: int
    contacts: int
    companies: int
    quota_units: int
    seconds: float
    strongest: list[dict[str, Any]] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """All but the people."""
        values = asdict(self)
        del values["strongest"]
        return values


class DemoSync:
    """The demo mailbox's owner, at the API."""

    def __init__(self, url: str, email: str, home: Home, terminal: Terminal) -> None:
        """`url` is the app's, `email` the owner's address."""
        self._url = url
        self._email = email
        self._home = home
        self._terminal = terminal

    async def run(self) -> Summary:
        """Sign in, connect unless that is done, watch until synced, and say what came. Raises KithError."""
        async with httpx.AsyncClient(base_url=self._url, timeout=30, trust_env=False) as client:
            began = time.monotonic()
            try:
                await consent(
                    client, "/api/v1/session/google", self._email, f"{self._url}/api/v1/session/google/callback"
                )
                mailbox_id = await self._connected(client)
            except httpx.HTTPError as error:
                raise DemoFailed(f"The demo mailbox cannot be connected: {error or type(error).__name__}") from error
            mailbox = await self._watch(client, mailbox_id)
            await self._bring_contacts(client, mailbox_id)
            seconds = round(time.monotonic() - began, 1)
            answer = await client.get("/api/v1/contacts", params={"sort": "strength", "limit": STRONGEST})
            answer.raise_for_status()
            await self._ask_vendors(client)
        summary = _summary(mailbox, seconds, answer.json()["items"])
        self._tell(summary)
        return summary

    async def _connected(self, client: httpx.AsyncClient) -> str:
        """The id of the demo's Gmail mailbox, connected now if it was not; a failed one is tried again."""
        mailbox = await self._find(client)
        if mailbox is None or mailbox["status"] in {"disconnected", "reconnect"}:
            self._terminal.say(f"Connecting the demo mailbox of {self._email}")
            answer = await client.post("/api/v1/mailboxes", json={"provider": "gmail"})
            answer.raise_for_status()
            url = answer.json()["authorize_url"]
            await consent(client, url, self._email, f"{self._url}/api/v1/mailboxes/google/callback")
            mailbox = await self._find(client)
        elif mailbox["status"] == "failed":
            (await client.post(f"/api/v1/mailboxes/{mailbox['id']}/sync")).raise_for_status()
        if mailbox is None:
            raise DemoFailed("The demo mailbox was connected, and is not there.")
        return str(mailbox["id"])

    async def _ask_vendors(self, client: httpx.AsyncClient) -> None:
        """Switch the demo's vendors on, as its owner would, unless anything was ever said of them; then ask."""
        answer = await client.get("/api/v1/enrichment/sources")
        answer.raise_for_status()
        sources: list[dict[str, Any]] = answer.json()["sources"]
        askable = [one["name"] for one in sources if one["offered"] and one["needs"] is None and one["sent"]]
        if not askable or any(one["enabled"] or one["last_call_at"] for one in sources):
            return
        for name in askable:
            switched = await client.patch("/api/v1/enrichment/sources", json={"source": name, "enabled": True})
            switched.raise_for_status()
        (await client.post("/api/v1/enrichment/refresh")).raise_for_status()
        self._terminal.say(f"{len(askable)} simulated vendors are asked about the demo's people: {self._url}/jobs")

    async def _bring_contacts(self, client: httpx.AsyncClient, mailbox_id: str) -> None:
        """Let Kith read the owner's Google contacts, and have them brought in, unless that was done."""
        path = f"/api/v1/mailboxes/{mailbox_id}/google-contacts"
        try:
            state = await client.get(path)
            state.raise_for_status()
            if state.json()["state"] == "on":
                return
            if not state.json()["allowed"]:
                asked = await client.post(f"/api/v1/mailboxes/{mailbox_id}/grant", json={"for": "contacts"})
                asked.raise_for_status()
                back = f"{self._url}/api/v1/mailboxes/google/callback"
                await consent(client, asked.json()["authorize_url"], self._email, back)
            (await client.put(path)).raise_for_status()
        except httpx.HTTPError as error:
            raise DemoFailed(f"The demo's contacts cannot be brought in: {error or type(error).__name__}") from error

    async def _find(self, client: httpx.AsyncClient) -> dict[str, Any] | None:
        answer = await client.get("/api/v1/mailboxes")
        answer.raise_for_status()
        mailboxes: list[dict[str, Any]] = answer.json()["items"]
        mine = [box for box in mailboxes if box["provider"] == "gmail" and box["address"] == self._email]
        return mine[0] if mine else None

    async def _watch(self, client: httpx.AsyncClient, mailbox_id: str) -> dict[str, Any]:
        """Look until it is synced. Raises DemoFailed when it fails, or when nothing moves any more."""
        moved, last = time.monotonic(), None
        with Progress(self._terminal) as progress:
            while True:
                mailbox = await self._look(client, mailbox_id)
                if mailbox is not None:
                    progress.show(mailbox)
                    if mailbox["status"] == "healthy" and mailbox["contacts_complete"]:
                        return mailbox
                    if mailbox["status"] in {"failed", "reconnect", "disconnected"}:
                        raise self._failed(f"is {mailbox['status']}: {mailbox['status_reason'] or 'no reason given'}")
                    if (state := (mailbox["status"], mailbox["phase"], mailbox["counts"])) != last:
                        moved, last = time.monotonic(), state
                if time.monotonic() - moved > PATIENCE:
                    raise self._failed(f"has not moved for {PATIENCE:.0f} s")
                await asyncio.sleep(EVERY)

    async def _look(self, client: httpx.AsyncClient, mailbox_id: str) -> dict[str, Any] | None:
        """The mailbox, or None while the API is away: the supervisor starts it again."""
        try:
            answer = await client.get(f"/api/v1/mailboxes/{mailbox_id}")
        except httpx.TransportError:
            return None
        if answer.is_server_error:
            return None
        answer.raise_for_status()
        mailbox: dict[str, Any] = answer.json()
        return mailbox

    def _failed(self, what: str) -> DemoFailed:
        return DemoFailed(f"The demo mailbox {what}. The log of what fetches it: {self._home.log('worker-bulk')}")

    def _tell(self, summary: Summary) -> None:
        self._terminal.table(
            "Synced",
            [
                ("Messages", f"{summary.stored:,}" + (f" ({summary.dead:,} dead)" if summary.dead else "")),
                ("Threads", f"{summary.threads:,}"),
                ("People", f"{summary.contacts:,}"),
                ("Companies", f"{summary.companies:,}"),
                ("Gmail quota units", f"{summary.quota_units:,}"),
                ("Seconds", f"{summary.seconds:,}"),
            ],
        )
        people = [
            (one["name"] or one["address"], one["address"], one.get("company") or "", f"{one['strength']:.2f}")
            for one in summary.strongest
        ]
        self._terminal.table("Strongest relationships", people, ("Name", "Address", "Company", "Strength"))


def _summary(mailbox: dict[str, Any], seconds: float, strongest: list[dict[str, Any]]) -> Summary:
    counts = mailbox["counts"]
    names = ("listed", "stored", "dead", "threads", "contacts", "companies")
    return Summary(
        **{name: counts[name] for name in names},
        quota_units=mailbox["quota_units"],
        seconds=seconds,
        strongest=strongest,
    )

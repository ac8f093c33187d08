"""A Gmail mailbox over google-api-python-client."""

import asyncio
import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from google.oauth2.credentials import Credentials
from googleapiclient.errors import HttpError
from googleapiclient.http import HttpRequest

from base.errors import DeploymentFault, KithError, ReconnectRequired
from integrations.gmail import batch, library
from integrations.gmail.authorized import RENEWALS, Authorized
from integrations.gmail.connections import Connections, HttpAnswer
from integrations.gmail.errors import (
    GmailRefused,
    GmailUnavailable,
    HistoryExpired,
    Interrupted,
    Missing,
    WatchRefused,
    classify,
)

_LARGE = 500_000  # bytes of an answer that is read in a thread, so that nobody else waits for it
_COLOR = re.compile(r"#[0-9a-f]{6}")
PAGE = 500  # the most that messages.list and history.list give

Answer = list[dict[str, Any]] | KithError  # messages in `full` format, or why there are none


@dataclass(frozen=True)
class Profile:
    """users.getProfile."""

    address: str
    history_id: int
    messages_total: int


@dataclass(frozen=True)
class IdPage:
    """A page of messages.list: (message id, thread id), newest first."""

    ids: list[tuple[str, str]]
    next_page_token: str | None


@dataclass(frozen=True)
class GmailLabel:
    """One label. `color` is (text, background), each #rrggbb, where the user chose one."""

    id: str
    name: str
    own: bool  # the user's, not Gmail's
    hidden: bool  # from lists of messages
    color: tuple[str, str] | None


@dataclass(frozen=True)
class LabelChange:
    """Labels that one message got and lost."""

    id: str
    thread_id: str
    added: list[str]
    removed: list[str]


@dataclass(frozen=True)
class HistoryRecord:
    """One change of the mailbox. `added` and `deleted` are (message id, thread id)."""

    id: int
    added: list[tuple[str, str]] = field(default_factory=list)
    deleted: list[tuple[str, str]] = field(default_factory=list)
    labels: list[LabelChange] = field(default_factory=list)

    @property
    def touched(self) -> list[tuple[str, str]]:
        """(message id, thread id) of all that it speaks of."""
        return self.added + self.deleted + [(change.id, change.thread_id) for change in self.labels]


@dataclass(frozen=True)
class HistoryPage:
    """A page of history.list. `history_id` is the mailbox's newest at the time of the answer."""

    records: list[HistoryRecord]
    history_id: int
    next_page_token: str | None


class GmailClient:
    """One mailbox. Raises the errors of `integrations.gmail.errors`, ReconnectRequired or DeploymentFault."""

    def __init__(self, gmail_url: str, credentials: Credentials, connections: Connections) -> None:
        self._url = gmail_url
        self._http = Authorized(connections, credentials)
        self.users = library.users(gmail_url)
        # The library makes a resource anew each time it is asked for one: a fifth of a backfill's time.
        self._resources = {"messages": self.users.messages(), "threads": self.users.threads()}

    @property
    def http(self) -> Authorized:
        """What sends in the name of the mailbox's owner, for other APIs of Google."""
        return self._http

    async def run_once(self, request: HttpRequest) -> Any:
        """The answer of a request that changes something.

        Where a connection breaks, nobody but the caller may make it again, since nobody knows whether it was served.
        """
        try:
            return await self._run(request)
        except Interrupted as error:
            raise GmailUnavailable("Gmail does not answer.") from error

    async def profile(self) -> Profile:
        """Address, newest history id and number of messages."""
        answer = await self._run(self.users.getProfile(userId="me"))
        return Profile(answer["emailAddress"], int(answer["historyId"]), int(answer.get("messagesTotal", 0)))

    async def list_ids(self, page_token: str | None, label: str | None = None) -> IdPage:
        """A page of all messages, or of those with a label; spam and trash too: the copy is exact."""
        answer = await self._run(
            self.users.messages().list(
                userId="me", maxResults=PAGE, includeSpamTrash=True, pageToken=page_token, labelIds=label
            )
        )
        ids = [(message["id"], message["threadId"]) for message in answer.get("messages", [])]
        return IdPage(ids, answer.get("nextPageToken"))

    async def labels(self) -> list[GmailLabel]:
        """All labels, Gmail's own and the user's."""
        answer = await self._run(self.users.labels().list(userId="me"))
        return list(map(_label, answer.get("labels", [])))

    async def label(self, label_id: str) -> GmailLabel:
        """One label with everything that Gmail knows of it."""
        return _label(await self._run(self.users.labels().get(userId="me", id=label_id)))

    async def send_as(self) -> list[str]:
        """The addresses that are this user's by Gmail's settings, in lower case, the primary one among them.

        Not those that wait to be verified, nor those that the user sends from on behalf of somebody else: Gmail's
        "treat as an alias" is off for them.
        """
        answer = await self._run(self.users.settings().sendAs().list(userId="me"))
        return [
            one["sendAsEmail"].lower()
            for one in answer.get("sendAs", [])
            if one.get("isPrimary") or (one.get("treatAsAlias") and one.get("verificationStatus") == "accepted")
        ]

    async def watch(self, topic: str) -> datetime:
        """Have changes pushed to a Pub/Sub topic. Returns when Gmail stops unless it is asked again (7 days).

        Raises WatchRefused where the topic is the trouble, not the mailbox.
        """
        try:
            answer = await self._run(self.users.watch(userId="me", body={"topicName": topic}))
        except (Missing, GmailRefused) as error:
            raise WatchRefused(_said(error)) from error
        except (ReconnectRequired, DeploymentFault) as error:
            # That Gmail may not publish, or that the project has no Pub/Sub, is a 403 like a lost grant.
            if "pubsub" in (_said(error) or "").lower().replace("/", ""):
                raise WatchRefused(_said(error)) from error
            raise
        return datetime.fromtimestamp(int(answer["expiration"]) / 1000, UTC)

    async def attachment(self, message_id: str, attachment_id: str) -> bytes:
        """The bytes of a part that a message in `full` format left out. Raises Missing or GmailRefused."""
        parts = self.users.messages().attachments()
        answer = await self._run(parts.get(userId="me", messageId=message_id, id=attachment_id))
        return _bytes(answer.get("data", ""))

    async def message(self, message_id: str) -> dict[str, Any]:
        """A message in `full` format. Raises Missing."""
        found: dict[str, Any] = await self._run(self.users.messages().get(userId="me", id=message_id))
        return found

    async def raw(self, message_id: str) -> bytes:
        """A message as it was received (RFC 5322). Raises Missing."""
        answer = await self._run(self.users.messages().get(userId="me", id=message_id, format="raw"))
        return _bytes(answer["raw"])

    async def history(self, start: int, page_token: str | None) -> HistoryPage:
        """A page of changes since `start`. Raises HistoryExpired where Gmail has forgotten them."""
        try:
            answer = await self._run(
                self.users.history().list(userId="me", startHistoryId=str(start), maxResults=PAGE, pageToken=page_token)
            )
        except Missing as error:
            raise HistoryExpired from error
        records = [_record(record) for record in answer.get("history", [])]
        return HistoryPage(records, int(answer["historyId"]), answer.get("nextPageToken"))

    async def get_many(self, targets: Sequence[tuple[str, str]]) -> list[Answer]:
        """The messages of each ("messages" | "threads", id), in one batch of at most 100 parts.

        What fails for one part is its answer; what fails for the whole batch is raised.
        """
        requests = [self._resources[kind].get(userId="me", id=key, format="full") for kind, key in targets]
        answers = await self._batch(requests)
        for _ in range(RENEWALS):
            token = self._http.token
            refused = [place for place, answer in enumerate(answers) if _is_unauthorized(answer)]
            if not refused or not await self._http.renew(token):
                break
            again = await self._batch([requests[place] for place in refused])
            for place, answer in zip(refused, again, strict=True):
                answers[place] = answer
        size = sum(len(answer.body) for answer in answers if answer is not None)
        if size < _LARGE:
            return list(map(_messages, requests, answers))
        return await asyncio.to_thread(lambda: list(map(_messages, requests, answers)))

    async def _batch(self, requests: Sequence[HttpRequest]) -> list[HttpAnswer | None]:
        sent = batch.written(self._url, [library.written(request) for request in requests])
        answer = await self._http.send(sent)
        if answer.status != HTTPStatus.OK:
            raise classify(library.error(answer))
        return batch.read(answer, len(requests))

    async def _run(self, request: HttpRequest) -> Any:
        return _read(request, await self._http.send(library.written(request)))


def _read(request: HttpRequest, answer: HttpAnswer) -> Any:
    try:
        return library.read(request, answer)
    except HttpError as error:
        raise classify(error) from error


def _messages(request: HttpRequest, answer: HttpAnswer | None) -> Answer:
    """What a part of a batch was answered with."""
    if answer is None:
        return GmailUnavailable("Gmail's answer to a batch is not whole.")
    try:
        whole = _read(request, answer)
    except KithError as error:
        return error
    return list(whole.get("messages", [whole]))


def _is_unauthorized(answer: HttpAnswer | None) -> bool:
    return answer is not None and answer.status == HTTPStatus.UNAUTHORIZED


def _label(label: dict[str, Any]) -> GmailLabel:
    color = label.get("color", {})
    chosen = [str(color.get(name, "")).lower() for name in ("textColor", "backgroundColor")]
    return GmailLabel(
        id=label["id"],
        name=label["name"],
        own=label.get("type") == "user",
        hidden=label.get("messageListVisibility") == "hide",
        color=(chosen[0], chosen[1]) if all(map(_COLOR.fullmatch, chosen)) else None,
    )


def _record(record: dict[str, Any]) -> HistoryRecord:
    changes = [LabelChange(*_ids(entry), entry["labelIds"], []) for entry in record.get("labelsAdded", [])]
    changes += [LabelChange(*_ids(entry), [], entry["labelIds"]) for entry in record.get("labelsRemoved", [])]
    added = [_ids(entry) for entry in record.get("messagesAdded", [])]
    deleted = [_ids(entry) for entry in record.get("messagesDeleted", [])]
    return HistoryRecord(int(record["id"]), added, deleted, changes)


def _bytes(data: str) -> bytes:
    """base64url, with or without its padding."""
    return base64.urlsafe_b64decode(data + "==")


def _said(error: KithError) -> str | None:
    """Google's own words for what it refused."""
    cause = error.__cause__
    return f"Gmail says: {cause.reason}" if isinstance(cause, HttpError) and cause.reason else None


def _ids(entry: dict[str, Any]) -> tuple[str, str]:
    return entry["message"]["id"], entry["message"]["threadId"]

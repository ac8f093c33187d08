"""A Gmail mailbox over google-api-python-client."""

import asyncio
import base64
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

import google_auth_httplib2
from google.oauth2.credentials import Credentials
from googleapiclient import discovery, discovery_cache
from googleapiclient.errors import HttpError
from googleapiclient.http import BatchHttpRequest, HttpRequest

from base.errors import KithError, ReconnectRequired
from integrations.gmail import once
from integrations.gmail.errors import GmailRefused, HistoryExpired, Interrupted, Missing, WatchRefused, classify

TIMEOUT = 60  # seconds of silence on a connection
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
    """One mailbox. Thread-safe: each thread has its own connection, since httplib2's cannot be shared.

    Every method raises the errors of `integrations.gmail.errors`, or ReconnectRequired.
    """

    def __init__(self, gmail_url: str, credentials: Credentials) -> None:
        self._url = gmail_url.rstrip("/") + "/"
        self._credentials = credentials
        self._local = threading.local()
        self._service = discovery.build_from_document(_document(self._url), http=self._http())
        self._users = self._service.users()
        # The library makes a resource anew each time it is asked for one: a fifth of a backfill's time.
        self._resources = {"messages": self._users.messages(), "threads": self._users.threads()}

    @property
    def users(self) -> Any:
        """Google's `users` resource: makes requests, for `run_once`."""
        return self._users

    async def run_once(self, request: HttpRequest) -> Any:
        """The answer of a request that changes something: made once, on a connection of its own.

        Where a connection breaks, nobody but the caller may make it again, since nobody knows whether it was served.
        """
        http = google_auth_httplib2.AuthorizedHttp(self._credentials, http=once.Http(TIMEOUT))
        try:
            return await asyncio.to_thread(partial(request.execute, http=http))
        except Exception as error:
            raise classify(error) from error

    async def profile(self) -> Profile:
        """Address, newest history id and number of messages."""
        answer = await self._run(self._users.getProfile(userId="me"))
        return Profile(answer["emailAddress"], int(answer["historyId"]), int(answer.get("messagesTotal", 0)))

    async def list_ids(self, page_token: str | None, label: str | None = None) -> IdPage:
        """A page of all messages, or of those with a label; spam and trash too: the copy is exact."""
        answer = await self._run(
            self._service.users()
            .messages()
            .list(userId="me", maxResults=PAGE, includeSpamTrash=True, pageToken=page_token, labelIds=label)
        )
        ids = [(message["id"], message["threadId"]) for message in answer.get("messages", [])]
        return IdPage(ids, answer.get("nextPageToken"))

    async def labels(self) -> list[str]:
        """The ids of all labels, Gmail's own and the user's."""
        answer = await self._run(self._users.labels().list(userId="me"))
        return [label["id"] for label in answer.get("labels", [])]

    async def watch(self, topic: str) -> datetime:
        """Have changes pushed to a Pub/Sub topic. Returns when Gmail stops unless it is asked again (7 days).

        Raises WatchRefused where the topic is the trouble, not the mailbox.
        """
        try:
            answer = await self._run(self._service.users().watch(userId="me", body={"topicName": topic}))
        except (Missing, GmailRefused) as error:
            raise WatchRefused(_said(error)) from error
        except ReconnectRequired as error:
            if "pubsub" in (_said(error) or "").lower():  # Gmail's own right to publish is a 403 like a lost grant
                raise WatchRefused(_said(error)) from error
            raise
        return datetime.fromtimestamp(int(answer["expiration"]) / 1000, UTC)

    async def attachment(self, message_id: str, attachment_id: str) -> bytes:
        """The bytes of a part that a message in `full` format left out. Raises Missing or GmailRefused."""
        parts = self._service.users().messages().attachments()
        answer = await self._run(parts.get(userId="me", messageId=message_id, id=attachment_id))
        return _bytes(answer.get("data", ""))

    async def message(self, message_id: str) -> dict[str, Any]:
        """A message in `full` format. Raises Missing."""
        found: dict[str, Any] = await self._run(self._service.users().messages().get(userId="me", id=message_id))
        return found

    async def raw(self, message_id: str) -> bytes:
        """A message as it was received (RFC 5322). Raises Missing."""
        answer = await self._run(self._service.users().messages().get(userId="me", id=message_id, format="raw"))
        return _bytes(answer["raw"])

    async def history(self, start: int, page_token: str | None) -> HistoryPage:
        """A page of changes since `start`. Raises HistoryExpired where Gmail has forgotten them."""
        try:
            answer = await self._run(
                self._users.history().list(
                    userId="me", startHistoryId=str(start), maxResults=PAGE, pageToken=page_token
                )
            )
        except Missing as error:
            raise HistoryExpired from error
        records = [_record(record) for record in answer.get("history", [])]
        return HistoryPage(records, int(answer["historyId"]), answer.get("nextPageToken"))

    async def get_many(self, targets: Sequence[tuple[str, str]]) -> list[Answer]:
        """The messages of each ("messages" | "threads", id), in one batch of at most 100 parts.

        What fails for one part is its answer; what fails for the whole batch is raised.
        """
        answers: dict[str, Answer] = {}

        def keep(request_id: str, answer: dict[str, Any] | None, error: Exception | None) -> None:
            if error is not None:
                answers[request_id] = classify(error)
            else:
                whole = answer or {}
                answers[request_id] = whole.get("messages", [whole])

        batch: BatchHttpRequest = self._service.new_batch_http_request(callback=keep)
        for place, (kind, key) in enumerate(targets):
            batch.add(self._resources[kind].get(userId="me", id=key, format="full"), request_id=str(place))
        await self._run(batch)
        return [answers[str(place)] for place in range(len(targets))]

    async def _run(self, request: HttpRequest | BatchHttpRequest) -> Any:
        return await asyncio.to_thread(self._execute, request)

    def _execute(self, request: HttpRequest | BatchHttpRequest) -> Any:
        reused = getattr(self._local, "http", None) is not None
        try:
            return request.execute(http=self._http())
        except KithError:
            raise
        except Exception as error:
            self._local.http = None  # whatever state the connection is in, the next call opens another
            if reused and isinstance(error, ConnectionError):
                raise Interrupted from error
            raise classify(error) from error

    def _http(self) -> google_auth_httplib2.AuthorizedHttp:
        if getattr(self._local, "http", None) is None:
            self._local.http = google_auth_httplib2.AuthorizedHttp(self._credentials, http=once.Http(TIMEOUT))
        return self._local.http


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


@cache
def _document(url: str) -> dict[str, Any]:
    """Gmail's discovery document with every root moved to `url`.

    `client_options.api_endpoint` alone would leave batches and uploads pointing at Google.
    """
    text = discovery_cache.get_static_doc("gmail", "v1")
    document: dict[str, Any] = json.loads(text)
    return document | {"rootUrl": url, "baseUrl": url, "mtlsRootUrl": url}

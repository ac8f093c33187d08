"""Writing to a Gmail mailbox: sending, drafts, labels."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from googleapiclient.http import HttpRequest, MediaInMemoryUpload

from base.errors import Forbidden
from integrations.gmail.client import GmailClient
from integrations.gmail.errors import ScopeMissing

_LARGEST_IN_JSON = 5 * 1024 * 1024  # bytes; Google asks for an upload beyond (Gmail's guide to uploading attachments)
_SENT = "SENT"


class WritingRefused(Forbidden):
    """Google does not let Kith write to this mailbox. Allow it, then retry."""

    status = HTTPStatus.FORBIDDEN


@dataclass(frozen=True)
class Placed:
    """A message as a change is answered with."""

    id: str
    thread_id: str
    labels: list[str]
    draft_id: str | None = None


class GmailWriter:
    """One mailbox. Raises the errors of `integrations.gmail.errors`, WritingRefused, or ReconnectRequired."""

    def __init__(self, gmail: GmailClient) -> None:
        self._gmail = gmail

    async def sent(self, message_id: str) -> Placed | None:
        """The sent message with this Message-ID, if there is one: also where its owner has thrown it away since."""
        query = {"q": _rfc822(message_id), "labelIds": [_SENT], "includeSpamTrash": True, "maxResults": 1}
        return await self._first(self._gmail.users.messages().list(userId="me", **query), "messages")

    async def draft(self, message_id: str) -> Placed | None:
        """The draft with this Message-ID, if there is one."""
        return await self._first(
            self._gmail.users.drafts().list(userId="me", q=_rfc822(message_id), maxResults=1), "drafts"
        )

    async def send(self, raw: bytes, thread_id: str | None) -> Placed:
        """Send a message."""
        messages = self._gmail.users.messages()
        if len(raw) <= _LARGEST_IN_JSON:
            return _placed(await self._write(messages.send(userId="me", body=_message(raw, thread_id))))
        media = MediaInMemoryUpload(raw, "message/rfc822")
        body = {"threadId": thread_id} if thread_id else {}
        return _placed(await self._write(messages.send(userId="me", body=body, media_body=media)))

    async def send_draft(self, draft_id: str, raw: bytes, thread_id: str | None) -> Placed:
        """Send a draft with this content."""
        body = {"id": draft_id, "message": _message(raw, thread_id)}
        return _placed(await self._write(self._gmail.users.drafts().send(userId="me", body=body)))

    async def save_draft(self, draft_id: str | None, raw: bytes, thread_id: str | None) -> Placed:
        """Create a draft, or give one another content."""
        drafts, body = self._gmail.users.drafts(), {"message": _message(raw, thread_id)}
        request = (
            drafts.update(userId="me", id=draft_id, body=body) if draft_id else drafts.create(userId="me", body=body)
        )
        return _draft(await self._write(request))

    async def delete_draft(self, draft_id: str) -> None:
        """Delete a draft for good."""
        await self._write(self._gmail.users.drafts().delete(userId="me", id=draft_id))

    async def relabel(self, target: str, key: str, add: list[str], remove: list[str]) -> list[Placed]:
        """Add and remove labels of one of "messages" or "threads"."""
        body = {"addLabelIds": add, "removeLabelIds": remove}
        return await self._changed(target, partial(self._resource(target).modify, body=body), key)

    async def trash(self, target: str, key: str) -> list[Placed]:
        """Move it to the trash."""
        return await self._changed(target, self._resource(target).trash, key)

    async def untrash(self, target: str, key: str) -> list[Placed]:
        """Take it out of the trash."""
        return await self._changed(target, self._resource(target).untrash, key)

    def _resource(self, target: str) -> Any:
        return self._gmail.users.threads() if target == "threads" else self._gmail.users.messages()

    async def _changed(self, target: str, request: Callable[..., HttpRequest], key: str) -> list[Placed]:
        answer = await self._write(request(userId="me", id=key))
        return [_placed(one) for one in (answer.get("messages", []) if target == "threads" else [answer])]

    async def _first(self, request: HttpRequest, name: str) -> Placed | None:
        found = (await self._gmail.run_once(request)).get(name, [])
        if not found:
            return None
        return _draft(found[0]) if name == "drafts" else _placed(found[0])

    async def _write(self, request: HttpRequest) -> Any:
        try:
            return await self._gmail.run_once(request)
        except ScopeMissing as error:  # reading goes on: the mailbox needs no other grant for that
            raise WritingRefused from error


def _rfc822(message_id: str) -> str:
    return f"rfc822msgid:{message_id.strip('<>')}"


def _message(raw: bytes, thread_id: str | None) -> dict[str, str]:
    message = {"raw": base64.urlsafe_b64encode(raw).decode()}
    return message | {"threadId": thread_id} if thread_id else message


def _placed(message: dict[str, Any]) -> Placed:
    return Placed(message["id"], message["threadId"], message.get("labelIds", []))


def _draft(draft: dict[str, Any]) -> Placed:
    message = draft["message"]
    return Placed(message["id"], message["threadId"], message.get("labelIds", []), draft["id"])

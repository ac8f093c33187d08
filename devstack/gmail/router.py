"""Which method a request means, which scope it needs, and who handles it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from devstack.gmail import drafts, mailbox, messages, threads
from devstack.gmail.calls import Call
from devstack.gmail.errors import ApiError

_SCOPE = "https://www.googleapis.com/auth/gmail."
_FULL = "https://mail.google.com/"
READ = frozenset({_SCOPE + "readonly", _SCOPE + "modify", _FULL})
MODIFY = frozenset({_SCOPE + "modify", _FULL})
SEND = MODIFY | {_SCOPE + "send", _SCOPE + "compose"}
COMPOSE = MODIFY | {_SCOPE + "compose"}
INSERT = MODIFY | {_SCOPE + "insert"}
DELETE = frozenset({_FULL})

Handler = Callable[[Call], Any]


@dataclass(frozen=True)
class Method:
    """A method of the Gmail API."""

    name: str
    scopes: frozenset[str]
    handler: Handler
    changes: bool = False  # something that a watch tells of


_ROUTES: list[tuple[str, str, Method]] = [
    ("GET", "profile", Method("getProfile", READ, mailbox.profile)),
    ("POST", "watch", Method("watch", READ, mailbox.watch)),
    ("POST", "stop", Method("stop", READ, mailbox.stop)),
    ("GET", "history", Method("history.list", READ, mailbox.history)),
    ("GET", "labels", Method("labels.list", READ, mailbox.labels)),
    ("POST", "labels", Method("labels.create", MODIFY, mailbox.create_label)),
    ("GET", "labels/{id}", Method("labels.get", READ, mailbox.label)),
    ("PUT", "labels/{id}", Method("labels.update", MODIFY, mailbox.rename_label)),
    ("PATCH", "labels/{id}", Method("labels.patch", MODIFY, mailbox.rename_label)),
    ("DELETE", "labels/{id}", Method("labels.delete", MODIFY, mailbox.delete_label, True)),
    ("GET", "messages", Method("messages.list", READ, messages.listing)),
    ("POST", "messages", Method("messages.insert", INSERT, messages.insert, True)),
    ("POST", "messages/import", Method("messages.import", INSERT, messages.insert, True)),
    ("POST", "messages/send", Method("messages.send", SEND, messages.send, True)),
    ("POST", "messages/batchModify", Method("messages.batchModify", MODIFY, messages.batch_modify, True)),
    ("POST", "messages/batchDelete", Method("messages.batchDelete", DELETE, messages.batch_delete, True)),
    ("GET", "messages/{id}", Method("messages.get", READ, messages.get)),
    ("DELETE", "messages/{id}", Method("messages.delete", DELETE, messages.delete, True)),
    ("POST", "messages/{id}/modify", Method("messages.modify", MODIFY, messages.modify, True)),
    ("POST", "messages/{id}/trash", Method("messages.trash", MODIFY, messages.trash, True)),
    ("POST", "messages/{id}/untrash", Method("messages.untrash", MODIFY, messages.untrash, True)),
    ("GET", "messages/{id}/attachments/{attachment}", Method("messages.attachments.get", READ, messages.attachment)),
    ("GET", "threads", Method("threads.list", READ, threads.listing)),
    ("GET", "threads/{id}", Method("threads.get", READ, threads.get)),
    ("DELETE", "threads/{id}", Method("threads.delete", DELETE, threads.for_each(messages.delete), True)),
    ("POST", "threads/{id}/modify", Method("threads.modify", MODIFY, threads.for_each(messages.modify), True)),
    ("POST", "threads/{id}/trash", Method("threads.trash", MODIFY, threads.for_each(messages.trash), True)),
    ("POST", "threads/{id}/untrash", Method("threads.untrash", MODIFY, threads.for_each(messages.untrash), True)),
    ("GET", "drafts", Method("drafts.list", READ, drafts.listing)),
    ("POST", "drafts", Method("drafts.create", COMPOSE, drafts.create, True)),
    ("POST", "drafts/send", Method("drafts.send", COMPOSE, drafts.send, True)),
    ("GET", "drafts/{id}", Method("drafts.get", READ, drafts.get)),
    ("PUT", "drafts/{id}", Method("drafts.update", COMPOSE, drafts.update, True)),
    ("DELETE", "drafts/{id}", Method("drafts.delete", COMPOSE, drafts.delete, True)),
]
_COMPILED = [
    (verb, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern)), method) for verb, pattern, method in _ROUTES
]
_USERS = re.compile(r"/(?:upload/)?gmail/v1/users/([^/]+)/(.*)")


def resolve(verb: str, path: str) -> tuple[str, Method, dict[str, str]]:
    """(user, method, path parameters). Raises ApiError 404 for what the API does not have."""
    match = _USERS.fullmatch(path)
    if match is not None:
        for wanted, pattern, method in _COMPILED:
            found = pattern.fullmatch(match[2])
            if wanted == verb and found is not None:
                return match[1], method, found.groupdict()
    raise ApiError(404, f"The requested URL {path} was not found on this server.", "notFound")

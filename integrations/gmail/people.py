"""Google Contacts over the People API: what somebody keeps, and whom Google remembers that they wrote to.

Google answers 400 with the reason EXPIRED_SYNC_TOKEN for a sync token that is older than seven days, or of other
fields: then everything is to be listed anew.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from googleapiclient.errors import HttpError
from googleapiclient.http import HttpRequest

from base.errors import Forbidden, KithError, ReconnectRequired
from base.retry_after import retry_after
from integrations.gmail import library
from integrations.gmail.authorized import Authorized
from integrations.gmail.errors import GmailUnavailable, RateLimited
from integrations.google.faults import not_google, project_refused

PAGE = 1_000  # the most that either list gives
_FIELDS = "names,emailAddresses,phoneNumbers,organizations,addresses,urls,birthdays,biographies,photos,metadata"
_OTHER_FIELDS = "names,emailAddresses,phoneNumbers,metadata"  # all that otherContacts knows
_RATES = {"RATE_LIMIT_EXCEEDED", "rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded", "quotaExceeded"}
_SCOPES = {"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions"}
_PROJECT = {"SERVICE_DISABLED", "accessNotConfigured", "CONSUMER_INVALID"}


class Source(StrEnum):
    """Which of Google's two lists."""

    CONNECTIONS = "connections"  # what somebody has saved
    OTHERS = "others"  # addresses that Google remembers by itself


class SyncTokenExpired(KithError):
    """Google no longer knows what has changed since the last time."""


class ContactsNotAllowed(Forbidden):
    """You have not let Kith read your Google contacts, or you have taken that back. Allow it under Settings."""


class ContactsRefused(KithError):
    """Google refuses to list your contacts."""

    status = HTTPStatus.BAD_GATEWAY


@dataclass(frozen=True)
class PeoplePage:
    """A page of persons, as the API has them. The sync token comes with the last page."""

    persons: Sequence[dict[str, Any]]
    next_page_token: str | None
    next_sync_token: str | None


class PeopleClient:
    """One account's contacts. Raises RateLimited, GmailUnavailable, ReconnectRequired, DeploymentFault, too."""

    def __init__(self, people_url: str, http: Authorized) -> None:
        self._api = library.people(people_url)
        self._http = http

    async def page(self, source: Source, page_token: str | None, sync_token: str | None) -> PeoplePage:
        """A page of all, or, with a sync token, of those that have changed since; deleted ones say so.

        Raises SyncTokenExpired, ContactsNotAllowed.
        """
        asked = {"pageSize": PAGE, "pageToken": page_token, "syncToken": sync_token, "requestSyncToken": True}
        if source is Source.CONNECTIONS:
            request = (
                self._api.people()
                .connections()
                .list(resourceName="people/me", personFields=_FIELDS, sources=["READ_SOURCE_TYPE_CONTACT"], **asked)
            )
            return _page(await self._run(request), "connections")
        return _page(await self._run(self._api.otherContacts().list(readMask=_OTHER_FIELDS, **asked)), "otherContacts")

    async def _run(self, request: HttpRequest) -> Any:
        answer = await self._http.send(library.written(request))
        try:
            return library.read(request, answer)
        except HttpError as error:
            raise _classified(error) from error


def _page(answer: dict[str, Any], name: str) -> PeoplePage:
    return PeoplePage(answer.get(name, []), answer.get("nextPageToken"), answer.get("nextSyncToken"))


def _classified(error: HttpError) -> KithError:
    """The domain error for an answer of the People API that is one."""
    status, reasons = int(error.resp.status), _reasons(error.content)
    if "EXPIRED_SYNC_TOKEN" in reasons:
        return SyncTokenExpired()
    if not reasons and status < HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.TOO_MANY_REQUESTS:
        return not_google(status)
    if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.FORBIDDEN and reasons & _RATES):
        return RateLimited(retry_after(error.resp.get("retry-after")))
    if status == HTTPStatus.UNAUTHORIZED:
        return ReconnectRequired()
    if status == HTTPStatus.FORBIDDEN and reasons & _SCOPES:
        return ContactsNotAllowed()
    if status == HTTPStatus.FORBIDDEN and reasons & _PROJECT:
        return project_refused(next(iter(reasons & _PROJECT)))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return GmailUnavailable(f"Google's contacts answer with an error of their own ({status}).")
    return ContactsRefused(f"Google refuses to list your contacts ({status} {', '.join(sorted(reasons))}).")


def _reasons(content: bytes) -> set[str]:
    """Every reason that Google's JSON error names: in `errors` of old, in `details` of now, and its status."""
    try:
        error = json.loads(content)["error"]
        told = [error.get("status"), *(one.get("reason") for one in error.get("errors", []))]
        told += [one.get("reason") for one in error.get("details", [])]
    except (ValueError, LookupError, TypeError, AttributeError):
        return set()
    return {str(one) for one in told if one}

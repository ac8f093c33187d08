"""Google's own client, used for what it is good at: it builds requests and reads answers. Who sends them is Kith.

Both through the library's public `execute(http=…)`: once with an `http` that notes what it is to send, and once with
one that has the answer already.
"""

import json
from functools import cache
from typing import Any, NoReturn

import httplib2
from googleapiclient import discovery, discovery_cache
from googleapiclient import http as google
from googleapiclient.errors import HttpError

from integrations.gmail.connections import HttpAnswer, HttpRequest
from integrations.gmail.errors import GmailUnavailable


@cache
def users(gmail_url: str) -> Any:
    """Google's `users` resource for a root address: a call of its methods makes a request. Of no mailbox."""
    return discovery.build_from_document(_document("gmail", gmail_url.rstrip("/") + "/"), http=_Noting()).users()


@cache
def people(people_url: str) -> Any:
    """The People API for a root address, likewise."""
    return discovery.build_from_document(_document("people", people_url.rstrip("/") + "/"), http=_Noting())


def written(request: google.HttpRequest) -> HttpRequest:
    """What is to be sent, without authorization."""
    noting = _Noting()
    try:
        request.execute(http=noting)
    except _Noted as noted:
        return noted.request
    raise AssertionError("google-api-python-client has sent nothing.")


def read(request: google.HttpRequest, answer: HttpAnswer) -> Any:
    """The answer as Google's client reads it. Raises HttpError for a status of 300 or more, GmailUnavailable."""
    found = request.execute(http=_Answered(answer))
    if not isinstance(found, dict) and found != "":  # "": 204; a text: it was not JSON
        raise GmailUnavailable("Gmail's answer cannot be read.")
    return found


def error(answer: HttpAnswer) -> HttpError:
    """The library's error for an answer that is one."""
    return HttpError(_response(answer), answer.body)


class _Noted(Exception):
    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.url)
        self.request = request


class _Noting:
    """An `http` that sends nothing."""

    def request(self, uri: str, method: str = "GET", body: Any = None, headers: Any = None, **_: Any) -> NoReturn:
        content = body.encode() if isinstance(body, str) else body
        raise _Noted(HttpRequest(method, uri, dict(headers or {}), content))


class _Answered:
    """An `http` that has the answer."""

    def __init__(self, answer: HttpAnswer) -> None:
        self._answer = answer

    def request(self, *_: Any, **__: Any) -> tuple[httplib2.Response, bytes]:
        return _response(self._answer), self._answer.body


def _response(answer: HttpAnswer) -> httplib2.Response:
    response = httplib2.Response(answer.headers | {"status": str(answer.status)})
    response.reason = answer.reason
    return response


def _document(api: str, url: str) -> dict[str, Any]:
    """An API's discovery document with every root moved to `url`.

    `client_options.api_endpoint` alone would leave batches and uploads pointing at Google.
    """
    document: dict[str, Any] = json.loads(discovery_cache.get_static_doc(api, "v1"))
    return document | {"rootUrl": url, "baseUrl": url, "mtlsRootUrl": url}

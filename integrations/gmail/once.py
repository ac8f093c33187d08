"""HTTP that makes a request once: httplib2 by itself makes it again where the server hangs up without an answer."""

import http.client
from typing import Any

import httplib2


class Http(httplib2.Http):  # type: ignore[misc]  # untyped
    """For requests that must not be made twice."""

    def __init__(self, timeout: float) -> None:
        super().__init__(timeout=timeout)

    def _conn_request(self, conn: Any, request_uri: str, method: str, body: Any, headers: Any) -> Any:
        return super()._conn_request(_Once(conn), request_uri, method, body, headers)


class _Once:
    """A connection whose silence is an error like any other: httplib2 takes BadStatusLine for a stale connection."""

    def __init__(self, conn: Any) -> None:
        self._conn = conn

    def getresponse(self) -> Any:
        try:
            return self._conn.getresponse()
        except (http.client.BadStatusLine, http.client.ResponseNotReady) as error:
            raise ConnectionResetError("The server hung up without an answer.") from error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._conn, name)

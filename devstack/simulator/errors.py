"""Errors in the shape that Google's JSON APIs give them (the Gmail API's page "Resolve errors")."""

from typing import Any

import orjson

_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    413: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    502: "UNAVAILABLE",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}


class ApiError(Exception):
    """An answer that is an error. `entry` completes the one object of `errors`."""

    def __init__(
        self,
        code: int,
        message: str,
        reason: str,
        *,
        domain: str = "global",
        short: str | None = None,
        headers: dict[str, str] | None = None,
        **entry: str,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.headers = headers or {}
        self.entry: dict[str, Any] = {
            "message": short or message,
            "domain": domain,
            "reason": reason,
            **entry,
        }

    def body(self) -> bytes:
        """The JSON document."""
        return orjson.dumps(
            {
                "error": {
                    "code": self.code,
                    "message": self.message,
                    "errors": [self.entry],
                    "status": _STATUS.get(self.code, "UNKNOWN"),
                }
            }
        )


def invalid(message: str) -> ApiError:
    """400: an argument that cannot be."""
    return ApiError(400, message, "invalidArgument")


def bad_request(message: str) -> ApiError:
    """400: a request that cannot be read."""
    return ApiError(400, message, "badRequest")


def not_found(message: str = "Requested entity was not found.") -> ApiError:
    """404: no such message, thread, label, draft, attachment; also a history that has expired."""
    return ApiError(404, message, "notFound")


def unauthenticated(*, missing: bool) -> ApiError:
    """401: no token at all, or one that is unknown, expired or revoked."""
    problem = "is missing required authentication credential" if missing else "had invalid authentication credentials"
    message = (
        f"Request {problem}. Expected OAuth 2 access token, login cookie or other valid authentication "
        "credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
    )
    return ApiError(
        401,
        message,
        "required" if missing else "authError",
        short="Login Required." if missing else "Invalid Credentials",
        headers={"www-authenticate": 'Bearer realm="https://accounts.google.com/"'},
        location="Authorization",
        locationType="header",
    )


def insufficient_scopes() -> ApiError:
    """403: the token does not cover this method."""
    return ApiError(
        403,
        "Request had insufficient authentication scopes.",
        "insufficientPermissions",
        short="Insufficient Permission",
        headers={"www-authenticate": 'Bearer realm="https://accounts.google.com/", error="insufficient_scope"'},
    )


def forbidden(message: str) -> ApiError:
    """403: somebody else's mailbox, or what a narrow scope does not show."""
    return ApiError(403, message, "forbidden")

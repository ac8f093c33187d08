"""Google's error shapes: https://developers.google.com/workspace/gmail/api/guides/handle-errors."""

from typing import Any

_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}


class ApiError(Exception):
    """An answer of Google's that is not 2xx."""

    def __init__(
        self, code: int, message: str, reason: str, *, domain: str = "global", retry_after: int | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.reason = reason
        self.domain = domain
        self.retry_after = retry_after

    @property
    def body(self) -> dict[str, Any]:
        """The JSON body."""
        detail = {"message": self.message, "domain": self.domain, "reason": self.reason}
        return {
            "error": {
                "code": self.code,
                "message": self.message,
                "errors": [detail],
                "status": _STATUS.get(self.code, "UNKNOWN"),
            }
        }


def not_found() -> ApiError:
    """No such message, thread, label, or history."""
    return ApiError(404, "Requested entity was not found.", "notFound")


def invalid(message: str) -> ApiError:
    """A parameter that Gmail refuses."""
    return ApiError(400, message, "invalidArgument")


def unauthenticated() -> ApiError:
    """No token, an expired one, or a revoked one."""
    message = (
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other "
        "valid authentication credential."
    )
    return ApiError(401, message, "authError")


def forbidden() -> ApiError:
    """A token without the scope that the method needs."""
    return ApiError(403, "Request had insufficient authentication scopes.", "insufficientPermissions")

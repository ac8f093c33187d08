"""Domain errors: the docstring is the message; the class knows its HTTP status and whether to retry."""

import inspect
from datetime import timedelta
from http import HTTPStatus
from typing import ClassVar


class KithError(Exception):
    """Something went wrong."""

    status: ClassVar[HTTPStatus] = HTTPStatus.INTERNAL_SERVER_ERROR
    retryable: ClassVar[bool] = False
    expected: ClassVar[bool] = False  # it belongs to how things go: nobody who watches workers need hear of it

    def __init__(self, detail: str | None = None, *, field: str | None = None) -> None:
        """`detail` says more than the docstring does; `field` names the input that caused it."""
        self.detail = detail or inspect.cleandoc(type(self).__doc__ or KithError.__doc__ or "")
        self.field = field
        super().__init__(self.detail)

    @property
    def title(self) -> str:
        """One short sentence, the same for every error of the class."""
        return inspect.cleandoc(type(self).__doc__ or "").splitlines()[0]

    @property
    def wait(self) -> timedelta | None:
        """How long to wait until the same is worth another try, where that is known."""
        return None

    @property
    def code(self) -> str:
        """The stable name of the error: the class name."""
        return type(self).__name__


class NotFound(KithError):
    """There is no such thing here, or it belongs to someone else."""

    status = HTTPStatus.NOT_FOUND


class Invalid(KithError):
    """The input is not valid."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TooLarge(KithError):
    """This request is larger than Kith takes."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class Conflict(KithError):
    """This cannot be done in the present state."""

    status = HTTPStatus.CONFLICT


class Unauthenticated(KithError):
    """You are not signed in, or your session has ended. Sign in again."""

    status = HTTPStatus.UNAUTHORIZED


class Forbidden(KithError):
    """You are not allowed to do this."""

    status = HTTPStatus.FORBIDDEN


class InvalidSettings(KithError):
    """A setting is unknown or has a value that cannot be used."""


class Unavailable(KithError):
    """A server that Kith needs does not answer."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    retryable = True

    def __init__(
        self, detail: str | None = None, *, field: str | None = None, retry_after: timedelta | None = None
    ) -> None:
        """`retry_after` is how long the server asked us to wait, where it said so."""
        super().__init__(detail, field=field)
        self.retry_after = retry_after

    @property
    def wait(self) -> timedelta | None:
        """The server's word."""
        return self.retry_after


class QuotaWait(Unavailable):
    """The quota is used up for a while. What waits for it has to come back later: it holds nothing meanwhile."""

    told: tuple[object, ...] = ()  # what the last heartbeat told, for who goes on


class DeploymentFault(Unavailable):
    """Kith's own access to a service is misconfigured. Its operator has to mend it, then all goes on by itself."""


class ReconnectRequired(KithError):
    """Google no longer lets Kith read this mailbox. Reconnect it."""

    status = HTTPStatus.CONFLICT

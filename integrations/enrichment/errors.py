"""How a source can fail, the same for all: who asks decides by class what comes next."""

from datetime import timedelta
from http import HTTPStatus

from base.errors import KithError, Unavailable


class SourceBusy(Unavailable):
    """This source asks to slow down."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    expected = True

    def __init__(self, retry_after: timedelta | None, detail: str | None = None) -> None:
        """`retry_after` is how long it asks to be left alone, where it says so: nobody asks it before that."""
        super().__init__(detail, retry_after=retry_after)


class SourceFailed(Unavailable):
    """This source does not answer, or answers with an error of its own."""

    def __init__(
        self, detail: str | None = None, *, retry_after: timedelta | None = None, perhaps_served: bool = False
    ) -> None:
        """`perhaps_served`: the request arrived, and nobody knows what it came to: it may be billed."""
        super().__init__(detail, retry_after=retry_after)
        self.perhaps_served = perhaps_served


class CreditsUsedUp(KithError):
    """The credits at this source are used up. It answers again once its plan is renewed or extended."""

    status = HTTPStatus.PAYMENT_REQUIRED
    expected = True


class KeyRefused(KithError):
    """This source refuses its key. Enter another one."""

    status = HTTPStatus.CONFLICT


class NeverAgain(KithError):
    """This person asked the source to erase them: it must not be asked about them again."""

    status = HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS
    expected = True


class SourceRefused(KithError):
    """This source refuses the request."""

    status = HTTPStatus.BAD_GATEWAY

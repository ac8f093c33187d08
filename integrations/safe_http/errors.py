"""Why an address was not fetched."""

from http import HTTPStatus

from base.errors import KithError, Unavailable


class AddressRefused(KithError):
    """This address does not lead to a place in the public internet, so it is not fetched."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    expected = True


class FetchFailed(Unavailable):
    """This site does not answer, or too slowly."""

    expected = True


class Unsuitable(KithError):
    """This address answers with something else than was asked for."""

    status = HTTPStatus.BAD_GATEWAY
    expected = True


class AnswerTooLarge(Unsuitable):
    """This address answers with more than Kith reads."""


class RedirectedTooOften(Unsuitable):
    """This address leads from one place to the next, too often to be followed."""

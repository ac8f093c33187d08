"""Which of Gmail's errors say for sure that a request has changed nothing."""

from base.errors import ReconnectRequired
from integrations.gmail.errors import GmailRefused, Missing, RateLimited
from integrations.gmail.writing import WritingRefused

_REFUSALS = (RateLimited, Missing, GmailRefused, WritingRefused, ReconnectRequired)


def nothing_done(error: Exception) -> bool:
    """Gmail has answered and said no. A broken connection, a 5xx or silence may have been a yes."""
    return isinstance(error, _REFUSALS)

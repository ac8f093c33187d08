"""The library's errors as Kith's."""

from datetime import timedelta
from json import JSONDecodeError

import httpx2
from pydantic import ValidationError
from pydantic_ai.exceptions import (
    AgentRunError,
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelContextWindowExceededError,
    ModelHTTPError,
    ModelNotFoundError,
    ModelOverloadedError,
    ModelQuotaExceededError,
    ModelRateLimitError,
    ModelRequestRejectedError,
    ModelRequestTimeout,
    ModelServerError,
    ModelUnavailableError,
    UserError,
)

from integrations.llm.errors import (
    LlmError,
    ModelAnswerUnreadable,
    ModelContextExceeded,
    ModelKeyRefused,
    ModelOverloaded,
    ModelQuotaExceeded,
    ModelRateLimited,
    ModelRejected,
    ModelServerFailed,
    ModelUnknown,
    ModelUnreachable,
)
from integrations.llm.protocol import Tokens

# What a request may raise: of the library, and of those below it where an answer is none.
LIBRARY_ERRORS = (AgentRunError, UserError, httpx2.HTTPError, ValidationError, JSONDecodeError, UnicodeDecodeError)

_CLASSES: tuple[tuple[type[Exception], type[LlmError]], ...] = (
    (ModelQuotaExceededError, ModelQuotaExceeded),
    (ModelRateLimitError, ModelRateLimited),
    (ModelOverloadedError, ModelOverloaded),
    (ModelUnavailableError, ModelOverloaded),
    (ModelServerError, ModelServerFailed),
    (ModelConnectionError, ModelUnreachable),
    (ModelRequestTimeout, ModelUnreachable),
    (httpx2.HTTPError, ModelUnreachable),
    (ModelContextWindowExceededError, ModelContextExceeded),
    (ModelAuthenticationError, ModelKeyRefused),
    (ModelNotFoundError, ModelUnknown),
    (ModelRequestRejectedError, ModelRejected),
    (UserError, ModelRejected),
)


def classified(error: Exception, model: str, tokens: Tokens | None = None) -> LlmError:
    """The error of Kith for one of a library. What a vendor's body says is left out: it may repeat the prompt."""
    kind = next((ours for theirs, ours in _CLASSES if isinstance(error, theirs)), None)
    if kind is None:
        kind = _by_status(error.status_code) if isinstance(error, ModelHTTPError) else ModelAnswerUnreadable
    seconds = error.retry_after if isinstance(error, ModelAPIError) else None
    wait = timedelta(seconds=min(seconds, 86_400 * 31)) if seconds is not None else None
    return kind(model=model, retry_after=wait, tokens=tokens)


def _by_status(status: int) -> type[LlmError]:
    return ModelServerFailed if status >= 500 else ModelRejected

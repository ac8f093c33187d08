"""How a model can fail, the same for all: who asks decides by class what comes next, and by `wait` when."""

from datetime import timedelta
from http import HTTPStatus
from typing import ClassVar

from base.errors import KithError
from integrations.llm.protocol import Answer, Failed, Tokens


class LlmError(KithError):
    """A language model did not answer."""

    status = HTTPStatus.BAD_GATEWAY
    expected = True
    usual: ClassVar[timedelta | None] = None  # the wait where the vendor says none; None: waiting mends nothing
    elsewhere: ClassVar[bool] = True  # another model may well answer

    def __init__(
        self,
        detail: str | None = None,
        *,
        model: str = "",
        retry_after: timedelta | None = None,
        tokens: Tokens | None = None,
    ) -> None:
        """`tokens` is what it took all the same. `retry_after` is the vendor's word."""
        super().__init__(f"{model}: {detail}" if detail and model else detail)
        self.model = model
        self.retry_after = retry_after
        self.tokens = tokens or Tokens()
        self.failed: tuple[Failed, ...] = ()  # the others of the chain that were asked

    @property
    def wait(self) -> timedelta | None:
        """How long to leave the model alone before the same request is worth another try; None: for ever."""
        if self.usual is None:
            return None
        return self.retry_after if self.retry_after is not None else self.usual


class ModelRateLimited(LlmError):
    """The model's vendor asks to slow down."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    retryable = True
    usual = timedelta(minutes=1)  # vendors count by the minute


class ModelQuotaExceeded(LlmError):
    """The credit at the model's vendor is used up. Whoever runs this Kith has to add some there."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


class ModelOverloaded(LlmError):
    """The model is overloaded just now."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    retryable = True
    usual = timedelta(seconds=20)


class ModelServerFailed(LlmError):
    """The model's server failed."""

    retryable = True
    usual = timedelta(seconds=5)


class ModelUnreachable(LlmError):
    """The model's server cannot be reached, or fell silent."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    retryable = True
    usual = timedelta(seconds=10)


class ModelAnswerCut(LlmError):
    """The model's answer broke off before its end."""

    retryable = True
    usual = timedelta(0)

    def __init__(self, answer: Answer) -> None:
        """What there is of it: its `stop` says nothing."""
        super().__init__(model=answer.model, tokens=answer.tokens)
        self.answer = answer


class ModelAnswerUnreadable(LlmError):
    """The model's server answers with what is no answer. Is it the right address?"""

    retryable = True
    usual = timedelta(seconds=5)


class ModelContextExceeded(LlmError):
    """This is more than the model can read at once."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class ModelKeyRefused(LlmError):
    """The model's vendor refuses the key. Whoever runs this Kith has to set another one."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


class ModelUnknown(LlmError):
    """The vendor knows no such model. Whoever runs this Kith has to name another one in KITH_LLM_MODEL."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


class ModelRejected(LlmError):
    """The model's server does not take this request."""

    elsewhere = False  # it may be Kith's fault: another model must not hide it


class ModelRefused(LlmError):
    """The model refuses to answer this."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    elsewhere = False  # nobody goes from one to the next until one gives in

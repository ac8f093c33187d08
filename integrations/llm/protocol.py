"""What a language model is asked, and what it answers, the same for all of them."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

import orjson

from base.errors import KithError


@dataclass(frozen=True)
class Tool:
    """What the model may ask to be called. `parameters` is a JSON schema of type object."""

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class ToolCall:
    """What the model asks to be called. `arguments` is text that should be a JSON object, and may be anything."""

    id: str
    name: str
    arguments: str

    def parsed(self) -> dict[str, Any]:
        """The arguments. Raises BadArguments, whose text a model can act on."""
        try:
            found = orjson.loads(self.arguments or "{}")
        except ValueError as error:
            raise BadArguments(f"The arguments of {self.name} are not JSON ({error}).") from None
        if not isinstance(found, dict):
            raise BadArguments(f"The arguments of {self.name} are not a JSON object.")
        return found


class BadArguments(KithError):
    """The model called a tool with arguments that cannot be read."""


@dataclass(frozen=True)
class FromUser:
    """What a person says, or what is told on their behalf."""

    text: str


@dataclass(frozen=True)
class FromModel:
    """What the model said before. `raw` is its own record, where it is at hand: reasoning goes on from it."""

    text: str
    calls: tuple[ToolCall, ...] = ()
    raw: bytes = b""


@dataclass(frozen=True)
class FromTool:
    """What came of a call."""

    call_id: str
    name: str
    content: str


Turn = FromUser | FromModel | FromTool


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """One request. `max_tokens` bounds the answer, thinking included; `temperature` is a wish."""

    turns: tuple[Turn, ...]
    instructions: str = ""
    tools: tuple[Tool, ...] = ()
    max_tokens: int = 2048
    temperature: float | None = None


@dataclass(frozen=True)
class Tokens:
    """What a request took. `input` includes what was read from and written to the vendor's own cache.

    `measured` is False where the server did not say, and it is an estimate.
    """

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0
    measured: bool = True


class Stop(StrEnum):
    """Why a model ended its answer."""

    END = "end"
    TOOLS = "tools"
    LENGTH = "length"  # `max_tokens` were not enough
    CUT = "cut"  # nobody said why: only `ModelAnswerCut` carries such an answer


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A whole answer. `model` is who gave it, as the chain names it; `failed` are those that were asked before."""

    text: str
    calls: tuple[ToolCall, ...] = ()
    stop: Stop
    tokens: Tokens
    model: str
    raw: bytes = b""
    failed: tuple["Failed", ...] = ()

    @property
    def turn(self) -> FromModel:
        """As it stands in the next prompt."""
        return FromModel(self.text, self.calls, self.raw)


@dataclass(frozen=True)
class Failed:
    """A model of the chain that was asked and did not answer; what it took may be billed."""

    model: str
    error: str
    tokens: Tokens = field(default_factory=Tokens)


@dataclass(frozen=True)
class TextDelta:
    """A piece of the answer's text, in order; it may end in the middle of a word."""

    text: str


@dataclass(frozen=True)
class Count:
    """Tokens of a prompt, its tools' schemas included. An estimate is meant to be too high rather than too low."""

    tokens: int
    exact: bool


class LanguageModel(Protocol):
    """One model, or a chain of them. Every method raises an LlmError (`integrations.llm.errors`)."""

    name: str

    async def answer(self, prompt: Prompt) -> Answer:
        """The whole answer at once."""
        ...

    def stream(self, prompt: Prompt) -> AsyncGenerator[TextDelta | Answer]:
        """Its text as it comes, and the whole answer as the last item. Close it (`aclosing`) to stop the model."""
        ...

    async def count(self, prompt: Prompt) -> Count:
        """How many tokens the prompt has: asked of the vendor where it tells for nothing, else estimated."""
        ...

    async def close(self) -> None:
        """Close its connections."""
        ...


def estimate(prompt: Prompt) -> int:
    """Tokens of a prompt from its bytes: one for each three, and four for each turn.

    English prose has 4 to 5 bytes a token, JSON and code about 3, scripts outside Latin 2 to 3 bytes a character and
    mostly one token for one to two characters.
    """
    size = len(prompt.instructions.encode())
    for turn in prompt.turns:
        size += 12
        match turn:
            case FromUser(text):
                size += len(text.encode())
            case FromModel(text, calls):
                size += len(text.encode()) + sum(len((call.name + call.arguments).encode()) + 12 for call in calls)
            case FromTool(_, name, content):
                size += len((name + content).encode())
    for tool in prompt.tools:
        size += len((tool.name + tool.description).encode()) + len(orjson.dumps(tool.parameters)) + 24
    return tokens_of(size)


def tokens_of(size: int) -> int:
    """Tokens of so many bytes, rather too many than too few."""
    return -(-size // 3)

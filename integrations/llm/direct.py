"""One model by pydantic-ai's direct requests. Loading this takes seconds: `integrations.llm.lazy` does so in time."""

import warnings
from collections.abc import AsyncGenerator, Sequence
from typing import Any, cast

import httpx2
import orjson
from pydantic_ai.direct import model_request, model_request_stream
from pydantic_ai.messages import (
    InstructionPart,
    ModelMessage,
    ModelMessagesTypeAdapter,
    ModelRequest,
    ModelRequestPart,
    ModelResponse,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)
from pydantic_ai.models import Model, ModelRequestParameters, create_async_httpx2_client
from pydantic_ai.settings import ModelSettings
from pydantic_ai.tools import ToolDefinition

from integrations.llm.errors import ModelAnswerCut, ModelRefused
from integrations.llm.faults import LIBRARY_ERRORS, classified
from integrations.llm.protocol import (
    Answer,
    Count,
    FromModel,
    FromTool,
    FromUser,
    Prompt,
    Stop,
    TextDelta,
    Tokens,
    Tool,
    ToolCall,
    Turn,
    estimate,
    tokens_of,
)
from integrations.llm.target import Target

_CONNECT = 10.0  # seconds
_STOPS = {"stop": Stop.END, "tool_call": Stop.TOOLS, "length": Stop.LENGTH}
_COUNTS = {"anthropic", "openai"}  # vendors that count a prompt for nothing
# A temperature is a wish: models that think take none, and the library says so of each request.
warnings.filterwarnings("ignore", message="Sampling parameters", category=UserWarning)


class DirectModel:
    """A LanguageModel: one request a call. Nobody below tries again."""

    def __init__(self, target: Target) -> None:
        self.name = target.label
        self._target = target
        self._http = create_async_httpx2_client(timeout=httpx2.Timeout(target.timeout, connect=_CONNECT))
        self._model = _model(target, self._http)

    async def answer(self, prompt: Prompt) -> Answer:
        """The whole answer at once."""
        try:
            response = await model_request(
                self._model,
                _messages(prompt.turns, prompt.instructions),
                model_settings=self._settings(prompt),
                model_request_parameters=_parameters(prompt.tools),
            )
        except LIBRARY_ERRORS as error:
            raise classified(error, self.name) from error
        return self._whole(prompt, response)

    async def stream(self, prompt: Prompt) -> AsyncGenerator[TextDelta | Answer]:
        """Its text as it comes, and the whole answer as the last item."""
        try:
            async with model_request_stream(
                self._model,
                _messages(prompt.turns, prompt.instructions),
                model_settings=self._settings(prompt),
                model_request_parameters=_parameters(prompt.tools),
            ) as events:
                try:
                    async for event in events:
                        piece = _text(event)
                        if piece:
                            yield TextDelta(piece)
                except LIBRARY_ERRORS as error:
                    raise classified(error, self.name, self._tokens(prompt, events.get(), whole=False)) from error
                response = events.get()
        except LIBRARY_ERRORS as error:
            raise classified(error, self.name) from error
        yield self._whole(prompt, response)

    async def count(self, prompt: Prompt) -> Count:
        """Asked of the vendor where that is free, tools' schemas included; else, or where it fails, estimated."""
        if self._target.vendor not in _COUNTS:
            return Count(estimate(prompt), exact=False)
        try:
            counted = await self._model.count_tokens(
                _messages(prompt.turns, prompt.instructions),
                self._settings(prompt),
                _parameters(prompt.tools, prompt.instructions),
            )
        except LIBRARY_ERRORS:  # a proxy may not have it; what else is wrong is told by the request itself
            return Count(estimate(prompt), exact=False)
        return Count(counted.input_tokens, exact=True)

    async def close(self) -> None:
        """Close its connections."""
        await self._http.aclose()

    def _settings(self, prompt: Prompt) -> ModelSettings:
        settings: dict[str, Any] = {
            "max_retries": 0,
            "max_tokens": prompt.max_tokens,
            "timeout": self._target.timeout,
        }
        if prompt.temperature is not None:
            settings["temperature"] = prompt.temperature
        if self._target.vendor == "openai":
            settings["openai_store"] = False  # else mail would stay there for 30 days
        return cast("ModelSettings", settings)  # one key is OpenAI's own

    def _whole(self, prompt: Prompt, response: ModelResponse) -> Answer:
        """Raises ModelRefused; ModelAnswerCut where nobody said why it ends: a clean end of a stream says nothing."""
        details = response.provider_details or {}
        short = response.finish_reason == "length"  # Responses says "incomplete" of it, and why beside it
        ended = details.get("finish_reason") is not None and (short or response.state == "complete")
        if response.finish_reason == "content_filter":
            raise ModelRefused(model=self.name, tokens=self._tokens(prompt, response))
        calls = tuple(
            ToolCall(part.tool_call_id, part.tool_name, _arguments(part.args))
            for part in response.parts
            if isinstance(part, ToolCallPart)
        )
        stop = _STOPS.get(response.finish_reason or "stop", Stop.CUT) if ended else Stop.CUT
        answer = Answer(
            text="".join(part.content for part in response.parts if isinstance(part, TextPart)),
            calls=calls,
            stop=Stop.TOOLS if calls and stop is Stop.END else stop,
            tokens=self._tokens(prompt, response, whole=stop is not Stop.CUT),
            model=self.name,
            raw=ModelMessagesTypeAdapter.dump_json([response]),
        )
        if answer.stop is Stop.CUT:
            raise ModelAnswerCut(answer)
        return answer

    def _tokens(self, prompt: Prompt, response: ModelResponse, *, whole: bool = True) -> Tokens:
        """What the server says; of an answer that is not `whole` it has not said yet what all of it took."""
        usage = response.usage
        told = bool(usage.input_tokens or usage.output_tokens)
        if told and whole:
            return Tokens(usage.input_tokens, usage.output_tokens, usage.cache_read_tokens, usage.cache_write_tokens)
        said = tokens_of(sum(len(part.content.encode()) for part in response.parts if isinstance(part, TextPart)))
        return Tokens(
            usage.input_tokens or estimate(prompt),
            max(usage.output_tokens, said),
            usage.cache_read_tokens,
            usage.cache_write_tokens,
            measured=False,
        )


def _model(target: Target, http: httpx2.AsyncClient) -> Model:
    """The vendor's own address is the library's business; a server of one's own may want no key."""
    url, key = target.url or None, target.key or "none"
    if target.vendor == "anthropic":
        from pydantic_ai.models.anthropic import AnthropicModel
        from pydantic_ai.providers.anthropic import AnthropicProvider

        root = url.removesuffix("/v1") if url else None  # its library adds that itself, OpenAI's does not
        return AnthropicModel(target.name, provider=AnthropicProvider(api_key=key, base_url=root, http_client=http))
    from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
    from pydantic_ai.providers.openai import OpenAIProvider
    from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

    if target.vendor == "openai":
        return OpenAIResponsesModel(target.name, provider=OpenAIProvider(base_url=url, api_key=key, http_client=http))
    if target.vendor == "openai-chat":
        return OpenAIChatModel(target.name, provider=OpenAIProvider(base_url=url, api_key=key, http_client=http))
    provider = OpenAICompatibleProvider("kith", base_url=target.url, api_key=key, http_client=http)
    return OpenAIChatModel(target.name, provider=provider)


def _messages(turns: Sequence[Turn], instructions: str) -> list[ModelMessage]:
    """The conversation: what comes from outside between two answers is one message."""
    found: list[ModelMessage] = []
    outside: list[ModelRequestPart] = []

    def close() -> None:
        if outside:
            found.append(ModelRequest(parts=[*outside], instructions=instructions or None))
            outside.clear()

    for turn in turns:
        match turn:
            case FromUser(text):
                outside.append(UserPromptPart(text))
            case FromTool(call_id, name, content):
                outside.append(ToolReturnPart(tool_name=name, content=content, tool_call_id=call_id))
            case FromModel():
                close()
                found.append(_said(turn))
    close()
    return found


def _said(turn: FromModel) -> ModelMessage:
    if turn.raw:
        return ModelMessagesTypeAdapter.validate_json(turn.raw)[0]
    text = [TextPart(turn.text)] if turn.text else []
    calls = [ToolCallPart(tool_name=call.name, args=call.arguments, tool_call_id=call.id) for call in turn.calls]
    return ModelResponse(parts=[*text, *calls])


def _parameters(tools: Sequence[Tool], instructions: str = "") -> ModelRequestParameters:
    return ModelRequestParameters(
        function_tools=[
            ToolDefinition(name=tool.name, description=tool.description, parameters_json_schema=dict(tool.parameters))
            for tool in tools
        ],
        instruction_parts=[InstructionPart(content=instructions)] if instructions else None,
    )


def _arguments(args: Any) -> str:
    """As the model wrote them, JSON or not."""
    return args if isinstance(args, str) else orjson.dumps(args or {}).decode()


def _text(event: Any) -> str:
    if isinstance(event, PartStartEvent) and isinstance(event.part, TextPart):
        return str(event.part.content)
    if isinstance(event, PartDeltaEvent) and isinstance(event.delta, TextPartDelta):
        return str(event.delta.content_delta)
    return ""

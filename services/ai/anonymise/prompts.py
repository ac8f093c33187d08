"""Prompts that do not tell a model who people are, and answers that tell a person again."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import replace

import orjson

from integrations.llm.errors import LlmError, ModelAnswerCut
from integrations.llm.protocol import Answer, FromModel, FromTool, FromUser, Prompt, TextDelta, ToolCall, Turn
from services.ai.anonymise.finding import found
from services.ai.anonymise.known import Known
from services.ai.anonymise.placeholders import Placeholders, Restoring, without_broken_off

_HOW = (
    "Names, addresses, numbers and links are replaced by placeholders such as [PERSON_1] or [ADDRESS_2]. [PERSON_1b] "
    "is [PERSON_1] by another name. Write each exactly as it stands, with its brackets; never guess what is behind one."
)


class Anonymiser:
    """One request's placeholders. The same prompt, or a longer one that begins as it does, has the same ones."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._placeholders = Placeholders()

    def hidden(self, text: str) -> str:
        """`text` with placeholders."""
        pieces, at = [], 0
        for one in found(text, self._known):
            piece = text[one.start : one.end]
            pieces += [text[at : one.start], self._placeholders.of(one.kind, piece, one.thing)]
            at = one.end
        return "".join([*pieces, text[at:]])

    def prompt(self, prompt: Prompt) -> Prompt:
        """As the model is sent it. Tools' names and schemas are ours, and stay."""
        instructions = self.hidden(prompt.instructions)
        turns = tuple(self._turn(turn) for turn in prompt.turns)
        return replace(prompt, turns=turns, instructions=f"{instructions}\n\n{_HOW}".strip())

    def answer(self, answer: Answer) -> Answer:
        """As a person reads it, and as tools are called. `raw` is the model's own, and goes back to it as it was."""
        return replace(
            answer, text=self._placeholders.restore(answer.text), calls=tuple(map(self._restored, answer.calls))
        )

    async def stream(self, items: AsyncIterator[TextDelta | Answer]) -> AsyncGenerator[TextDelta | Answer]:
        """The same, while it comes: no piece ends within a placeholder. Raises what `items` raise, restored."""
        restoring = Restoring(self._placeholders)
        try:
            async for item in items:
                if isinstance(item, Answer):
                    if text := restoring.end():
                        yield TextDelta(text)
                    yield self.answer(item)
                elif text := restoring.piece(item.text):
                    yield TextDelta(text)
        except ModelAnswerCut as error:
            if text := restoring.cut():
                yield TextDelta(text)
            self.restore_cut(error)
            raise

    def restore_cut(self, error: LlmError) -> None:
        """The same of what there is of an answer that broke off."""
        if isinstance(error, ModelAnswerCut):
            error.answer = self.answer(replace(error.answer, text=without_broken_off(error.answer.text)))

    def _turn(self, turn: Turn) -> Turn:
        match turn:
            case FromUser(text):
                return FromUser(self.hidden(text))
            case FromModel(text, calls):
                hidden = tuple(replace(call, arguments=self._arguments(call)) for call in calls)
                return replace(turn, text=self.hidden(text), calls=hidden)
            case FromTool(_, _, content):
                return replace(turn, content=self.hidden(content))

    def _arguments(self, call: ToolCall) -> str:
        try:
            value = orjson.loads(call.arguments or "{}")
        except ValueError:
            return self.hidden(call.arguments)
        return orjson.dumps(_each(value, self.hidden)).decode()

    def _restored(self, call: ToolCall) -> ToolCall:
        try:
            value = orjson.loads(call.arguments or "{}")
        except ValueError:
            return call  # `parsed` says what is wrong with it
        return replace(call, arguments=orjson.dumps(_each(value, self._placeholders.restore)).decode())


def _each(value: object, change: Callable[[str], str]) -> object:
    """JSON with every text in it changed; the names of its fields are a schema's."""
    match value:
        case str():
            return change(value)
        case list():
            return [_each(one, change) for one in value]
        case dict():
            return {name: _each(one, change) for name, one in value.items()}
        case _:
            return value

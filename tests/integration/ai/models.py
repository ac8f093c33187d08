"""Models at the dev stack's vendors, one of each protocol."""

from contextlib import aclosing

from devstack.vendors.llm.script import Reply
from integrations.llm.lazy import LazyModel
from integrations.llm.protocol import Answer, FromUser, LanguageModel, Prompt, TextDelta, Tool
from integrations.llm.target import Target

NAMES = {"anthropic": "claude-opus-5-5", "openai": "gpt-6-luna", "openai-chat": "gpt-6-luna", "": "llama3.2:3b"}
PROTOCOLS = {"anthropic": "messages", "openai": "responses", "openai-chat": "chat", "": "chat"}
SEARCH = Tool(
    "search",
    "Search the mail",
    {"type": "object", "properties": {"words": {"type": "string"}}, "required": ["words"]},
)
PROMPT = Prompt(turns=(FromUser("Where is the ferry ticket?"),), instructions="Answer from the mail alone.")
LONG = "The ticket lies in the mail of 12 May, below the signature."


def model(vendor: str, root: str, *, key: str = "demo-key", timeout: float = 5) -> LazyModel:
    """The model of a vendor at a server whose root this is."""
    url = f"{root}/anthropic" if vendor == "anthropic" else f"{root}/openai/v1"
    return LazyModel(Target(vendor, NAMES[vendor], url, key, timeout))


def many(reply: Reply, times: int) -> Reply:
    return Reply(**{**vars(reply), "times": times})


async def streamed(asked: LanguageModel, prompt: Prompt = PROMPT) -> tuple[list[str], Answer | None, Exception | None]:
    """The pieces that came, the whole answer or the error that came last."""
    pieces: list[str] = []
    whole: Answer | None = None
    try:
        async with aclosing(asked.stream(prompt)) as items:
            async for item in items:
                assert whole is None, "nothing comes after the whole answer"
                if isinstance(item, TextDelta):
                    pieces.append(item.text)
                else:
                    whole = item
    except Exception as error:
        return pieces, whole, error
    return pieces, whole, None

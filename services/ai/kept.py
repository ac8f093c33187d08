"""Answers that are kept: the same request of the same user about the same mail is not paid for twice.

A request is kept only where its caller says so, and only a whole answer. Callers say so of what should not differ from
one time to the next: reading facts, summaries, drafts of searches; not of what somebody asks to be written anew.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson

from base.clock import now
from integrations.llm.protocol import Answer, Prompt, Stop, Tokens, ToolCall
from integrations.llm.target import Target
from models.database import Database
from models.queries.ai.answers import KeptAnswers
from services.core.keyring import Keyring
from services.core.retention import erase_due

LONGEST = timedelta(days=7)  # what rests on mail does not outlive its erasure for long


@dataclass(frozen=True)
class Keep:
    """That an answer may be kept. `index_version` is that of the mail it rests on: another one is another request."""

    index_version: str
    time: timedelta = timedelta(days=1)


class Kept:
    """Encrypted with the user's key; found by a keyed hash of all that would leave."""

    def __init__(self, database: Database, keyring: Keyring, targets: Sequence[Target]) -> None:
        self._database = database
        self._keyring = keyring
        self._models = [[target.label, target.url] for target in targets]

    async def key(self, user_id: UUID, prompt: Prompt, keep: Keep) -> bytes:
        """By which the same request is found: models and their addresses, the whole prompt, the index's version."""
        turns = [[type(turn).__name__, asdict(turn)] for turn in prompt.turns]
        told: dict[str, Any] = {**asdict(prompt), "turns": turns, "models": self._models, "index": keep.index_version}
        keys = await self._keyring.user_keys(user_id)
        return keys.prf(b"llm:" + orjson.dumps(told, option=orjson.OPT_SORT_KEYS, default=_bytes))

    async def get(self, user_id: UUID, key: bytes) -> Answer | None:
        """The answer, where one is kept; it took no tokens."""
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            found = await KeptAnswers(session, user_id).get(key)
        if found is None:
            return None
        said = orjson.loads(keys.decrypt("llm_answers", "answer", key.hex(), found))
        return Answer(
            text=said["text"],
            calls=tuple(ToolCall(**call) for call in said["calls"]),
            stop=Stop(said["stop"]),
            tokens=Tokens(),
            model=said["model"],
            raw=said["raw"].encode(),
        )

    async def put(self, user_id: UUID, key: bytes, answer: Answer, keep: Keep) -> None:
        """Keep it; one that only ended because it may be no longer is not."""
        if answer.stop is Stop.LENGTH:
            return
        keys = await self._keyring.user_keys(user_id)
        said = {
            "text": answer.text,
            "calls": [asdict(call) for call in answer.calls],
            "stop": answer.stop,
            "model": answer.model,
            "raw": answer.raw.decode(),
        }
        packed = keys.encrypt("llm_answers", "answer", key.hex(), orjson.dumps(said))
        async with self._database.tenant(user_id) as session:
            await KeptAnswers(session, user_id).put(key, packed, now() + min(keep.time, LONGEST))

    async def sweep(self) -> int:
        """Erase what is good no longer, from every tenant. Returns how much."""
        return await erase_due(
            self._database,
            "directory_llm_answers",
            "user_id",
            lambda session, user_id, _: KeptAnswers(session, user_id).expire(),
        )


def _bytes(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(type(value).__name__)

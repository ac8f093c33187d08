"""Models elsewhere are told nobody's name, whatever their protocol; who reads their answers finds the names in them."""

import json
from contextlib import aclosing
from dataclasses import replace
from uuid import UUID

import orjson
import pytest

from devstack.vendors.llm.script import Reply
from devstack.vendors.world import World
from integrations.llm.errors import ModelAnswerCut
from integrations.llm.protocol import Answer, FromTool, FromUser, Prompt
from services.ai.anonymise.known import Known, KnownPerson
from services.wiring import Services
from tests.integration.ai.models import SEARCH
from tests.modelling import LUNA, OPUS, OWN

KNOWN = Known((KnownPerson("1", ("Ida Sørensen",)), KnownPerson("2", ("Bob Lind",))), private_terms=("Falcon",))
MAIL = "Ida Sørensen <ida@north.example> told Bob of Falcon: https://north.example/in?key=4711, +45 32 12 34 56."
PROMPT = Prompt(
    turns=(FromUser(f"What does Ida want? {MAIL}"),), instructions="You write for Bob Lind.", tools=(SEARCH,)
)
SAID = r"[PERSON_2b] ([ADDRESS_1]) told **person_1**, by \[PHONE\_1\], of [PRIVATE_1] and [PERSON_9]"
READ = "Ida Sørensen (ida@north.example) told **Bob Lind**, by +45 32 12 34 56, of Falcon and somebody"
NAMES = ("Ida", "Sørensen", "Bob", "Lind", "Falcon", "north.example?", "4711", "ida@", "32 12")


def told(world: World) -> str:
    """All that the models were told, as it travelled."""
    return json.dumps([one["body"] for one in world.script.heard], ensure_ascii=False)


async def read(services: Services, user: UUID, pieces: list[str]) -> Answer | None:
    """The whole answer; the pieces of its text are added as they come."""
    async with aclosing(services.ai.models.stream(user, "ask", PROMPT, known=KNOWN)) as items:
        async for item in items:
            if isinstance(item, Answer):
                return item
            pieces.append(item.text)
    return None


@pytest.mark.parametrize("services", [((OPUS,), {}), ((LUNA,), {})], indirect=True, ids=["anthropic", "openai"])
async def test_no_name_leaves_and_each_comes_back(services: Services, robin: UUID, world: World) -> None:
    models = services.ai.models
    asks = {"name": "search", "arguments": '{"words": "from [PERSON_2b]", "tags": [["[ADDRESS_1]"]], "most": 3}'}
    world.script.put(Reply(text=SAID, tools=[asks], piece=3, times=2))
    whole = await models.answer(robin, "ask", PROMPT, known=KNOWN)
    pieces: list[str] = []
    streamed = await read(services, robin, pieces)
    assert streamed is not None
    assert whole.text == streamed.text == "".join(pieces) == READ
    for answer in (whole, streamed):
        arguments = orjson.loads(answer.calls[0].arguments)
        assert arguments == {"words": "from Ida Sørensen", "tags": [["ida@north.example"]], "most": 3}
    found = FromTool(whole.calls[0].id, "search", "Bob Lind wrote to Ida.")
    await models.answer(robin, "ask", replace(PROMPT, turns=(*PROMPT.turns, whole.turn, found)), known=KNOWN)
    assert [name for name in NAMES if name in told(world)] == []
    assert "[PERSON_1] wrote to [PERSON_2]." in told(world), "the same names as before"


async def test_an_answer_that_breaks_off_is_restored_as_far_as_it_came(
    services: Services, robin: UUID, world: World
) -> None:
    world.script.put(Reply(text="Dear [PERSON_2b], dear [PERSON_1], and so on and on", cut=9, piece=5))
    pieces: list[str] = []
    with pytest.raises(ModelAnswerCut) as cut:
        await read(services, robin, pieces)
    assert cut.value.answer.text == "".join(pieces) == "Dear Ida Sørensen, dear "


@pytest.mark.parametrize("services", [((OWN,), {}), ((OPUS,), {"llm_anonymise": False})], indirect=True)
async def test_a_model_here_is_told_all_and_one_elsewhere_where_that_is_chosen(
    services: Services, robin: UUID, world: World
) -> None:
    await services.ai.models.answer(robin, "ask", PROMPT, known=KNOWN)
    assert MAIL in told(world)
    assert not (await services.ai.models.shown()).anonymised

"""The vendor itself: scripted over HTTP, and embeddings as the real SDK reads them."""

import httpx
import pytest
from openai import AsyncOpenAI

from devstack.vendors.world import World
from tests.integration.ai.models import PROMPT, model


async def test_it_is_scripted_over_http(vendors: str, world: World) -> None:
    asked = model("anthropic", vendors)
    async with httpx.AsyncClient(base_url=f"{vendors}/simulator") as control:
        put = await control.post("llm/script", json=[{"match": "^messages .*ferry", "text": "It is here."}])
        assert put.json() == {"waiting": 1}
        assert (await asked.answer(PROMPT)).text == "It is here."
        (heard,) = (await control.get("llm/heard")).json()
        assert heard["protocol"] == "messages"
        assert "ferry ticket" in str(heard["body"])
        for wrong in ({"texts": "?"}, {"match": "("}):
            assert (await control.post("llm/script", json=[wrong])).status_code == 400
        await control.post("llm/script", json=[{"text": "Later."}])
        await control.post("reset")
        assert (await control.get("llm/heard")).json() == []
    assert (await asked.answer(PROMPT)).text.startswith("This is a simulated model")
    await asked.close()


async def test_embeddings_come_as_numbers_of_one_length(vendors: str, world: World) -> None:
    texts = ["ferry ticket", "ünter Deck", "ferry ticket"]
    async with AsyncOpenAI(base_url=f"{vendors}/openai/v1", api_key="demo-key", max_retries=0) as client:
        found = await client.embeddings.create(model="text-embedding-3-small", input=texts, dimensions=64)
    vectors = [one.embedding for one in found.data]
    assert [len(one) for one in vectors] == [64] * 3
    assert vectors[0] == vectors[2] != vectors[1]
    assert all(0.99 < sum(value * value for value in one) < 1.01 for one in vectors)


@pytest.mark.parametrize("path", ["anthropic/v1/messages", "openai/v1/chat/completions", "openai/v1/responses"])
async def test_who_has_no_key_is_refused_and_who_leaves_something_out_is_told(
    vendors: str, world: World, path: str
) -> None:
    async with httpx.AsyncClient(base_url=vendors, headers={"anthropic-version": "2023-06-01"}) as client:
        assert (await client.post(path, json={"model": "x"})).status_code == 401
        answer = await client.post(path, json={"model": "x"}, headers={"authorization": "Bearer demo-key"})
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"
    assert world.script.heard == []

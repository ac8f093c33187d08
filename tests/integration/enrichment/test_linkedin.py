"""LinkedIn over HTTP: the member whose token it is, and nobody else."""

from datetime import timedelta

import httpx
import pytest

from devstack.vendors.world import World
from integrations.enrichment.errors import KeyRefused, SourceBusy
from integrations.enrichment.linkedin import LinkedIn
from integrations.enrichment.source import Query


async def test_a_member_sees_themselves_and_nobody_can_be_looked_up(
    http: httpx.AsyncClient, vendors: str, world: World
) -> None:
    linkedin = LinkedIn(http, "demo-token", f"{vendors}/linkedin")
    assert Query(email="ida@example.com", name="Ida", handle="ida").only(linkedin.needs) is None

    answer = await linkedin.ask(Query())

    assert {("name", "Robin Marlow"), ("given_name", "Robin"), ("family_name", "Marlow")} < {
        (one.field, one.value) for one in answer.found
    }
    assert {(one.about, one.field) for one in answer.found} == linkedin.fields
    assert world.calls[0].query == ""

    world.limit("linkedin", 0, 60)
    with pytest.raises(SourceBusy) as busy:
        await linkedin.ask(Query())
    assert busy.value.retry_after is not None
    assert timedelta(0) < busy.value.retry_after <= timedelta(days=1)
    with pytest.raises(KeyRefused, match="Connect it again"):
        await LinkedIn(http, "an old token", f"{vendors}/linkedin").ask(Query())

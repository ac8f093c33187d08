"""Kith that asks the dev stack's vendors instead of real ones."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import SecretStr

from base.clock import now
from base.settings import Settings
from devstack.vendors.server import VENDORS, hosts
from models.contracts.enrichment.jobs import AskInput, AskResult, EnrichmentInput
from models.contracts.enrichment.sources import EnrichmentSource
from services.wiring import Services
from tests.owner import Letter, Owner

KEYED = ("apollo", "brandfetch", "hunter", "people_data_labs", "x")
IDA = "ida.okafor@northwind-labs.example"


def with_vendors(settings: Settings, root: str, **changed: Any) -> Settings:
    """These settings, with every source offered, at the vendors that `root` stands for."""
    return settings.model_copy(update=vendor_settings(root) | changed)


def vendor_settings(root: str) -> dict[str, Any]:
    """Settings that offer every source, at the vendors that `root` stands for."""
    roots = {name: f"{root}/{name}" for name in VENDORS if name != "site"}
    return {f"enrichment_{name}_key": SecretStr("demo-key") for name in KEYED} | {
        "enrichment_sources": "all",
        "enrichment_contact": "robin@marlow.example",
        "enrichment_roots": roots | {"dns": root.removeprefix("http://")},
        "enrichment_demo_hosts": dict.fromkeys(hosts(), root),
    }


async def acquainted(services: Services, *people: str, email: str = "robin@marlow.example") -> Owner:
    """A user who has written to these, `Name <address>` each, and heard from them."""
    owner = await Owner.create(services, email)
    addresses = [one.rpartition("<")[2].rstrip(">") for one in people]
    heard = [Letter(f"from.{key}", one, email) for key, one in zip(addresses, people, strict=True)]
    wrote = [Letter(f"to.{key}", email, one, labels=("SENT",)) for key, one in zip(addresses, people, strict=True)]
    await owner.receive(*heard, *wrote)
    await owner.learn()
    return owner


async def switch_on(owner: Owner, *sources: str, units: int | None = None) -> None:
    """Their owner switches these on."""
    for source in sources:
        await owner.services.enrichment.switching.switch(
            owner.me, source, enabled=True, monthly_units=units, budgeted=units is not None
        )


async def calls(owner: Owner, columns: str = "source, state") -> Sequence[tuple[Any, ...]]:
    """The ledger, the oldest call first."""
    return await owner.rows(
        f"SELECT {columns} FROM enrichment_calls WHERE user_id = :user_id ORDER BY began_at, source"  # noqa: S608 - a test's own
    )


async def ida(owner: Owner) -> UUID:
    return (await owner.people())[IDA].id


async def ask(owner: Owner, source: str, *, again: bool = False, contact_id: UUID | None = None) -> AskResult:
    job = EnrichmentInput(user_id=owner.user_id, contact_id=contact_id or await ida(owner), again=again)
    return await owner.services.enrichment.enrichment.ask(AskInput(job=job, since=now(), source=source))


async def card(owner: Owner) -> dict[str, tuple[str, str]]:
    """Field → (value, source)."""
    found = await owner.services.people.cards.card(owner.me, await ida(owner))
    return {one.field: (one.value, one.source) for one in found}


async def source(owner: Owner, name: str) -> EnrichmentSource:
    return next(one for one in await owner.services.enrichment.switching.sources(owner.me) if one.name == name)

"""Somebody who signs, and what their card says."""

from models.contracts.people.card import CardValue
from tests.owner import Owner

ADDRESS = "ida@northwind.example"
IDA = f"Ida Okafor <{ADDRESS}>"
SIGNED = """Shall we meet on Monday?

--
Ida Okafor
Head of Logistics
Northwind Trading Ltd
Tel: +49 30 901820
https://northwind.example/ida
"""
PROMOTED = SIGNED.replace("Head of Logistics", "Managing Director").replace("901820", "901821")


async def card(owner: Owner, address: str = ADDRESS) -> list[CardValue]:
    """What the card of whoever has this address shows."""
    person = (await owner.people())[address]
    return await owner.services.people.cards.card(owner.me, person.id)


async def shown(owner: Owner, address: str = ADDRESS) -> dict[str, list[str]]:
    """The same: values by field."""
    found: dict[str, list[str]] = {}
    for one in await card(owner, address):
        found.setdefault(one.field, []).append(one.value)
    return found

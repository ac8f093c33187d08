"""All that a table of Kith's can hold of people is there again once it is imported where nobody is known."""

import csv
import io
import random
from typing import Any

import pytest

from models.contracts.people.by_hand import labelled
from services.people.address_book import csv_head, csv_line
from services.wiring import Services
from tests.integration.people.test_by_hand import create
from tests.integration.people.test_contact_imports import accept, card, done, imported
from tests.owner import Letter, Owner

TRAFFIC = {"Strength", "Sent", "Received", "First mail", "Last mail"}
ODD = ["7", "=8", "a\nb", ":::"]
LABELS = ["Member no.", "Notes", "=Sum", "ida@north.example", "Größe; cm"]


async def table(owner: Owner) -> bytes:
    """As the route gives it."""
    people = owner.services.people
    labels = [one.label for one in await people.cards.labels(owner.me)]
    lines = [csv_line(one, labels) async for one in people.export.everybody(owner.me, None)]
    return csv_head(labels) + b"".join(lines)


def people_of(data: bytes) -> list[dict[str, str]]:
    """Whom it has, without what only mail tells; the order of columns of one's own is that of who has them."""
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return sorted(({k: v for k, v in row.items() if k not in TRAFFIC} for row in rows), key=lambda row: row["Name"])


def somebody(draw: random.Random, number: int) -> tuple[str, list[str], dict[str, Any]]:
    """Name, addresses and what is typed of one of many."""
    syllables = ["Sun", "rav", "Kild", "øst", "名", "Thorn", "bec", "=x", "'q", "Ål", "ovi", "Mar"]
    name = " ".join("".join(draw.sample(syllables, 3)).capitalize() for _ in range(2)) + f" {chr(97 + number) * 5}"
    local = draw.choice(["sales", "o'hara", "=ida", "ida.okafor+shop"])
    addresses = [f"{local}@firm{number}.example", f"p{number}@gmail.com", f"{number}@müller.example"]
    values = {
        "title": [draw.choice(["Head of Grain", "'=Captain", ":::"])],
        "company": [draw.choice(["North, Ltd.", "“Quinces” & co", "-"])],
        "phone": [f"+49301234{number:03}", f"+44207946{number:04}"],
        "url": [f"https://x.example/{number}?a=1,2"],
        "location": ["Lyon; France"],
        "note": ["Likes pears.\n\nAnd quinces.", f"+ {number}", "::::\nlast"],
        "custom": [labelled(label, draw.choice(ODD) + str(number)) for label in draw.sample(LABELS, 2)],
    }
    some = {field: one for field, one in values.items() if draw.random() < 0.6}
    return name, draw.sample(addresses, draw.randint(0 if "phone" in some else 1, 3)), some


@pytest.mark.parametrize("seed", range(3))
async def test_a_table_of_kiths_brings_back_all_that_it_has(services: Services, seed: int) -> None:
    draw, robin = random.Random(seed), await Owner.create(services)
    for number in range(12):
        name, addresses, values = somebody(draw, number)
        await create(robin, name, *addresses, **values)
    await robin.receive(*(Letter(f"m{n}", f"Mailer {'xyz'[n] * 6} <m{n}@mail{n}.example>") for n in range(3)))
    await robin.learn()
    await imported(robin, card("Kaspar Ibsenlund", "kaspar@ibsen.example", BDAY="1985-04-12", NICKNAME="K"))
    written = await table(robin)
    assert len(people_of(written)) == 16

    other = await Owner.create(services, f"empty{seed}@marlow.example")
    found = await done(other, (await accept(other, written.decode(), "people.csv")).id)
    assert (found.made, found.refused, found.problems) == (16, 0, 0)
    again = await table(other)
    assert people_of(again) == people_of(written)
    assert await done(other, (await accept(other, again.decode(), "people.csv")).id)
    assert people_of(await table(other)) == people_of(written), "nor does another one double anything"


async def test_linkedins_connections_need_no_mapping_and_are_the_same_people_next_year(services: Services) -> None:
    robin = await Owner.create(services)
    for title, counts in (("Deckhand", (1, 0)), ("Captain", (0, 1))):
        text = (
            'Notes:\n"Some addresses are missing."\n\n'
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
            f"Jun,Sato,https://www.linkedin.com/in/jun-sato-1,,Lumen,{title},17 Nov 2019\n"
        )
        found = await done(robin, (await accept(robin, text, "Connections.csv")).id)
        assert (found.format, found.problems, (found.made, found.joined)) == ("linkedin", 0, counts)
    (one,) = (await robin.services.people.contacts.contacts(robin.me))[0]
    assert (one.name, one.title, one.company) == ("Jun Sato", "Captain", "Lumen")
    said = {value.field: value for value in await robin.services.people.cards.card(robin.me, one.id)}
    assert said["handle"].value == "linkedin:jun-sato-1"
    assert (said["custom"].label, said["custom"].value) == ("Connected On", "17 Nov 2019")

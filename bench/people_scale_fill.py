"""People and their traffic by the hundred thousand, as the extraction would leave them; made up the same each time.

A third has one of the common family names, one in ten works at one large firm with one number for all, three in ten
sign with a phone of their own, and each tenth address is a second one of whoever came before.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from uuid import UUID

import psycopg

from base.clock import now
from base.folding import fold
from base.ids import derived_id
from models.contracts.people.facts import Fact, FactSource
from models.queries.core.arrays import columns
from models.queries.people.facts import FactRow
from services.people.aggregation import identity_id
from services.people.facts import fact_row
from services.people.given_names import GIVEN
from services.people.resolution.common_names import COMMON
from tests.integration.tenants import as_owner
from tests.owner import Owner

YEARS = 8
_SYLLABLES = ["ba", "de", "ki", "lo", "mu", "na", "ro", "sa", "ti", "vu", "wen", "zor", "hal", "lind", "mar", "berg"]
_DIRECTIONS = ["sent"] * 7 + ["received"] * 9 + ["shared"] * 4
_IDENTITIES = """
    COPY identities (user_id, id, person_id, kind_rank, address, spelling, spelling_rank, spelling_at, name, name_rank,
                     name_at, folded_name, company_id, sent, received, sent_weight, received_weight, weighed_at,
                     first_at, last_at) FROM STDIN
"""
_INTERACTIONS = """
    COPY interactions (user_id, at, identity_id, message_key, message_id, mailbox_id, thread_id, direction, weight,
                       role, display) FROM STDIN
"""
_FACTS = f"COPY facts (user_id, {columns(FactRow)}) FROM STDIN"
_SWITCHBOARD = "+1 800 555 0100"
# As the extraction would have counted.
_COUNT = (
    """
    UPDATE identities d SET sent = found.sent, received = found.received, weighed_at = found.newest,
        sent_weight = found.sent, received_weight = found.received, first_at = found.oldest, last_at = found.newest
    FROM (SELECT identity_id, count(*) FILTER (WHERE direction = 'sent') AS sent,
                 count(*) FILTER (WHERE direction = 'received') AS received, min(at) AS oldest, max(at) AS newest
          FROM interactions WHERE user_id = %(user)s GROUP BY 1) AS found
    WHERE d.user_id = %(user)s AND d.id = found.identity_id
    """,
    """
    INSERT INTO companies (user_id, id, part_of, domain, name)
    SELECT DISTINCT %(user)s, company_id, company_id, split_part(address, '@', 2),
           initcap(split_part(split_part(address, '@', 2), '.', 1))
    FROM identities WHERE user_id = %(user)s AND company_id IS NOT NULL
    """,
)


@dataclass(frozen=True)
class Crowd:
    """One user's people."""

    owner: Owner
    addresses: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    companies: list[UUID] = field(default_factory=list)


@dataclass(frozen=True)
class _Person:
    """One address. `decided`: it is known to be the second one of whoever came before."""

    address: str
    name: str
    company: UUID | None
    phone: str | None
    decided: bool = False


def _people(owner: Owner, draw: random.Random, count: int) -> Iterator[_Person]:
    """A few hundred firms have most of them."""
    given, common = sorted(GIVEN), sorted(COMMON)
    firms = [f"{''.join(draw.choices(_SYLLABLES, k=3))}{n}.example" for n in range(count // 25 + 1)]
    before = None
    for number in range(count):
        if before and number % 10 == 9:
            initial, last = before.name[0].lower(), before.name.rpartition(" ")[2].lower()
            yield _Person(f"{initial}{last}{number}@gmail.com", before.name, None, before.phone, number % 20 == 19)
            continue
        first = draw.choice(given).capitalize()
        last = (draw.choice(common) if draw.random() < 0.35 else "".join(draw.choices(_SYLLABLES, k=3))).capitalize()
        firm = "conglomerate.example" if draw.random() < 0.1 else draw.choice(firms)
        phone = f"+1 555 {number:07}" if draw.random() < 0.3 else None
        before = _Person(
            f"{first.lower()}.{last.lower()}{number}@{firm}",
            f"{first} {last}",
            derived_id(owner.user_id, "company", firm),
            _SWITCHBOARD if firm.startswith("conglomerate") else phone,
        )
        yield before


async def fill(owner: Owner, count: int, interactions: int) -> Crowd:
    """Give this user so many people, who wrote and were written to so often: few of them very often."""
    draw = random.Random(count)
    until = now() - timedelta(days=1)
    people = list(_people(owner, draw, count))
    ids = [identity_id(owner.user_id, one.address) for one in people]
    companies = sorted({one.company for one in people if one.company})
    crowd = Crowd(owner, [one.address for one in people], [one.name for one in people], companies)
    keys = await owner.keyring.user_keys(owner.user_id)
    async with await as_owner(owner.services.core.settings) as connection, connection.cursor() as cursor:
        async with cursor.copy(_IDENTITIES) as copy:
            for number, one in enumerate(people):
                person = ids[number - 1] if one.decided else ids[number]
                row = (owner.user_id, ids[number], person, 5, one.address, one.address, 1, until, one.name, 5, until)
                await copy.write_row((*row, fold(one.name), one.company, 0, 0, 0.0, 0.0, until, until, until))
        async with cursor.copy(_INTERACTIONS) as copy:
            for place, made in _interactions(owner, draw, ids, interactions, until):
                await copy.write_row((*made, people[place].name))
        async with cursor.copy(_FACTS) as copy:
            for identity, one in zip(ids, people, strict=True):
                if one.phone:
                    fact = Fact(
                        identity_id=identity,
                        field="phone",
                        value=one.phone,
                        source=FactSource.SIGNATURE,
                        source_ref="",
                        at=until,
                    )
                    await copy.write_row((owner.user_id, *astuple(fact_row(keys, fact))))
        for statement in _COUNT:
            await connection.execute(statement, {"user": owner.user_id})
        await connection.execute(
            """
            INSERT INTO memberships (user_id, identity_id, person_id)
            SELECT user_id, id, person_id FROM identities WHERE user_id = %s AND person_id <> id
            """,
            [owner.user_id],
        )
    return crowd


def _interactions(
    owner: Owner, draw: random.Random, ids: list[UUID], count: int, until: datetime
) -> Iterator[tuple[int, tuple[object, ...]]]:
    often = list(accumulate(1 / (place + 10) ** 0.7 for place in range(len(ids))))
    chosen = sorted(draw.choices(range(len(ids)), cum_weights=often, k=count - len(ids)))
    for number, place in enumerate([*range(len(ids)), *chosen]):
        at = until - timedelta(seconds=draw.randrange(YEARS * 365 * 86_400))
        key = hashlib.sha256(f"{number}".encode()).digest()
        direction = draw.choice(_DIRECTIONS)
        role = "from" if direction == "received" else "to"
        message, mailbox = derived_id(owner.user_id, "made", str(number)), owner.refs[0].mailbox_id
        thread = f"{place}.{number // 4}"
        yield place, (owner.user_id, at, ids[place], key, message, mailbox, thread, direction, 1.0, role)


async def analyse(owner: Owner) -> None:
    """As the database does by itself after so much has come."""
    settings = owner.services.core.settings
    assert settings.database_owner_url is not None
    async with await psycopg.AsyncConnection.connect(
        settings.database_owner_url.get_secret_value(), autocommit=True
    ) as connection:
        await connection.execute("VACUUM ANALYZE")

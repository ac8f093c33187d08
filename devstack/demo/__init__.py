"""A mailbox to look around in: the invented mail of Robin Marlow, written anew from a seed, nothing downloaded."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from devstack.demo.bulk import write_bulk
from devstack.demo.companies import companies
from devstack.demo.invitations import write_invitations
from devstack.demo.lists import write_lists
from devstack.demo.mailroom import Mailroom
from devstack.demo.mbox import write_mbox
from devstack.demo.people import OWNER, people
from devstack.demo.specials import write_specials
from devstack.demo.threads import write_threads

__all__ = ["DEMO_EMAIL", "DEMO_NAME", "DemoMailbox", "write_demo_mbox"]

DEMO_EMAIL = OWNER.address
DEMO_NAME = OWNER.name
_TOTAL = 1500  # the last thread may end a little above it


@dataclass(frozen=True)
class DemoMailbox:
    """What was written. `people` and `companies` are those that write in person, machines left out."""

    path: Path
    owner_address: str
    owner_name: str
    messages: int
    threads: int
    people: int
    companies: int
    size: int  # bytes
    newest: datetime


def write_demo_mbox(path: Path, *, seed: int = 7, now: datetime) -> DemoMailbox:
    """Write the mailbox as an mbox such as Google Takeout gives, the same bytes for a seed and a day (UTC).

    Its mail spans the three years before midnight of that day. Raises ValueError for a `now` without time zone.
    """
    if now.tzinfo is None:
        raise ValueError("The demo mailbox needs a time with a time zone.")
    room = Mailroom(seed, now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0))
    write_bulk(room)
    write_lists(room)
    write_invitations(room)
    write_specials(room)
    write_threads(room, _TOTAL)
    threads = write_mbox(path, room.letters, seed)
    return DemoMailbox(
        path=path,
        owner_address=OWNER.address,
        owner_name=OWNER.name,
        messages=len(room.letters),
        threads=threads,
        people=len(people()),
        companies=len(companies()),
        size=path.stat().st_size,
        newest=max(letter.at for letter in room.letters),
    )

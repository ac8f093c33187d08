"""Kill -9 a worker in the midst of erasing: another goes on, and what is known from elsewhere is counted right."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from base.settings import Settings
from models.contracts.accounts.principals import Principal
from models.contracts.mail.mailboxes import MailboxRef, MailboxStatus, Provider
from models.queries.mail.mailboxes import BeingErased, MailboxQueries
from services.mail.message_rows import message_id
from services.mail.object_cache import CachedObject
from services.wiring import Services
from tests.faults.test_kill import worker
from tests.owner import ROBIN, Letter, Owner

MESSAGES = 3_000
PIECE = 500  # letters that are stored at a time


def letters(count: int, key: str) -> list[Letter]:
    """From and to forty people, in threads of five."""
    found = []
    for number in range(count):
        person = f"Person {number % 40} <person{number % 40}@company{number % 7}.example>"
        ways = (ROBIN, person) if number % 3 == 0 else (person, ROBIN)
        labels = ("SENT",) if number % 3 == 0 else ("INBOX",)
        found.append(Letter(f"{key}{number}", ways[0], ways[1], labels=labels, thread=f"{key}{number // 5}"))
    return found


async def known(owner: Owner, ref: MailboxRef) -> int:
    """Messages in the ledger of a mailbox."""
    rows = await owner.rows(
        "SELECT count(*) FROM ledger WHERE user_id = :user_id AND mailbox_id = :mailbox", mailbox=ref.mailbox_id
    )
    return int(rows[0][0])


async def until(owner: Owner, ref: MailboxRef, holds: Callable[[int], bool]) -> None:
    """Wait until it holds of the messages that are known."""
    async with asyncio.timeout(120):
        while not holds(await known(owner, ref)):
            await asyncio.sleep(0.02)


async def test_erasing_goes_on_where_a_killed_worker_stopped(settings: Settings, tmp_path: Path) -> None:
    services = await Services.build(settings.model_copy(update={"heartbeat": 2, "home": tmp_path}))
    configured = services.core.settings
    owner = await Owner.create(services)
    other = await Owner.create(services, "ida@northwind.example")
    kept = await owner.mailbox("other@marlow.example")
    await owner.receive(*letters(60, "kept"), ref=kept)
    await other.receive(*letters(60, "kept"))
    await owner.learn()
    await other.learn()
    before, others = (await owner.numbers(), await owner.interactions()), await other.numbers()

    doomed, mail = owner.refs[0], letters(MESSAGES, "doomed")
    for begin in range(0, MESSAGES, PIECE):
        await owner.receive(*mail[begin : begin + PIECE], ref=doomed)
    await owner.learn()
    assert await owner.numbers() != before[0]
    for number in range(20):
        piece = CachedObject(doomed, message_id(doomed.mailbox_id, f"doomed{number}"), "raw")
        await services.mail.object_cache.write(piece, b"mail")
    assert len(list((tmp_path / "objects").rglob("*.*")) or list((tmp_path / "objects").rglob("*"))) >= 20

    principal = Principal.person(owner.user_id)
    job_id = await services.privacy.disconnection.disconnect(principal, doomed.mailbox_id, erase=True)
    with worker(configured, tmp_path / "worker.log"):
        await until(owner, doomed, lambda left: left < MESSAGES)
    left = await known(owner, doomed)
    assert 0 < left < MESSAGES, "it was killed in the midst of it"
    shown = await services.gmail.mailboxes.one(principal, doomed.mailbox_id)
    assert shown.status is MailboxStatus.ERASING
    with pytest.raises(BeingErased):
        async with services.core.database.tenant(owner.user_id) as session:
            await MailboxQueries(session, owner.user_id).connect(doomed.mailbox_id, Provider.MBOX, ROBIN, None, [])

    with worker(configured, tmp_path / "worker.log"):
        await until(owner, doomed, lambda left: left == 0)
        handle = services.core.client.get_workflow_handle(job_id)
        async with asyncio.timeout(60):
            await handle.result()
    assert (await owner.numbers(), await owner.interactions()) == before
    assert await other.numbers() == others
    assert [path for path in (tmp_path / "objects").rglob("*") if path.is_file()] == []
    assert await owner.rows("SELECT 1 FROM mailboxes WHERE user_id = :user_id AND erasing_at IS NOT NULL") == []
    assert await owner.rows("SELECT 1 FROM directory_effects WHERE user_id = :user_id") == []
    await services.close()

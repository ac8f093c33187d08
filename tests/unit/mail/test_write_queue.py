"""The line between fetching and storing: nothing is lost, little is kept in memory, and few transactions are made."""

import asyncio
import random
from typing import Any, cast

import pytest

from base.heartbeat import heart
from base.ids import new_id
from models.contracts.mail.mailboxes import MailboxRef
from services.mail.storing import BATCH_BYTES, BATCH_MESSAGES, Batch, MailStore, Stored
from services.mail.write_queue import WriteQueue

REF = MailboxRef(user_id=new_id(), mailbox_id=new_id())


class Store:
    """Notes what it is given; each batch takes a while, and one may be refused."""

    def __init__(self, refused: int = 0) -> None:
        self.batches: list[Batch] = []
        self.refused = refused

    async def store_payloads(self, ref: MailboxRef, batch: Batch) -> Stored:
        await asyncio.sleep(0.002)
        if self.refused:
            self.refused -= 1
            raise RuntimeError("The database is away.")
        self.batches.append(batch)
        return Stored(stored=len(batch.payloads), gone=len(batch.gone), units=batch.units)


def batch(*numbers: int) -> Batch:
    return Batch([{"id": number} for number in numbers], gone=[f"g{numbers[:1]}"], units=20 * len(numbers))


def line_to(store: Store) -> WriteQueue:
    return WriteQueue(cast("MailStore", store), REF)


@pytest.mark.parametrize("seed", range(10))
async def test_everything_is_stored_once_in_order_and_in_bounded_batches(seed: int) -> None:
    chance, store, told = random.Random(seed), Store(), list[int]()
    line, number = line_to(store), 0
    batches = chance.randint(1, 20)
    with heart(told.append):
        for _ in range(batches):
            size = chance.choice([1, 40, 150, 450])
            await line.put(batch(*range(number, number + size)))
            number += size
            await asyncio.sleep(chance.choice([0, 0.001, 0.005]))
        total = await line.end()
    stored: list[Any] = [payload["id"] for one in store.batches for payload in one.payloads]
    assert stored == list(range(number))
    assert (total.stored, total.units, total.gone) == (number, 20 * number, batches)
    assert all(len(one.payloads) <= BATCH_MESSAGES for one in store.batches)
    assert told[-1] == number


async def test_what_came_meanwhile_is_stored_together() -> None:
    store = Store()
    line = line_to(store)
    for number in range(6):
        await line.put(batch(number))
        await asyncio.sleep(0)  # the first is under way
    await line.end()
    assert [len(one.payloads) for one in store.batches] == [1, 5]


async def test_large_mail_is_stored_in_small_pieces() -> None:
    store = Store()
    line = line_to(store)
    mails = [{"id": n, "payload": {"parts": [{"body": {"data": "x" * (BATCH_BYTES // 2 - 10)}}]}} for n in range(7)]
    await line.put(Batch(mails[:1]))
    for one in range(1, 7, 3):
        await line.put(Batch(mails[one : one + 3]))
    await line.end()
    assert [payload["id"] for one in store.batches for payload in one.payloads] == list(range(7))
    assert max(len(one.payloads) for one in store.batches) == 2


async def test_what_came_is_stored_though_the_fetching_is_cancelled() -> None:
    store, number = Store(), 0

    async def fetch() -> None:
        nonlocal number
        line = line_to(store)
        try:
            while True:
                await line.put(batch(*range(number, number + 150)))
                number += 150
        finally:
            await line.end()

    fetching = asyncio.create_task(fetch())
    await asyncio.sleep(0.05)
    fetching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await fetching
    stored = [payload["id"] for one in store.batches for payload in one.payloads]
    assert stored == list(range(len(stored)))
    assert len(stored) >= number >= 150


async def test_who_cannot_store_is_heard_by_the_next_batch_which_is_stored_at_the_end() -> None:
    store = Store(refused=1)
    line = line_to(store)
    await line.put(batch(1))
    await asyncio.sleep(0.02)
    with pytest.raises(RuntimeError, match="database is away"):
        await line.put(batch(2))
    assert (await line.end()).stored == 1
    assert [one.payloads for one in store.batches] == [[{"id": 2}]]


async def test_who_cannot_store_is_heard_at_the_end() -> None:
    line = line_to(Store(refused=1))
    await line.put(batch(1))
    with pytest.raises(RuntimeError, match="database is away"):
        await line.end()

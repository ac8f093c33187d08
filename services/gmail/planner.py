"""What to ask Gmail for, at the lowest price: a thread whole, or its messages one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.mail.storing import BATCH_BYTES, BATCH_MESSAGES

# Google advises at most 50 calls in a batch. Parts count as concurrent requests: leave room for live mail.
BATCH_PARTS = 40
FIRST_MESSAGES = 40  # of a batch when nothing is known of their size


@dataclass(frozen=True)
class LedgerEntry:
    """A listed message. `root_known`: the thread's oldest message is in the ledger, so all of it is."""

    source_id: str
    thread_id: str
    root_known: bool = True


@dataclass(frozen=True)
class Fetch:
    """One call: `threads.get` of `thread_id` where `whole`, else `messages.get` of the only message."""

    thread_id: str
    source_ids: tuple[str, ...]
    whole: bool
    units: int


def plan(wanted: Iterable[LedgerEntry], *, message_units: int, thread_units: int) -> list[Fetch]:
    """The cheapest calls for `wanted`, in the order in which their threads first appear.

    A thread with k wanted messages costs min(k · message_units, thread_units); at a tie the thread, one call
    instead of k. One whose root is not known yet has older messages that the listing has not reached: it is
    fetched whole at once, since paying for one message now and the thread later would cost more.
    """
    threads: dict[str, list[LedgerEntry]] = {}
    for message in wanted:
        threads.setdefault(message.thread_id, []).append(message)
    fetches: list[Fetch] = []
    for thread_id, messages in threads.items():
        ids = tuple(message.source_id for message in messages)
        if len(ids) * message_units >= thread_units or not messages[0].root_known:
            fetches.append(Fetch(thread_id, ids, True, thread_units))
        else:
            fetches.extend(Fetch(thread_id, (source_id,), False, message_units) for source_id in ids)
    return fetches


class Sizes:
    """How many messages a batch may have, by the size of those that came lately: nobody tells it before."""

    def __init__(self) -> None:
        self.messages = FIRST_MESSAGES

    def learn(self, sizes: Sequence[int]) -> None:
        """A batch had messages of so many bytes each."""
        if sizes:
            self.messages = max(1, min(BATCH_MESSAGES, BATCH_BYTES * len(sizes) // max(sum(sizes), 1)))


def first_batch(fetches: Sequence[Fetch], *, parts: int, units: int, messages: int = BATCH_MESSAGES) -> list[Fetch]:
    """The first of `fetches`: at least one, and no more than are so many parts, units and messages."""
    batch: list[Fetch] = []
    for fetch in fetches[: min(parts, BATCH_PARTS)]:
        messages -= len(fetch.source_ids)
        units -= fetch.units
        if batch and (messages < 0 or units < 0):
            break
        batch.append(fetch)
    return batch

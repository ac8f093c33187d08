"""Which +tags are one person's, by what mail shows: the same whole name in From, with two tags or with and without one.

Without that "family+ann@…" and "family+bo@…" stay two. As with names, what a mail has shown stays when that mail
goes, as long as there is anybody of that address. At Gmail a tag never means anybody else: see `spellings`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from base.folding import fold
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.tags import Signature, TagQueries
from services.people.names import FULL, best_name


async def learn_tags(tags: TagQueries, contacts: IdentityChanges, identity_ids: Collection[UUID]) -> set[UUID]:
    """Make tags of these contacts their base's where mail shows it, and have their mail looked at anew.

    Returns the mailboxes that have some.
    """
    shown = same_people(await tags.signatures(identity_ids))
    if not shown:
        return set()
    await tags.learn(shown.values())
    return await contacts.disown(shown)


def same_people(signatures: Iterable[Signature]) -> dict[UUID, str]:
    """The contacts, with their addresses, whose tags are another contact's of the same name."""
    written: dict[tuple[str, str], dict[UUID, str]] = defaultdict(dict)
    for one in signatures:
        name, rank = best_name(one.name, one.address)
        if rank == FULL:
            written[one.shortest, fold(name)][one.identity_id] = one.address
    return {
        identity_id: address
        for (shortest, _), contacts in written.items()
        if len(contacts) > 1
        for identity_id, address in contacts.items()
        if address != shortest
    }

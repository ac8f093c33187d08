"""Who counts as a person, a list or a machine in real mail, and why: so that it can be looked at by eye."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from base.ids import new_id
from bench.people_mail import Read, mail_of
from services.people.aggregation import interaction_rows, summarise
from services.people.display_names import shares_word
from services.people.participants import MACHINE, OwnAddresses, participations

# By `contacts.kind_rank`.
KINDS = ["person", "list", "person", "machine", "list", "person", "machine", "list"]
WHY = ["named", "beside lists", "named", "name", "called so", "wrote", "address", "came through"]


def who_is_in(path: Path, addresses: Sequence[str], only: str | None, *, is_unsure: bool) -> None:
    """Prints a line for each address: kind, why, mails, name, address, and the subject of a mail by it."""
    own, user_id = OwnAddresses(addresses), new_id()
    mail = list(mail_of(path))
    found = [part for one in mail for part in participations(one.row, own)]
    rows = interaction_rows(user_id, new_id(), found)
    contacts, _ = summarise(user_id, found, rows, {(row.identity_id, row.message_key) for row in rows})
    mails = Counter(row.identity_id for row in rows)
    wrote: dict[str, Read] = {one.row.sender["address"]: one for one in mail if one.row.sender}
    causes = defaultdict(set)
    for one in mail:
        if one.row.sender and one.automation:
            causes[one.row.sender["address"]].add(one.automation)
    for contact in sorted(contacts, key=lambda one: (KINDS[one.kind_rank], one.kind_rank, one.address)):
        kind, address = KINDS[contact.kind_rank], contact.spelling
        unsure = kind == "person" and not (" " in contact.name and shares_word(contact.name, address))
        if only in {None, kind} and (unsure or not is_unsure):
            why = WHY[contact.kind_rank]
            if contact.kind_rank == MACHINE and causes[address]:
                why = ", ".join(sorted(causes[address]))
            subject = wrote[address].subject if address in wrote else ""
            named = f"{contact.name:.40} <{address:.60}>"
            print(f"{kind:8}{why:17.17}{mails[contact.id]:5}  {named:70}  {subject:.50}")
    kinds = Counter(KINDS[contact.kind_rank] for contact in contacts)
    print(f"{len(mail)} mails:", ", ".join(f"{kinds[kind]} of kind {kind}" for kind in sorted(kinds)))

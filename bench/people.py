"""Who counts as a person, a list or a machine in an mbox: `python -m bench.people [MBOX] [--own ADDRESS ...]`.

Reads the file as an import does and learns people as the extraction does, without a database, so that the outcome can
be looked at by eye on any corpus, by default ../shared/mail/ham.mbox. Prints a line for each address (kind, mails,
name, address, company), then how many there are of each kind. `--kind` narrows the lines; `--own` names the owner's
addresses.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import orjson

from base.ids import new_id
from models.queries.people.extraction import MailRow
from services.imports import isolated
from services.imports.letters import MBOX, mbox_letter
from services.imports.mbox import RawMessage, Splitter
from services.people.aggregation import interaction_rows, summarise
from services.people.participants import OwnAddresses, participations
from tests.shared_mail import HAM

KINDS = ["person", "machine", "list", "person", "machine", "list"]  # by `contacts.kind_rank`
CHUNK = 2**20  # bytes read at once


def messages(mbox: Path) -> Iterator[RawMessage]:
    """What is in a file."""
    splitter = Splitter()
    with mbox.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield from splitter.feed(chunk)
    yield from splitter.finish()


def mail_of(mbox: Path) -> Iterator[MailRow]:
    """The messages of a file as the extraction sees them."""
    for number, message in enumerate(messages(mbox)):
        letter = mbox_letter(message)
        if not letter.parts:
            continue
        source, mail = MBOX.opened(letter, isolated.mbox(*letter.parts))
        yield MailRow(
            id=new_id(),
            thread_id=source.thread_id,
            date=source.internal_date,
            sender=orjson.loads(mail.sender) if mail.sender else None,
            recipients=orjson.loads(mail.recipients),
            labels=source.labels,
            outgoing=False,
            automated=mail.automated,
            list_address=mail.list_address,
            message_key=(mail.message_id or str(number)).encode(),
        )


def main() -> None:
    """Reads the file, and prints who is in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mbox", nargs="?", type=Path, default=HAM)
    parser.add_argument("--own", nargs="*", default=[])
    parser.add_argument("--kind", choices=sorted(set(KINDS)))
    asked = parser.parse_args()
    own, user_id = OwnAddresses(asked.own), new_id()
    mail = list(mail_of(asked.mbox))
    found = [part for one in mail for part in participations(one, own)]
    rows = interaction_rows(user_id, new_id(), found)
    contacts, companies = summarise(user_id, found, rows, {(row.contact_id, row.message_key) for row in rows})
    mails, domains = Counter(row.contact_id for row in rows), {row.id: row.domain for row in companies}
    for contact in contacts:
        kind = KINDS[contact.kind_rank]
        if asked.kind in {None, kind}:
            domain = domains[contact.company_id] if contact.company_id else "-"
            print(f"{kind:8}{mails[contact.id]:5}  {contact.name:40.60}  {contact.spelling:50}  {domain}")
    kinds = Counter(KINDS[contact.kind_rank] for contact in contacts)
    print(f"{len(mail)} mails:", ", ".join(f"{kinds[kind]} of kind {kind}" for kind in sorted(kinds)))


if __name__ == "__main__":
    main()

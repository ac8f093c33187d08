"""Who counts as a person, a list or a machine, and why: `python -m bench.people [MAIL] [--own ADDRESS ...]`.

Reads mail as an import does and learns people as the extraction does, without a database, so that the outcome can be
looked at by eye on any corpus: MAIL is an mbox (by default ../shared/mail/ham.mbox), a folder with one mail a file, or
one of bodies and senders as ../shared/mail/signatures. Prints a line for each address: kind,
why, mails, name, address, and the subject of a mail by it; then how many there are of each kind. `--kind` narrows the
lines, `--unsure` to people whose address and name share no word; `--own` names the owner's addresses.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from base.ids import new_id
from models.contracts.mail.messages import Span
from models.queries.people.extraction import MailRow
from services.imports import isolated
from services.imports.letters import MBOX, mbox_letter
from services.imports.mbox import RawMessage, Splitter
from services.mime.automation import automation
from services.mime.mailings import own_words
from services.mime.parts import part_of
from services.people.aggregation import interaction_rows, summarise
from services.people.display_names import shares_word
from services.people.participants import MACHINE, OwnAddresses, participations
from tests.shared_mail import HAM

# By `contacts.kind_rank`.
KINDS = ["person", "list", "person", "machine", "list", "person", "machine", "list"]
WHY = ["named", "beside lists", "named", "name", "called so", "wrote", "address", "came through"]
CHUNK = 2**20  # bytes read at once


@dataclass(frozen=True)
class Read:
    """A mail as the extraction sees it, and what else helps to judge that."""

    row: MailRow
    subject: str
    automation: str  # why it is automated; "" where it is not
    signatures: list[str]  # the texts of its writer's; those of quoted mail are its writers'


def mbox_of(path: Path) -> Iterator[bytes]:
    """The file, or the files of a folder as an mbox."""
    if path.is_file():
        with path.open("rb") as file:
            yield from iter(lambda: file.read(CHUNK), b"")
        return
    bodies = set(path.glob("*.body.txt"))
    for number, mail_path in enumerate(sorted(path.glob("*.sender.txt") if bodies else path.iterdir())):
        mail = mail_path.read_bytes()
        if bodies:
            body = mail_path.with_name(mail_path.name.replace(".sender.", ".body.")).read_bytes()
            mail = b"From: %s\nMessage-ID: <%d@x>\n\n%s" % (mail.strip(), number, body.replace(b"#sig#", b""))
        yield b"From x Thu Jan  1 00:00:00 2015\n" + mail.replace(b"\nFrom ", b"\n>From ").strip() + b"\n\n"


def messages(path: Path) -> Iterator[RawMessage]:
    """What is in a file or a folder."""
    splitter = Splitter()
    for chunk in mbox_of(path):
        yield from splitter.feed(chunk)
    yield from splitter.finish()


def mail_of(path: Path) -> Iterator[Read]:
    """The messages of a file as the extraction sees them."""
    for number, message in enumerate(messages(path)):
        letter = mbox_letter(message)
        if not letter.parts or message.raw is None:
            continue
        source, mail = MBOX.opened(letter, isolated.mbox(*letter.parts))
        body = orjson.loads(mail.body)
        spans = [Span(**one) for one in body["spans"]]
        words = own_words(body["text"], spans)
        signatures = [body["text"][one.start : one.end] for one in spans if one.kind == "signature"]
        row = MailRow(
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
        yield Read(row, mail.subject, automation(part_of(message.raw), mail.list_address, words), signatures)


def main() -> None:
    """Reads the mail, and prints who is in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mail", nargs="?", type=Path, default=HAM)
    parser.add_argument("--own", nargs="*", default=[])
    parser.add_argument("--kind", choices=sorted(set(KINDS)))
    parser.add_argument("--unsure", action="store_true")
    asked = parser.parse_args()
    own, user_id = OwnAddresses(asked.own), new_id()
    mail = list(mail_of(asked.mail))
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
        if asked.kind in {None, kind} and (unsure or not asked.unsure):
            why = WHY[contact.kind_rank]
            if contact.kind_rank == MACHINE and causes[address]:
                why = ", ".join(sorted(causes[address]))
            subject = wrote[address].subject if address in wrote else ""
            named = f"{contact.name:.40} <{address:.60}>"
            print(f"{kind:8}{why:17.17}{mails[contact.id]:5}  {named:70}  {subject:.50}")
    kinds = Counter(KINDS[contact.kind_rank] for contact in contacts)
    print(f"{len(mail)} mails:", ", ".join(f"{kinds[kind]} of kind {kind}" for kind in sorted(kinds)))


if __name__ == "__main__":
    main()

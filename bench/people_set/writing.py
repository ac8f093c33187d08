"""The mails of the labelled set: the same bytes each time, and nothing drawn by chance."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from bench.people_set.reading import OWNER, Address, Mail, Person

OWNERS_NAME = "Lena Winterfeld"
SUBJECTS = [
    "Offer for May",
    "Minutes of Tuesday",
    "A short question",
    "Delivery dates",
    "Thanks for the visit",
    "Plan B",
]
TEXTS = [
    "thank you for the figures. I have looked through them and found two lines that need a second look.",
    "could we move our call to Thursday? In the morning I am at the dentist's.",
    "attached is what we spoke about. Tell me if anything is missing.",
    "the parcel came this morning, all is well. I shall send the papers next week.",
    "short notice, I know: is there still a seat for tomorrow?",
]
CLOSINGS = ["Best regards", "Kind regards", "Best", "Many thanks"]
# How the three lines of a signature are laid out.
LAYOUTS = ["{title}\n{company}\nTel. {phone}", "{title} | {company}\nPhone: {phone}", "{title}, {company}\nM {phone}"]
EACH = 2  # mails from each address, and one to it


@dataclass
class Writer:
    """Gives mails their names, dates and ids."""

    addresses: dict[str, Address]
    count: int = 0

    def mailbox(self, address: str) -> Mailbox:
        """An address with one of its names, the next one each time."""
        if address == OWNER:
            return Mailbox(OWNERS_NAME, addr_spec=address)
        names = self.addresses[address].names
        return Mailbox(names[self.count % len(names)] if names else "", addr_spec=address)

    def mail(
        self, sender: str, recipients: tuple[str, ...], at: datetime, subject: str, answers: EmailMessage | None = None
    ) -> EmailMessage:
        """One mail. The first recipient stands in To, the others in Cc."""
        mail = EmailMessage(policy=SMTP)
        mail["From"] = who = self.mailbox(sender)
        mail["To"] = [self.mailbox(recipients[0])]
        if recipients[1:]:
            mail["Cc"] = [self.mailbox(one) for one in recipients[1:]]
        mail["Date"] = format_datetime(at)
        mail["Subject"] = subject
        mail["Message-ID"] = f"<{self.count}@people-set.example>"
        if answers:
            mail["In-Reply-To"] = mail["References"] = answers["Message-ID"]
        mail.set_content(self.text(sender, who.display_name))
        self.count += 1
        return mail

    def text(self, sender: str, name: str) -> str:
        """What is written, and the signature."""
        text = f"Hello,\n\n{TEXTS[self.count % len(TEXTS)]}\n\n{CLOSINGS[self.count % len(CLOSINGS)]}\n"
        one = self.addresses.get(sender)
        if one is None or not (one.title or one.company or one.phone):
            return text + name.split(" ")[0].strip(",") + "\n"
        layout = LAYOUTS[self.count % len(LAYOUTS)]
        lines = layout.format(title=one.title, company=one.company, phone=one.phone).splitlines()
        kept = [line.strip(" |,") for line in lines]
        bare = {"Tel.", "Phone:", "M", ""}
        return text + "\n".join([name, *(line for line in kept if line not in bare)]) + "\n"


def written(everybody: list[Person], by_hand: list[Mail]) -> Iterator[EmailMessage]:
    """All mails of the set, in no order of time.

    Each address writes twice to the owner, the second time with a colleague of the same domain in Cc where there is
    one, and is written to once. Its years are spread over those mails.
    """
    addresses = {one.address: one for person in everybody for one in person.addresses}
    owners = {one.address: person.number for person in everybody for one in person.addresses}
    at_domain: dict[str, list[str]] = {}
    for address in addresses:
        at_domain.setdefault(address.partition("@")[2], []).append(address)
    writer = Writer(addresses)
    for number, one in enumerate(addresses.values()):
        others = [other for other in at_domain[one.address.partition("@")[2]] if owners[other] != owners[one.address]]
        colleague = (others[number % len(others)],) if others and "mail" not in one.address.partition("@")[2] else ()
        subject = SUBJECTS[number % len(SUBJECTS)]
        first = writer.mail(one.address, (OWNER,), _at(one, 0, number), subject)
        yield first
        yield writer.mail(OWNER, (one.address,), _at(one, 1, number), f"Re: {subject}", first)
        yield writer.mail(
            one.address, (OWNER, *colleague), _at(one, EACH, number), SUBJECTS[(number + 1) % len(SUBJECTS)]
        )
    before: EmailMessage | None = None
    for number, mail in enumerate(by_hand):
        year, month = map(int, mail.month.split("-"))
        at = datetime(year, month, 1 + number % 27, 9, number % 60, tzinfo=UTC)
        before = writer.mail(mail.sender, mail.recipients, at, mail.subject, before if mail.answers else None)
        yield before


def mbox(mails: Iterator[EmailMessage]) -> Iterator[bytes]:
    """The mails as an mbox."""
    for mail in mails:
        text = mail.as_bytes(policy=SMTP.clone(linesep="\n"))
        yield b"From x Thu Jan  1 00:00:00 2015\n" + text.replace(b"\nFrom ", b"\n>From ").strip() + b"\n\n"


def _at(one: Address, place: int, number: int) -> datetime:
    """Spread over the address's years: its first, its middle and its last mail."""
    begin = datetime(one.first, 1, 10, 8, tzinfo=UTC) + timedelta(days=number % 40, hours=number % 9)
    end = datetime(one.last, 10, 1, 8, tzinfo=UTC) + timedelta(days=number % 40, hours=number % 9)
    return begin + (end - begin) * place / EACH

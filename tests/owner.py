"""A user whose mailboxes a test fills itself: mail goes through the parser, the store and the extraction."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from base.clock import now
from base.ids import derived_id
from models.contracts.accounts.principals import Principal
from models.contracts.mail.mailboxes import MailboxRef, MailboxStatus, Provider
from models.contracts.people.contacts import Contact
from models.contracts.people.extraction import ExtractionInput
from models.queries.mail.aliases import AliasQueries
from models.queries.mail.ledger import LedgerQueries
from models.queries.mail.mailboxes import MailboxQueries
from models.queries.mail.storing import StoringQueries
from models.queries.people.extraction import ExtractionQueries
from models.queries.people.strength import recompute_strength
from services.core.keyring import Keyring
from services.mail.message_rows import message_id, message_row
from services.mail.prepared import prepare
from services.mail.source import Source
from services.mail.storing import Batch, MailStore
from services.mime.parsing import parse
from services.mime.parts import part_of
from services.wiring import Services

ROBIN = "robin@marlow.example"
START = datetime(2026, 6, 1, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Letter:
    """A mail to store. The same `key` is the same mail, in whichever mailbox."""

    key: str
    sender: str
    to: str = ROBIN
    date: datetime = START
    labels: tuple[str, ...] = ("INBOX",)
    subject: str = ""
    text: str = "hello"
    headers: str = ""
    thread: str | None = None
    source_id: str | None = None  # decides when the extraction comes to it

    @property
    def raw(self) -> bytes:
        """As it was sent."""
        head = f"Message-ID: <{self.key}@mail.example>\nFrom: {self.sender}\nTo: {self.to}\nSubject: {self.subject}\n"
        return f"{head}{self.headers}Content-Type: text/plain; charset=utf-8\n\n{self.text}\n".encode()


@dataclass
class Owner:
    """One user."""

    services: Services
    user_id: UUID
    keyring: Keyring
    store: MailStore
    refs: list[MailboxRef] = field(default_factory=list)

    @classmethod
    async def create(cls, services: Services, email: str = ROBIN) -> "Owner":
        """A user with one mailbox."""
        user_id = await services.accounts.sign_in.ensure_user(email)
        owner = cls(services, user_id, services.core.keyring, services.mail.store)
        await owner.mailbox(email)
        return owner

    async def mailbox(self, address: str) -> MailboxRef:
        """A mailbox more, of which no more mail is on its way."""
        ref = MailboxRef(user_id=self.user_id, mailbox_id=derived_id(self.user_id, "mailbox", address))
        async with self.services.core.database.tenant(self.user_id) as session:
            await MailboxQueries(session, self.user_id).connect(ref.mailbox_id, Provider.MBOX, address, None, [])
        await self.services.mail.status_board.show(ref, MailboxStatus.HEALTHY)
        self.refs.append(ref)
        return ref

    async def add_alias(self, address: str) -> None:
        """The owner says that this address is theirs."""
        async with self.services.core.database.tenant(self.user_id) as session:
            await AliasQueries(session, self.refs[0]).add(address)

    async def revoke_alias(self, address: str) -> None:
        """The owner says that it is not."""
        async with self.services.core.database.tenant(self.user_id) as session:
            assert await AliasQueries(session, self.refs[0]).revoke(address)

    async def receive(self, *letters: Letter, ref: MailboxRef | None = None) -> list[UUID]:
        """Store mail. Returns the messages' ids."""
        ref = ref or self.refs[0]
        keys, own = await self.services.mail.ingestion.context(ref)
        rows = []
        for letter in letters:
            source_id = letter.source_id or letter.key
            source = Source(source_id, letter.thread or letter.key, letter.date, 0, list(letter.labels), 100)
            rows.append(message_row(ref.mailbox_id, own, keys, source, prepare(parse(part_of(letter.raw)))))
        await self.store.store(ref, rows, {}, Batch([]))
        return [row.id for row in rows]

    async def learn(self) -> None:
        """Extract until no mailbox has anything left, as the workflows do that start one another."""
        for _ in range(20):
            for ref in self.refs:
                await self.services.people.extraction.run(ExtractionInput(mailbox=ref))
            async with self.services.core.database.tenant(self.user_id) as session:
                if not any([await ExtractionQueries(session, ref).any_pending() for ref in self.refs]):
                    return
        raise AssertionError("extraction does not come to an end")

    @property
    def me(self) -> Principal:
        """Acting themselves."""
        return Principal.person(self.user_id)

    async def delete(self, *source_ids: str, ref: MailboxRef | None = None) -> None:
        """Mail is deleted at the source."""
        await self.store.store(ref or self.refs[0], [], {}, Batch([], gone=list(source_ids)))

    async def relabel(
        self, source_id: str, *, added: Sequence[str] = (), removed: Sequence[str] = (), ref: MailboxRef | None = None
    ) -> None:
        """Labels change at the source."""
        ref = ref or self.refs[0]
        async with self.services.core.database.tenant(self.user_id) as session:
            await StoringQueries(session, ref).relabel(
                message_id(ref.mailbox_id, source_id), added=added, removed=removed, history_id=1
            )
            await LedgerQueries(session, ref).look_again([source_id])

    async def look_again(self) -> None:
        """Everything that is stored is to be looked at anew."""
        await self.rows("UPDATE ledger SET extracted = false WHERE user_id = :user_id RETURNING 1")

    async def people(self, **options: Any) -> dict[str, Contact]:
        """All people by address."""
        found, _ = await self.services.people.contacts.contacts(self.me, limit=1_000, **options)
        return {contact.address: contact for contact in found}

    async def rows(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of a question as this user."""
        async with self.services.core.database.tenant(self.user_id) as session:
            found = await session.execute(text(statement), {"user_id": self.user_id} | values)
            return [tuple(row) for row in found]

    async def numbers(self) -> dict[str, tuple[Any, ...]]:
        """What is counted of each contact: traffic, weights as of one moment, and when it was."""
        rows = await self.rows(
            """SELECT address, sent, received, kith_decayed(sent_weight, weighed_at, :at),
                      kith_decayed(received_weight, weighed_at, :at), weighed_at, first_at, last_at
               FROM identities WHERE user_id = :user_id""",
            at=now().replace(hour=0, minute=0, second=0, microsecond=0),
        )
        return {row[0]: (*row[1:3], *(round(weight, 9) for weight in row[3:5]), *row[5:]) for row in rows}

    async def faces(self) -> dict[str, tuple[Any, ...]]:
        """What is known of each contact beside numbers: kind, name, company."""
        rows = await self.rows(
            """SELECT c.address, c.kind_rank, c.name, c.name_rank, c.name_at, c.folded_name, o.domain
               FROM identities c LEFT JOIN companies o ON o.user_id = :user_id AND o.id = c.company_id
               WHERE c.user_id = :user_id"""
        )
        return {row[0]: row[1:] for row in rows}

    async def strengths(self, *, anew: bool = False) -> dict[str, list[tuple[Any, ...]]]:
        """What strength is made of and what it is, as it was kept, or counted anew."""
        found: dict[str, list[tuple[Any, ...]]] = {}
        async with self.services.core.database.tenant(self.user_id) as session:
            if anew:
                await recompute_strength(session, self.user_id)
            for table in ("person_months", "persons"):
                rows = await session.execute(
                    text(f"SELECT * FROM {table} WHERE user_id = :user_id ORDER BY {table}"),  # noqa: S608
                    {"user_id": self.user_id},
                )
                found[table] = [tuple(row) for row in rows]
        return found

    async def interactions(self) -> list[tuple[Any, ...]]:
        """Who took part in what, without ids, which differ from user to user."""
        return await self.rows(
            """SELECT c.address, i.at, i.direction, i.role, i.weight FROM interactions i
               JOIN identities c ON c.user_id = :user_id AND c.id = i.identity_id
               WHERE i.user_id = :user_id ORDER BY 1, 2, 3, 4, 5"""
        )

    async def domains(self) -> list[str]:
        """The companies' domains."""
        return [row[0] for row in await self.rows("SELECT domain FROM companies WHERE user_id = :user_id ORDER BY 1")]


async def pages(ask: Callable[..., Awaitable[tuple[list[Any], str | None]]]) -> list[Any]:
    """Everything in a list that comes in pages."""
    found: list[Any] = []
    cursor: str | None = None
    for _ in range(100):
        items, cursor = await ask(cursor=cursor)
        found += items
        if cursor is None:
            return found
        assert items
    raise AssertionError("this list does not end")

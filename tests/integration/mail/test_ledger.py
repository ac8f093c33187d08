"""The ledger's order: what is fetched first."""

from base.ids import new_id
from base.settings import Settings
from models.contracts.mail.mailboxes import MailboxRef, Provider
from models.database import Database
from models.queries.accounts.users import UserQueries
from models.queries.mail.ledger import LedgerQueries
from models.queries.mail.mailboxes import MailboxQueries

LISTED = [("m0", "t0"), ("m1", "t1"), ("m2", "t2"), ("m3", "t0"), ("m4", "t4"), ("m5", "t1"), ("m6", "t6")]


async def order(settings: Settings, *, newest: int | None) -> list[str]:
    """Ids in the order they are wanted, of a mailbox whose m4 and m5 were sent by its owner."""
    database = Database(settings.database_url)
    ref = MailboxRef(user_id=new_id(), mailbox_id=new_id())
    async with database.tenant(ref.user_id) as session:
        await UserQueries(session, ref.user_id).save("robin@marlow.example", "Robin", None)
        queries = MailboxQueries(session, ref.user_id)
        await queries.connect(ref.mailbox_id, Provider.GMAIL, "robin@marlow.example", None, [])
        ledger = LedgerQueries(session, ref)
        await ledger.add(LISTED, generation=1, position=0)
        await ledger.mark_sent(["m4", "m5"])
        rows = await ledger.wanted(newest=newest, most=100)
    await database.close()
    return [row[0] for row in rows]


async def test_threads_with_sent_mail_come_first_then_the_newest(database: Settings) -> None:
    assert await order(database, newest=None) == ["m4", "m1", "m5", "m0", "m3", "m2", "m6"]


async def test_before_the_list_is_complete_only_the_newest_are_wanted(database: Settings) -> None:
    assert await order(database, newest=2) == ["m0", "m3", "m1", "m5"]

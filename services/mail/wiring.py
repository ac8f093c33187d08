"""Mail that is stored and read."""

from dataclasses import dataclass

from services.core.wiring import CoreServices
from services.mail.aliases import Aliases
from services.mail.attachment_prefetch import PrefetchQueue, PrefetchRule
from services.mail.follower import MailFollower
from services.mail.ingestion import Ingestion
from services.mail.late_parts import LateParts
from services.mail.mailbox_status import MailboxStatusBoard
from services.mail.object_cache import ObjectCache
from services.mail.reading import Mail
from services.mail.storing import MailStore


@dataclass(frozen=True)
class MailServices:
    """Storing and reading, whatever mail comes from."""

    store: MailStore
    ingestion: Ingestion
    reading: Mail
    aliases: Aliases
    object_cache: ObjectCache
    late_parts: LateParts
    prefetch_queue: PrefetchQueue
    status_board: MailboxStatusBoard

    @classmethod
    def build(cls, core: CoreServices, follower: MailFollower) -> "MailServices":
        """From settings and what stands below; `follower` is told of what is deleted."""
        rule = PrefetchRule(int(core.settings.attachments_ahead), core.settings.attachments_ahead_days)
        ingestion = Ingestion(core.database, core.keyring, core.isolation, rule)
        object_cache = ObjectCache(core.database, core.keyring, core.objects)
        return cls(
            store=MailStore(core.database, ingestion, follower),
            ingestion=ingestion,
            reading=Mail(core.database, core.keyring, core.isolation),
            aliases=Aliases(core.database, core.starter),
            object_cache=object_cache,
            late_parts=LateParts(core.database, core.keyring, object_cache, core.starter),
            prefetch_queue=PrefetchQueue(core.database, core.starter),
            status_board=MailboxStatusBoard(core.database),
        )

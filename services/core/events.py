"""Events of those who have no transaction of their own to say them in."""

from uuid import UUID

from models.contracts.core.jobs import Event
from models.database import Database
from models.queries.core import domain_events


class Events:
    """Says them in a transaction that does nothing else."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def emit(self, user_id: UUID, event: Event) -> None:
        """The same id is the same event."""
        async with self._database.tenant(user_id) as session:
            domain_events.record(session, user_id, event.type, event.data, event.id)

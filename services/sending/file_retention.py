"""Files that were attached and never sent are erased after a week, whoever's they are."""

from models.database import Database
from models.queries.sending.files import FileQueries
from services.core.retention import erase_due


class FileRetention:
    """Looks at those that have waited for as long as they may. What is in a mail stays with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def sweep(self) -> int:
        """Erase those that are in no mail. Returns how many."""
        return await erase_due(
            self._database,
            "directory_outbox_files",
            "file_id",
            lambda session, user_id, ids: FileQueries(session, user_id).remove_unsent(ids),
        )

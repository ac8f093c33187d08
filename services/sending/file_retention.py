"""Files that were attached and never sent are erased after a week, whoever's they are."""

from collections import defaultdict
from uuid import UUID

from models.database import Database
from models.queries.sending.due_files import DueFileQueries
from models.queries.sending.files import FileQueries

_AT_ONCE = 100  # files


class FileRetention:
    """Looks at those that have waited for as long as they may. What is in a mail stays with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def sweep(self) -> int:
        """Erase those that are in no mail. Returns how many."""
        total = 0
        while True:
            async with self._database.directory() as session:
                due = await DueFileQueries(session).take(_AT_ONCE)
            files: dict[UUID, list[UUID]] = defaultdict(list)
            for user_id, file_id in due:
                files[user_id].append(file_id)
            for user_id, ids in files.items():
                async with self._database.tenant(user_id) as session:
                    total += await FileQueries(session, user_id).remove_unsent(ids)
            if len(due) < _AT_ONCE:
                return total

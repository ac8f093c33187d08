"""How much one person may upload: bytes that are kept, and files on their way at a time."""

from datetime import timedelta
from uuid import UUID

from base.errors import Conflict, TooLarge
from models.database import Database
from models.queries.imports.reservations import ReservationQueries

MOST_OPEN = 3  # uploads of one person on their way
STEP = 64 * 1024 * 1024  # bytes that are reserved at a time, where nobody said how large the file is
_SILENT = timedelta(hours=1)  # after which an upload is taken for dead: every step of one tells that it lives


class UploadQuotaExceeded(TooLarge):
    """You have used up what this Kith keeps of files for one person."""


class TooManyUploads(Conflict):
    """You are uploading several files already. Wait until one of them is here."""


class Reservation:
    """What one upload may take. `grow` as it arrives, `release` at its end."""

    def __init__(self, quota: "UploadQuota", user_id: UUID, upload_id: UUID, size: int) -> None:
        self._quota = quota
        self._user_id = user_id
        self._upload_id = upload_id
        self._size = size

    async def grow(self, size: int) -> None:
        """So many bytes have come. Raises UploadQuotaExceeded."""
        if size > self._size:
            self._size = await self._quota.resize(self._user_id, self._upload_id, self._size, size + STEP)

    async def release(self) -> None:
        """It is an import now, or nothing."""
        await self._quota.release(self._user_id, self._upload_id)


class UploadQuota:
    """Counts in one transaction of a user at a time, so that several uploads at once cannot pass it together."""

    def __init__(self, database: Database, limit: int) -> None:
        """`limit` in bytes, for each person."""
        self._database = database
        self._limit = limit

    async def reserve(self, user_id: UUID, upload_id: UUID, declared: int | None) -> Reservation:
        """Begin an upload of `declared` bytes, if its size is known. Raises UploadQuotaExceeded, TooManyUploads."""
        async with self._database.tenant(user_id) as session:
            queries = ReservationQueries(session, user_id)
            await queries.alone()
            await queries.forget(_SILENT)
            if await queries.open() >= MOST_OPEN:
                raise TooManyUploads
            self._expect(await queries.used(), declared or 1)
            queries.add(upload_id, declared or 0)
        return Reservation(self, user_id, upload_id, declared or 0)

    async def use(self, user_id: UUID) -> tuple[int, int]:
        """(bytes that are used or reserved, bytes that may be)."""
        async with self._database.tenant(user_id) as session:
            return await ReservationQueries(session, user_id).used(), self._limit

    async def resize(self, user_id: UUID, upload_id: UUID, before: int, size: int) -> int:
        """Reserve more, up to what is left. Returns how much that is in all. Raises UploadQuotaExceeded."""
        async with self._database.tenant(user_id) as session:
            queries = ReservationQueries(session, user_id)
            await queries.alone()
            others = await queries.used() - before
            self._expect(others, size - STEP)
            size = min(size, self._limit - others)
            await queries.resize(upload_id, size)
        return size

    async def release(self, user_id: UUID, upload_id: UUID) -> None:
        """Give back what was reserved."""
        async with self._database.tenant(user_id) as session:
            await ReservationQueries(session, user_id).remove(upload_id)

    def _expect(self, used: int, more: int) -> None:
        if used + more > self._limit:
            raise UploadQuotaExceeded(
                f"Kith keeps at most {_shown(self._limit)} of files for each person; {_shown(used)} of yours are here "
                "or on their way. Erase an import, or ask whoever runs Kith for more (KITH_UPLOAD_QUOTA).",
                field="file",
            )


def _shown(size: int) -> str:
    value, unit = float(size), "bytes"
    for larger in ("KB", "MB", "GB", "TB"):
        if value >= 1000:
            value, unit = value / 1000, larger
    return f"{value:.3g} {unit}"

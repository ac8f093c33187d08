"""Address books from outside mail: files that were imported, and what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ColumnTarget(StrEnum):
    """What a column of a table says of people. Parts of a name or of a postal address are put together."""

    NAME = "name"
    GIVEN_NAME = "given_name"
    MIDDLE_NAME = "middle_name"
    FAMILY_NAME = "family_name"
    EMAIL = "email"
    PHONE = "phone"
    COMPANY = "company"
    TITLE = "title"
    ADDRESS = "address"
    STREET = "street"
    CITY = "city"
    REGION = "region"
    POSTAL_CODE = "postal_code"
    COUNTRY = "country"
    LOCATION = "location"
    URL = "url"
    BIRTHDAY = "birthday"
    NOTE = "note"
    HANDLE = "handle"
    CUSTOM = "custom"  # a field of the owner's own, called as the column is


class FileKind(StrEnum):
    """What a file of people is."""

    VCARD = "vcard"
    CSV = "csv"


class FileFormat(StrEnum):
    """Whose export it is: those of a known one need no mapping of columns."""

    VCARD = "vcard"
    GOOGLE = "google"
    OUTLOOK = "outlook"
    LINKEDIN = "linkedin"  # Connections.csv of its data export
    KITH = "kith"
    OTHER = "other"


class ContactImportState(StrEnum):
    """How far an import is."""

    MAPPING = "mapping"  # its owner has to say what the columns are
    READING = "reading"
    DONE = "done"
    FAILED = "failed"  # with a reason; it can be tried again
    CANCELLED = "cancelled"  # by its owner, midway: it can go on, or be taken back
    UNDOING = "undoing"
    UNDONE = "undone"


@dataclass(frozen=True, kw_only=True)
class ContactImport:
    """A file of people, and what became of it. The counts are of cards, or of lines of a table."""

    id: UUID
    kind: FileKind
    format: FileFormat
    filename: str
    size: int  # bytes
    state: ContactImportState
    reason: str | None  # why it failed
    total: int  # in the file; 0 as long as nobody has looked
    read: int
    made: int  # people whom nobody here knew
    joined: int  # said something of people who are here
    refused: int  # said of nobody whom Kith could know: see the problems
    problems: int
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ImportProblem:
    """What of a file could not be taken, and how to mend it. `field` is a column's or a property's name, or empty."""

    line: int  # of the file, the first is 1
    field: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PreviewColumn:
    """A column of a table: its name, its first values, and what it seems to say."""

    name: str
    samples: Sequence[str]
    target: ColumnTarget | None


@dataclass(frozen=True, kw_only=True)
class TablePreview:
    """The beginning of a table, for its owner to say what the columns are."""

    columns: Sequence[PreviewColumn]
    rows: int  # in the file, without the line of names


@dataclass(frozen=True, kw_only=True)
class ContactImportStep:
    """Result of `contacts.import_file` and ContactImportWorkflow: of `total` cards or lines, `done` are done."""

    done: int
    total: int
    complete: bool


@dataclass(frozen=True, kw_only=True)
class ContactImportFailure:
    """Input of `contacts.stop_import`: why it ended; None where its owner wanted so."""

    user_id: UUID
    import_id: UUID
    reason: str | None

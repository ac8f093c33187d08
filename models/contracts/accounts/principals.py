"""Who acts, in whose data, and what can be done: a principal is never just the id of a user."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    """What kind of actor it is."""

    PERSON = "person"  # in a session, or at the operator's terminal
    SCHEDULE = "schedule"  # Kith by itself
    TOKEN = "token"  # noqa: S105 - a program with a person's token
    AGENT = "agent"


class Action(StrEnum):
    """What is done. A token's scopes are some of these, by their values."""

    READ_MAIL = "read:mail"
    WRITE_MAIL = "write:mail"
    READ_PEOPLE = "read:people"
    WRITE_PEOPLE = "write:people"
    READ_MAILBOXES = "read:mailboxes"
    SYNC_MAILBOXES = "write:mailboxes"
    IMPORT_MAIL = "write:imports"
    READ_JOBS = "read:jobs"
    WRITE_JOBS = "write:jobs"
    READ_EVENTS = "read:events"
    READ_SELF = "read:self"
    CONNECT_MAILBOXES = "connect:mailboxes"
    MANAGE_ACCOUNT = "manage:account"
    MANAGE_DEPLOYMENT = "manage:deployment"


@dataclass(frozen=True, kw_only=True)
class Principal:
    """Who acts. Row-level security reads `tenant_id`; `authorize` decides by the rest."""

    kind: ActorKind
    id: UUID  # the person's, the token's, the agent's; a schedule has its tenant's
    tenant_id: UUID  # the user whose data it is
    scopes: frozenset[Action] = frozenset()  # of a token or an agent: a person needs none
    is_owner: bool = False  # of the deployment

    @classmethod
    def person(cls, user_id: UUID, *, is_owner: bool = False) -> "Principal":
        """A person, in data of their own."""
        return cls(kind=ActorKind.PERSON, id=user_id, tenant_id=user_id, is_owner=is_owner)

    @classmethod
    def schedule(cls, tenant_id: UUID) -> "Principal":
        """Kith by itself, for a user."""
        return cls(kind=ActorKind.SCHEDULE, id=tenant_id, tenant_id=tenant_id)

"""The one place that decides who may do what: a matrix, and whatever it does not name is refused."""

from dataclasses import dataclass
from uuid import UUID

from base.errors import Forbidden
from models.contracts.accounts.principals import Action, ActorKind, Principal


class NotAllowed(Forbidden):
    """You are not allowed to do this."""


class ScopeMissing(Forbidden):
    """This token was not made for that."""


class OwnerOnly(Forbidden):
    """Only the owner of this deployment may do this."""


@dataclass(frozen=True)
class TenantData:
    """What belongs to one user."""

    tenant_id: UUID


@dataclass(frozen=True)
class Deployment:
    """What belongs to nobody in particular: who may sign in."""


Resource = TenantData | Deployment

_PERSON, _SCHEDULE, _TOKEN, _AGENT = ActorKind.PERSON, ActorKind.SCHEDULE, ActorKind.TOKEN, ActorKind.AGENT

_MATRIX: dict[Action, frozenset[ActorKind]] = {
    Action.READ_MAIL: frozenset({_PERSON, _TOKEN, _AGENT}),
    Action.WRITE_MAIL: frozenset({_PERSON, _TOKEN}),  # an agent asks for approval first: not from here
    Action.READ_PEOPLE: frozenset({_PERSON, _TOKEN, _AGENT}),
    Action.WRITE_PEOPLE: frozenset({_PERSON, _TOKEN}),
    Action.READ_MAILBOXES: frozenset({_PERSON, _TOKEN, _AGENT}),
    Action.SYNC_MAILBOXES: frozenset({_PERSON, _TOKEN, _SCHEDULE}),
    Action.IMPORT_MAIL: frozenset({_PERSON, _TOKEN}),
    Action.READ_JOBS: frozenset({_PERSON, _TOKEN}),
    Action.WRITE_JOBS: frozenset({_PERSON, _TOKEN}),
    Action.READ_EVENTS: frozenset({_PERSON, _TOKEN}),
    Action.READ_SELF: frozenset({_PERSON, _TOKEN}),
    # What gives or takes access is a person's alone: a token that leaks must not make others, or outlive itself.
    Action.CONNECT_MAILBOXES: frozenset({_PERSON}),
    Action.MANAGE_ACCOUNT: frozenset({_PERSON}),
    Action.MANAGE_DEPLOYMENT: frozenset({_PERSON}),
}
_UNSCOPED = frozenset({Action.READ_SELF})  # every token may ask whose it is

SCOPES = tuple(action for action, kinds in _MATRIX.items() if _TOKEN in kinds and action not in _UNSCOPED)


def authorize(principal: Principal, action: Action, resource: Resource) -> None:
    """Nothing where the principal may; else raises NotAllowed, ScopeMissing or OwnerOnly."""
    if principal.kind not in _MATRIX.get(action, frozenset()):
        raise NotAllowed(f"A {principal.kind} may not do this ({action}): it takes a person who is signed in.")
    if isinstance(resource, TenantData) and resource.tenant_id != principal.tenant_id:
        raise NotAllowed
    if isinstance(resource, Deployment) and not principal.is_owner:
        raise OwnerOnly
    if principal.kind in {_TOKEN, _AGENT} and action not in principal.scopes | _UNSCOPED:
        raise ScopeMissing(f"This token lacks the scope {action}. Make one that has it, on the page Settings.")

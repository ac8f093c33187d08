"""Who may do what, by itself: whatever is not said is refused."""

import pytest

from base.ids import new_id
from models.contracts.accounts.principals import Action, ActorKind, Principal
from services.accounts.permissions import (
    SCOPES,
    Deployment,
    NotAllowed,
    OwnerOnly,
    Resource,
    ScopeMissing,
    TenantData,
    authorize,
)

ME = new_id()
MINE = TenantData(ME)
OF_A_TENANT = [action for action in Action if action is not Action.MANAGE_DEPLOYMENT]
ONLY_A_PERSON = {Action.CONNECT_MAILBOXES, Action.MANAGE_ACCOUNT, Action.MANAGE_DEPLOYMENT}


def actor(kind: ActorKind, *scopes: Action, is_owner: bool = False) -> Principal:
    return Principal(kind=kind, id=new_id(), tenant_id=ME, scopes=frozenset(scopes), is_owner=is_owner)


def allowed(principal: Principal, action: Action, resource: Resource = MINE) -> bool:
    try:
        authorize(principal, action, resource)
    except (NotAllowed, ScopeMissing, OwnerOnly):
        return False
    return True


@pytest.mark.parametrize("action", OF_A_TENANT)
def test_a_person_may_do_everything_with_what_is_theirs_and_nothing_with_others(action: Action) -> None:
    person = Principal.person(ME)
    assert allowed(person, action)
    for kind in ActorKind:
        for is_owner in (False, True):
            assert not allowed(actor(kind, *Action, is_owner=is_owner), action, TenantData(new_id()))


@pytest.mark.parametrize("action", Action)
def test_a_token_may_do_what_it_was_made_for(action: Action) -> None:
    resource: Resource = Deployment() if action is Action.MANAGE_DEPLOYMENT else MINE
    everything_else = [other for other in Action if other is not action]
    assert allowed(actor(ActorKind.TOKEN, action), action, resource) == (action not in ONLY_A_PERSON)
    assert allowed(actor(ActorKind.TOKEN, *everything_else), action, resource) == (action is Action.READ_SELF)
    owners = actor(ActorKind.TOKEN, *Action, is_owner=True)
    assert allowed(owners, action, resource) == (action not in ONLY_A_PERSON), "an owner's token is no owner"


def test_who_may_sign_in_is_the_owners_business() -> None:
    assert allowed(Principal.person(ME, is_owner=True), Action.MANAGE_DEPLOYMENT, Deployment())
    assert not allowed(Principal.person(ME), Action.MANAGE_DEPLOYMENT, Deployment())


@pytest.mark.parametrize("kind", [ActorKind.SCHEDULE, ActorKind.AGENT])
def test_what_acts_by_itself_gives_nobody_access_and_sends_nothing(kind: ActorKind) -> None:
    for action in {*ONLY_A_PERSON, Action.WRITE_MAIL}:
        assert not allowed(actor(kind, *Action, is_owner=True), action)


def test_an_action_that_the_matrix_does_not_know_is_refused() -> None:
    assert not allowed(Principal.person(ME), "read:diaries")  # type: ignore[arg-type]  # somebody's new action


def test_no_scope_gives_access_to_others() -> None:
    assert set(SCOPES) & (ONLY_A_PERSON | {Action.READ_SELF}) == set()
    assert len(SCOPES) == 10

"""What a person can do with a mail that was written, by how far it is."""

import pytest

from base.clock import now
from base.ids import new_id
from models.contracts.core.effects import EffectState
from models.queries.sending.outbox import OutboxRow
from services.sending.outbox_items import comes_back


def row(state: EffectState, draft_id: str | None = None) -> OutboxRow:
    id_, mailbox_id = new_id(), new_id()
    return OutboxRow(id_, mailbox_id, "send", state, None, b"", draft_id, None, None, now(), None, None)


@pytest.mark.parametrize("state", EffectState)
def test_only_what_could_not_be_sent_comes_back_to_be_changed(state: EffectState) -> None:
    assert comes_back(row(state)) == (state is EffectState.FAILED)


@pytest.mark.parametrize("state", EffectState)
def test_a_draft_that_gmail_has_is_changed_as_a_draft(state: EffectState) -> None:
    assert not comes_back(row(state, "r-1"))

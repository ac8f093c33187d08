"""What cannot be done with a mail of the outbox any more, and why."""

from base.errors import Conflict
from models.contracts.core.effects import EffectState
from models.queries.core.effects import EffectRow
from services.core.idempotency import HEADER


class StillGoingOut(Conflict):
    """This is on its way to Gmail. Wait until it is done or has failed."""


class AlreadySent(Conflict):
    """This has been sent already."""


class TooLateToUndo(Conflict):
    """This is on its way to Gmail already, and cannot be taken back."""


class StillADraft(Conflict):
    """This draft could not be sent, and is still there. Change the draft, and send it again."""


class GivenUp(Conflict):
    """What came with this Idempotency-Key is given up, and will not be done. A new key does it."""


def expect_carried_out(effect: EffectRow) -> None:
    """Raises GivenUp for the effect of a mail that is no longer there, unless that was sent or kept before."""
    if effect.state is EffectState.FAILED:
        what = "could not be sent, and was taken back or discarded"
    elif effect.attempt == 0:
        what = "was taken back before it was sent"
    else:
        return
    raise GivenUp(f"The mail that came with this Idempotency-Key {what}. Send it with a new key.", field=HEADER)

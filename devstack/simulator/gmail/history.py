"""users.history."""

from devstack.simulator import history
from devstack.simulator.calls import Call, Reply, handles
from devstack.simulator.clock import now_ms
from devstack.simulator.errors import invalid
from devstack.simulator.ids import page_token, parse_page_token


@handles("history.list")
def list_history(call: Call) -> Reply:
    """Changes after startHistoryId, oldest first. 404 where Gmail has forgotten them."""
    if not call.text("startHistoryId"):
        raise invalid("Missing required parameter: startHistoryId")
    mailbox = call.mailbox
    start = int(call.text("startHistoryId"))
    after = parse_page_token(call.text("pageToken"), 1)[0] if call.text("pageToken") else start
    asked = {kind.lower() for kind in call.texts("historyTypes")}
    kinds = {kind for kind in history.KINDS if not asked or kind.lower() in asked}
    history.expire(mailbox.store, mailbox.account, now_ms() - call.history_seconds * 1000)
    records, more = history.page(
        mailbox.store, mailbox.account, start, after, kinds, call.text("labelId") or None, call.size()
    )
    reply: dict[str, object] = {"historyId": str(history.current(mailbox.store, mailbox.account))}
    if records:
        reply["history"] = records
    if more is not None:
        reply["nextPageToken"] = page_token(more)
    return reply

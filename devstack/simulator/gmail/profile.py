"""users.getProfile, users.watch, users.stop."""

from devstack.simulator import history
from devstack.simulator.calls import Call, Reply, handles
from devstack.simulator.errors import ApiError, invalid


@handles("getProfile")
def get_profile(call: Call) -> Reply:
    """Address, totals and newest history id."""
    messages, threads = call.mailbox.counts()
    return {
        "emailAddress": call.mailbox.email,
        "messagesTotal": messages,
        "threadsTotal": threads,
        "historyId": str(history.current(call.mailbox.store, call.mailbox.account)),
    }


@handles("watch")
def watch(call: Call) -> Reply:
    """Push changes to the project's topic for a week."""
    body = call.json()
    topic = body.get("topicName")
    if not topic:
        raise invalid("Missing required field: topicName")
    project = call.topic.split("/topics/")[0]
    if not str(topic).startswith(f"{project}/topics/"):
        raise invalid(f"Invalid topicName does not match {project}/topics/*")
    if topic != call.topic:
        message = f"Error sending test message to Cloud PubSub {topic} : Resource not found (resource={topic})."
        raise ApiError(404, message, "notFound")
    labels = call.json_texts("labelIds", 100)
    call.mailbox.labels.check_known(labels, by_hand=False)
    behavior = str(body.get("labelFilterBehavior") or body.get("labelFilterAction") or "include").lower()
    if behavior not in {"include", "exclude"}:
        raise invalid("Invalid value at 'label_filter_behavior'")
    expires = call.pusher.watch(call.mailbox, labels, behavior)
    newest = history.current(call.mailbox.store, call.mailbox.account)
    return {"historyId": str(newest), "expiration": str(expires)}


@handles("stop")
def stop(call: Call) -> Reply:
    """Push no more."""
    call.pusher.unwatch(call.mailbox)
    return None

"""users.labels."""

from devstack.simulator.calls import Call, Reply, handles


@handles("labels.list")
def list_labels(call: Call) -> Reply:
    """All labels, without counts."""
    labels = call.mailbox.labels.all()
    if call.bare_label_list:
        labels = [{name: value for name, value in label.items() if name != "color"} for label in labels]
    return {"labels": labels}


@handles("labels.get")
def get_label(call: Call) -> Reply:
    """One label, with counts."""
    return call.mailbox.labels.get(call.names["id"])


@handles("labels.create")
def create_label(call: Call) -> Reply:
    """A new label of the user."""
    return call.mailbox.labels.create(call.json())


@handles("labels.update", "labels.patch")
def update_label(call: Call) -> Reply:
    """Change a label of the user."""
    partly = call.method.verb == "PATCH"
    return call.mailbox.labels.update(call.names["id"], call.json(), partly=partly)


@handles("labels.delete")
def delete_label(call: Call) -> Reply:
    """Forget a label; its messages lose it."""
    mailbox, label = call.mailbox, call.names["id"]
    mailbox.labels.delete(label)
    rows = mailbox.store.all(
        "SELECT * FROM messages WHERE account = ? AND instr(labels, ?) > 0", mailbox.account, f" {label} "
    )
    for row in rows:
        mailbox.relabel(row, [], [label])
    return None

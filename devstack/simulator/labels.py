"""Labels of an account: Gmail's own and the user's."""

from typing import Any

import orjson

from devstack.simulator.discovery import palette
from devstack.simulator.errors import ApiError, invalid, not_found
from devstack.simulator.store import Store

SYSTEM = (
    "CHAT", "SENT", "INBOX", "IMPORTANT", "TRASH", "DRAFT", "SPAM", "CATEGORY_FORUMS", "CATEGORY_UPDATES",
    "CATEGORY_PERSONAL", "CATEGORY_PROMOTIONS", "CATEGORY_SOCIAL", "STARRED", "UNREAD",
)  # fmt: skip
_FIXED = frozenset({"SENT", "DRAFT", "CHAT"})  # Gmail sets them itself
_COLORS = (  # text and background, as Gmail's page pairs them
    ("#ffffff", "#16a766"), ("#0d3472", "#b6cff5"), ("#ffffff", "#cc3a21"), ("#594c05", "#fbe983"),
    ("#ffffff", "#8e63ce"), ("#0b4f30", "#b3efd3"),
)  # fmt: skip
_VISIBILITIES = {
    "messageListVisibility": {"show", "hide"},
    "labelListVisibility": {"labelShow", "labelShowIfUnread", "labelHide"},
}


class Labels:
    """The labels of one account, in the words of the API."""

    def __init__(self, store: Store, account: int) -> None:
        self._store = store
        self._account = account

    def all(self) -> list[dict[str, Any]]:
        """Without counts, as labels.list gives them."""
        rows = self._store.all("SELECT * FROM labels WHERE account = ? ORDER BY length(id), id", self._account)
        own = [_user_label(row["id"], row["name"], row["properties"]) for row in rows]
        return [_system_label(label) for label in SYSTEM] + own

    def get(self, label_id: str) -> dict[str, Any]:
        """With counts. Raises 404."""
        counted = self._store.need(
            "SELECT count(*) AS total, count(DISTINCT thread) AS threads, "
            "coalesce(sum(instr(labels, ' UNREAD ') > 0), 0) AS unread, "
            "count(DISTINCT iif(instr(labels, ' UNREAD ') > 0, thread, NULL)) AS unread_threads "
            "FROM messages WHERE account = ? AND instr(labels, ?) > 0",
            *(self._account, f" {label_id} "),
        )
        return self._plain(label_id) | {
            "messagesTotal": counted["total"],
            "messagesUnread": counted["unread"],
            "threadsTotal": counted["threads"],
            "threadsUnread": counted["unread_threads"],
        }

    def _plain(self, label_id: str) -> dict[str, Any]:
        if label_id in SYSTEM:
            return _system_label(label_id)
        row = self._store.one("SELECT * FROM labels WHERE account = ? AND id = ?", self._account, label_id)
        if row is None:
            raise not_found()
        return _user_label(row["id"], row["name"], row["properties"])

    def create(self, label: dict[str, Any]) -> dict[str, Any]:
        """A new label of the user. Raises 400 without a good name, 409 for a name that exists."""
        name = self._checked_name(label.get("name"), besides=None)
        row = self._store.need(
            "SELECT coalesce(max(CAST(substr(id, 7) AS INTEGER)), 0) AS last FROM labels WHERE account = ?",
            self._account,
        )
        label_id = f"Label_{row['last'] + 1}"
        self._store.run("INSERT INTO labels VALUES (?, ?, ?, ?)", self._account, label_id, name, _properties(label))
        return self._plain(label_id)

    def named(self, name: str) -> str:
        """The id of the user's label of that name, created where there is none, in a colour of its own."""
        row = self._store.one("SELECT id FROM labels WHERE account = ? AND lower(name) = lower(?)", self._account, name)
        if row:
            return str(row["id"])
        count = self._store.need("SELECT count(*) AS n FROM labels WHERE account = ?", self._account)["n"]
        text, background = _COLORS[count % len(_COLORS)]
        return str(self.create({"name": name, "color": {"textColor": text, "backgroundColor": background}})["id"])

    def update(self, label_id: str, label: dict[str, Any], *, partly: bool) -> dict[str, Any]:
        """Change a label of the user; `partly` keeps what is not mentioned."""
        before = self._plain(label_id)
        if before["type"] == "system":
            raise invalid("Invalid update to a system label")
        merged = before | label if partly else label
        name = self._checked_name(merged.get("name"), besides=label_id)
        self._store.run(
            "UPDATE labels SET name = ?, properties = ? WHERE account = ? AND id = ?",
            *(name, _properties(merged), self._account, label_id),
        )
        return self._plain(label_id)

    def delete(self, label_id: str) -> None:
        """Forget a label of the user (its messages must lose it first)."""
        if self._plain(label_id)["type"] == "system":
            raise invalid("Invalid delete request")
        self._store.run("DELETE FROM labels WHERE account = ? AND id = ?", self._account, label_id)

    def check_known(self, label_ids: list[str], *, by_hand: bool = True) -> None:
        """Raise the 400 for labels that do not exist or, with `by_hand`, that only Gmail sets."""
        for label_id in label_ids:
            known = label_id in SYSTEM or self._store.one(
                "SELECT 1 FROM labels WHERE account = ? AND id = ?", self._account, label_id
            )
            if not known or (by_hand and label_id in _FIXED):
                raise invalid(f"Invalid label: {label_id}")

    def _checked_name(self, name: object, besides: str | None) -> str:
        if not isinstance(name, str) or not name.strip():
            raise invalid("Invalid label name")
        if name.upper() in SYSTEM:
            raise invalid("Invalid label name")
        row = self._store.one("SELECT id FROM labels WHERE account = ? AND lower(name) = lower(?)", self._account, name)
        if row is not None and row["id"] != besides:
            raise ApiError(409, "Label name exists or conflicts", "aborted")
        return name


def _properties(label: dict[str, Any]) -> str:
    kept = {key: label[key] for key in (*_VISIBILITIES, "color") if key in label}
    if "color" in kept:
        _check_color(kept["color"])
    for key, allowed in _VISIBILITIES.items():
        if key in kept and kept[key] not in allowed:
            raise invalid(f"Invalid value at 'label.{key}'")
    return orjson.dumps(kept).decode()


def _check_color(color: object) -> None:
    """Both, of those that Google's document names."""
    for name in ("backgroundColor", "textColor"):
        if not isinstance(color, dict) or color.get(name) not in palette(name):
            raise invalid("Label color #" + str(color)[:40] + " is not on the allowed color palette")


def _user_label(label_id: str, name: str, properties: str) -> dict[str, Any]:
    return {"id": label_id, "name": name, "type": "user", **orjson.loads(properties)}


def _system_label(label_id: str) -> dict[str, Any]:
    label: dict[str, Any] = {"id": label_id, "name": label_id, "type": "system"}
    if label_id.startswith("CATEGORY_") or label_id == "CHAT":
        label |= {"messageListVisibility": "hide", "labelListVisibility": "labelHide"}
    return label

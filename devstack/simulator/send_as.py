"""The addresses that an account may send from."""

from typing import Any

import orjson

from devstack.simulator.errors import bad_request
from devstack.simulator.mailbox import Mailbox


def all_of(mailbox: Mailbox) -> list[dict[str, Any]]:
    """SendAs resources, the primary one first."""
    rows = mailbox.store.all("SELECT body FROM send_as WHERE account = ? ORDER BY email", mailbox.account)
    custom = [orjson.loads(row["body"]) for row in rows]
    is_default = not any(one.get("isDefault") for one in custom)
    primary = {
        "sendAsEmail": mailbox.email,
        "displayName": mailbox.name,
        "replyToAddress": "",
        "signature": "",
        "isPrimary": True,
        **({"isDefault": True} if is_default else {}),
    }
    return [primary, *custom]


def replace(mailbox: Mailbox, wanted: list[dict[str, Any]]) -> None:
    """Have these custom ones: `sendAsEmail`, and what else is not as for an accepted alias. Raises 400."""
    rows = []
    for one in wanted:
        if "@" not in str(one.get("sendAsEmail", "")):
            raise bad_request("Invalid sendAsEmail")
        whole = {"displayName": "", "treatAsAlias": True, "verificationStatus": "accepted"} | one
        if not whole["treatAsAlias"]:
            del whole["treatAsAlias"]  # false is left out, as in every answer of Google's
        rows.append((mailbox.account, str(one["sendAsEmail"]).lower(), orjson.dumps(whole).decode()))
    mailbox.store.run("DELETE FROM send_as WHERE account = ?", mailbox.account)
    mailbox.store.many("INSERT OR REPLACE INTO send_as VALUES (?, ?, ?)", rows)


def allows(mailbox: Mailbox, sender: str) -> bool:
    """May this account write in the name of the address in this From header?"""
    accepted = [
        one["sendAsEmail"] for one in all_of(mailbox) if one.get("verificationStatus", "accepted") == "accepted"
    ]
    return any(address in sender.lower() for address in accepted)

"""Was a mail sent by a machine, and did it come through a mailing list? Its headers tell."""

import re

from models.contracts.mail.messages import Role
from models.contracts.mime import Part
from services.mime.addresses import addresses, sender_of
from services.mime.charsets import clean

_LOCAL = re.compile(
    r"(?:^|[._+-])(?:no-?_?reply|do-?not-?reply|noreply|notifications?|mailer-daemon|postmaster|bounces?|"
    r"newsletters?|alerts?|updates|automated|robot|daemon|unsubscribe|listserv|majordomo)(?:$|[._+\d-])|-request$"
)
_MAILTO = re.compile(r"mailto:([^>?\s]+)", re.IGNORECASE)


def mailing_list(root: Part) -> str | None:
    """The address that posts to the list go to (List-Post, RFC 2369), in lower case; None for direct mail."""
    match = _MAILTO.search(clean(root.header("List-Post")))
    if match:
        return match[1].lower()
    # Older list software names itself in List-Id or X-Mailing-List, and calls its mail list mail.
    listed = root.header("X-Mailing-List") or (
        root.header("List-Id") if root.header("Precedence").lower() == "list" else ""
    )
    found = addresses(listed, Role.TO)
    if found:
        return found[0].address
    match = re.search(r"<([\w.-]+)>", listed)
    if match and "." in match[1]:
        local, _, domain = match[1].partition(".")
        return f"{local}@{domain}".lower()
    return None


def is_automated(root: Part) -> bool:
    """Nobody wrote this mail by hand: RFC 3834, bulk mail's headers, and the customs of no-reply senders."""
    if root.header("Auto-Submitted").lower() not in {"", "no"}:
        return True
    if root.mime_type == "multipart/report" or root.header("Feedback-ID"):
        return True
    bulk = root.header("Precedence").lower() in {"bulk", "junk"} or root.header("List-Unsubscribe")
    if bulk and mailing_list(root) is None:
        return True
    sender = sender_of(root)
    return sender is not None and is_machine(sender.address)


def is_machine(address: str) -> bool:
    """Does the address itself say that nobody reads what is sent there? "no-reply@…", "x-request@…" (RFC 2142)."""
    return _LOCAL.search(address.partition("@")[0]) is not None

"""Addresses that are the owner's."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AliasSource(StrEnum):
    """Who says that an address is the owner's."""

    MAILBOX = "mailbox"  # it is the mailbox's own
    GMAIL = "gmail"  # Gmail lets the owner send from it
    PERSON = "person"  # the owner
    LEARNED = "learned"  # an earlier version of Kith, by mail that was sent from it: not confirmed


@dataclass(frozen=True, kw_only=True)
class Alias:
    """One address of a mailbox's owner, in lower case."""

    address: str
    source: AliasSource
    since: datetime

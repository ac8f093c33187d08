"""Who took part in a message, seen from its owner."""

from datetime import UTC, datetime
from typing import Any

import pytest

from base.ids import new_id
from models.contracts.people.contacts import Direction
from models.queries.people.extraction import MailRow
from services.people.participants import (
    COPIED,
    CORRESPONDENT,
    LIST,
    LISTENER,
    MACHINE,
    NAMED,
    UNREAD,
    OwnAddresses,
    Participation,
    participations,
)

OWN = OwnAddresses(["robin@marlow.example", "robin.marlow@gmail.com"])
ROBIN, IDA, BO, DEV = "robin@marlow.example", "ida@north.example", "bo@north.example", "dev@lists.example"


def mail(sender: str | None, *recipients: tuple[str, str], **changes: Any) -> MailRow:
    values: dict[str, Any] = {
        "id": new_id(),
        "thread_id": "t",
        "date": datetime(2026, 6, 1, tzinfo=UTC),
        "sender": {"name": "", "address": sender} if sender else None,
        "recipients": [{"role": role, "name": "", "address": address} for role, address in recipients],
        "labels": [],
        "outgoing": False,
        "automated": False,
        "list_address": None,
        "message_key": b"k",
    }
    return MailRow(**values | changes)


def found(row: MailRow) -> dict[str, Participation]:
    return {part.address: part for part in participations(row, OWN)}


def told(row: MailRow) -> dict[str, tuple[Direction, int]]:
    return {address: (part.direction, part.evidence) for address, part in found(row).items()}


@pytest.mark.parametrize(
    "address",
    ["robin@marlow.example", "robin+shop@marlow.example", "robinmarlow@gmail.com", "r.obin.marlow+x@googlemail.com"],
)
def test_the_owner_is_known_however_the_address_is_spelled(address: str) -> None:
    assert address in OWN
    assert told(mail(address, ("to", IDA))) == {IDA: (Direction.SENT, CORRESPONDENT)}


@pytest.mark.parametrize(
    "address", ["ro.bin@marlow.example", "robin@other.example", "robin@marlow.example.org", None, 3]
)
def test_nobody_else_is_the_owner(address: object) -> None:
    assert address not in OWN


def test_direction_and_evidence_follow_from_the_role() -> None:
    assert told(mail(IDA, ("to", ROBIN), ("cc", BO))) == {
        IDA: (Direction.RECEIVED, CORRESPONDENT),
        BO: (Direction.SHARED, NAMED),
    }
    assert told(mail(ROBIN, ("to", IDA), ("bcc", BO), outgoing=True)) == {
        IDA: (Direction.SENT, CORRESPONDENT),
        BO: (Direction.SENT, CORRESPONDENT),
    }


def test_each_address_takes_part_once_and_the_author_first() -> None:
    assert told(mail(IDA, ("to", IDA), ("cc", IDA), ("reply-to", IDA))) == {IDA: (Direction.RECEIVED, CORRESPONDENT)}


@pytest.mark.parametrize("label", ["SPAM", "DRAFT"])
def test_spam_and_drafts_name_nobody(label: str) -> None:
    assert found(mail(IDA, ("to", ROBIN), labels=["INBOX", label])) == {}


def test_machines_and_lists_are_told_from_people() -> None:
    assert told(mail(IDA, automated=True)) == {IDA: (Direction.RECEIVED, MACHINE)}
    assert told(mail("no-reply@north.example")) == {"no-reply@north.example": (Direction.RECEIVED, UNREAD)}
    assert told(mail(IDA, ("to", DEV), list_address=DEV)) == {
        IDA: (Direction.RECEIVED, CORRESPONDENT),
        DEV: (Direction.SHARED, LIST),
    }


def test_reply_to_is_an_author_of_direct_mail() -> None:
    assert told(mail("office@north.example", ("reply-to", IDA)))[IDA] == (Direction.RECEIVED, CORRESPONDENT)


def test_reply_to_is_the_author_where_a_list_took_their_place_in_from() -> None:
    munged = mail(DEV, ("to", DEV), ("reply-to", IDA), ("reply-to", DEV), list_address=DEV)

    assert told(munged) == {DEV: (Direction.RECEIVED, LIST), IDA: (Direction.RECEIVED, CORRESPONDENT)}


@pytest.mark.parametrize(
    "row",
    [
        mail(BO, ("to", DEV), ("reply-to", IDA), list_address=DEV),
        mail(BO, ("reply-to", IDA), automated=True),
        mail(ROBIN, ("to", BO), ("reply-to", IDA)),
    ],
    ids=["list", "machine", "own"],
)
def test_any_other_reply_to_names_nobody(row: MailRow) -> None:
    assert IDA not in found(row)


def test_a_crowd_weighs_less_and_so_does_listening() -> None:
    crowd = [("to", f"p{n}@north.example") for n in range(40)]

    assert found(mail(IDA, ("to", ROBIN)))[IDA].weight == 1
    assert found(mail(IDA, *crowd[:20]))[IDA].weight == 1
    assert found(mail(IDA, *crowd))[IDA].weight == 0.5
    assert found(mail(IDA, ("to", DEV), list_address=DEV))[IDA].weight == LISTENER
    assert found(mail(IDA, ("to", DEV), ("cc", ROBIN), list_address=DEV))[IDA].weight == COPIED
    assert found(mail(IDA, ("to", DEV), ("to", ROBIN), list_address=DEV))[IDA].weight == 1
    assert found(mail(ROBIN, ("to", DEV), list_address=DEV))[DEV].weight == 1


def test_a_mail_without_a_sender_still_names_people() -> None:
    assert told(mail(None, ("to", IDA))) == {IDA: (Direction.SHARED, NAMED)}


def test_a_copy_weighs_half_for_whom_it_reached_as_one() -> None:
    sent = found(mail(ROBIN, ("to", IDA), ("cc", BO)))
    assert (sent[IDA].weight, sent[BO].weight) == (1, COPIED)
    received = found(mail(IDA, ("to", BO), ("cc", ROBIN)))
    assert received[IDA].weight == received[BO].weight == COPIED
    assert found(mail(IDA, ("to", ROBIN), ("cc", ROBIN)))[IDA].weight == 1

"""Lists that a mail names, or comes through without naming them, and how many it may name."""

import pytest

from models.contracts.people.contacts import Direction
from models.queries.people.extraction import MOST_NAMED
from services.people.participants import (
    CORRESPONDENT,
    CROSSPOSTED,
    KNOWN,
    LIST,
    LISTED,
    MACHINE,
    MOST_SHARED,
    NAMED,
    UNREAD,
)
from tests.unit.people.test_participants import BO, DEV, IDA, ROBIN, found, mail, told


def test_a_mail_is_its_lists_too_where_it_does_not_name_it() -> None:
    assert told(mail(IDA, ("to", ROBIN), list_address=DEV))[DEV] == (Direction.SHARED, LIST)
    assert told(mail(ROBIN, ("to", IDA), list_address=DEV))[DEV] == (Direction.SENT, LIST)


@pytest.mark.parametrize(
    "address",
    [
        "dev@old.example",
        "dev-admin@lists.example",
        "dev+owner@other.example",
        "north-users@north.example",
        "all@n.example",
    ],
)
def test_what_is_called_as_the_list_or_as_lists_are_is_no_person_by_being_named(address: str) -> None:
    assert told(mail(IDA, ("cc", address), list_address=DEV))[address][1] in {LISTED, UNREAD}
    assert told(mail(ROBIN, ("to", address), list_address=DEV))[address][1] in {LISTED, UNREAD}


def test_but_by_writing() -> None:
    assert told(mail("dev@bo.example", ("to", DEV), list_address=DEV))["dev@bo.example"][1] == CORRESPONDENT
    assert told(mail("north-users@north.example"))["north-users@north.example"][1] == CORRESPONDENT


def test_at_a_hosts_of_lists_all_are() -> None:
    assert told(mail(IDA, ("to", "x@lists.north.example")))["x@lists.north.example"][1] == LIST


def test_where_several_lists_are_named_so_is_whoever_has_no_name() -> None:
    row = mail(IDA, ("to", DEV), ("cc", "north-users@north.example"), ("cc", "weather@north.example"), list_address=DEV)
    assert told(row)["weather@north.example"][1] == CROSSPOSTED
    row.recipients[-1]["name"] = "Weather North.Example"
    assert told(row)["weather@north.example"][1] == CROSSPOSTED
    row.recipients[-1]["name"] = "Wes Ather"
    assert told(row)["weather@north.example"][1] == KNOWN > CROSSPOSTED
    assert (
        told(mail(IDA, ("to", DEV), ("cc", "weather@north.example"), list_address=DEV))["weather@north.example"][1]
        == NAMED
    )


def test_somebody_whom_anybody_knows_by_name_is_no_list() -> None:
    crosspost = mail(
        IDA, ("to", DEV), ("cc", "north-users@north.example"), ("cc", "olind@north.example"), list_address=DEV
    )
    assert told(crosspost)["olind@north.example"][1] == CROSSPOSTED
    crosspost.recipients[-1]["name"] = "Ola"  # one word may be a list's as well
    assert told(crosspost)["olind@north.example"][1] == NAMED
    other = mail(BO, ("to", DEV), ("cc", "olind@north.example"), list_address=DEV)
    other.recipients[-1]["name"] = "Ola Lind"
    assert told(other)["olind@north.example"][1] == KNOWN > CROSSPOSTED


@pytest.mark.parametrize("name", ["Harbour Payroll", "Schedule Crawler", "Service Clientèle"])
def test_an_office_that_is_only_named_is_no_person(name: str) -> None:
    row = mail(IDA, ("cc", "x1@harbour.example"))
    row.recipients[0]["name"] = name
    assert told(row)["x1@harbour.example"][1] == MACHINE
    row = mail(ROBIN, ("cc", "x1@harbour.example"))
    row.recipients[0]["name"] = name
    assert told(row)["x1@harbour.example"][1] == CORRESPONDENT  # whom the owner writes to answers


def test_two_spellings_are_one() -> None:
    assert list(found(mail("bo.lind@gmail.com", ("cc", "bolind+x@googlemail.com"), ("cc", BO)))) == [
        "bo.lind@gmail.com",
        BO,
    ]


def test_of_a_crowd_the_first_are_named() -> None:
    crowd = [("to", f"p{number}@north.example") for number in range(50_000)]

    assert list(found(mail(IDA, *crowd))) == [IDA, *(address for _, address in crowd[:MOST_SHARED])]
    assert len(found(mail(ROBIN, *crowd))) == MOST_NAMED

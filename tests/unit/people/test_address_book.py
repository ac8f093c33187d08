"""What other programs read of Kith's people."""

import csv
import io
from dataclasses import replace

import pytest
import vobject

from api.people_examples import CONTACT
from models.contracts.people.by_hand import CUSTOM, labelled
from models.contracts.people.export import ExportedContact
from services.people.address_book import csv_head, csv_line, vcard

CARD = {
    "phone": ["+49301234567", "+49171123456"],
    "note": ["Likes pears;\nand “quinces”, too."],
    "url": ["https://a.example"],
}
ALEX = ExportedContact(contact=CONTACT, addresses=[CONTACT.address, "alex@home.example"], card=CARD)


def rows(*contacts: ExportedContact) -> list[dict[str, str]]:
    text = (csv_head() + b"".join(map(csv_line, contacts))).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_table_says_all_that_is_known() -> None:
    (row,) = rows(ALEX)
    assert row["Name"] == "Alex Moreau"
    assert row["Addresses"].split("\n") == list(ALEX.addresses)
    assert row["Phones"].split("\n") == CARD["phone"]
    assert row["Notes"] == CARD["note"][0]
    assert (row["Sent"], row["Received"], row["Strength"]) == ("41", "56", "0.73")


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1+2", "@SUM(A1)", "\t=1"])
def test_no_spreadsheet_takes_a_strangers_name_for_a_formula(name: str) -> None:
    (row,) = rows(replace(ALEX, contact=replace(CONTACT, name=name)))
    assert row["Name"] == f"'{name}"


def test_a_card_is_read_as_it_was_written() -> None:
    card = vobject.readOne(vcard(ALEX).decode())
    assert card.fn.value == "Alex Moreau"
    assert (card.n.value.given, card.n.value.family) == ("Alex", "Moreau")
    assert [one.value for one in card.contents["email"]] == list(ALEX.addresses)
    assert [one.value for one in card.contents["tel"]] == CARD["phone"]
    assert card.note.value == CARD["note"][0]
    assert (card.title.value, card.org.value) == ("Head of design", ["Acme"])
    assert card.uid.value == f"urn:uuid:{CONTACT.id}"


def test_fields_that_somebody_named_are_columns_and_said_on_cards() -> None:
    own = [labelled("Member, no.; 1", "=10017"), labelled("Notes", "blue"), labelled('The “old” "no"', "7\n8")]
    alex = replace(ALEX, card=CARD | {CUSTOM: own})
    labels = ["Member, no.; 1", "Notes", "Diet"]
    text = (csv_head(labels) + csv_line(alex, labels) + csv_line(ALEX, labels)).decode("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(text, newline=""))
    assert (first["Member, no.; 1"], first["Notes (own field)"], first["Diet"]) == ("'=10017", "blue", "")
    assert first["Notes"] == second["Notes"] == CARD["note"][0]
    assert second["Member, no.; 1"] == ""
    read = vobject.readOne(vcard(alex).decode()).contents["x-kith-field"]
    assert [(one.params["LABEL"], one.value) for one in read] == [
        (["Member, no.; 1"], "=10017"),
        (["Notes"], "blue"),
        (["The “old” 'no'"], "7\n8"),
    ]


@pytest.mark.parametrize("name", ["", "Ólafur; Ørn, jr.", "田中太郎", "A\nBEGIN:VCARD", "x" * 300])
def test_whatever_somebody_is_called_stays_one_card(name: str) -> None:
    (card,) = vobject.readComponents(vcard(replace(ALEX, contact=replace(CONTACT, name=name))).decode())
    assert card.fn.value == (name or CONTACT.address)

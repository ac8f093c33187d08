"""What is called in the parser's processes with what mail tells of people. See `services/core/isolation`."""

import base64
from collections.abc import Iterator
from typing import Any

import orjson

from base.folding import fold
from models.contracts.mail.messages import Span
from models.contracts.people.facts import FactSource
from services.mime.address_syntax import one_form
from services.mime.calendars import meetings
from services.mime.introduced_names import Reader
from services.mime.introductions import introductions
from services.mime.new_addresses import new_addresses
from services.mime.signature_fields.of_mail import mail_fields
from services.mime.vcards import Card, cards

_SURE = 0.9  # of an address that somebody says is theirs
_HEARSAY = 0.5  # of what somebody writes of somebody else
_HANDED_ON = 0.6  # of somebody else's card
_MOST_CARDS = 5  # of others in one mail: more are an address book
_NOT_OF_CARDS = {"note", "photo_url"}  # somebody's words on others, and what is no fact of a mail
_NOT_OF_OTHERS = _NOT_OF_CARDS | {"birthday", "email", "address"}  # what is theirs to tell


def told(mail: bytes) -> tuple[bytes]:
    """What a mail tells of people: JSON, `facts` and `meetings`.

    A fact is (source, field, value, start, end, confidence, label, address of whom it is, "" for the author); a
    meeting is a `services.mime.calendars.Meeting`.
    """
    kept = orjson.loads(mail)
    spans = [Span(kind="signature", start=start, end=end) for start, end in kept["signatures"]]
    parts = [(kind, base64.b64decode(data)) for kind, data in kept["parts"]]
    signed = mail_fields(kept["text"], spans, kept["name"], kept["address"])
    facts: list[tuple[Any, ...]] = [
        (FactSource.SIGNATURE, one.kind, one.value, one.start, one.end, one.confidence, one.label, "") for one in signed
    ]
    for start, words in kept["words"]:
        facts += [
            (FactSource.INTRODUCTION, "email", one.address, one.start + start, one.end + start, _SURE, "", "")
            for one in new_addresses(words)
        ]
    author, readers = Reader(kept["name"], one_form(kept["address"])), [Reader(*one) for one in kept["readers"]]
    for start, words in kept["introduced"]:
        facts += [
            (
                FactSource.INTRODUCTION,
                one.field,
                one.value,
                one.start + start,
                one.end + start,
                _HEARSAY,
                "",
                one.address,
            )
            for one in introductions(words, readers, author)
        ]
    for kind, data in parts:
        if kind == "card":
            found_cards = list(cards(data))
            facts += _own_card(found_cards, author.name, author.address)
            facts += _others_cards(found_cards, author.address)
    found = [one for kind, data in parts if kind == "calendar" for one in meetings(data)]
    return (orjson.dumps({"facts": facts, "meetings": found}),)


def _own_card(found: list[Card], name: str, address: str) -> Iterator[tuple[Any, ...]]:
    """What the author's own card says: the one with their address, or with their name where it has none."""
    for card in found:
        is_own = address in card.addresses or bool(
            not card.addresses and name and fold(name) in map(fold, card.values.get("name", []))
        )
        if card.is_group or not is_own:
            continue
        for field, values in card.values.items():
            if field not in _NOT_OF_CARDS:
                yield from ((FactSource.ATTACHED_VCARD, field, value, None, None, 1.0, "", "") for value in values)
        yield from (
            (FactSource.ATTACHED_VCARD, "email", one, None, None, 1.0, "", "")
            for one in card.addresses
            if one != address
        )
        return


def _others_cards(found: list[Card], author: str) -> Iterator[tuple[Any, ...]]:
    """What the author hands on of others: each card of one address that is not theirs, unless it is a whole book."""
    others = [card for card in found if card.addresses and author not in card.addresses and not card.is_group]
    for card in others if len(others) <= _MOST_CARDS else []:
        for field, values in card.values.items():
            if field not in _NOT_OF_OTHERS:
                for value in values:
                    yield FactSource.INTRODUCTION, field, value, None, None, _HANDED_ON, "", card.addresses[0]

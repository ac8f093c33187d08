"""Where a text says who somebody is, or what lets one in. In doubt it is found: what is hidden comes back anyway."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher
from stdnum import iban, luhn
from stdnum.exceptions import ValidationError

from services.ai.anonymise.known import Known
from services.ai.anonymise.placeholders import Kind, literal
from services.mime.address_syntax import one_form

_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:|]{1,64}@[\w.-]{1,255}")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]{2,2000}", re.IGNORECASE)
_CLOSING = ".,;:!?)>]}'\"*_"  # behind an address or a link they are the sentence's
_SEGMENT = re.compile(r"(?<=/)[^/]{16,}")  # characters: shorter ones are words and counts
_WORDS = re.compile(r"[^\W\d_]+|\d{1,8}")  # of a path that people read: letters, or the digits of a date or a count
_IBAN = re.compile(r"(?<![^\W_])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}(?![^\W_])", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\w.,])\d(?:[ -]?\d){8,}(?![\w]|[.,]\d)")
_DIGIT = re.compile(r"\d")
_CARD = range(12, 20)  # digits: ISO/IEC 7812-1
_LONG = 9  # digits in one piece that are neither a date nor an amount: they name an account, a customer, an order


class Found(NamedTuple):
    """A piece of a text, what kind of thing it says, and what tells that thing from others of its kind."""

    start: int
    end: int
    kind: Kind
    thing: str


def found(text: str, known: Known) -> list[Found]:
    """What is to be hidden, in order; where one is in another, or begins in it, both are one piece."""
    every = [
        *(Found(start, end, Kind.TEXT, text[start:end]) for start, end in literal(text)),
        *(Found(start, end, Kind.PRIVATE, text[start:end].casefold()) for start, end in known.private(text)),
        *_links(text),
        *_addresses(text),
        *_numbers(text),
        *_phones(text, known.regions),
        *(Found(start, end, Kind.PERSON, who) for start, end, who in known.named(text)),
    ]
    whole: list[Found] = []
    for one in sorted(every, key=lambda one: (one.start, -one.end)):
        if whole and one.start < whole[-1].end:
            before = whole[-1]
            if one.end > before.end:
                longer = max(before, one, key=lambda part: part.end - part.start)
                whole[-1] = Found(before.start, one.end, longer.kind, text[before.start : one.end])
        else:
            whole.append(one)
    return whole


def _addresses(text: str) -> Iterator[Found]:
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(_CLOSING).lstrip("'*_“„«‘")
        start = match.start() + match[0].index(address)
        yield Found(start, start + len(address), Kind.ADDRESS, one_form(address))


def _links(text: str) -> Iterator[Found]:
    """Of a link what is not its site and its readable path: a password, a query, a fragment, an unreadable name."""
    for match in _LINK.finditer(text):
        link, at = match[0].rstrip(_CLOSING), match.start()
        site, _, _ = link.partition("?")
        site, _, _ = site.partition("#")
        if len(site) + 1 < len(link):
            yield _link(text, at + len(site) + 1, at + len(link))
        scheme = site.find("://") + 3 if "://" in site else 0
        password = site.rfind("@", scheme, (site + "/").find("/", scheme))
        if password > 0:
            yield _link(text, at + scheme, at + password)
        for segment in _SEGMENT.finditer(site, scheme):
            if not all(_WORDS.fullmatch(word) for word in re.split(r"[-_.~+%]+", segment[0]) if word):
                yield _link(text, at + segment.start(), at + segment.end())


def _link(text: str, start: int, end: int) -> Found:
    return Found(start, end, Kind.LINK, text[start:end])


def _numbers(text: str) -> Iterator[Found]:
    for match in _IBAN.finditer(text):
        if account := _iban_in(match[0]):
            yield Found(match.start(), match.start() + len(account), Kind.ACCOUNT, iban.compact(account))
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"[ -]", "", match[0])
        if len(digits) in _CARD and luhn.is_valid(digits):
            yield Found(*match.span(), Kind.CARD, digits)
        else:
            for piece in re.finditer(rf"\d{{{_LONG},}}", match[0]):
                yield Found(match.start() + piece.start(), match.start() + piece.end(), Kind.NUMBER, piece[0])


def _iban_in(text: str) -> str:
    """The account's number that a text begins with: a word may follow it that looks like more of it."""
    while True:
        try:
            iban.validate(text, check_country=False)
        except ValidationError:
            text, blank, _ = text.rpartition(" ")
            if not blank:
                return ""
        else:
            return text


def _phones(text: str, regions: tuple[str, ...]) -> Iterator[Found]:
    if not _DIGIT.search(text):
        return
    for region in regions or (None,):
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
            yield Found(
                match.start,
                match.end,
                Kind.PHONE,
                phonenumbers.format_number(match.number, PhoneNumberFormat.E164),
            )

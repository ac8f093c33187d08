"""Cards of address books (vCard 2.1, 3.0 and 4.0), as whom they tell of: tolerant of what programs make of them.

A card that lacks its end, its name or its version is read all the same; a value that cannot be what its property says
is left out, and told of with its line. Nothing here raises, whatever the bytes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from vobject.vcard import splitFields

from models.contracts.people.by_hand import labelled
from services.mime.address_syntax import is_address, one_form
from services.mime.vcard_lines import Property, Unreadable, properties

LONGEST = {"note": 10_000, "custom": 2_100, "url": 2_000, "photo_url": 2_000, "phone": 50}  # characters; else:
LONGEST_LINE = 200
MOST_VALUES = 50  # of one field
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ESCAPE = re.compile(r"\\([nN\\;,:])")
_DAY = re.compile(r"(\d{4}|--)-?(\d\d)-?(\d\d)(?:T.*)?")
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_MANY = {"TEL": "phone", "URL": "url", "NOTE": "note"}
_ONE = {"FN": "name", "TITLE": "title"}
_NO_YEAR = "1604"  # Apple's, for a birthday without one


@dataclass(frozen=True)
class CardProblem:
    """What of a card could not be taken. `field` is the property's name; `reason` says how to mend it."""

    line: int
    field: str
    reason: str


@dataclass
class Card:
    """One card. `values` by the names of facts' fields, the preferred first; `line` is where it begins."""

    line: int
    uid: str = ""
    addresses: list[str] = field(default_factory=list)  # for mail, each in its one form
    values: dict[str, list[str]] = field(default_factory=dict)
    is_group: bool = False  # a list of others' cards
    problems: list[CardProblem] = field(default_factory=list)

    def add(self, name: str, value: str, *, first: bool = False) -> None:
        """One more value, unless it is there."""
        tidy = _CONTROL.sub("", value).strip()[: LONGEST.get(name, LONGEST_LINE)].strip()
        known = self.values.setdefault(name, [])
        if tidy and tidy not in known and len(known) < MOST_VALUES:
            known.insert(0 if first else len(known), tidy)
        if not known:
            del self.values[name]


def cards(data: bytes) -> Iterator[Card]:
    """The cards of a file, in its order. What stands outside of any is passed over."""
    current: list[Property | Unreadable] = []
    begin, depth = 0, 0
    for one in properties(data):
        if isinstance(one, Property) and one.name == "BEGIN" and one.value.strip().upper() == "VCARD":
            if depth and not _is_agent(current):
                yield _card(begin, current, ended=False)
                depth = 0
            if not depth:
                current, begin = [], one.line
            depth += 1
        elif isinstance(one, Property) and one.name == "END" and one.value.strip().upper() == "VCARD":
            depth = max(depth - 1, 0)
            if not depth and begin:
                yield _card(begin, current, ended=True)
                current, begin = [], 0
        elif depth == 1:
            current.append(one)
    if depth and begin:
        yield _card(begin, current, ended=False)


def _is_agent(lines: list[Property | Unreadable]) -> bool:
    """Is the card that begins now part of another one, as 2.1 has a secretary's?"""
    return bool(lines) and isinstance(lines[-1], Property) and lines[-1].name == "AGENT" and not lines[-1].value.strip()


def _card(line: int, lines: list[Property | Unreadable], *, ended: bool) -> Card:
    card = Card(line)
    named: dict[str, list[str]] = {}
    for one in lines:
        if isinstance(one, Unreadable):
            card.problems.append(CardProblem(one.line, "", "This is no line of a vCard: NAME:value is expected."))
        else:
            _take(card, one, named)
    if not ended:
        card.problems.append(CardProblem(line, "END", "END:VCARD is missing. The card was read up to the next one."))
    if "name" not in card.values and (whole := _whole_name(named.get("N", []))):
        card.add("name", whole)
    if "name" not in card.values and "NICKNAME" in named:
        card.add("name", named["NICKNAME"][0])
    if "address" not in card.values:
        for label in named.get("LABEL", []):
            card.add("address", _one_line(label))
    if "title" not in card.values and "ROLE" in named:
        card.add("title", named["ROLE"][0])
    return card


def _take(card: Card, one: Property, named: dict[str, list[str]]) -> None:
    """One property. `named`: what counts only where nothing better is there."""
    text = _text(one.value)
    preferred = "pref" in one.types or one.params.get("PREF") == "1"
    match one.name:
        case "FN" | "TITLE":
            if not is_address(one_form(text.strip())):
                card.add(_ONE[one.name], _one_line(text))
        case "N":
            parts = [*_parts(one.value), *[""] * 5][:5]
            named["N"] = parts
            card.add("family_name", parts[0])
            card.add("given_name", parts[1])
        case "EMAIL":
            _mail(card, one, text, preferred)
        case "TEL":
            number = text.strip().removeprefix("tel:").partition(";ext=")[0] if "tel:" in text else text
            _checked(card, one, "phone", number, any(map(str.isdigit, number)), "no digit is in it", preferred)
        case "ORG":
            card.add("company", next(iter(_parts(one.value)), ""))
        case "ADR":
            card.add("address", _place(_parts(one.value)), first=preferred)
        case "NOTE":
            card.add("note", text)
        case "URL" | "X-SOCIALPROFILE":
            address = web_page(text)
            if one.name == "URL" or address:
                _checked(card, one, "url", address or "", address is not None, "it is no address of a page", preferred)
        case "PHOTO":
            if _WEB.fullmatch(text.strip()):
                card.add("photo_url", text.strip())
        case "BDAY":
            day = day_of(text, one.params.get("X-APPLE-OMIT-YEAR", _NO_YEAR))
            _checked(card, one, "birthday", day or "", day is not None, "it is no date such as 1985-04-12")
        case "IMPP":
            service, colon, handle = text.strip().partition(":")
            if colon and handle:
                card.add("handle", f"{service.lower()}:{handle}")
        case "X-KITH-FIELD":
            if label := " ".join(one.params.get("LABEL", "").split()):
                card.add("custom", labelled(label, text.strip()))
        case "UID":
            card.uid = text.strip()[:LONGEST_LINE]
        case "KIND" | "X-ADDRESSBOOKSERVER-KIND":
            card.is_group = text.strip().lower() == "group"
        case "NICKNAME" | "LABEL" | "ROLE":
            if text.strip():
                named.setdefault(one.name, []).append(text.strip())
        case _:
            pass  # what no card of Kith's shows


def _mail(card: Card, one: Property, text: str, preferred: bool) -> None:
    address = one_form(text.strip().removeprefix("mailto:").removeprefix("MAILTO:").strip("<> "))
    if not address:
        return
    if not is_address(address):
        card.problems.append(CardProblem(one.line, "EMAIL", "This is no mail address: write it as name@example.org."))
    elif address not in card.addresses and len(card.addresses) < MOST_VALUES:
        card.addresses.insert(0 if preferred else len(card.addresses), address)


def _checked(card: Card, one: Property, name: str, value: str, fits: bool, wrong: str, preferred: bool = False) -> None:
    if fits:
        card.add(name, value, first=preferred)
    elif one.value.strip():
        card.problems.append(CardProblem(one.line, one.name, f"This value was left out: {wrong}."))


def _text(value: str) -> str:
    """Without vCard's escapes. Commas that no program escaped are commas."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _parts(value: str) -> list[str]:
    """The parts of a name, an address or an organisation; several values of one are written beside each other."""
    return [", ".join(filter(None, map(str.strip, part))) if isinstance(part, list) else part.strip()
            for part in splitFields(value)]  # fmt: skip


def _whole_name(parts: list[str]) -> str:
    family, given, middle, _, suffix = [*parts, *[""] * 5][:5]
    return " ".join(filter(None, (given, middle, family, suffix))).replace(",", "")


def _place(parts: list[str]) -> str:
    box, more, street, city, region, code, country = [*parts, *[""] * 7][:7]
    return _one_line(", ".join(filter(None, (street, more, box, f"{code} {city}".strip(), region, country))))


def _one_line(text: str) -> str:
    return ", ".join(filter(None, (line.strip() for line in text.splitlines())))


def web_page(text: str) -> str | None:
    """The address of a page, with its scheme; None where it is none."""
    if "://" in text:
        return text.strip() if _WEB.fullmatch(text.strip()) else None
    address = f"https://{text.strip()}"
    return address if _WEB.fullmatch(address) and "." in address else None


def day_of(text: str, omitted: str = _NO_YEAR) -> str | None:
    """A day as facts have it: "1985-04-12", or "--04-12" where nobody says the year, or says `omitted`."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = found.groups()
    try:
        date(2000 if year == "--" else int(year), int(month), int(day))
    except ValueError:
        return None
    return f"--{month}-{day}" if year in {"--", omitted} else f"{year}-{month}-{day}"

"""A person of Google's People API as a card. What is missing, null or of another type is not there."""

from datetime import UTC, date, datetime
from typing import Any

from services.mime.address_syntax import is_address, one_form
from services.mime.vcards import MOST_VALUES, Card, web_page


def card_of(person: dict[str, Any]) -> Card:
    """Whom it tells of. What Google calls primary comes first."""
    card = Card(0, uid=str(person.get("resourceName", "")))
    for name in _entries(person, "names")[:1]:
        card.add("name", _text(name, "displayName") or _text(name, "unstructuredName"))
        card.add("given_name", _text(name, "givenName"))
        card.add("family_name", _text(name, "familyName"))
    for entry in _entries(person, "emailAddresses"):
        address = one_form(_text(entry, "value").strip())
        if is_address(address) and address not in card.addresses and len(card.addresses) < MOST_VALUES:
            card.addresses.append(address)
    for entry in _entries(person, "phoneNumbers"):
        card.add("phone", _text(entry, "canonicalForm") or _text(entry, "value"))
    for entry in sorted(_entries(person, "organizations"), key=lambda one: not one.get("current"))[:1]:
        card.add("company", _text(entry, "name"))
        card.add("title", _text(entry, "title"))
    for entry in _entries(person, "addresses"):
        card.add("address", ", ".join(filter(None, map(str.strip, _text(entry, "formattedValue").splitlines()))))
    for entry in _entries(person, "urls"):
        card.add("url", web_page(_text(entry, "value")) or "")
    for entry in _entries(person, "biographies")[:1]:
        card.add("note", _text(entry, "value"))
    for entry in _entries(person, "birthdays")[:1]:
        card.add("birthday", _day(entry.get("date")))
    for entry in _entries(person, "photos")[:1]:
        if not entry.get("default"):  # a letter on a coloured ground
            card.add("photo_url", web_page(_text(entry, "url")) or "")
    return card


def written_at(person: dict[str, Any], otherwise: datetime) -> datetime:
    """When it was changed last, as far as Google says."""
    sources = _entries(_object(person.get("metadata")), "sources")
    times = [_moment(_text(source, "updateTime")) for source in sources]
    return max(filter(None, times), default=otherwise)


def is_deleted(person: dict[str, Any]) -> bool:
    """A list of changes tells of what is gone, too."""
    return _object(person.get("metadata")).get("deleted") is True


def _entries(person: dict[str, Any], name: str) -> list[dict[str, Any]]:
    told = person.get(name)
    found = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    return sorted(found, key=lambda one: _object(one.get("metadata")).get("primary") is not True)


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _day(told: object) -> str:
    day = _object(told)
    year, month, number = (day.get(part) or 0 for part in ("year", "month", "day"))
    try:
        date(year or 2000, month, number)
    except (TypeError, ValueError):
        return ""
    return f"{year:04}-{month:02}-{number:02}" if year else f"--{month:02}-{number:02}"


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

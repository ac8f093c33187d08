"""The address book of the demo's owner at Google: some whom the mail shows too, and some whom it does not."""

from typing import Any

from devstack.demo.people import Person, Tie, people

_EVERY = 3  # of those whom the owner knows well
_UNSEEN = (
    ("Dr. Winifred Hale", "winifred.hale@hale-practice.test", "+44 20 7946 0411", "Dentist"),
    ("Aunt Rosalind", "", "+44 20 7946 0412", ""),
    ("Mateo Quintero", "demo.kith.mateo.quintero@outlook.com", "+44 7700 900413", "Climbing partner"),
    ("Plumber (Nell)", "", "+44 7700 900414", "Ring twice"),
)


def demo_contacts() -> dict[str, dict[str, Any]]:
    """By the list that they are in, and Google's names of them."""
    known = [one for one in people() if one.tie is not Tie.LISTED][::_EVERY]
    saved = {f"people/c{number}": _saved(one) for number, one in enumerate(known)}
    for number, (name, address, phone, note) in enumerate(_UNSEEN, len(saved)):
        saved[f"people/c{number}"] = _person(name, [address] if address else [], phone, note)
    seldom = [one for one in people() if one.tie is Tie.LISTED][:5]
    others = {f"otherContacts/c{number}": _person(one.name, [one.address]) for number, one in enumerate(seldom)}
    return {"connections": saved, "otherContacts": others}


def _saved(one: Person) -> dict[str, Any]:
    found = _person(one.name, [one.address, *([one.second_address] if one.second_address else [])], one.phone)
    if one.company:
        found["organizations"] = [{"name": one.company.name, "title": one.title, "current": True}]
    return found


def _person(name: str, addresses: list[str], phone: str = "", note: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"names": [{"displayName": name, "metadata": {"primary": True}}]}
    if addresses:
        found["emailAddresses"] = [{"value": address} for address in addresses]
    if phone:
        found["phoneNumbers"] = [{"value": phone}]
    if note:
        found["biographies"] = [{"value": note}]
    return found

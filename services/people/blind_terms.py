"""How what is encrypted of a person is found all the same: notes by whole words, phones by their whole number.

Fields that the owner named are found as notes are, by their names, too.

The database sees the user's hash of each and nothing else; hashes of notes and of mail differ, so that neither says
anything of the other.
"""

import re

import phonenumbers

from models.contracts.people.by_hand import CUSTOM
from services.core.keyring import UserKeys
from services.mail.stemming import forms
from services.mail.terms import positions, words

_DIALLED = re.compile(r"[+(]?\d[\d\s()./-]*\d")
_FEWEST_DIGITS = 5


def fact_terms(keys: UserKeys, field: str, value: str) -> str:
    """The blind words of a fact, between blanks; "" of a field that is not found by any."""
    if field in {"note", CUSTOM}:
        return " ".join(sorted(_note(keys, form) for form in positions([value])))
    if field == "phone":
        return " ".join(sorted({_phone(keys, digits) for digits in _numbers(value) if digits}))
    return ""


def word_terms(keys: UserKeys, typed: str) -> set[str]:
    """tsqueries of what one word that is looked for is in notes, and among phones."""
    noted = " & ".join(_note(keys, forms(word)[0]) for word in words(typed))
    return ({f"({noted})"} if noted else set()) | phone_terms(keys, typed)


def phone_terms(keys: UserKeys, typed: str) -> set[str]:
    """That of a number as it is dialled, with its country or without; of nothing else."""
    digits = _digits(typed)
    dialled = len(digits) >= _FEWEST_DIGITS and _DIALLED.fullmatch(typed.strip())
    return {_phone(keys, digits)} if dialled else set()


def _numbers(phone: str) -> set[str]:
    """A number as it is dialled from abroad and from its own country."""
    try:
        parsed = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return {_digits(phone)}
    return {_digits(phone), f"{parsed.country_code}{_digits(phonenumbers.national_significant_number(parsed))}"} | {
        _digits(phonenumbers.national_significant_number(parsed))
    }


def _digits(phone: str) -> str:
    """Without the noughts in front, which belong to dialling and differ from place to place."""
    return "".join(character for character in phone if character.isdecimal()).lstrip("0")


def _note(keys: UserKeys, form: str) -> str:
    return keys.word(f"note:{form}")


def _phone(keys: UserKeys, digits: str) -> str:
    return keys.word(f"phone:{digits}")

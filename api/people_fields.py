"""Fields of people as a person types them: what each may be."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

import phonenumbers
from pydantic import AfterValidator, BaseModel, Field, HttpUrl, StringConstraints, TypeAdapter

from models.contracts.people.by_hand import CUSTOM, labelled
from models.contracts.people.facts import FactState

MOST = 50  # values of one field


def _phone(value: str) -> str:
    """In the form of E.164."""
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValueError("write it with its country, as +49 30 1234567")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_URL = TypeAdapter(HttpUrl)


def _one_line(value: str) -> str:
    return " ".join(_CONTROL.sub("", value).split())


def _text(value: str) -> str:
    """With one kind of line ends, and no signs that nobody sees: so it is the same in every file that has it."""
    tidy = _CONTROL.sub("", "\n".join(value.splitlines())).strip()
    if value and not tidy:
        raise ValueError("write something that can be seen")
    return tidy


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_one_line)]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_text),
    AfterValidator(_one_line),
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000), AfterValidator(_text)]
Phone = Annotated[str, StringConstraints(max_length=50), AfterValidator(_phone)]
Url = Annotated[
    str, StringConstraints(max_length=2_000), AfterValidator(lambda value: str(_URL.validate_python(value)))
]


class CustomField(BaseModel):
    """A field that you named."""

    label: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=60),
        AfterValidator(_text),
        AfterValidator(_one_line),
    ] = Field(examples=["Member no."])
    value: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000), AfterValidator(_text)
    ] = Field(examples=["10017"])


class Verdict(BaseModel):
    """What the owner thinks of a value, whoever says it."""

    state: Literal[FactState.ACTIVE, FactState.LOCKED, FactState.REJECTED] = Field(
        description="locked: it is right, and shown; rejected: it is wrong, and not shown again; active: neither",
        examples=["locked"],
    )


_NAMES = {"phones": "phone", "urls": "url", "notes": "note", "fields": CUSTOM}


def typed_values(given: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[str] | None]]:
    """The fields of facts with their values, of a request's: None stays None."""
    for field, value in given.items():
        values = value if value is None or isinstance(value, list) else [value]
        if field == "fields" and values is not None:
            values = [labelled(one["label"], one["value"]) for one in values]
        yield _NAMES.get(field, field), values

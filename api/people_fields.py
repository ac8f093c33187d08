"""Fields of people as a person types them: what each may be."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

import phonenumbers
from pydantic import AfterValidator, BaseModel, Field, HttpUrl, StringConstraints, TypeAdapter

from models.contracts.people.by_hand import CUSTOM, labelled

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


_URL = TypeAdapter(HttpUrl)

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]
Phone = Annotated[str, StringConstraints(max_length=50), AfterValidator(_phone)]
Url = Annotated[
    str, StringConstraints(max_length=2_000), AfterValidator(lambda value: str(_URL.validate_python(value)))
]


def _one_line(value: str) -> str:
    return " ".join(value.split())


class CustomField(BaseModel):
    """A field that you named."""

    label: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), AfterValidator(_one_line)
    ] = Field(examples=["Member no."])
    value: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)] = Field(
        examples=["10017"]
    )


_NAMES = {"phones": "phone", "urls": "url", "notes": "note", "fields": CUSTOM}


def typed_values(given: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[str] | None]]:
    """The fields of facts with their values, of a request's: None stays None."""
    for field, value in given.items():
        values = value if value is None or isinstance(value, list) else [value]
        if field == "fields" and values is not None:
            values = [labelled(one["label"], one["value"]) for one in values]
        yield _NAMES.get(field, field), values

"""Only who says of themselves that an address is new has one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.mime.new_addresses import new_addresses

ADDRESS = "ida@north.example"


@pytest.mark.parametrize(
    "text",
    [
        "Please note that my new address is ida@north.example.",
        "My new email address: Ida@North.Example",
        "our new e-mail is <ida@north.example>, please write there",
        "From Monday on my e-mail address is now ida@north.example!",
        "My address has changed to\nida@north.example",
        "meine neue E-Mail-Adresse lautet ida@north.example.",
        "Meine neue Adresse ist ab sofort ida@north.example",
        "ma nouvelle adresse e-mail est ida@north.example",
        "Mi nuevo correo electrónico es: ida@north.example",
        "il mio nuovo indirizzo email è ida@north.example",
        "o meu novo endereço de email é ida@north.example",
        "mijn nieuwe adres is ida@north.example",
        "мой новый адрес: ida@north.example",
    ],
)
def test_who_says_so_has_a_new_address(text: str) -> None:
    [found] = new_addresses(text)
    assert found.address == ADDRESS
    assert text[found.start : found.end].lower() == ADDRESS


@pytest.mark.parametrize(
    "text",
    [
        "Her new address is ida@north.example.",
        "Is ida@north.example your new address?",
        "Is my new address ida@north.example?",
        "my address is ida@north.example",
        "Write to ida@north.example from now on.",
        "my new address is ida@north.example or bo@lind.example",
        "my new address is in Bremen. Ask ida@north.example for it.",
        "my new colleague is ida@north.example",
        "your new address is ida@north.example",
        "Tommy new address ida@north.example",
        "my new address is ida@north",
    ],
)
def test_in_doubt_nothing_is_said(text: str) -> None:
    assert new_addresses(text) == []


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(["my ", "new ", "address ", "is ", "a@b.example", "@", ": ", "\n", "x"]), max_size=80))
def test_what_is_found_stands_there(pieces: list[str]) -> None:
    text = "".join(pieces)
    for one in new_addresses(text):
        assert text[one.start : one.end].lower() == one.address

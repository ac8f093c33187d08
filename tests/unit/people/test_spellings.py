"""Which spellings of an address are one mailbox's."""

import pytest

from services.mime.address_syntax import shortest
from services.people.spellings import canonical


@pytest.mark.parametrize(
    ("address", "known_by"),
    [
        ("ida@north.example", "ida@north.example"),
        ("ida.okafor@gmail.com", "idaokafor@gmail.com"),
        ("i.d.a.okafor+shop@googlemail.com", "idaokafor@gmail.com"),
        ("ida.okafor@north.example", "ida.okafor@north.example"),
        ("ida+shop@north.example", "ida+shop@north.example"),
        ("ida-dated-1030377287.06fa6d@north.example", "ida@north.example"),
        ("ida+dated+1030377287.06fa6d@north.example", "ida@north.example"),
        ("ida-dated-2026@north.example", "ida-dated-2026@north.example"),
        ("prvs=0123456789=ida@north.example", "ida@north.example"),
        ("ida=40north.example@dmarc.lists.example", "ida@north.example"),
        ("ida.okafor=40gmail.com@dmarc.lists.example", "idaokafor@gmail.com"),
        ("imceasmtp-ida+2eokafor+40harbour+2eexample@north.example", "ida.okafor@harbour.example"),
        ("imceanotes-ida+40harbour+2eexample+40north@north.example", "ida@harbour.example"),
        ("imceanotes-ida+20okafor+40north@north.example", "imceanotes-ida+20okafor+40north@north.example"),
        ("...@gmail.com", "...@gmail.com"),
        ("+@gmail.com", "+@gmail.com"),
        ("-dated-1030377287.06fa6d@north.example", "-dated-1030377287.06fa6d@north.example"),
    ],
)
def test_a_contact_is_known_by_one_spelling(address: str, known_by: str) -> None:
    assert canonical(address) == known_by
    assert canonical(known_by) == known_by


def test_the_owner_is_known_by_every_tag() -> None:
    assert shortest("robin+news@marlow.example") == "robin@marlow.example"

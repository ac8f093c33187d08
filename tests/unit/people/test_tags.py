"""Whose +tags are one person's: by whole names from several spellings."""

from uuid import UUID

import pytest

from models.queries.people.tags import Signature
from services.people.tags import same_people

BASE, SHOP, NEWS = "ida@north.example", "ida+shop@north.example", "ida+news@north.example"
IDS = {BASE: UUID(int=1), SHOP: UUID(int=2), NEWS: UUID(int=3)}


@pytest.mark.parametrize(
    ("signed", "shown"),
    [
        ([(BASE, "Ida Okafor"), (SHOP, "Ida Okafor")], {SHOP}),
        ([(BASE, "Okafor, Ida"), (SHOP, "IDA OKAFOR (North)")], {SHOP}),
        ([(SHOP, "Ida Okafor"), (NEWS, "Ida Okafor")], {SHOP, NEWS}),
        ([(BASE, "Ida Okafor"), (SHOP, "Bo Lind"), (NEWS, "Ida Okafor")], {NEWS}),
        ([(BASE, "Ida Okafor"), (BASE, "Ida Lind"), (SHOP, "Ida Lind")], {SHOP}),
        ([(BASE, "Ida Okafor"), (SHOP, "Bo Lind")], set()),
        ([(BASE, "Ida"), (SHOP, "Ida")], set()),
        ([(BASE, ""), (SHOP, "")], set()),
        ([(SHOP, "Ida Okafor")], set()),
    ],
)
def test_one_name_from_two_spellings_is_one_person(signed: list[tuple[str, str]], shown: set[str]) -> None:
    found = same_people(Signature(IDS[address], address, BASE, name) for address, name in signed)

    assert found == {IDS[address]: address for address in shown}

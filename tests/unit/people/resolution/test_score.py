"""What is joined by itself, asked about and left alone, and why."""

import pytest

from services.people.resolution.firms import chance_of_turns
from services.people.resolution.identity import Identity, Outcome, Together, Verdict
from services.people.resolution.profile import profile_of
from services.people.resolution.rarity import Frequencies
from services.people.resolution.roles import is_nobodys
from services.people.resolution.score import NEVER_MET, are_apart, score
from services.people.resolution.weights import MERGE_BITS
from tests.unit.people.resolution.builders import identity

WORK = identity("robert.hale@halden.example", "Robert Hale", years=(2018, 2026), phone="+442079460123", title="Buyer")


def of(one: Identity, other: Identity, together: Together = NEVER_MET) -> Verdict:
    return score(profile_of(one), profile_of(other), Frequencies(500), together)


@pytest.mark.parametrize(
    "other",
    [
        identity("hale77@gmail.com", "Robert Hale"),
        identity("bobhale@gmail.com", "Bob Hale"),
        identity("r.hale@halden.example", "R. Hale"),
        identity("robert.hale@gmail.com"),
        identity("robert.hale+shop@halden.example", "Robert Hale"),
    ],
)
def test_joined_by_itself(other: Identity) -> None:
    verdict = of(WORK, other)
    assert verdict.outcome is Outcome.MERGE, verdict
    assert verdict.bits > MERGE_BITS


@pytest.mark.parametrize(
    "other",
    [
        # A twin at another firm at the same time, or who only has the initial; a common name says little by itself.
        identity("robert.hale@north.example", "Robert Hale", years=(2018, 2026)),
        identity("r.hale@gmail.com", "R. Hale"),
        identity("rhale@halden.example"),
        identity("bobby77@gmail.com", "Bob", phone="+442079460123"),
    ],
)
def test_asked_about(other: Identity) -> None:
    assert of(WORK, other).outcome is Outcome.SUGGEST


@pytest.mark.parametrize(
    "other",
    [
        identity("ruth.hale@gmail.com", "Ruth Hale", phone="+442079460123"),
        identity("info@halden.example", "Robert Hale", role="yes"),
        identity("robert.hale.jr@gmail.com", "Robert Hale III"),
        identity("front@halden.example", "Robert Hale", "Owain Tregarth", "Sioned Maddock"),
    ],
)
def test_left_alone(other: Identity) -> None:
    elder = identity(WORK.address, "Robert Hale Sr.", phone="+442079460123")
    assert of(elder, other).outcome is Outcome.NOTHING


def test_common_names_are_asked_about() -> None:
    one, other = identity("a@north.example", "Maria Garcia"), identity("mg1982@gmail.com", "Maria García")
    verdict = score(profile_of(one), profile_of(other), Frequencies(5_000))
    assert verdict.outcome is Outcome.SUGGEST


def test_firms_in_turn_are_one_career_and_firms_at_once_are_two_people() -> None:
    old = identity("ida.okafor@north.example", "Ida Ziegelbauer", years=(2015, 2019))
    new = identity("ida@south.example", "Ida Ziegelbauer", years=(2019, 2026))
    twin = identity("ida@south.example", "Ida Ziegelbauer", years=(2015, 2026))
    assert of(old, new).outcome is Outcome.MERGE
    assert of(old, twin).outcome is Outcome.SUGGEST
    assert are_apart(of(old, twin))


def test_turns_of_a_few_mails_are_chance() -> None:
    assert [chance_of_turns(1, 1), chance_of_turns(1, 2), chance_of_turns(2, 2)] == pytest.approx([1, 2 / 3, 1 / 3])
    assert chance_of_turns(0, 5) == 0
    assert 0 < chance_of_turns(50_000, 50_000) < 0.001


def test_who_writes_to_the_other_and_gets_an_answer_is_somebody_else() -> None:
    other = identity("hale77@gmail.com", "Robert Hale")
    copies, talk = Together(same=3, there=3), Together(same=3, there=2, back=1)
    assert of(WORK, other, copies).outcome is Outcome.MERGE
    assert of(WORK, other, talk).bits < of(WORK, other, copies).bits - 4
    assert of(WORK, other, Together(answered=1)).bits > of(WORK, other).bits + 4


def test_numbers_behind_a_name_tell_people_of_a_firm_apart() -> None:
    assert of(WORK, identity("robert.hale2@halden.example", "Robert Hale")).outcome is Outcome.SUGGEST


def test_an_address_that_is_made_of_no_name_may_be_an_offices() -> None:
    alias = of(WORK, identity("rhale@halden.example", "Robert Hale"))
    office = of(WORK, identity("workshop@halden.example", "Robert Hale"))
    assert office.bits < alias.bits - 3


def test_a_fuller_name_tells_what_a_short_one_is_short_for() -> None:
    both = identity("matt@north.example", "Matt Okafor", "Matthew Okafor")
    other = identity("okafor@gmail.com", "Matthias Okafor")
    assert of(both, other).bits < of(identity("matt@north.example", "Matt Okafor"), other).bits - 3


def test_an_address_without_a_name_may_be_made_of_one() -> None:
    ours = identity("iolanthe@braemar.example", "Iolanthe Farquharson")
    assert of(ours, identity("iolanthefarquharson@gmail.com")).outcome is Outcome.MERGE
    assert of(ours, identity("ifarquharson@gmail.com")).outcome is Outcome.SUGGEST


def test_a_married_name_is_joined_by_the_phone_at_the_same_firm() -> None:
    known = {"phone": "+44161", "title": "Editor"}
    before = identity("hannah.lyle@north.example", "Hannah Lyle", years=(2015, 2020), **known)
    after = identity("hannah.kreisler@north.example", "Hannah Kreisler", years=(2020, 2026), **known)
    colleague = identity("hannah.kreisler@north.example", "Hannah Kreisler", years=(2015, 2026), **known)
    assert of(before, after).outcome is Outcome.MERGE
    assert of(before, colleague).outcome is Outcome.SUGGEST


def test_an_exchange_is_not_a_phone_of_ones_own() -> None:
    many = Frequencies(500, {"p:+442079460123": 9})
    other = identity("bob@north.example", "Bob", phone="+442079460123")
    assert score(profile_of(WORK), profile_of(other), many).outcome is not Outcome.MERGE


def test_each_reason_is_a_sentence() -> None:
    verdict = of(WORK, identity("bobhale@gmail.com", "Bob Hale", phone="+442079460123"))
    assert [one.reason for one in verdict.features] == [
        "Robert Hale and Bob Hale may be one name: a short form",
        "One of the addresses is private",
        "Both write with the same phone number",
    ]


def test_an_order_of_two_makes_no_difference() -> None:
    other = identity("bobhale@gmail.com", "Bob Hale", "Bob")
    assert of(WORK, other).bits == pytest.approx(of(other, WORK).bits)


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("info@north.example", ["Ida Okafor"]),
        ("front@north.example", ["Customer Service"]),
        ("ufficio.acquisti@north.example", ["Ida Okafor"]),
        ("north-sales@north.example", []),
        ("verkoop@north.example", ["Ida Okafor"]),
        ("desk4@northclinic.example", ["North Clinic", "Ida Okafor"]),
    ],
)
def test_nobodys_addresses(address: str, names: list[str]) -> None:
    assert is_nobodys(address, names)


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("ida+orders@north.example", ["Ida Okafor"]),
        ("dean@north.example", ["Dean Okafor"]),
        ("emily.post@north.example", []),
        ("ida@okaforcycles.example", ["Okafor Cycles", "Ida Okafor"]),
    ],
)
def test_somebodys_addresses(address: str, names: list[str]) -> None:
    assert not is_nobodys(address, names)


def test_one_name_in_two_scripts_is_no_shared_mailbox() -> None:
    assert not profile_of(identity("seoyeon@hangang.example", "박서연", "Seo-yeon Park")).shared
    assert not profile_of(identity("fedor@spb.example", "Fedor Zhemchuzhnikov", "Fyodor Zhemchuzhnikov")).shared
    assert profile_of(identity("hale@home.example", "Jo Hale", "Ruth Hale")).shared

"""The labelled set is as large and as varied as what is measured with it says, and the same each time."""

from bench.people_set.reading import OWNER, mails, persons, truth
from bench.people_set.writing import mbox, written


def test_the_set_is_as_large_as_it_says() -> None:
    everybody = persons()
    people = [one for one in everybody if not one.is_role]
    addresses = [one.address for person in everybody for one in person.addresses]
    assert len(people) >= 150
    assert sum(len(one.addresses) > 1 for one in people) >= 40
    assert sum(one.is_role for one in everybody) >= 15
    assert len(addresses) == len(set(addresses))
    # Twins have their names' places in brackets behind them.
    twins = [one.name.partition(" (")[0] for one in people if " (" in one.name and "(before" not in one.name]
    assert len(twins) == 2 * len(set(twins)) >= 20
    assert {address for mail in mails() for address in (mail.sender, *mail.recipients)} <= {*addresses, OWNER}


def test_its_mails_are_the_same_each_time() -> None:
    first, second = (b"".join(mbox(written(persons(), mails()))) for _ in range(2))
    assert first == second
    assert first.count(b"\nMessage-ID: ") >= 400


def test_truth_says_whose_each_address_is() -> None:
    said = truth(persons())
    identities, people = said["identities"], said["persons"]
    assert isinstance(identities, dict)
    assert isinstance(people, dict)
    assert identities["bob.hale71@gmail.com"] == identities["robert.hale@haldentools.example"]
    assert identities["bob.hale71@gmail.com"] != identities["ruth.hale@gmail.com"]
    assert people[str(identities["bob.hale71@gmail.com"])]["titles"] == ["Head of Purchasing"]

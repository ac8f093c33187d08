"""What `kith gmail-simulator --account` understands."""

from pathlib import Path

import pytest

from base.errors import InvalidSettings
from devstack.demo import DEMO_EMAIL, DEMO_NAME
from devstack.simulator.config import MboxAccount
from devstack.simulator_command import account, demo_account


def test_an_account_has_an_address_and_perhaps_a_name_and_mail(tmp_path: Path) -> None:
    mbox = tmp_path / "old=mail.mbox"
    mbox.touch()
    assert account("ida@northwind.example") == MboxAccount("ida@northwind.example")
    named = f"Ida Okafor <ida@northwind.example>={mbox}"
    assert account(named) == MboxAccount("ida@northwind.example", mbox, "Ida Okafor")
    with pytest.raises(InvalidSettings, match="'ida' is not a mail address"):
        account("ida")
    with pytest.raises(InvalidSettings, match="there is no file"):
        account("ida@northwind.example=nowhere.mbox")


def test_who_signs_in_to_the_demo_has_a_name(tmp_path: Path) -> None:
    (tmp_path / "mailbox.mbox").touch()
    demo = account(demo_account(tmp_path))
    assert (demo.email, demo.name) == (DEMO_EMAIL, DEMO_NAME)

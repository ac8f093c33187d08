"""The safety net: what no push tells of is found by asking, and said to be missed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.service import RPCError, RPCStatusCode

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from tests.integration.gmail.rounds import Connected, people, poll
from tests.integration.gmail.test_sync import mail
from tests.product import OWNER, Product, product
from workflows.core.starter import TemporalStarter


async def deliver(kith: Product, somebody: Connected, number: int) -> None:
    """A mail arrives."""
    await kith.gmail.deliver(mail(number), account=somebody.address)


async def stored(somebody: Connected, number: int) -> None:
    """Wait until Kith has so many mails, and nothing runs."""
    await somebody.browser.until(somebody.id, lambda mailbox: mailbox["counts"]["stored"] == number)
    await somebody.idle()


async def test_a_lost_push_is_made_up_for_and_shown_as_missed(settings: Settings, tmp_path: Path) -> None:
    async with people(settings, tmp_path, "ada", pushes=False) as (kith, (ada,)):
        await deliver(kith, ada, 1)
        await ada.long_ago()
        assert (await poll(kith)).done == 1
        await stored(ada, 1)
        found = await ada.state()
        assert found["untold_history_id"] is not None
        assert found["push_missed_at"] is None, "it may still be on its way"
        assert found["next_poll_at"] < datetime.now(UTC) + timedelta(minutes=2), "the verdict is due soon"
        await ada.long_ago()
        assert (await poll(kith)).done == 1
        found = await ada.state()
        assert found["push_missed_at"] is not None
        assert found["untold_history_id"] is None
        health = await ada.browser.get(f"mailboxes/{ada.id}/health")
        assert health["push_missed_at"] is not None
        assert health["level"] == "attention"
        assert "did not tell" in health["verdict"]


async def test_a_copy_that_could_not_begin_is_begun(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with product(settings, tmp_path, MboxAccount(OWNER, None, "Robin Marlow")) as kith:
        await kith.gmail.deliver(mail(1))
        with monkeypatch.context() as away:

            async def refused(*_: object) -> str:
                raise RPCError("", RPCStatusCode.UNAVAILABLE, b"")

            away.setattr(TemporalStarter, "start_backfill", refused)
            browser = await kith.browser().sign_in()
            mailbox = await browser.connect()
        assert (await browser.get(f"mailboxes/{mailbox}"))["status"] == "connecting"
        assert (await poll(kith)).done == 1
        assert (await browser.synced(mailbox))["counts"]["stored"] == 1
        await kith.idle(browser, mailbox)
        assert (await poll(kith)).done == 0


async def test_a_push_that_is_only_late_was_not_missed(settings: Settings, tmp_path: Path) -> None:
    async with people(settings, tmp_path, "ada", pushes=False) as (kith, (ada,)):
        await deliver(kith, ada, 1)
        await ada.long_ago()
        await poll(kith)
        await stored(ada, 1)
        told = (await ada.state())["untold_history_id"]
        await kith.services.gmail.mailboxes.pushed(ada.address.upper(), int(told))
        await ada.long_ago()
        await poll(kith)
        found = await ada.state()
        assert (found["push_missed_at"], found["untold_history_id"]) == (None, None)


async def test_what_a_push_told_of_is_not_missed_even_while_nothing_is_synced_yet(
    settings: Settings, tmp_path: Path
) -> None:
    async with people(settings, tmp_path, "ada", pushes=False) as (kith, (ada,)):
        await deliver(kith, ada, 1)
        newest = (await kith.gmail.control("GET", "accounts"))[0]["history_id"]
        # Gmail is away for the sync that the push wakes, but not for the poll.
        await kith.gmail.fault(match="history.list", kind="status", status=503)
        await kith.services.gmail.mailboxes.pushed(ada.address, int(newest))
        await ada.long_ago()
        assert (await poll(kith)).done == 1
        assert (await ada.state())["untold_history_id"] is None
        await kith.gmail.fault()
        await stored(ada, 1)


async def test_a_mailbox_whose_pushes_come_is_asked_for_one_unit_and_left_alone(
    settings: Settings, tmp_path: Path
) -> None:
    async with people(settings, tmp_path, "ada") as (kith, (ada,)):
        await deliver(kith, ada, 1)
        await stored(ada, 1)
        before = await kith.gmail.bill(ada.address)
        assert (await poll(kith)).done == 0, "Gmail has just told of something"
        assert (await kith.gmail.bill(ada.address))["units"] == before["units"]
        await ada.long_ago()
        assert (await poll(kith)).done == 1
        assert (await kith.gmail.bill(ada.address))["units"] == before["units"] + 1
        found = await ada.state()
        assert found["last_poll_at"] > datetime.now(UTC) - timedelta(minutes=1)
        assert found["push_missed_at"] is None
        assert (await ada.browser.get(f"mailboxes/{ada.id}"))["quota_units"] == before["units"] + 1


async def test_without_a_topic_asking_brings_the_mail_and_more_often(settings: Settings, tmp_path: Path) -> None:
    async with people(settings, tmp_path, "ada", changed={"gmail_topic": None}) as (kith, (ada,)):
        await deliver(kith, ada, 1)
        await ada.long_ago()
        assert (await poll(kith)).done == 1
        await stored(ada, 1)
        found = await ada.state()
        assert found["untold_history_id"] is None, "nobody has promised to tell"
        assert found["next_poll_at"] < datetime.now(UTC) + timedelta(minutes=2)


async def test_a_mailbox_that_cannot_be_asked_does_not_stop_the_others(settings: Settings, tmp_path: Path) -> None:
    async with people(settings, tmp_path, "ada", "ben", "cy", pushes=False) as (kith, everybody):
        for somebody in everybody:
            await deliver(kith, somebody, 1)
            await somebody.long_ago()
        ada, ben, cy = everybody
        await kith.gmail.control("POST", f"accounts/{ada.address}/revoke")
        found = await poll(kith, most=1)
        assert (found.done, found.failed) == (2, 1)
        for somebody in (ben, cy):
            await stored(somebody, 1)
        lost = await ada.state()
        assert lost["status"] == "reconnect"
        assert "Reconnect" in lost["poll_error"]
        await ada.long_ago()
        assert (await poll(kith)).skipped == 1, "only a person can go on"


@pytest.mark.parametrize("late", [0, 1])
async def test_a_push_that_names_what_is_known_is_noted_and_wakes_nobody(
    settings: Settings, tmp_path: Path, late: int
) -> None:
    async with people(settings, tmp_path, "ada", pushes=False) as (kith, (ada,)):
        known = await ada.state()
        jobs = len(await ada.browser.every("jobs"))
        await kith.services.gmail.mailboxes.pushed(ada.address, int(known["history_id"]) - late)
        found = await ada.state()
        assert found["last_push_at"] is not None
        assert found["pushed_history_id"] == known["history_id"] - late
        assert len(await ada.browser.every("jobs")) == jobs

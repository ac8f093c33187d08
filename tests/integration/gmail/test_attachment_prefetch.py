"""Attachments ahead of time: small ones of recent mail that people wrote, at a price that is billed, and no others."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ByteSize

from base.ids import new_id
from base.settings import Settings
from devstack.simulator.config import MboxAccount
from models.queries.mail.attachment_prefetch import PrefetchQueries, PrefetchRow
from tests.integration.gmail.rounds import Connected, connect
from tests.integration.mail.test_downloads import ADDRESS, arrived, fetched, kept, letter, paths
from tests.integration.tenants import mbox
from tests.product import product

SMALL = ("plan.bin", "application/octet-stream", b"small \x00" * 30)
LARGE = ("film.bin", "application/octet-stream", b"large \x00" * 3_000)
RULE: dict[str, Any] = {"attachments_ahead": ByteSize(10_000), "attachments_ahead_days": 7}


@pytest.fixture
async def ada(settings: Settings, tmp_path: Path) -> AsyncIterator[Connected]:
    async with product(settings, tmp_path, MboxAccount(ADDRESS), changed=RULE) as kith:
        yield await connect(kith, ADDRESS)


def sent(when: datetime, raw: bytes, *headers: bytes) -> bytes:
    return b"".join(header + b"\r\n" for header in (b"Date: " + format_datetime(when).encode(), *headers)) + raw


async def test_a_small_file_of_a_person_is_here_before_anybody_asks(ada: Connected) -> None:
    recent = datetime.now(UTC) - timedelta(days=1)
    (message,) = await arrived(ada, sent(recent, letter(SMALL, LARGE)))
    assert [file.parent.name for file in kept(ada.kith)] == [message["id"]], "one, and not the large one"
    before = await ada.kith.gmail.bill(ADDRESS)
    assert before["methods"]["messages.attachments.get"]["requests"] == 1
    assert (await ada.browser.get(f"mailboxes/{ada.id}"))["quota_units"] == before["units"]
    small, large = paths(message)
    assert (await fetched(ada, small)).content == SMALL[2]
    assert await ada.kith.gmail.bill(ADDRESS) == before
    assert (await fetched(ada, large)).content == LARGE[2]
    jobs = [job["type"] for job in await ada.browser.every("jobs") if job["state"] == "completed"]
    assert "AttachmentsAheadWorkflow" in jobs


async def test_a_card_that_gmail_keeps_is_read_however_old_its_mail_is(settings: Settings, tmp_path: Path) -> None:
    """Also where nothing else is fetched ahead."""
    card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ida\r\nTITLE:Surveyor\r\nEMAIL:ida@northwind.example\r\nEND:VCARD\r\n"
    old = datetime.now(UTC) - timedelta(days=900)
    async with product(settings, tmp_path, MboxAccount(ADDRESS)) as kith:
        ada = await connect(kith, ADDRESS)
        await arrived(ada, sent(old, letter(SMALL, ("ida.vcf", "application/octet-stream", card))))
        (ida,) = (await ada.browser.get("contacts"))["items"]
        values = (await ada.browser.get(f"contacts/{ida['id']}/card"))["items"]
        assert [(one["value"], one["source"]) for one in values if one["field"] == "title"] == [
            ("Surveyor", "attached_vcard")
        ]
        assert len(kept(kith)) == 1, "the card, and no other file"


async def test_files_of_machines_and_lists_wait_until_somebody_asks(ada: Connected) -> None:
    recent = datetime.now(UTC) - timedelta(days=1)
    await arrived(
        ada,
        sent(recent, letter(SMALL, number=2), b"Auto-Submitted: auto-generated"),
        sent(
            recent,
            letter(SMALL, number=3),
            b"List-Id: <birds.lists.example>",
            b"List-Post: <mailto:birds@lists.example>",
        ),
    )
    assert kept(ada.kith) == []
    assert not any(job["type"] == "AttachmentsAheadWorkflow" for job in await ada.browser.every("jobs"))


async def test_of_a_mailbox_that_is_copied_only_what_is_recent_is_fetched(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "ada.mbox"
    days = [letter(SMALL, number=number) for number in range(10)]
    now = datetime.now(UTC)
    file.write_bytes(
        b"".join(
            mbox(sent(now - timedelta(days=age, hours=1), raw).replace(b"\r\n", b"\n")) for age, raw in enumerate(days)
        )
    )
    async with product(settings, tmp_path, MboxAccount(ADDRESS, file), changed=RULE) as kith:
        ada = await connect(kith, ADDRESS)
        await ada.idle()
        messages = await ada.browser.every("messages")
        recent = {one["id"] for one in messages if one["date"] > (now - timedelta(days=7)).isoformat()}
        assert len(messages) == 10
        assert {path.parent.name for path in kept(kith)} == recent
        assert len(recent) == 7


async def test_what_gmail_does_not_give_stops_nothing_and_can_be_asked_for(settings: Settings, tmp_path: Path) -> None:
    answer = letter(SMALL, number=2).replace(
        b"Subject: Files 2", b"Subject: Files 1\r\nIn-Reply-To: <files-1@northwind.example>"
    )
    file, recent = tmp_path / "ada.mbox", datetime.now(UTC) - timedelta(days=1)
    file.write_bytes(b"".join(mbox(sent(recent, raw).replace(b"\r\n", b"\n")) for raw in (letter(SMALL), answer)))
    async with product(settings, tmp_path, MboxAccount(ADDRESS, file), changed=RULE) as kith:
        # The thread comes as a whole, by threads.get; then there is nothing more to be had.
        await kith.gmail.fault(match=r"^messages\.(attachments\.)?get$", kind="status", status=404)
        ada = await connect(kith, ADDRESS)
        await ada.idle()
        assert kept(kith) == []
        (job,) = [job for job in await ada.browser.every("jobs") if job["type"] == "AttachmentsAheadWorkflow"]
        assert job["state"] == "completed"
        await kith.gmail.fault()
        for one in await ada.browser.every("messages"):
            path = paths(await ada.browser.get(f"messages/{one['id']}"))[0]
            assert (await fetched(ada, path)).content == SMALL[2]


async def test_files_wait_while_gmail_is_away(ada: Connected) -> None:
    recent = datetime.now(UTC) - timedelta(days=1)
    await ada.kith.gmail.fault(match="attachments.get", kind="status", status=503)
    await ada.kith.gmail.deliver(sent(recent, letter(SMALL)), account=ADDRESS)
    await ada.browser.until(ada.id, lambda mailbox: mailbox["counts"]["stored"] == 1)
    assert kept(ada.kith) == []
    await ada.kith.gmail.fault()
    await ada.idle()
    assert len(kept(ada.kith)) == 1


async def test_what_failed_comes_after_what_was_not_tried(ada: Connected) -> None:
    """One that fails for good holds up no other."""
    moment = datetime.now(UTC)
    rows = [PrefetchRow(new_id(), str(age), moment - timedelta(hours=age)) for age in range(3)]
    taken = []
    async with ada.kith.services.core.database.tenant(ada.ref.user_id) as session:
        queries = PrefetchQueries(session, ada.ref)
        await queries.add([*rows, *rows])
        for _ in range(5):
            row = await queries.take()
            assert row is not None
            taken.append((row.part_id, row.attempts))
        assert taken == [("0", 1), ("1", 1), ("2", 1), ("0", 2), ("1", 2)]
        for one in rows:
            await queries.remove(one)
        assert not await queries.any()


async def test_what_was_picked_before_a_mailbox_was_disconnected_comes_when_it_is_connected_again(
    ada: Connected,
) -> None:
    await ada.kith.gmail.fault(match="attachments.get", kind="status", status=503)
    await ada.kith.gmail.deliver(sent(datetime.now(UTC), letter(SMALL)), account=ADDRESS)
    await ada.browser.until(ada.id, lambda mailbox: mailbox["counts"]["stored"] == 1)
    assert (await ada.browser.http.delete(f"/api/v1/mailboxes/{ada.id}")).is_success
    await ada.idle()
    await ada.kith.gmail.fault()
    assert kept(ada.kith) == []
    await ada.browser.connect(ADDRESS)
    await ada.browser.synced(ada.id)
    await ada.idle()
    assert len(kept(ada.kith)) == 1

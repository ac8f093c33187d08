"""Files that go out with a mail: kept encrypted while it is written, sent as they are, erased once it is sent."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from base.settings import Settings
from tests.integration.sending.writer import IDA, Writer, writer
from tests.integration.tenants import as_owner
from tests.product import OWNER

NAME = "Größen und 计划.pdf"


@pytest.fixture
async def robin(settings: Settings, tmp_path: Path) -> AsyncIterator[Writer]:
    async with writer(settings, tmp_path, "send", send_delay=2) as ready:
        yield ready


async def attached(robin: Writer, data: bytes, name: str = NAME) -> Any:
    answer = await robin.browser.http.post(
        "/api/v1/outbox/files", params={"name": name}, content=data, headers={"content-type": "application/pdf"}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def kept(robin: Writer) -> list[bytes]:
    async with await as_owner(robin.kith.settings) as owner:
        return [row[0] for row in await (await owner.execute("SELECT name || data FROM outbox_files")).fetchall()]


async def test_a_file_goes_out_with_its_mail_and_is_erased(robin: Writer) -> None:
    small, large = b"pomegranates" * 100, bytes(range(256)) * 24 * 1024  # the larger one goes as an upload
    files = [await attached(robin, small), await attached(robin, large, "large.bin")]
    assert files[0] == {"id": files[0]["id"], "name": NAME, "mime_type": "application/pdf", "size": len(small)}
    assert all(b"pomegranates" not in row and NAME.encode() not in row for row in await kept(robin))
    ids = [file["id"] for file in files]

    # Taken back, they are as they were; nobody can remove what is on its way.
    first = await robin.send(attachments=ids)
    assert (await robin.browser.http.delete(f"/api/v1/outbox/files/{ids[0]}")).status_code == 404
    assert (await robin.post(f"outbox/{first}/undo")).json()["attachments"] == files

    item = await robin.done(await robin.send(attachments=ids))
    sent = list(robin.raw(item["source_id"], OWNER).iter_attachments())
    assert [(one.get_filename(), one.get_payload(decode=True)) for one in sent] == [(NAME, small), ("large.bin", large)]
    assert await kept(robin) == []
    async with await as_owner(robin.kith.settings) as owner:
        row = await (await owner.execute("SELECT max(length(raw)) FROM outbox")).fetchone()
    assert row is not None
    assert row[0] < 2000, "of what was sent only the head stays"
    assert (await robin.browser.get(f"outbox/{item['id']}"))["recipients"] == [IDA]


async def test_what_nobody_sends_is_erased_after_a_week_whoever_attached_it(robin: Writer) -> None:
    """Nobody attaches anything again; what is in a mail stays with it."""
    ida = Writer(robin.kith, await robin.kith.browser().sign_in(IDA), "", robin.folder)
    await attached(robin, b"mine")
    await attached(ida, b"theirs")
    held = (await attached(robin, b"of a mail"))["id"]
    await robin.kith.gmail.fault(match=r"^messages\.send$", kind="status", status=400)
    mail = await robin.send(attachments=[held])
    assert (await robin.ended(mail))["state"] == "failed"

    async def later(wait: timedelta) -> int:
        """How many files there are once that time has passed, and what is old was looked for."""
        async with await as_owner(robin.kith.settings) as owner:
            await owner.execute("UPDATE directory_outbox_files SET due_at = due_at - %s", [wait])
        await robin.kith.services.retention.sweep()
        return len(await kept(robin))

    assert await later(timedelta(days=7, minutes=-5)) == 3
    assert await later(timedelta(minutes=5)) == 1
    assert (await robin.browser.http.delete(f"/api/v1/outbox/{mail}")).status_code == 204
    assert await kept(robin) == []
    async with await as_owner(robin.kith.settings) as owner:
        assert (await owner.execute("SELECT 1 FROM directory_outbox_files")).rowcount == 0


async def test_what_cannot_be_attached_is_said(robin: Writer) -> None:
    file = await attached(robin, b"x")
    assert (await robin.browser.http.delete(f"/api/v1/outbox/files/{file['id']}")).status_code == 204
    body = {"to": [IDA], "subject": "?", "text": "?", "attachments": [file["id"]]}
    gone = await robin.post(f"mailboxes/{robin.mailbox_id}/messages", body)
    assert (gone.status_code, gone.json()["field"]) == (422, "attachments.0")
    large = await robin.browser.http.post(
        "/api/v1/outbox/files", params={"name": "a"}, content=bytes(25 * 1024 * 1024 + 1)
    )
    assert (large.status_code, large.json()["field"]) == (413, "file")
    assert await kept(robin) == []

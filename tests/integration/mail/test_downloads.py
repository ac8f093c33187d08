"""Attachments and raw mail: the bytes that were sent, fetched once, kept encrypted, gone with their message."""

import asyncio
import base64
import email
import email.policy
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from tests.integration.api.operations import operations
from tests.integration.gmail.rounds import Connected, connect
from tests.integration.tenants import mbox, upload
from tests.product import Product, product
from tests.shared_mail import TORTURE, needs_mail

ADDRESS = "ada@marlow.example"
PIXEL = bytes.fromhex("474946383961010001008000000000ffffff21f90401000000002c00000000010001000002024401003b")


@pytest.fixture
async def ada(settings: Settings, tmp_path: Path) -> AsyncIterator[Connected]:
    accounts = MboxAccount(ADDRESS), MboxAccount("eve@marlow.example")
    async with product(settings, tmp_path, *accounts) as kith:
        yield await connect(kith, ADDRESS)


def letter(*files: tuple[str, str, bytes], number: int = 1) -> bytes:
    """A mail with files, each (name, type, content)."""
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = "Ida <ida@northwind.example>", ADDRESS, f"Files {number}"
    mail["Message-ID"] = f"<files-{number}@northwind.example>"
    mail.set_content("See what is attached.")
    for name, kind, content in files:
        main, _, sub = kind.partition("/")
        mail.add_attachment(content, main, sub, filename=name)
    return mail.as_bytes()


async def arrived(ada: Connected, *raws: bytes) -> list[Any]:
    """These mails, once Kith has them, in the order given."""
    ids = [await ada.kith.gmail.deliver(raw, account=ADDRESS) for raw in raws]
    known = set(ids)
    await ada.browser.until(ada.id, lambda mailbox: mailbox["counts"]["stored"] >= len(known))
    await ada.idle()
    found = {one["source_id"]: one for one in await ada.browser.every("messages")}
    return [await ada.browser.get(f"messages/{found[source_id]['id']}") for source_id in ids]


async def fetched(somebody: Connected, path: str) -> httpx.Response:
    return await somebody.browser.http.get(f"/api/v1/messages/{path}")


def paths(message: Any) -> list[str]:
    return [f"{message['id']}/attachments/{one['part_id'] or 'root'}" for one in message["attachments"]]


def kept(kith: Product) -> list[Path]:
    """The files in object storage."""
    folder = kith.settings.home / "objects"
    return [file for file in folder.rglob("*") if file.is_file()] if folder.exists() else []


def stands_in(content: bytes, raw: bytes) -> bool:
    """Is this what a part of the mail holds? The standard library says so, or it is there to be seen."""
    parts = [part for part in email.message_from_bytes(raw).walk() if not part.is_multipart()]
    decoded = [part.get_payload(decode=True) for part in parts]
    return content in decoded or content in raw or base64.b64encode(content) in b"".join(raw.split())


@needs_mail
async def test_raw_mail_and_attachments_are_the_bytes_that_were_sent(ada: Connected) -> None:
    raws = [file.read_bytes() for file in TORTURE]
    messages = await arrived(ada, *raws)
    attachments = 0
    for file, raw, message in zip(TORTURE, raws, messages, strict=True):
        whole = await fetched(ada, f"{message['id']}/raw")
        assert whole.content == raw, file.name
        assert whole.headers["content-type"] == "message/rfc822"
        for path in paths(message):
            answer = await fetched(ada, path)
            assert answer.status_code == 200, (file.name, answer.text)
            assert stands_in(answer.content, raw), (file.name, path)
            attachments += 1
    assert attachments > 40


async def test_a_file_is_fetched_once_and_kept_encrypted(ada: Connected) -> None:
    content = b"The whole budget of the orchard. " * 100_000
    (message,) = await arrived(ada, letter(("budget.bin", "application/octet-stream", content)))
    before = await ada.kith.gmail.bill(ADDRESS)
    together = await asyncio.gather(*(fetched(ada, paths(message)[0]) for _ in range(3)))
    assert [answer.content for answer in together] == [content] * 3
    assert together[0].headers["content-disposition"] == 'attachment; filename="budget.bin"'
    assert together[0].headers["cache-control"] == "no-store"
    after = await ada.kith.gmail.bill(ADDRESS)
    assert after["units"] - before["units"] == 20, "one messages.attachments.get"
    assert (await ada.browser.get(f"mailboxes/{ada.id}"))["quota_units"] == after["units"]
    files = kept(ada.kith)
    assert len(files) == 1
    assert b"budget of the orchard" not in files[0].read_bytes()


async def test_a_part_that_gmail_gives_no_handle_for_is_taken_from_the_message(ada: Connected) -> None:
    invitation = "BEGIN:VCALENDAR\r\nSUMMARY:Frühstück\r\nEND:VCALENDAR\r\n".encode("latin-1")
    raw = (
        b"From: ida@northwind.example\r\nSubject: Come\r\nMessage-ID: <c@x.example>\r\n"
        b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nCome.\r\n--x\r\n'
        b"Content-Type: text/calendar; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + invitation
        + b"\r\n--x--\r\n"
    )
    (message,) = await arrived(ada, raw)
    assert [one["attachment_id"] for one in message["attachments"]] == [None]
    answer = await fetched(ada, paths(message)[0])
    assert answer.content == invitation, "as it was sent, not as Gmail rewrites texts"
    assert 'filename="invitation.ics"' in answer.headers["content-disposition"]


async def test_a_handle_that_no_longer_holds_is_made_up_for(ada: Connected) -> None:
    (message,) = await arrived(ada, letter(("a.bin", "application/octet-stream", b"\x00\x01\x02")))
    await ada.kith.gmail.fault(match="attachments.get", kind="status", status=400, reason="invalidArgument")
    assert (await fetched(ada, paths(message)[0])).content == b"\x00\x01\x02"


async def test_a_mail_that_is_nothing_but_a_picture_has_it_at_the_root(ada: Connected) -> None:
    raw = b"From: a@b.example\r\nContent-Type: image/gif; name=dot.gif\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    (message,) = await arrived(ada, raw + base64.encodebytes(PIXEL))
    assert [one["part_id"] for one in message["attachments"]] == [""]
    answer = await fetched(ada, f"{message['id']}/attachments/root")
    assert answer.content == PIXEL
    assert answer.headers["content-type"] == "image/gif"
    assert answer.headers["content-disposition"] == 'inline; filename="dot.gif"'


async def test_what_is_somebody_elses_or_not_there_is_not_found(ada: Connected) -> None:
    (message,) = await arrived(ada, letter(("a.bin", "application/octet-stream", b"secret")))
    assert (await fetched(ada, paths(message)[0])).status_code == 200
    eve = await ada.kith.browser().sign_in("eve@marlow.example")
    for path in (paths(message)[0], f"{message['id']}/raw"):
        answer = await eve.http.get(f"/api/v1/messages/{path}")
        assert (answer.status_code, answer.json()["detail"]) == (404, "There is no such message.")
    for part in ("0", "9", "root", "../raw", "raw", "1%2F..%2Fraw"):
        answer = await fetched(ada, f"{message['id']}/attachments/{part}")
        assert answer.status_code == (200 if part == "../raw" else 404), part


async def test_a_disconnected_mailbox_has_only_what_was_kept(ada: Connected) -> None:
    files = ("a.txt", "application/octet-stream", b"kept"), ("b.txt", "application/octet-stream", b"never asked for")
    (message,) = await arrived(ada, letter(*files))
    kept_path, other = paths(message)
    assert (await fetched(ada, kept_path)).content == b"kept"
    await ada.browser.http.delete(f"/api/v1/mailboxes/{ada.id}")
    assert (await fetched(ada, kept_path)).content == b"kept"
    for path in (other, f"{message['id']}/raw"):
        answer = await fetched(ada, path)
        assert (answer.status_code, answer.json()["code"]) == (409, "Conflict")
        assert "disconnected" in answer.json()["detail"]


async def test_a_revoked_grant_is_told_and_noticed(ada: Connected) -> None:
    (message,) = await arrived(ada, letter(("a.bin", "application/octet-stream", b"x")))
    await ada.kith.gmail.control("POST", f"accounts/{ADDRESS}/revoke")
    answer = await fetched(ada, paths(message)[0])
    assert (answer.status_code, answer.json()["code"]) == (409, "ReconnectRequired")
    assert (await ada.browser.get(f"mailboxes/{ada.id}"))["status"] == "reconnect"


@pytest.mark.parametrize("place", ["attachments/1", "raw"])
async def test_what_gmail_refuses_is_told_as_it_is_documented(ada: Connected, place: str) -> None:
    (message,) = await arrived(ada, letter(("plan.bin", "application/octet-stream", b"x" * 100_000)))
    await ada.kith.gmail.fault(match=r"^messages\.", kind="status", status=400, reason="failedPrecondition")
    answer = await fetched(ada, f"{message['id']}/{place}")
    assert (answer.status_code, answer.json()["code"]) == (502, "GmailRefused")
    described = next(one for one in operations() if one.path.endswith(place.replace("/1", "/{part_id}")))
    assert "502" in described.details["responses"]


async def test_mail_from_a_file_says_that_its_attachments_are_in_the_file(ada: Connected) -> None:
    raw = letter(("a.bin", "application/octet-stream", b"x")).replace(b"\r\n", b"\n")
    imported = (await upload(ada.browser, mbox(raw))).json()["mailbox_id"]
    await ada.browser.synced(imported)
    (line,) = await ada.browser.every("messages", mailbox_id=imported)
    for path in (*paths(await ada.browser.get(f"messages/{line['id']}")), f"{line['id']}/raw"):
        answer = await fetched(ada, path)
        assert answer.status_code == 409
        assert "imported from a file" in answer.json()["detail"]


def forwarded() -> bytes:
    """A mail with a mail that has a file, and a page that would like to run something."""
    inner = EmailMessage(policy=email.policy.SMTP)
    inner["From"], inner["Subject"] = "Sunita Rao <sunita@halden.example>", "Second batch of zinfandel"
    inner["Date"] = "Tue, 7 Nov 1995 09:15:00 -0300"
    inner.set_content("<p>Nine of nine</p><script>evil()</script>passed", subtype="html")
    inner.add_attachment(b"pages", "application", "octet-stream", filename="Pruefbericht.bin")
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = "Tom <tom@halden.example>", ADDRESS, "Fwd"
    mail["Message-ID"] = "<fwd@halden.example>"
    mail.set_content("See below.")
    mail.add_attachment(inner)
    return mail.as_bytes()


async def test_a_forwarded_mail_opens_as_one_wherever_it_came_from(ada: Connected) -> None:
    await arrived(ada, forwarded())
    imported = (await upload(ada.browser, mbox(forwarded().replace(b"\r\n", b"\n")))).json()["mailbox_id"]
    await ada.browser.synced(imported)
    found = [(await ada.browser.get("messages", q=word))["items"] for word in ("zinfandel", "pruefbericht", "sunita")]
    assert [{one["mailbox_id"] for one in items} for items in found] == [{ada.id, imported}] * 3
    eve = await ada.kith.browser().sign_in("eve@marlow.example")
    for line in found[0]:
        message = await ada.browser.get(f"messages/{line['id']}")
        (attached,) = message["attachments"]
        assert (attached["is_mail"], attached["size"] > 400) == (True, True)
        path = f"{message['id']}/attachments/{attached['part_id']}/mail"
        mail = (await fetched(ada, path)).json()
        assert (mail["subject"], mail["sender"]["address"]) == ("Second batch of zinfandel", "sunita@halden.example")
        assert (mail["date"], mail["date_source"]) == ("1995-11-07T12:15:00Z", "header")
        assert (mail["text"], mail["html"]) == ("Nine of nine\npassed", "<p>Nine of nine</p>passed")
        (file,) = mail["attachments"]
        answer = await fetched(ada, f"{message['id']}/attachments/{file['part_id']}")
        copied_here = line["mailbox_id"] == ada.id
        assert answer.status_code == (200 if copied_here else 409)  # a file was not kept, as of any imported mail
        assert not copied_here or answer.content == b"pages"
        assert (await fetched(ada, f"{message['id']}/attachments/{file['part_id']}/mail")).status_code == 404
        assert (await eve.http.get(f"/api/v1/messages/{path}")).status_code == 404


async def test_what_is_kept_goes_with_its_message_and_with_its_mailbox(ada: Connected) -> None:
    raws = [letter(("a.bin", "application/octet-stream", b"x" * number), number=number) for number in (1, 2, 3)]
    messages = await arrived(ada, *raws)
    for message in messages:
        await fetched(ada, paths(message)[0])
        await fetched(ada, f"{message['id']}/raw")
    assert len(kept(ada.kith)) == 6
    await ada.kith.gmail.control("DELETE", f"accounts/{ADDRESS}/messages/{messages[0]['source_id']}")
    await ada.browser.until(ada.id, lambda mailbox: mailbox["counts"]["gone"] == 1)
    await ada.idle()
    names = {file.parent.name for file in kept(ada.kith)}
    assert names == {message["id"] for message in messages[1:]}
    assert (await fetched(ada, paths(messages[0])[0])).status_code == 404
    await ada.browser.http.delete(f"/api/v1/mailboxes/{ada.id}", params={"erase": True})
    async with asyncio.timeout(60):
        while kept(ada.kith):
            await asyncio.sleep(0.05)


async def test_a_message_that_gmail_has_lost_meanwhile_is_not_found(ada: Connected) -> None:
    (message,) = await arrived(ada, letter(("a.bin", "application/octet-stream", b"x")))
    await ada.kith.gmail.fault(match="history.list", kind="status", status=503)
    await ada.kith.gmail.control("DELETE", f"accounts/{ADDRESS}/messages/{message['source_id']}")
    for path in (paths(message)[0], f"{message['id']}/raw"):
        answer = await fetched(ada, path)
        assert (answer.status_code, answer.json()["detail"]) == (404, "Gmail no longer has this message.")
    assert kept(ada.kith) == []

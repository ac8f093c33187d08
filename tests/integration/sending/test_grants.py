"""The right to write: asked for when it is needed, for the mailbox it is needed for, and only that."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from base.settings import Settings
from integrations.google.grants import MODIFY_MAIL, READ_MAIL, SEND_MAIL
from tests.integration.accounts.consent import arrive, back_from_google
from tests.integration.sending.writer import IDA, Writer, writer
from tests.integration.tenants import as_owner
from tests.product import OWNER

NEXT = "/thread?mailbox=m&id=t#answer"


@pytest.fixture
async def robin(settings: Settings, tmp_path: Path) -> AsyncIterator[Writer]:
    async with writer(settings, tmp_path, None) as ready:
        yield ready


async def asked(robin: Writer, right: str = "send", next_path: str = NEXT) -> str:
    answer = await robin.post(f"mailboxes/{robin.mailbox_id}/grant", {"for": right, "next": next_path})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["authorize_url"])


async def kept(robin: Writer) -> tuple[bytes, set[str]]:
    """The stored grant: (encrypted tokens, scopes)."""
    async with await as_owner(robin.kith.settings) as owner:
        rows = await owner.execute("SELECT credentials, scopes FROM mailboxes WHERE id = %s", [robin.mailbox_id])
        row = await rows.fetchone()
    assert row is not None
    return row[0], set(row[1])


async def refused(robin: Writer) -> str:
    """The code of the answer to sending."""
    answer = await robin.post(f"mailboxes/{robin.mailbox_id}/messages", {"to": [IDA], "text": "?"})
    assert answer.status_code == 403, answer.text
    assert answer.json()["detail"].count(f"/api/v1/mailboxes/{robin.mailbox_id}/grant") == 1
    return str(answer.json()["code"])


async def test_connecting_asks_for_reading_only_and_the_first_mail_for_more(robin: Writer) -> None:
    _, scopes = await kept(robin)
    assert READ_MAIL in scopes
    assert not scopes & {SEND_MAIL, MODIFY_MAIL}
    assert await refused(robin) == "WritingNotAllowed"
    assert (await robin.browser.get("outbox"))["items"] == []
    url = await asked(robin)
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert {scope for scope in query["scope"].split() if "gmail" in scope} == {SEND_MAIL}
    assert query["include_granted_scopes"] == "true"
    assert query["login_hint"] == OWNER
    assert query["code_challenge_method"] == "S256"
    assert query["state"]
    assert query["nonce"]
    back = await arrive(robin.browser, await back_from_google(robin.browser, url))
    assert back == "/thread?mailbox=m&id=t&granted=send#answer"
    _, scopes = await kept(robin)
    assert scopes >= {READ_MAIL, SEND_MAIL}
    await robin.done(await robin.send())
    await robin.kith.gmail.deliver(b"From: a@b.example\r\nSubject: Later\r\n\r\nReading goes on.\r\n")
    await robin.browser.until(robin.mailbox_id, lambda m: m["counts"]["stored"] == 3)


async def test_what_was_allowed_is_taken_back_and_reading_goes_on(robin: Writer) -> None:
    await robin.browser.grant(robin.mailbox_id, "modify")
    (mailbox,) = (await robin.browser.get("mailboxes"))["items"]
    assert {READ_MAIL, MODIFY_MAIL} <= set(mailbox["scopes"])
    await robin.browser.grant(robin.mailbox_id, "read")
    _, scopes = await kept(robin)
    assert READ_MAIL in scopes
    assert not scopes & {SEND_MAIL, MODIFY_MAIL}
    assert await refused(robin) == "WritingNotAllowed"
    await robin.kith.gmail.deliver(b"From: a@b.example\r\nSubject: Later\r\n\r\nReading goes on.\r\n")
    await robin.browser.until(robin.mailbox_id, lambda m: m["counts"]["stored"] == 2 and m["status"] == "healthy")


async def test_sending_does_not_allow_changing(robin: Writer) -> None:
    await robin.browser.grant(robin.mailbox_id, "send")
    (message,) = (await robin.browser.get("messages"))["items"]
    for path, body in (
        (f"messages/{message['id']}/labels", {"add": ["STARRED"]}),
        (f"messages/{message['id']}/archive", None),
        (f"threads/{robin.mailbox_id}/{message['thread_id']}/trash", None),
        (f"mailboxes/{robin.mailbox_id}/drafts", {"text": "?"}),
    ):
        answer = await robin.post(path, body)
        assert (answer.status_code, answer.json()["code"]) == (403, "WritingNotAllowed"), path
        assert '"modify"' in answer.json()["detail"]
    await robin.browser.grant(robin.mailbox_id, "modify")
    await robin.done(await robin.send())
    assert (await robin.post(f"messages/{message['id']}/archive")).status_code == 202


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"decision": "cancel"}, "AccessDenied"),
        ({"scope": "openid https://www.googleapis.com/auth/userinfo.email"}, "AccessDenied"),
        ({"access_type": "online"}, "NoLastingAccess"),
        ({"account": IDA}, "OtherAccount"),
    ],
    ids=str,
)
async def test_where_it_is_not_granted_it_says_so_and_nothing_changes(
    robin: Writer, changed: dict[str, str], code: str
) -> None:
    before = await kept(robin)
    location = await back_from_google(robin.browser, await asked(robin), **changed)
    assert await arrive(robin.browser, location) == f"/thread?mailbox=m&id=t&error={code}#answer"
    assert await kept(robin) == before
    assert await refused(robin) == "WritingNotAllowed"
    assert len((await robin.browser.get("mailboxes"))["items"]) == 1
    await robin.kith.gmail.deliver(b"From: a@b.example\r\nSubject: Later\r\n\r\nReading goes on.\r\n")
    await robin.browser.until(robin.mailbox_id, lambda m: m["counts"]["stored"] == 2 and m["status"] == "healthy")


async def test_it_is_used_once_and_by_the_browser_that_asked(robin: Writer) -> None:
    location = await back_from_google(robin.browser, await asked(robin))
    stranger = robin.kith.browser()
    assert await arrive(stranger, location) == "/mailboxes?error=SignInExpired"
    assert await refused(robin) == "WritingNotAllowed"
    location = await back_from_google(robin.browser, await asked(robin))
    assert "granted=send" in await arrive(robin.browser, location)
    assert await arrive(robin.browser, location) == "/mailboxes?error=SignInExpired"


async def test_it_leads_nowhere_else(robin: Writer) -> None:
    url = await asked(robin, next_path="https://elsewhere.example/")
    assert await arrive(robin.browser, await back_from_google(robin.browser, url)) == "/?granted=send"


async def test_connecting_anew_asks_for_reading_only(robin: Writer) -> None:
    await robin.browser.grant(robin.mailbox_id)
    await robin.browser.connect()
    assert MODIFY_MAIL not in (await kept(robin))[1]
    assert await refused(robin) == "WritingNotAllowed"

"""What is the deployment's fault asks no person to reconnect: the operator is told, and it mends itself."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import CapturingLogger

from base.settings import Settings
from models.contracts.mail.mailboxes import MailboxStatus, StatusInput
from tests.integration.gmail.rounds import people, poll
from tests.integration.gmail.test_sync import mail
from tests.product import Browser

INVALID_CLIENT = {"match": "^token$", "kind": "status", "status": 401, "reason": "invalid_client"}
FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "the wrong secret": (INVALID_CLIENT, "KITH_GOOGLE_CLIENT_SECRET"),
    "the API is not enabled": (
        {"match": r"^(history|messages|threads|getProfile)", "kind": "status", "status": 403}
        | {"reason": "accessNotConfigured"},
        "enable the Gmail API",
    ),
    "a proxy": ({"match": "^batch$", "kind": "status", "status": 403}, "let Kith through"),
}


@pytest.mark.parametrize(("fault", "mend"), FAULTS.values(), ids=FAULTS)
async def test_it_is_told_to_the_operator_and_mends_itself(
    settings: Settings, tmp_path: Path, fault: dict[str, Any], mend: str
) -> None:
    async with people(settings, tmp_path, "ada") as (kith, (ada,)):
        await kith.gmail.fault(**fault)
        await kith.gmail.control("POST", f"accounts/{ada.address}/expire-tokens")
        await kith.gmail.deliver(mail(1), account=ada.address)
        await ada.long_ago()
        async with asyncio.timeout(60):
            while (told := await ada.browser.get(f"mailboxes/{ada.id}/health"))["level"] != "failing":
                await asyncio.sleep(0.1)
        assert told["verdict"].startswith("Kith's own access to Google is misconfigured")
        assert mend in told["verdict"]
        assert (await ada.browser.get(f"mailboxes/{ada.id}"))["status"] == "healthy", "nobody has to reconnect"
        await kith.gmail.fault()
        await ada.browser.until(ada.id, lambda mailbox: mailbox["counts"]["stored"] == 1)
        await ada.idle()
        assert (await ada.browser.get(f"mailboxes/{ada.id}/health"))["level"] == "ok"


async def test_a_copy_that_gave_up_meanwhile_goes_on_once_gmail_answers(settings: Settings, tmp_path: Path) -> None:
    async with people(settings, tmp_path, "ada", pushes=False) as (kith, (ada,)):
        reason = "Kith's own access to Google is misconfigured (invalid_client)."
        board = kith.services.mail.status_board
        await board.set(StatusInput(mailbox=ada.ref, status=MailboxStatus.FAILED, reason=reason))
        await ada.long_ago()
        await poll(kith)
        await ada.browser.until(ada.id, lambda mailbox: mailbox["status"] == "healthy")


async def test_a_sign_in_says_that_it_is_not_the_persons_fault_and_the_log_whose(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = CapturingLogger()
    monkeypatch.setattr("api.browser.log", log)
    async with people(settings, tmp_path, "ada") as (kith, (ada,)):
        await kith.gmail.fault(**INVALID_CLIENT)
        browser = Browser(kith.url)
        started = await browser.http.get("/api/v1/session/google")
        done = await browser.consent(started.headers["location"], ada.address)
        assert done.headers["location"] == "/?error=DeploymentFault"
    (told,) = log.calls
    assert (told.method_name, told.args) == ("error", ("google.misconfigured",))
    assert "Its operator has to mend KITH_GOOGLE_CLIENT_SECRET." in told.kwargs["reason"]

"""Two people with accounts at one Kith: nothing of the first exists for the other."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import psycopg
from psycopg.rows import TupleRow

from base.ids import new_id
from base.settings import Settings
from devstack.simulator.config import MboxAccount
from tests.integration.people.said import locked, told_of
from tests.product import OWNER, Browser, Product, product
from tests.stack import Stack

OTHER = "mara@hollis.example"
_PEOPLE = ["Ida Okafor <ida@northwind.example>", "Jun Sato <jun@lumen.example>", "Leo Brandt <leo@lumen.example>"]
# Two who may be two people each.
_PEOPLE += ["Anna Schmidt <anna.schmidt@vista.example>", "A. Schmidt <anna@gmail.com>"]
_PEOPLE += ["Peter Wagner <peter.wagner@harbour.example>", "P. Wagner <pw@gmail.com>"]
_SIGNED = b"\n--\nTel: +49 30 901820\n"
_DEAD = """
    INSERT INTO ledger (user_id, mailbox_id, source_id, thread_id, state, position, error)
    SELECT %s, %s, 'dead-' || n, 'dead-' || n, 'dead', n, 'It cannot be read.' FROM generate_series(1, 3) n
"""
_LISTED = """
    INSERT INTO reconcile_pages (user_id, mailbox_id, run, label, page, source_ids, thread_ids)
    VALUES (%s, %s, gen_random_uuid(), '', 1, '{18c5f0a1b2c3d4e5}', '{18c5f0a1b2c3d4e5}')
"""
_FOUND = """
    INSERT INTO reconcile_findings (user_id, mailbox_id, run, source_id, kind)
    VALUES (%s, %s, gen_random_uuid(), 'found', 'extra')
"""
_ALIAS = """
    INSERT INTO aliases (user_id, mailbox_id, address, source) VALUES (%s, %s, 'robin@work.example', 'gmail')
"""
_TAG = "INSERT INTO known_tags (user_id, address) VALUES (%s, CAST(%s AS text) || '+shop@north.example')"
_CALL = """
    INSERT INTO enrichment_calls (user_id, id, source, asked_for, identity_id, query, state, units, micro_usd, month,
                                  began_at, deadline)
    VALUES (%s, %s, 'hunter', 'x', %s, %s, 'nothing', 0, 0, '2026-11', now(), now())
"""
_SWITCH = "INSERT INTO enrichment_switches (user_id, source, enabled) VALUES (%s, 'hunter', false)"
_SPENT = "INSERT INTO enrichment_spending (user_id, source, month, units, micro_usd) VALUES (%s, 'x', '2026-11', 1, 1)"
_MODEL_CALL = """
    INSERT INTO llm_calls (user_id, id, feature, model, state, day, began_at)
    VALUES (%s, %s, 'ask', 'llama3.2', 'answered', current_date, now())
"""
_MODEL_SPENT = "INSERT INTO llm_spending (user_id, day, micro_usd, tokens) VALUES (%s, current_date, 0, 70)"
_KEPT = """
    INSERT INTO llm_answers (user_id, key, answer, expires_at) VALUES (%s, %s, %s, now() + interval '1 day')
"""
_SUPPRESSED = "INSERT INTO enrichment_suppressions (user_id, address_hash, source) VALUES (%s, 'x', '')"
_ENRICHED = """
    INSERT INTO enrichment_people (user_id, person_id, asked_at, completeness, score) VALUES (%s, %s, now(), 0, 0)
"""
_CONTACTS = "INSERT INTO google_contacts (user_id, mailbox_id, state) VALUES (%s, %s, 'refused')"
_LEARNING = "INSERT INTO directory_learning (user_id, mailbox_id) VALUES (%s, %s)"
_HIDDEN = "INSERT INTO hidden_people (user_id, identity_id) VALUES (%s, %s)"  # somebody whom nobody knows
_AWAITED = """
    INSERT INTO awaited_messages (user_id, mailbox_id, message_key, thread_id) VALUES (%s, %s, 'awaited', 'awaited')
"""
_PICKED = """
    INSERT INTO attachments_ahead (user_id, mailbox_id, message_id, part_id, at)
    VALUES (%s, %s, gen_random_uuid(), '1', now())
"""
_MET = """
    INSERT INTO meetings (user_id, message_id, identity_id, meeting_key, starts_at, ends_at, over_at, sequence, at,
                          held)
    SELECT d.user_id, mail.id, d.id, convert_to('met ' || day, 'UTF8'), now() - day * interval '1 day',
           now() - day * interval '1 day', now() - day * interval '1 day', 0, now(), true
    FROM (SELECT user_id, id FROM messages WHERE user_id = %s AND mailbox_id = %s LIMIT 1) AS mail
    JOIN identities d ON d.user_id = mail.user_id, generate_series(1, 2) AS day
"""
_INVITED = "INSERT INTO invitations (user_id, id, note) VALUES (%s, gen_random_uuid(), 'a friend') RETURNING id"
_UPLOADING = """
    INSERT INTO upload_reservations (user_id, id, bytes) VALUES (%s, gen_random_uuid(), 0) RETURNING id
"""
_QUEUED = "INSERT INTO resolution_queue (user_id, identity_id) VALUES (%s, gen_random_uuid())"
_TOKEN = """
    INSERT INTO personal_tokens (user_id, id, name, scopes, expires_at)
    VALUES (%s, gen_random_uuid(), 'a program', '{read:mail}', now() + interval '1 day') RETURNING id
"""


_CARDS = (
    "BEGIN:VCARD\nFN:Ida Okafor\nEMAIL:ida@northwind.example\nEMAIL:ida@home.example\n"
    "EMAIL:ida at home\nTEL:none\nEND:VCARD\n"
    "BEGIN:VCARD\nFN:Noor Haddad\nTEL:+49 30 1234567\nEND:VCARD\n"
)


def mail(number: int, sender: str, recipient: str = OWNER) -> bytes:
    """A small mail with a thread of its own."""
    return (
        f"From: {sender}\nTo: {recipient}\nSubject: Harvest number {number}\n"
        f"Message-ID: <{number}.{recipient}>\nDate: Mon, {1 + number} Jun 2026 10:00:00 +0000\n"
        f"Content-Type: text/plain; charset=utf-8\n\nThe orchard bore pomegranates {number}.\n"
    ).encode()


def with_file(letter: bytes) -> bytes:
    """A mail of `mail` with a file, its part 1, that is a mail itself."""
    head, _, text = letter.replace(b"text/plain; charset=utf-8", b"multipart/mixed; boundary=x").partition(b"\n\n")
    mail = b"From: Sunita <sunita@halden.example>\nSubject: Harvest\n\npomegranates;5\n"
    file = b"Content-Type: message/rfc822\nContent-Disposition: attachment; filename=harvest.eml\n\n" + mail
    return head + b"\n\n--x\n\n" + text + b"--x\n" + file + b"--x--\n"


def mbox(*mails: bytes) -> bytes:
    """An mbox with these mails."""
    return b"".join(b"From a@b.example Mon Jun  1 10:00:00 2026\n" + mail + b"\n" for mail in mails)


async def as_owner(settings: Settings) -> psycopg.AsyncConnection[TupleRow]:
    """A connection as kith_owner, who sees every tenant's rows."""
    assert settings.database_owner_url is not None
    return await psycopg.AsyncConnection.connect(settings.database_owner_url.get_secret_value(), autocommit=True)


async def user_id(browser: Browser) -> UUID:
    """Who is signed in there."""
    return UUID((await browser.get("me"))["id"])


async def upload(browser: Browser, content: bytes, **headers: str) -> httpx.Response:
    """Import an mbox."""
    return await browser.http.post("/api/v1/imports", files={"file": ("mail.mbox", content)}, headers=headers)


@dataclass(frozen=True)
class Tenants:
    """Both, signed in. `ids` are the path parameters of what the first has; the other has nothing."""

    kith: Product
    first: Browser
    other: Browser
    ids: dict[str, str]


@contextlib.asynccontextmanager
async def two_tenants(stack: Stack, folder: Path) -> AsyncIterator[Tenants]:
    """Kith with two users, the first with something in every list."""
    accounts = MboxAccount(OWNER, None, "Robin Marlow"), MboxAccount(OTHER, None, "Mara Hollis")
    async with stack.settings(folder) as settings, product(settings, folder, *accounts) as kith:
        first = await kith.browser().sign_in(OWNER)
        ids = await filled(kith, first, OWNER)
        yield Tenants(kith, first, await kith.browser().sign_in(OTHER), ids)


async def filled(kith: Product, browser: Browser, address: str) -> dict[str, str]:
    """Give a user mail, people, companies, an import and dead letters. Returns the ids of some."""
    letters = [mail(number, sender, address) + _SIGNED for number, sender in enumerate(_PEOPLE * 2)]
    letters[-1] = with_file(letters[-1])
    for letter in letters:
        await kith.gmail.deliver(letter, account=address)
    mailbox_id = await browser.connect(address)
    await browser.synced(mailbox_id)
    imported = await upload(browser, mbox(*letters), **{"Idempotency-Key": "first"})
    await browser.synced(imported.json()["mailbox_id"])
    for known in (mailbox_id, imported.json()["mailbox_id"], imported.json()["import_id"]):
        await kith.idle(browser, known)
    async with await as_owner(kith.settings) as owner:
        for statement in (_DEAD, _LISTED, _FOUND, _PICKED, _ALIAS, _TAG, _LEARNING, _AWAITED, _HIDDEN, _MET, _CONTACTS):
            await owner.execute(statement, [await user_id(browser), mailbox_id])
        of_account = {}
        for name, statement in (("invitation_id", _INVITED), ("token_id", _TOKEN), ("upload", _UPLOADING)):
            row = await (await owner.execute(statement, [await user_id(browser)])).fetchone()
            of_account[name] = str(row[0]) if row else ""
    await _asked(kith, browser)
    unsent = await _unsent(kith, await browser.grant(mailbox_id, account=address), mailbox_id)
    await browser.grant(mailbox_id, "contacts", account=address)
    contacts: list[Any] = (await browser.get("contacts"))["items"]
    merge_id = await _merged(browser, [contact["id"] for contact in contacts if contact["company"] == "Lumen"])
    contact_import_id = await _imported(browser)
    by_hand = await _by_hand(browser, contacts[0]["id"])
    async with await as_owner(kith.settings) as owner:
        await owner.execute(_QUEUED, [await user_id(browser)])
    suggested = (await browser.get("contacts/suggestions"))["items"]
    (suggestion,) = (
        one["id"] for one in suggested if any("Schmidt" in it["contact"]["name"] for it in one["contacts"])
    )
    note = {"notes": ["Likes pomegranates."], "fields": [{"label": "Member no.", "value": "10017"}]}
    assert (await browser.http.patch(f"/api/v1/contacts/{contacts[0]['id']}", json=note)).is_success
    list_id = await _listed(browser, contacts[0]["id"])
    company_id = (await browser.get("companies"))["items"][0]["id"]
    thread = (await browser.get("threads", mailbox_id=mailbox_id))["items"][0]
    return {
        "mailbox_id": mailbox_id,
        "message_id": (await browser.get("messages", mailbox_id=mailbox_id))["items"][0]["id"],
        "part_id": "1",
        "session_id": (await browser.get("sessions"))["items"][0]["id"],
        "import_id": imported.json()["import_id"],
        "address": "robin@work.example",
        "thread_id": thread["id"],
        "contact_id": contacts[0]["id"],
        "fact_id": await locked(browser, contacts[0]["id"]),
        "company_id": company_id,
        "company_fact_id": await told_of(kith, browser, company_id),
        "job_id": (await browser.get("jobs"))["items"][0]["id"],
        "shortcut": "archive",
        "merge_id": merge_id,
        "list_id": list_id,
        "contact_import_id": contact_import_id,
        "suggestion_id": suggestion,
        **by_hand,
        **of_account,
        **unsent,
    }


async def _listed(browser: Browser, contact_id: str) -> str:
    """A list with somebody in it. Returns its id."""
    made = await browser.http.post("/api/v1/lists", json={"name": "Friends"})
    people = {"contact_ids": [contact_id]}
    assert (await browser.http.post(f"/api/v1/lists/{made.json()['id']}/people", json=people)).is_success
    return str(made.json()["id"])


async def _by_hand(browser: Browser, contact_id: str) -> dict[str, str]:
    """Somebody gets an address more, and two others are written down and deleted."""
    address = {"address": "sunita.orchard@home.example"}
    assert (await browser.http.post(f"/api/v1/contacts/{contact_id}/addresses", json=address)).is_success
    identities = (await browser.get(f"contacts/{contact_id}/identities"))["items"]
    for name in ("noor", "amal"):  # of whom one stays deleted
        person = {"name": f"{name.title()} Haddad", "addresses": [f"{name}@shop.example"]}
        made = await browser.http.post("/api/v1/contacts", json=person)
        deleted = await browser.http.delete(f"/api/v1/contacts/{made.json()['id']}")
    (typed,) = (one["id"] for one in identities if one["by_hand"])
    return {"identity_id": typed, "deletion_id": deleted.json()["id"]}


async def _asked(kith: Product, browser: Browser) -> None:
    """A source was asked about somebody, twice, and a model something."""
    user = await user_id(browser)
    contact = (await browser.get("contacts"))["items"][0]["id"]
    keys = await kith.services.core.keyring.user_keys(user)
    async with await as_owner(kith.settings) as owner:
        for call in (new_id(), new_id()):
            query = keys.encrypt("enrichment_calls", "query", call, b'{"email":"pomegranates@north.example"}')
            await owner.execute(_CALL, [user, call, contact, query])
        for statement in (_SWITCH, _SPENT, _SUPPRESSED):
            await owner.execute(statement, [user])
        await owner.execute(_ENRICHED, [user, contact])
        await owner.execute(_MODEL_CALL, [user, new_id()])
        await owner.execute(_MODEL_SPENT, [user])
        answer = keys.encrypt("llm_answers", "answer", b"k".hex(), b'{"text":"pomegranates"}')
        await owner.execute(_KEPT, [user, b"k", answer])


async def _merged(browser: Browser, contacts: list[str]) -> str:
    """Two people become one, are taken apart for good, and are one again. Returns the last merge."""
    for _ in range(2):
        merged = await browser.http.post("/api/v1/contacts/merge", json={"contact_ids": contacts})
        merge_id = str(merged.json()["id"])
        if not (await browser.get(f"contacts/{contacts[0]}/merges"))["items"][1:]:
            parts = {"identity_ids": contacts[1:]}
            assert (await browser.http.post(f"/api/v1/contacts/{contacts[0]}/split", json=parts)).is_success
    return merge_id


async def _imported(browser: Browser) -> str:
    """A file of people is read, and a table waits. Returns the first import's id."""
    await browser.http.post("/api/v1/contacts/imports", files={"file": ("people.csv", b"Wer,Was\nIda,Pomegranates\n")})
    sent = await browser.http.post("/api/v1/contacts/imports", files={"file": ("people.vcf", _CARDS.encode())})
    found = sent.json()["import"]["id"]
    while (await browser.get(f"contacts/imports/{found}"))["state"] != "done":
        await asyncio.sleep(0.05)
    return str(found)


async def _unsent(kith: Product, browser: Browser, mailbox_id: str) -> dict[str, str]:
    """A mail, a draft and a change of labels that Gmail refused, so that the mailbox stays as it is."""
    await kith.gmail.fault(match=r"^(messages\.send|messages\.trash|drafts\.create)$", kind="status", status=400)
    message = (await browser.get("messages", mailbox_id=mailbox_id))["items"][0]["id"]
    trashed = (await browser.http.post(f"/api/v1/messages/{message}/trash")).json()["job_id"]
    found = {}
    for name, path in (("outbox_id", "messages"), ("draft_id", "drafts")):
        body = {"to": ["ida@northwind.example"], "subject": "Secret plans", "text": "?"}
        answer = await browser.http.post(f"/api/v1/mailboxes/{mailbox_id}/{path}", json=body)
        found[name] = answer.json()["outbox_id"]
        while (await browser.get(f"outbox/{found[name]}"))["state"] != "failed":
            await asyncio.sleep(0.05)
    while (await browser.get(f"jobs/{trashed}"))["state"] != "failed":
        await asyncio.sleep(0.05)
    await kith.gmail.fault()
    file = await browser.http.post("/api/v1/outbox/files", params={"name": "plans.txt"}, content=b"pomegranates")
    return found | {"file_id": file.json()["id"]}

"""Sending, drafts, inserting and uploads through Google's client."""

import email
import io
from collections.abc import Iterator
from typing import Any

import pytest
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaIoBaseUpload

from tests.integration.devstack.simulator_fixture import ME, Simulator, decoded, encoded, mail, simulator

BOB = "bob@example.org"


@pytest.fixture
def google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator(tmp_path_factory.mktemp("writing")) as running:
        running.create()
        running.create(BOB, "Bob")
        yield running


def letter(subject: str = "Hi Bob", **headers: str) -> bytes:
    lines = {"To": BOB, "Subject": subject} | {name.replace("_", "-"): value for name, value in headers.items()}
    return "".join(f"{name}: {value}\r\n" for name, value in lines.items()).encode() + b"\r\nbody"


def raw_of(gmail: Any, key: str) -> bytes:
    return decoded(gmail.messages().get(userId="me", id=key, format="raw").execute()["raw"])


def test_sent_mail_is_completed_labelled_and_delivered(google: Simulator) -> None:
    gmail = google.gmail()
    sent = gmail.messages().send(userId="me", body={"raw": encoded(letter(Bcc="eve@example.net"))}).execute()
    assert sent["labelIds"] == ["SENT"]
    message = email.message_from_bytes(raw_of(gmail, sent["id"]))
    assert message["From"] == f"Ada Lovelace <{ME}>"
    assert message["Date"]
    assert message["Message-ID"]
    (arrived,) = google.get(f"accounts/{BOB}/snapshot").items()
    assert arrived[1]["labelIds"] == ["INBOX", "UNREAD"]
    got = email.message_from_bytes(raw_of(google.gmail(BOB), arrived[0]))
    assert got["Message-ID"] == message["Message-ID"]
    assert got["Bcc"] is None


def test_nobody_writes_in_anothers_name(google: Simulator) -> None:
    gmail = google.gmail()
    raw = letter(From="The Boss <boss@example.net>")
    sent = gmail.messages().send(userId="me", body={"raw": encoded(raw)}).execute()
    assert ME in email.message_from_bytes(raw_of(gmail, sent["id"]))["From"]


def test_mail_without_recipients_is_refused(google: Simulator) -> None:
    with pytest.raises(HttpError, match="Recipient address required"):
        google.gmail().messages().send(userId="me", body={"raw": encoded(b"Subject: x\r\n\r\n")}).execute()
    with pytest.raises(HttpError, match="raw"):
        google.gmail().messages().send(userId="me", body={}).execute()


def test_a_reply_joins_its_thread_only_with_reference_and_subject(google: Simulator) -> None:
    first = google.deliver(mail("Plan", Message_ID="<1@x>"))
    send = google.gmail().messages().send

    def threaded(**headers: str) -> str:
        body = {"raw": encoded(letter(**headers)), "threadId": first["threadId"]}
        return str(send(userId="me", body=body).execute()["threadId"])

    assert threaded(subject="Re: Plan", In_Reply_To="<1@x>") == first["threadId"]
    assert threaded(subject="Other", In_Reply_To="<1@x>") != first["threadId"]
    assert threaded(subject="Plan") != first["threadId"]
    with pytest.raises(HttpError) as caught:
        send(userId="me", body={"raw": encoded(letter()), "threadId": "00000000000000ff"}).execute()
    assert caught.value.resp.status == 404


@pytest.mark.parametrize("resumable", [False, True])
def test_media_uploads(google: Simulator, resumable: bool) -> None:
    raw = letter("Uploaded") + b"x" * 600_000
    media = MediaIoBaseUpload(io.BytesIO(raw), mimetype="message/rfc822", chunksize=256 * 1024, resumable=resumable)
    gmail = google.gmail()
    inserted = gmail.messages().insert(userId="me", body={"labelIds": ["STARRED"]}, media_body=media).execute()
    assert inserted["labelIds"] == ["STARRED"]
    assert raw_of(gmail, inserted["id"]) == raw


def test_media_alone_is_an_upload_too(google: Simulator) -> None:
    with google.raw() as http:
        answer = http.post(
            "/upload/gmail/v1/users/me/messages?uploadType=media",
            content=letter("Plain"),
            headers={"content-type": "message/rfc822"},
        )
    assert raw_of(google.gmail(), answer.json()["id"]) == letter("Plain")


def test_imported_mail_is_dated_by_its_header_and_inserted_mail_by_now(google: Simulator) -> None:
    messages = google.gmail().messages()
    body = {"raw": encoded(mail(Date="Sat, 1 Jan 2011 00:00:00 +0000"))}
    imported = messages.import_(userId="me", body=body).execute()["id"]
    inserted = messages.insert(userId="me", body=body).execute()["id"]
    chosen = messages.insert(userId="me", body=body, internalDateSource="dateHeader").execute()["id"]

    def dated(key: str) -> int:
        return int(messages.get(userId="me", id=key, format="minimal").execute()["internalDate"])

    assert dated(imported) == dated(chosen) == 1_293_840_000_000
    assert dated(inserted) > 1_700_000_000_000


def test_a_draft_lives_and_becomes_another_message(google: Simulator) -> None:
    drafts = google.gmail().drafts()
    made = drafts.create(userId="me", body={"message": {"raw": encoded(letter("Draft one"))}}).execute()
    assert made["message"]["labelIds"] == ["DRAFT"]
    assert [draft["id"] for draft in drafts.list(userId="me").execute()["drafts"]] == [made["id"]]
    body = {"message": {"raw": encoded(letter("Draft two"))}}
    changed = drafts.update(userId="me", id=made["id"], body=body).execute()
    assert changed["id"] == made["id"]
    assert changed["message"]["id"] != made["message"]["id"]
    shown = drafts.get(userId="me", id=made["id"], format="metadata").execute()
    assert {"name": "Subject", "value": "Draft two"} in shown["message"]["payload"]["headers"]
    sent = drafts.send(userId="me", body={"id": made["id"]}).execute()
    assert sent["id"] not in {made["message"]["id"], changed["message"]["id"]}
    assert sent["labelIds"] == ["SENT"]
    assert set(google.get(f"accounts/{ME}/snapshot")) == {sent["id"]}
    assert "drafts" not in drafts.list(userId="me").execute()
    with pytest.raises(HttpError) as caught:
        drafts.get(userId="me", id=made["id"]).execute()
    assert caught.value.resp.status == 404


def test_a_draft_can_be_deleted(google: Simulator) -> None:
    drafts = google.gmail().drafts()
    made = drafts.create(userId="me", body={"message": {"raw": encoded(letter())}}).execute()
    drafts.delete(userId="me", id=made["id"]).execute()
    assert google.get(f"accounts/{ME}/snapshot") == {}


def test_mail_to_oneself_is_sent_and_received(google: Simulator) -> None:
    raw = encoded(letter().replace(BOB.encode(), ME.encode()))
    sent = google.gmail().messages().send(userId="me", body={"raw": raw}).execute()
    assert set(sent["labelIds"]) == {"SENT", "INBOX", "UNREAD"}

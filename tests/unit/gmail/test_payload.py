"""Gmail's `full` payload as a tree of parts."""

import base64
from typing import Any

import pytest

from integrations.gmail.payload import part_of
from services.mime.parsing import parse


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()


def test_a_payload_gives_the_same_mail_as_its_bytes() -> None:
    plain: dict[str, Any] = {
        "partId": "0",
        "mimeType": "text/plain",
        "filename": "",
        "headers": [{"name": "Content-Type", "value": "text/plain; charset=UTF-8"}],
        "body": {"size": 6, "data": encoded("Grüße".encode())},
    }
    attached: dict[str, Any] = {
        "partId": "1",
        "mimeType": "application/PDF",
        "filename": "a.pdf",
        "headers": [],
        "body": {"size": 1_000, "attachmentId": "handle"},
    }
    message: dict[str, Any] = {
        "payload": {
            "partId": "",
            "mimeType": "multipart/mixed",
            "headers": [
                {"name": "SUBJECT", "value": "=?utf-8?q?K=C3=B6ln?="},
                {"name": "From", "value": "ida@a.example"},
            ],
            "body": {"size": 0},
            "parts": [plain, attached],
        }
    }
    mail = parse(part_of(message))

    assert (mail.subject, mail.text, mail.html) == ("Köln", "Grüße", None)
    assert mail.sender is not None
    assert mail.sender.address == "ida@a.example"
    found = mail.attachments[0]
    assert (found.part_id, found.mime_type, found.size, found.attachment_id) == (
        "1",
        "application/pdf",
        1_000,
        "handle",
    )


@pytest.mark.parametrize("data", [b"", b"a", b"ab", b"abc", b"\xff\xfe\xfd"])
def test_padding_may_be_there_or_not(data: bytes) -> None:
    for text in (encoded(data), encoded(data).rstrip("=")):
        assert part_of({"payload": {"body": {"data": text}}}).data == data


def test_an_empty_message_is_an_empty_mail() -> None:
    mail = parse(part_of({}))

    assert (mail.text, mail.sender, mail.date) == ("", None, None)

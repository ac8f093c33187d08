"""Whom an answer goes to: Reply-To before the author, everybody else where one replies to all, and never oneself."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from models.contracts.mail.messages import Address, Message, Role
from services.sending.answering import answer, quote, written

ID = UUID("0b0c5e9d-52f4-5a57-8a2f-6b1d7c0e9f12")
OWN = ["robin@marlow.example", "robin.marlow@gmail.com"]
ROBIN, IDA, JUN, LEO, LIST = (
    "robin@marlow.example",
    "ida@north.example",
    "jun@x.example",
    "leo@x.example",
    "l@l.example",
)


def mail(sender: str | None, *, to: str = "", cc: str = "", reply_to: str = "", **changed: Any) -> Message:
    people = ((Role.TO, to), (Role.CC, cc), (Role.REPLY_TO, reply_to))
    values: dict[str, Any] = {
        "id": ID, "mailbox_id": ID, "source_id": "a1", "thread_id": "a0", "date": datetime(2026, 6, 1, 10, tzinfo=UTC),
        "sender": Address(role=Role.FROM, name="", address=sender) if sender else None,
        "recipients": [Address(role=role, name="", address=one) for role, all_ in people for one in all_.split()],
        "subject": "Harvest", "snippet": "", "labels": [], "outgoing": False, "text": "", "html": None,
    }  # fmt: skip
    return Message(**values | changed)


CASES: list[tuple[dict[str, Any], str, str, str]] = [
    # the mail, To of a reply, To and Cc of a reply to all
    ({"sender": IDA, "to": ROBIN}, IDA, IDA, ""),
    ({"sender": IDA, "to": f"{ROBIN} {JUN}", "cc": LEO}, IDA, IDA, f"{JUN} {LEO}"),
    ({"sender": IDA, "to": ROBIN, "cc": JUN, "reply_to": LEO}, LEO, LEO, JUN),
    ({"sender": IDA, "to": LIST, "cc": f"{JUN} {JUN.upper()} {IDA}"}, IDA, IDA, f"{LIST} {JUN}"),
    ({"sender": IDA, "to": LIST, "reply_to": LIST}, LIST, LIST, ""),
    ({"sender": IDA, "to": ROBIN, "reply_to": f"{LIST} {IDA}"}, f"{LIST} {IDA}", f"{LIST} {IDA}", ""),
    ({"sender": IDA, "to": "robin+shop@marlow.example RobinMarlow@googlemail.com", "cc": LEO}, IDA, IDA, LEO),
    ({"sender": IDA, "to": JUN, "reply_to": ROBIN}, IDA, IDA, JUN),
    (
        {"sender": "a+x@x.example", "to": "a+y@x.example A+X@x.example"},
        "a+x@x.example",
        "a+x@x.example",
        "a+y@x.example",
    ),
    ({"sender": ROBIN, "to": f"{IDA} {ROBIN}", "cc": f"{JUN} {IDA}", "outgoing": True}, IDA, IDA, JUN),
    ({"sender": OWN[1], "to": IDA, "cc": JUN}, IDA, IDA, JUN),
    ({"sender": ROBIN, "to": ROBIN, "outgoing": True}, ROBIN, ROBIN, ""),
    ({"sender": None, "to": ROBIN}, "", "", ""),
]


@pytest.mark.parametrize(("given", "reply", "to", "cc"), CASES)
def test_an_answer_goes_to_everybody_who_should_have_it(given: dict[str, Any], reply: str, to: str, cc: str) -> None:
    found = answer(mail(**given), OWN)
    assert [one.address for one in found.reply.to] == reply.split()
    assert found.reply.cc == []
    assert [one.address for one in found.reply_all.to] == to.split()
    assert [one.address for one in found.reply_all.cc] == cc.split()


def test_the_answered_mail_is_quoted_with_who_wrote_it_and_when() -> None:
    question = mail(IDA, text="How was it?\n\n> Fine.\n", to=ROBIN)
    assert quote(question, UTC) == f"On Mon, Jun 1, 2026 at 10:00 {IDA} wrote:\n\n> How was it?\n> \n>> Fine."
    there = timezone(timedelta(hours=-11))
    assert quote(question, there).startswith("On Sun, May 31, 2026 at 23:00 "), "as the one who answers sees it"
    assert quote(mail(IDA, text=" \n"), UTC) == ""
    assert len(quote(mail(IDA, text="ä\n" * 200_000), UTC).encode()) < 256 * 1024


def test_a_name_is_written_so_that_it_can_be_read_again() -> None:
    named = Address(role=Role.FROM, name='Ida "Oka" <boss@corp>\r\n', address=IDA)
    assert written(named) == f"Ida Oka boss@corp <{IDA}>"

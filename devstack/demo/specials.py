"""The odd ones of every mailbox: a bounce, an out-of-office reply, forwarded mail, drafts, bin, tricky headers."""

from datetime import timedelta
from random import Random

from devstack.demo.attachments import with_picture
from devstack.demo.files import png
from devstack.demo.letters import Letter
from devstack.demo.mailroom import Mailroom
from devstack.demo.mime import Headers, Part, header_text, mailbox, message_part, multipart, text_part
from devstack.demo.people import OWNER, Person, people

_ME = (OWNER.name, OWNER.address)


def write_specials(room: Mailroom) -> None:
    """One or a few of each."""
    known = {person.latin: person for person in people()}
    _out_of_office(room, known["Charlotte Pinder"])
    _bounce(room)
    _forwarded(room, known["Tom Ashdown"], known["Sunita Rao"])
    _drafts(room, known["Ida Okafor"], known["Clementine Osei"])
    _binned(room, known["Kevin Zhou"], known["Tamika Rowland"])
    _other_reply_to(room, known["Noor Jamil"])
    _pictures(room, [known["Marisol Quintana"], known["Jess Tolliver"], known["Margot Ellery"]])
    _postmark_lines(room, known["Felix Grantham"])
    _bare_headers(room, known["Kwame Boateng"], known["Jonas Brückner"])
    _hidden_recipients(room, known["Walter Finch"])


def _letter(
    room: Mailroom, age: float, author: Person, to: Person, subject: str, body: Part, *,
    thread: str = "", labels: list[str] | None = None, extra: Headers = (), answers: Letter | None = None,
    text: str = "",
) -> Letter:  # fmt: skip
    at = (room.today - timedelta(days=age)).replace(microsecond=0)
    message_id = room.message_id(f"mail.{author.address.rpartition('@')[2]}")
    if labels is None:
        labels = ["Archived", "Sent", "Opened"] if author is OWNER else room.labels(at)
    return room.add(
        Letter(
            at=at,
            offset=author.offset,
            sender=(author.name, author.address),
            to=[(to.latin, to.address)],
            subject=subject,
            message_id=message_id,
            thread=thread or message_id,
            labels=labels,
            body=body,
            text=text,
            references=[answers.message_id] if answers else [],
            extra=extra,
        )
    )


def _out_of_office(room: Mailroom, lawyer: Person) -> None:
    question = "Dear Charlotte,\n\nCould you send me the clean copy of the licence schedule?\n\nRobin\n"
    asked = _letter(room, 41.4, OWNER, lawyer, "Licence schedule, clean copy", text_part(question), text=question)
    away = (
        "Thank you for your message. I am out of the office until Monday and read mail only now and then.\n"
        "In urgent cases please call our front desk on 020 7946 0104.\n\nCharlotte Pinder\n"
    )
    _letter(
        room, 41.3995, lawyer, OWNER, "Automatic reply: Licence schedule, clean copy", text_part(away),
        thread=asked.thread, answers=asked, text=away,
        extra=(("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"), ("Precedence", "auto_reply")),
    )  # fmt: skip


def _bounce(room: Mailroom) -> None:
    gone = Person("Simon Shaw", "Simon Shaw", "s.shaw@old-office.test", OWNER.tie, "outlook", "en", "GB", 0, 1)
    text = "Dear Simon,\n\nis this address still right?\n\nRobin\n"
    asked = _letter(room, 203.5, OWNER, gone, "Are you still there?", text_part(text), text=text)
    report = (
        f"This is the mail system at host mx.marlow.example.\n\nYour message could not be delivered:\n\n"
        f"<{gone.address}>: host mail.old-office.test said: 550 5.1.1 User unknown\n"
    )
    status = (
        "Reporting-MTA: dns; mx.marlow.example\n\n"
        f"Final-Recipient: rfc822; {gone.address}\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown\n"
    )
    body = multipart(
        "report",
        text_part(report),
        Part((("Content-Type", "message/delivery-status"),), status.encode()),
        message_part(asked.raw(), "inline"),
        params="; report-type=delivery-status",
    )
    daemon = Person(
        "Mail Delivery System", "Mail Delivery System", "mailer-daemon@marlow.example", OWNER.tie, "", "en", "GB", 0, 1
    )
    _letter(
        room, 203.499, daemon, OWNER, "Undelivered Mail Returned to Sender", body,
        thread=asked.thread, answers=asked, extra=(("Auto-Submitted", "auto-replied"),),
    )  # fmt: skip


def _forwarded(room: Mailroom, manager: Person, quality: Person) -> None:
    inner_text = (
        "Tom,\n\nthe second batch passed, nine of nine. The tenth was dropped, which was nobody's fault.\n\nSunita\n"
    )
    inner = Letter(
        at=room.today - timedelta(days=88.2),
        offset=0,
        sender=(quality.name, quality.address),
        to=[(manager.name, manager.address)],
        subject="Second batch",
        message_id=room.message_id("prod.halden-instruments.example"),
        thread="",
        labels=["Drafts"],  # it never reached the owner: no trace lines
        body=text_part(inner_text),
    )
    text = "Robin, Sunita's report is below, as a whole mail. Good news for once!\n\nTom\n"
    body = multipart("mixed", text_part(text), message_part(inner.raw()))
    _letter(room, 88.0, manager, OWNER, "Fwd: Second batch", body, text=text)


def _drafts(room: Mailroom, scientist: Person, friend: Person) -> None:
    ideas = (
        (scientist, 2.4, "Idea for the next season", "Dear Ida,\n\nwhat if we put two loggers on one mooring and"),
        (friend, 6.3, "Your question", "Hi Clementine,\n\nI have thought about it for a week now, and\n"),
        (scientist, 30.1, "Article?", "We could write it together:\n\n1. why tides\n2. why cheap sensors\n3. ..."),
    )
    for to, age, subject, text in ideas:
        _letter(room, age, OWNER, to, subject, text_part(text + "\n"), labels=["Drafts"])


def _binned(room: Mailroom, exporter: Person, dispatcher: Person) -> None:
    texts = (
        "Please ignore my last mail, wrong attachment.",
        "Sorry, this was meant for another Robin.",
        "Test, please delete.",
    )
    for number, text in enumerate(texts):
        author = exporter if number % 2 else dispatcher
        _letter(room, 9.3 + number, author, OWNER, "Wrong mail", text_part(text + "\n"), labels=["Trash", "Opened"])


def _other_reply_to(room: Mailroom, publicist: Person) -> None:
    text = (
        "Dear Robin,\n\nthe radio would like to talk to you about the field guide on Thursday at ten. "
        "Please answer to our\npress desk, I am on the road.\n\nNoor\n"
    )
    desk = (("Reply-To", mailbox("Press desk, Quill & Harbour", "press@quillharbour.example")),)
    _letter(room, 17.3, publicist, OWNER, "Radio on Thursday?", text_part(text), extra=desk, text=text)


def _pictures(room: Mailroom, authors: list[Person]) -> None:
    for number, author in enumerate(authors):
        text = (
            "Hi Robin,\n\nhere is what I meant. The left third is too dark, is it not?\n\n[picture]\n\n"
            + author.given
            + "\n"
        )
        html = (
            '<div dir="ltr">Hi Robin,<br><br>here is what I meant. The left third is too dark, is it not?<br><br>\n'
            f'<img src="cid:{{cid}}" alt="picture" width="288"><br><br>{author.given}</div>\n'
        )
        cid = f"ii_{room.rng.getrandbits(48):012x}"
        body = with_picture(text, html, png(Random(number), 160, 90), cid)
        _letter(room, 25.3 + 60 * number, author, OWNER, "The left third", body, text=text)


def _postmark_lines(room: Mailroom, editor: Person) -> None:
    text = (
        "Robin,\n\ntwo lines on page 31 begin alike. Is that on purpose?\n\n"
        "From the pier one sees the gauge.\n>From the gauge one sees the pier.\n\nFelix\n"
    )
    _letter(room, 33.3, editor, OWNER, "Page 31", text_part(text), text=text)


def _bare_headers(room: Mailroom, engineer: Person, director: Person) -> None:
    """A mail without a subject, and one whose addressee is an address alone, with a name in quotes and a Bcc."""
    _letter(room, 52.4, engineer, OWNER, "", text_part("call me when you are on site, gate 4\n"))
    letter = _letter(
        room, 96.4, OWNER, director, f"Prüfbericht für {director.company.name if director.company else ''}: Größe M",
        text_part("Hallo Jonas,\n\nanbei wie besprochen. Grüße aus dem Süden!\n\nRobin\n", charset="iso-8859-1"),
        extra=(("Bcc", mailbox("Colley, Beatrice (accounts)", "beatrice.colley@harrowlane-accounts.example")),),
    )  # fmt: skip
    letter.to_header = director.address
    letter.charset = "iso-8859-1"


def _hidden_recipients(room: Mailroom, treasurer: Person) -> None:
    text = (
        "Dear all,\n\nthe accounts of the year are in the hall, to be read until Friday.\n\nWalter Finch, Treasurer\n"
    )
    note = (("Comments", header_text("Ridgeway Housing Co-op – members")),)
    letter = _letter(room, 120.4, treasurer, OWNER, "Accounts of the year", text_part(text), extra=note, text=text)
    letter.to_header = "undisclosed-recipients:;"

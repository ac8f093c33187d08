"""What machines sent: newsletters, receipts and notices, backups, and unsolicited mail."""

from datetime import datetime, timedelta
from html import escape

from devstack.demo.letters import Letter
from devstack.demo.mailroom import YEARS, Mailroom
from devstack.demo.mime import Part, multipart, text_part
from devstack.demo.people import OWNER
from devstack.demo.phrases_bulk import BACKUP_TEXT, NEWSLETTERS, NOTICES, SPAM, Newsletter, Notices

_TO = [(OWNER.name, OWNER.address)]


def write_bulk(room: Mailroom) -> None:
    """All of it, over the whole time."""
    for newsletter in NEWSLETTERS:
        for number, at in enumerate(_times(room, newsletter.days), 1):
            room.add(_issue(room, newsletter, number, at))
    for notices in NOTICES:
        for number, at in enumerate(_times(room, notices.days), 1):
            room.add(_notice(room, notices, number, at))
    for number in range(24):
        room.add(_spam(room, number))
    _write_backups(room)


def _times(room: Mailroom, days: int) -> list[datetime]:
    """Every so many days, at about the same hour; rarer in the first year, when the owner knew fewer senders."""
    hour = room.rng.randrange(5, 20)
    age, times = room.rng.uniform(0.5, days), []
    while age < YEARS * 365:
        day = (room.today - timedelta(days=age)).replace(hour=0, minute=0, second=0, microsecond=0)
        times.append(day + timedelta(hours=hour, seconds=room.rng.randrange(3600)))
        age += days * room.rng.uniform(0.8, 1.2) * (1.6 if age > 500 else 1)
    return [at for at in sorted(times) if at < room.today]


def _issue(room: Mailroom, letter: Newsletter, number: int, at: datetime) -> Letter:
    slots = {"month": f"{at:%B}", "number": str(number + 40)}
    subject = letter.subjects[number % len(letter.subjects)].format(**slots)
    stories = [letter.stories[(number + n) % len(letter.stories)] for n in range(min(3, len(letter.stories)))]
    host = letter.address.rpartition("@")[2]
    away = f"https://{host}/unsubscribe?r={room.rng.getrandbits(40):x}"
    labels = room.labels(at, "Category Promotions", important=0.03, unread=0.6)
    return Letter(
        at=at,
        offset=0,
        sender=(letter.name, letter.address),
        to=_TO,
        subject=subject,
        message_id=room.message_id(host),
        thread=f"newsletter-{letter.list_id}-{number}",
        labels=labels,
        body=_pages(letter, subject, [(head.format(**slots), text) for head, text in stories], away, number),
        extra=(
            ("List-Id", f'"{letter.name}" <{letter.list_id}>'),
            ("List-Unsubscribe", f"<mailto:leave@{host}>,\n <{away}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("Precedence", "bulk"),
            ("Feedback-ID", f"{number}:{letter.list_id}:demo"),
        ),
    )


def _pages(letter: Newsletter, subject: str, stories: list[tuple[str, str]], away: str, number: int) -> Part:
    """HTML with remote images and a style block; two senders of five forget the plain text."""
    host = letter.address.rpartition("@")[2]
    shown = "\n".join(
        f'<tr><td class="story"><img src="https://{host}/img/{number}-{n}.jpg" width="560" alt="{escape(head)}">\n'
        f"<h2>{escape(head)}</h2>\n<p>{escape(text)}</p>\n"
        f'<a class="button" href="https://{host}/read/{number}-{n}">Read on</a></td></tr>'
        for n, (head, text) in enumerate(stories, 1)
    )
    html = (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><style>\n'
        "body{background:#f4f1ea;font-family:Georgia,serif} .story{padding:16px} h2{color:#234}\n"
        ".button{background:#234;color:#fff;padding:8px 14px;border-radius:4px}\n</style></head><body>\n"
        f'<table width="600" align="center"><tr><td><h1>{escape(subject)}</h1></td></tr>\n{shown}\n'
        f'<tr><td><small>You get this because you signed up. <a href="{away}">Unsubscribe</a></small>\n'
        f'<img src="https://{host}/open.gif?n={number}" width="1" height="1" alt=""></td></tr></table></body></html>\n'
    )
    if len(letter.name) % 5 < 2:
        return text_part(html, "html", encoding="quoted-printable")
    plain = "\n\n".join([subject, *(f"{head}\n{text}" for head, text in stories), f"Unsubscribe: {away}"]) + "\n"
    return multipart("alternative", text_part(plain), text_part(html, "html", encoding="quoted-printable"))


def _notice(room: Mailroom, notices: Notices, number: int, at: datetime) -> Letter:
    due = at + timedelta(days=room.rng.randrange(1, 15))
    slots = {
        "number": str(room.rng.randrange(10_000, 99_999)),
        "amount": f"£{room.rng.randrange(900, 40_000) / 100:.2f}",
        "month": f"{at:%B}",
        "date": f"{due.day} {due:%B}",
    }
    text = notices.text.format(**slots) + "\n"
    html = f"<html><body><p>{escape(text).replace(chr(10), '<br>')}</p></body></html>\n"
    host = notices.address.rpartition("@")[2]
    body = multipart("alternative", text_part(text), text_part(html, "html")) if number % 2 else text_part(text)
    return Letter(
        at=at,
        offset=0,
        sender=(notices.name, notices.address),
        to=_TO,
        subject=notices.subjects[number % len(notices.subjects)].format(**slots),
        message_id=room.message_id(host),
        thread=f"notice-{notices.address}-{number}",
        labels=room.labels(at, *notices.labels, important=0.05, unread=0.4),
        body=body,
        extra=(("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")),
    )


def _spam(room: Mailroom, number: int) -> Letter:
    name, address, subject, text = SPAM[number % len(SPAM)]
    at = room.moment(oldest=30, bent=1.0)
    return Letter(
        at=at,
        offset=room.rng.randrange(-8, 9),
        sender=(name, address.replace("@", f"{number}@")),
        to=_TO,
        to_header="undisclosed-recipients:;" if number % 3 == 0 else None,
        subject=subject.format(amount=room.amount()),
        message_id=room.message_id(address.rpartition("@")[2]),
        thread=f"spam-{number}",
        labels=["Spam", "Unread"],
        body=text_part(text.format(amount=room.amount()) + "\n"),
    )


def _write_backups(room: Mailroom) -> None:
    """The owner's own server reports at midnight; only the last ones were kept. The last is the newest mail of all."""
    for night in range(9, -1, -1):
        at = room.today - timedelta(days=night)
        room.add(
            Letter(
                at=at,
                offset=0,
                sender=("", "robot@nas.marlow.example"),
                to=[("", OWNER.address)],
                subject=f"Backup finished, {at:%Y-%m-%d}",
                message_id=room.message_id("nas.marlow.example"),
                thread=f"backup-{night}",
                labels=["Inbox", "Unread" if night == 0 else "Opened", "Category Updates"],
                body=text_part(BACKUP_TEXT.format(number=room.rng.randrange(20, 900)) + "\n"),
                extra=(("Auto-Submitted", "auto-generated"),),
            )
        )

"""Calendar invitations, the owner's answers, and meetings that were called off (iTIP over mail, RFC 6047)."""

from datetime import datetime, timedelta

from devstack.demo.files import calendar
from devstack.demo.letters import Letter
from devstack.demo.mailroom import Mailroom
from devstack.demo.mime import Part, file_part, multipart, text_part
from devstack.demo.people import OWNER, Person, Tie, people
from devstack.demo.phrases_work import PLACES

_MEETINGS = 22
_VERBS = {"REQUEST": "Invitation", "REPLY": "Accepted", "CANCEL": "Cancelled"}


def write_invitations(room: Mailroom) -> None:
    """Meetings with close and occasional people; two of three are accepted, some are called off."""
    hosts = [person for person in people() if person.company and person.tie in {Tie.CLOSE, Tie.OCCASIONAL}]
    for number in range(_MEETINGS):
        host = room.rng.choice(hosts)
        at = room.waking(room.moment(newest=3, bent=1.4), host.offset, work=True)
        if at < room.today:
            _meeting(room, number, host, at)


def _meeting(room: Mailroom, number: int, host: Person, at: datetime) -> None:
    company = host.company
    if company is None:
        raise ValueError("Only people of a company hold meetings.")
    title = f"{company.project[:1].upper()}{company.project[1:]}: {room.pick(company.things).removeprefix('the ')}"
    begin = (at + timedelta(days=room.rng.randrange(2, 9))).replace(hour=room.rng.randrange(9, 16), minute=0, second=0)
    meeting = (f"demo-{number}-{room.rng.getrandbits(48):x}", title, room.pick(PLACES), begin)
    first = room.add(_letter(room, "REQUEST", host, at, meeting, []))
    if number % 3:
        answered = room.later(at, OWNER.offset, work=False)
        if answered < room.today:
            room.add(_letter(room, "REPLY", host, answered, meeting, [first]))
    if number % 8 == 5:
        called_off = at + timedelta(hours=30, minutes=7)
        if called_off < room.today:
            room.add(_letter(room, "CANCEL", host, called_off, meeting, [first]))


def _letter(
    room: Mailroom,
    method: str,
    host: Person,
    at: datetime,
    meeting: tuple[str, str, str, datetime],
    before: list[Letter],
) -> Letter:
    uid, title, place, begin = meeting
    sender, recipient = (OWNER, host) if method == "REPLY" else (host, OWNER)
    labels = ["Archived", "Sent", "Opened"] if sender is OWNER else room.labels(at, "Calendar", important=0.4)
    when = f"{begin:%A} {begin.day} {begin:%B} {begin.year}, {begin:%H:%M} UTC"
    text = f"{_VERBS[method]}: {title}\n\nWhen: {when}\nWhere: {place}\nWho: {host.latin}, {OWNER.latin}\n"
    return Letter(
        at=at,
        offset=sender.offset,
        sender=(sender.latin, sender.address),
        to=[(recipient.latin, recipient.address)],
        subject=f"{_VERBS[method]}: {title} @ {begin.day} {begin:%b} {begin.year}",
        message_id=room.message_id(f"calendar.{sender.address.rpartition('@')[2]}"),
        thread=f"meeting-{uid}",
        labels=labels,
        body=_body(method, uid, title, place, begin, at, host, text),
        text=text,
        references=[letter.message_id for letter in before],
    )


def _body(
    method: str, uid: str, title: str, place: str, begin: datetime, made: datetime, host: Person, text: str
) -> Part:
    state = "ACCEPTED" if method == "REPLY" else "NEEDS-ACTION"
    entry = calendar(
        method, f"{uid}@{host.address.rpartition('@')[2]}", title, place, begin, begin + timedelta(minutes=45), made,
        (host.latin, host.address), [(OWNER.latin, OWNER.address, state)],
    )  # fmt: skip
    html = f"<html><body><pre>{text}</pre></body></html>\n"
    ways = multipart(
        "alternative",
        text_part(text),
        text_part(html, "html"),
        text_part(entry.replace("\r\n", "\n"), "calendar", params=f"; method={method}"),
    )
    return multipart("mixed", ways, file_part("invite.ics", 'application/ics; name="invite.ics"', entry.encode()))

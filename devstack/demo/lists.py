"""Mail that came through mailing lists (RFC 2369, RFC 2919)."""

from dataclasses import dataclass
from datetime import datetime

from devstack.demo.letters import Letter
from devstack.demo.mailroom import Mailroom
from devstack.demo.mime import Headers, mailbox, text_part
from devstack.demo.people import OWNER, Person, Tie, people
from devstack.demo.phrases_lists import LISTS, MailingList

_ROUNDS = 2  # the same questions come up again after a while


@dataclass(frozen=True)
class _Topic:
    key: str
    subject: str
    posts: tuple[str, ...]
    authors: tuple[Person, ...]


def write_lists(room: Mailroom) -> None:
    """Every list with all its topics."""
    authors = [person for person in people() if person.tie is Tie.LISTED]
    neighbours = [person for person in people() if person.company and person.company.name.startswith("Ridgeway")]
    for mailing_list in LISTS:
        circle = neighbours if mailing_list.tag == "ridgeway-residents" else authors
        for turn in range(_ROUNDS):
            for number, (subject, posts) in enumerate(mailing_list.topics):
                shown = subject if turn == 0 else f"Again: {subject[0].lower()}{subject[1:]}"
                chosen = tuple(room.rng.sample(circle, min(3, len(circle))))
                owner_answers = len(posts) > 2 and (number + turn) % 2 == 0
                speakers = (chosen[0], OWNER if owner_answers else chosen[1], chosen[2], chosen[0])
                _discuss(room, mailing_list, _Topic(f"{mailing_list.tag}-{turn}-{number}", shown, posts, speakers))


def _discuss(room: Mailroom, mailing_list: MailingList, topic: _Topic) -> None:
    at = room.waking(room.moment(bent=1.2), topic.authors[0].offset, work=False)
    before: list[Letter] = []
    for author, post in zip(topic.authors, topic.posts, strict=False):
        if before:
            at = room.later(at, author.offset, work=False)
        if at >= room.today:
            break
        before.append(room.add(_post(room, mailing_list, topic, author, post, at, before)))


def _post(
    room: Mailroom, mailing_list: MailingList, topic: _Topic, author: Person, post: str, at: datetime,
    before: list[Letter],
) -> Letter:  # fmt: skip
    mark = "Re: " if before else ""
    text = _text(author, post, before)
    own = author is OWNER
    host = author.address.rpartition("@")[2]
    rewritten = mailing_list.via and not own
    sender = (
        (f"{author.name} via {mailing_list.tag}", mailing_list.address) if rewritten else (author.name, author.address)
    )
    labels = ["Archived", "Sent", "Opened"] if own else room.labels(at, "Category Forums", important=0.05)
    return Letter(
        at=at,
        offset=author.offset,
        sender=sender,
        to=[(mailing_list.title, mailing_list.address)],
        subject=f"{mark}[{mailing_list.tag}] {topic.subject}",
        message_id=room.message_id(f"mail.{host}"),
        thread=topic.key,
        labels=labels,
        body=text_part(text if own else f"{text}{_footer(mailing_list)}"),
        text=text,
        references=[letter.message_id for letter in before],
        extra=() if own else _list_headers(mailing_list, author, rewritten=rewritten),
    )


def _text(author: Person, post: str, before: list[Letter]) -> str:
    if not before:
        return f"{post}\n\n{author.name}\n"
    answered = before[-1]
    quoted = "\n".join(f"> {line}".rstrip() for line in answered.text.splitlines() if not line.startswith(">"))
    name = answered.sender[0].partition(" via ")[0]
    return f"On {answered.local:%d/%m/%Y}, {name} wrote:\n{quoted}\n\n{post}\n\n{author.name}\n"


def _footer(mailing_list: MailingList) -> str:
    host = mailing_list.address.rpartition("@")[2]
    return f"\n{'_' * 47}\n{mailing_list.tag} mailing list\nhttps://{host}/{mailing_list.tag}\n"


def _list_headers(mailing_list: MailingList, author: Person, *, rewritten: bool) -> Headers:
    local, _, host = mailing_list.address.partition("@")
    reply_to = (("Reply-To", mailbox(author.name, author.address)),) if rewritten else ()
    return (
        *reply_to,
        ("List-Id", f"{mailing_list.title} <{local}.{host}>"),
        ("List-Post", f"<mailto:{mailing_list.address}>"),
        ("List-Archive", f"<https://{host}/{mailing_list.tag}/archive>"),
        ("List-Unsubscribe", f"<mailto:{local}-leave@{host}>"),
        ("Precedence", "list"),
        ("Sender", f"{local}-bounces@{host}"),
    )

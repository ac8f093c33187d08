"""Threads between the owner and people: who begins, who answers when, what they say."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from devstack.demo.attachments import attach
from devstack.demo.letters import Letter, Named
from devstack.demo.mailroom import Mailroom
from devstack.demo.people import OWNER, Person, Tie, people
from devstack.demo.phrases_private import PRIVATE
from devstack.demo.phrases_work import ASIDES, CONTINUED, PLACES, WORK, Step
from devstack.demo.tongues import TONGUES
from devstack.demo.writing import say, write

_LENGTHS = (1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 5, 5, 5, 6, 7, 8, 9, 11, 13, 15)
_SHORT = (1, 1, 1, 2, 3)  # for a first thread with everybody
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_ELSEWHERE = ("Sam", "Alex", "Billie", "Joanna", "Ravi", "Mette")  # people whom both know
_LAPSED_BEFORE = 480.0  # days ago
_NEW_SINCE = 55.0


@dataclass(frozen=True)
class Talk:
    """A thread that is planned: turns are who speaks and the paragraphs."""

    key: str
    subject: str
    language: str
    work: bool
    others: tuple[Person, ...]  # everybody but the owner
    pair: tuple[Person, Person]  # who writes to whom; others are in copy
    turns: tuple[tuple[Person, tuple[str, ...]], ...]
    labels: tuple[str, ...]


def write_threads(room: Mailroom, total: int) -> None:
    """Everybody writes at least once, the talks in other languages are had, then as weights say up to `total`."""
    known = [person for person in people() if person.tie is not Tie.LISTED]
    spoken = 0
    for person in known:
        for subject, lines in TONGUES[person.language].talks if person.language in TONGUES else ():
            if _first_speaker(subject, person):
                spoken += 1
                _hold(room, _foreign(spoken, person, subject, lines), _begin(room, person))
    for person in known:
        _hold(room, *_english(room, person, _SHORT))
    weights = [person.tie.value * (0.7 + person.number * 7 % 10 / 9) for person in known]
    while len(room.letters) < total:
        person = room.rng.choices(known, weights)[0]
        _hold(room, *_english(room, person, _LENGTHS))


def _begin(room: Mailroom, person: Person) -> datetime:
    if person.tie is Tie.LAPSED:
        begun = room.moment(newest=_LAPSED_BEFORE, bent=1.0)
    elif person.tie is Tie.NEW:
        begun = room.moment(oldest=_NEW_SINCE, bent=1.0)
    else:
        begun = room.moment(bent=2.1 if person.tie is Tie.CLOSE else 1.7)
    return begun


def _first_speaker(subject: str, person: Person) -> bool:
    """The talks of a language are shared out among those who speak it."""
    speakers = [one for one in people() if one.language == person.language]
    talks = [talk[0] for talk in TONGUES[person.language].talks]
    return speakers[talks.index(subject) % len(speakers)] is person


def _foreign(number: int, person: Person, subject: str, lines: tuple[str, ...]) -> Talk:
    turns = tuple(((person, OWNER)[n % 2], (line,)) for n, line in enumerate(lines))
    return Talk(
        f"foreign-{number}", subject, person.language, True, (person,), (person, OWNER), turns, _user_labels(person)
    )


def _user_labels(person: Person) -> tuple[str, ...]:
    if person.company is None:
        return ("Family",) if "Marlow" in person.name else ()
    shelves = {"Quill & Harbour Press": "Bücher", "Ridgeway Housing Co-op": "Home", "Harrow Lane Accountants": "Money"}
    named = shelves.get(person.company.name)
    return (named,) if named else ((f"Clients/{person.company.name}",) if person.tie is Tie.CLOSE else ())


def _english(room: Mailroom, person: Person, lengths: tuple[int, ...]) -> tuple[Talk, datetime]:
    rng = room.rng
    begun = _begin(room, person)
    others = _others(room, person)
    pair = _pair(room, others)
    subjects, steps = rng.choice(WORK if person.company else PRIVATE)
    slots = _slots(room, person, [one for one in others if one not in pair], begun)
    variant = rng.randrange(6)
    length = rng.choice(lengths)
    if pair[0] is OWNER and length == 1 and rng.random() < 0.6:
        length = 2
    turns: list[tuple[Person, tuple[str, ...]]] = []
    for number, step in enumerate(_steps(steps, length, crowd=len(others) > 1, work=person.company is not None)):
        speaker = _speaker(room, step, others, pair)
        paragraphs = [_filled(_variant(step, variant + number // 8), slots, _addressed(speaker, pair))]
        if person.company and rng.random() < 0.14:
            paragraphs.append(_filled(room.pick(ASIDES), slots, OWNER))
        turns.append((speaker, tuple(paragraphs)))
    subject = _filled(room.pick(subjects), slots, OWNER)
    key = f"talk-{len(room.letters)}"
    work = person.company is not None
    return Talk(key, subject, "en", work, others, pair, tuple(turns), _user_labels(person)), begun


def _variant(step: Step, number: int) -> str:
    """The same number of every step, so that answers fit questions."""
    return step[1][number % len(step[1])]


def _pair(room: Mailroom, others: tuple[Person, ...]) -> tuple[Person, Person]:
    """Who begins and who is asked. In some threads the owner only reads along."""
    if len(others) > 1 and room.rng.random() < 0.55:
        return others[0], others[1]
    return (OWNER, others[0]) if room.rng.random() < 0.15 else (others[0], OWNER)


def _addressed(speaker: Person, pair: tuple[Person, Person]) -> Person:
    return pair[1] if speaker is pair[0] else pair[0]


def _others(room: Mailroom, person: Person) -> tuple[Person, ...]:
    """The person and, in three threads of ten, one to three others of their circle."""
    circle = [
        one for one in people()
        if one.company is person.company and one is not person and one.tie is not Tie.LISTED
        and (one.tie is Tie.LAPSED) == (person.tie is Tie.LAPSED) and (one.tie is Tie.NEW) == (person.tie is Tie.NEW)
    ]  # fmt: skip
    count = room.rng.choice((1, 1, 2, 3)) if room.rng.random() < 0.42 else 0
    return (person, *room.rng.sample(circle, min(count, len(circle))))


def _steps(steps: tuple[Step, ...], length: int, *, crowd: bool, work: bool) -> list[Step]:
    """The first `length` steps; work goes on with loose ends where they are over."""
    fitting = [step for step in steps if crowd or step[0] != "c"]
    while work and len(fitting) < length:
        fitting += [step for step in CONTINUED if crowd or step[0] != "c"]
    return fitting[:length]


def _speaker(room: Mailroom, step: Step, others: tuple[Person, ...], pair: tuple[Person, Person]) -> Person:
    if step[0] == "c":
        return room.rng.choice([person for person in (OWNER, *others) if person not in pair])
    return pair[0] if step[0] == "a" else pair[1]


def _slots(room: Mailroom, person: Person, others: list[Person], begun: datetime) -> dict[str, str]:
    rng = room.rng
    company = person.company
    thing, other_thing = rng.sample(company.things, 2) if company else ("the garden", "the cellar")
    currency, amount = room.pick(("£", "€", "$")), rng.randrange(18, 1800) * 5
    soon = begun + timedelta(days=rng.randrange(6, 28))
    past = begun - timedelta(days=rng.randrange(6, 40))
    return {
        "thing": thing,
        "other_thing": other_thing,
        "project": company.project if company else "",
        "company": company.name if company else "",
        "place": room.pick(PLACES),
        "day": room.pick(_DAYS),
        "date": f"{soon.day} {soon:%B}",
        "past": f"{past.day} {past:%B}",
        "today": f"{begun.day} {begun:%B}",
        "hour": f"{rng.randrange(8, 18)}:{room.pick(('00', '15', '30'))}",
        "amount": f"{currency}{amount:,}",
        "less": f"{currency}{amount * 4 // 5:,}",
        "figure": f"{rng.randrange(2, 60) / 10} {room.pick(('%', 'mm', 'degrees', 'dB', '%'))}",
        "third": others[0].given if others else room.pick(_ELSEWHERE),
        "friend": room.pick(_ELSEWHERE),
    }


def _filled(template: str, slots: dict[str, str], addressed: Person) -> str:
    capitals = {"Thing": "thing", "Other_thing": "other_thing"}
    raised = {name: slots[low][:1].upper() + slots[low][1:] for name, low in capitals.items()}
    text = template.format(**slots, **raised, given=addressed.given)
    for mark in (". ", "? ", "! "):  # a slot may begin a sentence
        text = mark.join(part[:1].upper() + part[1:] for part in text.split(mark))
    return text[:1].upper() + text[1:]


def _hold(room: Mailroom, talk: Talk, begun: datetime) -> None:
    """Write the letters one after the other, as far as they fit into the past."""
    at = room.waking(begun, talk.turns[0][0].offset, work=talk.work)
    written: list[Letter] = []
    for speaker, paragraphs in talk.turns:
        if written:
            at = room.later(at, speaker.offset, work=talk.work)
        if at >= room.today:
            break
        written.append(room.add(_letter(room, talk, speaker, paragraphs, at, written)))


def _letter(
    room: Mailroom, talk: Talk, speaker: Person, paragraphs: tuple[str, ...], at: datetime, before: list[Letter]
) -> Letter:
    answered = before[-1] if before else None
    recipients = [person for person in (OWNER, *talk.others) if person is not speaker]
    addressed = _addressed(speaker, talk.pair)
    to_name = addressed.name if talk.language in {"ja", "zh", "el", "uk", "ar"} else addressed.given
    long = not before or room.rng.random() < 0.45
    said = say(speaker, to_name, paragraphs, talk.language, long=long, first=not before)
    body = write(speaker, said, answered, talk.language)
    text = " ".join(paragraphs)
    part = attach(body.body, talk.subject, text, room.rng) if "attached" in text.lower() else body.body
    sender = _named_sender(room, speaker, talk)
    cc = [_named(room, person, before) for person in recipients if person is not addressed]
    labels = ["Archived", "Sent", "Opened", *talk.labels] if speaker is OWNER else room.labels(
        at, *talk.labels, important=0.8 if speaker.tie is Tie.CLOSE else 0.3
    )  # fmt: skip
    return Letter(
        at=at,
        offset=speaker.offset,
        sender=sender,
        to=[_named(room, addressed, before)],
        cc=cc,
        subject=_subject(speaker, talk, answered),
        message_id=room.message_id(_id_domain(sender[1], speaker)),
        thread=talk.key,
        labels=labels,
        body=part,
        text=body.text,
        references=[letter.message_id for letter in before],
        charset=body.charset,
        extra=_client_headers(speaker),
    )


def _subject(speaker: Person, talk: Talk, answered: Letter | None) -> str:
    if answered is None:
        return talk.subject
    mark = TONGUES[speaker.language].reply_mark if speaker.language in TONGUES and talk.language != "en" else "Re: "
    return mark + talk.subject


def _named_sender(room: Mailroom, speaker: Person, talk: Talk) -> Named:
    second = speaker.second_address and (room.rng.random() < 0.3 or not talk.work)
    return (
        speaker.display if talk.language == "en" else speaker.name,
        speaker.second_address if second else speaker.address,
    )


def _named(room: Mailroom, person: Person, before: list[Letter]) -> Named:
    """As an address book shows them, at the address that they last wrote from in this thread."""
    name = person.latin if room.rng.random() < 0.85 else ""
    used = [letter.sender[1] for letter in before if letter.sender[1] in {person.address, person.second_address}]
    return name, used[-1] if used else person.address


def _id_domain(address: str, speaker: Person) -> str:
    host = address.rpartition("@")[2]
    return f"prod.{host}" if speaker.client == "outlook" else f"mail.{host}"


def _client_headers(speaker: Person) -> tuple[tuple[str, str], ...]:
    names = {
        "outlook": ("X-Mailer", "Microsoft Outlook 16.0"),
        "thunderbird": ("User-Agent", "Mozilla Thunderbird"),
        "apple": ("X-Mailer", "Apple Mail (2.3774)"),
        "foxmail": ("X-Mailer", "Foxmail 7.2"),
    }
    return (names[speaker.client],) if speaker.client in names else ()

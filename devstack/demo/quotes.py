"""How mail programs quote the letter that is answered, and how they sign."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from devstack.demo.letters import Letter
from devstack.demo.people import OWNER, Person
from devstack.demo.tongues import TONGUES

_MOST_LINES = 45  # what is quoted of a long exchange
_GERMAN = ("Von", "Gesendet", "An", "Betreff")
_ENGLISH = ("From", "Sent", "To", "Subject")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Quote:
    """A quotation: the line or block above it, and the quoted lines."""

    above: str
    lines: list[str]
    marked: bool  # with ">"

    @property
    def text(self) -> str:
        """As plain text."""
        if not self.marked:
            return "\n".join([self.above, "", *self.lines])
        quoted = [f">{line}" if line.startswith(">") else f"> {line}".rstrip() for line in self.lines]
        return "\n".join([self.above, *quoted])

    @property
    def html(self) -> str:
        """As HTML, the way Gmail and Outlook nest it."""
        inner = "<br>\n".join(escape(line) for line in self.lines)
        if self.marked:
            style = "margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex"
            return (
                f'<div class="gmail_quote"><div dir="ltr" class="gmail_attr">{escape(self.above)}<br></div>\n'
                f'<blockquote class="gmail_quote" style="{style}">{inner}</blockquote></div>'
            )
        above = "<br>\n".join(escape(line) for line in self.above.splitlines() if not line.startswith("__"))
        border = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"
        return f'<div style="{border}"><p class="MsoNormal">{above}</p></div>\n<p class="MsoNormal">{inner}</p>'


def quote(author: Person, answered: Letter, language: str) -> Quote:
    """`answered` as the mail program of `author` quotes it."""
    lines = answered.text.splitlines()[:_MOST_LINES]
    name = answered.sender[0] or answered.sender[1]
    at = answered.local
    if author.client == "outlook":
        return Quote(_block(author, answered, name), lines, marked=False)
    if language != "en" or (author.language == "de" and author.client == "thunderbird"):
        tongue = TONGUES[language if language != "en" else "de"]
        day, time = f"{at:%d.%m.%Y}", f"{at:%H:%M}"
        return Quote(tongue.wrote.format(date=day, time=time, name=name), lines, marked=True)
    return Quote(_line(author, at, name, answered.sender[1]), lines, marked=True)


def _line(author: Person, at: datetime, name: str, address: str) -> str:
    weekday, month = _WEEKDAYS[at.weekday()], _MONTHS[at.month - 1]
    if author.client == "gmail":
        return f"On {weekday}, {at.day} {month} {at.year} at {at:%H:%M}, {name} <{address}> wrote:\n"
    if author.client == "apple":
        return f"On {at.day} {month} {at.year}, at {at:%H:%M}, {name} <{address}> wrote:\n"
    return f"On {at:%d/%m/%Y %H:%M}, {name} wrote:"


def _block(author: Person, answered: Letter, name: str) -> str:
    at, (sender, sent, to, subject) = answered.local, _GERMAN if author.language == "de" else _ENGLISH
    recipients = "; ".join(shown or address for shown, address in answered.to)
    above = "________________________________" if author.number % 2 else "-----Original Message-----"
    return (
        f"{above}\n{sender}: {name} <{answered.sender[1]}>\n"
        f"{sent}: {at.day} {_MONTHS[at.month - 1]} {at.year} {at:%H:%M}\n"
        f"{to}: {recipients}\n{subject}: {answered.subject}"
    )


def signature(author: Person) -> str:
    """Lines below the name, with the usual delimiter for half of the people; empty for private ones."""
    if author is OWNER:
        return f"-- \n{OWNER.name}\n{OWNER.title}\nT {OWNER.phone} | marlow.example"
    company = author.company
    if company is None:
        return "Sent from my phone" if author.client == "apple" else ""
    contact = [f"{('T', 'Tel.', 'Phone:', 'M')[author.number % 4]} {author.phone}"] if author.phone else []
    contact.append(f"{author.address}" if author.number % 3 else f"www.{company.domain}")
    if author.number % 5 == 0:
        lines = [f"{author.name} | {author.title} | {company.name}", " | ".join(contact)]
    else:
        lines = [author.name, author.title, company.name, *contact]
    return "\n".join([*(["-- "] if author.number % 2 else ["" if author.number % 4 else "_____"]), *lines])

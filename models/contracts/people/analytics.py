"""What the mail with somebody, with a company or with everybody looks like."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.contracts.people.contacts import Contact, TrafficMonth

# Upper ends of the classes of response times, in seconds: quarter of an hour, hour, four hours, day, week, 30 days.
REPLY_CLASSES = (900, 3_600, 14_400, 86_400, 604_800, 2_592_000)


class Scope(StrEnum):
    """Whose mail is looked at."""

    CONTACT = "contact"
    COMPANY = "company"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class WeekHour:
    """Mails of one hour of the week, in the time zone that was asked for."""

    weekday: int  # 1 is Monday, 7 Sunday
    hour: int  # 0 to 23
    sent: int
    received: int


@dataclass(frozen=True, kw_only=True)
class ResponseTimes:
    """How fast one side answers the other in a thread, within 30 days."""

    replies: int
    median_seconds: float | None  # None without any
    classes: list[int]  # replies within 15 minutes, an hour, 4 hours, a day, a week, 30 days; each counts once


@dataclass(frozen=True, kw_only=True)
class Companion:
    """Somebody who is named on the same mails. Of everybody's mail, with whom: the two are seen together."""

    contact: Contact
    beside: Contact | None
    mails: int


@dataclass(frozen=True, kw_only=True)
class Trend:
    """Somebody whose relationship changed; `contact.strength` is that of now."""

    contact: Contact
    before: float  # the strength half a year ago, by mail


@dataclass(frozen=True, kw_only=True)
class Analytics:
    """Of the mail of some months until now. A mail counts once, whoever of the people in question is named on it."""

    since: date
    months: list[TrafficMonth]  # the oldest first; those without any are left out
    week: list[WeekHour]  # hours without any are left out
    ours: ResponseTimes
    theirs: ResponseTimes
    companions: list[Companion]  # the most mails first, 12 at most, from the latest 5,000 mails
    drifting: list[Trend]  # close half a year ago, and much less so now; the greatest loss first, 12 at most
    new: list[Trend]  # who came within half a year and matters already, or came much closer; the closest first, 12

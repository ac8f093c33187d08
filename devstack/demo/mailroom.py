"""The mailroom: collects the letters, and gives out moments, message ids and labels by the seed."""

import math
from datetime import UTC, datetime, timedelta
from random import Random

from devstack.demo.letters import Letter

YEARS = 3
_SPAN = YEARS * 365  # days
_FRESH = 12  # days that mail stays in the inbox


class Mailroom:
    """Letters so far. `today` is midnight (UTC) of the day of writing; nothing is later."""

    def __init__(self, seed: int, today: datetime) -> None:
        self.rng = Random(seed)
        self.today = today
        self.letters: list[Letter] = []

    def add(self, letter: Letter) -> Letter:
        """Keep it."""
        self.letters.append(letter)
        return letter

    def message_id(self, domain: str) -> str:
        """A new Message-ID."""
        return f"<{self.rng.getrandbits(96):024x}@{domain}>"

    def moment(self, oldest: float = _SPAN, newest: float = 0.2, *, bent: float = 1.7) -> datetime:
        """Some moment between two ages in days. The more bent, the more of them are recent."""
        age = newest + (oldest - newest) * self.rng.random() ** bent
        return (self.today - timedelta(days=age)).replace(microsecond=0)

    def waking(self, moment: datetime, offset: float, *, work: bool) -> datetime:
        """The same moment, or the next one at which people there write mail."""
        local = moment.astimezone(UTC) + timedelta(hours=offset)
        first, last = (8, 19) if work else (7, 23)
        while local.hour >= last or local.hour < first or (work and local.weekday() > 4 and self.rng.random() > 0.06):
            days = 0 if local.hour < first else 1
            start = local.replace(hour=first, minute=0, second=0) + timedelta(days=days)
            local = start + timedelta(seconds=self.rng.randrange(3 * 3600))
        return local - timedelta(hours=offset)

    def later(self, moment: datetime, offset: float, *, work: bool) -> datetime:
        """When somebody answers: minutes to days later."""
        hours = math.exp(self.rng.gauss(1.2, 1.5))
        answered = moment + timedelta(seconds=int(240 + 3600 * min(hours, 150)))
        return self.waking(answered, offset, work=work)

    def labels(self, at: datetime, *own: str, important: float = 0.2, unread: float = 0.3) -> list[str]:
        """Takeout's labels of mail that arrived. Only fresh mail is still in the inbox or unread."""
        age = (self.today - at) / timedelta(days=1)
        fresh = age < _FRESH or self.rng.random() < 0.06
        labels = ["Inbox" if fresh else "Archived"]
        labels.append("Unread" if fresh and self.rng.random() < unread else "Opened")
        labels += [name for name in own if name not in labels]
        if self.rng.random() < important and "Important" not in labels:
            labels.append("Important")
        if self.rng.random() < important / 6:
            labels.append("Starred")
        return labels

    def pick(self, options: tuple[str, ...]) -> str:
        """One of them."""
        return self.rng.choice(options)

    def amount(self) -> str:
        """A sum of money."""
        return f"{self.pick(('£', '€', '$'))}{self.rng.randrange(18, 9000) * 5:,}"

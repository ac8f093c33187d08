"""How much each thing that two identities agree or differ in says, as m and u (Fellegi and Sunter 1969).

m: how often it is so of two addresses of one person; u: of two people who are compared because of a like name. The
figures are judged, not fitted: rounded, stated, and so strong only that no single one but a phone decides. What a name
weighs follows from how many have it: `rarity`.
"""

from dataclasses import dataclass
from math import log2


@dataclass(frozen=True)
class Weight:
    """`bits` is what it adds to log2 of the odds."""

    m: float
    u: float

    @property
    def bits(self) -> float:
        """log2(m / u)."""
        return log2(self.m / self.u)


# Above the first, pairs are merged by themselves (.995), above the second they are suggested (.50).
MERGE_BITS, SUGGEST_BITS = log2(0.995 / 0.005), 0.0
# Of two identities by chance, one pair in a thousand at most; in a larger mailbox one in as many as it has.
PRIOR_PEOPLE = 1_000
# Bits of reasons against from which two are held apart, unless all reasons together say that they are one.
APART_BITS = -4.0

# Names, beside their rarity.
OTHER_NAME = Weight(0.001, 1.0)
OTHER_FAMILY_NAME = Weight(0.03, 1.0)  # one given name, as before and after a marriage
BOTH_NAMES_AT_ONCE = Weight(0.06, 1.0)
OTHER_GENERATION = Weight(0.00003, 1.0)
OTHER_INITIAL = Weight(0.004, 1.0)
# Firms.
SAME_FIRM = Weight(0.25, 0.015)
TWO_AT_FIRM = Weight(0.2, 0.8)  # that are in use at the same time: a firm gives most people one
OTHER_FIRM = Weight(0.2, 0.8)
# Beside that: how often one person's mail from two firms comes in turn, or at once. Of two people's it is chance, which
# follows from how many mails there are of each: `firms.chance_of_turns`; the least that is believed of it.
IN_TURN, AT_ONCE, LEAST_CHANCE = 0.9, 0.06, 1 / 16
PRIVATE = Weight(0.6, 0.3)
SAME_COMPANY = Weight(0.3, 0.04)  # by name, in signatures of two domains
OTHER_COMPANY = Weight(0.15, 0.8)  # where one of the domains is no firm's
SHORT_NAME_AT_FIRM = Weight(0.12, 1.0)  # "Rupert" and "Robert", each with an address of the firm
OFFICE_AT_FIRM = Weight(0.004, 0.5)  # "praxis@" beside "ida.okafor@", both with her name
# Phones and titles.
SWITCHBOARD = Weight(0.4, 0.1)
OTHER_PHONES = Weight(0.2, 0.8)
SAME_TITLE = Weight(0.3, 0.06)
OTHER_TITLES = Weight(0.35, 0.8)
# In mail.
ANSWERED = Weight(0.2, 0.01)
WROTE_BOTH_WAYS = Weight(0.01, 0.4)
WROTE = Weight(0.15, 0.2)  # as one sends copies to oneself
SAME_MAIL = Weight(0.05, 0.4)
# Addresses.
TAG = Weight(0.9, 0.004)
NUMBERED = Weight(0.001, 1.0)  # "ida.okafor2" beside "ida.okafor" at one firm
SAME_LOCAL = Weight(0.4, 0.3)  # made from the name that both have anyway
# Nobody in particular.
SHARED = Weight(0.000001, 1.0)
MOST_PHONE_BITS, MOST_HANDLE_BITS = 12.0, 12.0
# Beyond chance, however rare a name seems: that no list has it may also be because nobody has listed its language.
MOST_NAME_BITS = 13.0

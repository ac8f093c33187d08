"""How well people are read from mail: `python -m bench.people [--set NAME | MAIL] [--own ADDRESS ...] [--kind KIND]`.

Without MAIL: on the labelled sets of `bench.people_set` (all three, or one). For each: how large it is, what is wrong,
precision and recall of addresses, names and what signatures say, resolution pair by pair, and what it is without each
kind of feature (see `bench.resolution`); at the end every measure beside its goal. Fails where one is missed. What the
later two sets gave when nobody had seen them is said in `bench.resolution`.

With MAIL, an mbox, a folder with one mail a file, or one of bodies and senders as ../shared/mail/signatures: learns
people as the extraction does and prints who they are, to be looked at: kind, why, mails, name, address, and the subject
of a mail by it. `--kind` narrows the lines, `--unsure` to people whose address and name share no word; `--own` names
the owner's addresses.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from bench.people_kinds import KINDS, who_is_in
from bench.people_set.reading import HERE, Person, mails, persons
from bench.people_set.writing import written
from bench.resolution import Measured, measure

SETS = ["persons", "hold_out", "later"]
GOALS = {  # precision and recall, as the issue asks for
    "address": (0.98, 0.95),
    "name": (0.98, 0.95),
    "title": (0.90, 0.85),
    "company": (0.90, 0.85),
    "phone": (0.90, 0.85),
    "resolution": (0.995, 0.90),
}


def size(everybody: list[Person], count: int) -> str:
    """How large and how varied a set is."""
    people = [one for one in everybody if not one.is_role]
    called = Counter(one.name.partition(" (")[0] for one in people)
    several = sum(len(one.addresses) > 1 for one in people)
    foreign = sum(any(not name.isascii() for address in one.addresses for name in address.names) for one in people)
    return (
        f"{count} mails, {len(people)} people, {several} with several addresses, "
        f"{sum(called.values()) - len(called)} of the name of somebody else, "
        f"{len(everybody) - len(people)} role addresses, {foreign} with other letters than English ones"
    )


def measured(name: str) -> Measured:
    """Prints what is measured on a set."""
    by_hand = mails(HERE / ("mails.txt" if name == SETS[0] else f"{name}_mails.txt"))
    everybody = persons(HERE / f"{name}.txt")
    print(f"\n{name}: {size(everybody, sum(1 for _ in written(everybody, by_hand)))}")
    return measure(everybody, by_hand)


def main() -> None:
    """Measures the sets, or prints who is in the mail."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mail", nargs="?", type=Path)
    parser.add_argument("--set", choices=SETS)
    parser.add_argument("--own", nargs="*", default=[])
    parser.add_argument("--kind", choices=sorted(set(KINDS)))
    parser.add_argument("--unsure", action="store_true")
    asked = parser.parse_args()
    if asked.mail is not None:
        if not asked.mail.exists():
            sys.exit(f"no mail at {asked.mail}: give an mbox, or a folder with one mail a file")
        who_is_in(asked.mail, asked.own, asked.kind, is_unsure=asked.unsure)
        return
    found = {name: measured(name) for name in ([asked.set] if asked.set else SETS)}
    missed = False
    print(f"\n{'':12}{'goal':16}" + "".join(f"{name:16}" for name in found))
    for kind, goal in GOALS.items():
        rates = [goal, *(one[kind] for one in found.values())]
        missed |= any(rate < least for one in rates for rate, least in zip(one, goal, strict=True))
        print(
            f"{kind:12}" + "".join(f"P {precision:.3f} R {recall:.3f}  "[:16].ljust(16) for precision, recall in rates)
        )
    if missed:
        sys.exit("a goal is missed")


if __name__ == "__main__":
    main()

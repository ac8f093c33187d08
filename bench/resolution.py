"""How well it is told who is the same person: `python -m bench.resolution [--set NAME | MBOX]`.

Without a file: a labelled set of `bench.people_set`, by default the first; `hold_out` was written after tuning on that,
`later` after what the second had shown was mended. Pairwise: precision is the share of pairs joined by themselves that
are one person's, recall the share of people's pairs that are joined; "asked" is recall where each suggestion is taken
as well. Then the same without each kind of feature, which is what that kind adds. What is wrong is printed with its
reasons; before the figures, how well addresses, names and what signatures say were read. For real mail, what is joined
and suggested is printed, to be looked at. `--scale N` makes N people up and tells the time.

When they were first read, before anything was changed for them, `hold_out` had precision 1.000 and recall .707 (commit
2d86440, signatures as they are meant), `later` .943 and .917 (0a8ffd5): what they have since is not unseen.
"""

import argparse
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from tempfile import NamedTemporaryFile

from base.folding import fold
from bench.asked import shown, table
from bench.people_mail import mail_of
from bench.people_set.reading import HERE, OWNER, Mail, Person, mails, persons
from bench.people_set.writing import mbox, written
from bench.resolution_mail import id_of, identities_of
from bench.resolution_scale import crowd
from services.people.names import best_name
from services.people.resolution.clusters import Pair
from services.people.resolution.identity import Id, Identity, Together, Verdict
from services.people.resolution.resolve import Resolution, resolve

Measured = dict[str, tuple[float, float]]  # of a field, or of "resolution": precision and recall
KINDS = [
    "name", "generation", "shared", "tag", "numbered", "local part", "private", "firm", "two given names",
    "two names", "at once", "office", "company", "phone", "title", "wrote", "same mail", "answered",
]  # fmt: skip


def labelled(
    everybody: list[Person], by_hand: list[Mail]
) -> tuple[list[Identity], dict[Pair, Together], dict[Id, int]]:
    """A labelled set as mail shows it, signatures too, and the number of each identity's person."""
    with NamedTemporaryFile(suffix=".mbox") as file:
        Path(file.name).write_bytes(b"".join(mbox(written(everybody, by_hand))))
        found, together = identities_of(mail_of(Path(file.name)), [OWNER])
    return found, together, {id_of(one.address): person.number for person in everybody for one in person.addresses}


def pairs_of(people: Iterable[tuple[Id, ...]]) -> set[frozenset[Id]]:
    """All pairs of identities of one person."""
    return {frozenset(pair) for members in people for pair in combinations(members, 2)}


def rates(resolution: Resolution, truth: set[frozenset[Id]]) -> tuple[float, float]:
    """Precision and recall, pair by pair."""
    joined = pairs_of(resolution.people)
    return len(joined & truth) / max(len(joined), 1), len(joined & truth) / len(truth)


def figures(resolution: Resolution, truth: set[frozenset[Id]]) -> str:
    """One line: the measures that the module defines."""
    joined = pairs_of(resolution.people)
    asked = {frozenset((one.first, one.second)) for one in resolution.suggestions}
    precision, recall = rates(resolution, truth)
    return (
        f"precision {precision:.3f}  recall {recall:.3f}  "
        f"asked {len((joined | asked) & truth) / len(truth):.3f}  joined {len(joined)}  suggested {len(asked)}"
    )


def said(everybody: list[Person], found: list[Identity]) -> Measured:
    """How well addresses, names and what signatures say were read, against what the set has of each address."""
    read = {one.id: one for one in found}
    right, got, wanted = Counter[str](), Counter[str](), Counter[str]()
    got["address"] = len(found)
    for person in everybody:
        for one in person.addresses:
            identity = read.get(id_of(one.address))
            wanted["address"] += 1
            if identity is None:
                continue
            right["address"] += 1
            named = [name for name in one.names if not person.is_role and "," not in name]
            values = {"title": identity.titles, "company": identity.companies, "phone": identity.phones}
            meant: dict[str, list[str]] = {kind: [getattr(one, kind)] for kind in values}
            if named:
                values["name"], meant["name"] = _shown(identity), [*named, re.sub(r"\s*\(.*", "", person.name)]
            for kind, told_values in values.items():
                labels, plain = {_plain(it) for it in meant[kind]} - {""}, {_plain(it) for it in told_values}
                right[kind] += len(plain & labels)
                got[kind] += len(plain)
                wanted[kind] += 1 if kind == "name" else len(labels)
    return {kind: (right[kind] / got[kind], right[kind] / wanted[kind]) for kind in got}


def _shown(identity: Identity) -> frozenset[str]:
    """The name that a card has: the best of those in mail, the oftenest of equals."""
    names = [(*best_name(name, identity.address), count) for name, count in identity.names]
    best = max(names, key=lambda it: (it[1], it[2]), default=None)
    return frozenset([best[0]] if best else [])


def _plain(value: str) -> str:
    """Its words without marks, in any order; a phone's digits."""
    words = re.findall(r"\w+", fold(value))
    return "".join(words) if all(word.isdigit() for word in words) else " ".join(sorted(words))


def told(verdict: Verdict, called: Mapping[Id, str]) -> str:
    """A pair, its odds and its reasons."""
    reasons = "; ".join(f"{one.reason} {one.bits:+.1f}" for one in verdict.features)
    return f"{verdict.bits:+6.1f} {called[verdict.first]} = {called[verdict.second]}: {reasons}"


def measure(everybody: list[Person], by_hand: list[Mail]) -> Measured:
    """Prints what is wrong, the figures, and what each kind of feature adds."""
    found, together, owner = labelled(everybody, by_hand)
    of: Mapping[int, list[Id]] = defaultdict(list)
    for one in found:
        of[owner[one.id]].append(one.id)
    truth = pairs_of(tuple(ids) for ids in of.values())
    resolution = resolve(found, together)
    joined = pairs_of(resolution.people)
    suggested = {frozenset((one.first, one.second)): one for one in resolution.suggestions}
    called = {one.id: one.address for one in found}
    for pair in joined - truth:
        print("false    ", " = ".join(called[one] for one in pair))
    for verdict in [*resolution.merges, *resolution.suggestions]:
        pair = frozenset((verdict.first, verdict.second))
        if pair not in truth:
            print("false    " if pair in joined else "suggested", told(verdict, called))
    for pair in truth - joined:
        asked = told(suggested[pair], called) if pair in suggested else " = ".join(called[one] for one in pair)
        print("missed   ", asked)
    print(f"{len(found)} identities, {len(of)} people, {len(truth)} pairs")
    says = said(everybody, found)
    print("  ".join(f"{kind} P {precision:.3f} R {recall:.3f}" for kind, (precision, recall) in says.items()))
    print(f"{'all':24}{figures(resolution, truth)}")
    print("asked about, by what is shown:", *table(shown(resolution, owner)), sep="\n  ")
    for kind in KINDS:
        print(f"{'without ' + kind:24}{figures(resolve(found, together, without=[kind]), truth)}")
    return says | {"resolution": rates(resolution, truth)}


def look(path: Path, own: list[str]) -> None:
    """What is joined and suggested in real mail."""
    found, together = identities_of(mail_of(path), own)
    resolution = resolve(found, together)
    called = {one.id: one.address for one in found}
    for verdict in resolution.merges:
        print("joined   ", told(verdict, called))
    for verdict in resolution.suggestions:
        print("suggested", told(verdict, called))
    print(f"{len(found)} identities, {len(resolution.people)} people with several")


def scale(count: int) -> None:
    """The time for that many people."""
    found, truth = crowd(count)
    began = time.process_time()
    resolution = resolve(found)
    print(f"{len(found)} identities, {count} people: {time.process_time() - began:.1f} s of one CPU")
    print(figures(resolution, truth))


def main() -> None:
    """Measures what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mail", nargs="?", type=Path)
    parser.add_argument("--own", nargs="*", default=[])
    parser.add_argument("--set", choices=["persons", "hold_out", "later"], default="persons")
    parser.add_argument("--scale", type=int)
    asked = parser.parse_args()
    if asked.scale:
        scale(asked.scale)
    elif asked.mail is None:
        by_hand = "mails.txt" if asked.set == "persons" else f"{asked.set}_mails.txt"
        measure(persons(HERE / f"{asked.set}.txt"), mails(HERE / by_hand))
    elif asked.mail.exists():
        look(asked.mail, asked.own)
    else:
        sys.exit(f"no mail at {asked.mail}: give an mbox, or a folder with one mail a file")


if __name__ == "__main__":
    main()

"""What reading a message costs, part by part: `python -m bench.reading [MBOX]`, by default ../shared/mail/ham.mbox.

Milliseconds of CPU a message, of the whole reading as the parser's process does it (to what is stored, without keys),
and of its parts. They are measured in turn, in the same rounds, beside a fixed reference, `email.message_from_bytes` of
the same messages: what they cost in references holds on a machine that is busy or slow, too. Medians of the rounds.
"""

import email
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.parsing import letters
from services.imports import isolated
from services.mail.prepared import prepare
from services.mime.bodies import body_of
from services.mime.parsing import letterhead_of, parse
from services.mime.parts import part_of
from services.mime.quoting import spans
from tests.shared_mail import HAM

ROUNDS = 7
GOALS = {"quotes and signatures": 0.3, "whole reading": 1.2}  # ms


def stages(raw: list[tuple[bytes, ...]]) -> dict[str, Callable[[], object]]:
    """What is measured, by name; each is for all messages."""
    bodies = [message for _, _, message in raw]
    trees = [part_of(body) for body in bodies]
    mails = [parse(tree) for tree in trees]
    texts = [(mail.text, letterhead_of(mail.sender, mail.recipients, mail.subject)) for mail in mails]
    return {
        "reference": lambda: [email.message_from_bytes(body) for body in bodies],
        "whole reading": lambda: [isolated.mbox(*parts) for parts in raw],
        "MIME tree": lambda: [part_of(body) for body in bodies],
        "text and HTML": lambda: [body_of(tree) for tree in trees],
        "quotes and signatures": lambda: [spans(*text) for text in texts],
        "words and JSON": lambda: [prepare(mail).encode() for mail in mails],
    }


def measure(mbox: Path) -> None:
    """Print the figures."""
    raw = letters(mbox)
    measured = stages(raw)
    taken: dict[str, list[float]] = {name: [] for name in measured}
    for _ in range(ROUNDS):
        for name, run in measured.items():
            began = time.process_time()
            run()
            taken[name].append(1000 * (time.process_time() - began) / len(raw))
    cost = {name: statistics.median(times) for name, times in taken.items()}
    named = [name for name in cost if name not in {"reference", "whole reading"}]
    cost["all else"] = cost["whole reading"] - sum(cost[name] for name in named)
    print(f"{len(raw)} messages, {ROUNDS} rounds, ms of CPU a message")
    for name, each in cost.items():
        goal = f"   goal {GOALS[name]}" if name in GOALS else ""
        print(f"{name:22} {each:6.3f}   {each / cost['reference']:5.2f} references{goal}")


def main() -> None:
    """Measure the file that is named, or real mail."""
    measure(Path(sys.argv[1]) if len(sys.argv) > 1 else HAM)


if __name__ == "__main__":
    main()

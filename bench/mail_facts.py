"""What learning from signatures, invitations and cards costs: `python -m bench.mail_facts [MBOX]`.

By default of ../shared/mail/ham.mbox. Milliseconds of CPU per message of all mail, and in references as `bench.reading`
has them: opening the bodies of those that tell something, once more, as the extraction does; what they tell, as the
parser's process reads it, of the same signature by the same author once; and the rows of it. No mail is the owner's or
a machine's here, so this is the most that it may be. Medians of the rounds; nothing is stored.
"""

import email
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import orjson

from bench.parsing import letters
from models.queries.people.extraction import MailRow
from services.imports import isolated as imported
from services.imports.letters import MBOX
from services.mail.letters import Letter
from services.mail.message_rows import message_row
from services.people.isolated import told
from services.people.mail_facts import questions_of, told_of
from services.people.participants import OwnAddresses, participations
from services.people.told_rows import Seen, told_rows
from tests.keys import fresh_keys
from tests.shared_mail import HAM

ROUNDS = 5
_USER, _MAILBOX = UUID(int=1), UUID(int=2)


def measure(mbox: Path) -> None:
    """Print the figures."""
    raw = letters(mbox)
    keys = fresh_keys(_USER)
    mails, sealed = [], []
    for number, parts in enumerate(raw):
        letter = Letter(str(number), str(number), parts)
        row = message_row(_MAILBOX, (), keys, *MBOX.opened(letter, imported.mbox(*parts)))
        if row.tells:
            mails.append(
                MailRow(
                    row.id, row.thread_id, row.date, orjson.loads(row.sender or "null"), orjson.loads(row.recipients),
                    row.split_labels(), False, False, row.list_address, row.message_key, row.tells,
                )
            )  # fmt: skip
            sealed.append((row.id, row.body))
    by_id = {mail.id: mail for mail in mails}
    own = OwnAddresses(())
    seen = Seen(_USER, mails, [one for mail in mails for one in participations(mail, own)], own, frozenset())
    asked = questions_of(keys, by_id, sealed)
    distinct = list(dict.fromkeys(question for _, question in asked.values()))
    answers = {question: orjson.loads(told(question)[0]) for question in distinct}
    found = {one: told_of(answers[question], above) for one, (above, question) in asked.items()}
    facts, meetings = told_rows(keys, seen, found)
    stages: dict[str, Callable[[], object]] = {
        "reference": lambda: [email.message_from_bytes(parts[2]) for parts in raw],
        "opening": lambda: questions_of(keys, by_id, sealed),
        "reading": lambda: [told(question) for question in distinct],
        "rows": lambda: told_rows(keys, seen, found),
    }
    taken: dict[str, list[float]] = {name: [] for name in stages}
    for _ in range(ROUNDS):
        for name, run in stages.items():
            began = time.process_time()
            run()
            taken[name].append(1000 * (time.process_time() - began) / len(raw))
    cost = {name: statistics.median(times) for name, times in taken.items()}
    cost["all"] = sum(cost[name] for name in ("opening", "reading", "rows"))
    print(f"{len(raw)} messages; {len(mails)} tell something, {len(distinct)} distinct things; "
          f"{len(facts)} facts, {len(meetings)} meetings. {ROUNDS} rounds, ms of CPU a message")  # fmt: skip
    for name, each in cost.items():
        print(f"{name:12} {each:6.3f}   {each / cost['reference']:5.2f} references")


if __name__ == "__main__":
    measure(Path(sys.argv[1]) if sys.argv[1:] else HAM)

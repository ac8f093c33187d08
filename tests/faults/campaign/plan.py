"""What happens in one run, and when: all of it is drawn from the seed before anything starts."""

import random
from dataclasses import dataclass, field, replace
from typing import Any

from tests.faults.campaign import sending

MISCONFIGURED = 0.3  # the share of runs in which the deployment's client secret is wrong for a while
WRITERS = 0.5  # the share of runs in which somebody writes
SECONDS = 7.0  # of trouble
PARTS = {"worker": 4, "api": 2, "temporal": 2, "postgres": 2, "redis": 2}  # how often each is killed
LABELS = ["STARRED", "UNREAD", "IMPORTANT", "INBOX", "SPAM", "TRASH", "CATEGORY_UPDATES"]
READS = ["messages.get", "threads.get", "messages.get|threads.get"]
LISTS = ["messages.list", "history.list", "getProfile", "list", "watch", "token"]
RATES = [(429, "rateLimitExceeded"), (403, "userRateLimitExceeded"), (403, "rateLimitExceeded")]
BURDENED = 0.15  # of the seeds
BURDENS = ["killers", "crowd"]
# A small copy would be over before it is disturbed; a copy that is on its way can be overtaken by a change.
STEADY = {"match": "^batch$", "kind": "late_answer", "seconds": 0.15}
WRONG_SECRET = {"match": "^token$", "kind": "status", "status": 401, "reason": "invalid_client"}
SLOW_LISTS = {"match": "^messages.list$", "kind": "latency", "seconds": 0.3}  # threads are known before their roots are


@dataclass(frozen=True)
class Step:
    """One event, `at` seconds after the start."""

    at: float
    what: str
    how: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """One run."""

    seed: int
    messages: int
    settled: bool  # whether the first copy is complete before the trouble begins
    page_size: int
    quota: str
    steady: list[dict[str, Any]]  # faults from the beginning to the end of the trouble
    pushes: dict[str, float]  # the share of pushes that are dropped, doubled, late, forged
    steps: list[Step]
    burden: str | None = None  # one of BURDENS, beside everything else


def draw(seed: int) -> Plan:
    """The plan of a seed."""
    chance = random.Random(seed)
    steps = [_mail(chance) for _ in range(chance.randint(5, 40))]
    steps += [_kill(chance) for _ in range(chance.randint(0, 4))]
    steps += [_faults(chance) for _ in range(chance.randint(1, 4))]
    for what, most in {"expire-tokens": 2, "expire-history": 2, "sync": 3}.items():
        steps += [Step(_moment(chance), what) for _ in range(chance.randint(0, most))]
    writing = random.Random(f"{seed} writes")  # apart: what happens to a mailbox in a seed stays the same
    failing: list[dict[str, Any]] = []
    if writing.random() < WRITERS:
        steps += _writing(writing)
        failing = sending.faults(writing)
    configuring = random.Random(f"{seed} configures")
    if configuring.random() < MISCONFIGURED:
        seconds = round(configuring.uniform(0.5, 4), 2)
        steps.append(Step(_moment(configuring), "wrong-secret", {"seconds": seconds}))
    plan = Plan(
        seed=seed,
        messages=chance.randint(30, 150),
        settled=chance.random() < 0.4,
        page_size=chance.choice([10, 25, 500]),
        quota=_quota(chance),
        steady=[*chance.choice([[STEADY], [STEADY, SLOW_LISTS]]), *failing],
        pushes={how: chance.choice([0, 0.1, 0.5]) for how in ("dropped", "doubled", "late", "forged")},
        steps=sorted(steps, key=lambda step: step.at),
    )
    if chance.random() >= BURDENED:
        return plan
    return replace(plan, burden=chance.choice(BURDENS))


def _writing(chance: random.Random) -> list[Step]:
    """Somebody writes, while the worker drains and answers of Temporal are lost."""
    steps = [Step(_moment(chance), "send", {"key": str(number)}) for number in range(chance.randint(1, 6))]
    if chance.random() < 0.6:
        steps.append(Step(chance.choice(steps).at + 0.4, "drain"))
    if chance.random() < 0.6:
        steps.append(Step(max(chance.choice(steps).at - 0.2, 0), "deaf", {"seconds": round(chance.uniform(0.5, 4), 2)}))
    return steps


def _moment(chance: random.Random) -> float:
    return round(chance.uniform(0, SECONDS), 3)


def _quota(chance: random.Random) -> str:
    """Raised limits with few parts at once, or a tight minute of one second."""
    if chance.random() < 0.7:
        concurrent = chance.choice([12, 20, 50])
        return f"2026:user_per_minute=10000000,project_per_minute=100000000,minute=1,concurrent={concurrent}"
    return f"2026:user_per_minute={chance.choice([700, 1500])},minute=1,concurrent=20"


def _mail(chance: random.Random) -> Step:
    """Mail arrives, is relabelled or deleted. `which` stands for a message, as a share of those that are there."""
    kind = chance.choices(["arrive", "relabel", "delete"], [4, 4, 3])[0]
    how: dict[str, Any] = {"which": chance.random()}
    if kind == "arrive":
        how["labels"] = chance.choice(["INBOX,UNREAD", "INBOX,UNREAD", "SENT", "SPAM", "INBOX,STARRED,UNREAD"])
    if kind == "relabel":
        how |= {"add": chance.sample(LABELS, chance.randint(0, 2)), "remove": chance.sample(LABELS, 2)}
        how["remove"] = [label for label in how["remove"] if label not in how["add"]]
    return Step(_moment(chance), kind, how)


def _kill(chance: random.Random) -> Step:
    part = chance.choices(list(PARTS), list(PARTS.values()))[0]
    return Step(_moment(chance), "kill", {"part": part, "away": round(chance.uniform(0, 2), 3)})


def _faults(chance: random.Random) -> Step:
    """From now on, these faults and no others."""
    return Step(_moment(chance), "faults", {"faults": [_fault(chance) for _ in range(chance.randint(1, 3))]})


def _fault(chance: random.Random) -> dict[str, Any]:
    kind = chance.choice(
        ["status", "rate", "reset", "lose_answer", "truncate", "latency", "late_answer", "expire_token"]
    )
    fault: dict[str, Any] = {"kind": kind, "every": chance.randint(1, 4), "times": chance.randint(1, 12)}
    if kind in {"reset", "lose_answer", "truncate"}:
        return fault | {"match": chance.choice(["batch", *LISTS])}
    if kind == "expire_token":
        # Once an hour, not twice in a row: Google says 401 to a new token only where the grant is gone.
        return fault | {"match": chance.choice([*READS, "history.list"]), "times": 1}
    if kind in {"latency", "late_answer"}:
        return fault | {"match": chance.choice(["batch", *READS, *LISTS]), "seconds": round(chance.uniform(0.1, 2), 2)}
    if kind == "status":
        return fault | {"match": chance.choice(["batch", *READS, *LISTS]), "status": chance.choice([500, 503])}
    status, reason = chance.choice(RATES)
    spoken = {"match": chance.choice([*READS, "messages.list", "history.list"]), "reason": reason, "status": status}
    if chance.random() < 0.2:
        spoken["message"] = "Too many concurrent requests for user"
    return fault | spoken | {"kind": "status", "retry_after": 1, "times": min(fault["times"], 4)}

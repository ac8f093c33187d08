"""Who waits for an answer: one order for Temporal's queues and for Gmail's quota."""

from enum import IntEnum


class Lane(IntEnum):
    """A lower one goes first. The numbers are Temporal's priority keys."""

    PERSON = 1
    PUSH = 2
    DEFAULT = 3
    REPORT = 4
    BACKFILL = 5

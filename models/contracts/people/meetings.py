"""What jobs say of meetings."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class MeetingsDue:
    """Result of `contacts.count_meetings` and MeetingsDueWorkflow: users whose meetings were counted."""

    users: int = 0
    more: bool = False
